"""The demo's money beside fees: payments of what was agreed (demo/terms.py), payment details, what it
cost to win somebody. All details are invented; their check digits are right."""

from collections.abc import Callable
from datetime import datetime, timedelta
from decimal import Decimal
from functools import partial

from campaigns.actions.acquisition import add_cost
from campaigns.actions.agreed_pay import keep_agreed_pay
from campaigns.actions.by_hand import add_payment
from campaigns.actions.payments import mark_paid
from campaigns.models import Payment
from campaigns.queries.agreed_pay import paying_agreements
from config.demo.cast import Cast
from config.demo.people import PEOPLE
from core.ids import new_public_id
from core.money import Money
from creators.actions.payouts import save_payout
from creators.rules.payouts import account_fits_bank

# The accountant pays what is due within these days.
SOON = timedelta(days=25)
Event = tuple[datetime, Callable[[], object]]
BY_KEY = {person.key: person for person in PEOPLE}
_COSTS = [
    ("maya", "vetting", 180, "Two evenings with her archive"),
    ("maya", "travel", 640, "Portland, to meet her"),
    ("anya", "negotiation", 25_000, "Юрист: права на использование"),
    ("jordan", "samples", 210, "Three full sets"),
    ("lena", "vetting", 9_000, "Проверка аудитории"),
]
_PAYOUTS = {
    "maya": ("paypal", {"email": "maya@creators.example"}),
    "anya": ("bank", {"holder": "Волкова Анна", "bank": "044525225"}),
    "jordan": ("card", {"holder": "Jordan Ames", "card": "4111111111111111"}),
    "lena": ("sbp", {"phone": "+79161234567", "bank_name": "Банк Урала"}),
    "grace": ("bank", {"holder": "Grace Okafor", "account": "GB82WEST12345698765432", "bank": "WESTGB2L"}),
}  # fmt: skip


def money_events(cast: Cast) -> list[Event]:
    """Months and what was paid, from a year ago on."""
    events: list[Event] = []
    for key, kind, amount, note in _COSTS:
        at = cast.ago(max(BY_KEY[key].years * 365 - 3, 5))
        events.append((at, partial(_cost, cast, key, kind, amount, note, at)))
    for key in _PAYOUTS:
        at = cast.ago(min(BY_KEY[key].years * 365 - 6, 350))
        events.append((at, partial(_payout, cast, key, at)))
    for month in range(12, -1, -1):
        at = (cast.now - timedelta(days=30.44 * month)).replace(day=2, hour=5, minute=3)
        if at < cast.now:
            events.append((at, partial(_month, cast, at)))
            paid = at + timedelta(days=9)
            # What the accountant has not come to yet.
            if month > 1:
                events.append((paid, partial(_pay, cast, paid)))
    session = cast.ago(52)
    events.append((session, partial(_session, cast, session)))
    return events


def _month(cast: Cast, at: datetime) -> None:
    for agreement in paying_agreements():
        keep_agreed_pay(agreement=agreement, at=at)


def _pay(cast: Cast, at: datetime) -> None:
    rows = Payment.objects.filter(paid_on=None, collaboration=None, due_on__lte=at.date() + SOON)
    for payment in rows.select_related("workspace", "partnership__owner"):
        mark_paid(payment=payment, paid_on=at.date(), by=payment.partnership.owner, at=at)


def _session(cast: Cast, at: datetime) -> None:
    add_payment(
        partnership=cast.partnerships["sofia"], kind="session",
        note="Two hours on the refill packaging", money=Money(Decimal(250), "USD"),
        due_on=at.date() + timedelta(days=30), asked=new_public_id(),
        by=cast.members["daniel"], at=at,
    )  # fmt: skip


def _cost(cast: Cast, key: str, kind: str, amount: int, note: str, at: datetime) -> None:
    person = BY_KEY[key]
    add_cost(
        partnership=cast.partnerships[key], kind=kind, money=Money(Decimal(amount), person.currency),
        on=at.date(), note=note, public_id=new_public_id(), by=cast.members[person.owner], at=at,
    )  # fmt: skip


def _payout(cast: Cast, key: str, at: datetime) -> None:
    person = BY_KEY[key]
    method, fields = _PAYOUTS[key]
    if "account" not in fields and method == "bank":
        fields = {**fields, "account": _account(fields["bank"])}
    save_payout(
        creator=cast.creators[key], currency=person.currency, method=method, fields=fields,
        expected=0, by=cast.members[person.owner], at=at,
    )  # fmt: skip


def _account(bank: str) -> str:
    """Nobody's account: its key is the digit that fits the bank."""
    tries = (f"40817810{key}00000000042" for key in range(10))
    return next(number for number in tries if account_fits_bank(number, bank))
