"""How mail programs begin what they quote: lines that introduce it, dividers, blocks of headers.
Pure, line by line, so that its time grows with the length of the mail only.

English and Russian are known in full. Of other languages the words "… wrote:" are known, as
mail-parser-reply collects them.
"""

import re

from mailparser_reply.constants import MAIL_LANGUAGES

# A longer line is somebody's paragraph.
LONGEST_INTRODUCTION = 400
_OTHER_LANGUAGES = ("de", "fr", "es", "it", "pt", "nl", "pl", "cs", "sv", "da", "no")

_MONTHS = (
    r"(?:янв|фев|мар|апр|ма[йя]|июн|июл|авг|сен|окт|ноя|дек|jan|feb|mar|apr|may|jun|jul|aug|sep|oct"
    r"|nov|dec|mär|mai|okt|dez)[a-zа-яё]*\.?"
)
_DATE = re.compile(
    rf"\b\d{{1,2}}(?:st|nd|rd|th)?\.?\s+(?:de\s+)?{_MONTHS},?\s+(?:de\s+)?\d{{4}}"
    rf"|\b{_MONTHS}\s+\d{{1,2}}(?:st|nd|rd|th)?,?\s+\d{{4}}"
    r"|\b\d{1,2}[./-]\d{1,2}[./-]\d{2,4}\b"
    r"|\b\d{4}[./-]\d{2}[./-]\d{2}\b",
    re.IGNORECASE,
)
_TIME = re.compile(r"\b\d{1,2}[:.]\d{2}(?::\d{2})?\b|\b\d{1,2}\s?[ap]\.?m\b", re.IGNORECASE)
_CLOCK = re.compile(r"\b\d{1,2}:\d{2}(?::\d{2})?\b|\b\d{1,2}\s?[ap]\.?m\b", re.IGNORECASE)
_ADDRESS = re.compile(r"[^\s<>\[\]()\"'@]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,8}")
_BRACKETED = re.compile(r"[<\[](?:mailto:)?[^\s<>\[\]@]{1,64}@[^\s<>\[\]@]{1,255}[>\]]")
_VERB = re.compile(
    r"\b(?:wrote|writes|said|(?:на)?писала?|(?:на)?писал\(а\)|(?:на)?писал\(-а\)|пишет|пишете"
    r"|вы писали|сообща(?:ет|л|ла)|schrieb|escribió|ha scritto|escreveu|a écrit|schreef|napisał)"
    r"\s*",
    re.IGNORECASE,
)
_STARTS = re.compile(
    r"^(?:on|am|le|el|il|em|op|в|во|\w{2,11},?|\d{1,4}[./-]?)\s", re.IGNORECASE | re.UNICODE
)
# How the first line of one begins that goes on in the next.
_OPENS = re.compile(
    rf"{_DATE.pattern}|{_CLOCK.pattern}|^(?:on|am|le|el|il|em|op|в|во)\s", re.IGNORECASE
)
# A line of its own that the name and the verb follow below.
_DATE_ALONE = re.compile(
    r"^(?:(?:on|am|le|el|il|em|op|в|во)\s+)?(?:[^\W\d]{2,11}\.?,?\s+)?"
    rf"(?:{_DATE.pattern})(?:\s?г\.?)?,?$",
    re.IGNORECASE,
)
# Some programs end with the verb: it counts where day, hour and address stand before it.
_ENDS_BARE = re.compile(
    r"\b(?:wrote|(?:на)?писала?|(?:на)?писал\(а\)|пишет|schrieb)$", re.IGNORECASE
)
# "You wrote on that day:", in which no name and no hour need stand.
_YOU_WROTE = re.compile(
    r"^(?:on\s.{6,60}\syou wrote|вы (?:на)?писали\s.{6,60}|.{6,60}\sвы (?:на)?писали)\s*[:：]$",
    re.IGNORECASE,
)
_QUOTE_MARKS = ('"', "'", "«", "“", "„", "‘", "…")
_OTHERS = [
    re.compile(MAIL_LANGUAGES[code]["wrote_header"], re.IGNORECASE)
    for code in _OTHER_LANGUAGES
    if MAIL_LANGUAGES.get(code, {}).get("wrote_header")
]

_DIVIDER = re.compile(
    r"^[\s>*]*(?:[-=_*]{2,}\s*)?(?:original (?:message|appointment)|forwarded message"
    r"|begin forwarded message|исходное сообщение|оригинальное сообщение|первоначальное сообщение"
    r"|пересланное сообщение|пересылаемое сообщение|перенаправленное сообщение"
    r"|начало переадресованного сообщения"
    r"|начало пересылаемого сообщения|конец пересылаемого сообщения|конец пересланного сообщения"
    r"|reply message|ursprüngliche nachricht|weitergeleitete nachricht|message d'origine"
    r"|mensaje original)\s*(?:[-=_*]{2,}|:)\s*$",
    re.IGNORECASE,
)
_RULE = re.compile(r"^\s*(?:_{10,}|-{20,}|={20,})\s*$")

_FROM = r"from|от|от кого|отправитель|von|de|da|van"
_OTHER_HEADERS = {
    "sent": r"sent|date|отправлено|отправленные|дата|когда|gesendet|datum|envoyé|fecha|enviado"
    r"|date d'envoi",
    "to": r"to|кому|получатель|получатели|an|à|para|a|aan",
    "subject": r"subject|тема|betreff|objet|asunto|oggetto|onderwerp",
    "cc": r"cc|копия|kopie|bcc|скрытая копия|reply-to|ответить",
}
_LABEL = r"^[\s>*_|]*(?:{words})\s*\**\s*(?::|：)\s*\**"
_FROM_LINE = re.compile(_LABEL.format(words=_FROM), re.IGNORECASE)
_HEADER_LINES = {
    name: re.compile(_LABEL.format(words=names), re.IGNORECASE)
    for name, names in _OTHER_HEADERS.items()
}
# eM Client and old programs leave the colons out: От "Ольга" <o@x.ru> / Кому … / Дата … / Тема …
_BARE_FROM = re.compile(r"^\s*(?:From|От)\s+.*@", re.IGNORECASE)
_BARE = {
    "sent": re.compile(r"^\s*(?:Sent|Date|Дата|Отправлено)\s+\S"),
    "to": re.compile(r"^\s*(?:To|Кому)\s+\S"),
    "subject": re.compile(r"^\s*(?:Subject|Тема)\s+\S"),
}
_BLOCK = 10


def quoted(line: str) -> bool:
    return line.lstrip().startswith(">")


def introduction_at(lines: list[str], start: int) -> tuple[int, bool] | None:
    """(how many lines introduce a quotation from `start` on, whether that is sure), if they do.

    Not sure: it only counts where marked quotation follows.
    """
    found = _read_introduction(lines, start)
    if found and _DATE_ALONE.match(_bare(lines[start])):
        return found
    for below in range(start + 1, start + (found[0] if found else 1)):
        if _OPENS.search(lines[below]) and _read_introduction(lines, below):
            # What stands above the introduction is theirs.
            return None
    return found


def _read_introduction(lines: list[str], start: int) -> tuple[int, bool] | None:
    joined = ""
    for count, line in enumerate(lines[start : start + 3], 1):
        line = _bare(line)
        if not line or len(joined) + len(line) > LONGEST_INTRODUCTION:
            return None
        if count == 1 and not line.endswith((":", "：")) and not _OPENS.search(line):
            return None
        joined = f"{joined} {line}".strip()
        if joined.endswith((":", "：")):
            sure = _is_introduction(joined)
            if sure is None:
                return None
            return count, sure or _is_you_wrote(joined, lines[start + count : start + count + 4])
        if _ENDS_BARE.search(joined) and _names_day_hour_address(joined):
            return count, True
    return None


def _bare(line: str) -> str:
    """Without marks, stars, and the dashes that Zoho puts around it."""
    return line.strip().lstrip("> ").strip("* ").removeprefix("---- ").removesuffix(" ----")


def _names_day_hour_address(line: str) -> bool:
    return all(one.search(line) for one in (_DATE, _CLOCK, _ADDRESS))


def _is_you_wrote(line: str, below: list[str]) -> bool:
    """Sure where what follows is not put between marks by hand, to be answered below."""
    following = next((one.strip() for one in below if one.strip()), "")
    said = _YOU_WROTE.match(line) and _DATE.search(line)
    return bool(said) and not following.startswith(_QUOTE_MARKS)


def _is_introduction(line: str) -> bool | None:
    """None: it is none; False: it may be one."""
    if not _STARTS.match(line) and not _ADDRESS.search(line) and not _VERB.search(line):
        return None
    date, verb = bool(_DATE.search(line)), bool(_VERB.search(line[-60:]))
    address = bool(_ADDRESS.search(line))
    clock = bool(_CLOCK.search(line)) or (verb and bool(_TIME.search(line)))
    if address and (_BRACKETED.search(line) or verb) and (date or clock or verb):
        return True
    if date and clock and (address or verb):
        return True
    if any(pattern.search(line) for pattern in _OTHERS):
        return True
    return False if verb or (date and clock) or address else None


def divider_at(lines: list[str], start: int) -> bool:
    """A line that says: here begins somebody else's mail. A bare rule only above its headers."""
    line = lines[start]
    if _DIVIDER.match(line):
        return True
    if not _RULE.match(line):
        return False
    following = next(
        (n for n in range(start + 1, min(start + 4, len(lines))) if lines[n].strip()), -1
    )
    return following > 0 and headers_at(lines, following)


def headers_at(lines: list[str], start: int) -> bool:
    """From:, and two others of Sent:, To:, Subject: right below it (or Date: above it)."""
    first = lines[start]
    block = lines[start : start + _BLOCK]
    if _BARE_FROM.match(first) and not _FROM_LINE.match(first):
        return sum(any(p.match(line) for line in block[1:5]) for p in _BARE.values()) >= 2
    if not _FROM_LINE.match(first):
        opens = [name for name, pattern in _HEADER_LINES.items() if pattern.match(first)]
        if not opens or opens == ["cc"] or not any(_FROM_LINE.match(line) for line in block[1:4]):
            return False
    found = {
        name
        for name, pattern in _HEADER_LINES.items()
        if name != "cc" and any(pattern.match(line) for line in block)
    }
    return len(found) >= 2
