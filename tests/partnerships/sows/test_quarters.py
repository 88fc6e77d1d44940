"""Statements of work (product.md, row 20)."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.mail.outbox import NoAddress
from core.models import AuditEntry, MailAttachment, OutgoingMail
from core.money import Money
from core.versions import EditConflict
from partnerships.actions import sows
from partnerships.enums import SowState
from partnerships.errors import Refused, WrongState
from partnerships.models import Objective, Sow
from partnerships.rules.sow import (
    TRANSITIONS,
    last_day,
    may_become,
    quarters_to_offer,
    shares_days,
    standing,
)
from tests import factories
from tests.partnerships.conftest import AT
from tests.partnerships.pages import queries_of, text_of, url
from tests.partnerships.sows.conftest import Q2, VALUES, form

pytestmark = pytest.mark.django_db


def test_every_step_is_allowed_or_not():
    for state in SowState:
        for target in SowState:
            assert may_become(state, target) == (target in TRANSITIONS[state])
    assert not TRANSITIONS[SowState.AGREED]


@pytest.mark.parametrize(
    ("quarter", "first", "last", "shared"),
    [
        (Q2, date(2026, 4, 1), date(2027, 3, 31), True),
        (Q2, date(2026, 6, 30), None, True),
        (Q2, date(2026, 7, 1), None, False),
        (Q2, date(2025, 4, 1), date(2026, 4, 1), True),
        (Q2, date(2025, 4, 1), date(2026, 3, 31), False),
    ],
)
def test_quarter_and_agreement_share_a_day(quarter, first, last, shared):
    assert shares_days(quarter, first, last) is shared


@given(st.dates(date(2020, 1, 1), date(2030, 1, 1)), st.integers(0, 1000), st.dates())
def test_offered_quarters_are_free_and_of_the_agreement(first, days, today):
    last = first + timedelta(days=days)
    offered = quarters_to_offer(first, last, [Q2], today)
    assert Q2 not in offered
    assert all(shares_days(one, first, last) for one in offered)


def test_standing_counts_the_quarter_and_never_adds_currencies():
    usd, rub = (Money(Decimal(n), c) for n, c in ((1600, "USD"), (90_000, "RUB")))
    found = standing(
        quarter=Q2, campaigns=2, budget_to=Money(Decimal(3000), "USD"),
        booked_days=[Q2, last_day(Q2), last_day(Q2) + timedelta(1), Q2 - timedelta(1), Q2],
        fees=[(Q2, usd), (Q2, usd), (last_day(Q2), rub), (date(2026, 7, 1), usd)],
    )  # fmt: skip
    assert (found.booked, found.left, found.extra) == (3, 0, 1)
    assert found.fee == usd + usd and found.others == [rub] and found.over_budget


def test_standing_of_an_empty_quarter():
    found = standing(
        quarter=Q2, campaigns=2, budget_to=Money(Decimal(0), "USD"), booked_days=[], fees=[]
    )
    assert (found.booked, found.left, found.over_budget) == (0, 2, False)
    assert found.fee == Money(Decimal(0), "USD")


@pytest.mark.parametrize(
    ("quarter", "changes", "field"),
    [
        (date(2026, 5, 1), {}, "quarter"),
        (date(2026, 1, 1), {}, "quarter"),
        (date(2027, 4, 1), {}, "quarter"),
        (Q2, {"focus": "  "}, "focus"),
        (Q2, {"budget_from": Decimal(-1)}, "budget_from"),
        (Q2, {"budget_to": Decimal(1999)}, "budget_to"),
    ],
)
def test_sow_that_cannot_be_meant_is_refused(agreement, manager, quarter, changes, field):
    with pytest.raises(Refused) as refused:
        sows.draft_sow(
            agreement=agreement, quarter=quarter, values={**VALUES, **changes}, by=manager, at=AT
        )
    assert refused.value.field == field
    assert not Sow.objects.exists()


def test_quarter_has_one_sow(agreement, sow, manager):
    with pytest.raises(Refused, match="already"):
        sows.draft_sow(agreement=agreement, quarter=Q2, values=VALUES, by=manager, at=AT)


def test_draft_agreement_has_no_quarters(drafted, manager):
    with pytest.raises(WrongState):
        sows.draft_sow(agreement=drafted(), quarter=Q2, values=VALUES, by=manager, at=AT)


def test_draft_is_edited_sent_and_agreed(sow, manager):
    sows.update_sow(
        sow=sow, expected=sow.version, values={**VALUES, "campaigns": 3}, by=manager, at=AT
    )
    sows.send_sow(sow=sow, by=manager, at=AT)
    with pytest.raises(WrongState):
        sows.update_sow(sow=sow, expected=sow.version, values=VALUES, by=manager, at=AT)
    with pytest.raises(WrongState):
        sows.discard_sow(sow=sow, by=manager, at=AT)
    sows.agree_sow(sow=sow, agreed_on=AT.date(), agreed_by=" Maya ", by=manager, at=AT)
    sow.refresh_from_db()
    assert (sow.state, sow.agreed_by, sow.campaigns, sow.sent_on) == (
        "agreed", "Maya", 3, AT.date(),
    )  # fmt: skip
    verbs = AuditEntry.objects.filter(object_id=sow.public_id).values_list("verb", flat=True)
    assert {"sow.drafted", "sow.updated", "sow.sent", "sow.agreed"} <= set(verbs)


def test_old_version_is_a_conflict(sow, manager):
    with pytest.raises(EditConflict):
        sows.update_sow(sow=sow, expected=sow.version + 1, values=VALUES, by=manager, at=AT)


def test_sending_twice_is_one_mail(sow, manager):
    again = Sow.objects.get(pk=sow.pk)
    again.agreement = sow.agreement
    sows.send_sow(sow=sow, by=manager, at=AT)
    with pytest.raises(WrongState):
        sows.send_sow(sow=again, by=manager, at=AT)
    assert OutgoingMail.objects.filter(kind="sow").count() == 1


@pytest.mark.parametrize(
    ("language", "told"),
    [("en", ["Q2 2026", "Campaigns: 2", "$2,000"]), ("ru", ["кв. 2026", "Кампании: 2", "3 000"])],
)
def test_mail_carries_the_paper_in_the_creators_language(sow, manager, language, told):
    sow.agreement.partnership.creator.language = language
    sows.send_sow(sow=sow, by=manager, at=AT)
    mail = OutgoingMail.objects.get(kind="sow")
    file = MailAttachment.objects.get(mail=mail, content_id="")
    assert file.name == "sow-2026-q2.pdf" and bytes(file.content).startswith(b"%PDF-")
    for body in (mail.text, mail.html):
        assert "The refill launch" in body
    text = mail.text.replace("\xa0", " ")
    assert [words for words in told if words not in text and words not in mail.subject] == []


def test_taken_back_stops_the_mail_and_a_second_sending_is_another_one(sow, manager):
    sows.send_sow(sow=sow, by=manager, at=AT)
    assert sows.take_back_sow(sow=sow, by=manager, at=AT)
    sow.refresh_from_db()
    assert (sow.state, sow.sent_on) == ("draft", None)
    sows.send_sow(sow=sow, by=manager, at=AT)
    states = OutgoingMail.objects.filter(kind="sow").order_by("pk").values_list("state", flat=True)
    assert list(states) == ["cancelled", "queued"]


def test_without_address_nothing_is_sent(sow, manager):
    sow.agreement.partnership.creator.email = ""
    with pytest.raises(NoAddress):
        sows.send_sow(sow=sow, by=manager, at=AT)
    assert Sow.objects.get().state == "draft"


@pytest.mark.parametrize(
    ("day", "who", "field"),
    [(AT.date() + timedelta(1), "Maya", "agreed_on"), (AT.date(), " ", "agreed_by")],
)
def test_agreement_to_it_needs_a_past_day_and_a_name(sow, manager, day, who, field):
    with pytest.raises(Refused) as refused:
        sows.agree_sow(sow=sow, agreed_on=day, agreed_by=who, by=manager, at=AT)
    assert refused.value.field == field


def test_discarded_draft_frees_its_quarter(sow, manager):
    agreement = sow.agreement
    sows.discard_sow(sow=sow, by=manager, at=AT)
    sows.draft_sow(agreement=agreement, quarter=Q2, values=VALUES, by=manager, at=AT)
    told = AuditEntry.objects.get(verb="sow.discarded").changes
    assert told["focus"] == "The refill launch"


@pytest.mark.usefixtures("noon")
def test_quarter_is_planned_and_shown_with_what_is_booked(client, agreement):
    page = client.get(url("sow_new", agreement.public_id))
    assert page.status_code == 200 and "Q2 2026" in text_of(page)
    assert client.post(url("sow_new", agreement.public_id), form()).status_code == 302
    sow = Sow.objects.get()
    campaign = factories.CampaignFactory(
        workspace=sow.workspace, brand=agreement.partnership.brand, starts_on=date(2026, 4, 10),
        ends_on=date(2026, 4, 30),
    )  # fmt: skip
    factories.CollaborationFactory(
        campaign=campaign, partnership=agreement.partnership, fee_amount=3500
    )
    for address in (
        url("sow", sow.public_id),
        url("agreement", agreement.public_id),
        f"{url('detail', agreement.partnership.public_id)}?tab=agreement",
    ):
        text = text_of(client.get(address))
        assert "1 of 2 campaigns booked" in text
        assert "fees $3,500 of up to $3,000" in text and "over the budget" in text


@pytest.mark.usefixtures("noon")
@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"budget_to": "1"}, "is below"),
        ({"budget_from": "-1"}, "greater than or equal to 0"),
        ({"focus": ""}, "required"),
        ({"quarter": "2031-01-01"}, "Select a valid choice"),
        ({"campaigns": "one"}, "whole number"),
    ],
)
def test_bad_plan_is_told_beside_its_field(client, agreement, changes, words):
    answer = client.post(url("sow_new", agreement.public_id), form(**changes))
    assert answer.status_code == 422 and words in text_of(answer)
    assert not Sow.objects.exists()


@pytest.mark.usefixtures("noon")
def test_sow_goes_through_its_life_on_its_pages(client, sow):
    Objective.objects.create(
        workspace=sow.workspace, partnership=sow.agreement.partnership, sow=sow, market="US",
        audience="Young parents", metric="reach", target=90_000, starts_on=Q2, ends_on=last_day(Q2),
    )  # fmt: skip
    pk = sow.public_id
    assert "Young parents" in text_of(client.get(url("sow", pk)))
    edit = {**form(focus="More"), "version": sow.version}
    assert client.post(url("sow_edit", pk), edit).status_code == 302
    conflict = client.post(url("sow_edit", pk), {**form(focus="Less"), "version": sow.version})
    assert conflict.status_code == 409 and "More" in text_of(conflict)
    for step in ("send", "take_back", "send"):
        assert client.get(url(f"sow_{step}", pk)).status_code == 200
        assert client.post(url(f"sow_{step}", pk)).status_code == 302
    assert client.get(url("sow_edit", pk)).status_code == 302
    yes = {"agreed_on": "2026-03-03", "agreed_by": "Maya"}
    assert client.post(url("sow_agree", pk), {**yes, "agreed_on": "2026-09-09"}).status_code == 422
    assert client.post(url("sow_agree", pk), yes).status_code == 302
    sow.refresh_from_db()
    assert sow.state == "agreed" and sow.focus == "More"
    assert "by Maya" in text_of(client.get(url("sow", pk)))


@pytest.mark.usefixtures("noon")
@pytest.mark.parametrize("language", ["en", "ru"])
def test_paper_is_handed_out_in_either_language(client, sow, language):
    for name, row in (("sow_paper", sow), ("agreement_paper", sow.agreement)):
        answer = client.get(url(name, row.public_id) + f"?language={language}")
        assert answer.content.startswith(b"%PDF-")
        assert f"-{language}.pdf" in answer["Content-Disposition"]
        assert "sandbox" in answer["Content-Security-Policy"]
    assert client.get(url("sow_paper", sow.public_id) + "?language=xx").status_code == 200


@pytest.mark.usefixtures("noon")
def test_pages_ask_as_often_for_many_quarters(client, agreement, manager):
    pages = [
        url("agreement", agreement.public_id),
        f"{url('detail', agreement.partnership.public_id)}?tab=agreement",
    ]
    sows.draft_sow(agreement=agreement, quarter=Q2, values=VALUES, by=manager, at=AT)
    one = [queries_of(client, page) for page in pages]
    for month in (7, 10):
        sows.draft_sow(
            agreement=agreement, quarter=date(2026, month, 1), values=VALUES, by=manager, at=AT
        )
    assert [queries_of(client, page) for page in pages] == one
