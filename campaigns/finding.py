"""What the palette finds of this room."""

from collections.abc import Sequence

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.finding import OFFERED, Finder, Hit, Place, register_finder, register_place
from accounts.models import Workspace
from accounts.permissions import Permission
from campaigns.models import Campaign
from core.search import fold

# The newest ones; a name is folded here, since nobody has so many campaigns as creators.
LOOKED_AT = 1000


def find(workspace: Workspace, q: str) -> Sequence[Hit]:
    words = fold(q).split()
    rows = Campaign.objects.order_by("-starts_on", "-pk").values_list(
        "public_id", "name", "brand__name"
    )
    found = [
        (public_id, name, brand)
        for public_id, name, brand in rows[:LOOKED_AT]
        if all(word in fold(f"{name} {brand}") for word in words)
    ]
    return [
        Hit(
            label=name,
            url=reverse("campaigns:detail", args=[workspace.slug, public_id]),
            icon="megaphone",
            note=brand,
        )
        for public_id, name, brand in found[:OFFERED]
    ]


def register() -> None:
    register_finder(Finder("campaigns", _("Campaigns"), find, order=30))
    for place in (
        Place(_("Campaigns"), "campaigns:list", "megaphone"),
        Place(_("Plan a campaign"), "campaigns:create", "plus", Permission.EDIT),
        Place(_("Payments"), "campaigns:payments", "banknote"),
    ):
        register_place(place)
