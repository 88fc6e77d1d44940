"""Ideas of creators: of one collaboration, of a page of them, of the workspace (rows 33, 34)."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Count, F, Q, QuerySet

from campaigns.enums import IdeaKind, IdeaState
from campaigns.models import BriefVersion, Collaboration, Idea
from campaigns.rules.briefs import SECTIONS
from campaigns.rules.ideas import ANSWERED, Counts, counts
from partnerships.rules.audit import Ideas

PAGE = 50
_TITLES = {section.key: section.title for section in SECTIONS}
_UNTOLD = "untold"
_UNHEARD = Count("pk", filter=Q(told_at=None))


@dataclass(frozen=True)
class Standing:
    """`untold`: decided, and the creator has not heard it. `answers`: read, no idea in them."""

    counts: Counts = Counts()
    untold: int = 0
    answers: int = 0


def of_parts(ids: Iterable[int]) -> dict[int, Standing]:
    """Collaboration id → how its ideas stand, all of `ids`; one query."""
    wanted = list(ids)
    return standings_in(counted_rows(wanted), wanted)


def counted_rows(ids: Iterable[int]) -> "QuerySet[Idea, Any]":
    """The question that `standings_in` takes the answer of."""
    rows = Idea.objects.filter(collaboration__in=list(ids)).order_by()
    return rows.values("collaboration", "state").annotate(n=Count("pk"), unheard=_UNHEARD)


def standings_in(rows: Iterable[Mapping[str, Any]], wanted: Iterable[int]) -> dict[int, Standing]:
    states: dict[int, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    untold: dict[int, int] = defaultdict(int)
    for row in rows:
        part, state = row["collaboration"], row["state"]
        states[part][state] = row["n"]
        untold[part] += row["unheard"] if state in ANSWERED else 0
    return {
        pk: Standing(counts(states[pk]), untold[pk], states[pk][IdeaState.NOTED]) for pk in wanted
    }


def standing_of_part(part: Collaboration) -> Standing:
    return of_parts([part.pk])[part.pk]


def ideas_of_part(part: Collaboration) -> list[Idea]:
    """As they were said, with what shows of each."""
    rows = Idea.objects.filter(collaboration=part).order_by("said_at", "pk")
    return titled(rows.select_related("of_version", "used_in", "told", "by", "decided_by"))


def titled(rows: Iterable[Idea]) -> list[Idea]:
    """Each with `section_title`: the part of the brief that it speaks of, "" for the whole."""
    found = list(rows)
    for row in found:
        row.section_title = _TITLES.get(row.section, "")  # type: ignore[attr-defined]
    return found


def told_next(part: Collaboration) -> QuerySet[Idea]:
    """Decided, and not told to the creator yet."""
    rows = Idea.objects.filter(collaboration=part, state__in=ANSWERED, told_at=None)
    return rows.select_related("used_in", "of_version").order_by("said_at", "pk")


def open_in(part: Collaboration) -> int:
    """How many are not answered yet."""
    return Idea.objects.filter(collaboration=part, state=IdeaState.OPEN).count()


def versions_of(part: Collaboration) -> list[BriefVersion]:
    """What was shared of the brief, the newest first."""
    rows = BriefVersion.objects.filter(brief__collaboration=part).select_related("brief")
    return list(rows.order_by("-number"))


def newest_of(part: Collaboration) -> BriefVersion | None:
    """What was shared last, with the path that its page needs."""
    rows = BriefVersion.objects.filter(brief__collaboration=part)
    path = rows.select_related("workspace", "brief__collaboration__campaign")
    return path.order_by("-number").first()


def idea_rows(
    *,
    state: str = "",
    brand: str = "",
    creator: str = "",
    kind: str = "",
    since: datetime | None = None,
) -> QuerySet[Idea]:
    """All of the workspace, the newest first; `brand` and `creator` by public id; `state` also
    "untold": decided, and the creator has not heard it."""
    rows = Idea.objects.select_related(
        "collaboration__campaign", "collaboration__partnership__creator",
        "collaboration__partnership__brand", "used_in", "told",
    )  # fmt: skip
    if state == _UNTOLD:
        rows = rows.filter(state__in=ANSWERED, told_at=None)
    elif state in IdeaState.values:
        rows = rows.filter(state=state)
    if kind in IdeaKind.values:
        rows = rows.filter(kind=kind)
    if brand:
        rows = rows.filter(collaboration__partnership__brand__public_id=brand)
    if creator:
        rows = rows.filter(collaboration__partnership__creator__public_id=creator)
    if since is not None:
        rows = rows.filter(said_at__gte=since)
    return rows.order_by("-said_at", "-pk")


def idea_page(rows: QuerySet[Idea], number: str) -> Page:
    return Paginator(rows, PAGE).get_page(number)


def state_counts() -> dict[str, int]:
    """State → number of ideas, "untold" among them, for the filter; one query."""
    found = dict.fromkeys([*IdeaState.values, _UNTOLD], 0)
    rows = Idea.objects.order_by().values_list("state")
    for state, n, unheard in rows.annotate(n=Count("pk"), unheard=_UNHEARD):
        found[state] = n
        found[_UNTOLD] += unheard if state in ANSWERED else 0
    return found


def received_rows(partnership_ids: Any) -> "QuerySet[Idea, Any]":
    """The question that `received_in` takes the answer of; ids, or a query of them."""
    rows = Idea.objects.filter(collaboration__partnership__in=partnership_ids).order_by()
    return rows.values("state", partnership=F("collaboration__partnership")).annotate(n=Count("pk"))


def received_in(rows: Iterable[Mapping[str, Any]]) -> dict[int, Ideas]:
    """Partnership id → ideas received, adopted or adapted (row 66), of those who said any."""
    states: dict[int, dict[str, int]] = defaultdict(dict)
    for row in rows:
        states[row["partnership"]][row["state"]] = row["n"]
    summed = {pk: counts(found) for pk, found in states.items()}
    return {pk: Ideas(one.received, one.used) for pk, one in summed.items()}
