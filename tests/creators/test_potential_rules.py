"""The score: bounds, monotony, what is unknown, what is said of each part."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from creators.enums import Verdict, VettingItem
from creators.rules import hints
from creators.rules.growth import Reading
from creators.rules.peers import Gathering, Peers, Standard, band_of
from creators.rules.potential import (
    DEFAULT_WEIGHTS,
    FIT,
    GROWTH,
    PARTS,
    PERFORMANCE,
    STABILITY,
    Audience,
    Evidence,
    Part,
    against,
    assess,
    fit,
    growth,
    is_same,
    is_shrinking,
    parts_of,
    performance,
    stability,
    weigh,
)
from creators.rules.potential_words import basis, part_lines
from creators.rules.steadiness import steadiness, steps_of
from creators.rules.track_record import Deliveries, Results
from creators.rules.vetting import Checklist, is_barred, needs_checklist

TODAY = date(2026, 3, 3)
values = st.none() | st.decimals(0, 1, places=4)
parts = st.fixed_dictionaries({name: values.map(Part) for name in PARTS})
shares = st.tuples(*[st.integers(0, 100)] * 3).map(sorted)
weights = shares.map(
    lambda s: dict(zip(PARTS, (s[0], s[1] - s[0], s[2] - s[1], 100 - s[2]), strict=True))
)


def channel(*readings, name="Instagram · maya", engagement=None):
    read = [Reading(TODAY - timedelta(days=ago), n) for ago, n in readings]
    rate = None if engagement is None else Decimal(engagement)
    return Audience(name, max((r.followers for r in read), default=None), rate, read)


def evidence(**changes):
    return Evidence(**{"today": TODAY, **changes})


@given(parts, weights)
def test_score_is_between_0_and_100_and_told_whole(found, weight):
    told = weigh(found, weight)
    known = [p for p in told.parts.values() if p["points"] is not None and p["of"]]
    if told.score is None:
        assert len(known) < 2
        return
    assert 0 <= told.score <= 100
    # What is shown adds up to what is scored.
    points, of = sum(Decimal(p["points"]) for p in known), sum(p["of"] for p in known)
    assert abs(points * 100 / of - told.score) <= Decimal("0.5")
    assert weigh(parts_of(told.parts), weight) == weigh(found, weight)


@given(parts, weights, st.sampled_from(PARTS), st.decimals(0, 1, places=4))
def test_a_better_part_never_lowers_the_score(found, weight, name, better):
    if found[name].value is None or better < found[name].value:
        return
    before, after = weigh(found, weight), weigh({**found, name: Part(better)}, weight)
    assert before.score is None or before.score <= after.score


@given(parts)
def test_more_weight_on_the_better_half_never_lowers_the_score(found):
    if any(part.value is None for part in found.values()):
        return
    good, bad = found[FIT].value, found[GROWTH].value
    if good < bad:
        good, bad = bad, good
    pair = {**found, FIT: Part(good), GROWTH: Part(bad)}
    base = {PERFORMANCE: 35, STABILITY: 20, FIT: 20, GROWTH: 25}
    more = {**base, FIT: 25, GROWTH: 20}
    # A tenth of a point may be lost in rounding each part.
    assert weigh(pair, more).score >= weigh(pair, base).score - 1


@pytest.mark.parametrize(
    ("known", "score", "words"),
    [
        ({}, None, "Based on 0 of 4 parts."),
        ({FIT: "1"}, None, "Based on 1 of 4 parts."),
        ({FIT: "1", GROWTH: "1"}, 100, "Based on 2 of 4 parts."),
        ({FIT: "1", GROWTH: "0"}, 56, "Based on 2 of 4 parts."),
        (dict.fromkeys(PARTS, "0.5"), 50, "Based on 4 of 4 parts."),
    ],
)
def test_unknown_parts_do_not_count(known, score, words):
    found = {name: Part(Decimal(known[name]) if name in known else None) for name in PARTS}
    told = weigh(found, DEFAULT_WEIGHTS)
    assert (told.score, basis(told.parts)) == (score, words)


def test_one_weighed_part_is_enough_where_there_is_no_other():
    found = {name: Part(None) for name in PARTS} | {GROWTH: Part(Decimal("0.5"))}
    assert weigh(found, {PERFORMANCE: 0, STABILITY: 0, FIT: 0, GROWTH: 100}).score == 50


def test_growth_in_words_as_it_is_computed():
    part = growth(evidence(channels=[channel((92, 12_300), (0, 12_980))]))
    told = weigh({name: Part(None) for name in PARTS} | {GROWTH: part}, DEFAULT_WEIGHTS)
    assert part_lines(GROWTH, told.parts[GROWTH]) == [
        "Instagram · maya: +1.8% a month over 92 days (12,300 → 12,980)."
    ]
    assert told.parts[GROWTH]["points"] == "13.9"
    assert not is_shrinking(told.parts)


@pytest.mark.parametrize(("end", "value"), [(970, "0"), (1000, "0.2500"), (1100, "1")])
def test_growth_has_a_floor_and_a_top(end, value):
    found = growth(evidence(channels=[channel((30, 1000), (0, end))]))
    assert found.value == Decimal(value)


def test_growth_is_of_the_biggest_channel_that_was_counted_lately():
    stale = channel((400, 90_000), (300, 95_000), name="old")
    fresh = channel((30, 1000), (0, 990), name="new")
    found = growth(evidence(channels=[fresh, stale]))
    assert (found.facts["channel"], found.facts["declining"]) == ("new", True)
    told = {"points": "0.0", "facts": found.facts}
    assert part_lines(GROWTH, told)[1] == "The audience is shrinking."
    assert growth(evidence(channels=[stale])).value is None


def test_steadiness_falls_with_jumps_and_declines():
    even = steps_of(channel((90, 1000), (60, 1010), (30, 1020), (0, 1030)).readings, TODAY)
    wild = steps_of(channel((90, 1000), (60, 1500), (30, 900), (0, 1030)).readings, TODAY)
    assert Decimal("0.99") < steadiness(even) <= 1
    assert steadiness(wild) == 0
    assert steps_of(channel((30, 1000), (0, 1010)).readings, TODAY) == []
    # Days apart are noise; years ago is another audience; empty is no audience.
    crowded = channel((400, 5), (60, 0), (20, 1000), (19, 900), (18, 800), (0, 1010))
    assert steps_of(crowded.readings, TODAY) == []
    assert steps_of(channel((300, 10), (260, 11), (220, 12)).readings, TODAY) == []


@given(st.lists(st.integers(1, 10**7), min_size=3, max_size=12))
def test_steadiness_is_a_fraction(sizes):
    readings = [(20 * n, size) for n, size in enumerate(sizes)]
    assert 0 <= steadiness(steps_of(channel(*readings).readings, TODAY)) <= 1


def test_stability_is_the_mean_of_what_is_known():
    audience = channel((60, 1000), (30, 1000), (0, 1000))
    done = Deliveries(on_time=1, late=1, missing=2)
    both = stability(evidence(channels=[audience], deliveries=done))
    assert both.value == Decimal("0.6250")
    assert part_lines(STABILITY, {"points": "1", "facts": both.facts}) == [
        "Instagram · maya: 2 changes within a year, 0.0% from the median on average; declines: 0.",
        "1 of 4 deliverables by their day; later: 1, missing: 2.",
    ]
    assert stability(evidence(channels=[audience])).value == 1
    kept = stability(evidence(deliveries=done))
    assert kept.value == Decimal("0.2500")
    assert part_lines(STABILITY, {"points": "1", "facts": kept.facts}) == [
        "1 of 4 deliverables by their day; later: 1, missing: 2."
    ]
    assert stability(evidence(channels=[channel()])).value is None


@pytest.mark.parametrize(
    ("ratings", "value"),
    [([], None), ([(1, 1)], "0"), ([(5, 5)], "1"), ([(5, 4), (3, 4)], "0.7500")],
)
def test_fit_is_what_people_rate(ratings, value):
    found = fit(ratings)
    assert found.value == (None if value is None else Decimal(value))
    if ratings:
        people = "1 person" if len(ratings) == 1 else "2 people"
        assert people in part_lines(FIT, {"points": "1", "facts": found.facts})[0]


def gathered(*rates, band="10k", kind="reach"):
    gathering = Gathering()
    for rate in rates:
        for group in (band, "all"):
            gathering.add(kind, group, Decimal(rate))
    return gathering.figures()


def test_performance_against_creators_of_the_same_size():
    peers = Peers(gathered("0.02", "0.03", "0.04", "0.05", "0.06"))
    results = Results(campaigns=2, engagement={"reach": (60, 1000)}, revenue={"USD": Decimal(90)})
    found = performance(evidence(followers=20_000, results=results), peers)
    assert found.value == Decimal("0.7500")
    assert part_lines(PERFORMANCE, {"points": "1", "facts": found.facts}) == [
        "Engagement 6.00% of reach over 2 finished campaigns;"
        " median of creators of this size 4.00%, 5 creators.",
        "Revenue $90: told, not scored.",
    ]


def test_performance_counts_purchases_beside_engagement():
    figures = gathered("0.02", "0.04", "0.06") | gathered("0.001", "0.002", "0.9", kind="purchases")
    results = Results(1, {"views": (9, 10), "reach": (40, 1000)}, purchases=4, reach=1000)
    found = performance(evidence(results=results), Peers(figures))
    # Half at the median of engagement, everything at twice that of purchases.
    assert found.value == Decimal("0.7500")
    assert part_lines(PERFORMANCE, {"points": "1", "facts": found.facts})[1] == (
        "4 purchases, 0.400% of reach; median of the workspace 0.200%, 3 creators."
    )
    only = performance(evidence(results=Results(1, purchases=1, reach=1000)), Peers(figures))
    assert only.value == Decimal("0.2500")
    assert part_lines(PERFORMANCE, {"points": "1", "facts": only.facts}) == [
        "1 purchase, 0.100% of reach; median of the workspace 0.200%, 3 creators."
    ]


@pytest.mark.parametrize("results", [Results(), Results(1, {"reach": (40, 1000)}, 3, 0)])
def test_performance_from_the_channel_where_nothing_compares(results):
    found = performance(
        evidence(results=results, channels=[channel((0, 20_000), engagement="0.03")]), Peers()
    )
    assert found.value == Decimal("0.5000")
    first, second = part_lines(PERFORMANCE, {"points": "1", "facts": found.facts})
    assert first.startswith("From the channel")
    assert "usual for this size is 3.00%" in second


def test_performance_of_a_channel_among_others_of_its_size():
    peers = Peers(gathered(*["0.06"] * 5, kind="channels"))
    found = performance(evidence(channels=[channel((0, 20_000), engagement="0.03")]), peers)
    assert found.value == Decimal("0.2500")
    line = part_lines(PERFORMANCE, {"points": "1", "facts": found.facts})[1]
    assert "median of channels of this size 6.00%, 5 channels" in line
    assert performance(evidence(channels=[channel((0, 9))]), peers).value is None


def test_peers_are_of_one_size_then_all_then_nobody():
    assert Peers(gathered("0.1", "0.2")).standard("reach", "10k") is None
    assert Peers(gathered("0.1", "0.2", "0.4")).standard("reach", "10k") == Standard(
        Decimal("0.2"), 3, "all"
    )
    five = Peers(gathered("0.1", "0.2", "0.3", "0.4"))
    assert five.standard("reach", "1m") == Standard(Decimal("0.25"), 4, "all")
    assert Peers(gathered("0", "0", "0")).standard("reach", "10k") is None
    assert Peers().channel_standard("unknown") is None
    gathering = Gathering()
    gathering.add_results("10k", Results())
    gathering.add_results("10k", Results(1, {"views": (1, 10)}, 1, 10))
    assert set(gathering.figures()) == {"views", "purchases"}


@pytest.mark.parametrize(
    ("followers", "band"),
    [
        (None, "unknown"),
        (0, "unknown"),
        (1, "small"),
        (9_999, "small"),
        (10_000, "10k"),
        (10**9, "1m"),
    ],
)
def test_band_of(followers, band):
    assert band_of(followers) == band


@given(st.decimals("0.0001", "9", places=4), st.decimals("0.0001", "9", places=4))
def test_against_is_a_fraction_and_grows(rate, median):
    standard = Standard(median, 5, "all")
    assert 0 <= against(rate, standard) <= against(rate * 2, standard) <= 1


def test_a_night_that_only_moved_the_others_is_no_news():
    one = {"points": "1", "of": 35, "facts": {"rate": "0.1", "standard": {"median": "0.2"}}}
    moved = {**one, "facts": {"rate": "0.1", "standard": {"median": "0.21"}}}
    assert is_same({PERFORMANCE: one}, {PERFORMANCE: moved})
    assert not is_same({PERFORMANCE: one}, {PERFORMANCE: {**moved, "points": "1.1"}})
    assert not is_same({PERFORMANCE: one}, {PERFORMANCE: {**one, "facts": {"rate": "0.2"}}})


@pytest.mark.parametrize("language", ["en", "ru"])
def test_every_sentence_stands_in_both_languages(language):
    known = evidence(
        channels=[channel((60, 5000), (30, 5000), (0, 4000), engagement="0.05")],
        deliveries=Deliveries(3, 1, 1, 2),
        ratings=[(4, 4)],
        results=Results(3, {"reach": (1, 10)}, 2, 10, {"RUB": Decimal(5)}),
    )
    for peers in (Peers(), Peers(gathered("0.1", "0.1", "0.1"))):
        told = weigh(assess(known, peers), DEFAULT_WEIGHTS)
        with translation.override(language):
            lines = [line for name in PARTS for line in part_lines(name, told.parts[name])]
            lines += [hint.text for hint in hints.hints_of(known, peers).values()]
        assert len(lines) > 8
        assert all(any("а" <= c <= "я" for c in line) == (language == "ru") for line in lines)
    unknown = weigh(assess(evidence(), Peers()), DEFAULT_WEIGHTS)
    assert all(part_lines(name, unknown.parts[name])[0][:7] == "Unknown" for name in PARTS)


@pytest.mark.parametrize(
    ("known", "item", "lean"),
    [
        ({"deliveries": Deliveries(on_time=9, late=1)}, VettingItem.DELIVERS, Verdict.YES),
        ({"deliveries": Deliveries(on_time=1, late=9)}, VettingItem.DELIVERS, Verdict.NO),
        ({"deliveries": Deliveries(on_time=8, missing=2)}, VettingItem.DELIVERS, ""),
        ({"deliveries": Deliveries(on_time=2)}, VettingItem.DELIVERS, ""),
        ({"deliveries": Deliveries(late=2, revisions=1)}, VettingItem.DIRECTION, ""),
        ({"channels": [channel((30, 1000), (0, 1100))]}, VettingItem.STABLE, Verdict.YES),
        ({"channels": [channel((30, 1000), (0, 900))]}, VettingItem.STABLE, Verdict.NO),
        ({"channels": [channel((0, 20_000), engagement="0.03")]}, VettingItem.RESPONSE, "yes"),
        ({"channels": [channel((0, 20_000), engagement="0.01")]}, VettingItem.RESPONSE, "no"),
        ({"results": Results(2, {"reach": (30, 1000)})}, VettingItem.RESPONSE, Verdict.YES),
        ({"results": Results(2, {"reach": (30, 1000)})}, VettingItem.PROOF, Verdict.YES),
        ({}, VettingItem.PROOF, ""),
        ({"ratings": [(5, 4)]}, VettingItem.CULTURE, Verdict.YES),
        ({"ratings": [(1, 2)]}, VettingItem.CULTURE, Verdict.NO),
        ({"results": Results(2)}, VettingItem.HORIZON, ""),
    ],
)
def test_hint_leans(known, item, lean):
    peers = Peers(gathered("0.03", "0.03", "0.03"))
    assert hints.hints_of(evidence(**known), peers)[item].lean == lean


def test_nothing_known_gives_no_hints_but_that():
    assert set(hints.hints_of(evidence(), Peers())) == {VettingItem.PROOF}


def test_the_gate_and_the_other_four():
    four = Checklist({i: "yes" for i in VettingItem if i != "easy"})
    assert not four.gate_is_open
    assert (four.yes, four.answered, four.open_items) == (7, 7, [VettingItem.EASY])
    assert is_barred(four, "T1")
    assert not is_barred(four, "T2")
    easy = Checklist({"easy": "yes", "stable": "unclear", "delivers": "no"})
    assert easy.gate_is_open
    assert easy.open_items == ["delivers", "response", "direction", "stable"]


@pytest.mark.parametrize(
    ("before", "after", "needed"),
    [
        ("", "T1", True), ("", "T2", False), ("T3", "T2", True), ("T2", "T1", True),
        ("T1", "T2", False), ("T1", "T3", False),
    ],
)  # fmt: skip
def test_up_needs_the_checklist_down_does_not(before, after, needed):
    assert needs_checklist(before, after) is needed
