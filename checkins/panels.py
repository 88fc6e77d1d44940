"""What this room shows on the pages of the rooms below."""

from collections.abc import Iterable, Mapping
from functools import partial
from typing import Any

from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from checkins.enums import WarmthLevel
from checkins.queries import standing
from checkins.queries.timeline import timeline
from checkins.rules import reasons, warmth
from core.panels import Column, Panel, register_column, register_panel
from creators.models import Creator
from partnerships.models import Partnership

ICONS = {WarmthLevel.WARM: "sun", WarmthLevel.COOLING: "cloud", WarmthLevel.COLD: "snowflake"}
TONES = {WarmthLevel.WARM: "good", WarmthLevel.COOLING: "warn", WarmthLevel.COLD: "bad"}


def chip(found: warmth.Warmth) -> dict[str, str]:
    """What `checkins/warmth.html` shows: never by colour alone."""
    return {
        "text": str(found.level.label),
        "tone": TONES[found.level],
        "icon": ICONS[found.level],
        "why": warmth.explain(found, get_language() or "en"),
    }


def planned(check_in: Any, zone: Any) -> dict[str, Any]:
    """A planned check-in with its reason, for `checkins/planned.html`."""
    today = timezone.now().astimezone(zone).date()
    return {
        "check_in": check_in,
        "why": reasons.explain(check_in.reason, get_language() or "en", today),
        "overdue": check_in.due_on < today,
    }


def head(request: Any, creator: Creator) -> Mapping[str, Any] | None:
    """A line for each living partnership: warmth, next check-in, why then."""
    rows = standing.standings(Partnership.objects.filter(creator=creator), timezone.now())
    return {"lines": [_told(row) for row in rows]} if rows else None


def _told(row: standing.Standing) -> dict[str, Any]:
    zone = row.partnership.creator.zone
    return {
        "partnership": row.partnership,
        "chip": chip(row.warmth) if row.warmth else None,
        "last_at": row.last_at,
        "planned": [planned(check_in, zone) for check_in in row.check_ins],
    }


def of_partnership(request: Any, partnership: Partnership) -> Mapping[str, Any] | None:
    rows = standing.standings(Partnership.objects.filter(pk=partnership.pk), timezone.now())
    page = timeline([partnership], 1)
    if not rows and not page.entries:
        return None
    return {
        "partnership": partnership,
        "line": _told(rows[0]) if rows else None,
        "entries": page.entries[:5],
        "more": len(page.entries) > 5,
    }


def whole_timeline(request: Any, creator: Creator) -> Mapping[str, Any] | None:
    number = request.GET.get("page", "1")
    rows = list(
        Partnership.objects.filter(creator=creator).select_related("creator", "brand", "owner")
    )
    if not rows:
        return None
    page = timeline(rows, int(number) if number.isdecimal() and len(number) < 6 else 1)
    if not page.entries and page.number == 1:
        return None
    living = [row for row in rows if row.ended_on is None]
    return {
        "page": page,
        "several": len(rows) > 1,
        "partnerships": living,
    }


def _last(by: str, ids: Iterable[int]) -> dict[int, Any]:
    found = standing.last_contact(ids, by)
    return {pk: {"at": moment} for pk, moment in found.items()}


def _next(by: str, ids: Iterable[int]) -> dict[int, Any]:
    today = timezone.localdate()
    language = get_language() or "en"
    return {
        pk: {
            "check_in": row,
            "why": reasons.explain(row.reason, language, today),
            "overdue": row.due_on < today,
        }
        for pk, row in standing.next_check_ins(ids, by).items()
    }


def _warmth(by: str, ids: Iterable[int]) -> dict[int, Any]:
    found = standing.warmths(ids, by, timezone.now())
    return {pk: {"chip": chip(one)} for pk, one in found.items()}


def _narrow(creators: Any, level: str) -> Any:
    if level not in WarmthLevel.values:
        return creators
    return standing.narrow_creators(creators, level, timezone.now())


def register() -> None:
    _register_panels()
    _register_columns("creators.directory", standing.BY_CREATOR, narrow=True)
    _register_columns("partnerships.list", standing.BY_PARTNERSHIP, narrow=False)


def _register_panels() -> None:
    register_panel(
        Panel(
            "creators.profile.header", "check-ins", _("Check-ins"), "checkins/panels/head.html",
            head, order=10,
        )
    )  # fmt: skip
    register_panel(
        Panel(
            "creators.profile", "timeline", _("Timeline"), "checkins/panels/timeline.html",
            whole_timeline, tab="timeline",
        )
    )  # fmt: skip
    register_panel(
        Panel(
            "partnerships.detail", "check-ins", _("Contact"), "checkins/panels/partnership.html",
            of_partnership, order=20,
        )
    )  # fmt: skip


def _register_columns(slot: str, by: str, *, narrow: bool) -> None:
    for column in (
        Column(
            slot, "last_contact", _("Last contact"), "checkins/columns/last.html",
            partial(_last, by), order=50,
        ),
        Column(
            slot, "next_check_in", _("Next check-in"), "checkins/columns/next.html",
            partial(_next, by), order=51,
        ),
        Column(
            slot, "warmth", _("Warmth"), "checkins/columns/warmth.html", partial(_warmth, by),
            order=52, narrow=_narrow if narrow else None,
            choices=(lambda: list(WarmthLevel.choices)) if narrow else None,
        ),
    ):  # fmt: skip
        register_column(column)
