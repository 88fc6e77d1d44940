"""Numbers, dates and spans of time of any file: read one way or refused, never a crash."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from campaigns.imports.named import metric_named
from campaigns.imports.numbers import (
    guess_decimal,
    parse_clock,
    parse_hours,
    parse_minutes,
    parse_signed,
    with_point,
)
from campaigns.imports.options import stretches
from core.imports.dates import day_and_month, parse_date
from core.imports.months import MONTHS

PARSERS = [parse_signed, parse_hours, parse_minutes, parse_clock]


@settings(max_examples=80)
@given(text=st.text(max_size=20), parse=st.sampled_from(PARSERS))
def test_any_cell_is_a_whole_number_unknown_or_refused(text, parse):
    try:
        found = parse(text)
    except ValueError:
        return
    assert found is None or isinstance(found, int)


@settings(max_examples=60)
@given(seconds=st.integers(0, 10**7))
def test_a_span_is_the_same_in_each_spelling(seconds):
    hours, rest = divmod(seconds, 3600)
    minutes, left = divmod(rest, 60)
    assert parse_clock(f"{hours}:{minutes:02}:{left:02}") == seconds
    assert parse_clock(f"{hours}h {minutes}m {left}s") == seconds
    assert parse_clock(str(seconds)) == seconds
    assert abs((parse_hours(f"{seconds / 3600:.6f}") or 0) - seconds) <= 1
    assert parse_minutes(f"{seconds // 60}") == seconds // 60 * 60


@pytest.mark.parametrize(
    ("cell", "seconds"),
    [("1:23:45", 5025), ("2:05", 125), ("2 ч 13 мин", 7980), ("1 321,5", 1322), ("0", 0)],
)
def test_watch_time_as_it_is_written(cell, seconds):
    assert parse_clock(cell) == seconds


@pytest.mark.parametrize("cell", ["-1", "soon", "1e9", "99999999999999999999"])
def test_what_is_no_time_is_told(cell):
    with pytest.raises(ValueError, match=r"“.+”"):
        parse_hours(cell)


@given(number=st.integers(-(10**12), 10**12))
def test_differences_keep_their_sign(number):
    assert parse_signed(str(number)) == number
    assert parse_signed(f"{number:,}") == number
    assert parse_signed(f"{number:,}".replace(",", "\u202f").replace("-", "−")) == number


@pytest.mark.parametrize(
    ("cells", "sign"),
    [
        (["1321,6783", "5"], ","), (["1,234", "1,5"], ","), (["1.384,3"], ","), (["0,123"], ","),
        (["1321.6783"], "."), (["1,384.3"], "."), (["1,234", "12"], ""), ([], ""),
    ],
)  # fmt: skip
def test_a_column_tells_its_sign_before_a_fraction(cells, sign):
    assert guess_decimal(cells) == sign


@pytest.mark.parametrize(
    ("cell", "sign", "read"),
    [
        ("1,234", ",", "1.234"), ("1.234", ",", "1234"), ("1,234", ".", "1234"),
        ("1.234", ".", "1.234"), ("1,234", "", "1,234"), ("1.234,5", ",", "1.234,5"),
        ("$5,502.50", ",", "$5,502.50"), ("1.234 €", ",", "1234 €"),
    ],
)  # fmt: skip
def test_only_what_is_unclear_is_read_by_it(cell, sign, read):
    assert with_point(cell, sign) == read


@settings(max_examples=60)
@given(day=st.dates(date(2000, 1, 1), date(2049, 12, 31)), name=st.sampled_from(sorted(MONTHS)))
def test_a_day_in_the_words_of_any_language(day, name):
    month = MONTHS[name]
    day = day.replace(month=month, day=min(day.day, 28))
    for text in (f"{day.day} {name} {day.year}", f"{name} {day.day}, {day.year}"):
        assert parse_date(text) == day
    assert day_and_month(f"{name} {day.day}") == (month, day.day)
    assert day_and_month(f"{day.day} {name} {day.year}") is None


@settings(max_examples=40)
@given(
    first=st.dates(date(2015, 1, 1), date(2025, 6, 1)),
    days=st.integers(2, 900),
    down=st.booleans(),
)
def test_a_series_without_years_is_placed_where_it_was(first, days, down):
    dates = [first + timedelta(days=n) for n in range(days)]
    dates = dates[::-1] if down else dates
    found = stretches(
        [(line, (day.month, day.day)) for line, day in enumerate(dates, start=2)],
        latest=max(dates), year=None,
    )  # fmt: skip
    for line, day in enumerate(dates, start=2):
        year = [told for start, told in found if start <= line][-1]
        assert year == day.year


def test_days_in_no_order_show_no_turns():
    days = [(n, (n * 7 % 12 + 1, 1)) for n in range(2, 60)]
    assert stretches(days, date(2026, 1, 1), None) == ()


@pytest.mark.parametrize(
    ("title", "found"),
    [
        ("Facebook reach", ("reach", "other")), ("Instagram profile visits", ("", "instagram")),
        ("Instagram-Reichweite", ("reach", "instagram")), ("Follows", ("follows", "")),
        ("Охват в Instagram", ("reach", "instagram")), ("page_view", ("views", "")),
        ("New Facebook followers", ("follows", "other")), ("Mood", ("", "")),
    ],
)  # fmt: skip
def test_titles_name_a_number_and_a_platform(title, found):
    assert metric_named(title) == found
