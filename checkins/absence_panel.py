"""Who is away, in the head of the profile and beside the partnership (product.md, row 42)."""

from collections.abc import Mapping
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from checkins.models import Absence
from checkins.panels import absences
from checkins.queries.standing import absences_of
from checkins.rules.away import Span
from core.panels import Panel, register_panel
from creators.models import Creator
from partnerships.models import Partnership


def of_creator(request: Any, creator: Creator) -> Mapping[str, Any] | None:
    """Absences of now and of the next weeks. None for an archived creator."""
    return _told(creator, absences(request, creator))


def of_partnership(request: Any, partnership: Partnership) -> Mapping[str, Any] | None:
    creator = partnership.creator
    found = _told(creator, absences_of(creator, timezone.now()))
    return found if found and found["absences"] else None


def _told(creator: Creator, rows: list[Absence]) -> Mapping[str, Any] | None:
    if creator.archived_at is not None:
        return None
    today = timezone.now().astimezone(creator.zone).date()
    lines = [(row, Span(row.first, row.until).covers(today)) for row in rows]
    return {"creator": creator, "absences": lines}


def register() -> None:
    template = "checkins/panels/away.html"
    for panel in (
        Panel("creators.profile.header", "away", _("Away"), template, of_creator, order=20),
        Panel("partnerships.detail", "away", _("Away"), template, of_partnership, order=19),
    ):
        register_panel(panel)
