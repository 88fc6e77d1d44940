"""What a partnership's page and the page of an agreement show of renewals and close-out."""

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.panels import Panel, register_panel
from partnerships.actions.changes import today_of
from partnerships.models import Agreement, CloseOutTask, Partnership
from partnerships.queries.head import head_of
from partnerships.queries.renewals import close_out_of, days_of


def window(request: Any, partnership: Partnership) -> dict[str, Any] | None:
    """The window to adjust that is open now; nothing at other times."""
    row = head_of(request, partnership).window
    if row is None:
        return None
    days, today = days_of(row), today_of(partnership, timezone.now())
    return {"renewal": row, "days": days, "closed": today > days.closes_on}


def close_out(request: Any, partnership: Partnership) -> dict[str, Any] | None:
    """As long as something is open, on every tab."""
    return _tasks(head_of(request, partnership).close_out, partnership)


def close_out_of_agreement(request: Any, agreement: Agreement) -> dict[str, Any] | None:
    """Also what is done."""
    return _tasks(close_out_of([agreement.pk]), agreement.partnership)


def window_of_agreement(request: Any, agreement: Agreement) -> dict[str, Any] | None:
    row = agreement.renewals.order_by("-year").first()
    if row is None:
        return None
    row.agreement = agreement
    today = today_of(agreement.partnership, timezone.now())
    days = days_of(row)
    return {"renewal": row, "days": days, "closed": today > days.closes_on}


def _tasks(rows: list[CloseOutTask], partnership: Partnership) -> dict[str, Any] | None:
    if not rows:
        return None
    today = today_of(partnership, timezone.now())
    return {
        "agreement": rows[0].agreement,
        "tasks": [(row, row.done_at is None and row.due_on < today) for row in rows],
        "done": sum(1 for row in rows if row.done_at is not None),
        "total": len(rows),
    }


def register() -> None:
    folder = "partnerships/panels"
    slot = "partnerships.detail"
    renewal, left = _("Renewal"), _("Close-out")
    for panel in (
        Panel(f"{slot}.head", "close_out", left, f"{folder}/close_out.html", close_out, order=40),
        Panel(slot, "window", renewal, f"{folder}/window.html", window, order=10),
        Panel(
            slot, "window_agreement", renewal, f"{folder}/window.html", window, order=10,
            tab="agreement",
        ),
        Panel(
            "partnerships.agreement", "window", renewal, f"{folder}/window.html",
            window_of_agreement, order=10,
        ),
        Panel(
            "partnerships.agreement", "close_out", left, f"{folder}/close_out.html",
            close_out_of_agreement, order=20,
        ),
    ):  # fmt: skip
        register_panel(panel)
