"""Letters on the profile of a creator (product.md, row 48)."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from checkins.panels import standings
from checkins.queries.letters import of_creator
from core.panels import Panel, register_panel
from creators.models import Creator


def panel(request: Any, creator: Creator) -> Mapping[str, Any] | None:
    """The last one they got, and whether they want any; nothing without a living partnership, since
    letters go to partners."""
    rows = standings(request, creator)
    return {"creator": creator, "standing": of_creator(rows[0].partnership)} if rows else None


def register() -> None:
    register_panel(
        Panel(
            "creators.profile", "letters", _("Letters"), "checkins/panels/letters.html", panel,
            order=61,
        )
    )  # fmt: skip
