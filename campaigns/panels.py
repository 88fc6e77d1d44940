"""What this room shows on the pages of the rooms below."""

from typing import Any

from django.db.models import Count, Window
from django.utils.translation import gettext_lazy as _

from campaigns.queries.deliverables import MOST_SHOWN, next_deliverables, upcoming_deliverables
from campaigns.queries.history import (
    Past,
    collaborations_of_partnership,
    open_without,
    pasts,
    pasts_of_creator,
)
from core.panels import Panel, once, register_panel
from creators.models import Creator
from partnerships.models import Partnership

SHOWN = 8


def of_creator(request: Any, creator: Creator) -> dict[str, Any]:
    history = whole_history(request, creator)
    return {
        "creator": creator,
        "history": history[:SHOWN],
        "total": len(history),
        "shown": SHOWN,
        "upcoming": next_deliverables(creator),
        "with_brand": True,
    }


def whole_history(request: Any, creator: Creator) -> list[Past]:
    """Everything with this creator, newest first; read once for all panels of a page."""
    return once(request, f"history:{creator.pk}", lambda: pasts_of_creator(creator))


def of_partnership(request: Any, partnership: Partnership) -> dict[str, Any]:
    # Counted along with the rows: no query of its own.
    counted = collaborations_of_partnership(partnership).annotate(of=Window(Count("pk")))
    rows = list(counted[:SHOWN])
    return {
        "creator": partnership.creator,
        "brand": partnership.brand,
        "history": pasts(rows),
        "total": rows[0].of if rows else 0,
        "shown": SHOWN,
        "upcoming": list(
            upcoming_deliverables(partnership.creator).filter(
                collaboration__partnership=partnership
            )[:MOST_SHOWN]
        ),
        "with_brand": False,
    }


def booking(_request: Any, partnership: Partnership) -> dict[str, Any]:
    """Where another campaign with them can be booked (row 28)."""
    return {"partnership": partnership, "campaigns": open_without(partnership)}


def register() -> None:
    register_panel(
        Panel(
            "partnerships.booking", "campaigns", _("Book"), "campaigns/panels/booking.html", booking
        )
    )
    template = "campaigns/panels/history.html"
    for slot, load in (("creators.profile", of_creator), ("partnerships.detail", of_partnership)):
        register_panel(Panel(slot, "campaigns", _("Campaigns"), template, load, order=40))
