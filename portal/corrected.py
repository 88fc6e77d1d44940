"""How corrected figures are shown: what is right, with what was said before beside it."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from django.utils.translation import gettext as _

from reports.models import Correction
from reports.rules.corrections import Change, changes
from reports.rules.showing import FigureRow


def with_changes(
    told: Mapping[str, Any], corrections: Sequence[Correction]
) -> list[tuple[Correction, list[Change]]]:
    """Each with what it changed of what was told before it; the newest first. `told`: of the
    summary."""
    found, before = [], told
    for correction in corrections:
        found.append((correction, changes(before, correction.figures)))
        before = correction.figures
    return found[::-1]


def noted(
    rows: Sequence[FigureRow], told: Mapping[str, Any], now: Mapping[str, Any]
) -> list[FigureRow]:
    """The rows of `now`, each that was first told otherwise saying so."""
    if told is now:
        return list(rows)
    before = {one.key: one.before for one in changes(told, now)}
    return [
        replace(row, note=_("corrected; first we said %(before)s") % {"before": before[row.key]})
        if row.key in before
        else row
        for row in rows
    ]
