"""Letters that a person writes: what each kind asks for, and what may not go out (rows 44, 46)."""

import re

from django.utils.translation import gettext as _

from checkins.enums import TemplateKind, TouchKind
from checkins.rules.remarks import GAP

# Kinds that say something of what the creator made: one's own words, or nothing.
SPECIFIC = (TemplateKind.COMMENT, TemplateKind.QUESTION)
# What a person chooses from, those that ask for nothing first.
ORDER = (
    TemplateKind.COMMENT,
    TemplateKind.QUESTION,
    TemplateKind.OPINION,
    TemplateKind.HOW_IS_YEAR,
    TemplateKind.WIN,
    TemplateKind.MESSAGE,
    TemplateKind.CADENCE,
    TemplateKind.CHECKPOINT,
)
PLANNED = (TemplateKind.CADENCE, TemplateKind.CHECKPOINT)
LONGEST = 5000
_BEFORE = re.compile(r"^(?:\s*(?:re|aw|fwd?|ответ|отв)\s*(?:\[\d+\])?\s*:\s*)+", re.I)
_MESSAGE_ID = re.compile(r"<[^<>\s@]{1,200}@[^<>\s@]{1,200}>")


def asks(kind: str, said: bool) -> bool:
    """Whether a letter of `kind` is counted as asking: of a plain message the writer says so; the
    others ask for a word at most, never for work (row 44)."""
    return said if kind == TemplateKind.MESSAGE else False


def touch_kind(kind: str) -> TouchKind:
    return TouchKind.CHECK_IN if kind in PLANNED else TouchKind(kind)


def has_gap(*texts: str) -> bool:
    return any(GAP in text for text in texts)


def answer_subject(subject: str) -> str:
    """`Re: …`, once: whatever mail programs of either language put before it is taken off."""
    bare = _BEFORE.sub("", subject).strip()
    return f"Re: {bare}"[:200] if bare else ""


def thread_headers(theirs: str, ours: str = "") -> dict[str, str]:
    """What makes a mail program put an answer under what it answers. `theirs`, `ours`: Message-IDs
    of their mail, and of ours that it answered; what is none is left out."""
    known = [one.strip() for one in (ours, theirs)]
    known = [one for one in known if _MESSAGE_ID.fullmatch(one)]
    if not known or known[-1] != theirs.strip():
        return {}
    return {"In-Reply-To": known[-1], "References": " ".join(known)}


def says_of(kind: str) -> str:
    """What a letter of `kind` asks for, in words beside it."""
    if kind == TemplateKind.MESSAGE:
        return _("You say whether it asks for something.")
    if kind in (TemplateKind.COMMENT, TemplateKind.WIN):
        return _("Asks for nothing: counts as given.")
    if kind in PLANNED:
        return _("Asks how they are: counts neither as asked nor as given.")
    return _("Asks for a word, never for work: counts as given.")
