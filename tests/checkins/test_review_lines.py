"""Decisions and openings on Today, in the timeline, and the days we were in touch (rows 16, 17)."""

from datetime import date, timedelta

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from checkins.queries.board import board
from checkins.queries.contact_days import contact_days
from checkins.queries.lines import reviews
from checkins.queries.timeline import BUDGET, timeline
from checkins.today import Asking
from core.together import read_rounds
from partnerships.actions import deciding, openings
from partnerships.models import ContinuationReview, Opening, Partnership
from partnerships.queries.openings import arcs
from tests import factories
from tests.checkins.conftest import NOW, utc
from tests.checkins.life import asking, contact, told, work

ALIGNED = {"platforms": ["youtube"], "story": "Hers", "success": "A film", "vision": ""}
LOOKED_BACK = {"resonated": "The film", "questions": "", "excited_about": "More", "next_steps": "A second film"}  # fmt: skip


@pytest.fixture(autouse=True)
def _frozen():
    with time_machine.travel(NOW, tick=False):
        yield


def waiting(partnership, due_on, occasion="2025-Q4", **more) -> ContinuationReview:
    fields = {"kind": "quarterly", "proposal": "adjust", "evidence_at": NOW, **more}
    return ContinuationReview.objects.create(
        workspace=partnership.workspace, partnership=partnership, due_on=due_on,
        occasion=occasion, **fields,
    )  # fmt: skip


def opened(partnership, starts_on) -> Opening:
    Partnership.objects.filter(pk=partnership.pk).update(stage="opening", started_on=starts_on)
    partnership.refresh_from_db()
    return openings.begin_opening(partnership=partnership)


def lines(user, kind, at=NOW, **more):
    return [
        (shelf.section, line)
        for shelf in board(Asking(user=user, at=at, **more)).shelves
        for line in shelf.lines
        if line.kind == kind
    ]


# --- Today


@pytest.mark.parametrize(
    ("due", "section", "reason"),
    [
        (date(2026, 2, 24), "overdue", "Proposed: Adjust · undecided for 7 days"),
        (date(2026, 3, 3), "today", "Proposed: Adjust"),
        (date(2026, 3, 6), "week", "Proposed: Adjust"),
        (date(2026, 6, 1), "", ""),
    ],
)
def test_decision_waits_until_it_is_taken(partnership, manager, due, section, reason):
    row = waiting(partnership, due)
    found = lines(manager, "decision")
    assert [(place, line.reason) for place, line in found] == [(section, reason)] * bool(section)
    for _place, line in found:
        assert (line.title, line.what) == ("Светлана Ким", "Go on? Q4 2025")
        assert line.url == f"/w/north/reviews/{row.public_id}/"
    ContinuationReview.objects.update(decision="extend", reason="Steady", decided_at=NOW)
    assert lines(manager, "decision") == []


def test_decision_day_is_the_creators_and_its_words_are_russian(partnership, manager):
    """22:00 in Greenwich on Tuesday is Wednesday in Moscow already: a day late there."""
    waiting(partnership, date(2026, 3, 3))
    assert lines(manager, "decision", utc("2026-03-03T20:59"))[0][0] == "today"
    with translation.override("ru"):
        [(section, line)] = lines(manager, "decision", utc("2026-03-03T21:00"))
        assert section == "overdue" and "без решения 1 день" in line.reason


@pytest.mark.parametrize("gone", ["dropped", "ended", "elsewhere"])
def test_decision_that_nobody_is_asked_for_is_no_line(partnership, manager, analyst, gone):
    waiting(partnership, date(2026, 3, 1))
    if gone == "dropped":
        ContinuationReview.objects.update(dropped_at=NOW)
    elif gone == "ended":
        Partnership.objects.update(stage="ended", ended_on=date(2026, 3, 1))
    else:
        Partnership.objects.update(owner=analyst)
    assert lines(manager, "decision", mine=True) == []


def test_opening_asks_for_each_step_in_its_month(partnership, manager):
    row = opened(partnership, date(2026, 2, 16))
    [(section, line)] = lines(manager, "opening", mine=True)
    assert (section, line.what) == ("week", "Alignment record")
    assert line.reason == "Opening, week 3 of 13" and line.due_on == date(2026, 3, 15)
    assert line.url.endswith("/opening/alignment/")
    openings.write_alignment(
        partnership=partnership, expected=row.version, values=ALIGNED, by=manager, at=NOW
    )
    assert lines(manager, "opening") == []


@pytest.mark.parametrize(
    ("starts_on", "what", "reason", "section"),
    [
        (date(2026, 1, 27), "Begin the first campaign", "Opening, week 6 of 13", "week"),
        (date(2026, 1, 1), "Begin the first campaign", "Opening, week 9 of 13", "week"),
        (date(2025, 12, 30), "Begin the first campaign", "Opening, week 10 of 13", "overdue"),
        (date(2025, 12, 30), "Co-creation review", "Opening, week 10 of 13", "week"),
        (
            date(2025, 11, 1), "Co-creation review",
            "The three months of the opening are over", "overdue",
        ),
    ],
)  # fmt: skip
def test_opening_moves_on_by_its_weeks(partnership, manager, starts_on, what, reason, section):
    opened(partnership, starts_on)
    found = {line.what: (place, line) for place, line in lines(manager, "opening")}
    assert (found[what][0], found[what][1].reason) == (section, reason)


def test_weekly_sync_is_asked_until_somebody_was_in_touch(partnership, manager):
    row = opened(partnership, date(2026, 1, 27))
    openings.write_alignment(
        partnership=partnership, expected=row.version, values=ALIGNED, by=manager, at=NOW
    )
    factories.CollaborationFactory(
        partnership=partnership,
        campaign=factories.CampaignFactory(
            workspace=partnership.workspace, brand=partnership.brand,
            starts_on=date(2026, 2, 25), ends_on=date(2026, 3, 20),
        ),
    )  # fmt: skip
    [(section, line)] = lines(manager, "opening")
    assert (section, line.what, line.due_on) == (
        "today", "Weekly sync of the first campaign", date(2026, 3, 3),
    )  # fmt: skip
    assert line.url.endswith("?tab=reviews")
    contact(partnership, 1)
    assert lines(manager, "opening") == []


@pytest.mark.parametrize("over", ["finished", "active", "paused"])
def test_opening_that_is_over_asks_nothing(partnership, manager, over):
    row = opened(partnership, date(2025, 11, 1))
    if over == "finished":
        Opening.objects.filter(pk=row.pk).update(finished_on=NOW.date())
    else:
        Partnership.objects.update(stage=over)
    assert lines(manager, "opening") == []


def test_lines_take_the_same_queries_for_many(partnership, manager):
    def count() -> int:
        asked = Asking(user=manager, at=NOW)
        with CaptureQueriesContext(connection) as queries:
            read_rounds([reviews.decisions(asked), reviews.openings(asked)])
        return len(queries)

    waiting(partnership, date(2026, 3, 1))
    opened(partnership, date(2026, 1, 27))
    work(partnership, manager)
    few = count()
    for n in range(5):
        other = factories.PartnershipFactory(
            workspace=partnership.workspace, brand=partnership.brand, owner=manager
        )
        waiting(other, date(2026, 3, 1))
        opened(other, date(2026, 1, 27))
        work(other, manager, n + 1)
    assert count() == few == 3


# --- days we were in touch


def test_contact_days_are_the_creators_and_of_the_days_asked_for(partnership):
    """Moscow is three hours ahead: 21:00 in Greenwich is the next day there."""
    for day, hour in ((1, 20), (1, 21), (3, 20), (3, 21)):
        contact(partnership, at=utc(f"2026-02-0{day}T{hour}:30"), direction="out")
    found = contact_days([partnership.pk], date(2026, 2, 1), date(2026, 2, 3))
    assert found[partnership.pk] == [date(2026, 2, 1), date(2026, 2, 2), date(2026, 2, 3)]


@pytest.mark.parametrize(
    ("zone", "at"),
    [
        ("Pacific/Kiritimati", "2026-01-31T10:00"),
        ("Etc/GMT+12", "2026-02-02T11:59"),
    ],
)
def test_contact_days_reach_as_far_as_zones_do(partnership, zone, at):
    type(partnership.creator).objects.update(zone=zone)
    contact(partnership, at=utc(at))
    one = date(2026, 2, 1)
    assert contact_days([partnership.pk], one, one)[partnership.pk] == [one]


def test_arc_reads_its_syncs_in_two_queries(partnership, manager, django_assert_num_queries):
    opened(partnership, date(2026, 1, 27))
    work(partnership, manager)
    row = Opening.objects.select_related("partnership__creator").get()
    with django_assert_num_queries(2):
        arc = arcs([row], NOW)[partnership.pk]
    assert arc.campaign == "Balcony 0"


# --- the timeline


def _told_all(partnership, manager) -> ContinuationReview:
    """An alignment, a look back, and a decision that was taken, told and taken back."""
    row = opened(partnership, date(2026, 1, 27))
    openings.write_alignment(
        partnership=partnership, expected=row.version, values=ALIGNED, by=manager,
        at=NOW - timedelta(days=5),
    )  # fmt: skip
    row.refresh_from_db()
    openings.write_co_creation(
        partnership=partnership, expected=row.version, values=LOOKED_BACK, by=manager,
        at=NOW - timedelta(days=4),
    )  # fmt: skip
    review = waiting(partnership, date(2026, 3, 1))
    deciding.decide_review(
        review=review, expected=review.version, decision="adjust", reason="Too much",
        adjustments="Fewer pieces", by=manager, at=NOW - timedelta(days=3),
    )  # fmt: skip
    deciding.share_review(
        review=review, text="Hi Sveta", tell=False, by=manager, at=NOW - timedelta(days=2)
    )
    deciding.reopen_review(
        review=review, reason="New figures", by=manager, at=NOW - timedelta(days=1)
    )
    return review


def test_timeline_tells_openings_and_decisions(partnership, manager):
    _told_all(partnership, manager)
    wanted = asking(partnership)
    with CaptureQueriesContext(connection) as queries:
        found = timeline(wanted).lines[:5]
    assert len(queries) <= BUDGET
    assert [(line.entry.what, line.entry.body, line.entry.direction) for line in found] == [
        ("A decision was taken back", "New figures", ""),
        ("Told what was decided", "Hi Sveta", "out"),
        ("Decided: Adjust", "Too much", ""),
        ("Co-creation review written", "A second film", ""),
        ("Alignment record written", "Hers", ""),
    ]
    for line in found:
        assert (line.entry.brand, line.entry.who) == ("North", manager.name)
        assert line.entry.link.endswith(f"{partnership.public_id}/?tab=reviews")


@pytest.mark.parametrize("size", [1, 2, 3])
def test_parts_of_these_joined_are_the_whole(partnership, manager, size):
    _told_all(partnership, manager)
    whole, found, before = told(partnership, limit=100), [], None
    while True:
        part = timeline(asking(partnership, limit=size, before=before))
        found += [line.entry.what for line in part.lines]
        if not (before := part.following):
            break
    assert found == whole and len(whole) >= 5


def test_timeline_of_one_brand_leaves_the_other_out(partnership, manager):
    _told_all(partnership, manager)
    other = factories.PartnershipFactory(
        workspace=partnership.workspace, creator=partnership.creator, owner=manager,
        brand=factories.BrandFactory(workspace=partnership.workspace, name="South"),
    )  # fmt: skip
    alone = asking(partnership, partnerships={other.pk: other}, whole=False)
    assert "Decided: Adjust" not in [line.entry.what for line in timeline(alone).lines]
