"""Statements of work as pages show them: booked against agreed (product.md, row 20)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from core.models import OutgoingMail
from core.money import Money
from partnerships.bookings import booked_days
from partnerships.models import Agreement, Sow
from partnerships.rules.growth import quarter_name
from partnerships.rules.sow import Standing, quarters_to_offer, standing
from partnerships.work_facts import work_of


@dataclass(frozen=True)
class SowLine:
    sow: Sow
    standing: Standing

    @property
    def name(self) -> str:
        return quarter_name(self.sow.quarter)

    @property
    def budget(self) -> tuple[Money, Money]:
        return Money(self.sow.budget_from, self.sow.currency), self.standing.budget_to


def sow_lines(partnership_id: int, sows: Sequence[Sow]) -> list[SowLine]:
    """`sows` of one partnership, each with what is booked in its quarter. Five queries for any
    number, none without."""
    if not sows:
        return []
    days = booked_days([partnership_id])[partnership_id]
    fees = [(fact.starts_on, fact.fee) for fact in work_of([partnership_id])[partnership_id]]
    return [
        SowLine(
            sow,
            standing(
                quarter=sow.quarter,
                campaigns=sow.campaigns,
                budget_to=Money(sow.budget_to, sow.currency),
                booked_days=days,
                fees=fees,
            ),
        )
        for sow in sows
    ]


def sows_of(agreements: Iterable[Agreement]) -> list[Sow]:
    """The newest quarter first."""
    rows = Sow.objects.filter(agreement__in=[one.pk for one in agreements])
    return list(rows.select_related("agreement").order_by("-quarter", "-pk"))


def free_quarters(agreement: Agreement, today: date) -> list[date]:
    taken = Sow.objects.filter(agreement=agreement).values_list("quarter", flat=True)
    return quarters_to_offer(agreement.starts_on, agreement.ends_on, taken, today)


def mail_of_sow(sow: Sow) -> OutgoingMail | None:
    """The last mail that took it to the creator, with its fate."""
    rows = OutgoingMail.objects.filter(
        about_type=sow._meta.label_lower, about_id=sow.public_id, kind="sow"
    )
    return rows.order_by("-created_at", "-pk").first()
