"""Concerns where the team meets them: on the partnership, the creator, in the list (row 53)."""

from typing import Any

from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from core.panels import Column, Panel, register_column, register_panel
from creators.models import Creator
from partnerships.enums import Severity
from partnerships.models import Partnership
from partnerships.panels import known_of
from partnerships.queries import concerns as queries
from partnerships.queries.head import head_of


def head(request: Any, partnership: Partnership) -> dict[str, Any] | None:
    """On all tabs, as long as one is open."""
    found = head_of(request, partnership).concerns
    return {"partnership": partnership, "concerns": found} if found else None


def part(request: Any, partnership: Partnership) -> dict[str, Any]:
    found = head_of(request, partnership).concerns
    return {
        "partnership": partnership,
        "open": len(found),
        "closed": queries.closed_of(partnership),
    }


def of_creator(request: Any, creator: Creator) -> dict[str, Any] | None:
    """Read only where the rows of the head say that there is one."""
    if not any(row.worries for row, _agreement in known_of(request, creator)):  # type: ignore[attr-defined]
        return None
    return {"concerns": queries.open_of_creator(creator.pk)}


def _told(mark: tuple[int, str]) -> str:
    n, worst = mark
    words = ngettext("%(n)d concern", "%(n)d concerns", n) % {"n": n}
    return f"{words} · {Severity(worst).label}"


def _cell(mark: tuple[int, str]) -> Any:
    tone = {"critical": " chip--bad", "high": " chip--bad", "medium": " chip--warn"}
    return format_html('<span class="chip{}">{}</span>', tone.get(mark[1], ""), _told(mark))


def register() -> None:
    folder = "partnerships/panels"
    for slot, title, name, load, order, tab in (
        ("partnerships.detail.head", _("Open concerns"), "concerns_head", head, 10, ""),
        ("partnerships.detail", _("Concerns"), "concerns", part, 90, "reviews"),
        ("creators.profile", _("Open concerns"), "concerns_creator", of_creator, 5, ""),
    ):
        register_panel(Panel(slot, "concerns", title, f"{folder}/{name}.html", load, order, tab))
    register_column(
        Column(
            "partnerships.list",
            "concerns",
            _("Concerns"),
            load=queries.marks,
            cell=_cell,
            plain=_told,
            order=60,
            # Few rows have one: it stands beside the stage.
            shown=False,
        )
    )
