"""Campaigns opened again, and what was looked back at (product.md, rows 7, 49 and 57)."""

from functools import partial
from typing import Any

from django.utils.translation import gettext as _

from campaigns.enums import DebriefKind
from campaigns.models import Collaboration, Debrief
from checkins.enums import Direction
from checkins.queries.events.talk import person, problem_of
from checkins.timeline_sources import Asking, Entry, Happening, Telling


def _ask_reopened(asking: Asking) -> Any:
    rows = Collaboration.objects.taking_part().filter(asking.of("partnership"))
    rows = rows.filter(campaign__reopened_at__isnull=False).select_related("campaign")
    rows = rows.only(
        "public_id", "partnership", "campaign__public_id", "campaign__name",
        "campaign__reopened_at", "campaign__reopen_reason",
    )  # fmt: skip
    return asking.newest(rows, "reopened", "campaign__reopened_at")


def reopened(asking: Asking) -> Telling:
    """The last time of each campaign; the audit has them all."""
    [rows] = yield [asking.ask(_ask_reopened)]
    return [
        Happening(
            row.campaign.reopened_at, "reopened", row.public_id, partial(_reopened, asking, row)
        )
        for row in rows
    ]


def _reopened(asking: Asking, row: Collaboration) -> Entry:
    return Entry(
        icon="refresh-cw",
        what=_("Opened again: %(campaign)s") % {"campaign": row.campaign.name},
        brand=asking.brand(row.partnership_id),
        body=row.campaign.reopen_reason,
        link=asking.url("campaigns:detail", row.campaign.public_id),
    )


def _ask_debriefs(asking: Asking) -> Any:
    rows = Debrief.objects.filter(
        asking.of("collaboration__partnership"), shared_at__isnull=False
    ).select_related("collaboration__campaign", "shared_by", "mail")
    rows = rows.only(
        "public_id", "kind", "shared_at", "happened", "mail__state", *person("shared_by"),
        "collaboration__public_id", "collaboration__partnership",
        "collaboration__campaign__name",
    )  # fmt: skip
    return asking.newest(rows, "debrief", "shared_at")


def debriefs(asking: Asking) -> Telling:
    """Once told to the creator; a draft is work of ours."""
    [rows] = yield [asking.ask(_ask_debriefs)]
    return [
        Happening(row.shared_at, "debrief", row.public_id, partial(_debrief, asking, row))
        for row in rows
    ]


def _debrief(asking: Asking, row: Debrief) -> Entry:
    win = row.kind == DebriefKind.WIN
    words = _("A win celebrated: %(campaign)s") if win else _("Looked back at: %(campaign)s")
    return Entry(
        icon="sparkles" if win else "history",
        what=words % {"campaign": row.collaboration.campaign.name},
        brand=asking.brand(row.collaboration.partnership_id),
        who=str(row.shared_by or ""),
        body=row.happened,
        link=asking.url("campaigns:debrief", row.collaboration.public_id),
        problem=problem_of(row.mail),
        direction=Direction.OUT,
    )
