"""Leave and illness in the dates of check-ins: what falls inside comes right after."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from checkins.rules.away import Span, back_on, is_away, next_free_moment
from checkins.rules.cadence import Basis, Pause, next_check_in, next_checkpoint
from checkins.rules.hours import Hours
from checkins.rules.reasons import explain


def _spans(*texts: str) -> tuple[Span, ...]:
    """Like "2026-04-01/2026-04-10", or "2026-04-01/" for one without an end."""
    pairs = [text.split("/") for text in texts]
    return tuple(
        Span(date.fromisoformat(first), date.fromisoformat(until) if until else None)
        for first, until in pairs
    )


@pytest.mark.parametrize(
    ("spans", "day", "back"),
    [
        ((), "2026-04-03", "2026-04-03"),
        (("2026-04-04/2026-04-10",), "2026-04-03", "2026-04-03"),
        (("2026-04-01/2026-04-02",), "2026-04-03", "2026-04-03"),
        (("2026-04-03/2026-04-03",), "2026-04-03", "2026-04-04"),
        # Touching and overlapping ones are one.
        (("2026-04-01/2026-04-05", "2026-04-06/2026-04-09"), "2026-04-03", "2026-04-10"),
        (("2026-04-01/2026-04-30", "2026-04-03/2026-04-05"), "2026-04-03", "2026-05-01"),
        (("2026-04-01/",), "2026-04-03", None),
        (("2026-04-01/2026-04-05", "2026-04-06/"), "2026-04-03", None),
        (("2026-04-01/",), "2026-03-31", "2026-03-31"),
    ],
)
def test_the_day_they_are_back(spans, day, back):
    asked = date.fromisoformat(day)
    found = back_on(asked, _spans(*spans))
    assert found == (back and date.fromisoformat(back))
    assert is_away(asked, _spans(*spans)) == (found != asked)


@pytest.mark.parametrize(
    ("one", "other", "overlap"),
    [
        ("2026-04-01/2026-04-05", "2026-04-06/2026-04-09", False),
        ("2026-04-01/2026-04-05", "2026-04-05/2026-04-09", True),
        ("2026-04-01/", "2026-03-01/2026-03-31", False),
        ("2026-04-01/", "2026-05-01/2026-05-02", True),
        ("2026-04-01/", "2026-05-01/", True),
    ],
)
def test_overlap(one, other, overlap):
    [first], [second] = _spans(one), _spans(other)
    assert first.overlaps(second) == second.overlaps(first) == overlap


# Counted from 3 March in the US: 3 April 2026 is a Friday.
@pytest.mark.parametrize(
    ("spans", "pause", "due", "adjusted"),
    [
        (("2026-04-03/2026-04-03",), Pause(), "2026-04-06", "away"),
        (("2026-03-20/2026-04-02",), Pause(), "2026-04-03", ""),
        (("2026-04-04/2026-04-20",), Pause(), "2026-04-03", ""),
        (("2026-04-01/2026-04-05", "2026-04-06/2026-04-08"), Pause(), "2026-04-09", "away"),
        # The first working day after one lies in the next: only the weekend is between them.
        (("2026-04-01/2026-04-03", "2026-04-06/2026-04-08"), Pause(), "2026-04-09", "away"),
        # Paused, then away, then away once more.
        (
            ("2026-04-13/2026-04-14",), Pause(running=True, until=date(2026, 4, 12)),
            "2026-04-15", "away",
        ),
        (
            ("2026-04-01/2026-04-05",), Pause(running=True, until=date(2026, 4, 12)),
            "2026-04-13", "pause",
        ),
        # Juneteenth follows the absence.
        (("2026-04-01/2026-06-18",), Pause(), "2026-06-22", "away"),
        (("2026-04-03/",), Pause(), None, ""),
        (("2026-04-04/",), Pause(), "2026-04-03", ""),
    ],
)  # fmt: skip
def test_check_in_comes_right_after_an_absence(spans, pause, due, adjusted):
    plan = next_check_in(
        cadence="monthly", basis=Basis(date(2026, 3, 3), "call"), market="US", pause=pause,
        away=_spans(*spans),
    )  # fmt: skip
    if due is None:
        assert plan is None
    else:
        assert (plan.due_on.isoformat(), plan.reason["adjusted"]) == (due, adjusted)


def test_weekend_between_the_day_and_an_absence_counts_to_it():
    """5 April is a Sunday, Monday is the first day away."""
    plan = next_check_in(
        cadence="monthly", basis=Basis(date(2026, 3, 5), "call"), market="US",
        away=_spans("2026-04-06/2026-04-10"),
    )  # fmt: skip
    assert plan.due_on == date(2026, 4, 13)
    assert explain(plan.reason, "en") == (
        "you spoke on 5 March; monthly; away until 10 April, so Monday 13 April"
    )
    assert explain(plan.reason, "ru") == (
        "вы говорили 5 марта; раз в месяц; отсутствует до 10 апреля, поэтому понедельник, 13 апреля"
    )


# Asked for the first Tuesday, which is 7 April in the second quarter and 7 July in the third, where
# no other week is given.
@pytest.mark.parametrize(
    ("spans", "options", "due"),
    [
        (("2026-04-07/2026-04-07",), {}, "2026-04-08"),
        (("2026-04-01/2026-06-28",), {}, "2026-06-29"),
        (("2026-04-01/2026-06-30",), {}, "2026-07-07"),
        (("2026-04-01/2026-07-12",), {}, "2026-07-13"),
        (("2026-04-01/",), {}, None),
        (("2026-07-01/",), {}, "2026-04-07"),
        # The quarter has had its talk: an absence over its day brings no second one.
        (("2026-04-06/2026-04-10",), {"after": date(2026, 4, 3)}, "2026-04-13"),
        (("2026-04-06/2026-04-10",), {"after": date(2026, 4, 7)}, "2026-07-07"),
        # Back for long, and noted only now: it is overdue, not gone.
        (("2026-04-01/2026-04-10",), {"not_before": date(2026, 6, 12)}, "2026-07-07"),
        (
            ("2026-04-01/2026-04-10",),
            {"not_before": date(2026, 6, 12), "since": date(2026, 4, 1)}, "2026-04-13",
        ),
        # A pause over the day still leaves it to the next quarter.
        (
            ("2026-04-13/2026-04-14",), {"pause": Pause(running=True, until=date(2026, 4, 12))},
            "2026-07-07",
        ),
        # The fifth Tuesday, 5 May: what is over before it does not touch it.
        (("2026-04-01/2026-05-04",), {"week": 4}, "2026-05-05"),
        (("2026-04-01/2026-05-05",), {"week": 4}, "2026-05-06"),
        (("2026-05-01/2026-06-30",), {"week": 4}, "2026-08-04"),
        (("2026-05-04/2026-05-08",), {"week": 4, "after": date(2026, 6, 30)}, "2026-08-04"),
    ],
)  # fmt: skip
def test_checkpoint_comes_after_an_absence_within_its_quarter(spans, options, due):
    plan = next_checkpoint(
        **{
            "week": 0, "not_before": date(2026, 3, 3), "market": "US", "away": _spans(*spans),
            **options,
        }
    )  # fmt: skip
    assert (plan and plan.due_on.isoformat()) == due


def test_checkpoint_of_the_next_quarter_says_which_one_was_lost():
    plan = next_checkpoint(
        week=1, not_before=date(2026, 3, 3), market="US", away=_spans("2026-04-01/2026-06-30")
    )
    assert explain(plan.reason, "en") == (
        "their fixed day: the second Tuesday of the quarter, whatever contact there was; the one "
        "of 14 April fell into an absence; 14 July is a Tuesday"
    )
    assert plan.slot == "2026-Q3"


@pytest.mark.parametrize(
    ("at", "spans", "moment"),
    [
        ("2026-04-03T12:00", (), "2026-04-03T12:00"),
        ("2026-04-03T12:00", ("2026-04-03/2026-04-03",), "2026-04-06T10:00"),
        # The night is followed by an absence.
        ("2026-04-01T20:00", ("2026-04-02/2026-04-07",), "2026-04-08T10:00"),
        ("2026-04-03T12:00", ("2026-04-03/2026-04-05", "2026-04-06/2026-04-07"), "2026-04-08T10:00"),
        ("2026-04-03T12:00", ("2026-04-01/",), None),
    ],
)  # fmt: skip
def test_moment_behind_an_absence(at, spans, moment):
    def utc(text):
        return datetime.fromisoformat(text).replace(tzinfo=UTC)

    found = next_free_moment(utc(at), Hours(ZoneInfo("UTC"), "US"), _spans(*spans))
    assert found == (moment and utc(moment))


def test_absence_is_of_the_day_where_they_live():
    """20:30 UTC on 5 April is 8:30 on the sixth in Kiritimati, the last day away."""
    hours = Hours(ZoneInfo("Pacific/Kiritimati"), "ZZ")
    at = datetime(2026, 4, 5, 18, 30, tzinfo=UTC)
    found = next_free_moment(at, hours, _spans("2026-04-01/2026-04-06"))
    assert found.astimezone(hours.zone).date() == date(2026, 4, 7)
    assert found - at < timedelta(days=2)
