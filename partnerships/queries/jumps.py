"""What a new price is compared with, and the history of prices (product.md, row 25)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from core.money import Money
from creators.enums import ContentFormat
from creators.models import Rate
from creators.queries.profile import rate_policy
from partnerships.enums import AmendmentState
from partnerships.models import Agreement, Amendment, Partnership
from partnerships.queries.terms import terms_of, with_terms
from partnerships.rules.agreements import KEPT_STATES
from partnerships.rules.jumps import Jump, Key, jumps, keyed
from partnerships.rules.pace import anniversary
from partnerships.rules.tenure import prices_on
from partnerships.rules.terms import Terms

DAY = timedelta(days=1)


def price_jumps(partnership: Partnership, terms: Terms, but: Agreement | None) -> list[Jump]:
    """Prices of a new agreement against what held until its first day: the last agreement's with
    tenure, else the rate card's. Ten queries or fewer."""
    before = _card(partnership, terms.starts_on)
    rows = Agreement.objects.filter(
        partnership=partnership, state__in=KEPT_STATES, starts_on__lt=terms.starts_on
    ).order_by("-starts_on")
    last = (rows.exclude(pk=but.pk) if but else rows).first()
    if last is not None:
        before |= _prices(terms_of(with_terms([last])[0]), terms.starts_on - DAY)
    return jumps(before, _prices(terms, terms.starts_on), rate_policy()[0])


def amended_jumps(before: Terms, after: Terms, day: date) -> list[Jump]:
    """Prices of an amendment against those that would hold on its day without it."""
    return jumps(_prices(before, day), _prices(after, day), rate_policy()[0])


def _prices(terms: Terms, day: date) -> dict[Key, Decimal]:
    return keyed((price.format, price.money) for price in prices_on(terms, day))


def _card(partnership: Partnership, day: date) -> dict[Key, Decimal]:
    rows = Rate.objects.filter(creator=partnership.creator_id, valid_from__lte=day)
    return keyed(
        (row.format, Money(row.amount, row.currency))
        for row in rows.order_by("valid_from", "pk")
        if row.valid_until is None or row.valid_until >= day
    )


@dataclass(frozen=True)
class PastPrice:
    """`source`: "agreement", "amendment", "tenure"; `rise`: per cent since the one before."""

    format: str
    money: Money
    since: date
    source: str
    agreement: Agreement
    amendment: Amendment | None = None
    rise: Decimal | None = None
    jump: bool = False

    @property
    def format_label(self) -> str:
        return str(ContentFormat(self.format).label)


def price_history(agreements: Sequence[Agreement], today: date) -> list[PastPrice]:
    """Every price that was agreed, newest first: its source, its day, the rise. Steps of tenure
    show once reached. Nine queries for any number of agreements."""
    limit = rate_policy()[0]
    kept = [row for row in agreements if row.state in KEPT_STATES]
    found: list[PastPrice] = []
    known: dict[Key, Decimal] = {}
    for row in with_terms(sorted(kept, key=lambda one: one.starts_on)):
        for day, source, amendment, terms in _turns(row, today):
            for price in prices_on(terms, day):
                key = (price.format, price.money.currency)
                old = known.get(key)
                if old == price.money.amount:
                    continue
                known[key] = price.money.amount
                rise = (price.money.amount / old - 1) * 100 if old else None
                found.append(
                    PastPrice(
                        price.format, price.money, day, source, row, amendment,
                        rise.quantize(Decimal("0.1")) if rise is not None else None,
                        rise is not None and rise >= limit,
                    )
                )  # fmt: skip
    return found[::-1]


def _turns(row: Agreement, today: date) -> list[tuple[date, str, Amendment | None, Terms]]:
    """Days on which prices of the agreement may change, oldest first."""
    changes: list[Amendment] = row.counting_amendments  # type: ignore[attr-defined]
    first = Terms.from_json(changes[0].before) if changes else terms_of(row)
    found: list[tuple[date, str, Amendment | None, Terms]] = [
        (row.starts_on, "agreement", None, first)
    ]
    found += [
        (one.effective_on, "amendment", one, Terms.from_json(one.after))
        for one in changes
        if one.state == AmendmentState.IN_FORCE
    ]
    turns = list(found)
    last = min(today, row.ends_on) if row.ends_on else today
    for n in range(1, max(last.year - row.starts_on.year, 0) + 1):
        day = anniversary(row.starts_on, n)
        if day <= last:
            terms = [one[3] for one in found if one[0] <= day][-1]
            turns.append((day, "tenure", None, terms))
    return sorted(turns, key=lambda turn: (turn[0], turn[1] != "tenure"))
