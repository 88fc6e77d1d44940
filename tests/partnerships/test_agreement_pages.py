import re
from datetime import date

import pytest

from partnerships.actions.agreements import send_agreement
from partnerships.forms.term_rows import PARTS
from partnerships.models import Agreement
from tests.partnerships.conftest import AT
from tests.partnerships.pages import text_of, url

pytestmark = pytest.mark.usefixtures("noon")


# The agreement


def filled(**changes):
    return {
        "kind": "annual",
        "starts_on": "2026-04-01",
        "ends_on": "2027-03-31",
        "campaigns_a_year": "4",
        "guaranteed_a_year": "2",
        "currency": "USD",
        "payment_days": "30",
        "notice_days": "30",
        **{f"{part}-TOTAL_FORMS": "0" for part in PARTS},
        **{f"{part}-INITIAL_FORMS": "0" for part in PARTS},
        "rates-TOTAL_FORMS": "3",
        "rates-INITIAL_FORMS": "0",
        "rates-0-format": "reel",
        "rates-0-amount": "1200.50",
        "rates-1-format": "",
        "rates-1-amount": "",
        "rates-2-format": "story",
        "rates-2-amount": "0",
        **changes,
    }


def test_draft_by_page(partnership, client):
    address = url("agreement_new", partnership.public_id)
    assert 'value="2026-03-03"' in text_of(client.get(address))
    response = client.post(address, filled())
    made = Agreement.objects.get()
    assert response.url == url("agreement", made.public_id)
    assert list(made.rates.values_list("format", "amount")) == [("reel", 1200.5), ("story", 0)]


def test_draft_with_errors_keeps_what_was_typed(partnership, client):
    address = url("agreement_new", partnership.public_id)
    for changes, words in (
        ({"ends_on": ""}, "Say until when it holds."),
        ({"rates-1-format": "post"}, "Which price?"),
        ({"rates-1-amount": "5"}, "For what?"),
        (
            {"rates-1-format": "reel", "rates-1-amount": "5"},
            "Each format has one price in each currency.",
        ),
        ({"rates-0-amount": "-1"}, "greater than or equal to 0"),
        ({"campaigns_a_year": "many"}, "Enter a whole number."),
        ({"rates-TOTAL_FORMS": "junk"}, "ManagementForm"),
        ({"rates-TOTAL_FORMS": "100000"}, "at most"),
    ):
        response = client.post(address, filled(usage="Own channels", **changes))
        text = text_of(response)
        assert response.status_code == 422, changes
        assert words in text, changes
        assert 'value="Own channels"' in text
    assert not Agreement.objects.exists()


def test_one_more_row_without_scripts(partnership, client):
    address = url("agreement_new", partnership.public_id)
    response = client.post(address, filled(add_row="rates", campaigns_a_year=""))
    text = text_of(response)
    assert response.status_code == 200
    assert 'name="rates-3-format"' in text
    assert 'value="1200.50"' in text
    # Nothing is finished, so nothing is wrong yet.
    assert 'class="errors"' not in text
    # The other sets neither grow nor open for it.
    assert 'name="kpis-0-goal"' in text
    assert 'name="kpis-1-goal"' not in text
    assert '<details class="card form disclosure-card" open' not in text
    typed = {"kpis-TOTAL_FORMS": "2", "kpis-0-goal": "", "kpis-1-goal": "5"}
    text = text_of(client.post(address, filled(add_row="rates", **typed)))
    assert 'name="kpis-2-goal"' not in text
    assert client.post(address, {"add_row": "rates"}).status_code == 200
    assert not Agreement.objects.exists()


def test_edit_draft_by_page(drafted, client):
    agreement = drafted()
    address = url("agreement", agreement.public_id)
    assert 'value="1200.50"' in text_of(client.get(address))
    assert client.post(address, filled(version="1", campaigns_a_year="5")).status_code == 302
    mine = filled(version="1", campaigns_a_year="6", **{"rates-2-amount": "350"})
    response = client.post(address, mine)
    assert response.status_code == 409
    text = text_of(response)
    assert re.findall(r'name="version" value="(\d+)"', text) == ["2"]
    assert 'name="campaigns_a_year" value="6"' in text
    assert "$0" in text
    assert "$350" in text
    assert Agreement.objects.get().campaigns_a_year == 5
    assert client.post(address, filled(version="2", ends_on="2025-01-01")).status_code == 422
    # What is sent is what stands on the screen.
    for go in ("send", "sign"):
        version = Agreement.objects.get().version
        response = client.post(address, filled(version=version, go=go))
        assert response.url == url(f"agreement_{go}", agreement.public_id)
    assert Agreement.objects.get().state == "draft"


def test_life_of_an_agreement_by_pages(drafted, client, manager):
    agreement = drafted(starts_on=date(2026, 3, 1), ends_on=date(2027, 2, 28))
    ids = agreement.public_id
    assert "maya@creators.example" in text_of(client.get(url("agreement_send", ids)))
    assert client.post(url("agreement_send", ids)).url == url("agreement", ids)
    assert "Waiting for the signature" in text_of(client.get(url("agreement", ids)))
    assert client.post(url("agreement", ids), filled(version="2")).status_code == 302
    assert 'value="Maya Lind"' in text_of(client.get(url("agreement_sign", ids)))
    ours = {"our_signed_on": "2026-03-02", "our_signed_by": "Daniel"}
    future = {"signed_on": "2026-03-04", "signed_by": "Maya", **ours}
    assert client.post(url("agreement_sign", ids), future).status_code == 422
    signed = {"signed_on": "2026-03-02", "signed_by": "Maya", **ours}
    assert client.post(url("agreement_sign", ids), signed).status_code == 302
    text = text_of(client.get(url("agreement", ids)))
    assert "In force" in text
    assert "0 / 4" in text
    assert client.get(url("agreement_notice", ids)).status_code == 200
    notice = {"notice_by": "creator", "given_on": "2026-03-02"}
    assert client.post(url("agreement_notice", ids), notice).status_code == 302
    text = text_of(client.get(url("agreement", ids)))
    assert "The creator gave notice on 2 March. The last day is 1 April" in text
    assert client.get(url("agreement_end", ids)).status_code == 200
    assert client.post(url("agreement_end", ids), {"reason": "New terms"}).status_code == 302
    text = text_of(client.get(url("agreement", ids)))
    assert "New terms" in text
    assert url("agreement_new", agreement.partnership.public_id) in text


def test_withdraw_and_discard_by_pages(drafted, client, manager):
    sent, draft = drafted(), drafted()
    send_agreement(agreement=sent, by=manager, at=AT)
    assert "Withdraw" in text_of(client.get(url("agreement_end", sent.public_id)))
    client.post(url("agreement_end", sent.public_id), {"reason": "Wrong price"})
    assert "Wrong price" in text_of(client.get(url("agreement", sent.public_id)))
    address = url("agreement_discard", draft.public_id)
    assert client.get(address).status_code == 200
    assert client.post(address).url == url("detail", draft.partnership.public_id)
    assert not Agreement.objects.filter(pk=draft.pk).exists()


def test_send_without_an_address_says_where_to_mend_it(drafted, client):
    agreement = drafted()
    creator = agreement.partnership.creator
    creator.email = ""
    creator.save()
    address = url("agreement_send", agreement.public_id)
    for response in (client.get(address), client.post(address)):
        assert "has no e-mail address" in text_of(response)
    assert Agreement.objects.get().state == "draft"


def test_agreement_shows_the_fate_of_its_mail(drafted, client, manager):
    agreement = drafted()
    send_agreement(agreement=agreement, by=manager, at=AT)
    text = text_of(client.get(url("agreement", agreement.public_id)))
    assert "maya@creators.example" in text
    assert "Queued" in text


# In Russian


def test_pages_speak_russian(partnership, client, manager, drafted):
    manager.language = "ru"
    manager.save()
    drafted()
    page = text_of(client.get(url("detail", partnership.public_id)))
    assert 'lang="ru"' in page
    assert "Договор" in page
    assert "Партнёрства" in text_of(client.get(url("list")))
