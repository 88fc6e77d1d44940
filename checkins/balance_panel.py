"""The balance of asks and gifts on the profile, on a partnership and in lists (rows 44 and 50)."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from checkins.columns import DIRECTORY
from checkins.enums import BalanceLevel
from checkins.panels import standing_on, standings
from checkins.queries import balance as queries
from checkins.queries.balance import Kept
from checkins.rules.balance import Balance, explain, formula
from core.panels import Column, Filter, Panel, register_column, register_filter, register_panel
from core.templatetags.ui import icon
from creators.models import Creator
from partnerships.models import Partnership

TONES = {
    BalanceLevel.BALANCED: "good",
    BalanceLevel.LEANING: "warn",
    BalanceLevel.ASKING: "bad",
    BalanceLevel.QUIET: "",
}
ICONS = {
    BalanceLevel.BALANCED: "scale",
    BalanceLevel.LEANING: "trending-down",
    BalanceLevel.ASKING: "triangle-alert",
    BalanceLevel.QUIET: "circle",
}
SUPPORT = [("yes", _("Supported in 12 months")), ("no", _("No support in 12 months"))]


def told(partnership: Partnership, found: Balance) -> dict[str, Any]:
    """What `checkins/panels/_balance.html` shows of one partnership."""
    return {
        "partnership": partnership,
        "balance": found,
        "why": explain(found),
        "label": found.level.label,
        "tone": TONES[found.level],
        "icon": ICONS[found.level],
        "gives": found.level in (BalanceLevel.BALANCED, BalanceLevel.QUIET),
    }


def of_partnership(request: Any, partnership: Partnership) -> Mapping[str, Any] | None:
    row = standing_on(request, partnership)
    if row is None:
        return None
    return {"lines": [told(partnership, row.balance)], "formula": formula(), "brands": False}


def of_creator(request: Any, creator: Creator) -> Mapping[str, Any] | None:
    lines = [told(row.partnership, row.balance) for row in standings(request, creator)]
    return {"lines": lines, "formula": formula(), "brands": True} if lines else None


def balance_cell(found: Kept) -> SafeString:
    level, why = found.balance.level, explain(found.balance)
    tone = TONES[level]
    return format_html(
        '<span class="chip{}" title="{}">{}{}<span class="visually-hidden">. {}</span></span>',
        f" chip--{tone}" if tone else "", why, icon(ICONS[level]), level.label, why,
    )  # fmt: skip


def _kept(ids: Iterable[int]) -> Mapping[int, Any]:
    return queries.kept(ids, queries.BY_CREATOR, timezone.now())


def _balance(creators: Any, value: str) -> Any:
    if value not in BalanceLevel.values:
        return creators
    return queries.narrow_by_balance(creators, value, timezone.now())


def _support(creators: Any, value: str) -> Any:
    if value not in dict(SUPPORT):
        return creators
    return queries.narrow_by_support(creators, value, timezone.now())


def _told(found: Kept) -> str:
    return f"{found.balance.asks} : {found.balance.gifts}"


def register() -> None:
    # One `load` for both: what a page asks for both columns is read once.
    register_column(
        Column(
            DIRECTORY, "balance", _("Asks and gifts"), load=_kept, order=54,
            cell=balance_cell, plain=_told, narrow=_balance,
            choices=lambda: list(BalanceLevel.choices), shown=False,
        )
    )  # fmt: skip
    register_column(
        Column(
            DIRECTORY, "support", _("Support in 12 months"), load=_kept, order=55,
            cell=lambda found: str(found.support), plain=lambda found: found.support,
            numeric=True, shown=False,
        )
    )  # fmt: skip
    register_filter(
        Filter(
            DIRECTORY, "support", _("Support in 12 months"), _support, lambda: list(SUPPORT),
            order=55, several=False,
        )
    )  # fmt: skip
    template = "checkins/panels/balance.html"
    title = _("Asks and gifts")
    register_panel(Panel("partnerships.detail", "balance", title, template, of_partnership, 30))
    register_panel(Panel("creators.profile", "balance", title, template, of_creator, 50))
