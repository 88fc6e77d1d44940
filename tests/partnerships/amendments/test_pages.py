"""Amendments on their pages."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from core.money import Money
from creators.actions.rates import set_rate
from partnerships.actions.agreements import end_agreement, record_signature
from partnerships.actions.amendments import (
    apply_due,
    draft_amendment,
)
from partnerships.actions.notice import give_notice
from partnerships.errors import RateJump
from partnerships.models import Agreement, Amendment
from partnerships.queries.jumps import price_history
from partnerships.queries.terms import terms_of, terms_on, with_terms
from tests.partnerships.amendments.conftest import DAY, RUNNING, TODAY, amended_form, sign, stored
from tests.partnerships.conftest import AT
from tests.partnerships.pages import text_of, url


@pytest.mark.usefixtures("noon")
def test_life_of_an_amendment_by_pages(agreement, client):
    assert "Change a term" in text_of(client.get(url("agreement", agreement.public_id)))
    new = url("amendment_new", agreement.public_id)
    assert 'value="1200.50"' in text_of(client.get(new))
    assert "Nothing differs" in text_of(client.post(new, amended_form()))
    late = client.post(new, amended_form(campaigns_a_year="6", effective_on="2026-03-02"))
    assert late.status_code == 422
    assert "This day is over." in text_of(late)
    made = client.post(new, amended_form(campaigns_a_year="6"))
    row = Amendment.objects.get()
    assert made.url == url("amendment", row.public_id)
    assert "Campaigns a year" in text_of(client.get(made.url))
    edit = url("amendment_edit", row.public_id)
    assert client.post(edit, amended_form(campaigns_a_year="7", version="1")).status_code == 302
    conflict = client.post(edit, amended_form(campaigns_a_year="8", version="1"))
    assert conflict.status_code == 409
    assert client.post(url("amendment_send", row.public_id)).url == made.url
    assert client.get(edit).status_code == 302
    sign_page = url("amendment_sign", row.public_id)
    assert client.get(sign_page).status_code == 200
    data = {"signed_on": "2026-03-03", "signed_by": "Maya", "our_signed_by": "Ivo"}
    assert client.post(sign_page, data).status_code == 302
    page = text_of(client.get(url("agreement", agreement.public_id)))
    assert "Amendment no. 1" in page
    tab = client.get(url("detail", agreement.partnership.public_id) + "?tab=agreement")
    assert "Price history" in text_of(tab)
    assert Agreement.objects.get().campaigns_a_year == 7


@pytest.mark.usefixtures("noon")
def test_withdraw_by_page_and_no_new_one_after_the_end(agreement, amend, client, manager):
    row = amend()
    page = url("amendment_withdraw", row.public_id)
    assert client.get(page).status_code == 200
    assert client.post(page, {"reason": "Not now"}).status_code == 302
    end_agreement(agreement=stored(agreement), reason="Over", by=manager, at=AT)
    assert client.get(url("amendment_new", agreement.public_id)).status_code == 302


@pytest.mark.usefixtures("noon")
def test_a_jump_is_flagged_beside_its_price(agreement, client):
    new = url("amendment_new", agreement.public_id)
    dear = {"rates-0-amount": "2401"}
    page = text_of(client.post(new, amended_form(**dear)))
    assert "It was $1,200.50: 100 % more." in page
    assert 'name="rate_jump_reason"' in page
    assert client.post(new, amended_form(**dear, rate_jump_reason="Ads too")).status_code == 302


@pytest.mark.usefixtures("noon")
def test_an_analyst_reads_and_does_not_write(agreement, amend, client_as, analyst):
    row = amend()
    client = client_as(analyst)
    page = text_of(client.get(url("amendment", row.public_id)))
    assert "Send to the creator" not in page
    assert client.get(url("amendment_edit", row.public_id)).status_code == 403


def test_notice_ends_what_a_change_made_evergreen(agreement, amend, manager):
    found = amend(effective_on=TODAY + 10 * DAY, kind="evergreen", ends_on=None)
    sign(found, manager)
    give_notice(agreement=stored(agreement), notice_by="us", by=manager, at=AT)
    assert apply_due(amendment=stored(found), by=None, at=AT + 10 * DAY)
    row = stored(agreement)
    assert (row.kind, row.ends_on, row.state) == ("evergreen", TODAY + 30 * DAY, "in_notice")


def test_notice_may_come_later_than_the_end_a_change_agreed(drafted, manager):
    row = drafted(**{**RUNNING, "kind": "evergreen", "ends_on": None})
    record_signature(agreement=row, signed_on=TODAY, signed_by="Maya", by=manager, at=AT)
    new = replace(terms_of(row), kind="annual", ends_on=TODAY + 20 * DAY)
    found = draft_amendment(
        agreement=row, terms=new, effective_on=TODAY + 10 * DAY, reason="Enough", by=manager, at=AT
    )
    sign(found, manager)
    give_notice(agreement=stored(row), notice_by="us", by=manager, at=AT)
    assert apply_due(amendment=stored(found), by=None, at=AT + 10 * DAY)
    assert (stored(row).kind, stored(row).ends_on) == ("annual", TODAY + 20 * DAY)


def test_a_jump_of_tenure_needs_a_reason_once(amend, agreement, manager):
    steps = [(2, Decimal(30))]
    with pytest.raises(RateJump) as refused:
        amend(tenure_steps=steps)
    assert refused.value.step_flags == {2: "30 % more at once."}
    assert refused.value.flags == {}
    found = amend(tenure_steps=steps, jump="The audience doubles")
    assert found.rate_jump_reason == "The audience doubles"
    sign(found, manager)
    assert amend(tenure_steps=[*steps, (3, Decimal(40))]).rate_jump_reason == ""


@pytest.mark.usefixtures("noon")
def test_a_jump_of_tenure_is_flagged_beside_its_step(agreement, client):
    new = url("amendment_new", agreement.public_id)
    step = {
        "tenure_steps-TOTAL_FORMS": "1",
        "tenure_steps-0-from_year": "2",
        "tenure_steps-0-percent": "30",
    }
    answer = client.post(new, amended_form(**step))
    assert answer.status_code == 422
    page = text_of(answer)
    assert "30 % more at once." in page
    assert 'name="rate_jump_reason"' in page


@pytest.mark.usefixtures("noon")
def test_the_form_begins_on_the_day_of_a_link_and_leads_to_an_open_change(agreement, amend, client):
    new = url("amendment_new", agreement.public_id)
    assert 'value="2026-09-01"' in text_of(client.get(f"{new}?from=2026-09-01"))
    for wrong in ("2025-01-01", "soon"):
        assert f'value="{TODAY}"' in text_of(client.get(f"{new}?from={wrong}"))
    found = amend()
    assert client.get(new).url == url("amendment", found.public_id)


def test_terms_of_many_are_one_query(agreement, amend, manager, django_assert_num_queries):
    sign(amend(), manager)
    rows = list(Agreement.objects.all())
    with django_assert_num_queries(1):
        told = [(terms_of(row), terms_on(row, TODAY)) for row in with_terms(rows)]
    assert [one for one, _on in told] == [terms_of(row) for row in Agreement.objects.all()]


def test_price_history_knows_the_rate_card(agreement, manager, django_assert_num_queries):
    creator = agreement.partnership.creator
    for day, amount in ((date(2025, 1, 1), 800), (date(2026, 2, 1), 3000)):
        set_rate(
            creator=creator, format="reel", price=Money(Decimal(amount), "USD"), valid_from=day,
            by=manager, at=AT,
        )  # fmt: skip
    rows = list(Agreement.objects.all())
    with django_assert_num_queries(3):
        told = price_history(agreement.partnership, rows, TODAY)
    reels = [
        (one.source, one.money.amount, one.rise, one.jump) for one in told if one.format == "reel"
    ]
    # What the card says while an agreement holds is not what is paid.
    assert reels == [
        ("agreement", Decimal("1200.50"), Decimal("50.1"), True),
        ("card", Decimal(800), None, False),
    ]
