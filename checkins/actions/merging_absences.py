"""Absences of two creators' rows that turned out to be one person."""

from django.utils.translation import ngettext

from checkins.models import Absence
from creators.merging import Carried, Ledger, register_carried
from creators.models import Creator


def register() -> None:
    register_carried(
        Carried("checkins.absence.creator", words=_absences, settle=_one_without_an_end, order=412)
    )


def _one_without_an_end(ledger: Ledger, kept: Creator, absorbed: Creator) -> None:
    """Of two that nobody knows the end of, the one that began first stays."""
    rows = Absence.objects.filter(creator__in=[kept.pk, absorbed.pk], until=None)
    ledger.delete(list(rows.order_by("first", "pk"))[1:])


def _absences(n: int) -> str:
    return ngettext("%(n)d absence", "%(n)d absences", n) % {"n": n}
