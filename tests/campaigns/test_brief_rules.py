"""Rules of writing a brief: common part, citations, what is inherited, clashes, silence, freedom."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from campaigns.rules.autonomy import FREEDOM, suggested
from campaigns.rules.briefs import LANGUAGES, SECTION_KEYS, clean_sections
from campaigns.rules.citations import Source, is_shown, read
from campaigns.rules.common_part import (
    Standing,
    filled,
    looked_at,
    spread,
    standings,
    taken_over,
    untouched,
)
from campaigns.rules.exclusivity import Guard, Work, clashes, in_category
from campaigns.rules.inherited import Inherited, Piece
from campaigns.rules.past import against_first, in_words
from campaigns.rules.tallies import tally_of
from campaigns.rules.urgency import LONG_DAYS, urgent_after_silence
from core.money import Money
from partnerships.rules.terms import ExclusivityTerm, RetainerTerm, Terms

DAY = date(2026, 3, 3)


def goal(text, ru=""):
    return {"goal": {"en": text, "ru": ru}}


@pytest.mark.parametrize(
    ("mine", "now", "was", "standing"),
    [
        ("", "", "", Standing.NONE),
        ("Own", "", "", Standing.NONE),
        ("Sell", "Sell", "", Standing.SAME),
        ("Sell", "Sell", "Old", Standing.SAME),
        ("Own", "Sell", "Sell", Standing.OWN),
        ("Sell", "Sell more", "Sell", Standing.CHANGED),
        ("Own", "Sell more", "Sell", Standing.CHANGED),
        ("Sell", "", "Sell", Standing.CHANGED),
    ],
)
def test_a_section_stands_to_the_common_part(mine, now, was, standing):
    assert standings(goal(mine), goal(now), goal(was))["goal"] is standing


texts = st.sampled_from(["", "A", "B", "A longer one"])
sections = st.fixed_dictionaries(
    {key: st.fixed_dictionaries({"en": texts, "ru": texts}) for key in SECTION_KEYS[:2]}
)


@given(sections, sections, sections)
@settings(max_examples=60, deadline=None)
def test_taking_over_loses_nothing_and_is_done_once(mine, now, was):
    taken = taken_over(mine, now, was, "goal")
    for language in LANGUAGES:
        typed, common = mine["goal"][language], now["goal"][language]
        assert common in taken["goal"][language] or (not common and typed != was["goal"][language])
        if typed != was["goal"][language]:
            assert typed in taken["goal"][language]
    assert taken["audience"] == mine["audience"]
    seen = looked_at(was, now, "goal")
    assert taken_over(taken, now, seen, "goal") == taken
    assert standings(taken, now, seen)["goal"] is not Standing.CHANGED


@given(sections, sections, sections)
@settings(max_examples=60, deadline=None)
def test_spreading_touches_no_word_of_anybody(mine, now, was):
    after, seen, changed = spread(mine, now, was)
    for key in SECTION_KEYS:
        before = clean_sections(mine)[key]
        if key in changed:
            assert untouched(before, clean_sections(was)[key])
            assert after[key] == clean_sections(now)[key] == seen[key]
        else:
            assert after[key] == before
    assert spread(after, now, seen)[2] == []


def test_a_template_fills_what_says_nothing():
    offered = {"goal": {"en": "Theirs", "ru": "Их"}, "must": {"en": "#ad"}}
    found = filled(goal("Mine"), offered)
    assert found["goal"] == {"en": "Mine", "ru": "Их"}
    assert found["must"]["en"] == "#ad"


@pytest.mark.parametrize(
    ("key", "shown"),
    [
        ("learning:a", True), ("result:a", True), ("goal:a", True), ("idea:a", True),
        ("preference:boundaries", False), ("campaign-learning:a", False),
    ],
)  # fmt: skip
def test_what_the_creator_reads_of_citations(key, shown):
    assert is_shown(key) is Source("learning", key, "x").shown is shown
    kept = [{"kind": "learning", "key": key, "text": "x", "origin": "Spring"}]
    assert [row.origin for row in read(kept, creator=True)] == (["Spring"] if shown else [])
    (row,) = read(kept)
    assert (row.to_json(), str(row.label)) == (kept[0], "Learning")


def test_a_kind_of_another_day_has_no_name():
    assert read([{"kind": "omen", "key": "omen:1", "text": "x"}])[0].label == ""


TERMS = Terms(
    kind="annual",
    starts_on=date(2026, 1, 1),
    ends_on=date(2026, 12, 31),
    campaigns_a_year=4,
    currency="USD",
    rates=[("reel", "USD", Decimal("900.00")), ("post", "USD", Decimal(500))],
    uses=["organic"],
    exclusivities=[ExclusivityTerm("Tea", days_after=30)],
    retainers=[RetainerTerm(Decimal(300), "USD", "Advice", date(2026, 1, 1))],
    budget_to=Decimal(9000),
    terms="Nobody's business",
)


def test_what_is_inherited_reads_back_and_says_nothing_else():
    piece = Piece("Balcony", "instagram", "reel", DAY)
    told = Inherited(
        pieces=(piece,), first=DAY, last=date(2027, 1, 5), fee=Money(Decimal(900), "USD"),
        terms=TERMS, day=DAY, also=("Jordan Lee",),
    )  # fmt: skip
    assert Inherited.from_json(told.to_json()) == told
    assert told.ends_early
    lines = {line.key: line.text for part in told.sections for line in part.lines}
    assert set(lines) == {"rate:reel:USD", "payment", "uses", "exclusive:tea"}
    assert told.terms is not None
    assert (told.terms.retainers, told.terms.budget_to, told.terms.terms) == ((), None, "")
    assert piece.kind == "Instagram, Reel or short"


def test_without_an_agreement_there_are_no_terms_to_read():
    told = Inherited(pieces=(), first=DAY, last=DAY, paid_within=30)
    assert (told.sections, told.ends_early) == ([], False)
    assert Inherited.from_json(told.to_json()) == told
    assert Inherited.from_json({}) is None


def guard(brand=1, *, first=date(2026, 1, 1), last=date(2026, 12, 31), **clause):
    term = ExclusivityTerm(**{"category": "Tea", "days_before": 7, "days_after": 14, **clause})
    return Guard(brand, f"Brand {brand}", term, first, last)


def work(brand, start, days=10, **more):
    first = DAY + timedelta(days=start)
    values = {"fields": ("tea",), **more}
    return Work(brand, f"Brand {brand}", f"C{start}", first, first + timedelta(days=days), **values)


@pytest.mark.parametrize(
    ("name", "words", "fields", "found"),
    [
        ("Tea", "", ("Coffee", "TEA"), True),
        ("Tea", "Leaf & Co. We blend tea, by hand", (), True),
        ("Tea", "A team of bakers", ("Coffee",), False),
        ("Чай", "Leaf. Мы делаем чай.", (), True),
        ("  ", "Leaf", ("",), False),
    ],
)
def test_a_brand_is_in_a_category(name, words, fields, found):
    assert in_category(work(2, 0, words=words, fields=fields), name) is found


@pytest.mark.parametrize(
    ("mine", "others", "guards", "said"),
    [
        # Another brand's clause around its own campaign: 14 days after it, both ends included.
        (work(2, 24), [work(1, 0)], [guard()], ["C24"]),
        (work(2, 25), [work(1, 0)], [guard()], []),
        (work(2, -17), [work(1, 0)], [guard()], ["C-17"]),
        (work(2, -18), [work(1, 0)], [guard()], []),
        # All the time of the agreement, whatever is planned.
        (work(2, 200), [], [guard(always=True)], ["C200"]),
        (work(2, 400), [], [guard(always=True)], []),
        (work(2, 400), [], [guard(always=True, last=None)], ["C400"]),
        # Our own clause against what they do for others in our days.
        (work(1, 0), [work(2, 20), work(2, 40)], [guard()], ["C20"]),
        # Another category, another market, the same brand: nothing stands against it.
        (work(2, 0, fields=()), [work(1, 0)], [guard()], []),
        (work(2, 0), [work(1, 0)], [guard(markets=("RU",))], []),
        (work(2, 0), [work(1, 0)], [guard(markets=("US",))], ["C0"]),
        (work(1, 0), [work(1, 5)], [guard()], []),
        # A campaign outside the agreement is not guarded by it.
        (work(2, 0), [work(1, 0)], [guard(last=date(2026, 2, 1))], []),
        # One clash for one campaign, though two of theirs guard it.
        (work(2, 5), [work(1, 0), work(1, 20)], [guard()], ["C5"]),
    ],
)  # fmt: skip
def test_what_stands_against_a_campaign(mine, others, guards, said):
    assert [clash.work.campaign for clash in clashes(mine, others, guards, "US")] == said


@pytest.mark.parametrize(
    ("last", "span", "due", "days"),
    [
        (DAY - timedelta(days=32), 31, [DAY + timedelta(days=14)], 32),
        (DAY - timedelta(days=31), 31, [DAY], None),
        (DAY - timedelta(days=90), 31, [DAY + timedelta(days=15)], None),
        (DAY - timedelta(days=90), 31, [], None),
        # What is late already is urgent; without a rhythm the first gap counts.
        (DAY - timedelta(days=LONG_DAYS + 1), None, [DAY - timedelta(days=3)], LONG_DAYS + 1),
        (DAY - timedelta(days=LONG_DAYS), None, [DAY], None),
        (None, 31, [DAY], 200),
    ],
)
def test_urgent_after_a_long_silence(last, span, due, days):
    found = urgent_after_silence(
        last=last, started_on=DAY - timedelta(days=200), span=span, due=due, today=DAY
    )
    assert (found.days if found else None) == days
    assert found is None or found.answered is (last is not None)


@pytest.mark.parametrize(
    ("years", "had", "level", "kept"),
    [
        (0, [], "guided", False),
        (0, ["script"], "guided", False),
        (0, ["free", "guided"], "free", True),
        (1, ["guided"], "free", False),
        (2, ["free"], "owned", False),
        (5, ["owned", "nonsense"], "owned", False),
    ],
)
def test_freedom_grows_with_the_partnership(years, had, level, kept):
    found = suggested(date(2024, 3, 3), date(2024 + years, 3, 3), had)
    assert (found.level, found.kept, found.year) == (level, kept, years + 1)
    assert found.had in ("", *FREEDOM)


def tally(**row):
    return tally_of({"revenue_amount": None, **row})


def test_an_earlier_campaign_in_one_sentence():
    first = tally(reach=1000, likes=40)
    now = tally(reach=12_000, likes=600, purchases=7, revenue_amount=Decimal(90),
                revenue_currency="USD")  # fmt: skip
    change = against_first(now, first)
    assert change == pytest.approx(0.25)
    assert in_words(now, change, "en") == (
        "reach 12K, engagement 5.0%, 25% above the first campaign, purchases 7, revenue $90"
    )
    assert "на 20\u00a0% ниже первой кампании" in in_words(first, -0.2, "ru")
    assert in_words(tally(views=5), None, "en") == "views 5"
    assert in_words(tally(), None, "en") == ""


@pytest.mark.parametrize(
    ("now", "first"),
    [
        ({"reach": 10, "likes": 1}, {"views": 10, "likes": 1}),
        ({"reach": 10, "likes": 1}, {"reach": 10, "likes": 0}),
        ({}, {"reach": 10, "likes": 1}),
    ],
)
def test_what_does_not_compare_is_not_compared(now, first):
    assert against_first(tally(**now), tally(**first)) is None
