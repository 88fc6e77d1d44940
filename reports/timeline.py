"""Summaries in the one timeline (product.md, rows 7 and 57)."""

from functools import partial
from typing import Any

from django.utils.translation import gettext as _

from checkins.enums import Direction, TimelineGroup
from checkins.queries.events.talk import person, problem_of
from checkins.timeline_sources import (
    Asking,
    Entry,
    Happening,
    Telling,
    TimelineSource,
    register_timeline,
)
from reports.models import Correction, CorrectionState, Summary, SummaryState

# As much of a summary as both lines say.
_COMMON = ("public_id", "collaboration__partnership", "collaboration__campaign__name")


def _rows(asking: Asking, *with_: str) -> Any:
    rows = Summary.objects.filter(asking.of("collaboration__partnership"))
    return rows.select_related("collaboration__campaign", *with_)


def _ask_sent(asking: Asking) -> Any:
    asked = _rows(asking, "sent_by", "mail").filter(sent_at__isnull=False)
    asked = asked.only(*_COMMON, "sent_at", "personal", "mail__state", *person("sent_by"))
    return asking.newest(asked, "summary", "sent_at")


def sent(asking: Asking) -> Telling:
    [rows] = yield [asking.ask(_ask_sent)]
    return [
        Happening(row.sent_at, "summary", row.public_id, partial(_sent, asking, row))
        for row in rows
    ]


def _sent(asking: Asking, row: Summary) -> Entry:
    by_itself = row.sent_by is None
    return Entry(
        icon="chart-column",
        what=_("Summary sent: %(campaign)s") % {"campaign": row.collaboration.campaign.name},
        brand=asking.brand(row.collaboration.partnership_id),
        who=_("by itself") if by_itself else str(row.sent_by),
        body=row.personal,
        link=asking.url("reports:summary", row.public_id),
        problem=problem_of(row.mail),
        direction=Direction.OUT,
    )


def _ask_held(asking: Asking) -> Any:
    asked = _rows(asking, "held_by").filter(state=SummaryState.HELD, held_at__isnull=False)
    asked = asked.only(*_COMMON, "held_at", "hold_reason", *person("held_by"))
    return asking.newest(asked, "summary_held", "held_at")


def held(asking: Asking) -> Telling:
    [rows] = yield [asking.ask(_ask_held)]
    return [
        Happening(row.held_at, "summary_held", row.public_id, partial(_held, asking, row))
        for row in rows
    ]


def _held(asking: Asking, row: Summary) -> Entry:
    return Entry(
        icon="hand",
        what=_("Summary held: %(campaign)s") % {"campaign": row.collaboration.campaign.name},
        brand=asking.brand(row.collaboration.partnership_id),
        who=str(row.held_by or ""),
        body=row.hold_reason,
        link=asking.url("reports:summary", row.public_id),
    )


def _ask_corrected(asking: Asking) -> Any:
    asked = Correction.objects.filter(
        asking.of("summary__collaboration__partnership"), state=CorrectionState.SENT
    ).select_related("summary__collaboration__campaign", "decided_by", "mail")
    asked = asked.only(
        "public_id", "decided_at", "note", "mail__state", *person("decided_by"),
        *(f"summary__{name}" for name in _COMMON),
    )  # fmt: skip
    return asking.newest(asked, "correction", "decided_at")


def corrected(asking: Asking) -> Telling:
    [rows] = yield [asking.ask(_ask_corrected)]
    return [
        Happening(row.decided_at, "correction", row.public_id, partial(_corrected, asking, row))
        for row in rows
    ]


def _corrected(asking: Asking, row: Correction) -> Entry:
    part = row.summary.collaboration
    return Entry(
        icon="refresh-cw",
        what=_("Correction sent: %(campaign)s") % {"campaign": part.campaign.name},
        brand=asking.brand(part.partnership_id),
        who=str(row.decided_by) if row.decided_by else _("by itself"),
        body=row.note,
        link=asking.url("reports:correction", row.public_id),
        problem=problem_of(row.mail),
        direction=Direction.OUT,
    )


def register() -> None:
    group, ours = frozenset([TimelineGroup.RESULTS]), frozenset([Direction.OUT])
    register_timeline(TimelineSource("summaries", group, sent, ours))
    register_timeline(TimelineSource("summaries_held", group, held))
    register_timeline(TimelineSource("corrections", group, corrected, ours))
