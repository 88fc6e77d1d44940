"""How things stand with creators and partnerships: last contact, next check-in, warmth. Each is one
query for a whole page of a list (product.md, row 1)."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import partial
from typing import Any, NamedTuple

from django.db.models import Exists, F, Max, OuterRef, Q, QuerySet

from checkins.enums import CheckInState, WarmthLevel
from checkins.models import Absence, CheckIn, LastContact
from checkins.queries.balance import balance_beside, with_balance
from checkins.queries.letters import with_letters
from checkins.queries.rhythm import policies, policy_cadence
from checkins.queries.warmth import warmth_beside, with_level
from checkins.rules.balance import SPAN, Balance
from checkins.rules.silence import Silence, bounds, gap_since
from checkins.rules.warmth import Warmth
from core.prepared import Given, prepared
from core.prepared_rows import about_rows
from core.together import Question, read_together
from creators.models import Creator
from partnerships.enums import Stage
from partnerships.models import Partnership

# A leave that begins so soon is worth knowing before one writes.
AHEAD = timedelta(days=30)
BY_CREATOR, BY_PARTNERSHIP = "partnership__creator", "partnership"
_ORDER = [WarmthLevel.WARM, WarmthLevel.COOLING, WarmthLevel.COLD]
_RESTING = [Stage.PAUSED, Stage.ENDED]


class NextCheckIn(NamedTuple):
    """`due_on` is a date where the creator lives."""

    due_on: date
    reason: Mapping[str, Any]


class _Rhythm(NamedTuple):
    """As much of a partnership as warmth is counted from."""

    pk: int
    creator: int
    stage: str
    tier: str
    cadence_override: str
    started_on: date
    last_two_way: datetime | None
    policy: str | None


def _contacted(by: str) -> "QuerySet[LastContact, Any]":
    rows = LastContact.objects.filter(contact_at__isnull=False).order_by()
    return rows.values_list(by).annotate(Max("contact_at"))


def _first_planned(by: str) -> "QuerySet[CheckIn, Any]":
    rows = CheckIn.objects.filter(state=CheckInState.PLANNED).order_by("-due_on", "-pk")
    return rows.values_list(by, "due_on", "reason")


def _rhythms() -> Any:
    return _with_warmth(Partnership.objects.order_by()).values_list(*_Rhythm._fields)


_CONTACTED = {by: about_rows(by)(partial(_contacted, by)) for by in (BY_CREATOR, BY_PARTNERSHIP)}
_PLANNED = {by: about_rows(by)(partial(_first_planned, by)) for by in (BY_CREATOR, BY_PARTNERSHIP)}
_RHYTHMS = {BY_CREATOR: about_rows("creator")(_rhythms), BY_PARTNERSHIP: about_rows("pk")(_rhythms)}


def last_contact(ids: Iterable[int], by: str) -> dict[int, datetime]:
    """Id → the newest real contact, either way; `by` is BY_CREATOR or BY_PARTNERSHIP."""
    return dict(_CONTACTED[by](ids))


def next_check_ins(ids: Iterable[int], by: str) -> dict[int, NextCheckIn]:
    """Id → the first planned check-in."""
    return {pk: NextCheckIn(due_on, reason) for pk, due_on, reason in _PLANNED[by](ids)}


def warmths(ids: Iterable[int], by: str, at: datetime) -> dict[int, Warmth]:
    """Id → warmth; of a creator with several partnerships the coldest."""
    found: dict[int, list[Warmth]] = defaultdict(list)
    for values in _RHYTHMS[by](ids):
        row = _Rhythm(*values)
        one = warmth_beside(row, at)
        if one is not None:
            found[row.creator if by == BY_CREATOR else row.pk].append(one)
    return {pk: max(many, key=lambda w: _ORDER.index(w.level)) for pk, many in found.items()}


def _with_warmth(rows: "QuerySet[Partnership, Any]") -> Any:
    return rows.exclude(stage=Stage.ENDED).annotate(
        last_two_way=F("last_contact__two_way_at"), policy=policy_cadence()
    )


def _having(creators: Any, partnerships: Any) -> Any:
    """Creators with such a partnership. Asked by EXISTS: the database may then walk the list in its
    order and stop at a page's end."""
    return creators.filter(Exists(partnerships.filter(creator=OuterRef("pk"))))


def narrow_creators(creators: Any, level: str, at: datetime) -> Any:
    """Creators with a living partnership that has this warmth."""
    rows = Partnership.objects.exclude(stage__in=_RESTING)
    return _having(creators, with_level(rows, [level], policies(), at))


def narrow_by_contact(creators: Any, silence: str, at: datetime) -> Any:
    """Creators whose newest contact, over all partnerships, is that long ago (Silence)."""
    after, until = bounds(Silence(silence), at)
    if after is not None:
        creators = creators.filter(contacted_at__gt=after)
    if until is not None:
        creators = creators.filter(contacted_at__lte=until)
    return creators


def narrow_by_gap(creators: Any, days: int, at: datetime) -> Any:
    """Creators with a living partnership that has had neither work nor contact for `days` days
    (row 54); one that is younger has no gap."""
    since = gap_since(at, days)
    rows = (
        Partnership.objects.exclude(stage__in=_RESTING)
        .filter(started_on__lte=since.date())
        .exclude(last_contact__contact_at__gt=since)
        .exclude(last_contact__worked_at__gt=since)
    )
    return _having(creators, rows)


def by_contact(creators: Any, descending: bool) -> Any:
    """The longest silent first, those never spoken to before them; or the other way about."""
    return creators.order_by(*(("-contacted_at", "pk") if descending else ("contacted_at", "-pk")))


def by_next(creators: Any, descending: bool) -> Any:
    """The soonest planned check-in first, those without one last; or the other way about."""
    return creators.order_by(
        *(("-next_contact_on", "-pk") if descending else ("next_contact_on", "pk"))
    )


@dataclass(frozen=True)
class Standing:
    """One partnership, as the profile's head and its own page show it."""

    partnership: Partnership
    warmth: Warmth | None
    last_at: datetime | None
    check_ins: list[CheckIn]
    balance: Balance


def standings_of(creator: Creator, at: datetime) -> list[Standing]:
    """Of the living partnerships of a creator; two queries."""
    return standings_and_absences(creator, at)[0]


def standings_and_absences(creator: Creator, at: datetime) -> tuple[list[Standing], list[Absence]]:
    """The same, and when they are away, now or in the next weeks; still two queries."""
    rows = _of_creator(creator=creator.pk, **_year_before(at))
    given = _days(creator, at)
    planned, absences = read_together(
        [
            Question("standing.planned", _planned_of_creator, given),
            Question("standing.absences", _absences_of_creator, given),
        ]
    )
    return _standings(rows, planned, at), absences


def absences_of(creator: Creator, at: datetime) -> list[Absence]:
    """Of now and of the next weeks; one query."""
    [absences] = read_together(
        [Question("standing.absences", _absences_of_creator, _days(creator, at))]
    )
    return absences


def standing_of(partnership: Partnership, at: datetime) -> Standing | None:
    """None once it has ended; two queries."""
    rows = _of_partnership(partnership=partnership.pk, **_year_before(at))
    planned = _planned_of_partnership(partnership=partnership.pk) if rows else []
    return next(iter(_standings(rows, planned, at)), None)


def _standings(rows: list[Any], check_ins: list[CheckIn], at: datetime) -> list[Standing]:
    planned: Mapping[int, list[CheckIn]] = defaultdict(list)
    for check_in in check_ins:
        planned[check_in.partnership_id].append(check_in)
    return [
        Standing(row, warmth_beside(row, at), row.last_at, planned[row.pk], balance_beside(row))
        for row in rows
    ]


def _days(creator: Creator, at: datetime) -> dict[str, Any]:
    today = at.astimezone(creator.zone).date()
    return {"creator": creator.pk, "today": today, "ahead": today + AHEAD}


def _year_before(at: datetime) -> dict[str, Any]:
    since = at - SPAN
    return {"since": since, "day": since.date()}


def _living(partnerships: "QuerySet[Partnership, Any]") -> Any:
    return (
        with_balance(_with_warmth(partnerships), Given("since"), Given("day"))
        .annotate(last_at=F("last_contact__contact_at"))
        .select_related("brand")
        .order_by("tier", "pk")
    )


def _planned() -> "QuerySet[CheckIn, Any]":
    return CheckIn.objects.filter(state=CheckInState.PLANNED).order_by("due_on", "pk")


@prepared
def _of_creator() -> "QuerySet[Partnership, Any]":
    return with_letters(_living(Partnership.objects.filter(creator=Given("creator"))))


@prepared
def _of_partnership() -> "QuerySet[Partnership, Any]":
    return _living(Partnership.objects.filter(pk=Given("partnership")))


def _planned_of_creator() -> "QuerySet[CheckIn, Any]":
    return _planned().filter(partnership__creator=Given("creator"))


def _absences_of_creator() -> "QuerySet[Absence, Any]":
    rows = Absence.objects.filter(creator=Given("creator"), first__lte=Given("ahead"))
    return rows.filter(Q(until=None) | Q(until__gte=Given("today"))).order_by("first", "pk")


@prepared
def _planned_of_partnership() -> "QuerySet[CheckIn, Any]":
    return _planned().filter(partnership=Given("partnership"))
