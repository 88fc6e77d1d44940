"""Who looked after a partnership, and who is to look after it (product.md, row 6)."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import ngettext

from accounts.leaving import Hindrance
from accounts.models import User, Workspace
from partnerships.enums import Stage
from partnerships.models import Handover, Partnership

_PATH = (
    "workspace", "to_owner", "from_owner", "by", "partnership__workspace", "partnership__creator",
    "partnership__brand", "partnership__owner",
)  # fmt: skip


@dataclass(frozen=True)
class Keeping:
    """One person's time with a partnership; `until` None: to this day (or to its end)."""

    user: User
    since: date
    until: date | None


def handovers_of(partnership: Partnership) -> list[Handover]:
    """Newest first; one query."""
    return list(keeping(partnership))


def keeping(partnership: Partnership) -> QuerySet[Handover]:
    """Who handed it over to whom, newest first, and whether the creator was told."""
    rows = Handover.objects.filter(partnership=partnership)
    return rows.select_related("from_owner", "to_owner", "by").only(
        "at", "note", "mail", "to_tell", "from_owner__name", "from_owner__email",
        "to_owner__name", "to_owner__email", "by__name", "by__email",
    )  # fmt: skip


def keepers(partnership: Partnership, handovers: Iterable[Handover]) -> list[Keeping]:
    """Newest first, the first from the day the partnership began; days in the creator's zone."""
    zone = partnership.creator.zone
    since, user, found = partnership.started_on, partnership.owner, []
    for row in sorted(handovers, key=lambda row: (row.at, row.pk)):
        day = max(row.at.astimezone(zone).date(), since)
        found.append(Keeping(row.from_owner, since, day))
        since, user = day, row.to_owner
    return [Keeping(user, since, partnership.ended_on), *reversed(found)]


def kept_by(user: User) -> list[Partnership]:
    """What has not ended and is looked after by `user`; by brand, tier and name; one query."""
    rows = Partnership.objects.living().filter(owner=user)
    return list(
        rows.select_related("creator", "brand", "owner", "workspace").order_by(
            "brand__name", "tier", "creator__name", "pk"
        )
    )


def still_keeps(workspace: Workspace, user: User) -> Hindrance | None:
    """Whoever leaves hands over first: what keeps `user` from leaving, or None."""
    n = Partnership.objects.living().filter(owner=user).count()
    if not n:
        return None
    words = ngettext(
        "%(name)s still looks after %(n)d partnership. Hand it over first.",
        "%(name)s still looks after %(n)d partnerships. Hand them over first.",
        n,
    )
    url = reverse("partnerships:hand_over_everything", args=[workspace.slug, user.public_id])
    return Hindrance(words % {"name": user, "n": n}, url)


def to_tell() -> list[list[Handover]]:
    """Handovers whose creator is still to be told, those of one mail together, oldest first."""
    rows = Handover.objects.filter(to_tell=True).select_related(*_PATH).order_by("at", "pk")
    return of_one_mail(rows)


def of_one_mail(handovers: Iterable[Handover]) -> list[list[Handover]]:
    """Handed over together, to the same person, of the same creator and the same address."""
    groups: dict[tuple[int, int, datetime, str], list[Handover]] = defaultdict(list)
    for row in handovers:
        address, _name = row.partnership.mail_to
        key = (row.partnership.creator_id, row.to_owner_id, row.at, address.strip().lower())
        groups[key].append(row)
    return list(groups.values())


def is_told(partnership: Partnership) -> bool:
    """Whether the creator hears of a handover by mail: of what has ended nobody is told."""
    address, _name = partnership.mail_to
    return (
        partnership.stage != Stage.ENDED
        and partnership.creator.archived_at is None
        and bool(address.strip())
    )
