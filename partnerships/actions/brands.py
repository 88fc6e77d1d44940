"""Brands and what their tiers mean (product.md, rows 8 and 9)."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import ProtectedError
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from accounts.models import User, Workspace
from core.audit import record
from core.versions import save_version
from partnerships.errors import HasHistory, NameTaken, Refused, SharesNotWhole, StillInUse
from partnerships.models import Brand, Partnership, TierPolicy
from partnerships.queries.policies import new_policy
from partnerships.rules.policies import DEFAULT_POLICIES, shares_total


@dataclass(frozen=True)
class PolicyTerms:
    """One row of the policies form. Capacity in creators (None: open), share in whole per cent,
    campaigns in whole ones with one creator; `requires`: values of VettingItem, `least_score` from
    0 to 100."""

    cadence: str
    budget_share: int
    capacity_from: int | None = None
    capacity_to: int | None = None
    campaigns_a_year: int = 0
    most_in_a_year: int = 6
    requires: Sequence[str] = ()
    least_score: int = 0
    least_campaigns: int = 0


def create_brand(
    *,
    workspace: Workspace,
    name: str,
    by: User | None,
    at: datetime,
    about: str = "",
    website: str = "",
) -> Brand:
    """A brand with its three policies at their defaults (row 9)."""
    try:
        with transaction.atomic():
            brand = Brand.objects.create(
                workspace=workspace, name=name.strip(), about=about, website=website, created_at=at
            )
            TierPolicy.objects.bulk_create(new_policy(brand, d) for d in DEFAULT_POLICIES)
            record(verb="brand.created", obj=brand, by=by, at=at, changes={"name": brand.name})
    except IntegrityError as error:
        raise NameTaken from error
    return brand


def update_brand(
    *,
    brand: Brand,
    expected: int,
    name: str,
    about: str,
    website: str,
    by: User | None,
    at: datetime,
) -> None:
    """EditConflict if `expected` is no longer the version."""
    new = {"name": name.strip(), "about": about, "website": website}
    changes = {key: [getattr(brand, key), value] for key, value in new.items()}
    try:
        with transaction.atomic():
            save_version(brand, expected=expected, changes=new)
            _record_changed("brand.updated", brand, changes, by=by, at=at)
    except IntegrityError as error:
        raise NameTaken from error


def archive_brand(*, brand: Brand, by: User | None, at: datetime) -> None:
    """Put a brand away; it keeps its history and is never deleted. The same again does nothing."""
    with transaction.atomic():
        living = Partnership.objects.living().filter(brand=brand).count()
        if living:
            raise StillInUse(
                ngettext_lazy(
                    "%(n)d partnership of this brand is still alive. End it first.",
                    "%(n)d partnerships of this brand are still alive. End them first.",
                    "n",
                )
                % {"n": living}
            )
        if Brand.objects.filter(pk=brand.pk, archived_at=None).update(archived_at=at):
            record(verb="brand.archived", obj=brand, by=by, at=at)
    brand.refresh_from_db()


def delete_brand(*, brand: Brand, by: User | None, at: datetime) -> None:
    """Delete a brand nothing ever hung on (a slip), with its policies. HasHistory otherwise: then
    it can only be put away. What hangs on a brand protects it in the database, so a partnership
    opened at the same moment is not lost either."""
    with transaction.atomic():
        record(verb="brand.deleted", obj=brand, by=by, at=at, changes={"name": brand.name})
        try:
            brand.delete()
        except ProtectedError as error:
            raise HasHistory from error


def restore_brand(*, brand: Brand, by: User | None, at: datetime) -> None:
    """Take an archived brand back into use. The same again does nothing."""
    with transaction.atomic():
        found = Brand.objects.filter(pk=brand.pk, archived_at__isnull=False)
        if found.update(archived_at=None):
            record(verb="brand.restored", obj=brand, by=by, at=at)
    brand.refresh_from_db()


def update_policy(
    *,
    brand: Brand,
    terms: Mapping[str, PolicyTerms],
    expected: Mapping[str, int],
    by: User | None,
    at: datetime,
) -> None:
    """All three policies of a brand at once, because their shares must add up to 100 (row 9).

    `terms` and `expected` (the version that was edited) are by tier. EditConflict leaves all
    three as they were.
    """
    total = shares_total(term.budget_share for term in terms.values())
    if total != 100:
        raise SharesNotWhole(total)
    with transaction.atomic():
        rows = {row.tier: row for row in TierPolicy.objects.filter(brand=brand)}
        for tier, term in terms.items():
            _save_policy(rows[tier], term, expected[tier], by=by, at=at)


def _save_policy(
    policy: TierPolicy, term: PolicyTerms, expected: int, *, by: User | None, at: datetime
) -> None:
    low, high = term.capacity_from, term.capacity_to
    if low is not None and high is not None and high < low:
        raise Refused(_("“To” is below “from”."), field=f"{policy.tier}-capacity_to")
    if term.campaigns_a_year > term.most_in_a_year:
        raise Refused(
            _("The tier is meant for more campaigns than you allow in 12 months."),
            field=f"{policy.tier}-most_in_a_year",
        )
    new = {**asdict(term), "requires": list(term.requires)}
    changes = {key: [getattr(policy, key), value] for key, value in new.items()}
    save_version(policy, expected=expected, changes=new)
    _record_changed("policy.updated", policy, changes, by=by, at=at)


def _record_changed(
    verb: str,
    obj: Brand | TierPolicy,
    changes: Mapping[str, list[object]],
    *,
    by: User | None,
    at: datetime,
) -> None:
    changed = {key: pair for key, pair in changes.items() if pair[0] != pair[1]}
    if changed:
        record(verb=verb, obj=obj, by=by, at=at, changes=changed)
