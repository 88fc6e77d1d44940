from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from partnerships.rules.carrying import carried_on
from partnerships.rules.jumps import Jumps, StepJump, jumps, step_jumps
from partnerships.rules.tenure import percent_in, priced, prices_on, year_of
from partnerships.rules.term_changes import applied, changed_terms, row_differences
from partnerships.rules.term_checks import problems
from partnerships.rules.term_words import Changes, InWords
from partnerships.rules.terms import (
    ExclusivityTerm,
    KpiTerm,
    PerformancePay,
    RetainerTerm,
    Terms,
)
from tests.partnerships.conftest import terms

DAY = timedelta(days=1)
cents = st.decimals("0", "9999999.99", places=2)
days = st.dates(date(2020, 1, 1), date(2040, 12, 31))
codes = st.sampled_from(["USD", "RUB", "EUR"])
text = st.text(st.characters(codec="utf-8", exclude_categories=["Cs", "Cc"]), max_size=20)

anything = st.builds(
    Terms,
    kind=st.sampled_from(["annual", "evergreen", "multi_year", "standing"]),
    starts_on=days,
    ends_on=st.none() | days,
    campaigns_a_year=st.integers(0, 20),
    currency=codes,
    rates=st.lists(st.tuples(st.sampled_from(["reel", "story"]), codes, cents), max_size=4),
    guaranteed_a_year=st.none() | st.integers(0, 9),
    uses=st.lists(st.sampled_from(["organic", "paid"]), max_size=2),
    markets=st.lists(st.sampled_from(["RU", "US"]), max_size=2),
    usage=text,
    budget_from=st.none() | cents,
    terms=text,
    tenure_steps=st.lists(st.tuples(st.integers(2, 9), cents), max_size=3),
    exclusivities=st.lists(
        st.builds(
            ExclusivityTerm, category=text, days_before=st.integers(0, 90), always=st.booleans(),
            markets=st.lists(st.sampled_from(["RU", "US"]), max_size=2).map(tuple),
        ),
        max_size=2,
    ),
    retainers=st.lists(
        st.builds(RetainerTerm, cents, codes, text, days, st.none() | days), max_size=2
    ),
    performance_terms=st.lists(
        st.builds(
            PerformancePay, kind=st.sampled_from(["revenue_share", "equity"]),
            percent=st.none() | cents, note=text,
        ),
        max_size=2,
    ),
    kpis=st.lists(
        st.builds(
            KpiTerm, st.sampled_from(["RU", "US"]), st.sampled_from(["engagement_rate", "reach"]),
            cents, cents,
        ),
        max_size=2,
    ),
)  # fmt: skip


@given(anything)
def test_json_round_trip_is_exact(one):
    import json

    again = Terms.from_json(json.loads(json.dumps(one.to_json())))
    assert again == one
    assert again.to_json() == one.to_json()


def test_json_of_an_older_version_has_defaults():
    data = terms().to_json()
    for name in ("kpis", "window_days", "retainers", "tenure_steps"):
        del data[name]
    found = Terms.from_json(data)
    assert (found.kpis, found.window_days, found.tenure_steps) == ((), 60, ())


@given(anything, anything)
def test_a_change_applied_to_what_it_was_made_of_gives_what_was_agreed(before, after):
    assert applied(before, after, before) == after
    assert (changed_terms(before, after) == []) == (before == after)


@given(anything, anything, days)
def test_a_change_leaves_alone_what_it_does_not_name(before, after, day):
    after = replace(after, ends_on=before.ends_on)
    moved = replace(before, ends_on=day)
    assert applied(before, after, moved) == replace(after, ends_on=day)


def test_row_differences_are_of_rows_alone():
    new = terms(campaigns_a_year=9, tenure_steps=[(2, Decimal(5))])
    assert row_differences(terms(), new) == {"tenure_steps": [[], [[2, "5"]]]}


@pytest.mark.parametrize(("year", "percent"), [(1, 0), (2, 5), (3, 5), (4, 12), (9, 12)])
def test_the_latest_step_counts(year, percent):
    assert percent_in([(4, Decimal(12)), (2, Decimal(5))], year) == percent


def test_no_steps_add_nothing():
    assert percent_in([], 7) == 0


@pytest.mark.parametrize(
    ("amount", "percent", "price"),
    [("100", "5", "105.00"), ("0.10", "5", "0.11"), ("99.99", "0", "99.99"), ("10", "-50", "5.00")],
)
def test_priced_to_the_cent_half_up(amount, percent, price):
    assert priced(Decimal(amount), Decimal(percent)) == Decimal(price)


def test_prices_on_a_day_follow_the_contract_year():
    one = terms(
        kind="evergreen", ends_on=None, tenure_steps=[(2, Decimal(10))],
        rates=[("reel", "USD", Decimal(100)), ("reel", "RUB", Decimal(9000))],
    )  # fmt: skip
    assert [str(p.money) for p in prices_on(one, date(2027, 3, 31))] == ["$100", "₽9,000"]
    found = prices_on(one, date(2027, 4, 1))
    assert [(p.money.amount, p.percent) for p in found] == [(110, 10), (9900, 10)]
    assert year_of(one, date(2020, 1, 1)) == 1
    assert year_of(terms(), date(2050, 1, 1)) == 1


RETAINER = RetainerTerm(Decimal(100), "USD", "Calls", date(2026, 5, 1))


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"kind": "evergreen"}, "ends_on"),
        ({"ends_on": None}, "ends_on"),
        ({"ends_on": date(2026, 3, 1)}, "ends_on"),
        ({"guaranteed_a_year": 5}, "guaranteed_a_year"),
        ({"budget_from": Decimal(-1)}, "budget_from"),
        ({"budget_to": Decimal(-1)}, "budget_from"),
        ({"budget_from": Decimal(9), "budget_to": Decimal(8)}, "budget_to"),
        ({"rates": [("reel", "USD", Decimal(-1))]}, "rates"),
        ({"rates": [("reel", "USD", Decimal(1)), ("reel", "USD", Decimal(2))]}, "rates"),
        ({"tenure_steps": [(2, Decimal(1)), (2, Decimal(2))]}, "tenure_steps"),
        ({"tenure_steps": [(1, Decimal(1))]}, "tenure_steps"),
        ({"tenure_steps": [(2, Decimal(-100))]}, "tenure_steps"),
        ({"retainers": [replace(RETAINER, amount=Decimal(0))]}, "retainers"),
        ({"retainers": [replace(RETAINER, scope=" ")]}, "retainers"),
        ({"retainers": [replace(RETAINER, starts_on=date(2026, 3, 31))]}, "retainers"),
        ({"retainers": [replace(RETAINER, starts_on=date(2027, 4, 1))]}, "retainers"),
        ({"retainers": [replace(RETAINER, ends_on=date(2027, 4, 1))]}, "retainers"),
        ({"retainers": [replace(RETAINER, ends_on=date(2026, 4, 30))]}, "retainers"),
        ({"performance_terms": [PerformancePay("revenue_share")]}, "performance_terms"),
        ({"performance_terms": [PerformancePay("revenue_share", percent=Decimal(101))]},
         "performance_terms"),
        ({"performance_terms": [PerformancePay("equity")]}, "performance_terms"),
        ({"performance_terms": [PerformancePay("bonus", amount=Decimal(1))]}, "performance_terms"),
        ({"performance_terms": [PerformancePay("bonus", metric="reach", threshold=Decimal(-1),
                                               amount=Decimal(1), currency="USD")]},
         "performance_terms"),
        ({"exclusivities": [ExclusivityTerm("Tea"), ExclusivityTerm("tea")]}, "exclusivities"),
        ({"kpis": [KpiTerm("RU", "reach", Decimal(1), Decimal(2))]}, "kpis"),
        ({"kpis": [KpiTerm("RU", "reach", Decimal(1), Decimal(-2))]}, "kpis"),
        ({"kpis": [KpiTerm("RU", "revenue", Decimal(2), Decimal(1))]}, "kpis"),
        ({"kpis": [KpiTerm("RU", "reach", Decimal(2), Decimal(1))] * 2}, "kpis"),
    ],
)  # fmt: skip
def test_terms_that_cannot_be_meant(changes, field):
    assert [one.field for one in problems(terms(**changes))][:1] == [field]


RICH = {
    "budget_from": Decimal(1), "budget_to": Decimal(1), "rates": [("reel", "USD", Decimal(0)),
    ("reel", "RUB", Decimal(1))], "tenure_steps": [(2, Decimal("-99"))], "retainers": [RETAINER],
    "performance_terms": [
        PerformancePay("revenue_share", percent=Decimal(100), market="RU"),
        PerformancePay("bonus", metric="engagement_rate", threshold=Decimal("0.05"),
                       amount=Decimal(500), currency="USD"),
        PerformancePay("equity", note="A tenth of a per cent"),
    ],
    "kpis": [KpiTerm("RU", "revenue", Decimal(1), Decimal(1), "RUB"),
             KpiTerm("US", "engagement_rate", Decimal("0.05"), Decimal("0.025"))],
    "exclusivities": [ExclusivityTerm("Tea", 14, 30, markets=("RU",), note="Not coffee"),
                      ExclusivityTerm("Cars", always=True)],
    "uses": ["paid"], "markets": ["RU"], "platforms": ["vk"], "territory": "CIS",
    "exclusivity": "No tea", "rights_months": 12, "terms": "Be kind",
}  # fmt: skip


def test_terms_at_the_edge_are_fine():
    assert problems(terms(**RICH)) == []
    assert problems(terms(kind="evergreen"), in_notice=True) == []


def test_an_agreement_in_words_has_all_and_nothing_empty():
    one = terms(**RICH)
    found = {
        line.label: line.text for s in InWords(one, one.starts_on).sections for line in s.lines
    }
    assert found["Reel or short, RUB"] == "₽1"
    assert found["United States: Engagement rate"] == "we go on from 5 %, it ends below 2.5 %"
    assert found["Performance bonus"].startswith("$500, Engagement rate from 5 % on")
    assert found["Exclusive: Tea"] == (
        "14 days before and 30 days after each campaign (Russia). Not coffee"
    )
    assert "A tenth of a per cent" in found["Equity"]
    assert all(found.values())
    plain = InWords(terms(guaranteed_a_year=None, usage=""), one.starts_on).sections
    assert [section.title for section in plain] == ["Frame", "Prices"]


def test_standing_terms_say_that_further_work_is_expected():
    from django.utils import translation

    words = InWords(terms(kind="standing"), date(2026, 4, 1))
    for language, said in (("en", "expect further work"), ("ru", "дальнейш")):
        with translation.override(language):
            assert any(said in line.text for line in words.sections[0].lines)


def test_changes_name_old_and_new():
    new = terms(campaigns_a_year=6, usage="", tenure_steps=[(2, Decimal(5))])
    found = {one.label: (one.old, one.new) for one in Changes(terms(), new)}
    assert found == {
        "Campaigns a year": ("4", "6"),
        "Usage": ("Own channels", ""),
        "From contract year 2": ("", "+5 % on prices and retainers"),
    }


@pytest.mark.parametrize(
    ("old", "new", "n"), [(100, 119, 0), (100, 120, 1), (0, 500, 0), (100, 50, 0)]
)
def test_a_jump_is_at_the_limit_or_above(old, new, n):
    key = ("reel", "USD")
    assert len(jumps({key: Decimal(old)}, {key: Decimal(new)}, 20)) == n
    # Another currency is another price.
    assert jumps({("reel", "RUB"): Decimal(1)}, {key: Decimal(new)}, 20) == []


def test_the_next_agreement_begins_where_tenure_has_led():
    one = terms(
        kind="multi_year", ends_on=date(2028, 3, 31), rates=[("reel", "USD", Decimal(100))],
        tenure_steps=[(2, Decimal(5)), (3, Decimal(10)), (5, Decimal(21))],
        retainers=[RETAINER, replace(RETAINER, ends_on=date(2026, 6, 1))],
    )  # fmt: skip
    found = carried_on(one, date(2028, 4, 1))
    assert (found.starts_on, found.ends_on) == (date(2028, 4, 1), date(2030, 3, 31))
    # Year 3 begins: its step is in the prices, that of year 5 is two years on.
    assert found.rates == (("reel", "USD", Decimal("110.00")),)
    assert found.tenure_steps == ((3, Decimal("10.00")),)
    assert [(r.amount, r.starts_on, r.ends_on) for r in found.retainers] == [
        (Decimal("110.00"), date(2028, 4, 1), None)
    ]
    assert (
        carried_on(replace(one, kind="evergreen", ends_on=None), date(2028, 4, 1)).ends_on is None
    )


@pytest.mark.parametrize(
    ("steps", "found"),
    [
        ([], []),
        ([(2, Decimal(19)), (3, Decimal(40))], []),
        ([(2, Decimal(20))], [StepJump(2, Decimal("20.0"))]),
        # 150 after 120 is a quarter more; in any order of rows.
        ([(4, Decimal(50)), (3, Decimal(20))], [StepJump(3, Decimal(20)), StepJump(4, Decimal(25))]),
        ([(2, Decimal(-50)), (3, Decimal(0))], [StepJump(3, Decimal(100))]),
    ],
)  # fmt: skip
def test_a_step_of_tenure_jumps_from_the_one_before(steps, found):
    assert step_jumps(steps, 20) == found
    assert bool(Jumps((), found)) == bool(found)
