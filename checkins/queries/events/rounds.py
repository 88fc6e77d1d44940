"""Drafts on their way: handed in, asked to be revised with what words, approved (row 41)."""

from functools import partial
from typing import Any

from django.db.models import F, Q
from django.utils.translation import gettext as _

from campaigns.enums import Verdict
from campaigns.models import Submission
from checkins.enums import Direction
from checkins.queries.events.talk import person
from checkins.queries.events.work import CAMPAIGN
from checkins.timeline_sources import Asking, Entry, Happening, Telling

_PART = "deliverable__collaboration"


def _ask(asking: Asking) -> Any:
    rows = Submission.objects.filter(asking.of(f"{_PART}__partnership"))
    return rows.select_related(f"{_PART}__campaign", "by", "verdict_by").only(
        "public_id", "submitted_at", "link", "note", "verdict", "verdict_note", "verdict_at",
        "deliverable__public_id", "deliverable__title", f"{_PART}__partnership",
        *(f"{_PART}__{column}" for column in CAMPAIGN), *person("by"), *person("verdict_by"),
    )  # fmt: skip


def _ask_handed(asking: Asking) -> Any:
    # What was looked at once more did not come in again.
    came = Q(verdict_at=None) | Q(submitted_at__lt=F("verdict_at"))
    return asking.newest(_ask(asking).filter(came), "handed", "submitted_at")


def _ask_said(asking: Asking) -> Any:
    return asking.newest(_ask(asking).exclude(verdict_at=None), "verdict", "verdict_at")


def handed_in(asking: Asking) -> Telling:
    [rows] = yield [asking.ask(_ask_handed)]
    return [
        Happening(row.submitted_at, "handed", row.public_id, partial(_handed, asking, row))
        for row in rows
    ]


def said(asking: Asking) -> Telling:
    [rows] = yield [asking.ask(_ask_said)]
    return [
        Happening(row.verdict_at, "verdict", row.public_id, partial(_said, asking, row))
        for row in rows
    ]


def _handed(asking: Asking, row: Submission) -> Entry:
    return _entry(
        asking, row, "package-check", _("Handed in: %(title)s"), row.note, row.by, Direction.IN,
        outside=row.link,
    )  # fmt: skip


def _said(asking: Asking, row: Submission) -> Entry:
    revision = row.verdict == Verdict.REVISION
    what = _("Revision asked: %(title)s") if revision else _("Approved: %(title)s")
    icon = "rotate-ccw" if revision else "circle-check"
    return _entry(asking, row, icon, what, row.verdict_note, row.verdict_by, Direction.OUT)


def _entry(
    asking: Asking,
    row: Submission,
    icon: str,
    what: str,
    words: str,
    who: Any,
    direction: str,
    outside: str = "",
) -> Entry:
    part = row.deliverable.collaboration
    return Entry(
        icon=icon,
        what=what % {"title": row.deliverable.title},
        brand=asking.brand(part.partnership_id),
        who=str(who or ""),
        body=words or part.campaign.name,
        link=asking.url("campaigns:deliverable", row.deliverable.public_id),
        outside=outside,
        direction=direction,
    )
