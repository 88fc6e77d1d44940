"""Score and checklist in a glance, on the overview of a creator (product.md, rows 11 and 13)."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from core.panels import Panel, register_panel
from creators.models import Creator
from creators.queries.potential import newest_score
from creators.queries.vetting import checklist_of
from creators.rules.potential import is_shrinking


def standing(request: Any, creator: Creator) -> dict[str, Any]:
    """Two queries."""
    row = newest_score(creator)
    return {
        "creator": creator,
        "row": row,
        "shrinking": bool(row and is_shrinking(row.parts)),
        "checklist": checklist_of(creator),
    }


def register() -> None:
    register_panel(
        Panel(
            "creators.profile",
            "vetting",
            _("Vetting"),
            "creators/panels/standing.html",
            standing,
            order=15,
        )
    )
