"""What the palette finds of this room."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.finding import OFFERED, Finder, Hit, Place, Telling, register_finder, register_place
from accounts.models import Workspace
from accounts.permissions import Permission
from campaigns.models import Campaign
from core.search import fold

# The newest ones; a name is folded here, since nobody has so many campaigns as creators.
LOOKED_AT = 1000


def find(workspace: Workspace, q: str) -> Telling:
    words = fold(q).split()
    rows = Campaign.objects.order_by("-starts_on", "-pk")
    [all_of_them] = yield [rows.values("public_id", "name", "brand__name")[:LOOKED_AT]]
    found = [
        row
        for row in all_of_them
        if all(word in fold(f"{row['name']} {row['brand__name']}") for word in words)
    ]
    return [
        Hit(
            label=row["name"],
            url=reverse("campaigns:detail", args=[workspace.slug, row["public_id"]]),
            icon="megaphone",
            note=row["brand__name"],
        )
        for row in found[:OFFERED]
    ]


def register() -> None:
    register_finder(Finder("campaigns", _("Campaigns"), find, order=30))
    for place in (
        Place(_("Campaigns"), "campaigns:list", "megaphone"),
        Place(_("Plan a campaign"), "campaigns:create", "plus", Permission.EDIT),
        Place(_("Payments"), "campaigns:payments", "banknote"),
    ):
        register_place(place)
