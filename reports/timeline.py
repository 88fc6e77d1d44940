"""Summaries in the one timeline (product.md, rows 7 and 57)."""

from collections.abc import Iterator
from functools import partial
from typing import Any

from django.utils.translation import gettext as _

from checkins.enums import Direction, TimelineGroup
from checkins.queries.events.talk import problem_of
from checkins.timeline_sources import Asking, Entry, Happening, TimelineSource, register_timeline
from reports.models import Summary, SummaryState


def _rows(asking: Asking) -> Any:
    return (
        Summary.objects.filter(collaboration__partnership__in=list(asking.partnerships))
        .select_related("collaboration__campaign", "sent_by", "held_by", "mail")
        .defer("chart_svg", "chart_png", "figures", "mail__text", "mail__html", "mail__headers")
    )


def sent(asking: Asking) -> Iterator[Happening]:
    rows = _rows(asking).filter(sent_at__isnull=False)
    for row in asking.newest(rows, "summary", "sent_at"):
        yield Happening(row.sent_at, "summary", row.public_id, partial(_sent, asking, row))


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


def held(asking: Asking) -> Iterator[Happening]:
    rows = _rows(asking).filter(state=SummaryState.HELD, held_at__isnull=False)
    for row in asking.newest(rows, "summary_held", "held_at"):
        yield Happening(row.held_at, "summary_held", row.public_id, partial(_held, asking, row))


def _held(asking: Asking, row: Summary) -> Entry:
    return Entry(
        icon="hand",
        what=_("Summary held: %(campaign)s") % {"campaign": row.collaboration.campaign.name},
        brand=asking.brand(row.collaboration.partnership_id),
        who=str(row.held_by or ""),
        body=row.hold_reason,
        link=asking.url("reports:summary", row.public_id),
    )


def register() -> None:
    group, ours = frozenset([TimelineGroup.RESULTS]), frozenset([Direction.OUT])
    register_timeline(TimelineSource("summaries", group, sent, ours))
    register_timeline(TimelineSource("summaries_held", group, held))
