"""Figures that changed after a summary was sent: what differs to the eye, and what follows of it
(product.md, row 57)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _

from campaigns.rules.tallies import Tally
from reports.rules.clock import (
    DUE_AFTER,
    REMIND_AFTER,
    TOO_LATE_AFTER,
    Hand,
    Step,
    sends_itself_at,
)
from reports.rules.figures import tally_json
from reports.rules.showing import UNKNOWN, FigureRow, business_rows, reach_rows


@dataclass(frozen=True)
class Change:
    """One figure as it was told and as it is now, in the language of whoever reads; "–" where
    nobody knew or knows it."""

    key: str
    label: str
    before: str
    after: str

    @property
    def differs(self) -> bool:
        return self.before != self.after


def compared(told: Mapping[str, Any], now: Mapping[str, Any]) -> list[Change]:
    """Every figure of both, in the order of the summary, in the active language."""
    before, after = _rows(told), _rows(now)
    keys = [*after, *(key for key in before if key not in after)]
    return [
        Change(
            key=key,
            label=(after.get(key) or before[key]).label,
            before=before[key].value if key in before else UNKNOWN,
            after=after[key].value if key in after else UNKNOWN,
        )
        for key in keys
    ]


def changes(told: Mapping[str, Any], now: Mapping[str, Any]) -> list[Change]:
    """What differs to the eye: below the rounding of a page nothing has changed. The creator's
    median and last time are of other campaigns and do not count."""
    return [one for one in compared(told, now) if one.differs]


def differs(told: Mapping[str, Any], now: Mapping[str, Any]) -> bool:
    # Digits are the same in all languages; which one is active must not matter.
    with translation.override("en"):
        return bool(changes(told, now))


def _rows(figures: Mapping[str, Any]) -> dict[str, FigureRow]:
    return {row.key: row for row in [*reach_rows(figures), *business_rows(figures)]}


def tells_sums(figures: Mapping[str, Any], tally: Tally) -> bool:
    """Whether `figures` tell what `tally` adds up to, to the eye: as a sweep compares them."""
    bare: dict[str, Any] = {"comparison": {"engagement": None, "metrics": {}, "revenue": {}}}
    return not differs({**figures, **bare}, {**tally_json(tally), **bare})


class Move(StrEnum):
    NOTHING = "nothing"
    MAKE = "make"
    REFRESH = "refresh"
    # Back to what was told: there is nothing to correct any more.
    DROP = "drop"


def next_move(
    *,
    told: Mapping[str, Any],
    now: Mapping[str, Any],
    draft: Mapping[str, Any] | None = None,
    refused: Mapping[str, Any] | None = None,
) -> Move:
    """`told`: figures that the creator knows, of the summary or the last correction sent;
    `draft`: those of the correction that waits; `refused`: those that a person decided, since
    `told`, not to tell of."""
    if not differs(told, now):
        return Move.DROP if draft is not None else Move.NOTHING
    if draft is not None:
        return Move.REFRESH if differs(draft, now) else Move.NOTHING
    if refused is not None and not differs(refused, now):
        return Move.NOTHING
    return Move.MAKE


def correction_due_at(found_at: datetime) -> datetime:
    return found_at + DUE_AFTER


def correction_step(hand: Hand, now: datetime) -> Step | None:
    """The clock of a summary without its escalation, from the moment the change was found
    (`hand.closed_at`). `hand.held`: the campaign is open again, and nothing goes out."""
    gone = now - hand.closed_at
    if hand.held or gone >= TOO_LATE_AFTER:
        return None
    if hand.has_address and now >= sends_itself_at(hand.closed_at, hand.quiet):
        return Step.SEND
    if gone >= REMIND_AFTER and not hand.reminded:
        return Step.REMIND
    return None


def drafted_note(*, reason: str, file_name: str, language: str) -> str:
    """Why the figures are others, for a person to say better: that the campaign was opened again,
    or the file that brought them."""
    with translation.override(language):
        if reason:
            said = {"reason": reason.rstrip(".")}
            return _("We opened the campaign again: %(reason)s.") % said
        if file_name:
            return _("New numbers came in with the file “%(file)s”.") % {"file": file_name}
        return _("Some numbers came in, or were put right, after we wrote to you.")
