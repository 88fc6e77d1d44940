"""What a mail system tells of a mail of ours: it did not arrive (RFC 3464, or the words of old
servers), it is late, somebody called it spam (RFC 5965). Pure; nothing here raises.
"""

import re
from base64 import b64decode
from dataclasses import dataclass, field
from email.parser import HeaderParser
from typing import Any

from core.mail.bounce_words import is_bounce_text, status_in, verdict
from core.mail.charsets import decode
from core.mail.message import OWN_HEADER
from core.mail.mime import LIKE_ADDRESS, Body, addresses, content, content_type, header, leaves
from core.mail.mime import headers as all_headers

FAILED, DELAYED = "failed", "delayed"
_ARRIVED = ("delivered", "relayed", "expanded")
_STATUS_TYPES = ("message/delivery-status", "message/global-delivery-status")
_RETURNED = ("message/rfc822", "message/global", "text/rfc822-headers", "message/rfc822-headers",
             "message/partial", "message/global-headers")  # fmt: skip
_ROBOT = re.compile(
    r"^(?:mailer-?daemon|post[_-]?master|mail[._-]?daemon|mdaemon|bounces?|mail[._-]?delivery"
    r"|double-bounce|mailer|no-?reply-?ndr|microsoftexchange[0-9a-f]*)(?:[+.=-][^@]*)?@"
)
# As a name: in front of an address of any kind, or alone, since "MAILER-DAEMON <>" is no address.
_ROBOT_NAME = re.compile(
    r"\W*(?:mail(?:er)?[ ._-]?daemon|mail deliver(?:y|er)? (?:sub)?system|post[ _-]?master"
    r"|double-bounce|mail administrator)\W*(?:<[^@]*>|<[^<>]*@[^<>]*>)?\W*",
    re.IGNORECASE,
)
_ID = re.compile(r"<[^<>\s]{3,250}@[^<>\s]{1,250}>")
_ID_LINE = re.compile(r"^[>\s]*Message-ID:\s*(<[^<>\s]{3,500}>)", re.IGNORECASE | re.MULTILINE)
_OWN_LINE = re.compile(rf"^[>\s]*{OWN_HEADER}:\s*([\w-]{{4,32}})", re.IGNORECASE | re.MULTILINE)
# Below one of these stands the mail itself, not what became of it.
_BELOW = re.compile(
    r"^\W*(?:below this line is a copy|this is a copy of the message|original message follows"
    r"|(?:the )?(?:header|text) of the (?:original )?message|unsent message below"
    r"|message headers follow|original message headers|заголовки исходного сообщения"
    r"|копия (?:вашего )?(?:письма|сообщения)"
    r"|.{0,40}сообщение было отправлено со следующими)",
    re.IGNORECASE | re.MULTILINE,
)
_MOST_FATES, _READ = 20, 60_000


@dataclass(frozen=True)
class Fate:
    """Of one receiver. `final`: it will never arrive; `hard`: nobody lives at that address."""

    recipient: str
    final: bool
    hard: bool
    status: str = ""
    detail: str = ""


@dataclass(frozen=True)
class Report:
    """`ids`: Message-IDs that may be ours, the surest first; `own`: what our header said."""

    complaint: bool
    fates: list[Fate] = field(default_factory=list)
    ids: list[str] = field(default_factory=list)
    own: str = ""
    detail: str = ""


def read_report(message: Any, body: Body) -> Report | None:
    """None: it reports nothing of a mail (also: that it arrived, or was read)."""
    parts = list(leaves(message))
    feedback = next((p for p in parts if content_type(p) == "message/feedback-report"), None)
    if feedback is not None:
        return _complaint(feedback, parts)
    if (old := _old_complaint(message, parts)) is not None:
        return old
    statuses = [p for p in parts if content_type(p) in _STATUS_TYPES]
    if statuses:
        fates = [fate for part in statuses for fate in _fates(part, body)][:_MOST_FATES]
        if fates:
            return _bounce(message, parts, body, fates)
        if any(_arrived(part) for part in statuses):
            return None
        # It names nobody in its fields: perhaps in its words.
    if not _looks_returned(message, body):
        return None
    return _bounce(message, parts, body, _told_in_words(message, body))


def is_robot(address: str) -> bool:
    return bool(_ROBOT.match(address.lower()))


def is_from_nobody(message: Any) -> bool:
    """As reports and automatic answers are sent, so that nothing answers them."""
    told = header(message, "Return-Path")
    return told == "<>" or getattr(message, "envelope_sender", None) == ""


def robot_of(message: Any) -> str:
    """The mail system that wrote it, by its address or its name alone; "" for anybody else."""
    sender = next((a for _n, a in addresses(message, "From")), "")
    if is_robot(sender):
        return sender
    told = (header(message, "From") or header(message, "Sender"))[:500].strip()
    return told if _ROBOT_NAME.fullmatch(told) else ""


def _complaint(part: Any, parts: list[Any]) -> Report | None:
    said = _merged(_blocks(part))
    kind = said.get("feedback-type", "abuse").lower()
    if kind not in ("abuse", "fraud", "other", "virus", "miscategorized", "opt-out", "complaint"):
        # "not-spam", and the reports of authentication.
        return None
    ids, own = _returned(parts)
    who = [
        a for name in ("original-rcpt-to", "removal-recipient") for a in _found(said.get(name, ""))
    ]
    detail = " · ".join(said.get(n, "") for n in ("feedback-type", "user-agent") if said.get(n))
    fates = [Fate(one, final=False, hard=False) for one in who[:_MOST_FATES]]
    return Report(True, fates, ids, own, detail[:500])


def _old_complaint(message: Any, parts: list[Any]) -> Report | None:
    """Outlook's own form: the whole mail inside, with a header that says whose it was."""
    for part in parts:
        if content_type(part) == "message/rfc822":
            head = _head(part)
            who = head.get("x-hmxmroriginalrecipient", "")
            if who:
                ids, own = _returned(parts)
                fates = [Fate(one, final=False, hard=False) for one in _found(who)]
                return Report(True, fates, ids, own, "Outlook.com")
    return None


def _bounce(message: Any, parts: list[Any], body: Body, fates: list[Fate]) -> Report:
    ids, own = _returned(parts)
    told = body.text[:_READ]
    ids += [found for found in _ID_LINE.findall(told) if found not in ids]
    own = own or next(iter(_OWN_LINE.findall(told)), "")
    for name in ("In-Reply-To", "References", "X-MS-Exchange-Parent-Message-Id"):
        ids += [
            i for value in all_headers(message, name) for i in _ID.findall(value) if i not in ids
        ]
    detail = " · ".join(part for fate in fates[:1] for part in (fate.status, fate.detail) if part)
    return Report(False, fates, ids[:50], own, detail[:500])


def _fates(part: Any, body: Body) -> list[Fate]:
    out = []
    for block in _blocks(part):
        action = block.get("action", "").split("(")[0].strip().lower()
        who = _found(block.get("original-recipient", "")) + _found(block.get("final-recipient", ""))
        if not who and "status" not in block:
            continue
        if action in _ARRIVED:
            continue
        detail = " ".join(block.get("diagnostic-code", "").split())
        status = block.get("status", "").split(" ")[0].strip()
        final = action == FAILED or (action != DELAYED and not status.startswith("4"))
        status, hard = verdict(status, detail or body.text[:4000])
        # The address that we wrote to, not the one that it was forwarded to, says who it was.
        out += [Fate(one, final, final and hard, status, detail[:500]) for one in who[:2]]
    return out


def _arrived(part: Any) -> bool:
    return any(
        block.get("action", "").split("(")[0].strip().lower() in _ARRIVED for block in _blocks(part)
    )


def _told_in_words(message: Any, body: Body) -> list[Fate]:
    told = body.text[:_READ]
    above = told[: below.start()] if (below := _BELOW.search(told)) else told
    named = [a for value in all_headers(message, "X-Failed-Recipients") for a in _found(value)]
    own = {address for _name, address in addresses(message, "From", "To", "Delivered-To")}
    who = named or [one for one in _found(above) if one not in own and not is_robot(one)][:1]
    status, hard = verdict(status_in(above), above)
    late = re.search(
        r"warning: (?:could not send|message)|has not yet been delivered|still being retried"
        r"|delivery (?:is )?(?:delayed|incomplete)|will keep trying|you do not need to resend"
        r"|ещ[её] не доставлено|доставка (?:письма )?задерж|попытки (?:доставки )?продолж",
        f"{header(message, 'Subject')}\n{above}",
        re.IGNORECASE,
    )
    final = not late
    detail = " ".join(above.split())[:500]
    return [Fate(one, final, final and hard, status, detail) for one in who or [""]]


def _looks_returned(message: Any, body: Body) -> bool:
    """From a mail system, in the words of one."""
    if all_headers(message, "X-Failed-Recipients") or all_headers(
        message, "X-MS-Exchange-Message-Is-Ndr"
    ):
        return True
    said = f"{header(message, 'Subject')}\n{body.text[:6000]}"
    if robot_of(message):
        return is_bounce_text(said)
    # Automatic answers of people come from nobody as well: then it must name a code.
    return is_from_nobody(message) and bool(status_in(said)) and is_bounce_text(said)


def _returned(parts: list[Any]) -> tuple[list[str], str]:
    """(Message-IDs, our own header) of the mail that came back, whole or only its headers."""
    ids: list[str] = []
    own = ""
    for part in parts:
        if content_type(part) in _RETURNED:
            head = _head(part)
            ids += [i for i in _ID.findall(head.get("message-id", "")) if i not in ids]
            own = own or head.get(OWN_HEADER.lower(), "")[:32].strip()
    return ids, own


def _head(part: Any) -> dict[str, str]:
    blocks = _blocks(part)
    if blocks and len(blocks[0]) > 1:
        return blocks[0]
    text, _problem = decode(content(part)[:_READ], None)
    return _fields(text.lstrip())


def _blocks(part: Any) -> list[dict[str, str]]:
    """The groups of fields that the part holds; also where it is encoded, which it may not be."""
    inside = part.get_payload()
    if isinstance(inside, list):
        groups = [
            {key.lower(): str(value) for key, value in one.raw_items()} for one in inside[:100]
        ]
        if any(groups):
            return [group for group in groups if group]
        raw = "".join(
            str(one.get_payload()) for one in inside if isinstance(one.get_payload(), str)
        )
        try:
            text = decode(b64decode(raw), None)[0]
        except ValueError:
            text = raw
    else:
        text, _problem = decode(content(part)[:_READ], None)
    return [
        _fields(block)
        for block in re.split(r"\n\s*\n", text.replace("\r\n", "\n"))
        if block.strip()
    ]


def _fields(text: str) -> dict[str, str]:
    try:
        parsed = HeaderParser().parsestr(text, headersonly=True)
    except Exception:
        return {}
    return {key.lower(): " ".join(str(value).split()) for key, value in parsed.raw_items()}


def _merged(blocks: list[dict[str, str]]) -> dict[str, str]:
    return {key: value for block in reversed(blocks) for key, value in block.items()}


def _found(value: str) -> list[str]:
    """Addresses in small letters, each once, as they stand in `value`."""
    plain = re.sub(r"\+([0-9A-F]{2})(?=[^@]*@)", _from_xtext, value) if "utf-8;" in value else value
    return list(dict.fromkeys(one.lower().rstrip(".") for one in LIKE_ADDRESS.findall(plain)))


def _from_xtext(match: "re.Match[str]") -> str:
    return chr(int(match[1], 16))
