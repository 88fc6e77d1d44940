"""Fatigue of many partnerships at once (product.md, rows 15 and 62)."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime

from partnerships.bookings import bookings
from partnerships.models import Partnership, TierPolicy
from partnerships.queries.policies import default_policy
from partnerships.rules.fatigue import Fatigue, fatigue, in_twelve_months
from partnerships.work_facts import work_of


def _most(partnerships: Sequence[Partnership]) -> dict[int, int]:
    """Partnership id → the most campaigns in 12 months that its tier's policy allows; one query,
    the partnerships' brands being at hand."""
    brands = {row.brand_id for row in partnerships}
    rows = TierPolicy.objects.filter(brand__in=brands)
    known = {
        (brand, tier): most
        for brand, tier, most in rows.values_list("brand_id", "tier", "most_in_a_year")
    }
    return {
        row.pk: known[row.brand_id, row.tier]
        if (row.brand_id, row.tier) in known
        else default_policy(row.brand, row.tier).most_in_a_year
        for row in partnerships
    }


def fatigues(partnerships: Iterable[Partnership], at: datetime) -> dict[int, Fatigue]:
    """Partnership id → its fatigue; five queries. `creator` and `brand` have to be at hand."""
    rows = list(partnerships)
    most, work = _most(rows), work_of(row.pk for row in rows)
    return {
        row.pk: fatigue(
            work[row.pk],
            most_in_a_year=most[row.pk],
            today=at.astimezone(row.creator.zone).date(),
        )
        for row in rows
    }


def tired(at: datetime) -> list[int]:
    """Living partnerships that are over-used or whose engagement falls; six queries."""
    rows = Partnership.objects.living().select_related("creator", "brand")
    return [pk for pk, found in fatigues(rows, at).items() if found.found]


def one_too_many(partnerships: Iterable[Partnership], day: date) -> dict[int, tuple[int, int]]:
    """Partnership id → (campaigns in 12 months with one more on `day`, the most the policy
    allows), for those that would go over it; two queries."""
    rows = list(partnerships)
    most, booked = _most(rows), bookings(row.pk for row in rows)
    counted = {
        row.pk: in_twelve_months([one.first for one in booked[row.pk]], day) + 1 for row in rows
    }
    return {pk: (n, most[pk]) for pk, n in counted.items() if n > most[pk]}
