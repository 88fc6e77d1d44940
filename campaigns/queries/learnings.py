"""What campaigns taught: of a brand, searched and narrowed (product.md, row 59)."""

from typing import Any

from django.db.models import F, Q, QuerySet
from django.db.models.functions import Coalesce

from campaigns.models import Campaign, Learning
from core.search import fold
from creators.models import Creator
from partnerships.models import Brand

_PATH = ("by", "campaign__brand", "collaboration__campaign__brand")


def campaign_learnings(brand: Brand, but: Campaign | None = None) -> QuerySet[Learning]:
    """Of the brand's campaigns as a whole, the newest campaign first."""
    rows = Learning.objects.filter(campaign__brand=brand)
    if but is not None:
        rows = rows.exclude(campaign=but)
    return rows.select_related("campaign__brand").order_by("-campaign__starts_on", "kind", "pk")


def found_learnings(
    *,
    q: str = "",
    kind: str = "",
    brand: Brand | None = None,
    creator: Creator | None = None,
    campaign: Campaign | None = None,
) -> QuerySet[Learning]:
    """Those that fit all that is given, newest campaign first. One more query for a search."""
    rows: QuerySet[Learning] = Learning.objects.all()
    narrowed: dict[str, Any] = {"kind": kind} if kind else {}
    if creator is not None:
        narrowed["collaboration__partnership__creator"] = creator
    rows = rows.filter(**narrowed)
    if brand is not None:
        rows = rows.filter(Q(campaign__brand=brand) | Q(collaboration__campaign__brand=brand))
    if campaign is not None:
        rows = rows.filter(Q(campaign=campaign) | Q(collaboration__campaign=campaign))
    words = fold(q).split()
    if words:
        # Folded here: a database folds Cyrillic its own way, and a brand has hundreds, not more.
        said = rows.order_by().values_list("pk", "text")
        rows = rows.filter(pk__in=[pk for pk, text in said if _has(words, fold(text))])
    began = Coalesce(F("campaign__starts_on"), F("collaboration__campaign__starts_on"))
    return rows.select_related(*_PATH, "collaboration__partnership__creator").order_by(
        began.desc(), "pk"
    )


def _has(words: list[str], text: str) -> bool:
    return all(word in text for word in words)
