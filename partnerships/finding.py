"""What the palette finds of this room."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.finding import OFFERED, Finder, Hit, Place, Telling, register_finder, register_place
from accounts.models import Workspace
from accounts.permissions import Permission
from creators.rules.search import search_words
from partnerships.enums import Stage
from partnerships.models import Partnership


def find(workspace: Workspace, q: str) -> Telling:
    """By the creator, whose folded text knows both alphabets; the living first."""
    rows = Partnership.objects.order_by("ended_on", "tier", "pk")
    for word in search_words(q):
        rows = rows.filter(creator__search__contains=word)
    [found] = yield [
        rows.values("public_id", "tier", "stage", "creator__name", "brand__name")[:OFFERED]
    ]
    return [
        Hit(
            label=f"{row['creator__name']} × {row['brand__name']}",
            url=reverse("partnerships:detail", args=[workspace.slug, row["public_id"]]),
            icon="handshake",
            note=f"{row['tier']} · {Stage(row['stage']).label}",
        )
        for row in found
    ]


def register() -> None:
    register_finder(Finder("partnerships", _("Partnerships"), find, order=20))
    policies = Permission.POLICIES
    for place in (
        Place(_("Partnerships"), "partnerships:list", "handshake"),
        Place(_("Renewals"), "partnerships:renewals", "calendar-sync"),
        Place(_("Partnerships: board"), "partnerships:board", "columns-3"),
        Place(_("Partnerships by tier"), "partnerships:tiers", "layers"),
        Place(_("Portfolio"), "partnerships:portfolio", "chart-column"),
        Place(_("Bench"), "partnerships:bench", "list-ordered"),
        Place(_("Concerns"), "partnerships:concerns", "triangle-alert"),
        Place(_("Open a partnership"), "partnerships:open", "plus", Permission.EDIT),
        Place(_("Budget"), "partnerships:budget", "wallet"),
        Place(_("Currencies and rates"), "partnerships:rates", "wallet"),
        Place(_("Brands"), "partnerships:brands", "store", policies),
    ):
        register_place(place)
