"""What a new price is compared with, and the history of prices (product.md, row 25)."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from core.money import Money
from creators.enums import ContentFormat
from creators.models import Rate
from creators.queries.profile import rate_policy
from partnerships.enums import AmendmentState
from partnerships.models import Agreement, Amendment, Partnership
from partnerships.queries.terms import prices_of, terms_of, with_terms
from partnerships.rules.agreements import KEPT_STATES
from partnerships.rules.jumps import Jumps, Key, jumps, keyed, step_jumps
from partnerships.rules.pace import anniversary
from partnerships.rules.tenure import AgreedPrice, prices_on
from partnerships.rules.terms import Terms

DAY = timedelta(days=1)


def price_jumps(partnership: Partnership, terms: Terms, but: Agreement | None) -> Jumps:
    """Prices of a new agreement against what held until its first day: the last agreement's with
    tenure, else the rate card's; and its own steps of tenure. Five queries or fewer."""
    before = _card(partnership, terms.starts_on)
    rows = Agreement.objects.filter(
        partnership=partnership, state__in=KEPT_STATES, starts_on__lt=terms.starts_on
    ).order_by("-starts_on")
    last = (rows.exclude(pk=but.pk) if but else rows).first()
    if last is not None:
        before |= _keyed(prices_of(last, terms.starts_on - DAY))
    limit = rate_policy()[0]
    found = jumps(before, _prices(terms, terms.starts_on), limit)
    return Jumps(found, step_jumps(terms.tenure_steps, limit))


def amended_jumps(before: Terms, after: Terms, day: date) -> Jumps:
    """Prices of an amendment against those that would hold on its day without it; steps of tenure
    that were agreed before are not asked about again."""
    limit = rate_policy()[0]
    known = step_jumps(before.tenure_steps, limit)
    steps = [one for one in step_jumps(after.tenure_steps, limit) if one not in known]
    return Jumps(jumps(_prices(before, day), _prices(after, day), limit), steps)


def _prices(terms: Terms, day: date) -> dict[Key, Decimal]:
    return _keyed(prices_on(terms, day))


def _keyed(prices: Iterable[AgreedPrice]) -> dict[Key, Decimal]:
    return keyed((price.format, price.money) for price in prices)


def _card(partnership: Partnership, day: date) -> dict[Key, Decimal]:
    rows = Rate.objects.filter(creator=partnership.creator_id, valid_from__lte=day)
    return keyed(
        (row.format, Money(row.amount, row.currency))
        for row in rows.order_by("valid_from", "pk")
        if row.valid_until is None or row.valid_until >= day
    )


@dataclass(frozen=True)
class PastPrice:
    """`source`: "agreement", "amendment", "tenure", "card" (which has no agreement); `rise`: per
    cent since the one before."""

    format: str
    money: Money
    since: date
    source: str
    agreement: Agreement | None = None
    amendment: Amendment | None = None
    rise: Decimal | None = None
    jump: bool = False

    @property
    def format_label(self) -> str:
        return str(ContentFormat(self.format).label)


@dataclass(frozen=True)
class _Turn:
    """A day on which prices may change, and what they are from then on."""

    day: date
    source: str
    prices: Sequence[tuple[str, Money]]
    agreement: Agreement | None = None
    amendment: Amendment | None = None


def price_history(
    partnership: Partnership, agreements: Sequence[Agreement], today: date
) -> list[PastPrice]:
    """Every price that was agreed, and of the rate card those from days without an agreement; the
    newest first: its source, its day, the rise. Steps of tenure show once reached. Three queries
    for any number of agreements."""
    limit = rate_policy()[0]
    kept = [row for row in agreements if row.state in KEPT_STATES]
    turns = [turn for row in with_terms(kept) for turn in _turns(row, today)]
    turns += _card_turns(partnership, kept, today)
    found: list[PastPrice] = []
    known: dict[Key, Decimal] = {}
    for turn in sorted(turns, key=lambda turn: (turn.day, _ORDER[turn.source])):
        for name, money in turn.prices:
            old = known.get((name, money.currency))
            if old == money.amount:
                continue
            known[name, money.currency] = money.amount
            rise = (money.amount / old - 1) * 100 if old else None
            found.append(
                PastPrice(
                    name, money, turn.day, turn.source, turn.agreement, turn.amendment,
                    rise.quantize(Decimal("0.1")) if rise is not None else None,
                    rise is not None and rise >= limit,
                )
            )  # fmt: skip
    return found[::-1]


# Of one day: what is said later counts.
_ORDER = {"card": 0, "tenure": 1, "agreement": 2, "amendment": 3}


def _card_turns(
    partnership: Partnership, kept: Sequence[Agreement], today: date
) -> Iterator[_Turn]:
    rows = Rate.objects.filter(creator=partnership.creator_id, valid_from__lte=today)
    for row in rows.order_by("valid_from", "pk"):
        day = row.valid_from
        bound = (one.starts_on <= day and (one.ends_on or day) >= day for one in kept)
        if not any(bound):
            yield _Turn(day, "card", [(row.format, Money(row.amount, row.currency))])


def _turns(row: Agreement, today: date) -> Iterator[_Turn]:
    changes: list[Amendment] = row.counting_amendments  # type: ignore[attr-defined]
    first = Terms.from_json(changes[0].before) if changes else terms_of(row)
    said: list[tuple[date, str, Amendment | None, Terms]] = [
        (row.starts_on, "agreement", None, first)
    ]
    said += [
        (one.effective_on, "amendment", one, Terms.from_json(one.after))
        for one in changes
        if one.state == AmendmentState.IN_FORCE
    ]
    for day, source, amendment, terms in said:
        yield _Turn(day, source, _money(terms, day), row, amendment)
    last = min(today, row.ends_on) if row.ends_on else today
    for n in range(1, max(last.year - row.starts_on.year, 0) + 1):
        day = anniversary(row.starts_on, n)
        if day <= last:
            terms = [one[3] for one in said if one[0] <= day][-1]
            yield _Turn(day, "tenure", _money(terms, day), row)


def _money(terms: Terms, day: date) -> list[tuple[str, Money]]:
    return [(price.format, price.money) for price in prices_on(terms, day)]
