"""The pages of a check-in: what is typed is kept, a double click is one, strangers find nothing."""

from datetime import date

import pytest
import time_machine
from django.urls import reverse
from django_scopes import scope

from checkins.actions.closing import set_personal_line, skip_check_in
from checkins.actions.planning import plan_check_ins
from checkins.actions.touches import log_touch
from checkins.errors import AlreadyClosed
from checkins.models import CheckIn, CheckInTemplate, Touch
from checkins.views import check_ins
from core.models import OutgoingMail, Suppression
from partnerships.models import Partnership
from tests import factories
from tests.checkins.conftest import NOW, planned, utc

TODAY = "/w/north/today/"
HTMX = {"HTTP_HX_REQUEST": "true"}


@pytest.fixture(autouse=True)
def _frozen():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def check_in(partnership, in_scope) -> CheckIn:
    plan_check_ins(workspace=in_scope, at=NOW)
    return planned(partnership)


@pytest.fixture
def client(client_as, manager):
    return client_as(manager)


def _url(name: str, row=None) -> str:
    return reverse(f"checkins:{name}", args=["north", *([row.public_id] if row else [])])


# --- sending


def test_send_page_shows_the_mail_as_it_will_be_read(check_in, client):
    page = client.get(_url("send", check_in)).text
    assert "Светлана, как вы?" in page
    assert "kim@example.com" in page
    assert "Send now" in page
    assert not OutgoingMail.objects.exists()


def test_send_page_in_the_night_says_when_it_will_go(check_in, client):
    with time_machine.travel(utc("2026-03-06T20:00"), tick=False):  # Friday, 23:00 in Moscow
        page = client.get(_url("send", check_in)).text
        assert "Send at Tue 10:00, their time" in page  # Monday is a holiday
        answer = client.post(_url("send", check_in), {"personal_line": "Балкон!"}, follow=True)
    assert "Tuesday, 10 March, 10:00" in answer.text
    assert planned(check_in.partnership).personal_line == "Балкон!"


def test_send_once_however_often_it_is_pressed(check_in, client):
    for _click in range(2):
        answer = client.post(_url("send", check_in), {"personal_line": "Балкон!", "version": 1})
        assert (answer.status_code, answer["Location"]) == (303, TODAY)
    [mail] = OutgoingMail.objects.all()
    assert "Балкон!" in mail.text


def test_line_is_kept_without_sending(check_in, client):
    client.post(_url("send", check_in), {"personal_line": "Балкон!", "version": 1, "keep": ""})
    assert planned(check_in.partnership).personal_line == "Балкон!"
    assert not OutgoingMail.objects.exists()


@pytest.mark.parametrize("button", ["keep", "send"])
def test_line_of_a_colleague_is_not_overwritten_unseen(check_in, client, owner, button):
    set_personal_line(check_in=check_in, text="Studio?", expected=1, by=owner, at=NOW)
    answer = client.post(
        _url("send", check_in), {"personal_line": "Balcony!", "version": 1, button: ""}
    )
    assert answer.status_code == 409
    assert "Studio?" in answer.text
    assert "Balcony!" in answer.text
    assert answer.text.count('name="version"') == 1
    assert not OutgoingMail.objects.exists()


def test_cleared_line_is_cleared(check_in, client, owner):
    set_personal_line(check_in=check_in, text="Studio?", expected=1, by=owner, at=NOW)
    client.post(_url("send", check_in), {"personal_line": "", "version": 2})
    assert "Studio?" not in OutgoingMail.objects.get().text


def test_preview_writes_nothing(check_in, client):
    data = {"personal_line": "Балкон <b>!", "preview": "1"}
    part = client.post(_url("send", check_in), data, **HTMX)
    assert part.status_code == 200
    assert "Балкон &lt;b&gt;!" in part.text
    assert "<html" not in part.text
    page = client.post(_url("send", check_in), data)
    assert "<html" in page.text
    assert "Балкон &lt;b&gt;!" in page.text
    assert planned(check_in.partnership).personal_line == ""


def test_form_alone_for_the_dialog(check_in, client):
    for name in ("send", "done", "skip"):
        part = client.get(_url(name, check_in), **HTMX).text
        assert "<html" not in part
        assert "act-title" in part


def test_too_long_a_line_keeps_what_was_typed(check_in, client):
    answer = client.post(_url("send", check_in), {"personal_line": "о" * 501})
    assert answer.status_code == 422
    assert "о" * 501 in answer.text


def test_without_an_address_there_is_no_button(check_in, client):
    creator = check_in.partnership.creator
    creator.email = ""
    creator.save()
    page = client.get(_url("send", check_in)).text
    assert "No e-mail address is known" in page
    assert 'name="send"' not in page
    answer = client.post(_url("send", check_in), {})
    assert answer.status_code == 422
    assert planned(check_in.partnership) == check_in


def test_blocked_address_is_told(check_in, client):
    Suppression.objects.create(email="kim@example.com", reason="bounced", at=NOW)
    page = client.get(_url("send", check_in)).text
    assert "bounced or was complained about" in page
    assert 'name="send"' not in page


@pytest.mark.parametrize(
    ("name", "act"),
    [("send", "send_check_in"), ("done", "mark_done"), ("skip", "skip_check_in")],
)
def test_somebody_faster_is_told_of(check_in, client, monkeypatch, name, act):
    def faster(**kwargs):
        raise AlreadyClosed

    monkeypatch.setattr(check_ins, act, faster)
    data = {"how": "call", "reason": "x"}
    answer = client.post(_url(name, check_in), data, follow=True)
    assert "Somebody may have been faster" in answer.text


def test_broken_template_is_told_and_not_sent(check_in, in_scope, client):
    CheckInTemplate.objects.create(
        workspace=in_scope, kind="cadence", language="ru", subject="{x}", body="{x}"
    )
    page = client.get(_url("send", check_in)).text
    assert "{x} is not a variable" in page
    assert client.post(_url("send", check_in), {}).status_code == 422


@pytest.mark.parametrize("name", ["send", "done", "skip"])
def test_closed_check_in_leads_back(check_in, client, manager, name):
    skip_check_in(check_in=check_in, reason="Leave", by=manager, at=NOW)
    for answer in (client.get(_url(name, check_in)), client.post(_url(name, check_in), {})):
        assert (answer.status_code, answer["Location"]) == (303, TODAY)


@pytest.mark.parametrize(
    ("asked", "led"),
    [("/w/north/check-ins/?from=2026-03-02", None), ("https://evil.example/", TODAY),
     ("//evil.example", TODAY)],
)  # fmt: skip
def test_leads_back_to_pages_of_ours_only(check_in, client, asked, led):
    answer = client.post(_url("done", check_in), {"how": "call", "next": asked})
    assert answer["Location"] == (led or asked)


# --- done, left out, held


def test_done_is_noted_with_the_next_date(check_in, client):
    answer = client.post(_url("done", check_in), {"how": "meeting", "note": "Tea"}, follow=True)
    assert "you met on 3 March; monthly; 3 April is a Friday" in answer.text
    assert Touch.objects.get().body == "Tea"


def test_done_in_an_unknown_way_is_refused(check_in, client):
    assert client.post(_url("done", check_in), {"how": "pigeon"}).status_code == 422
    assert planned(check_in.partnership) == check_in


def test_left_out_needs_a_reason(check_in, client):
    assert client.post(_url("skip", check_in), {"reason": " "}).status_code == 422
    assert planned(check_in.partnership) == check_in
    answer = client.post(_url("skip", check_in), {"reason": "On leave"}, follow=True)
    assert "was left out" in answer.text
    check_in.refresh_from_db()
    assert check_in.skip_reason == "On leave"


def test_last_one_left_out_says_no_more(check_in, client):
    Partnership.objects.update(cadence_override="none")
    answer = client.post(_url("skip", check_in), {"reason": "On leave"}, follow=True)
    assert "Noted." in answer.text


def test_held_and_let_go(check_in, client, manager):
    client.post(_url("hand", check_in))
    assert planned(check_in.partnership).by_hand
    client.post(_url("hand", check_in), {"by_hand": "0"})
    assert not planned(check_in.partnership).by_hand
    skip_check_in(check_in=check_in, reason="Leave", by=manager, at=NOW)
    assert client.post(_url("hand", check_in)).status_code == 303


# --- contact


def _touch(**more) -> dict[str, object]:
    return {
        "kind": "call", "direction": "both", "channel": "call", "when": "2026-03-03T10:00",
        "subject": "Summer", "body": "Sea", "once": "abcabcabcabc", **more,
    }  # fmt: skip


def test_contact_is_logged_in_the_persons_own_time_once(partnership, client, manager):
    manager.zone = "America/Los_Angeles"
    manager.save()
    for _click in range(2):
        answer = client.post(_url("log_touch", partnership), _touch(when="2026-03-03T01:30"))
        assert answer.status_code == 303
    touch = Touch.objects.get()
    assert touch.at == utc("2026-03-03T09:30")
    assert (touch.by, touch.subject) == (manager, "Summer")
    assert answer["Location"].endswith(f"/creators/{partnership.creator.public_id}/?tab=timeline")
    assert planned(partnership).due_on == date(2026, 4, 3)


@pytest.mark.parametrize(
    "more", [{"when": "2026-03-03T12:01"}, {"when": "soon"}, {"kind": "brief"}, {"direction": ""}]
)
def test_contact_that_cannot_be_is_refused_and_kept_on_the_page(partnership, client, more):
    answer = client.post(_url("log_touch", partnership), _touch(**more))
    assert answer.status_code == 422
    assert "Sea" in answer.text
    assert not Touch.objects.exists()


def test_contact_with_a_t3_has_no_next_date(partnership, client):
    Partnership.objects.update(tier="T3")
    answer = client.post(_url("log_touch", partnership), _touch(), follow=True)
    assert "Noted." in answer.text
    assert client.get(_url("log_touch", partnership), **HTMX).text.count("<html") == 0


# --- calendar


def test_calendar_shows_weeks_with_reasons(check_in, client, client_as, owner):
    page = client.get(_url("calendar")).text
    assert "1 check-in is overdue" not in page  # Monday belongs to this week
    assert "Partners since 2 February; monthly; 2 March is a Monday" in page
    later = client.get(_url("calendar") + "?from=2026-04-08").text
    assert "Quarterly checkpoint" in later
    assert "Светлана Ким" not in client_as(owner).get(_url("calendar")).text
    assert "Светлана Ким" in client_as(owner).get(_url("calendar") + "?whose=all").text


def test_calendar_tells_of_what_is_overdue_before(check_in, client):
    CheckIn.objects.filter(kind="cadence").update(due_on=date(2026, 2, 27))
    assert "1 check-in is overdue" in client.get(_url("calendar")).text


@pytest.mark.parametrize("asked", ["nonsense", "0001-01-01", "9999-12-31", "2026-02-30"])
def test_calendar_takes_any_address(in_scope, client, asked):
    page = client.get(_url("calendar") + f"?from={asked}")
    assert page.status_code == 200
    assert "2 March" in page.text


def test_calendar_queries_do_not_grow(
    check_in, client, in_scope, manager, django_assert_num_queries, django_assert_max_num_queries
):
    with django_assert_max_num_queries(6) as few:
        client.get(_url("calendar"))
    for _n in range(8):
        factories.PartnershipFactory(
            workspace=in_scope, owner=manager, started_on=date(2026, 2, 10), created_at=NOW
        )
    plan_check_ins(workspace=in_scope, at=NOW)
    with django_assert_num_queries(len(few)):
        page = client.get(_url("calendar")).text
    assert page.count("data-row") == 9


# --- strangers


def test_rows_of_another_workspace_do_not_exist(other_workspace, in_scope, client):
    with scope(workspace=other_workspace):
        row = factories.PartnershipFactory(workspace=other_workspace)
        log_touch(partnership=row, kind="call", direction="both", at=NOW, by=None)
        theirs = planned(row)
    for name in ("send", "done", "skip", "hand"):
        assert client.post(_url(name, theirs), {"reason": "x", "how": "call"}).status_code == 404
    assert client.post(_url("log_touch", row), _touch()).status_code == 404


@pytest.mark.parametrize("name", ["send", "done", "skip", "hand"])
def test_who_only_reads_writes_nothing(check_in, client_as, analyst, name):
    answer = client_as(analyst).post(_url(name, check_in), {"reason": "x", "how": "call"})
    assert answer.status_code == 403
    assert planned(check_in.partnership) == check_in
