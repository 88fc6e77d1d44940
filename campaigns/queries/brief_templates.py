"""The library of beginnings (product.md, row 19)."""

from django.db.models import Count, Q, QuerySet

from campaigns.models import BriefTemplate
from partnerships.models import Brand


def library(*, archived: bool = False) -> "QuerySet[BriefTemplate]":
    """Each with its brand and `begun`: how many briefs began with it."""
    rows = BriefTemplate.objects.filter(archived_at__isnull=not archived)
    counted = rows.select_related("brand", "by").annotate(begun=Count("briefs"))
    return counted.order_by("name", "pk")


def templates_for(brand: Brand) -> "QuerySet[BriefTemplate]":
    """Those of the brand and those of all brands, of which a brief may begin."""
    return library().filter(Q(brand=brand.pk) | Q(brand=None))
