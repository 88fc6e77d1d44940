"""What grows out of a partnership, on its page (product.md, rows 50, 73, 74)."""

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.panels import Panel, once, register_panel
from partnerships.actions.changes import today_of
from partnerships.models import Partnership
from partnerships.queries.growth import Growth, growth


def _growth(request: Any, partnership: Partnership) -> Growth:
    today = today_of(partnership, timezone.now())
    return once(request, f"growth:{partnership.pk}", lambda: growth(partnership, today))


def part(request: Any, partnership: Partnership) -> dict[str, Any]:
    return {"partnership": partnership, "growth": _growth(request, partnership)}


def register() -> None:
    for order, (key, title) in enumerate(_PARTS):
        register_panel(
            Panel(
                "partnerships.detail", key, title, f"partnerships/panels/{key}.html", part,
                order=20 + order, tab="growth",
            )
        )  # fmt: skip


_PARTS = (
    ("roadmap", _("Roadmap")),
    ("opportunities", _("Opportunities")),
    ("support", _("What we did for them")),
    ("roles", _("Role")),
)
