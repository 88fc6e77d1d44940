"""The timeline as a page shows it: the same for the tab of a profile, a partnership's card and the
part that is loaded when the reader comes to the end."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from checkins.enums import Direction, TimelineGroup
from checkins.forms.timeline import Asked, asked_of
from checkins.queries.timeline import PER_PART, timeline
from checkins.timeline_sources import Asking
from creators.models import Creator
from partnerships.models import Partnership

# On a partnership's own page, which shows more than its history.
SHORT = 8


@dataclass(frozen=True)
class Choice:
    label: str
    url: str
    is_chosen: bool


def timeline_of(
    request: Any,
    creator: Creator,
    *,
    only: Partnership | None = None,
    limit: int = PER_PART,
    joined: bool = False,
) -> Mapping[str, Any]:
    """The context of `checkins/timeline/*.html`. `only`: one partnership, whatever the address
    says."""
    rows = [only] if only else list(_partnerships(creator))
    asked = asked_of(request.GET, {row.public_id for row in rows})
    if only is not None:
        asked = Asked(partnership=only.public_id)
    wanted = [row for row in rows if asked.partnership in ("", row.public_id)]
    now = timezone.now()
    asking = Asking(
        creator=creator,
        partnerships={row.pk: row for row in wanted},
        slug=request.workspace.slug,
        today=now.astimezone(creator.zone).date(),
        limit=limit,
        groups=frozenset(asked.groups),
        direction=asked.direction,
        words=asked.words,
        before=asked.place(creator.zone),
        whole=not asked.partnership,
    )
    part = timeline(asking, joined=joined)
    profile = reverse("creators:profile", args=[request.workspace.slug, creator.public_id])
    return {
        "creator": creator,
        "part": part,
        "asked": asked,
        "profile": profile,
        "here": reverse("checkins:timeline", args=[request.workspace.slug, creator.public_id]),
        "earlier": asked.query(before=part.following) if part.following else "",
        "several": len({row.brand_id for row in rows}) > 1 and not asked.partnership,
        "other_zone": now.astimezone(creator.zone).utcoffset() != timezone.localtime().utcoffset(),
        "partnerships": [row for row in rows if row.ended_on is None],
        "groups": [
            Choice(str(group.label), asked.toggled(group), group in asked.groups)
            for group in TimelineGroup
        ],
        "brands": _brands(rows) if len(rows) > 1 else [],
        "directions": [(Direction.IN, _("From them")), (Direction.OUT, _("From us"))],
        "years": _years(rows, creator, asked, asking.today.year),
        "is_empty": not part.lines and not asked.is_narrowed and asking.before is None,
    }


def _partnerships(creator: Creator) -> Any:
    rows = Partnership.objects.filter(creator=creator).select_related("brand")
    return rows.only("public_id", "creator", "started_on", "ended_on", "brand__name").order_by("pk")


def _brands(rows: list[Partnership]) -> list[tuple[str, str]]:
    """By name; two with one brand, one after the other, are told apart by their year."""
    names = [row.brand.name for row in rows]
    return [
        (
            row.public_id,
            pgettext("brand and year", "%(brand)s, since %(year)s")
            % {"brand": row.brand, "year": row.started_on.year}
            if names.count(row.brand.name) > 1
            else row.brand.name,
        )
        for row in rows
    ]


def _years(rows: list[Partnership], creator: Creator, asked: Asked, this_year: int) -> list[Choice]:
    first = min([creator.created_at.year, *(row.started_on.year for row in rows)])
    if first >= this_year:
        return []
    return [
        Choice(
            str(year), asked.query(year=year if year < this_year else None),
            year == (asked.year or this_year),
        )
        for year in range(this_year, first - 1, -1)
    ]  # fmt: skip
