from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campaigns.enums import CampaignState, CollaborationState, DeliverableState
from campaigns.rules import states
from campaigns.rules.briefs import (
    SECTION_KEYS,
    changed_texts,
    clean_sections,
    empty_sections,
    is_blank,
    read_in,
)
from campaigns.rules.closing import Gap, GapKind, Part, closing_gaps
from campaigns.rules.days import latest_day
from campaigns.rules.fees import default_fee
from campaigns.rules.lead_time import days_short
from campaigns.rules.payments import PaymentState, on_time_rate, payment_due, payment_state
from campaigns.rules.sequence import Place, number_in_order
from campaigns.rules.tallies import Tally, tally_of, total
from core.money import Money

DAY = date(2026, 3, 3)
days = st.dates(date(2025, 1, 1), date(2026, 12, 31))


# Briefs


def test_clean_sections_keeps_known_texts_and_tidies_them():
    raw = {
        "goal": {"en": "  Sell \r\nless  \r", "ru": None, "de": "nein"},
        "must": "no mapping",
        "secret": {"en": "x"},
    }
    cleaned = clean_sections(raw)
    assert tuple(cleaned) == SECTION_KEYS
    assert cleaned["goal"] == {"en": "Sell\nless", "ru": ""}
    assert cleaned["must"] == {"en": "", "ru": ""}


def test_empty_sections_names_what_says_nothing_in_either_language():
    sections = {"goal": {"ru": "Цель"}, "angle": {"en": " "}}
    assert empty_sections(sections) == [key for key in SECTION_KEYS if key != "goal"]
    assert not is_blank(sections)
    assert is_blank({"angle": {"en": " "}})


def test_changed_texts_names_section_and_language():
    one = {"goal": {"en": "A", "ru": "А"}}
    assert changed_texts(one, {"goal": {"en": "A ", "ru": "Б"}}) == [("goal", "ru")]
    assert changed_texts(one, one) == []


def test_read_in_falls_back_to_the_other_language_and_says_so():
    sections = {"goal": {"en": "Aim", "ru": "Цель"}, "must": {"en": "Tag us"}}
    read = read_in(sections, "ru")
    assert [(r.key, r.text, r.language) for r in read] == [
        ("goal", "Цель", "ru"),
        ("must", "Tag us", "en"),
    ]
    assert [r.text for r in read_in(sections, "en")] == ["Aim", "Tag us"]


texts = st.dictionaries(st.sampled_from(["en", "ru", "de"]), st.text() | st.none())


@given(st.dictionaries(st.sampled_from([*SECTION_KEYS, "other"]), st.none() | st.text() | texts))
def test_clean_sections_is_stable(raw):
    cleaned = clean_sections(raw)
    assert clean_sections(cleaned) == cleaned
    assert changed_texts(raw, cleaned) == []


# States


def test_campaign_goes_forward_and_is_opened_again():
    allowed = {(a, b) for a in CampaignState for b in CampaignState if states.campaign_may(a, b)}
    assert allowed == {("planned", "live"), ("live", "closed"), ("closed", "live")}


def test_collaboration_moves():
    allowed = {
        (a, b)
        for a in CollaborationState
        for b in CollaborationState
        if states.collaboration_may(a, b)
    }
    assert allowed == {
        ("invited", "confirmed"), ("invited", "declined"),
        ("confirmed", "declined"), ("confirmed", "closed"),
        ("declined", "invited"), ("declined", "confirmed"),
        # With its campaign, which is opened again.
        ("closed", "confirmed"),
    }  # fmt: skip


def test_deliverable_moves():
    allowed = {
        (a, b) for a in DeliverableState for b in DeliverableState if states.deliverable_may(a, b)
    }
    assert allowed == {
        ("due", "submitted"), ("due", "approved"), ("due", "published"),
        ("submitted", "revision"), ("submitted", "approved"), ("submitted", "published"),
        ("revision", "submitted"), ("revision", "approved"), ("revision", "published"),
        ("approved", "revision"), ("approved", "published"),
        ("published", "approved"),
    }  # fmt: skip
    assert states.deliverable_sources("revision") == {"submitted", "approved"}


# Sequence


def test_number_in_order_of_days_and_a_declined_one_does_not_count():
    places = [
        Place(3, DAY + timedelta(days=60), declined=False),
        Place(1, DAY, declined=False),
        Place(2, DAY + timedelta(days=30), declined=True),
        Place(4, DAY + timedelta(days=60), declined=False),
    ]
    assert number_in_order(places) == {1: 1, 2: 2, 3: 2, 4: 3}


@given(st.lists(st.tuples(days, st.booleans()), max_size=12))
def test_numbers_of_those_who_took_part_are_one_two_three(rows):
    places = [Place(i, day, declined) for i, (day, declined) in enumerate(rows)]
    numbers = number_in_order(places)
    taking_part = sorted(numbers[p.id] for p in places if not p.declined)
    assert taking_part == list(range(1, len(taking_part) + 1))
    assert number_in_order(reversed(places)) == numbers


# Payments


def test_payment_due_counts_calendar_days():
    assert payment_due(date(2026, 2, 14), 30) == date(2026, 3, 16)
    assert payment_due(DAY, 0) == DAY


@pytest.mark.parametrize(
    ("due", "paid", "state"),
    [
        (DAY, None, PaymentState.DUE),
        (DAY - timedelta(days=1), None, PaymentState.OVERDUE),
        (DAY - timedelta(days=1), DAY, PaymentState.PAID),
    ],
)
def test_payment_state(due, paid, state):
    assert payment_state(due_on=due, paid_on=paid, today=DAY) == state


def test_on_time_rate_counts_what_can_be_judged():
    assert on_time_rate(in_time=2, paid=3, overdue=1) == 0.5
    assert on_time_rate(in_time=0, paid=0, overdue=0) is None


# Fees


AGREED = {"reel": Money(Decimal(500), "USD"), "post": Money(Decimal(300), "USD")}
CARD = [("video", Money(Decimal(9000), "RUB")), ("video", Money(Decimal(900), "USD"))]


@pytest.mark.parametrize(
    ("content_format", "agreed", "fee"),
    [
        ("reel", AGREED, Money(Decimal(500), "USD")),
        ("video", AGREED, Money(Decimal(900), "USD")),
        ("story", AGREED, Money(Decimal(0), "USD")),
        ("", AGREED, Money(Decimal(0), "USD")),
        ("", {"post": AGREED["post"]}, Money(Decimal(300), "USD")),
        ("", {}, Money(Decimal(0), "USD")),
    ],
)
def test_default_fee(content_format, agreed, fee):
    assert default_fee(content_format, agreed=agreed, card=CARD, currency="USD") == fee


def test_default_fee_takes_another_currency_rather_than_nothing():
    fee = default_fee("video", agreed={}, card=CARD[:1], currency="USD")
    assert fee == Money(Decimal(9000), "RUB")


# Lead time


@pytest.mark.parametrize(
    ("lead", "due", "short"),
    [(None, 1, 0), (0, 1, 0), (14, 14, 0), (14, 20, 0), (14, 10, 4), (14, -1, 15)],
)
def test_days_short(lead, due, short):
    assert days_short(due_on=DAY + timedelta(days=due), today=DAY, lead_days=lead) == short


# Days


@pytest.mark.parametrize(
    ("hour", "day"), [(9, date(2026, 3, 3)), (10, date(2026, 3, 4)), (23, date(2026, 3, 4))]
)
def test_latest_day_is_that_of_kiritimati(hour, day):
    at = datetime(2026, 3, 3, hour, tzinfo=UTC)
    assert latest_day(at) == day
    assert latest_day(at.astimezone(ZoneInfo("Pacific/Kiritimati"))) == day
    assert at.astimezone(ZoneInfo("Pacific/Kiritimati")).date() == day


# Closing


def test_closing_gaps_names_each_missing_thing():
    whole = Part("a", "Anna", invited=False, deliverables=1, unpublished=(), results=3)
    bare = Part("b", "Boris", invited=False, deliverables=0, unpublished=(), results=0)
    half = Part("c", "Clara", invited=False, deliverables=2, unpublished=("Reel",), results=1)
    asked = Part("d", "Dina", invited=True, deliverables=0, unpublished=(), results=0)
    assert closing_gaps([whole, bare, half, asked]) == [
        Gap(GapKind.NO_DELIVERABLES, "b", "Boris"),
        Gap(GapKind.NO_RESULTS, "b", "Boris"),
        Gap(GapKind.UNPUBLISHED, "c", "Clara", ("Reel",)),
        Gap(GapKind.UNANSWERED, "d", "Dina"),
    ]


# Tallies


metric = st.none() | st.integers(0, 10**6)
rows = st.fixed_dictionaries(
    {
        "reach": metric, "views": metric, "impressions": metric, "likes": metric,
        "comments": metric, "shares": metric, "saves": metric,
        "revenue_amount": st.none() | st.decimals(0, 9999, places=2),
        "revenue_currency": st.sampled_from(["RUB", "USD"]),
    }
)  # fmt: skip


def test_unknown_is_not_zero():
    tally = total([tally_of({"reach": 100, "likes": 7}), tally_of({"reach": 50})])
    assert tally.rows == 2
    assert tally.known("reach") == 150
    assert tally.known("clicks") is None
    assert tally.interactions == 7
    # Only the row that knows both counts: 7 of 100, not of 150.
    assert tally.engagement() is not None
    assert tally.engagement().rate == pytest.approx(0.07)
    assert tally.engagement("views") is None
    assert Tally().interactions is None
    assert Tally().engagement() is None


def test_currencies_stay_apart():
    tally = total(
        tally_of({"revenue_amount": Decimal(amount), "revenue_currency": currency})
        for amount, currency in ((5, "USD"), (100, "RUB"), (7, "USD"))
    )
    assert tally.monies == [Money(Decimal(100), "RUB"), Money(Decimal(12), "USD")]


@given(st.lists(rows, max_size=8), st.randoms())
def test_tallies_add_up_in_any_order(found, random):
    tallies = [tally_of(row) for row in found]
    shuffled = tallies[:]
    random.shuffle(shuffled)
    assert total(shuffled) == total(tallies)
    half = len(tallies) // 2
    assert total(tallies[:half]) + total(tallies[half:]) == total(tallies)
