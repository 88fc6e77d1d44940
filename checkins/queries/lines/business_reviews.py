"""Business reviews of the last quarter that nobody finished: one line for each brand (row 67)."""

from collections import defaultdict
from datetime import timedelta

from django.db.models import Exists, OuterRef, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django_scopes.state import get_scope

from checkins.queries.lines.known import asked, with_owner
from checkins.today import LIMIT, Asking, LineAction, Lines, TodayLine
from core.prepared import Given
from partnerships.enums import Stage, Tier
from partnerships.models import BusinessReview, Partnership
from partnerships.rules.business_review import REMIND_WITHIN, is_asked_about, to_review
from partnerships.rules.growth import quarter_name, quarter_of

_OPEN = gettext_lazy("Business reviews")


def business_reviews(asking: Asking) -> Lines:
    """For three weeks after the end of a quarter: brands whose first-tier partners, or whose
    programme, have no finished review of it. One query, none the rest of the time."""
    if not is_asked_about(asking.today):
        return []
    quarter = to_review(asking.today)
    found: dict[int, list[Partnership]] = defaultdict(list)
    [rows] = yield [asked(_rows, asking, quarter=quarter)]
    for row in rows:
        found[row.brand_id].append(row)
    return [_line(rows, asking) for rows in found.values()]


def _rows(mine: bool) -> "QuerySet[Partnership]":
    """Living first-tier partners whose review, or whose brand's, is not finished."""
    done = BusinessReview.objects.filter(quarter=Given("quarter")).exclude(finished_at=None)
    rows = Partnership.objects.filter(tier=Tier.T1).exclude(stage=Stage.ENDED)
    rows = rows.annotate(
        own=Exists(done.filter(partnership=OuterRef("pk"))),
        programme=Exists(done.filter(partnership=None, brand=OuterRef("brand"))),
    ).exclude(own=True, programme=True)
    rows = rows.select_related("creator", "brand", *with_owner(mine, "owner"))
    if mine:
        rows = rows.filter(owner=Given("user"))
    return rows.order_by("brand__name", "creator__name", "pk")[:LIMIT]


def _line(rows: list[Partnership], asking: Asking) -> TodayLine:
    """One line for the brand, however many reviews are missing."""
    brand, quarter = rows[0].brand, to_review(asking.today)
    partners = len([row for row in rows if not row.own])  # type: ignore[attr-defined]
    parts = []
    if not rows[0].programme:  # type: ignore[attr-defined]
        parts.append(_("of the whole programme"))
    if partners:
        told = ngettext("of %(n)d first-tier partner", "of %(n)d first-tier partners", partners)
        parts.append(told % {"n": partners})
    workspace = get_scope()["workspace"]
    url = reverse("partnerships:business_reviews", args=[workspace.slug])
    return TodayLine(
        key=f"business_review:{brand.public_id}:{quarter.isoformat()}",
        kind="business_review",
        title=str(brand),
        what=_("Business review, %(quarter)s") % {"quarter": quarter_name(quarter)},
        reason=_("Not finished yet: %(what)s") % {"what": ", ".join(parts)},
        url=url,
        due_on=quarter_of(asking.today) + REMIND_WITHIN - timedelta(days=1),
        actions=(LineAction("open", _OPEN, url),),
    )
