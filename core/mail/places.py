"""Where a mail that came in belongs: which mail of ours it answers, whose it is, and whether there
are too many of them."""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from core.mail.addresses import read_address
from core.mail.mime import addresses, headers
from core.mail.rows import all_inbound, all_mails
from core.models import InboundState, OutgoingMail

# An address that was given out longer ago does not file by itself any more.
GOOD_FOR = timedelta(days=400)
# A stranger belongs to the workspace that wrote to them last, if that was lately.
LATELY = timedelta(days=90)
HOUR = timedelta(hours=1)
MOST_OF_ONE, MOST_OF_ALL = 20, 200
# So many automatic answers of one sender within a day, with no person's word between: a loop.
MOST_AUTOMATIC = 5
_OURS = ("To", "Cc", "Delivered-To", "X-Original-To", "Envelope-To", "X-Forwarded-To", "Bcc")
_ID = re.compile(r"<[^<>\s]{3,250}>")


@dataclass(frozen=True)
class Place:
    """`sealed`: it came to the address of that very mail, which only its reader knows."""

    to: str
    answers: OutgoingMail | None = None
    sealed: bool = False
    workspace_id: int | None = None


def place_of(message: Any, *, sender: str, at: datetime) -> Place:
    """Who may say it: everybody who knows the sealed address. Who only knows the Message-ID, which
    is no secret, must also write from the address that the mail went to."""
    found = _receivers(message)
    to = next((one for one in found if read_address(one)), next(iter(found), ""))
    public_id = read_address(to)
    answers = all_mails().filter(public_id=public_id).first() if public_id else None
    if answers is not None:
        return Place(to, answers, True, answers.workspace_id)
    rows = all_mails().filter(to_email__iexact=sender, workspace__isnull=False) if sender else None
    if rows is None:
        return Place(to)
    named = [
        i
        for name in ("In-Reply-To", "References")
        for v in headers(message, name)
        for i in _ID.findall(v)
    ]
    answers = rows.filter(message_id__in=named[-20:]).order_by("-pk").first() if named else None
    newest = (
        answers or rows.filter(created_at__gte=at - LATELY).order_by("-created_at", "-pk").first()
    )
    return Place(to, answers, False, newest.workspace_id if newest else None)


def is_expired(mail: OutgoingMail, *, at: datetime) -> bool:
    return (mail.sent_at or mail.created_at) < at - GOOD_FOR


def too_many(*, sender: str, workspace_id: int | None, at: datetime) -> bool:
    """More within an hour than people write: of this sender, or for this workspace."""
    lately = all_inbound().filter(received_at__gt=at - HOUR, received_at__lte=at)
    if sender and lately.filter(from_email=sender).count() >= MOST_OF_ONE:
        return True
    return (
        workspace_id is not None and lately.filter(workspace_id=workspace_id).count() >= MOST_OF_ALL
    )


def goes_round(*, sender: str, at: datetime) -> bool:
    """Two machines talk: this sender's last mails of the day were all automatic."""
    rows = all_inbound().filter(from_email=sender, received_at__gt=at - timedelta(days=1))
    last = list(rows.order_by("-received_at").values_list("state", flat=True)[:MOST_AUTOMATIC])
    automatic = {InboundState.AUTOMATIC, InboundState.LOOP}
    return len(last) == MOST_AUTOMATIC and set(last) <= automatic


def same_person(one: str, other: str) -> bool:
    """Whether two addresses are one mailbox: case, tags and the dots of Gmail do not matter."""
    return bool(one) and _plain(one) == _plain(other)


_TWINS = {"googlemail.com": "gmail.com", "ya.ru": "yandex.ru", "yandex.com": "yandex.ru",
          "yandex.by": "yandex.ru", "yandex.kz": "yandex.ru", "narod.ru": "yandex.ru"}  # fmt: skip


def _plain(address: str) -> str:
    local, _at, domain = address.strip().lower().rpartition("@")
    domain = _TWINS.get(domain, domain)
    local = local.partition("+")[0]
    if domain == "gmail.com":
        local = local.replace(".", "")
    elif domain == "yandex.ru":
        local = local.replace(".", "-")
    return f"{local}@{domain}"


def _receivers(message: Any) -> list[str]:
    envelope = (
        [str(message.envelope_recipient)] if getattr(message, "envelope_recipient", None) else []
    )
    return [*envelope, *(address for _name, address in addresses(message, *_OURS))]
