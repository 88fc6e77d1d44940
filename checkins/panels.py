"""What this room shows on the pages of the rooms below."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from checkins import columns
from checkins.columns import chip
from checkins.models import Absence
from checkins.queries import standing
from checkins.rules import reasons
from checkins.timeline_page import SHORT, timeline_of
from core.panels import NextStep, Panel, once, register_panel
from core.templatetags.ui import day
from creators.models import Creator
from partnerships.models import Partnership


def planned(check_in: Any, zone: Any) -> dict[str, Any]:
    """A planned check-in with its reason."""
    today = timezone.now().astimezone(zone).date()
    return {
        "check_in": check_in,
        "why": reasons.explain(check_in.reason, get_language() or "en", today),
        "overdue": check_in.due_on < today,
    }


def standings(request: Any, creator: Creator) -> list[standing.Standing]:
    """Of the living partnerships of a creator, read once for all panels of a page."""
    return _known_of(request, creator)[0]


def absences(request: Any, creator: Creator) -> list[Absence]:
    """Of now and of the next weeks, read along."""
    return _known_of(request, creator)[1]


def _known_of(request: Any, creator: Creator) -> tuple[list[standing.Standing], list[Absence]]:
    key = f"standings:{creator.pk}"
    return once(request, key, lambda: standing.standings_and_absences(creator, timezone.now()))


def standing_on(request: Any, partnership: Partnership) -> standing.Standing | None:
    key = f"standing:{partnership.pk}"
    return once(request, key, lambda: standing.standing_of(partnership, timezone.now()))


def head(request: Any, creator: Creator) -> Mapping[str, Any] | None:
    """A line for each living partnership: warmth, last contact, next check-in, why then; two
    queries."""
    rows = standings(request, creator)
    if not rows:
        return None
    lines = [_told(row, creator.zone) for row in rows]
    return {"lines": lines, "next_step": _next_step(request, lines)}


def _next_step(request: Any, lines: list[dict[str, Any]]) -> NextStep | None:
    """The first check-in there is: what waits if it is overdue, else what is in order."""
    coming = [(one["check_in"].due_on, one) for line in lines for one in line["planned"]]
    if not coming:
        return None
    _due, one = min(coming, key=lambda pair: pair[0])
    told = {"day": day(one["check_in"].due_on)}
    url = reverse("checkins:send", args=[request.workspace.slug, one["check_in"].public_id])
    url = f"{url}?{urlencode({'next': request.get_full_path()})}"
    if one["overdue"]:
        text = gettext("The check-in of %(day)s is overdue.") % told
        return NextStep(10, text, "clock-alert", url, gettext("Check in"))
    return NextStep(
        90, gettext("All is in order. The next check-in is on %(day)s.") % told, "check"
    )


def _told(row: standing.Standing, zone: Any) -> dict[str, Any]:
    return {
        "partnership": row.partnership,
        "chip": chip(row.warmth) if row.warmth else None,
        "last_at": row.last_at,
        "planned": [planned(check_in, zone) for check_in in row.check_ins],
    }


def of_partnership(request: Any, partnership: Partnership) -> Mapping[str, Any] | None:
    row = standing_on(request, partnership)
    if row is None:
        return None
    return {"partnership": partnership, "line": _told(row, partnership.creator.zone)}


def history(request: Any, partnership: Partnership) -> Mapping[str, Any] | None:
    found = timeline_of(request, partnership.creator, only=partnership, limit=SHORT)
    return {**found, "partnership": partnership} if found["part"].lines else None


def whole_timeline(request: Any, creator: Creator) -> Mapping[str, Any] | None:
    found = timeline_of(request, creator)
    return None if found["is_empty"] and not found["partnerships"] else found


def register() -> None:
    columns.register()
    for panel in (
        Panel(
            "creators.profile.header", "check-ins", _("Check-ins"), "checkins/panels/head.html",
            head, order=10,
        ),
        Panel(
            "creators.profile", "timeline", _("Timeline"), "checkins/timeline/panel.html",
            whole_timeline, tab="timeline",
        ),
        Panel(
            "partnerships.detail", "check-ins", _("Contact"), "checkins/panels/partnership.html",
            of_partnership, order=20,
        ),
        Panel(
            "partnerships.detail", "timeline", _("Timeline"), "checkins/timeline/short.html",
            history, order=900,
        ),
    ):  # fmt: skip
        register_panel(panel)
