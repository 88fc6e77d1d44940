"""Who gets a letter and who does not: pure rules (product.md, row 48)."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checkins.actions.touches import log_touch
from checkins.enums import NotSent
from checkins.models import LastContact
from checkins.queries.contact_days import contact_days
from checkins.rules.letters import (
    Audience,
    Known,
    first_choice,
    in_month,
    problems,
    verdict,
)
from tests.checkins.conftest import NOW

DAY = date(2026, 3, 3)
DAYS = st.dates(date(2025, 1, 1), date(2027, 12, 31))
WELL = {"language": "ru", "has_address": True, "on": DAY}


def why(languages=("en", "ru"), a_month=1, **known):
    return verdict(Known(**{**WELL, **known}), languages=languages, a_month=a_month)


@pytest.mark.parametrize(
    ("known", "reason"),
    [
        ({}, None),
        ({"had_on": (date(2026, 2, 28), date(2026, 4, 1), date(2025, 3, 3))}, None),
        ({"had_on": (date(2026, 3, 1),)}, NotSent.OVER_LIMIT),
        ({"had_on": (date(2026, 3, 31),)}, NotSent.OVER_LIMIT),
        ({"language": "de", "had_on": (DAY,)}, NotSent.NO_WORDS),
        ({"suppressed": True, "language": "de"}, NotSent.SUPPRESSED),
        ({"has_address": False, "suppressed": True}, NotSent.NO_ADDRESS),
        ({"away": True, "has_address": False}, NotSent.AWAY),
        ({"opted_out": True, "away": True, "has_address": False}, NotSent.OPTED_OUT),
    ],
)
def test_the_reason_that_is_theirs_comes_before_ours(known, reason):
    assert why(**known) == reason


@given(st.lists(DAYS, max_size=60), st.integers(0, 5))
def test_one_after_another_never_more_than_the_limit_in_a_month(days, a_month):
    """Whatever order the letters come in: the months are full at most, and as full as they may."""
    had: list[date] = []
    for day in days:
        if why(on=day, had_on=tuple(had), a_month=a_month) is None:
            had.append(day)
    for day in days:
        wanted = len(in_month(days, day))
        assert len(in_month(had, day)) == min(wanted, a_month)


@given(
    st.lists(
        st.tuples(st.booleans(), st.none() | st.integers(1, 10**6), DAYS), min_size=1, max_size=6
    )
)
def test_the_letter_comes_from_one_that_does_not_rest_of_those_the_warmest(rows):
    start = datetime(2026, 1, 1, tzinfo=UTC)
    places = [
        first_choice(rests, start + timedelta(seconds=at) if at else None, began, pk)
        for pk, (rests, at, began) in enumerate(rows)
    ]
    *_place, chosen = min(places)
    rests, at, _began = rows[chosen]
    awake = [row for row in rows if not row[0]]
    assert rests is not bool(awake)
    assert (at or 0) == max((row[1] or 0) for row in (awake or rows))


@pytest.mark.parametrize(
    ("kept", "audience"),
    [
        ({}, {}),
        (
            {"tiers": ["T2", "T1", "T1"], "slow_days": "60"},
            {"tiers": ["T1", "T2"], "slow_days": 60},
        ),
        ({"tiers": "T1", "brands": None, "slow_days": "soon", "unwritten_days": -4, "odd": 1}, {}),
        ({"slow_days": 99999, "unwritten_days": True}, {"unwritten_days": 1}),
    ],
)
def test_an_audience_reads_what_makes_sense_of_it(kept, audience):
    assert Audience.from_json(kept).to_json() == audience


@given(st.text(max_size=60))
def test_any_text_is_judged_and_never_breaks(text):
    found = problems(text, text, text)
    if not found:
        assert "{" not in text.replace("{{", "").replace("{name}", "").replace(
            "{sender}", ""
        ).replace("{brand}", "")


@pytest.mark.parametrize("kind", ["letter", "survey"])
def test_what_goes_to_many_moves_no_rhythm_and_is_no_contact_day(partnership, manager, kind):
    """Rows 42 and 55: neither the last contact nor the weekly syncs count it, whichever way."""
    for direction in ("out", "in"):
        log_touch(partnership=partnership, kind=kind, direction=direction, at=NOW, by=manager)
    assert not LastContact.objects.filter(partnership=partnership, contact_at=NOW).exists()
    assert contact_days([partnership.pk], NOW.date(), NOW.date()) == {}
    log_touch(partnership=partnership, kind="call", direction="both", at=NOW, by=manager)
    assert LastContact.objects.get(partnership=partnership).contact_at == NOW
    assert contact_days([partnership.pk], NOW.date(), NOW.date()) == {partnership.pk: [NOW.date()]}
