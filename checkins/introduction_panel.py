"""Introductions on the profile of a creator (product.md, row 51)."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from checkins.queries.introductions import of_creator
from core.panels import Panel, register_panel
from creators.models import Creator


def panel(request: Any, creator: Creator) -> Mapping[str, Any]:
    """Whom they were introduced to, and the way to introduce them."""
    return {"creator": creator, "introductions": of_creator(creator)}


def register() -> None:
    register_panel(
        Panel(
            "creators.profile",
            "introductions",
            _("Introductions"),
            "checkins/panels/introductions.html",
            panel,
            order=60,
        )
    )
