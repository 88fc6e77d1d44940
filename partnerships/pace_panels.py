"""Maturity, load and objectives on the growth tab; pace and load in the list (product.md, rows 15,
28, 29, 62)."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.panels import Column, Panel, register_column, register_panel
from partnerships.actions.changes import today_of
from partnerships.bookings import booked_days
from partnerships.models import Partnership
from partnerships.queries import marks as queries
from partnerships.queries.fatigue import fatigues
from partnerships.queries.marks import Mark
from partnerships.queries.maturity import maturity_of
from partnerships.queries.objectives import objectives
from partnerships.rules.fatigue import IDEAL_PACE
from partnerships.rules.maturity import Phase, Play

PHASES = {
    Phase.FOUNDATION: gettext_lazy("Foundation"),
    Phase.DEEPENING: gettext_lazy("Deepening"),
    Phase.EXPANSION: gettext_lazy("Expansion"),
}
PLAYS = {
    Play.ALIGNMENT: gettext_lazy("What both sides want is written down"),
    Play.PREFERENCES: gettext_lazy("How they like to work is known: contact, briefing, lead time"),
    Play.FIRST_DECIDED: gettext_lazy("Decided after the first campaign whether to go on"),
    Play.CAMPAIGNS: gettext_lazy("Campaigns of the year"),
    Play.SECOND_FORMAT: gettext_lazy("A second format was tried"),
    Play.AUTONOMY: gettext_lazy("More freedom in the brief than at the start"),
    Play.OFFERED: gettext_lazy("An opportunity was offered this year"),
    Play.RATE_REVIEWED: gettext_lazy("Prices were looked at this year"),
    Play.SERIES: gettext_lazy("A series made together"),
    Play.ROLE: gettext_lazy("A step to ambassador or advisor"),
    Play.GOAL: gettext_lazy("A larger goal, and this year's steps toward it"),
}


def _where(slug: str, partnership: Partnership) -> dict[Play, str]:
    """The page where each of them is done."""
    one = [slug, partnership.public_id]
    page = reverse("partnerships:detail", args=one)
    known = reverse("creators:preferences", args=[slug, partnership.creator.public_id])
    rates = reverse("creators:profile", args=[slug, partnership.creator.public_id])
    growth = f"{page}?tab=growth"
    return {
        Play.ALIGNMENT: f"{page}?tab=reviews",
        Play.FIRST_DECIDED: f"{page}?tab=reviews",
        Play.PREFERENCES: known,
        Play.CAMPAIGNS: page,
        Play.SECOND_FORMAT: page,
        Play.AUTONOMY: page,
        Play.OFFERED: reverse("partnerships:opportunity_new", args=one),
        Play.RATE_REVIEWED: rates,
        Play.SERIES: growth,
        Play.ROLE: reverse("partnerships:role", args=one),
        Play.GOAL: reverse("partnerships:larger_goal", args=one),
    }


def maturity(request: Any, partnership: Partnership) -> dict[str, Any]:
    today = today_of(partnership, timezone.now())
    found = maturity_of(partnership, booked_days([partnership.pk])[partnership.pk], today)
    where = _where(request.workspace.slug, partnership)
    low, high = found.wanted
    return {
        "partnership": partnership,
        "found": found,
        "phase": PHASES[found.phase],
        "wanted": f"{low}–{high}" if high else f"{low}+",
        "plays": [(item, PLAYS[item.play], where[item.play]) for item in found.items],
    }


def load(_request: Any, partnership: Partnership) -> dict[str, Any]:
    found = fatigues([partnership], timezone.now())[partnership.pk]
    return {"partnership": partnership, "found": found, "ideal": IDEAL_PACE}


def aims(_request: Any, partnership: Partnership) -> dict[str, Any]:
    today = today_of(partnership, timezone.now())
    return {"partnership": partnership, "found": objectives(partnership, today)}


def marks(ids: Iterable[int]) -> Mapping[int, Mark]:
    """Partnership id → its mark; two queries, however many."""
    return queries.marks(ids, timezone.now())


def told(mark: Mark) -> str:
    return " · ".join(words for _tone, words in _words(mark))


def _words(mark: Mark) -> list[tuple[str, str]]:
    """(tone of the chip, words)."""
    said = []
    current, short = mark.pace.current, mark.pace.shortfall
    if current is not None:
        said.append(("", f"{current.booked} / {current.promised}"))
    if short is not None and short.alert:
        if short.book_by is None:
            said.append((" chip--bad", _("guarantee out of reach")))
        else:
            words = _("book %(n)d by %(day)s")
            day = date_format(short.book_by, "j E")
            said.append((" chip--warn", words % {"n": short.missing, "day": day}))
    if mark.over_used:
        said.append((" chip--warn", _("over-used")))
    return said


def _cell(mark: Mark) -> SafeString:
    drawn = (
        format_html('<span class="chip{}">{}</span>', tone, words)
        if tone
        else format_html("{}", words)
        for tone, words in _words(mark)
    )
    return mark_safe(" ".join(drawn))  # noqa: S308


def register() -> None:
    for order, key, title, panel in (
        (5, "maturity", gettext_lazy("Where this partnership stands"), maturity),
        (8, "load", gettext_lazy("Load"), load),
        (12, "objectives", gettext_lazy("Objectives"), aims),
    ):
        template = f"partnerships/panels/{key}.html"
        register_panel(
            Panel("partnerships.detail", key, title, template, panel, order=order, tab="growth")
        )
    register_column(
        Column(
            "partnerships.list", "pace", gettext_lazy("Pace"), load=marks, cell=_cell, plain=told,
            order=50,
        )
    )  # fmt: skip
