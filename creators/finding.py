"""What the palette finds of this room."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.finding import OFFERED, Finder, Hit, Place, Telling, register_finder, register_place
from accounts.models import Workspace
from accounts.permissions import Permission
from creators.queries.picker import find_creators


def find(workspace: Workspace, q: str) -> Telling:
    # Asks by itself: the channels come with them.
    yield []
    return [
        Hit(
            label=creator.name,
            url=reverse("creators:profile", args=[workspace.slug, creator.public_id]),
            icon="circle-user",
            note=" · ".join(
                [c.handle for c in creator.known_channels[:1]]  # type: ignore[attr-defined]
                + [creator.city or str(creator.get_market_display())]
            ),
        )
        for creator in find_creators(q)[:OFFERED]
    ]


def register() -> None:
    register_finder(Finder("creators", _("Creators"), find, order=10))
    edit = Permission.EDIT
    for place in (
        Place(_("Creators"), "creators:directory", "users"),
        Place(_("Add a creator"), "creators:create", "plus", edit),
        Place(_("Import creators"), "creators:import", "upload", edit),
        Place(_("Saved views"), "creators:views", "bookmark"),
        Place(_("Duplicates"), "creators:duplicates", "copy"),
        Place(_("Recent bulk changes"), "creators:bulk", "history"),
        Place(_("Weights of the potential score"), "creators:potential_weights", "scale"),
    ):
        register_place(place)
