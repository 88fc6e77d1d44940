"""What is known of the creator apart from any brand: prices, style, goals, vetting, merges."""

from functools import partial
from typing import Any

from django.utils.translation import gettext as _

from checkins.enums import Direction
from checkins.queries.events.talk import person
from checkins.timeline_sources import Asking, Entry, Happening, Telling
from core.money import Money, format_money
from creators.models import Creator, Goal, GoalReview, Merge, Rate, StyleNote, VettingMark

# Where each is kept on the profile.
GOALS, RATES, STYLE, VETTING = "goals", "rates", "style", "vetting"


def _ask_rates(asking: Asking) -> Any:
    asked = Rate.objects.filter(
        creator=asking.given("creator"), valid_from__lte=asking.given("today")
    ).only("public_id", "format", "amount", "currency", "valid_from", "note")
    return asked.order_by("valid_from", "pk")


def rates(asking: Asking) -> Telling:
    """A rate card has some tens of lines: each with the price before it."""
    before: dict[tuple[str, str], Rate] = {}
    found = []
    [rows] = yield [asking.ask(_ask_rates)]
    for row in rows:
        key = (row.format, row.currency)
        entry = _rate(asking, row, before.get(key))
        found.append(
            Happening(asking.noon(row.valid_from), "rate", row.public_id, partial(_same, entry))
        )
        before[key] = row
    return asking.kept(found)


def _same(entry: Entry) -> Entry:
    return entry


def _rate(asking: Asking, row: Rate, before: Rate | None) -> Entry:
    now = format_money(Money(row.amount, row.currency))
    names = {"format": row.get_format_display(), "money": now}
    if before is not None:
        names["old"] = format_money(Money(before.amount, before.currency))
        what = _("%(format)s: %(old)s → %(money)s") % names
    else:
        what = _("%(format)s: %(money)s") % names
    return Entry(
        icon="receipt-text",
        what=what,
        on=row.valid_from,
        body=" · ".join(filter(None, [_("Rate card"), row.note])),
        link=asking.tab(RATES),
        direction=Direction.IN,
    )


def _ask_style(asking: Asking) -> Any:
    asked = StyleNote.objects.filter(
        creator=asking.given("creator"), removed_at=None
    ).select_related("by")
    asked = asked.only("public_id", "noted_on", "text", "link", *person("by"))
    return asking.newest_days(asked, "style", "noted_on")


def style(asking: Asking) -> Telling:
    [rows] = yield [asking.ask(_ask_style)]
    return [
        Happening(asking.noon(row.noted_on), "style", row.public_id, partial(_style, asking, row))
        for row in rows
    ]


def _style(asking: Asking, row: StyleNote) -> Entry:
    return Entry(
        icon="palette",
        what=_("Note on style"),
        on=row.noted_on,
        who=str(row.by or ""),
        body=row.text,
        link=asking.tab(STYLE),
        outside=row.link,
    )


def _ask_goals(asking: Asking) -> Any:
    asked = Goal.objects.filter(creator=asking.given("creator")).only("public_id", "set_on", "text")
    return asking.newest_days(asked, "goal", "set_on")


def goals(asking: Asking) -> Telling:
    [rows] = yield [asking.ask(_ask_goals)]
    return [
        Happening(asking.noon(row.set_on), "goal", row.public_id, partial(_goal, asking, row))
        for row in rows
    ]


def _goal(asking: Asking, row: Goal) -> Entry:
    return Entry(
        icon="target",
        what=_("Goal: %(goal)s") % {"goal": row.text},
        on=row.set_on,
        who=str(asking.creator),
        link=asking.tab(GOALS),
        direction=Direction.IN,
    )


def _ask_goal_reviews(asking: Asking) -> Any:
    asked = GoalReview.objects.filter(goal__creator=asking.given("creator")).select_related(
        "goal", "by"
    )
    asked = asked.only("public_id", "reviewed_on", "state", "note", "goal__text", *person("by"))
    return asking.newest_days(asked, "goal_review", "reviewed_on")


def goal_reviews(asking: Asking) -> Telling:
    [rows] = yield [asking.ask(_ask_goal_reviews)]
    return [
        Happening(
            asking.noon(row.reviewed_on), "goal_review", row.public_id,
            partial(_review, asking, row),
        )
        for row in rows
    ]  # fmt: skip


def _review(asking: Asking, row: GoalReview) -> Entry:
    names = {"goal": row.goal.text, "state": row.get_state_display()}
    return Entry(
        icon="target",
        what=_("Goal talked about: %(goal)s (%(state)s)") % names,
        on=row.reviewed_on,
        who=str(row.by or ""),
        body=row.note,
        link=asking.tab(GOALS),
        direction=Direction.BOTH,
    )


def _ask_vetting(asking: Asking) -> Any:
    asked = VettingMark.objects.filter(creator=asking.given("creator")).select_related("by")
    asked = asked.only("public_id", "at", "item", "verdict", "evidence", "link", *person("by"))
    return asking.newest(asked, "vetting")


def vetting(asking: Asking) -> Telling:
    [rows] = yield [asking.ask(_ask_vetting)]
    return [
        Happening(row.at, "vetting", row.public_id, partial(_mark, asking, row)) for row in rows
    ]


def _mark(asking: Asking, row: VettingMark) -> Entry:
    names = {"item": row.get_item_display(), "verdict": row.get_verdict_display()}
    return Entry(
        icon="list-checks",
        what=_("%(item)s: %(verdict)s") % names,
        who=str(row.by or ""),
        body=row.evidence,
        link=asking.tab(VETTING),
        outside=row.link,
    )


def _ask_merges(asking: Asking) -> Any:
    asked = Merge.objects.filter(kept=asking.given("creator")).select_related(
        "absorbed", "by", "undone_by"
    )
    return asked.only(
        "public_id", "at", "undone_at", "absorbed__name", *person("by"), *person("undone_by")
    )


def merges(asking: Asking) -> Telling:
    """Two rows made one, and taken apart again."""
    found = []
    [rows] = yield [asking.ask(_ask_merges)]
    for row in rows:
        joined = partial(_merge, asking, row.absorbed, str(row.by), done=True)
        found.append(Happening(row.at, "merge", row.public_id, joined))
        if row.undone_at is not None:
            apart = partial(_merge, asking, row.absorbed, str(row.undone_by or ""), done=False)
            found.append(Happening(row.undone_at, "merge_undone", row.public_id, apart))
    return asking.kept(found)


def _merge(asking: Asking, absorbed: Creator, who: str, *, done: bool) -> Entry:
    words = _("Merged with %(name)s") if done else _("Merge with %(name)s undone")
    return Entry(icon="git-merge" if done else "undo-2", what=words % {"name": absorbed}, who=who)
