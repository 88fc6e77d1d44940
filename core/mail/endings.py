"""What stands below an answer and is none: signatures, "sent from my phone", legal notices. Pure.

A signature is cut only where it cannot be words: real text is worth more than a tidy line.
"""

import re

_APPS = (
    r"iphone|ipad|айфон|андроид|android|samsung|galaxy|huawei|honor|xiaomi|redmi|poco|pixel|oneplus"
    r"|outlook|gmail|mail\.ru|mail|почт|яндекс|yandex|windows|spark|proton|blackberry|mymail"
    r"|em client|thunderbird|mac|nokia|телефон|смартфон|планшет|мобильн|phone|mobile|tablet|rambler"
    r"|yahoo|tutanota|tuta|bluemail|aqua|edison|nine|airmail|zoho|myoffice|мой ?офис"
)
_SENT_FROM = re.compile(
    rf"^\W*(?:(?:отправлено|написано)\s+(?:с\s+помощью|через|со?|из|от)\s+(?=.*(?:{_APPS}))"
    rf"|sent\s+(?:from|via|with|using)\s+(?=.*(?:{_APPS}))|sent\s+from\s+my\s"
    rf"|von\s+meinem\s+(?=.*(?:{_APPS}))|gesendet\s+(?:von|mit)\s+(?=.*(?:{_APPS}))"
    rf"|envoyé\s+(?:depuis|de)\s+mon\s|enviado\s+desde\s+mi\s"
    r"|get\s+outlook\s+for|download\s+outlook\s+for|(?:скачать|загрузить|получить)\s+outlook"
    r"|получите\s+outlook|yahoo\s+mail:\s).{0,100}$",
    re.IGNORECASE,
)
_CLOSERS = (
    r"с\s+(?:наилучшими\s+|лучшими\s+|добрыми\s+)пожеланиями|с\s+(?:большим\s+|глубоким\s+)?уважением"
    r"|с\s+теплом|с\s+любовью|всего\s+(?:вам\s+)?(?:самого\s+)?(?:доброго|хорошего|наилучшего)"
    r"|хорошего\s+(?:вам\s+)?(?:дня|вечера)|искренне\s+ваш[аи]?|ваш[аи]?|обнимаю|до\s+связи"
    r"|спасибо(?:\s+большое|\s+заранее)?|заранее\s+спасибо|благодарю"
    r"|(?:with\s+)?(?:best|kind|warm|warmest|many)\s+(?:regards|wishes)|regards|kindest\s+regards"
    r"|best|all\s+the\s+best|cheers|thanks(?:\s+again|\s+so\s+much|\s+a\s+lot)?|many\s+thanks"
    r"|thank\s+you(?:\s+so\s+much|\s+very\s+much)?|sincerely(?:\s+yours)?|yours(?:\s+(?:truly|sincerely))?"
    r"|warmly|love|xoxo|take\s+care|talk\s+soon|mit\s+freundlichen\s+grüßen|viele\s+grüße|liebe\s+grüße"
)
# The words alone on their line, or with a name behind the comma.
_CLOSER = re.compile(
    rf"^\s*(?:{_CLOSERS})\s*(?P<end>[,.!)]*)\s*(?P<name>.{{0,60}})$", re.IGNORECASE
)
_THANKS = re.compile(r"^\s*(?:спасибо|благодарю|заранее|thank|many\s+thanks)", re.IGNORECASE)
_AFTERWARDS = re.compile(r"^\s*(?:p\.?\s?s\.?|п\.?\s?с\.?|з\.?ы\.?)[\s:,.]", re.IGNORECASE)
_NOTICE = re.compile(
    r"^\W*(?:this\s+(?:e-?mail|message|communication)\b.{0,200}(?:confidential|privileged|intended)"
    r"|(?:confidentiality|legal)\s+(?:notice|note)|disclaimer\s*:"
    r"|(?:это|данное|настоящее)\s+(?:электронное\s+)?(?:сообщение|письмо)\b.{0,200}конфиденциальн"
    r"|(?:the\s+)?information\s+(?:contained\s+)?in\s+this\s+(?:e-?mail|message))",
    re.IGNORECASE,
)
_SHORTEST_NOTICE = 120
_DASHES = re.compile(r"^\s*(?:-- ?|—|–|__)\s*$")
_LONGEST_SIGNATURE, _LONGEST_LINE = 10, 90
# Nobody signs higher above the end.
_FOOT = 80


def without_ending(lines: list[str]) -> list[str]:
    """`lines` without the signature below them. What would leave nothing is no signature."""
    for cut in (_without_sent_from, _below_dashes, _without_notice, _below_closer):
        shorter = _stripped(cut(lines))
        if shorter or cut in (_without_sent_from, _below_dashes):
            lines = shorter
    return lines


def is_sent_from(line: str) -> bool:
    return len(line) <= 140 and bool(_SENT_FROM.match(line))


def _without_sent_from(lines: list[str]) -> list[str]:
    """Also in the middle: phones put their line above what was quoted."""
    return [line for line in lines if not is_sent_from(line)]


def _below_dashes(lines: list[str]) -> list[str]:
    """The RFC's `-- ` always ends the words; dashes alone do where little stands below them."""
    for number, line in _foot(lines):
        if not _DASHES.match(line):
            continue
        below = [one for one in lines[number + 1 :] if one.strip()]
        short = len(below) <= _LONGEST_SIGNATURE and all(len(o) <= _LONGEST_LINE for o in below)
        if (line == "-- " and len(below) <= 3 * _LONGEST_SIGNATURE) or short:
            return lines[:number]
    return lines


def _without_notice(lines: list[str]) -> list[str]:
    for number, line in _foot(lines):
        starts = number > 0 and not lines[number - 1].strip(" -_*")
        long = sum(map(len, lines[number:])) >= _SHORTEST_NOTICE
        if starts and long and _NOTICE.match(line[:400]):
            return lines[:number]
    return lines


def _below_closer(lines: list[str]) -> list[str]:
    """From "Best regards," on, if only a name and what belongs to it follow; a P.S. stays."""
    for number, line in _foot(lines):
        found = _CLOSER.match(line)
        if not found or not any(one.strip() for one in lines[:number]):
            continue
        name, end = found["name"].strip(), found["end"]
        after = next(
            (n for n in range(number + 1, len(lines)) if _AFTERWARDS.match(lines[n])), None
        )
        below = [one.strip() for one in lines[number + 1 : after] if one.strip()]
        if name and not (end and _is_name(name)):
            continue
        if not name and _THANKS.match(line) and not below:
            # "Thank you!" at the end is said, not signed.
            continue
        if (name or not below or _is_name(below[0])) and _is_card(below):
            return [*lines[:number], *(["", *lines[after:]] if after is not None else [])]
    return lines


def _foot(lines: list[str]) -> list[tuple[int, str]]:
    return list(enumerate(lines))[-_FOOT:]


def _is_name(line: str) -> bool:
    """One to five words that begin with a capital: "Светлана Ким", "Sveta", "Team North"."""
    parts = line.strip(" ,.!*").split()
    return (
        0 < len(parts) <= 5
        and all(part[0].isupper() or len(part) <= 2 for part in parts)
        and (not line.rstrip().endswith(("?", ":", "!")))
    )


def _is_card(below: list[str]) -> bool:
    return len(below) <= _LONGEST_SIGNATURE and all(
        len(line) <= _LONGEST_LINE and not line.endswith(("?", ":")) for line in below
    )


def _stripped(lines: list[str]) -> list[str]:
    first, last = 0, len(lines)
    while last > first and not lines[last - 1].strip():
        last -= 1
    while first < last and not lines[first].strip():
        first += 1
    return lines[first:last]
