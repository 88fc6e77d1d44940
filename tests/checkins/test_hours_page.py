"""The page of common hours, and times that are typed (row 52)."""

from datetime import UTC, date, timedelta

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import Membership
from checkins.forms.moments import MomentField
from checkins.models import Absence
from checkins.queries.common_hours import chosen, market_of, people_of
from creators.rules.search import search_words
from tests import factories
from tests.factories_times import NOW, START, fixed, host, moscow

DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def _now(db):
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def daniel(in_scope):
    return host(in_scope)


@pytest.fixture
def sveta(in_scope, daniel):
    return moscow(in_scope, daniel)


@pytest.fixture
def client(client, daniel):
    client.force_login(daniel)
    return client


def page(workspace, query=""):
    return f"/w/{workspace.slug}/hours/?{query}"


def text(response):
    return " ".join(response.content.decode().split())


def test_moscow_and_los_angeles(in_scope, daniel, sveta, client):
    shown = text(client.get(page(in_scope, f"with={sveta.public_id}")))
    assert "Tue 07:30 Los Angeles · Tue 18:30 Moscow" in shown
    assert "Светлана Ёлкина stays until 19:30, 1 h 30 min after the working day." in shown
    assert "Daniel Cho starts at 07:30, 1 h 30 min before the working day." in shown
    assert "no hour is inside everybody" in shown
    assert 'name="at" value="2026-03-03T15:30:00+00:00"' in shown
    # The day side by side, by the reader's clock, with the other's day where it differs.
    # A week on, the clocks of Los Angeles went forward: an hour less between them.
    assert "Tuesday, 10 March" in shown and ">Wed 00:00 " in shown


def test_alone_there_is_nothing_to_compare(in_scope, client):
    assert "Choose at least two people" in text(client.get(page(in_scope)))
    assert "Choose at least two people" in text(client.get(page(in_scope, "with=nobody&chosen=1")))


def test_a_creator_is_found_by_name(in_scope, sveta, client):
    type(sveta.creator).objects.filter(pk=sveta.creator.pk).update(
        search=" ".join(search_words("Светлана Ёлкина"))
    )
    assert f'value="{sveta.public_id}"' in text(client.get(page(in_scope, "q=елкина")))
    shown = text(client.get(page(in_scope, "q=zzz")))
    assert "Nobody else is found by “zzz”" in shown


@pytest.mark.parametrize(
    "query", ["minutes=0", "minutes=x", "days=99", "first=9999-12-31", "first=x"]
)
def test_what_makes_no_sense_is_said(in_scope, sveta, client, query):
    response = client.get(page(in_scope, f"with={sveta.public_id}&{query}"))
    assert response.status_code == 200
    assert "error" in text(response) and "Best hours" not in text(response)


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31", "x", "2026-03-05"])
def test_any_day_of_the_grid(in_scope, sveta, client, day):
    assert client.get(page(in_scope, f"with={sveta.public_id}&day={day}")).status_code == 200


def test_sessions_and_leave_are_busy(in_scope, daniel, sveta):
    other = host(in_scope, name="Other", email="other@north.example")
    first, last = NOW, NOW + 14 * DAY
    session = fixed(in_scope, daniel, sveta)
    session.hosts.create(workspace=in_scope, user=other)
    Absence.objects.create(
        workspace=in_scope, creator=sveta.creator, kind="leave", first=date(2026, 3, 4)
    )
    ids = list(Membership.objects.order_by("pk").values_list("public_id", flat=True))
    people = people_of(chosen(in_scope, [sveta.public_id], ids), first, last)
    span = (START, START + timedelta(hours=1))
    assert [person.busy for person in people] == [(span,), (span,), (span,)]
    assert people[-1].away == ((date(2026, 3, 4), None),)
    assert people[0].market == "US"
    # Who said no is free; the session that is being moved takes nobody's time.
    session.guests.update(answer="no", answered_at=NOW)
    assert people_of(chosen(in_scope, [sveta.public_id], []), first, last)[0].busy == ()
    moved = people_of(chosen(in_scope, [], ids), first, last, leave_out=session.public_id)
    assert [person.busy for person in moved] == [(), ()]


def test_a_creator_of_two_brands_is_one_person(in_scope, daniel, sveta):
    again = factories.PartnershipFactory(workspace=in_scope, creator=sveta.creator, owner=daniel)
    found = chosen(in_scope, [again.public_id, sveta.public_id, "x"], ["y"])
    assert (found.partnerships, found.members) == ([again], [])


def test_countries_of_zones():
    assert [market_of(zone) for zone in ("Europe/Moscow", "America/Denver", "UTC")] == [
        "RU",
        "US",
        "",
    ]


def test_the_same_number_of_questions_for_two_and_many(in_scope, daniel, sveta, client):
    url = page(in_scope, f"with={sveta.public_id}")
    fixed(in_scope, daniel, sveta)
    client.get(url)
    with CaptureQueriesContext(connection) as few:
        client.get(url)
    more = [moscow(in_scope, daniel, email=f"m{n}@example.com") for n in range(4)]
    fixed(in_scope, daniel, *more)
    url += "".join(f"&with={one.public_id}" for one in more)
    with CaptureQueriesContext(connection) as many:
        client.get(url)
    assert len(many) == len(few)


def test_ones_own_calendar_counts_for_one_search(in_scope, daniel, sveta, client):
    busy = (
        "BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nUID:1\r\nSUMMARY:SECRET\r\nDTSTART:20260303T000000\r\n"
        "DTEND:20260305T000000\r\nEND:VEVENT\r\nBEGIN:VEVENT\r\nUID:2\r\nDTSTART:x\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
    )
    url = page(in_scope, f"with={sveta.public_id}")
    shown = text(client.post(url, {"file": SimpleUploadedFile("a.ics", busy.encode())}))
    assert "Tue 07:30 Los Angeles" not in shown
    assert "Thu 07:30 Los Angeles · Thu 18:30 Moscow" in shown
    assert "1 busy time of your calendar is left out" in shown
    assert "is no date" in shown and "SECRET" not in shown
    assert "Tue 07:30 Los Angeles" in text(client.get(url))


@pytest.mark.parametrize(("content", "status"), [(None, 422), (b"", 200), (b"x" * 10_485_761, 422)])
def test_a_file_that_is_none(in_scope, sveta, client, content, status):
    data = {} if content is None else {"file": SimpleUploadedFile("a.ics", content)}
    response = client.post(page(in_scope, f"with={sveta.public_id}"), data)
    assert response.status_code == status


def test_inside_the_form_of_a_session_a_time_is_one_click(in_scope, daniel, sveta, client):
    session = fixed(in_scope, daniel, sveta)
    here = f"http://testserver/w/{in_scope.slug}/sessions/{session.public_id}/times/?at=2026-03-05T15:30:00%2B00:00"
    shown = text(
        client.get(
            page(in_scope, f"with={sveta.public_id}"),
            headers={"HX-Request": "true", "HX-Current-URL": here},
        )
    )
    assert "<html" not in shown and "Take this time" in shown
    assert "at=2026-03-05T15%3A30%3A00%2B00%3A00&amp;at=2026-03-04T15%3A30%3A00%2B00%3A00" in shown
    other = {"HX-Request": "true", "HX-Current-URL": "http://testserver/nowhere/"}
    assert "Take this time" not in text(
        client.get(page(in_scope, f"with={sveta.public_id}"), headers=other)
    )


# Times that are typed.


def test_an_hour_that_does_not_exist_is_refused_in_the_form():
    field = MomentField()
    with timezone.override("America/Los_Angeles"):
        with pytest.raises(Exception, match="02:30 does not exist on that day"):
            field.clean("2026-03-08T02:30")
        first = field.clean("2026-11-01T01:30")
        assert first.astimezone(UTC).isoformat() == "2026-11-01T08:30:00+00:00"
        assert field.clean("2026-03-03T10:00").isoformat() == "2026-03-03T10:00:00-08:00"
        assert field.clean("2026-03-03T10:00:00Z").astimezone(UTC).hour == 10
        with pytest.raises(Exception, match="Enter a valid date"):
            field.clean("soon")
        assert MomentField(required=False).clean("") is None


def test_what_was_found_becomes_a_session(in_scope, daniel, sveta, client):
    from checkins.models import Session

    query = f"kind=call&minutes=45&with={sveta.public_id}&at=2026-03-04T15:30:00%2B00:00"
    new = f"/w/{in_scope.slug}/sessions/new/?{query}"
    assert f"with={sveta.public_id}" in text(client.get(new.replace("kind=call&", "")))
    form = client.get(new).context["form"]
    assert form.initial["minutes"] == 45
    data = {
        "title": "Spring",
        "minutes": 45,
        "currency": "USD",
        "organizer": daniel.public_id,
        "asked": form.initial["asked"],
    }
    response = client.post(new, data)
    session = Session.objects.get()
    assert [guest.partnership for guest in session.guests.all()] == [sveta]
    assert f"/sessions/{session.public_id}/fix/?at=2026-03-04T15" in response.url
    assert "2026-03-04T07:30" in text(client.get(response.url))
