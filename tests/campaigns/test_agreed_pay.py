"""Retainers, shares of sales and bonuses as payments: once each, also by two workers."""

import itertools
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
import time_machine

from campaigns.actions.agreed_pay import keep_agreed_pay
from campaigns.actions.payments import mark_paid
from campaigns.basis import basis_lines, title_of
from campaigns.models import Payment
from campaigns.queries.agreed_pay import paying_agreements, rows_behind
from campaigns.tasks import keep_agreed_pay_everywhere
from partnerships.actions.amendments import draft_amendment, sign_amendment
from partnerships.models import Agreement, Commitment, PerformanceTerm, Retainer
from partnerships.queries.terms import terms_of
from tests import factories

D = Decimal


def signed(partnership: Any, starts: date, ends: date | None = None, **more: Any) -> Agreement:
    return Agreement.objects.create(
        workspace=partnership.workspace, partnership=partnership, starts_on=starts, ends_on=ends,
        **{"kind": "evergreen" if ends is None else "annual", "state": "in_force",
           "campaigns_a_year": 3, "currency": "USD", "payment_days": 10, **more},
    )  # fmt: skip


def retainer(agreement: Agreement, amount: int = 310, **more: Any) -> Retainer:
    return Retainer.objects.create(
        workspace=agreement.workspace, agreement=agreement, amount=amount, currency="USD",
        scope="A studio day", starts_on=agreement.starts_on, **more,
    )  # fmt: skip


def share(agreement: Agreement, **more: Any) -> PerformanceTerm:
    return PerformanceTerm.objects.create(
        workspace=agreement.workspace, agreement=agreement,
        **{"kind": "revenue_share", "percent": 10, "rhythm": "month", **more},
    )  # fmt: skip


def on(day: date, hour: int = 18) -> datetime:
    return datetime(day.year, day.month, day.day, hour, tzinfo=UTC)


def keep(agreement: Agreement, day: date) -> int:
    return keep_agreed_pay(agreement=Agreement.objects.get(pk=agreement.pk), at=on(day))


def rows(kind: str) -> list[tuple[Any, ...]]:
    return [
        (row.amount, row.first, row.last, row.due_on)
        for row in Payment.objects.filter(kind=kind).order_by("first", "pk")
    ]


# Retainers


def test_retainer_months_are_written_once_each(maya):
    agreement = signed(maya, date(2026, 1, 17))
    retainer(agreement)
    assert keep(agreement, date(2026, 2, 28)) == 1
    # An outage until the middle of May, then two workers.
    assert keep(agreement, date(2026, 5, 15)) == 3
    assert keep(agreement, date(2026, 5, 15)) == 0
    assert rows("retainer")[:2] == [
        (D("150.00"), date(2026, 1, 17), date(2026, 1, 31), date(2026, 2, 10)),
        (D("310.00"), date(2026, 2, 1), date(2026, 2, 28), date(2026, 3, 10)),
    ]
    assert len(rows("retainer")) == 4


def test_retainer_month_is_over_where_the_creator_lives(maya):
    agreement = signed(maya, date(2026, 1, 1))
    retainer(agreement)
    # Still the last of January in Los Angeles.
    row = Agreement.objects.get(pk=agreement.pk)
    assert keep_agreed_pay(agreement=row, at=datetime(2026, 2, 1, 5, tzinfo=UTC)) == 0
    assert keep_agreed_pay(agreement=row, at=datetime(2026, 2, 1, 9, tzinfo=UTC)) == 1


def test_second_worker_with_rows_read_before_writes_nothing(maya, monkeypatch):
    agreement = signed(maya, date(2026, 1, 1))
    retainer(agreement)
    stale = Agreement.objects.get(pk=agreement.pk)
    assert keep(agreement, date(2026, 2, 3)) == 1
    # It read "nothing is written" before the first one wrote.
    monkeypatch.setattr("campaigns.actions.agreed_pay.written_for", lambda *_args: [])
    assert keep_agreed_pay(agreement=stale, at=on(date(2026, 2, 3))) == 0
    assert Payment.objects.count() == 1


def test_retainers_are_promised_for_a_year_and_let_go_by_notice(maya):
    agreement = signed(maya, date(2026, 1, 1))
    retainer(agreement)
    keep(agreement, date(2026, 1, 15))
    assert Commitment.objects.filter(kind="retainer", state="committed").count() == 13
    Agreement.objects.filter(pk=agreement.pk).update(
        ends_on=date(2026, 3, 10), state="in_notice", kind="annual"
    )
    keep(agreement, date(2026, 2, 2))
    left = Commitment.objects.filter(kind="retainer", state="committed").order_by("on")
    assert [(row.amount, row.on) for row in left] == [
        (D("310.00"), date(2026, 1, 31)),
        (D("310.00"), date(2026, 2, 28)),
        (D("100.00"), date(2026, 3, 10)),
    ]
    # Long after: the last part of a month, and nothing more.
    keep(agreement, date(2026, 9, 1))
    assert [row[0] for row in rows("retainer")] == [D("310.00"), D("310.00"), D("100.00")]


def test_retainer_paid_is_spent_and_stays_when_the_days_change(maya, manager):
    agreement = signed(maya, date(2026, 1, 1))
    retainer(agreement)
    keep(agreement, date(2026, 2, 3))
    payment = Payment.objects.get()
    assert payment.commitment.state == "committed"
    mark_paid(payment=payment, paid_on=date(2026, 2, 5), by=manager, at=on(date(2026, 2, 5)))
    Agreement.objects.filter(pk=agreement.pk).update(ends_on=date(2026, 1, 10), kind="annual")
    keep(agreement, date(2026, 2, 6))
    payment.refresh_from_db()
    assert (payment.amount, payment.commitment.state) == (D(310), "spent")


def test_retainer_says_how_it_was_computed(maya):
    agreement = signed(maya, date(2026, 1, 17))
    retainer(agreement)
    keep(agreement, date(2026, 2, 3))
    payment = Payment.objects.get()
    assert basis_lines(payment) == ["A studio day: $310 a month × 15 of 31 days"]
    assert title_of(payment) == "Retainer, 17–31 January 2026"


# Shares of sales


def result(part: Any, day: date, revenue: int, **more: Any) -> Any:
    return factories.ResultFactory(
        collaboration=part, day=day, revenue_amount=revenue, revenue_currency="USD", **more
    )


def test_monthly_share_after_the_month_with_a_correction_for_late_results(part, maya):
    agreement = signed(maya, date(2026, 1, 1))
    share(agreement)
    result(part, date(2026, 2, 10), 1000)
    assert keep(agreement, date(2026, 2, 27)) == 0
    assert keep(agreement, date(2026, 3, 2)) == 1
    result(part, date(2026, 2, 28), 205)
    assert keep(agreement, date(2026, 3, 9)) == 1
    assert keep(agreement, date(2026, 3, 9)) == 0
    first, second = Payment.objects.order_by("pk")
    assert (first.amount, first.due_on) == (D("100.00"), date(2026, 3, 10))
    assert (second.amount, second.due_on) == (D("20.50"), date(2026, 3, 19))
    assert second.basis["correction"] is True
    assert "on top" in " ".join(basis_lines(second))
    (behind,) = rows_behind(first)
    assert (behind.rows, behind.revenue) == (2, D(1205))


def test_share_that_results_take_back_is_less_next_time(part, maya):
    agreement = signed(maya, date(2026, 1, 1))
    share(agreement)
    row = result(part, date(2026, 1, 10), 1000)
    keep(agreement, date(2026, 2, 3))
    row.revenue_amount = 700
    row.save()
    assert keep(agreement, date(2026, 2, 4)) == 0
    result(part, date(2026, 2, 10), 900)
    keep(agreement, date(2026, 3, 3))
    last = Payment.objects.order_by("pk").last()
    assert last is not None
    assert (last.amount, last.basis["deducted"]) == (D("60.00"), "30.00")
    assert "$30" in " ".join(basis_lines(last))


def test_share_of_one_market_and_of_each_currency(part, maya):
    agreement = signed(maya, date(2026, 1, 1))
    share(agreement, market="RU")
    result(part, date(2026, 1, 10), 1000, market="US")
    result(part, date(2026, 1, 10), 300, market="RU")
    roubles = result(part, date(2026, 1, 11), 9000, market="RU")
    roubles.revenue_currency = "RUB"
    roubles.save()
    keep(agreement, date(2026, 2, 3))
    found = {row.currency: row.amount for row in Payment.objects.all()}
    assert found == {"USD": D("30.00"), "RUB": D("900.00")}


def test_share_after_each_campaign_once_it_is_closed(part, campaign, maya):
    agreement = signed(maya, date(2026, 1, 1))
    share(agreement, rhythm="campaign")
    result(part, date(2026, 2, 10), 1000)
    assert keep(agreement, date(2026, 6, 1)) == 0
    part.state, part.closed_at = "closed", on(date(2026, 3, 1))
    part.save()
    assert keep(agreement, date(2026, 6, 1)) == 1
    payment = Payment.objects.get()
    assert (payment.amount, payment.due_on) == (D("100.00"), date(2026, 3, 11))
    assert payment.basis["campaign_name"] == campaign.name
    assert rows_behind(payment)[0].public_id == campaign.public_id


def test_share_of_a_campaign_before_the_agreement_is_none(part, maya):
    agreement = signed(maya, date(2026, 2, 5))
    share(agreement, rhythm="campaign")
    result(part, date(2026, 2, 10), 1000)
    part.state, part.closed_at = "closed", on(date(2026, 3, 1))
    part.save()
    assert keep(agreement, date(2026, 6, 1)) == 0


# Another rhythm by an amendment


def rhythm_changes(agreement: Agreement, day: date, manager: Any, **after: Any) -> None:
    """Signed at noon of `day`, in force from then on."""
    noon = on(day, 20)
    with time_machine.travel(noon, tick=False):
        agreement = Agreement.objects.get(pk=agreement.pk)
        terms = terms_of(agreement)
        paid = tuple(replace(one, **after) for one in terms.performance_terms)
        row = draft_amendment(
            agreement=agreement, terms=replace(terms, performance_terms=paid), effective_on=day,
            reason="Another rhythm", by=manager, at=noon,
        )  # fmt: skip
        sign_amendment(amendment=row, signed_on=day, signed_by="Maya", by=manager, at=noon)


def shares() -> list[tuple[Any, ...]]:
    found = Payment.objects.filter(kind="revenue_share").order_by("first", "pk")
    return [(row.amount, row.first, row.last) for row in found]


@pytest.mark.parametrize(("before", "after"), [("month", "quarter"), ("quarter", "month")])
def test_each_result_counts_once_however_often_the_rhythm_changes(
    part, maya, manager, before, after
):
    agreement = signed(maya, date(2026, 1, 1))
    share(agreement, rhythm=before)
    for day in (date(2026, 1, 10), date(2026, 2, 14), date(2026, 2, 15), date(2026, 3, 31)):
        result(part, day, 1000)
    keep(agreement, date(2026, 2, 3))
    rhythm_changes(agreement, date(2026, 2, 15), manager, rhythm=after)
    for today in (date(2026, 2, 20), date(2026, 3, 3), date(2026, 4, 3), date(2026, 6, 1)):
        keep(agreement, today)
    assert sum(row[0] for row in shares()) == D(400)
    days = [(first, last) for _amount, first, last in shares()]
    assert all(one[1] < other[0] for one, other in itertools.pairwise(days))
    assert (date(2026, 2, 14) in {last for _first, last in days}) is True


def test_rhythm_left_and_taken_up_again_in_one_quarter(part, maya, manager):
    agreement = signed(maya, date(2026, 1, 1))
    share(agreement, rhythm="quarter")
    for day in (date(2026, 1, 10), date(2026, 2, 15), date(2026, 3, 20)):
        result(part, day, 1000)
    rhythm_changes(agreement, date(2026, 2, 1), manager, rhythm="month")
    rhythm_changes(agreement, date(2026, 3, 1), manager, rhythm="quarter")
    assert keep(agreement, date(2026, 4, 3)) == 3
    assert keep(agreement, date(2026, 4, 4)) == 0
    assert [row[0] for row in shares()] == [D(100), D(100), D(100)]


def test_campaign_that_settles_itself_is_left_out_of_the_months_after(
    part, campaign, maya, manager
):
    agreement = signed(maya, date(2026, 1, 1))
    share(agreement, rhythm="campaign")
    begins = campaign.starts_on
    rhythm_changes(agreement, begins + timedelta(days=1), manager, rhythm="month")
    result(part, begins + timedelta(days=2), 1000)
    keep(agreement, begins + timedelta(days=70))
    assert shares() == []
    part.state, part.closed_at = "closed", on(begins + timedelta(days=40))
    part.save()
    keep(agreement, begins + timedelta(days=70))
    assert [row[0] for row in shares()] == [D(100)]


def test_rows_behind_a_month_leave_out_what_a_campaign_settles(
    part, campaign, maya, manager, brand
):
    agreement = signed(maya, date(2026, 1, 1))
    share(agreement, rhythm="campaign")
    begins = campaign.starts_on
    rhythm_changes(agreement, begins + timedelta(days=1), manager, rhythm="month")
    day = begins + timedelta(days=2)
    result(part, day, 1000)
    later = factories.CollaborationFactory(
        partnership=maya,
        campaign=factories.CampaignFactory(
            workspace=maya.workspace, brand=brand, starts_on=day, ends_on=day + timedelta(days=9)
        ),
        state="confirmed",
    )
    result(later, day, 50)
    keep(agreement, begins + timedelta(days=70))
    payment = Payment.objects.get()
    assert payment.amount == D(5)
    assert [(one.rows, one.revenue) for one in rows_behind(payment)] == [(1, D(50))]


def test_shares_agreed_on_together_add_up(part, campaign, maya):
    agreement = signed(maya, date(2026, 1, 1))
    share(agreement, rhythm="campaign")
    share(agreement, rhythm="month", percent=5)
    result(part, campaign.starts_on, 1000)
    part.state, part.closed_at = "closed", on(campaign.starts_on + timedelta(days=40))
    part.save()
    keep(agreement, campaign.starts_on + timedelta(days=70))
    assert sorted(row[0] for row in shares()) == [D(50), D(100)]


# Bonuses


@pytest.mark.parametrize(("views", "n"), [(4999, 0), (5000, 1)])
def test_bonus_once_for_each_quarter(part, maya, views, n):
    agreement = signed(maya, date(2026, 1, 1))
    share(
        agreement, kind="bonus", percent=None, rhythm="quarter", metric="views",
        threshold=5000, amount=300, currency="USD",
    )  # fmt: skip
    factories.ResultFactory(collaboration=part, day=date(2026, 2, 10), views=views)
    assert keep(agreement, date(2026, 4, 2)) == n
    assert keep(agreement, date(2026, 4, 3)) == 0
    if n:
        payment = Payment.objects.get()
        assert (payment.amount, payment.kind) == (D(300), "bonus")
        assert "5,000" in basis_lines(payment)[0]


def test_two_thresholds_are_two_bonuses(part, maya):
    agreement = signed(maya, date(2026, 1, 1))
    for threshold in (10, 100):
        share(
            agreement, kind="bonus", percent=None, metric="revenue", threshold=threshold,
            amount=50, currency="USD",
        )  # fmt: skip
    result(part, date(2026, 1, 10), 1000)
    assert keep(agreement, date(2026, 2, 2)) == 2


# The job


def test_job_looks_at_signed_agreements_of_all_workspaces(maya, sveta, monkeypatch):
    for partnership, state in ((maya, "in_force"), (sveta, "draft")):
        retainer(signed(partnership, date(2026, 1, 1), state=state))
    assert keep_agreed_pay_everywhere() == 2
    assert keep_agreed_pay_everywhere() == 0
    assert set(Payment.objects.values_list("partnership", flat=True)) == {maya.pk}


def test_job_goes_on_after_one_that_fails(maya, sveta, monkeypatch):
    import campaigns.tasks as tasks

    for partnership in (maya, sveta):
        retainer(signed(partnership, date(2026, 1, 1)))
    real = tasks.keep_agreed_pay

    def broken(*, agreement: Agreement, at: datetime) -> int:
        if agreement.partnership_id == maya.pk:
            raise ValueError
        return real(agreement=agreement, at=at)

    monkeypatch.setattr(tasks, "keep_agreed_pay", broken)
    assert keep_agreed_pay_everywhere() == 2


def test_results_long_after_the_end_are_still_paid(part, maya):
    agreement = signed(maya, date(2024, 1, 1), date(2026, 2, 28), state="ended")
    share(agreement)
    keep(agreement, date(2026, 3, 9))
    result(part, date(2026, 2, 10), 1000)
    long_after = date(2027, 12, 1)
    assert agreement in paying_agreements()
    assert keep(agreement, long_after) == 1
