"""What a code and the words of a mail server say of an address: nobody there, full, blocked, late.
Pure tables; tests/core/mail/test_bounces.py has their sources' words.
"""

import re

_STATUS = re.compile(r"(?<![\d.])([245])\.(\d{1,3})\.(\d{1,3})(?![\d.]*\d)")
_CODE = re.compile(r"(?<![\d.])([45]\d\d)(?=[\s-])")
# RFC 3463: about the address itself, and it is for ever.
_HARD = {(1, 1), (1, 2), (1, 3), (1, 6), (1, 10), (2, 1)}
# Full, or of the system and the message. Yandex says 5.7.1 of whom it does not know, so of policy
# the words decide.
_NOT_THE_ADDRESS = {2: {2, 3, 4}, 3: None, 6: None}
_NOBODY = re.compile(
    r"user (?:is )?unknown|unknown (?:user|recipient|address|local.?part|mailbox)|no such (?:user"
    r"|person|recipient|mailbox|account|address|domain)|(?:user|recipient|mailbox|account|address)"
    r"[^.\n]{0,60}(?:does(?: not|n't) exist|(?:was )?not found|is not found|not listed|is invalid"
    r"|is disabled|has been disabled|is inactive|is unavailable|is not known|couldn'?t be found"
    r"|could not be found|wasn'?t found|is no longer (?:valid|available|active))"
    r"|no mailbox here|not a valid (?:user|mailbox|recipient)|invalid (?:recipient|mailbox|user"
    r"|address)|unroutable address|unrouteable address|recipient address rejected"
    r"|address rejected|bad destination|does not like recipient|host or domain name not found"
    r"|domain[^.\n]{0,60}(?:not found|does not exist|couldn'?t be found|could not be found)"
    r"|non-?existent|name service error|address not found"
    r"|account (?:that you tried to reach )?(?:is disabled|does not exist)|mailbox unavailable"
    r"|(?:this|the) email account that you tried to reach"
    r"|нет такого|не существует|(?:адрес|пользователь|ящик|получатель|домен)[^.\n]{0,80}"
    r"(?:не найден|не существует|заблокирован|удал[её]н|отключ[её]н|недоступен)"
    r"|несуществующ|неверный адрес|не зарегистрирован|invalid mailbox",
    re.IGNORECASE,
)
_FULL_OR_LATE = re.compile(
    r"mailbox (?:is )?(?:full|over)|over ?quota|quota (?:exceeded|is full)|exceed[^.\n]{0,30}quota"
    r"|inbox (?:is )?full|out of (?:storage|disk) space|insufficient (?:system )?storage"
    r"|переполнен|превыш[^.\n]{0,40}(?:квот|размер|лимит)|нет места|temporar|try again later"
    r"|greylist|timed? ?out|connection (?:refused|lost|dropped)|too many|rate limit",
    re.IGNORECASE,
)
_BLOCKED = re.compile(
    r"spam|spamhaus|blacklist|block(?:ed|list)|blocked|reputation|policy|dmarc|dkim|\bspf\b|relay"
    r"(?:ing)? (?:access )?denied|unauthenticated|not authorized|content (?:was )?rejected"
    r"|message (?:is )?too large|size limit|virus|спам|политик",
    re.IGNORECASE,
)
_BOUNCE = re.compile(
    r"undeliver|delivery (?:status notification|failure|has failed|to the following|report|problem"
    r"|incomplete|delayed|of your message)|mail delivery (?:failed|system|subsystem|failure)"
    r"|returned mail|failure notice|non.?delivery|could(?: not|n'?t) be delivered|wasn'?t delivered"
    r"|not (?:yet )?(?:been )?delivered|unable to deliver|did not reach|address not found"
    r"|message (?:bounced|not delivered|blocked)|mail (?:system )?error|warning: could not send"
    r"|(?:error|trouble|problem) (?:in )?(?:delivering|sending) your (?:e-?mail|message)"
    r"|could not send (?:e-?mail|message)|mail fail(?:ure|ed)|attempting to deliver a message"
    r"|(?:permanent|fatal) errors?|returned to sender|qmail-send program"
    r"|не (?:может быть |было? |удалось )?(?:доставлен|отправлен)|недоставлен|не ?доставл"
    r"|невозможно доставить|не удалось (?:выполнить )?доставк|не удалось доставить|ошибка доставки"
    r"|отч[её]т о доставке|адрес не найден|возвращено отправителю|unzustellbar|non remis",
    re.IGNORECASE,
)


def is_bounce_text(text: str) -> bool:
    return bool(_BOUNCE.search(text))


def status_in(text: str) -> str:
    """The enhanced code in somebody's words ("5.1.1"), else one made of the plain code, else ""."""
    found = _STATUS.search(text)
    if found:
        return ".".join(found.groups())
    code = _CODE.search(text)
    return f"{code[1][0]}.0.0" if code else ""


def verdict(status: str, words: str) -> tuple[str, bool]:
    """(the code that says most, whether nobody lives at that address). `words` decide where the
    code says nothing; what is full, late or blocked is never the address's fault."""
    told = status_in(words)
    if (not status or status.endswith(".0")) and told[:1] in ("4", "5"):
        status = told if not told.endswith(".0.0") or not status else status
    first, subject, detail = _parts(status)
    if first == 4:
        return status, False
    if (subject, detail) in _HARD:
        return status, not (subject == 1 and detail == 2 and _FULL_OR_LATE.search(words))
    never = _NOT_THE_ADDRESS.get(subject, set())
    if never is None or detail in never:
        return status, False
    nobody = bool(_NOBODY.search(words))
    blamed = _BLOCKED.search(words) or _FULL_OR_LATE.search(words)
    return status, nobody and not blamed


def _parts(status: str) -> tuple[int, int, int]:
    found = _STATUS.search(status)
    return (int(found[1]), int(found[2]), int(found[3])) if found else (0, 0, 0)
