"""Letters and advice of two creators' rows that turned out to be one person."""

from typing import Any

from django.utils.translation import ngettext

from checkins.models import LetterCopy, LetterOptOut
from creators.merging import Carried, Ledger, register_carried
from creators.models import Creator


def register() -> None:
    of_partnership: dict[str, Any] = {"of": "partnerships.partnership", "via": "creator"}
    register_carried(
        Carried("checkins.lettercopy.creator", words=_letters, settle=_one_copy, order=430),
        Carried("checkins.letteroptout.creator", settle=_one_opt_out, order=431),
        Carried("checkins.lettercopy.partnership", order=432, **of_partnership),
        Carried(
            "checkins.advisoryquestion.partnership", words=_questions, order=433, **of_partnership
        ),
    )


def _one_copy(ledger: Ledger, kept: Creator, absorbed: Creator) -> None:
    """Of a letter that both rows had a copy of, the one that reached somebody stands, else ours."""
    ours = {row.letter_id: row for row in LetterCopy.objects.filter(creator=kept)}
    for theirs in LetterCopy.objects.filter(creator=absorbed):
        mine = ours.get(theirs.letter_id)
        if mine is not None:
            ledger.delete([mine if mine.not_sent and not theirs.not_sent else theirs])


def _one_opt_out(ledger: Ledger, kept: Creator, absorbed: Creator) -> None:
    """Whoever wanted no letters under one name wants none."""
    if LetterOptOut.objects.filter(creator=kept).exists():
        ledger.delete(LetterOptOut.objects.filter(creator=absorbed))


def _letters(n: int) -> str:
    return ngettext("%(n)d letter", "%(n)d letters", n) % {"n": n}


def _questions(n: int) -> str:
    return ngettext("%(n)d question to them", "%(n)d questions to them", n) % {"n": n}
