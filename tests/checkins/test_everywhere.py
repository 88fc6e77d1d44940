"""Twenty years, every zone there is, all markets, any pauses, absences and quiet hours: what holds
of a check-in's day and moment whatever comes together. Looked at plainly, hour by hour and day by
day, without the sums of the rules."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo, available_timezones

import holidays
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from checkins.rules.away import Span, free_moment_on, next_free_moment
from checkins.rules.cadence import Basis, Pause, add_months, next_check_in, next_checkpoint
from checkins.rules.hours import Hours, moment_on, next_moment
from checkins.rules.reasons import explain

DAY = timedelta(days=1)
ZONES = sorted(available_timezones() - {"localtime", "Factory"})
MARKETS = ("RU", "US", "ZZ")
DAYS = st.dates(date(2020, 1, 1), date(2039, 12, 31))
MOMENTS = st.datetimes(datetime(2020, 1, 1), datetime(2039, 12, 31), timezones=st.just(UTC))
TIMES = st.times().map(lambda clock: clock.replace(second=0, microsecond=0))
QUIET = st.none() | st.tuples(TIMES, TIMES)


@st.composite
def spans(draw, around: date, most: int = 4) -> tuple[Span, ...]:
    """Absences near a day, in any order: apart, touching, one over another."""
    found = []
    for _n in range(draw(st.integers(0, most))):
        first = around + DAY * draw(st.integers(-40, 140))
        found.append(Span(first, first + DAY * draw(st.integers(0, 60))))
    return tuple(found)


def _free_day(day: date, market: str) -> bool:
    """Saturday, Sunday, or a public holiday by the library's own calendar."""
    known = holidays.country_holidays(market, years=day.year) if market != "ZZ" else {}
    return day.weekday() >= 5 or day in known


def _quiet(clock: time, hours: Hours) -> bool:
    """Minute by minute from the beginning of the quiet hours to their end."""
    start, end = hours.quiet_from or time.min, hours.quiet_until or time.min
    minute = start.hour * 60 + start.minute
    last = end.hour * 60 + end.minute
    length = (last - minute) % 1440
    return (clock.hour * 60 + clock.minute - minute) % 1440 < length


@settings(max_examples=400, deadline=None)
@given(
    st.data(), DAYS, st.sampled_from(MARKETS), st.sampled_from([("monthly", 1), ("quarterly", 3)])
)
def test_day_of_a_check_in(data, day, market, rhythm):
    cadence, months = rhythm
    away = data.draw(spans(add_months(day, months)))
    until = data.draw(st.none() | st.integers(-30, 120))
    pause = Pause() if until is None else Pause(running=True, until=day + DAY * until)
    asked = {
        "cadence": cadence, "basis": Basis(day, "call"), "market": market, "pause": pause,
        "away": away,
    }  # fmt: skip
    plan = next_check_in(**asked)
    due, raw = plan.due_on, add_months(day, months)
    assert not _free_day(due, market)
    assert not any(span.first <= due <= span.until for span in away)
    assert pause.until is None or due > pause.until
    # Never early; and no later than anything speaks against an earlier day.
    assert due >= raw
    at = raw
    while at < due:
        nobody = pause.until is not None and at <= pause.until
        inside = any(span.first <= at <= span.until for span in away)
        # From a day inside an absence it comes right after it, from another one day by day.
        assert nobody or inside or _free_day(at, market)
        at += DAY
    again = next_check_in.__wrapped__(**asked)
    assert again == plan
    for language in ("en", "ru"):
        assert explain(plan.reason, language, today=due)


@settings(max_examples=400, deadline=None)
@given(st.data(), DAYS, st.sampled_from(MARKETS), st.integers(0, 5))
def test_day_of_a_checkpoint(data, day, market, week):
    away = data.draw(spans(day))
    plan = next_checkpoint(week=week, not_before=day, market=market, away=away)
    due, raw = plan.due_on, date.fromisoformat(plan.reason["raw"])
    assert due >= day
    assert not _free_day(due, market)
    assert not any(span.first <= due <= span.until for span in away)
    assert raw.weekday() == 1
    # That many Tuesdays of the quarter are before it.
    first = raw - 7 * DAY * week
    assert first.day <= 7
    assert first.month in (1, 4, 7, 10)
    # In the quarter of its Tuesday, whatever came between.
    assert (due.year, (due.month - 1) // 3) == (raw.year, (raw.month - 1) // 3)
    assert (due.year, (due.month - 1) // 3) == (first.year, (first.month - 1) // 3)
    following = next_checkpoint(
        week=week, not_before=due + DAY, market=market, away=away, after=due
    )
    assert following.slot > plan.slot
    # An absence moves it and nothing else does: without one it is the Tuesday or the day after.
    alone = next_checkpoint(week=week, not_before=day, market=market)
    assert (alone.due_on - date.fromisoformat(alone.reason["raw"])).days <= 10


@settings(max_examples=600, deadline=None)
@given(st.data(), MOMENTS, st.sampled_from(ZONES), st.sampled_from(MARKETS), QUIET)
def test_moment_of_sending(data, at, zone, market, quiet):
    hours = Hours(ZoneInfo(zone), market, *(quiet or (None, None)))
    here = at.astimezone(hours.zone).date()
    away = data.draw(spans(here))
    moment = next_free_moment(at, hours, away)
    assert moment >= at
    assert moment.tzinfo is UTC
    local = moment.astimezone(hours.zone)
    assert not _free_day(local.date(), market)
    assert not any(span.first <= local.date() <= span.until for span in away)
    # A wall clock that was there: neither in a gap nor counted twice.
    assert local.astimezone(UTC) == moment
    open_minutes = [
        minute for minute in range(9 * 60, 18 * 60)
        if not _quiet(time(minute // 60, minute % 60), hours)
    ]  # fmt: skip
    if open_minutes:
        assert time(9) <= local.time() < time(18)
        assert not _quiet(local.time(), hours)
    # Quiet all the working day long: when the quiet ends, or right behind an hour that the change
    # of the clock removes.
    else:
        ends = hours.quiet_until or time.min
        late = datetime.combine(local.date(), local.time()) - datetime.combine(local.date(), ends)
        assert timedelta(0) <= late <= timedelta(hours=15) or not _quiet(local.time(), hours)
    assert next_free_moment(at, hours, away) == moment


@settings(max_examples=400, deadline=None)
@given(DAYS, st.sampled_from(ZONES), st.sampled_from(MARKETS), QUIET)
def test_planned_ahead_it_goes_on_its_day(day, zone, market, quiet):
    hours = Hours(ZoneInfo(zone), market, *(quiet or (None, None)))
    long_before = datetime(2019, 12, 1, tzinfo=UTC)
    moment = moment_on(day, hours, long_before)
    assert free_moment_on(day, hours, (), long_before) == moment
    local = moment.astimezone(hours.zone)
    if not _free_day(day, market) and _exists(day, hours.zone):
        assert local.date() == day
    # Asked again at that very moment, it is now, unless its quiet has no end on that day.
    assert next_moment(moment, hours) - moment < timedelta(hours=24)


def _exists(day: date, zone: ZoneInfo) -> bool:
    """Islands that cross the date line skip a day (Samoa in 2011); none in these years is known."""
    noon = datetime.combine(day, time(12), tzinfo=zone)
    return noon.astimezone(UTC).astimezone(zone).date() == day


@pytest.mark.parametrize("year", [2020, 2026, 2039])
def test_every_zone_on_the_days_its_clock_changes(year):
    """Ten in the morning is ten in the morning, the day before, the day itself and the day after."""
    seen = 0
    for name in ZONES:
        zone = ZoneInfo(name)
        hours = Hours(zone, "ZZ")
        for day in _changes(zone, year):
            for near in (day - DAY, day, day + DAY):
                local = moment_on(near, hours, datetime(2019, 1, 1, tzinfo=UTC)).astimezone(zone)
                assert (local.hour, local.minute) == (10, 0)
                assert local.date() >= near
                seen += 1
    assert seen > 500


def _changes(zone: ZoneInfo, year: int) -> list[date]:
    noons = [datetime(year, 1, 1, 12, tzinfo=zone) + DAY * n for n in range(365)]
    offsets = [noon.utcoffset() for noon in noons]
    return [noons[n].date() for n in range(1, 365) if offsets[n] != offsets[n - 1]]
