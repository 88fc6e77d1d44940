"""The pages of sessions, and what Today says of them (product.md, rows 43, 68, 69, 71)."""

import re
from datetime import timedelta
from decimal import Decimal

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from campaigns.models import Idea, Payment
from checkins.actions.session_agenda import add_item
from checkins.actions.session_decisions import add_decision, use_decision
from checkins.actions.session_holding import hold_session
from checkins.actions.session_times import ask_times, fix_time
from checkins.actions.sessions import record_answer
from checkins.models import AgendaItem, Session, SessionDecision, SessionGuest
from checkins.queries.lines import sessions as lines_of
from checkins.queries.sessions import hints
from checkins.queries.struggling import struggling
from checkins.today import Asking, Section
from core.models import OutgoingMail
from core.money import Money
from core.together import read_rounds
from tests import factories
from tests.checkins.conftest import NOW
from tests.factories_sessions import IN_A_WEEK, guest_of, session, version

AFTER = IN_A_WEEK + timedelta(hours=3)
DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def _now():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def client(client_as, manager):
    return client_as(manager)


@pytest.fixture
def ben(in_scope, manager, partnership):
    creator = factories.CreatorFactory(
        workspace=in_scope, name="Ben Whitaker", email="ben@example.com", zone="Europe/London"
    )
    return factories.PartnershipFactory(
        workspace=in_scope, creator=creator, brand=partnership.brand, owner=manager, tier="T2"
    )


@pytest.fixture
def row(in_scope, manager, partnership, ben):
    return session(in_scope, manager, partnership, ben)


def url(name, *args):
    return reverse(f"checkins:{name}", args=["north", *args])


def text(response):
    return re.sub(r"\s+", " ", response.content.decode())


def cost(client, address):
    client.get(address)
    with CaptureQueriesContext(connection) as queries:
        assert client.get(address).status_code == 200
    return len(queries)


def today(manager, at):
    [lines] = read_rounds([lines_of.sessions(Asking(user=manager, at=at))])
    return [(line.what, line.section(Asking(user=manager, at=at))) for line in lines]


# ----- preparing, by page


def test_a_council_from_the_first_page_to_its_guests(client, partnership, ben):
    assert "No session yet" in text(client.get(url("sessions")))
    assert "Once a quarter" in text(client.get(url("session_new")))
    new = f"{url('session_new')}?kind=council"
    page = text(client.get(new))
    assert 'value="90"' in page
    asked = re.search(r'name="asked" value="(\w+)"', page)[1]
    data = {"title": "Winter", "minutes": "90", "currency": "USD", "asked": asked,
            "organizer": re.search(r'<option value="(\w+)" selected>Maria', page)[1]}  # fmt: skip
    wrong = client.post(new, {**data, "title": ""})
    assert wrong.status_code == 422
    for _again in range(2):
        there = client.post(new, data)["Location"]
    row = Session.objects.get()
    assert there == url("session_guests", row.public_id)
    page = text(client.get(there))
    assert "Ben Whitaker" in page
    assert "Светлана Ким" in page
    assert client.post(there, {}).status_code == 422
    client.post(there, {"partnership": [partnership.public_id, ben.public_id]})
    assert row.guests.count() == 2
    page = text(client.get(url("session", row.public_id)))
    assert "3 more would make it one" in page
    assert "Winter" in text(client.get(url("sessions")))


def test_an_edit_over_an_edit_shows_both(client, row, manager):
    edit = url("session_edit", row.public_id)
    data = {"title": "Mine", "minutes": "60", "currency": "USD", "version": str(row.version),
            "organizer": manager.public_id}  # fmt: skip
    Session.objects.update(title="Theirs", version=row.version + 1)
    response = client.post(edit, data)
    assert response.status_code == 409
    assert "Theirs" in text(response)
    newer = re.search(r'name="version" value="(\d+)"', text(response))[1]
    assert client.post(edit, {**data, "version": newer}).status_code == 302
    assert Session.objects.get().title == "Mine"


def test_times_are_asked_and_one_is_fixed(client, row, partnership):
    times = url("session_times", row.public_id)
    assert client.post(times, {"time_1": "2026-03-01T10:00"}).status_code == 422
    said = {"time_1": "2026-03-10T12:00", "time_2": "2026-03-11T12:00"}
    assert client.post(times, said).status_code == 303
    assert row.times.count() == 2
    one = row.times.first()
    guest = guest_of(row, partnership)
    answer = url("session_guest_answer", guest.public_id)
    assert client.post(answer, {"answer": "yes"}).status_code == 422
    client.post(answer, {"answer": "yes", "suits": [one.public_id], "note": "Утром"})
    page = text(client.get(url("session", row.public_id)))
    assert "suits 1 of 2" in page
    assert "Утром" in page
    fix = url("session_fix", row.public_id)
    assert client.post(fix, {"chosen": "other"}).status_code == 422
    client.post(fix, {"chosen": one.public_id})
    row.refresh_from_db()
    assert (row.state, row.starts_at) == ("fixed", one.starts_at)
    late = client.post(times, said, follow=True)
    assert "has moved on meanwhile" in text(late)


def test_an_hour_that_summer_time_removes_is_refused(client_as, manager, row):
    type(manager).objects.filter(pk=manager.pk).update(zone="America/New_York")
    manager.refresh_from_db()
    fix = url("session_fix", row.public_id)
    response = client_as(manager).post(fix, {"starts_at": "2026-03-08T02:30"})
    assert response.status_code == 422
    assert Session.objects.get().state == "draft"


def test_guests_without_mail_are_named_before_anything_goes_out(client, row, ben):
    ben.creator.email = ""
    ben.creator.save()
    for name in ("session_times", "session_fix", "session"):
        assert "no e-mail address is known" in text(client.get(url(name, row.public_id)))


def test_the_waves_of_a_planning_call_are_shown_and_hastened(client, in_scope, manager, partnership, ben):  # fmt: skip
    row = session(in_scope, manager, partnership, ben, kind="planning")
    client.post(url("session_fix", row.public_id), {"starts_at": "2026-03-20T12:00", "after": "4"})
    page = text(client.get(url("session", row.public_id)))
    assert "hears of it on 7 March" in page
    guest = guest_of(row, ben)
    later = url("session_guest_later", guest.public_id)
    assert client.get(later).status_code == 200
    client.post(later, {"moment": "2026-03-09T12:00"})
    assert "hears of it on 9 March" in text(client.get(url("session", row.public_id)))
    client.post(url("session_guest_now", guest.public_id))
    assert OutgoingMail.objects.count() == 2
    client.post(url("session_invite", row.public_id))
    assert OutgoingMail.objects.count() == 2


# ----- life and end, by page


def test_it_is_held_paid_and_traced(client, in_scope, manager, partnership, ben):
    fee = Money(Decimal("500"), "USD")
    row = session(in_scope, manager, partnership, ben, kind="strategy", fee=fee)
    fix_time(session=row, starts_at=IN_A_WEEK, by=manager, at=NOW)
    guest = guest_of(row, partnership)
    with time_machine.travel(AFTER, tick=False):
        hold = url("session_hold", row.public_id)
        data = {"came": [guest.public_id], "notes": "Good", "version": str(row.version)}
        stale = client.post(hold, {**data, "version": "0"})
        assert stale.status_code == 409
        assert client.post(hold, data).status_code == 303
        assert "has moved on" in text(client.post(hold, data, follow=True))
        assert Payment.objects.get().amount == 500
        decision = url("session_decision_new", row.public_id)
        client.post(decision, {"text": "No scripts", "shared": "on", "asked": "a" * 12})
        client.post(decision, {"text": "No scripts", "shared": "on", "asked": "a" * 12})
        one = SessionDecision.objects.get()
        brief = version(ben, manager)
        use = url("session_decision_use", one.public_id)
        assert client.post(use, {"brief": ""}).status_code == 422
        client.post(use, {"brief": brief.public_id, "note": "Free"})
        page = text(client.get(url("session", row.public_id)))
        for words in ("$500", "1 decision", "1 used", "in 1 brief", "No scripts", "Did not come"):
            assert words in page
        part = brief.brief.collaboration
        of_brief = reverse("campaigns:brief", args=["north", part.public_id])
        assert "Comes from a session" in text(client.get(of_brief))
        client.post(url("session_tell", row.public_id))
        assert OutgoingMail.objects.filter(kind="session_outcome").count() == 1
        assert "1 decision, 1 used" in text(client.get(f"{url('sessions')}?tab=held"))
        client.post(url("session_guest_came", guest.public_id))
        assert not Payment.objects.exists()


def test_what_was_typed_for_an_agenda_is_kept_in_order(client, row, manager):
    new = url("session_agenda_new", row.public_id)
    assert client.post(new, {"kind": "audience", "text": " "}).status_code == 422
    for n, key in enumerate("ab"):
        client.post(new, {"kind": "audience", "text": f"Point {n}", "asked": key * 12})
    first, second = AgendaItem.objects.all()
    client.post(url("session_agenda_move", second.public_id), {"way": "up"})
    assert [item.text for item in AgendaItem.objects.all()] == ["Point 1", "Point 0"]
    item = url("session_agenda_item", first.public_id)
    said = {"kind": "audience", "text": "Point 0", "heard": "Fathers\r\nask", "seen_kind": "audience",
            "seen_text": "Point 0", "seen_heard": ""}  # fmt: skip
    assert client.post(item, said).status_code == 303
    assert client.post(item, said).status_code == 409
    again = {**said, "seen_heard": "Fathers\nask", "heard": "Mothers"}
    assert client.post(item, again).status_code == 303
    client.post(url("session_agenda_remove", first.public_id))
    assert AgendaItem.objects.count() == 1


def test_fees_removal_cancellation_and_notes(client, row, manager, partnership, ben):
    fix_time(session=row, starts_at=IN_A_WEEK, by=manager, at=NOW)
    guest = guest_of(row, ben)
    fee = url("session_guest_fee", guest.public_id)
    data = {"fee": "300", "currency": "USD", "version": str(guest.version)}
    assert client.post(fee, {**data, "fee": "much"}).status_code == 422
    assert client.post(fee, data).status_code == 303
    assert client.post(fee, {**data, "fee": "400"}).status_code == 409
    client.post(url("session_guest_remove", guest.public_id))
    assert [g.partnership for g in SessionGuest.objects.all()] == [partnership]
    row.refresh_from_db()
    notes = url("session_notes", row.public_id)
    client.post(notes, {"notes": "Bring samples", "version": str(row.version)})
    assert client.post(notes, {"notes": "x", "version": str(row.version)}).status_code == 409
    cancel = url("session_cancel", row.public_id)
    assert client.post(cancel, {"reason": ""}).status_code == 422
    assert client.post(cancel, {"reason": "Storm"}).status_code == 303
    page = text(client.get(url("session", row.public_id)))
    assert "Cancelled: Storm" in page
    assert "Bring samples" in page


def test_as_many_queries_for_many(client, in_scope, manager, partnership, ben, row):
    def more():
        found = session(in_scope, manager, partnership, ben, title="More")
        fix_time(session=found, starts_at=IN_A_WEEK, by=manager, at=NOW)
        return found

    more()
    tab = f"{url('sessions')}?tab=coming"
    few = cost(client, tab)
    for _n in range(4):
        more()
    assert cost(client, tab) == few
    page = url("session", row.public_id)
    add_item(session=row, kind="other", text="?", by=manager, at=NOW)
    few = cost(client, page)
    for n in range(3):
        add_item(session=row, kind="other", text=f"{n}?", by=manager, at=NOW)
        late = factories.PartnershipFactory(workspace=in_scope, owner=manager)
        SessionGuest.objects.create(workspace=in_scope, session=row, partnership=late)
    assert cost(client, page) <= few


# ----- Today, hints, struggling briefs


def test_today_names_what_waits(manager, row, partnership, ben):
    assert today(manager, NOW) == []
    ask_times(session=row, times=[IN_A_WEEK], by=manager, at=NOW)
    assert today(manager, NOW + 2 * DAY) == []
    assert today(manager, NOW + 4 * DAY) == [("Session: no answer yet", Section.WAITS)]
    for one in (partnership, ben):
        record_answer(
            guest=guest_of(row, one), answer="yes", suits=row.times.all(), by=manager, at=NOW
        )
    assert today(manager, NOW + DAY) == [("Fix the time", Section.TODAY)]
    fix_time(session=row, starts_at=IN_A_WEEK, by=manager, at=NOW)
    assert today(manager, NOW + 4 * DAY) == []
    assert today(manager, IN_A_WEEK - DAY) == [("Creator council", Section.WEEK)]
    assert today(manager, IN_A_WEEK - timedelta(hours=1)) == [("Creator council", Section.TODAY)]
    assert today(manager, AFTER) == [("Who came?", Section.TODAY)]


def test_today_asks_what_became_of_decisions(manager, row, partnership, ben):
    fix_time(session=row, starts_at=IN_A_WEEK, by=manager, at=NOW)
    came = [guest_of(row, partnership)]
    hold_session(session=row, expected=row.version, came=came, by=manager, at=AFTER)
    one = add_decision(session=row, text="No scripts", shared=True, by=manager, at=AFTER)
    assert today(manager, AFTER + 29 * DAY) == []
    assert today(manager, AFTER + 31 * DAY) == [("What became of it?", Section.WEEK)]
    assert today(manager, AFTER + 200 * DAY) == []
    use_decision(decision=one, version=version(ben, manager), note="", by=manager, at=AFTER)
    assert today(manager, AFTER + 31 * DAY) == []


def test_the_next_council_is_proposed_after_a_quarter(in_scope, manager, partnership):
    row = session(in_scope, manager, partnership)
    fix_time(session=row, starts_at=IN_A_WEEK, by=manager, at=NOW)
    hold_session(session=row, expected=row.version, came=[], by=manager, at=AFTER)
    assert hints(IN_A_WEEK.date() + 80 * DAY) == []
    [hint] = hints(IN_A_WEEK.date() + 95 * DAY)
    assert (hint.kind, hint.last) == ("council", IN_A_WEEK.date())
    session(in_scope, manager, partnership)
    assert hints(IN_A_WEEK.date() + 95 * DAY) == [], "one is being prepared"


def test_struggling_briefs_are_known_by_what_happened(in_scope, manager, partnership, ben):
    calm, hard = version(partnership, manager), version(ben, manager, after_lock=True)
    values = {"workspace": in_scope, "source": "mail", "said_at": NOW}
    part = hard.brief.collaboration
    Idea.objects.create(collaboration=part, kind="objection", text="No", **values)
    Idea.objects.create(
        collaboration=calm.brief.collaboration, kind="suggestion", text="Hm", **values
    )
    [one] = struggling(NOW + DAY)
    assert (one.version, one.objections, one.moved, one.weight) == (hard, 1, 1, 4)
    assert struggling(NOW + DAY, brand=partnership.brand) == [one]
    assert struggling(NOW + 300 * DAY) == []
