"""The columns and filters of lists that this room knows (product.md, rows 1, 5, 54, 55)."""

from collections.abc import Callable, Iterable
from datetime import date, datetime
from functools import lru_cache, partial
from typing import Any

from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _

from checkins.enums import WarmthLevel
from checkins.queries import standing
from checkins.queries.standing import NextCheckIn
from checkins.rules import reasons, warmth
from checkins.rules.silence import GAPS, Silence
from core.panels import Column, Filter, register_column, register_filter
from core.templatetags.ui import day, icon, relative_day
from creators.models.creator import NEVER

DIRECTORY, PARTNERSHIPS = "creators.directory", "partnerships.list"
ICONS = {WarmthLevel.WARM: "sun", WarmthLevel.COOLING: "cloud", WarmthLevel.COLD: "snowflake"}
TONES = {WarmthLevel.WARM: "good", WarmthLevel.COOLING: "warn", WarmthLevel.COLD: "bad"}


def chip(found: warmth.Warmth) -> dict[str, str]:
    """What `checkins/_warmth.html` shows: never by colour alone."""
    return {
        "text": str(found.level.label),
        "tone": TONES[found.level],
        "icon": ICONS[found.level],
        "why": warmth.explain(found, get_language() or "en"),
    }


def warmth_cell(found: warmth.Warmth) -> SafeString:
    """As `checkins/_warmth.html` draws it; the explanation on hover and for whoever listens."""
    return _warmth_drawn(found, get_language())


# Rows of a page, and pages of a day, say the same few things: each is drawn once.
@lru_cache(maxsize=4096)
def _warmth_drawn(found: warmth.Warmth, _language: str | None) -> SafeString:
    told = chip(found)
    return format_html(
        '<span class="chip chip--{}" title="{}">{}{}'
        '<span class="visually-hidden">. {}</span></span>',
        told["tone"], told["why"], icon(told["icon"]), told["text"], told["why"],
    )  # fmt: skip


def last_cell(at: datetime) -> SafeString | str:
    if at == NEVER:
        return ""
    return _last_drawn(timezone.localdate(at), timezone.localdate(), get_language())


@lru_cache(maxsize=4096)
def _last_drawn(on: date, _today: date, _language: str | None) -> SafeString:
    return format_html('<span title="{}">{}</span>', day(on), relative_day(on))


def next_cell(found: NextCheckIn) -> SafeString:
    # What is told of a reason is text; it may carry more than that along.
    said = tuple((key, value) for key, value in found.reason.items() if isinstance(value, str))
    return _next_drawn(found.due_on, said, timezone.localdate(), get_language())


@lru_cache(maxsize=8192)
def _next_drawn(
    due_on: date, reason: tuple[tuple[str, str], ...], today: date, language: str | None
) -> SafeString:
    why = reasons.explain(dict(reason), language or "en", today)
    late: SafeString | str = ""
    if due_on < today:
        late = format_html(' <span class="chip chip--bad">{}</span>', _("overdue"))
    return format_html(
        '<span title="{}">{}{}<span class="visually-hidden">. {}</span></span>',
        why, day(due_on), late, why,
    )  # fmt: skip


def _last_told(at: datetime) -> date | None:
    return timezone.localdate(at) if at != NEVER else None


def _next_told(found: NextCheckIn) -> date:
    return found.due_on


def _warmth_told(found: warmth.Warmth) -> str:
    return str(found.level.label)


def _warmths(by: str, ids: Iterable[int]) -> dict[int, Any]:
    return standing.warmths(ids, by, timezone.now())


def _last(by: str, ids: Iterable[int]) -> dict[int, Any]:
    return standing.last_contact(ids, by)


def _next(by: str, ids: Iterable[int]) -> dict[int, Any]:
    return standing.next_check_ins(ids, by)


def _known(
    narrow: Callable[[Any, Any, datetime], Any], values: Iterable[str]
) -> Callable[[Any, str], Any]:
    """Narrows by a value that is known; another one narrows nothing."""
    known = set(values)

    def by(creators: Any, value: str) -> Any:
        return narrow(creators, value, timezone.now()) if value in known else creators

    return by


def _gap(creators: Any, value: str, at: datetime) -> Any:
    return standing.narrow_by_gap(creators, int(value), at)


def _gaps() -> list[tuple[str, Any]]:
    return [(str(days), ngettext("%(n)d day", "%(n)d days", days) % {"n": days}) for days in GAPS]


def register() -> None:
    for column in (
        *_columns(DIRECTORY, standing.BY_CREATOR),
        *_columns(PARTNERSHIPS, "partnership"),
    ):
        register_column(column)
    register_filter(
        Filter(
            DIRECTORY, "gap", gettext_lazy("Without work or contact"),
            _known(_gap, [str(days) for days in GAPS]), _gaps, order=53, several=False,
        )
    )  # fmt: skip


def _columns(slot: str, by: str) -> list[Column]:
    of_creators = slot == DIRECTORY
    return [
        Column(
            slot, "last_contact", gettext_lazy("Last contact"), load=partial(_last, by), order=50,
            # Creators keep theirs in their own rows.
            fields=("contacted_at",) if of_creators else (),
            cell=last_cell, plain=_last_told,
            sort=standing.by_contact if of_creators else None,
            sort_words=(gettext_lazy("Contact, newest first"), gettext_lazy("Longest silent")),
            narrow=_known(standing.narrow_by_contact, Silence.values) if of_creators else None,
            choices=(lambda: list(Silence.choices)) if of_creators else None,
        ),
        Column(
            slot, "next_check_in", gettext_lazy("Next check-in"), load=partial(_next, by), order=51,
            cell=next_cell, plain=_next_told,
            sort=standing.by_next if of_creators else None,
            sort_words=(
                gettext_lazy("Check-in, latest first"), gettext_lazy("Check-in, soonest first"),
            ),
        ),
        Column(
            slot, "warmth", gettext_lazy("Warmth"), load=partial(_warmths, by), order=52,
            cell=warmth_cell, plain=_warmth_told,
            narrow=_known(standing.narrow_creators, WarmthLevel.values) if of_creators else None,
            choices=(lambda: list(WarmthLevel.choices)) if of_creators else None,
        ),
    ]  # fmt: skip
