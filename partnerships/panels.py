"""What this room shows on the pages of creators."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.panels import Column, Panel, register_column, register_panel
from creators.models import Creator
from partnerships.queries import creators as queries


def header(request: Any, creator: Creator) -> dict[str, Any] | None:
    """Tier of each brand with its link, and who looks after the creator (row 1)."""
    rows = queries.living_by_creator([creator.pk]).get(creator.pk)
    return {"partnerships": rows, "owners": queries.owner_names(rows)} if rows else None


def card(request: Any, creator: Creator) -> dict[str, Any]:
    return {"creator": creator, "partnerships": queries.with_agreements(creator)}


def tiers(ids: Iterable[int]) -> dict[int, dict[str, Any]]:
    return {pk: {"partnerships": rows} for pk, rows in queries.living_by_creator(ids).items()}


def owners(ids: Iterable[int]) -> dict[int, dict[str, Any]]:
    found = queries.living_by_creator(ids)
    return {pk: {"owners": queries.owner_names(rows)} for pk, rows in found.items()}


def register() -> None:
    folder = "partnerships/panels"
    register_panel(
        Panel(
            "creators.profile.header",
            "partnerships",
            _("Partnerships"),
            f"{folder}/creator_header.html",
            header,
            order=10,
        )
    )
    register_panel(
        Panel(
            "creators.profile",
            "partnerships",
            _("Partnerships"),
            f"{folder}/creator_card.html",
            card,
            order=10,
        )
    )
    register_column(
        Column(
            "creators.directory",
            "tier",
            _("Tier"),
            "partnerships/columns/tier.html",
            tiers,
            order=10,
            narrow=queries.in_tier,
            choices=queries.tier_choices,
        )
    )
    register_column(
        Column(
            "creators.directory",
            "owner",
            pgettext_lazy("partnership", "Owner"),
            "partnerships/columns/owner.html",
            owners,
            order=90,
            narrow=queries.owned_by,
            choices=queries.owner_choices,
        )
    )
