"""The list of sessions, and what each cost and led to (product.md, rows 68, 69)."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Count, Q, QuerySet

from checkins.enums import GuestAnswer, SessionKind, SessionState
from checkins.models import Session, SessionDecision, SessionGuest
from checkins.rules.sessions import EVERY_MONTHS, next_one
from core.money import Money, totals
from partnerships.models import Brand

# The tabs of the list, each with the states it shows.
TABS: dict[str, tuple[str, ...]] = {
    "coming": (SessionState.FIXED,),
    "looking": (SessionState.POLLED,),
    "drafts": (SessionState.DRAFT,),
    "held": (SessionState.HELD,),
    "cancelled": (SessionState.CANCELLED,),
}
_ORDER = {"coming": ["starts_at", "pk"], "held": ["-starts_at", "-pk"]}


@dataclass(frozen=True)
class Wanted:
    """What the query string asks for; "" is no wish."""

    kind: str = ""
    brand: str = ""

    @classmethod
    def read(cls, query: Mapping[str, str]) -> "Wanted":
        kind, brand = query.get("kind", ""), query.get("brand", "")
        return cls(kind if kind in SessionKind.values else "", brand.replace("\x00", "")[:16])

    def narrow(self, rows: "QuerySet[Session]") -> "QuerySet[Session]":
        if self.kind:
            rows = rows.filter(kind=self.kind)
        if self.brand:
            rows = rows.filter(brand__public_id=self.brand)
        return rows


def sessions(tab: str, wanted: Wanted) -> "QuerySet[Session]":
    rows = wanted.narrow(Session.objects.filter(state__in=TABS[tab]))
    rows = rows.select_related("brand", "organizer").defer("notes", "purpose")
    return rows.order_by(*_ORDER.get(tab, ["-created_at", "-pk"]))


def counts(wanted: Wanted) -> dict[str, int]:
    """Tab → how many; one query."""
    rows = wanted.narrow(Session.objects.all()).order_by()
    found = dict(rows.values_list("state").annotate(n=Count("pk")))
    return {tab: sum(found.get(state, 0) for state in states) for tab, states in TABS.items()}


def brands_with_sessions() -> "QuerySet[Brand]":
    return Brand.objects.filter(sessions__isnull=False).distinct().order_by("name")


@dataclass
class Tally:
    """Of one session. `fees`: of those who came, before that of those expected; one sum for each
    currency. `used`: decisions that changed a brief."""

    guests: int = 0
    yes: int = 0
    no: int = 0
    came: int = 0
    markets: set[str] = field(default_factory=set)
    fees: list[Money] = field(default_factory=list)
    decisions: int = 0
    used: int = 0

    @property
    def silent(self) -> int:
        return self.guests - self.yes - self.no


def tallies(rows: Iterable[Session]) -> dict[int, Tally]:
    """Session → its figures; two queries."""
    states = {row.pk: row.state for row in rows}
    found = {pk: Tally() for pk in states}
    amounts: dict[int, list[Money]] = defaultdict(list)
    guests = SessionGuest.objects.filter(session__in=states).select_related("payment")
    told = ("session", "answer", "came", "fee", "currency", "partnership__creator__market",
            "payment__amount", "payment__currency")  # fmt: skip
    for pk, answer, came, fee, currency, market, paid, paid_in in guests.values_list(*told):
        one = found[pk]
        one.guests += 1
        one.yes += answer == GuestAnswer.YES
        one.no += answer == GuestAnswer.NO
        one.came += bool(came)
        one.markets.add(market)
        money = _cost(states[pk], answer, bool(came), (fee, currency), (paid, paid_in))
        if money is not None:
            amounts[pk].append(money)
    decided = SessionDecision.objects.filter(session__in=states).order_by()
    counted = decided.values_list("session").annotate(
        n=Count("pk", distinct=True),
        used=Count("pk", distinct=True, filter=Q(uses__isnull=False)),
    )
    for pk, n, used in counted:
        found[pk].decisions, found[pk].used = n, used
    for pk, sums in amounts.items():
        found[pk].fees = totals(sums)
    return found


def _cost(
    state: str,
    answer: str,
    came: bool,
    fee: tuple,
    paid: tuple,
) -> Money | None:
    """What is owed once it was held; before, what it will cost with those who may come."""
    if state == SessionState.HELD:
        return Money(*paid) if came and paid[0] is not None else None
    expected = state != SessionState.CANCELLED and answer != GuestAnswer.NO
    return Money(*fee) if expected and fee[0] else None


@dataclass(frozen=True)
class Hint:
    """It is time for another one: the last of `kind` was on `last`."""

    kind: SessionKind
    last: date


def hints(today: date) -> list[Hint]:
    """Kinds with a rhythm whose time has come and of which nothing is being prepared; one query."""
    kinds = list(EVERY_MONTHS)
    rows = Session.objects.filter(kind__in=kinds).exclude(state=SessionState.CANCELLED)
    held: dict[str, list[date]] = defaultdict(list)
    preparing = set()
    for kind, state, starts_at in rows.order_by().values_list("kind", "state", "starts_at"):
        if state == SessionState.HELD and starts_at is not None:
            held[kind].append(starts_at.date())
        else:
            preparing.add(kind)
    return [
        Hint(kind, max(held[kind]))
        for kind in kinds
        if kind not in preparing and next_one(kind, held[kind], today)
    ]
