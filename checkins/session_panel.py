"""Which decisions of sessions a brief carries, on its page (product.md, rows 68, 69)."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from campaigns.models import Collaboration
from checkins.queries.session_page import uses_in
from core.panels import Panel, register_panel


def panel(request: Any, part: Collaboration) -> Mapping[str, Any] | None:
    uses = uses_in(part)
    return {"uses": uses} if uses else None


def register() -> None:
    register_panel(
        Panel(
            "campaigns.brief",
            "sessions",
            _("Comes from a session"),
            "checkins/panels/brief.html",
            panel,
            order=20,
        )
    )
