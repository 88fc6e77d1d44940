"""The columns and filters of the creators' directory that this room knows."""

from collections.abc import Mapping
from functools import lru_cache, partial
from html import escape
from typing import Any

from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.panels import Column, Filter, register_column, register_filter
from creators.columns import word
from partnerships.enums import Tier
from partnerships.queries import directory as queries
from partnerships.queries.directory import Living

SLOT = "creators.directory"
ACCENT = " chip--accent"


@lru_cache(maxsize=1024)
def _prefix(slug: str) -> str:
    # One address serves all: the id at its end is what differs.
    return reverse("partnerships:detail", args=[slug, "0"]).removesuffix("0/")


def _tiers(rows: list[Living]) -> SafeString:
    prefix = _prefix(rows[0].workspace)
    chips = "".join(
        f'<a class="chip{ACCENT if row.tier == Tier.T1 else ""}" href="{prefix}{row.public_id}/"'
        f' title="{escape(word(Tier, row.tier))}">{escape(row.tier)} {escape(row.brand)}</a>'
        for row in rows
    )
    return mark_safe(f'<span class="tags">{chips}</span>')  # noqa: S308


def _tiers_told(rows: list[Living]) -> str:
    return ", ".join(f"{row.tier} {row.brand}" for row in rows)


def _owners(rows: list[Living]) -> str:
    """Each once, in the order of the partnerships."""
    return ", ".join(dict.fromkeys(row.owner for row in rows))


def _narrowed(key: str) -> Mapping[str, Any]:
    def narrow(creators: Any, value: str) -> Any:
        return queries.narrow_to(creators, key, {key: [value]})

    def narrow_all(creators: Any, _values: list[str], asked: Mapping[str, list[str]]) -> Any:
        return queries.narrow_to(creators, key, asked)

    return {"narrow": narrow, "narrow_all": narrow_all}


def register() -> None:
    owner = pgettext_lazy("partnership", "Owner")
    column = partial(Column, SLOT, load=queries.living)
    register_column(column("tier", _("Tier"), cell=_tiers, plain=_tiers_told, order=10))
    register_column(column("owner", owner, cell=_owners, plain=_owners, order=90, shown=False))
    offer = partial(Filter, SLOT)
    for key, title, choices, order in (
        (queries.TIER, _("Tier"), queries.tier_choices, 11),
        (queries.BRAND, _("Brand"), queries.brand_choices, 12),
        (queries.OWNER, owner, queries.owner_choices, 90),
    ):
        register_filter(offer(key, title, choices=choices, order=order, **_narrowed(key)))
