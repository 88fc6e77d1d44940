"""A remark on what a creator chose: specific, or it is not sent (product.md, row 46)."""

import re
from collections.abc import Iterable
from datetime import timedelta

# After a publication: when it is due, and when nobody is asked for it any more.
DUE_WITHIN = timedelta(hours=48)
ASKED_FOR = timedelta(days=14)
# Where one's own words go.
GAP = "[…]"
# Fewer of one's own say nothing that would not fit any other post.
LEAST_OWN_WORDS = 3
LONGEST = 3000
_WORD = re.compile(r"\w+")
_SUBJECTS = {"en": "About “{title}”", "ru": "О «{title}»"}
_OPENINGS = {
    "en": "Hi {name},\n\nI saw “{title}” and stopped at […]. Why there?\n\n{sender}",
    "ru": "Здравствуйте, {name}!\n\nСмотрю «{title}» и возвращаюсь к одному: […]. Почему именно"
    " так?\n\n{sender}",
}


def subject_of(language: str, title: str) -> str:
    return _SUBJECTS[language].replace("{title}", title)


def opening(language: str, *, name: str, title: str, sender: str) -> str:
    """What a letter may begin with; not to be sent as it is."""
    text = _OPENINGS[language]
    # The title last: what stands in it is nobody's variable.
    for variable, value in (("{name}", name), ("{sender}", sender), ("{title}", title)):
        text = text.replace(variable, value)
    return text


def is_only_opening(text: str, openings: Iterable[str]) -> bool:
    """Whether the gap is still open, or next to nothing was added to one of `openings`, whatever
    was done to its case, order or punctuation."""
    if GAP in text:
        return True
    known = {word for one in openings for word in _words(one)}
    return sum(word not in known for word in _words(text)) < LEAST_OWN_WORDS


def is_question(text: str) -> bool:
    return "?" in text


def _words(text: str) -> list[str]:
    return _WORD.findall(text.casefold())
