"""One timeline of all rooms: complete, in order, part by part, narrowed."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.db import connection
from django.http import QueryDict
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from campaigns.models import Brief, BriefVersion, Learning, Payment
from checkins.actions.closing import skip_check_in
from checkins.actions.planning import plan_check_ins
from checkins.actions.sending import send_check_in
from checkins.actions.touches import log_touch
from checkins.forms.timeline import asked_of
from checkins.queries.timeline import BUDGET, PER_PART, timeline
from checkins.rules.stream import Position, join, newest, parse
from checkins.timeline_sources import Asking, Entry, Happening
from core.models import OutgoingMail
from creators.models import Goal, GoalReview, Merge, Rate, StyleNote, VettingMark
from partnerships.models import Agreement, AgreementRate, Handover, Partnership, TierChange
from reports.models import Summary
from tests import factories
from tests.checkins.conftest import NOW, planned, utc


@pytest.fixture(autouse=True)
def _frozen():
    with time_machine.travel(NOW, tick=False):
        yield


def _asking(partnership, **more) -> Asking:
    creator = partnership.creator
    rows = Partnership.objects.filter(creator=creator).select_related("brand")
    return Asking(
        **{
            "creator": creator, "partnerships": {row.pk: row for row in rows}, "slug": "north",
            "today": NOW.astimezone(creator.zone).date(), "limit": PER_PART, **more,
        }
    )  # fmt: skip


def _told(partnership, **more) -> list[str]:
    return [line.entry.what for line in timeline(_asking(partnership, **more)).lines]


def _contact(partnership, days: float = 1, direction: str = "in", **more) -> None:
    log_touch(
        **{
            "partnership": partnership, "kind": "reply" if direction == "in" else "message",
            "direction": direction, "at": NOW - timedelta(days=days), "by": None,
            "logged_at": NOW, **more,
        }
    )  # fmt: skip


def _work(partnership, manager, n: int = 0) -> None:
    """A campaign from joining to payment, all kinds of rows."""
    space = partnership.workspace
    part = factories.CollaborationFactory(
        campaign=factories.CampaignFactory(
            workspace=space, brand=partnership.brand, owner=manager, name=f"Balcony {n}"
        ),
        partnership=partnership, state="closed", closed_at=utc("2026-02-22T09:00"),
        created_at=utc("2026-01-20T09:00"),
    )  # fmt: skip
    brief = Brief.objects.create(
        workspace=space, collaboration=part, updated_at=NOW, locked_at=utc("2026-01-25T09:00")
    )
    for number, day, after in ((1, "2026-01-22T09:00", False), (2, "2026-01-26T09:00", True)):
        BriefVersion.objects.create(
            workspace=space, brief=brief, number=number, sections={}, autonomy="guided",
            shared_at=utc(day), shared_by=manager, after_lock=after,
        )  # fmt: skip
    factories.DeliverableFactory(
        collaboration=part, state="published", link="https://example.com/x", title=f"Reel {n}",
        published_at=utc("2026-02-16T09:00"), due_on=date(2026, 2, 14),
    )  # fmt: skip
    factories.ResultFactory(
        collaboration=part, updated_at=utc("2026-02-20T09:00"), reach=1200, revenue_amount=300,
        revenue_currency="USD",
    )  # fmt: skip
    Payment.objects.create(
        workspace=space, collaboration=part, amount=900, currency="USD", due_on="2026-02-24",
        paid_on="2026-02-25", paid_by=manager,
    )  # fmt: skip
    for text in ("Light", "Tempo"):
        Learning.objects.create(
            workspace=space, collaboration=part, kind="worked", text=text, by=manager,
            created_at=utc("2026-02-22T08:00"),
        )  # fmt: skip
    Summary.objects.create(
        workspace=space, collaboration=part, state="sent", language="ru",
        closed_at=utc("2026-02-22T09:00"), due_at=utc("2026-02-25T09:00"),
        sent_at=utc("2026-02-23T09:00"), sent_by=manager,
    )  # fmt: skip


def _terms(partnership, manager) -> None:
    space, creator = partnership.workspace, partnership.creator
    TierChange.objects.create(
        workspace=space, partnership=partnership, at=utc("2026-02-02T09:00"), by=manager,
        from_tier="", to_tier="T1", reason="Delivers",
    )  # fmt: skip
    for year, amount in ((2025, 900), (2026, 1100)):
        row = Agreement.objects.create(
            workspace=space, partnership=partnership, kind="annual",
            state="ended" if year == 2025 else "in_notice", starts_on=date(year, 2, 5),
            ends_on=date(year, 12, 31), campaigns_a_year=4, currency="USD",
            sent_on=date(year, 2, 3), signed_on=date(year, 2, 4), signed_by="Anna",
            notice_by="us", notice_given_on=None if year == 2025 else date(2026, 3, 1),
        )  # fmt: skip
        AgreementRate.objects.create(workspace=space, agreement=row, format="reel", amount=amount)
    Handover.objects.create(
        workspace=space, partnership=partnership, at=utc("2026-02-28T09:00"), by=manager,
        from_owner=manager, to_owner=factories.UserFactory(name="Vera"), note="Likes calls",
    )  # fmt: skip
    for amount, day, until in ((800, "2025-11-01", "2026-01-31"), (900, "2026-02-01", None)):
        Rate.objects.create(
            workspace=space, creator=creator, format="reel", amount=amount, currency="USD",
            valid_from=day, valid_until=until,
        )  # fmt: skip


def _notes(partnership, manager) -> None:
    space, creator = partnership.workspace, partnership.creator
    StyleNote.objects.create(
        workspace=space, creator=creator, noted_on="2026-02-10", text="Slower cuts", by=manager
    )
    goal = Goal.objects.create(workspace=space, creator=creator, text="A book", set_on="2026-02-08")
    GoalReview.objects.create(
        workspace=space, goal=goal, reviewed_on="2026-02-27", state="open", note="Half", by=manager
    )
    VettingMark.objects.create(
        workspace=space, creator=creator, item="easy", verdict="yes", evidence="Two years",
        at=utc("2026-02-09T09:00"), by=manager,
    )  # fmt: skip
    Merge.objects.create(
        workspace=space, kept=creator, by=manager, at=utc("2026-02-07T09:00"),
        absorbed=factories.CreatorFactory(workspace=space, name="S. Kim"),
        undone_at=utc("2026-02-07T10:00"), undone_by=manager,
    )  # fmt: skip


@pytest.fixture
def lived(partnership, manager, in_scope) -> Partnership:
    _contact(partnership, 10, body="Свет на балконе")
    _work(partnership, manager)
    _terms(partnership, manager)
    _notes(partnership, manager)
    plan_check_ins(workspace=in_scope, at=NOW)
    skip_check_in(check_in=planned(partnership), reason="On leave", by=manager, at=NOW)
    return partnership


WHOLE = [
    "Check-in left out",
    "Notice given",
    "Handed over from Mara Manager to Vera",
    "Goal talked about: A book (Open)",
    "Paid $900",
    "$900 was due",
    "Summary sent: Balcony 0",
    "Campaign “Balcony 0” closed",
    "Learned from “Balcony 0”",
    "Reply",
    "Results came in: Balcony 0",
    "Published: Reel 0",
    "Was due: Reel 0",
    "Note on style",
    "Easy to work with: Yes",
    "Goal: A book",
    "Merge with S. Kim undone",
    "Merged with S. Kim",
    "Agreement signed",
    "Agreement sent",
    "Partners, in T1",
    "Reel or short: $800 → $900",
    "Brief changed after the lock: Balcony 0, version 2",
    "Brief locked: Balcony 0",
    "Brief shared: Balcony 0",
    "Joined the campaign “Balcony 0”",
    "Agreement ended",
    "Reel or short: $800",
    "Agreement signed",
    "Agreement sent",
]


def _whole(manager) -> list[str]:
    return [what.replace("Mara Manager", manager.name) for what in WHOLE]


def test_timeline_joins_all_rooms_newest_first(lived, manager):
    assert _told(lived, limit=100) == _whole(manager)


def test_timeline_tells_figures_prices_and_days(lived):
    lines = {line.entry.what: line for line in reversed(timeline(_asking(lived, limit=99)).lines)}
    assert lines["Results came in: Balcony 0"].entry.facts == ("Reach: 1.2K", "$300")
    assert lines["Agreement signed"].entry.facts == ("Reel or short: $900 → $1,100",)
    learned = lines["Learned from “Balcony 0”"].entry
    assert learned.body == "What worked: Light\nWhat worked: Tempo"
    assert lines["Published: Reel 0"].entry.outside == "https://example.com/x"
    paid = lines["Paid $900"]
    assert (paid.entry.on, paid.day) == (date(2026, 2, 25), date(2026, 2, 25))
    assert all(line.entry.link for what, line in lines.items() if "S. Kim" not in what)


@pytest.mark.parametrize("size", [1, 2, 3, 7, 29, 30, 31])
def test_parts_joined_are_the_whole(lived, manager, size):
    # Equal instants of every kind, by a moment and by a day.
    _work(lived, manager, 1)
    _work(lived, manager, 2)
    whole = [(line.at, line.entry) for line in timeline(_asking(lived, limit=500)).lines]
    found, before = [], None
    while True:
        part = timeline(_asking(lived, limit=size, before=before))
        found += [(line.at, line.entry) for line in part.lines]
        assert len(part.lines) <= size
        if part.following is None:
            break
        before = parse(str(part.following))
    assert found == whole
    assert len(found) == len(set(map(str, found)))


def test_queries_of_a_part_do_not_grow(lived, manager):
    def count(**more) -> int:
        with CaptureQueriesContext(connection) as queries:
            timeline(_asking(lived, **more))
        return len(queries) - 1  # the partnerships of `_asking`

    few = count()
    for n in range(1, 12):
        _contact(lived, n)
        _work(lived, manager, n)
    deep = timeline(_asking(lived, limit=60)).following
    assert count() == few
    assert count(before=deep) <= few <= BUDGET
    assert count(groups=frozenset(["talk"])) == 2


# --- what did not arrive, what is told once


def test_timeline_tells_of_mail_that_did_not_arrive(partnership, manager, in_scope):
    plan_check_ins(workspace=in_scope, at=NOW)
    send_check_in(check_in=planned(partnership), by=manager, at=NOW)
    OutgoingMail.objects.update(state="bounced")
    [line] = timeline(_asking(partnership)).lines
    assert line.entry.problem == "Did not arrive: Bounced"


def test_touches_of_briefs_and_summaries_are_told_by_these(partnership):
    _contact(partnership, 1, "out", kind="brief", source_key="brief:abc")
    _contact(partnership, 2, "out", kind="summary")
    _contact(partnership, 3, "out", kind="summary", source_key="form:me:once")
    assert _told(partnership) == ["Summary sent"]


# --- narrowing


@pytest.mark.parametrize(
    ("narrowed", "first", "n"),
    [
        ({"groups": frozenset(["talk"])}, "Check-in left out", 2),
        ({"groups": frozenset(["work"])}, "Campaign “Balcony 0” closed", 7),
        ({"groups": frozenset(["results"])}, "Summary sent: Balcony 0", 3),
        ({"groups": frozenset(["terms"])}, "Notice given", 12),
        ({"groups": frozenset(["notes"])}, "Goal talked about: A book (Open)", 6),
        ({"groups": frozenset(["talk", "notes"])}, "Check-in left out", 8),
        ({"direction": "out"}, "Notice given", 8),
        ({"direction": "in"}, "Goal talked about: A book (Open)", 8),
        ({"whole": False}, "Check-in left out", 22),
        ({"words": ("svet", "balkone")}, "Reply", 1),
        ({"words": ("repli",)}, "Reply", 1),
        ({"words": ("balconi",)}, "Paid $900", 12),
        ({"words": ("nothing", "balconi")}, None, 0),
    ],
)
def test_narrowed(lived, narrowed, first, n):
    told = _told(lived, limit=99, **narrowed)
    assert (told[0] if told else None, len(told)) == (first, n)


def test_a_year_begins_at_its_end_where_the_creator_lives(partnership, manager):
    _contact(partnership, 62.9)  # 30 December, 14:24 in Greenwich
    log_touch(
        partnership=partnership, kind="call", direction="both", by=manager, logged_at=NOW,
        at=datetime(2025, 12, 31, 22, tzinfo=UTC),
    )  # fmt: skip
    asked = asked_of(QueryDict("year=2025"), set())
    # In Moscow it is 1 January already.
    assert _told(partnership, before=asked.place(partnership.creator.zone)) == ["Reply"]


def test_months_are_headed_once_in_the_creators_calendar(partnership):
    for at in ("2026-02-28T20:00", "2026-02-28T22:00", "2026-02-27T09:00", "2026-01-05T09:00"):
        _contact(partnership, at=utc(at))
    part = timeline(_asking(partnership))
    assert [line.new_month for line in part.lines] == [True, True, False, True]
    first = timeline(_asking(partnership, limit=2))
    rest = _asking(partnership, limit=2, before=first.following)
    assert [line.new_month for line in timeline(rest, joined=True).lines] == [False, True]
    assert [line.new_month for line in timeline(rest).lines] == [True, True]


@pytest.mark.parametrize(
    "query",
    [
        "kind=nonsense&direction=up&year=x&before=1.2&partnership=zzz",
        "year=99999999999999999999&before=999999999999999999999999.a.b",
        "year=1&before=x.y.z", "before=..", "before=" + "1" * 90 + ".a.b",
    ],
)  # fmt: skip
def test_an_address_that_means_nothing_asks_for_everything(query):
    asked = asked_of(QueryDict(query), {"abc"})
    assert (asked.place(UTC), asked.is_narrowed) == (None, False)


def test_filters_stand_in_the_address():
    asked = asked_of(
        QueryDict("kind=talk&q=sea&year=2024&before=5.touch.a&partnership=abc"), {"abc"}
    )
    assert asked.query() == "?tab=timeline&kind=talk&partnership=abc&q=sea&year=2024"
    assert asked.toggled("talk") == "?tab=timeline&partnership=abc&q=sea&year=2024"
    assert asked.toggled("notes").startswith("?tab=timeline&kind=talk&kind=notes")
    assert asked.query(before=asked.before).endswith("&before=5.touch.a")


# --- places


def _happening(at: int, kind: str, id: str) -> Happening:
    moment = NOW + timedelta(microseconds=at)
    return Happening(moment, kind, id, lambda: Entry("circle", f"{at}{kind}{id}"))


happenings = st.builds(
    _happening, st.integers(0, 3), st.sampled_from("abc"), st.sampled_from("ABxyz")
)


@given(st.lists(happenings, max_size=40), st.integers(1, 9))
def test_any_page_size_gives_each_once_in_one_order(rows, size):
    rows = list({row.position: row for row in rows}.values())
    by_kind = [[row for row in rows if row.kind == kind] for kind in "abc"]
    found, before = [], None
    while True:
        part = join([newest(one, before, size + 1) for one in by_kind], size + 1)
        found += part[:size]
        if len(part) <= size:
            break
        before = parse(str(part[size - 1].position))
    assert [row.position for row in found] == sorted((r.position for r in rows), reverse=True)


@given(
    st.datetimes(datetime(1900, 1, 1), datetime(2200, 1, 1), timezones=st.just(UTC)),
    st.from_regex(r"[a-z_0-9]{1,20}", fullmatch=True),
    st.from_regex(r"[a-z0-9]{12}", fullmatch=True),
)
def test_a_place_survives_the_address(at, kind, id):
    assert parse(str(Position(at, kind, id))) == Position(at, kind, id)


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    hour=st.integers(0, 47),
    zone=st.sampled_from(["Pacific/Kiritimati", "America/Los_Angeles", "Asia/Kathmandu", "UTC"]),
    kind=st.sampled_from(["a", "style", "zz"]),
)
def test_days_before_any_place_are_those_whose_noon_is_before(partnership, hour, zone, kind):
    StyleNote.objects.all().delete()
    creator = partnership.creator
    creator.zone = ZoneInfo(zone)
    for day in range(1, 5):
        StyleNote.objects.create(
            workspace=partnership.workspace, creator=creator, noted_on=date(2026, 2, day), text="x"
        )
    place = Position(utc("2026-02-02T00:00") + timedelta(hours=hour), kind, "m")
    asking = replace(_asking(partnership, before=place, limit=10), creator=creator)
    found = asking.newest_days(StyleNote.objects.all(), "style", "noted_on")
    wanted = [
        row for row in StyleNote.objects.all()
        if Position(asking.noon(row.noted_on), "style", row.public_id) < place
    ]  # fmt: skip
    assert list(found) == sorted(wanted, key=lambda row: row.noted_on, reverse=True)


# --- pages


def _url(partnership, query: str = "") -> str:
    base = reverse("creators:profile", args=["north", partnership.creator.public_id])
    return f"{base}?tab=timeline{query}"


def _part_url(partnership, query: str = "") -> str:
    base = reverse("checkins:timeline", args=["north", partnership.creator.public_id])
    return f"{base}?tab=timeline{query}"


def test_tab_goes_on_without_javascript_and_with_it(partnership, manager, client_as):
    for n in range(PER_PART + 5):
        _contact(partnership, n, body=f"word{n:02}")
    client = client_as(manager)
    page = client.get(_url(partnership)).text
    assert "word29" in page
    assert "word30" not in page
    place = str(timeline(_asking(partnership)).following)
    assert f"{_url(partnership)}&amp;before={place}" in page.replace("&before", "&amp;before")
    further = client.get(_url(partnership, f"&before={place}")).text
    assert "word30" in further
    assert "word29" not in further
    assert "Back to the newest" in further
    part = client.get(_part_url(partnership, f"&before={place}"), headers={"HX-Request": "true"})
    assert "word34" in part.text
    assert "<html" not in part.text
    assert "Earlier" not in part.text


def test_filters_swap_the_panel_and_set_the_address(lived, manager, client_as):
    answer = client_as(manager).get(_part_url(lived, "&kind=notes"), headers={"HX-Request": "true"})
    assert answer.headers["HX-Push-Url"] == _url(lived, "&kind=notes")
    assert "Slower cuts" in answer.text
    assert "Paid $900" not in answer.text


def test_an_opened_part_leads_to_the_profile(lived, manager, client_as):
    answer = client_as(manager).get(_part_url(lived, "&kind=notes"))
    assert answer.status_code == 302
    assert answer.headers["Location"] == _url(lived, "&kind=notes")


def test_timeline_of_two_brands_names_them(partnership, in_scope, manager, client_as):
    other = factories.PartnershipFactory(
        workspace=in_scope, creator=partnership.creator, owner=manager, brand__name="Steppe"
    )
    _contact(partnership, 1, body="of North")
    _contact(other, 2, body="of Steppe")
    client = client_as(manager)
    assert "Log a contact for Steppe" in client.get(_url(partnership)).text
    page = client.get(_url(partnership, f"&partnership={other.public_id}")).text
    assert "of Steppe" in page
    assert "of North" not in page


def test_nothing_found_says_so(partnership, manager, client_as):
    _contact(partnership)
    page = client_as(manager).get(_url(partnership, "&q=nowhere")).text
    assert "Nothing of this kind." in page


def test_timeline_of_nobody_is_empty(in_scope, manager, client_as):
    creator = factories.CreatorFactory(workspace=in_scope)
    url = reverse("creators:profile", args=["north", creator.public_id])
    assert "Nothing has happened yet" in client_as(manager).get(f"{url}?tab=timeline").text
