"""The list of payments, one payment, by hand, many at once, the accountant's file, the Money tab."""

import csv
import io
from datetime import date, timedelta

import pytest
from django.urls import reverse

from accounts.models import Membership
from campaigns.actions.by_hand import add_payment
from campaigns.models import Payment
from core.ids import new_public_id
from core.models import AuditEntry, BulkJob, ExportJob
from core.money import Money
from creators.actions.payouts import save_payout
from partnerships.models import AcquisitionCost
from tests import factories
from tests.campaigns.conftest import AT, TODAY, at, dollars, text_of
from tests.factories import fee_payment

CARD = "4111111111111111"


@pytest.fixture
def session(maya, manager):
    """A session that is overdue since yesterday."""
    add_payment(
        partnership=maya, kind="session", note="=Two hours", money=dollars(250),
        due_on=TODAY - timedelta(days=1), asked=new_public_id(), by=manager, at=AT,
    )  # fmt: skip
    return Payment.objects.get(kind="session")


@pytest.fixture
def fee(part):
    return fee_payment(part, amount=900, currency="USD", due_on=TODAY + timedelta(days=5))


@pytest.fixture
def roubles(sveta, manager):
    add_payment(
        partnership=sveta, kind="other", note="Поездка", money=Money(dollars(9000).amount, "RUB"),
        due_on=date(2026, 4, 5), asked=new_public_id(), by=manager, at=AT,
    )  # fmt: skip
    return Payment.objects.get(kind="other")


def shown(client, **address) -> set[str]:
    answer = client.get(at("payments"), {"state": "all", **address})
    return {line["row"].kind for line in answer.context["lines"]}


# The list


def test_filters(client, session, fee, roubles, brand, sveta, owner):
    assert shown(client) == {"session", "fee", "other"}
    assert shown(client, state="overdue") == {"session"}
    assert shown(client, state="due") == {"fee", "other"}
    assert shown(client, kind="fee") == {"fee"}
    assert shown(client, currency="RUB") == {"other"}
    assert shown(client, month="2026-04") == {"other"}
    assert shown(client, month="nonsense", kind="nonsense", currency="X", sort="x") == {
        "session", "fee", "other",
    }  # fmt: skip
    assert shown(client, brand=brand.public_id) == {"session", "fee", "other"}
    assert shown(client, brand="0" * 12) == set()
    sveta.owner = owner
    sveta.save()
    assert shown(client, mine="1") == {"session", "fee"}


def test_sums_are_those_of_the_filter_and_never_cross_currencies(client, session, fee, roubles):
    standing = client.get(at("payments")).context["standing"]
    assert [str(money) for money in standing.due] == ["₽9,000", "$900"]
    assert [str(money) for money in standing.overdue] == ["$250"]
    standing = client.get(at("payments"), {"currency": "RUB"}).context["standing"]
    assert standing.overdue == []


def test_sorting(client, session, fee, roubles):
    for sort, first in (("amount", "other"), ("-due", "other"), ("due", "session")):
        lines = client.get(at("payments"), {"state": "all", "sort": sort}).context["lines"]
        assert lines[0]["row"].kind == first
    assert client.get(at("payments"), {"state": "all", "sort": "creator"}).status_code == 200


def test_sunday_is_paid_on_friday(client, maya, manager):
    add_payment(
        partnership=maya, kind="session", note="Talk", money=dollars(1), due_on=date(2026, 3, 8),
        asked=new_public_id(), by=manager, at=AT,
    )  # fmt: skip
    assert "pay by 6 March" in text_of(client.get(at("payments")))


def test_list_takes_as_many_queries_for_one_as_for_many(
    client, campaign, brand, manager, django_assert_max_num_queries, django_assert_num_queries
):
    def more(n: int) -> None:
        for _each in range(n):
            partnership = factories.PartnershipFactory(
                workspace=brand.workspace, brand=brand, owner=manager
            )
            part = factories.CollaborationFactory(campaign=campaign, partnership=partnership)
            fee_payment(part, amount=900, currency="USD", due_on=TODAY)

    more(1)
    client.get(at("payments"))
    with django_assert_max_num_queries(15) as first:
        client.get(at("payments"))
    more(8)
    with django_assert_num_queries(len(first)):
        client.get(at("payments"))


# One payment, by hand


def test_page_of_a_payment(client, session, client_as, analyst):
    text = text_of(client.get(at("payment", session.public_id)))
    assert "=Two hours" in text
    assert "not known yet" in text
    assert at("payment_correct", session.public_id) in text
    assert at("payment_correct", session.public_id) not in text_of(
        client_as(analyst).get(at("payment", session.public_id))
    )


def test_written_by_hand(client, maya):
    page = at("payment_new", maya.public_id)
    form = client.get(page).context["form"]
    data = {"kind": "session", "note": "Talk", "amount": "1 200,50", "currency": "USD",
            "due_on": "2026-03-20", "asked": form["asked"].value()}  # fmt: skip
    wrong = client.post(page, {**data, "amount": "0"})
    assert wrong.status_code == 422
    assert "above zero" in text_of(wrong)
    assert client.post(page, {**data, "kind": "fee"}).status_code == 422
    assert client.post(page, data)["Location"].endswith("?tab=money")
    client.post(page, data)
    assert [str(row.amount) for row in Payment.objects.all()] == ["1200.50"]


def test_corrected_beside_a_colleague(client, session):
    page = at("payment_correct", session.public_id)
    data = {"note": "Three hours", "amount": "300", "currency": "USD", "due_on": "2026-03-20"}
    assert client.post(page, {**data, "version": "1"}).status_code == 302
    clash = client.post(page, {**data, "note": "Four", "version": "1"})
    assert clash.status_code == 409
    assert "Three hours" in text_of(clash)
    assert "Four" in text_of(clash)
    session.refresh_from_db()
    assert session.note == "Three hours"


def test_removed_after_asking(client, session):
    page = at("payment_remove", session.public_id)
    assert "never owed" in text_of(client.get(page))
    client.post(page)
    assert not Payment.objects.exists()


def test_paid_without_a_campaign(client, session):
    page = at("payment_paid", session.public_id)
    assert client.get(page).status_code == 200
    client.post(page, {"paid_on": "2026-03-02"})
    session.refresh_from_db()
    assert session.paid_on == date(2026, 3, 2)


# Many at once


def test_many_marked_paid_and_taken_back(client, session, fee, manager):
    nothing = client.post(at("payments_chosen"), {}, follow=True)
    assert "Nothing is ticked" in text_of(nothing)
    rows = [session.public_id, fee.public_id, "gone12345678"]
    page = client.post(at("payments_chosen"), {"row": rows, "query": "state=all"})["Location"]
    assert "3 payments" in text_of(client.get(page))
    assert client.post(page, {"paid_on": "2026-03-09"}).status_code == 422
    assert client.post(page, {"paid_on": "2026-03-02"})["Location"] == page
    assert Payment.objects.filter(paid_on=date(2026, 3, 2)).count() == 2
    assert "no longer here" in text_of(client.get(page))
    # One is changed meanwhile: it is kept and said.
    fee.refresh_from_db()
    client.post(at("payment_unpaid", fee.public_id))
    job = BulkJob.objects.get()
    report = client.post(at("payments_bulk_undo", job.public_id), follow=True)
    assert "changed since" in text_of(report)
    session.refresh_from_db()
    assert session.paid_on is None


def test_many_paid_twice_are_the_same(client, session):
    for _again in range(2):
        page = client.post(at("payments_chosen"), {"row": [session.public_id]})["Location"]
        client.post(page, {"paid_on": "2026-03-02"})
    assert "Paid already" in text_of(client.get(page))


def test_question_is_for_whoever_ticked(client, client_as, owner, session):
    page = client.post(at("payments_chosen"), {"row": [session.public_id]})["Location"]
    assert client_as(owner).get(page).status_code == 404


# The accountant's file


def lines_of(answer) -> list[list[str]]:
    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text)))


def export(client, address="?state=all", **more):
    data = {"format": "csv", "export": new_public_id(), **more}
    return client.post(at("payments_export") + address, data)


def test_file_is_what_the_list_shows(client, session, fee, roubles):
    heads, *rows = lines_of(export(client, "?state=all&sort=due"))
    assert heads == ["Creator", "Brand", "What for", "Kind", "Period", "Amount", "Currency", "Due",
                     "Paid", "Agreement"]  # fmt: skip
    assert [row[6] for row in rows] == ["USD", "USD", "RUB"]
    assert rows[0][2] == "'=Two hours"
    assert rows[0][5] == "250.00"
    assert len(lines_of(export(client, "?state=overdue"))) == 2
    assert len(lines_of(export(client, f"?state=all&row={fee.public_id}"))) == 2
    xlsx = client.post(at("payments_export"), {"format": "xlsx", "export": new_public_id()})
    assert xlsx["Content-Disposition"].endswith('.xlsx"')


@pytest.mark.parametrize("sees", [True, False])
def test_file_with_details_only_for_whoever_may(client, session, maya, manager, sees):
    Membership.objects.filter(user=manager).update(sees_payouts=sees)
    save_payout(
        creator=maya.creator, currency="USD", method="card",
        fields={"holder": "M Lind", "card": CARD}, expected=0, by=manager, at=AT,
    )  # fmt: skip
    assert ("With payment details" in text_of(client.get(at("payments_export")))) is sees
    rows = lines_of(export(client, details="1"))
    assert any(CARD in cell for row in rows for cell in row) is sees
    assert AuditEntry.objects.filter(verb="payout.looked_at").exists() is sees
    assert not any(CARD in cell for row in lines_of(export(client)) for cell in row)
    assert not ExportJob.objects.exclude(file="").exists()


def test_analyst_exports_without_details(client_as, analyst, owner, session, maya):
    Membership.objects.filter(user=analyst).update(sees_payouts=True)
    save_payout(
        creator=maya.creator, currency="USD", method="card",
        fields={"holder": "M Lind", "card": CARD}, expected=0, by=owner, at=AT,
    )  # fmt: skip
    rows = lines_of(export(client_as(analyst), details="1"))
    assert not any(CARD in cell for row in rows for cell in row)


def test_too_many_for_one_file(client, session, monkeypatch):
    monkeypatch.setattr("campaigns.views.payment_export.AT_ONCE", 0)
    assert "choose a month" in text_of(
        client.get(at("payments_export"), {"state": "all"}, follow=True)
    )


# The Money tab


def money_tab(client, partnership) -> str:
    return text_of(
        client.get(reverse("partnerships:detail", args=["north", partnership.public_id])
                   + "?tab=money")
    )  # fmt: skip


def test_money_tab_says_roi_with_its_rows(client, maya, part, session):
    AcquisitionCost.objects.create(
        workspace=maya.workspace, partnership=maya, kind="travel", amount=850, currency="USD",
        on=date(2026, 1, 2),
    )  # fmt: skip
    factories.ResultFactory(collaboration=part, revenue_amount=3000, revenue_currency="USD")
    text = money_tab(client, maya)
    # (3000 − 900 − 250 − 850) ÷ 2000
    assert "50%" in text
    assert "$2,000" in text
    assert "Spread over 1 finished or confirmed campaign" in text
    assert "$1,750" in text


def test_money_tab_without_a_rate_claims_nothing(client, sveta, roubles):
    text = money_tab(client, sveta)
    assert "not claimed: no exchange rate for" in text


def test_money_tab_of_a_new_partnership(client, maya):
    text = money_tab(client, maya)
    assert "no cost yet" in text
    assert "Nothing is owed yet" in text


def test_cost_added_corrected_removed(client, maya):
    page = at("cost_add", maya.public_id)
    form = client.get(page).context["form"]
    data = {"kind": "travel", "amount": "640", "currency": "USD", "on": "2026-01-02",
            "note": "Portland", "asked": form["asked"].value()}  # fmt: skip
    assert client.post(page, {**data, "on": "2026-04-01"}).status_code == 422
    client.post(page, data)
    client.post(page, data)
    cost = AcquisitionCost.objects.get()
    client.post(at("cost", cost.public_id), {**data, "amount": "700"})
    cost.refresh_from_db()
    assert cost.amount == 700
    assert "Remove this cost?" in text_of(client.get(at("cost_remove", cost.public_id)))
    client.post(at("cost_remove", cost.public_id))
    assert not AcquisitionCost.objects.exists()


def test_pages_in_russian(client, manager, maya, session, fee):
    manager.language = "ru"
    manager.save()
    assert "Выплаты" in text_of(client.get(at("payments"), {"state": "all"}))
    assert "Новая выплата" in text_of(client.get(at("payment_new", maya.public_id)))
    assert "Расходы и отдача" in money_tab(client, maya)


def test_payments_of_all_kinds_in_the_profile(client, maya, session):
    profile = reverse("creators:profile", args=["north", maya.creator.public_id])
    assert "=Two hours" in text_of(client.get(profile, {"tab": "rates"}))
