"""The proposal of a continuation review and the audit's lights (product.md, rows 17, 60, 66)."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.money import Money
from partnerships.enums import Decision
from partnerships.rules.audit import Audience, Ideas, Marked, audit
from partnerships.rules.continuation import (
    Known,
    Measured,
    Verdict,
    first_finished,
    measured,
    propose,
    quarter_before,
    quarter_named,
    quarter_named_back,
)
from partnerships.rules.facts import Figures, WorkFacts
from partnerships.rules.terms import KpiTerm

D = Decimal
GRAVITY = [Decision.EXTEND, Decision.ADJUST, Decision.STOP]
LIGHTS = ["green", "amber", "red"]


def kpi(value, market="US", goal="0.05", floor="0.03"):
    return Measured(
        market, "engagement_rate", D(goal), D(floor), None if value is None else D(value), 10
    )


@pytest.mark.parametrize(
    ("value", "verdict"),
    [
        ("0.05", Verdict.CONTINUE),
        ("0.0499", Verdict.DISCUSS),
        ("0.03", Verdict.DISCUSS),
        ("0.0299", Verdict.END),
        ("0", Verdict.END),
        (None, Verdict.UNKNOWN),
    ],
)
def test_verdict_of_a_kpi(value, verdict):
    assert kpi(value).verdict == verdict


@pytest.mark.parametrize(
    ("known", "decision", "key"),
    [
        (Known(kpis=(kpi("0.06"),)), "extend", "kpi_continue"),
        (Known(kpis=(kpi("0.06"), kpi("0.04", "RU"))), "adjust", "kpi_discuss"),
        (Known(kpis=(kpi("0.06"), kpi("0.01", "RU"))), "adjust", "kpi_end"),
        (Known(kpis=(kpi("0.02"), kpi("0.01", "RU"))), "stop", "all_below"),
        # What is not measured is unknown: it neither saves nor condemns.
        (Known(kpis=(kpi("0.02"), kpi(None, "RU"))), "stop", "all_below"),
        (Known(kpis=(kpi("0.06"), kpi(None, "RU"))), "extend", "kpi_continue"),
        (Known(kpis=(kpi(None),), lights={"work": "green"}), "adjust", "kpis_unmeasured"),
        (Known(lights={"work": "green", "input": ""}), "extend", "light_green"),
        (Known(), "adjust", "no_kpis"),
        (Known(lights={"work": "amber"}), "adjust", "no_kpis"),
        (Known(kpis=(kpi("0.06"),), short=2), "adjust", "short"),
        (Known(kpis=(kpi("0.06"),), tired=True, drop=D("0.2")), "adjust", "tired"),
        (Known(kpis=(kpi("0.06"),), over_used=True), "adjust", "over_used"),
        (Known(kpis=(kpi("0.06"),), lights={"work": "red"}), "adjust", "light_red"),
        (Known(kpis=(kpi("0.06"),), lights={"work": "red", "growth": "red"}), "stop", "two_red"),
    ],
)
def test_proposal_is_what_the_gravest_reason_asks(known, decision, key):
    found = propose(known)
    assert (found.decision, found.reasons[0].key) == (decision, key)
    assert found.decision == max((r.asks for r in found.reasons), key=GRAVITY.index)


values = st.one_of(st.none(), st.decimals("0", "0.1", places=4))
knowns = st.builds(
    Known,
    kpis=st.lists(st.builds(kpi, values, st.sampled_from(["RU", "US"])), max_size=4).map(tuple),
    short=st.integers(0, 3),
    tired=st.booleans(),
    over_used=st.booleans(),
    lights=st.fixed_dictionaries(
        {one: st.sampled_from(["", *LIGHTS]) for one in ("work", "input", "growth")}
    ),
)


@given(knowns, st.data())
def test_a_worse_figure_never_makes_a_better_proposal(known, data):
    before = GRAVITY.index(propose(known).decision)
    kpis = [
        one if one.value is None else replace(one, value=one.value * data.draw(shrink))
        for one in known.kpis
    ]
    lights = {
        item: light and data.draw(st.sampled_from(LIGHTS[LIGHTS.index(light) :]))
        for item, light in known.lights.items()
    }
    worse = replace(
        known,
        kpis=tuple(kpis),
        lights=lights,
        short=known.short + data.draw(st.integers(0, 2)),
        tired=known.tired or data.draw(st.booleans()),
        over_used=known.over_used or data.draw(st.booleans()),
    )
    assert GRAVITY.index(propose(worse).decision) >= before


shrink = st.decimals("0", "1", places=2)


def test_kpi_is_measured_on_its_own_market():
    terms = [
        KpiTerm("US", "engagement_rate", D("0.05"), D("0.03")),
        KpiTerm("RU", "engagement_rate", D("0.05"), D("0.03")),
        KpiTerm("US", "revenue", D(100), D(50), "USD"),
    ]
    figures = {"US": Figures(3, {}, {"reach": (60, 1000)}, {"RUB": D(9000)})}
    us, ru, revenue = measured(terms, figures)
    assert (us.value, us.n) == (D("0.06"), 3)
    assert (ru.value, ru.n) == (None, 0)
    # Roubles say nothing of a goal in dollars.
    assert revenue.value is None


@given(st.dates(date(1990, 1, 1), date(2100, 1, 1)))
def test_quarter_before_is_over_and_named_back(day):
    first, last = quarter_before(day)
    assert first <= last < day
    assert (last + timedelta(days=1)).day == 1
    assert quarter_named_back(quarter_named(first)) == first


def test_other_occasions_name_no_quarter():
    assert quarter_named_back("first_campaign") is None
    assert quarter_named(date(2026, 7, 1)) == "2026-Q3"
    # The second of two that became one.
    assert quarter_named_back("2026-Q3-2") == date(2026, 7, 1)


def work(n=1, closed=date(2026, 2, 1), **told):
    values = {"deliverables": 10, "published": 10}
    return WorkFacts(
        1, f"p{n}", f"c{n}", f"Campaign {n}", n, True, date(2026, 1, 1), date(2026, 1, 20), closed,
        Money(D(100), "USD"), **{**values, **told},
    )  # fmt: skip


def test_first_decision_is_about_the_first_closed_campaign():
    today = date(2026, 3, 1)
    assert first_finished([], today) is None
    assert first_finished([work(closed=None)], today) is None
    one, two = work(1), work(2, closed=date(2026, 2, 20))
    assert first_finished([two, one], today) is one
    # Long ago, with others done since: answered by doing.
    assert first_finished([one, two], date(2026, 6, 1)) is None
    assert first_finished([one], date(2027, 6, 1)) is one


@pytest.mark.parametrize(
    ("late", "revisions", "light"),
    [
        (0, 0, "green"),
        (1, 10, "green"),
        (2, 0, "amber"),
        (3, 0, "amber"),
        (4, 0, "red"),
        (0, 11, "amber"),
        (0, 21, "red"),
    ],
)
def test_light_of_work(late, revisions, light):
    found = audit([work(late=late, revisions=revisions)], ideas=None, audience=None)
    assert found.work.light == light
    assert found.work.because[0].n == 10


def test_what_nobody_measured_has_no_light():
    found = audit([work(closed=None, late=9)], ideas=None, audience=None)
    assert found.lights == {"work": "", "input": "", "growth": ""}


@pytest.mark.parametrize(
    ("ideas", "done", "light"),
    [
        (None, True, ""),
        (Ideas(0, 0), True, "red"),
        (Ideas(0, 0), False, ""),
        (Ideas(3, 1), True, "green"),
        (Ideas(4, 1), True, "amber"),
    ],
)
def test_light_of_ideas(ideas, done, light):
    found = audit([work()] if done else [], ideas=ideas, audience=None)
    assert found.input.light == light


def shown(rate, revenue=None, n=1):
    figures = Figures(4, {}, {"reach": (rate, 1000)}, {"USD": D(revenue)} if revenue else {})
    return work(n, by_market={"US": figures})


@pytest.mark.parametrize(
    ("rates", "revenues", "audience", "light"),
    [
        ((50, 60), (None, None), None, "green"),
        ((50, 51), (None, None), None, "amber"),
        ((50, 45), (None, None), None, "red"),
        ((50, 60), (None, None), Audience(1000, 800, 1), "amber"),
        ((50, 51), (None, None), Audience(1000, 1100, 2), "green"),
        ((50, 51), (100, 50), None, "red"),
        ((50, 60), (100, 50), Audience(1000, 1001, 1), "amber"),
    ],
)
def test_light_of_growth(rates, revenues, audience, light):
    done = [shown(rates[0], revenues[0], 1), shown(rates[1], revenues[1], 2)]
    assert audit(done, ideas=None, audience=audience).growth.light == light


def test_one_campaign_with_sales_is_told_and_has_no_light():
    found = audit([shown(50, 100)], ideas=None, audience=None).growth
    assert (found.light, found.because[0].key, found.because[0].n) == ("", "revenue", 1)


def test_what_a_person_says_stands_first_and_the_computed_stays(noon):
    from tests.partnerships.conftest import AT

    mark = Marked("red", "Ghosted us twice", AT, "Ann")
    found = audit([work()], ideas=None, audience=None, marks={"work": mark}).work
    assert (found.light, found.computed, found.mark) == ("red", "green", mark)
