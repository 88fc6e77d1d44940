"""The calendar of renewals, the window's page, notice and close-out on the screen."""

from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.urls import reverse

from partnerships.actions.agreements import record_signature
from partnerships.actions.notice import give_notice
from partnerships.models import Agreement, CloseOutTask, Renewal
from partnerships.queries.renewal_calendar import calendar
from partnerships.tasks import advance_agreements
from tests import factories
from tests.partnerships.conftest import AT

NOW = datetime(2027, 2, 3, 12, tzinfo=UTC)


@pytest.fixture
def winter():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def client(client_as, manager, winter):
    """Signed in that winter: a session of today would be over by then."""
    return client_as(manager)


@pytest.fixture
def evergreen(drafted, manager, winter) -> Agreement:
    """In its window: from 1 April 2026, so it renews on 1 April 2027."""
    row = drafted(kind="evergreen", ends_on=None, rights_months=6)
    record_signature(agreement=row, signed_on=AT.date(), signed_by="M", by=manager, at=AT)
    advance_agreements()
    advance_agreements()
    return Agreement.objects.select_related("partnership__creator").get()


def _notice(agreement, manager) -> None:
    give_notice(agreement=agreement, notice_by="creator", by=manager, at=NOW)


def at(name: str, *ids: str) -> str:
    return reverse(f"partnerships:{name}", args=["north", *ids])


def text(response) -> str:
    return " ".join(response.content.decode().split())


# The calendar


def test_calendar_shows_window_and_renewals_by_month(client, evergreen):
    page = text(client.get(at("renewals")))
    assert "February 2027" in page
    assert "Window to adjust, until 1 March; renews on 1 April" in page
    assert "Renews by itself into year 2, until 31 March 2028" in page
    # Of 2028: its window opens on 1 February, a day after the twelve months.
    assert "Renews by itself into year 3" not in page
    assert at("renewal", Renewal.objects.get().public_id) in page


def test_calendar_entries_of_each_kind(evergreen, in_scope, manager):
    for state, by in (("in_force", ""), ("in_notice", "us")):
        other = factories.PartnershipFactory(workspace=in_scope, owner=manager)
        Agreement.objects.create(
            workspace=in_scope, partnership=other, kind="annual", state=state, notice_by=by,
            starts_on=date(2026, 6, 1), ends_on=date(2027, 5, 31), campaigns_a_year=2,
            currency="USD",
        )  # fmt: skip
    found = [e for month in calendar(NOW.date()).months for e in month.entries]
    assert [(e.kind, e.day) for e in found] == [
        ("window", date(2027, 2, 3)),
        ("renewal", date(2027, 4, 1)),
        ("end", date(2027, 5, 31)),
        ("notice", date(2027, 5, 31)),
    ]


def test_calendar_filters_by_owner_and_brand(client, evergreen):
    assert "Maya Lind" in text(client.get(at("renewals"), {"whose": "mine"}))
    brand = evergreen.partnership.brand
    assert "Maya Lind" in text(client.get(at("renewals"), {"brand": brand.public_id}))
    other = factories.BrandFactory(workspace=evergreen.workspace)
    assert "Maya Lind" not in text(client.get(at("renewals"), {"brand": other.public_id}))
    other_owner = factories.UserFactory()
    evergreen.partnership.owner = other_owner
    evergreen.partnership.save()
    assert "Nothing renews or ends" in text(client.get(at("renewals"), {"whose": "mine"}))
    assert "Maya Lind" in text(client.get(at("renewals"), {"brand": "nonsense"}))


def test_calendar_asks_the_same_for_one_and_for_many(
    evergreen, in_scope, manager, django_assert_num_queries
):
    def drawn() -> list[str]:
        entries = [e for month in calendar(NOW.date()).months for e in month.entries]
        return [f"{e.agreement.partnership} {e.agreement.partnership.owner}" for e in entries]

    with django_assert_num_queries(2):
        assert drawn()
    for n in range(12):
        partnership = factories.PartnershipFactory(workspace=in_scope, owner=manager)
        Agreement.objects.create(
            workspace=in_scope, partnership=partnership, kind="evergreen", state="in_force",
            starts_on=date(2025, 1, 1) + timedelta(days=30 * n), campaigns_a_year=2, currency="USD",
        )  # fmt: skip
    with django_assert_num_queries(2):
        assert len(drawn()) > 20


def test_calendar_in_russian(client, evergreen, manager):
    manager.language = "ru"
    manager.save()
    page = text(client.get(at("renewals")))
    assert "Продления" in page
    assert "Окно для изменений до 1 марта" in page


# The window


def test_window_page_shows_days_and_rule(client, evergreen):
    row = Renewal.objects.get()
    page = text(client.get(at("renewal", row.public_id)))
    assert "On 1 April the agreement renews by itself, until 31 March 2028" in page
    assert "Until 1 March" in page
    assert "1,200.50" in page
    assert "not measured" in page
    assert "It opens 60 days before the anniversary" in page


def test_nothing_to_adjust_is_confirmed_once(client, evergreen, manager):
    row = Renewal.objects.get()
    url = at("renewal", row.public_id)
    assert "Noted" in text(client.post(url, follow=True))
    assert Renewal.objects.get().confirmed_by == manager
    page = text(client.post(url, follow=True))
    assert "no longer in a state" in page
    assert 'type="submit">Nothing to adjust' not in page


def test_analyst_sees_the_window_and_confirms_nothing(evergreen, client_as, analyst):
    url = at("renewal", Renewal.objects.get().public_id)
    theirs = client_as(analyst)
    page = text(theirs.get(url))
    assert "renews by itself" in page
    assert "Give notice" not in page
    assert theirs.post(url).status_code == 403


def test_window_on_the_pages_of_partnership_and_agreement(client, evergreen):
    for url in (
        at("detail", evergreen.partnership.public_id),
        at("agreement", evergreen.public_id),
    ):
        page = text(client.get(url))
        assert "Renewal into year 2" in page
        assert "may be adjusted until 1 March" in page


# Notice and close-out


def test_close_out_is_on_both_pages(client, evergreen, manager):
    _notice(evergreen, manager)
    for url in (
        at("detail", evergreen.partnership.public_id),
        at("agreement", evergreen.public_id),
    ):
        page = text(client.get(url))
        assert "Left to do before they part" in page
        assert "0 of 5 done" in page
        assert "Say thank you and ask why" in page


def test_task_is_ticked_off_and_opened_again(client, evergreen, manager):
    _notice(evergreen, manager)
    task = CloseOutTask.objects.get(kind="settle")
    url = at("close_out_task", task.public_id)
    assert "Pay what is owed" in text(client.get(url))
    page = text(client.post(url, {"note": "Paid on Monday"}, follow=True))
    assert "Paid on Monday" in page
    assert "1 of 5 done" in page
    task.refresh_from_db()
    assert task.done_by == manager
    again = client.post(url, {"note": ""})
    assert again.status_code == 422
    client.post(url, {"note": "It bounced"})
    task.refresh_from_db()
    assert (task.done_at, task.note) == (None, "It bounced")


def test_notice_is_taken_back_on_a_page(client, evergreen, manager):
    _notice(evergreen, manager)
    url = at("agreement_notice_withdraw", evergreen.public_id)
    assert url in text(client.get(at("agreement", evergreen.public_id)))
    assert "Take the notice back" in text(client.get(url))
    page = text(client.post(url, follow=True))
    assert "The notice is taken back. Both sides are told." in page
    assert "Left to do before they part" not in page
    assert "no longer in a state" in text(client.post(url, follow=True))


# Today


def _today(client) -> str:
    return text(client.get(reverse("checkins:today", args=["north"])))


def test_today_names_the_window_until_somebody_confirms(client, evergreen):
    assert "Adjust rate and frequency, or leave them" in _today(client)
    client.post(at("renewal", Renewal.objects.get().public_id))
    assert "Adjust rate and frequency" not in _today(client)


def test_today_forgets_a_window_that_is_over(client, evergreen):
    with time_machine.travel(datetime(2027, 3, 5, 12, tzinfo=UTC), tick=False):
        assert "Adjust rate and frequency" not in _today(client)


def test_today_names_what_is_left_to_do_until_done(client, evergreen, manager):
    _notice(evergreen, manager)
    page = _today(client)
    assert "4 things left to do, the first by 5 March 2027" in page
    assert "Renew the agreement" not in page
    for task in CloseOutTask.objects.all():
        client.post(at("close_out_task", task.public_id), {"note": ""})
    assert "left to do" not in _today(client)


def test_today_asks_what_becomes_of_the_partnership(client_as, evergreen, manager, drafted):
    _notice(evergreen, manager)
    with time_machine.travel(datetime(2027, 3, 7, 12, tzinfo=UTC), tick=False):
        client = client_as(manager)
        advance_agreements()
        assert "Say what becomes of the partnership" in _today(client)
        drafted(starts_on=date(2027, 4, 1), ends_on=date(2028, 3, 31))
        assert "Say what becomes of the partnership" not in _today(client)
