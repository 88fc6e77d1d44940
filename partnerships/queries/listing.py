"""The list of partnerships: by brand and tier, with the places of each tier (rows 8 and 9)."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, astuple, dataclass, fields, replace
from itertools import groupby
from typing import Any
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.models import Membership, User, Workspace
from accounts.permissions import Permission, may
from core.panels import columns
from core.together import read_together
from creators.queries.directory import Filled
from creators.rules.search import search_words
from partnerships.enums import Cadence, Stage, Tier
from partnerships.models import Agreement, Brand, Partnership, TierPolicy
from partnerships.queries.agreements import leading_from, leading_rows
from partnerships.queries.flags import FLAGS, flagged
from partnerships.queries.policies import (
    brands,
    counts_from,
    living_rows,
    places_from,
    policies_from,
)
from partnerships.rules.capacity import Capacity
from partnerships.rules.policies import effective_cadence

_SHOWN = ["public_id", "workspace", "tier", "stage", "cadence_override", "creator__name",
          "creator__market", "brand__public_id", "brand__workspace", "brand__name",
          "owner__name"]  # fmt: skip


@dataclass(frozen=True)
class Filters:
    """What the query string asks for; "" is no wish. `owner` may be "me", `stage` "all" (without a
    wish: everything that has not ended)."""

    brand: str = ""
    tier: str = ""
    owner: str = ""
    stage: str = ""
    flag: str = ""
    q: str = ""

    @classmethod
    def read(cls, query: Mapping[str, str]) -> "Filters":
        """From a query string; NUL, which no database takes, is nothing."""
        names = (field.name for field in fields(cls))
        return cls(**{name: query.get(name, "").replace("\x00", "")[:200] for name in names})

    def __bool__(self) -> bool:
        return any(astuple(self))

    def address(self, **changes: str) -> str:
        """The query string with its `?`, without empty wishes; "" for the bare list."""
        wishes = {key: value for key, value in asdict(replace(self, **changes)).items() if value}
        return f"?{urlencode(wishes)}" if wishes else ""


@dataclass(frozen=True)
class Line:
    """One row of the list."""

    partnership: Partnership
    agreement: Agreement | None
    cadence: Cadence
    own_cadence: bool


@dataclass(frozen=True)
class Group:
    """The lines of one page that share a brand and a tier; `places` are those of the whole tier,
    `cadence` is what its policy says."""

    brand: Brand
    tier: str
    tier_label: str
    places: Capacity
    cadence: Cadence
    lines: list[Line]


@dataclass(frozen=True)
class BrandPlaces:
    brand: Brand
    tiers: list[tuple[str, Capacity]]


def listed(filters: Filters, user: User) -> QuerySet[Partnership]:
    """The partnerships asked for, in the order of the page, with what it shows of them. Unknown
    values find nothing."""
    rows = Partnership.objects.select_related("creator", "brand", "owner").only(*_SHOWN)
    if filters.stage == "":
        rows = rows.living()
    elif filters.stage != "all":
        rows = rows.filter(stage=filters.stage)
    if filters.brand:
        rows = rows.filter(brand__public_id=filters.brand)
    if filters.tier:
        rows = rows.filter(tier=filters.tier)
    if filters.owner:
        owner = user.public_id if filters.owner == "me" else filters.owner
        rows = rows.filter(owner__public_id=owner)
    if filters.flag:
        rows = flagged(rows, filters.flag, timezone.now())  # type: ignore[assignment]
    for word in search_words(filters.q):
        rows = rows.filter(creator__search__contains=word)
    return rows.order_by("brand__name", "brand_id", "tier", "creator__name", "pk")


def grouped(
    rows: list[Partnership],
    policies: dict[int, dict[str, TierPolicy]],
    places: dict[int, dict[str, Capacity]],
    agreements: Mapping[int, Agreement],
) -> list[Group]:
    """The rows of one page in their groups."""
    groups = []
    for (brand_id, tier), part in groupby(rows, key=lambda row: (row.brand_id, row.tier)):
        cadence = Cadence(policies[brand_id][tier].cadence)
        lines = [
            Line(
                partnership=row,
                agreement=agreements.get(row.pk),
                cadence=effective_cadence(row.cadence_override, cadence),
                own_cadence=bool(row.cadence_override),
            )
            for row in part
        ]
        first = lines[0].partnership
        groups.append(
            Group(
                brand=first.brand,
                tier=tier,
                tier_label=first.get_tier_display(),
                places=places[brand_id][tier],
                cadence=cadence,
                lines=lines,
            )
        )
    return groups


def filled_columns(rows: list[Partnership]) -> list[Filled]:
    """The columns of the rooms above with what they say of these rows; one load for each that
    differs."""
    ids = [row.pk for row in rows]
    loaded: dict[Any, Mapping[int, Any]] = {}
    filled = []
    for column in columns("partnerships.list"):
        if column.load not in loaded:
            loaded[column.load] = column.load(ids) if ids else {}
        filled.append(Filled(column, str(column.title), loaded[column.load]))
    return filled


def brand_places(
    brands: Iterable[Brand], places: dict[int, dict[str, Capacity]]
) -> list[BrandPlaces]:
    return [BrandPlaces(brand, list(places[brand.pk].items())) for brand in brands]


@dataclass(frozen=True)
class Around:
    """What the page shows around its rows. `policies` and `places` are of the brands in use and of
    those the rows belong to: an archived brand may be among them."""

    brands: list[Brand]
    owners: list[User]
    policies: dict[int, dict[str, TierPolicy]]
    places: dict[int, dict[str, Capacity]]
    agreements: dict[int, Agreement]


def around(rows: Sequence[Partnership], workspace: Workspace) -> Around:
    """One query."""
    in_use, members, policies, living, agreements = read_together(
        [
            brands(),
            _members(workspace),
            TierPolicy.objects.all(),
            living_rows(),
            leading_rows(row.pk for row in rows),
        ]
    )
    known = {brand.pk: brand for brand in in_use}
    known.update({row.brand_id: row.brand for row in rows if row.brand_id not in known})
    found = policies_from(known.values(), [row for row in policies if row.brand_id in known])
    return Around(
        brands=in_use,
        owners=_may_keep(members),
        policies=found,
        places=places_from(found, counts_from(living)),
        agreements=leading_from(agreements),
    )


def possible_owners(workspace: Workspace) -> list[User]:
    """Members who may keep a partnership, by name; one query."""
    return _may_keep(_members(workspace))


def _members(workspace: Workspace) -> QuerySet[Membership]:
    rows = Membership.objects.filter(workspace=workspace).select_related("user")
    return rows.order_by("user__name", "user_id")


def _may_keep(rows: Iterable[Membership]) -> list[User]:
    return [row.user for row in rows if may(row.role, Permission.EDIT)]


@dataclass(frozen=True)
class Choice:
    """A filter of the list: `name` in the query string, `options` as (value, words)."""

    name: str
    label: Any
    options: list[tuple[str, Any]]


@dataclass(frozen=True)
class Chip:
    """An active filter, and the address of the list without it."""

    label: str
    without: str


def choices(brands: Iterable[Brand], owners: Iterable[User]) -> list[Choice]:
    """The filters with their options, the first of which is no wish."""
    stage = [("", _("Not ended")), *Stage.choices, ("all", _("Ended too"))]
    mine = [("", _("Any")), ("me", _("Mine"))]
    return [
        Choice("brand", _("Brand"), [("", _("Any")), *((b.public_id, b.name) for b in brands)]),
        Choice("tier", _("Tier"), [("", _("Any")), *Tier.choices]),
        Choice(
            "owner",
            pgettext_lazy("partnership", "Owner"),
            [*mine, *((u.public_id, str(u)) for u in owners)],
        ),
        Choice("stage", _("Stage"), stage),
        Choice("flag", _("Needs a look"), [("", _("Any")), *FLAGS]),
    ]


def chips(filters: Filters, offered: Iterable[Choice]) -> list[Chip]:
    """One for each filter that is on; a value that is not offered is told as it stands."""
    wishes = asdict(filters)
    return [
        Chip(
            label=f"{choice.label}: {dict(choice.options).get(wish, wish)}",
            without=filters.address(**{choice.name: ""}) or ".",
        )
        for choice in offered
        if (wish := wishes[choice.name])
    ]
