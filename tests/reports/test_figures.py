from decimal import Decimal

import pytest
from django.utils import translation

from reports.rules.comparison import Beside, beside
from reports.rules.showing import (
    business_rows,
)
from reports.rules.wording import what_is_missing
from tests.reports.samples import GOOD, POST, REEL, USUAL, WAITING, cut, figures, past


def test_totals_days_markets_and_pieces():
    made = figures(
        [
            GOOD,
            cut(day=3, market="RU", piece=2, views=300, likes=9, revenue_amount=Decimal("10.50"),
                revenue_currency="RUB"),
        ],
        [REEL, POST],
    )  # fmt: skip
    assert made["rows"] == 2
    assert (made["first_day"], made["last_day"]) == ("2026-02-01", "2026-02-03")
    assert made["totals"]["likes"] == 69
    assert made["totals"]["saves"] is None
    assert made["engagement"] == {"rate": 0.08, "base": "reach", "rows": 1}
    assert made["revenue"] == [{"amount": "10.50", "currency": "RUB"}]
    assert [(m["market"], m["totals"]["likes"]) for m in made["markets"]] == [("RU", 9), ("US", 60)]
    assert made["days"] == [
        {"day": "2026-02-01", "reach": 1000, "interactions": 80},
        {"day": "2026-02-03", "reach": None, "interactions": 9},
    ]
    # Pieces are compared on the base of the whole: views do not compare with reach.
    assert [p["engagement"] and p["engagement"]["rate"] for p in made["pieces"]] == [0.08, None]


@pytest.mark.parametrize(
    ("slices", "pieces", "kinds"),
    [
        ([], [REEL], ["no_results"]),
        ([], [], ["no_results"]),
        ([], [WAITING], ["unpublished", "no_results"]),
        ([GOOD], [REEL], []),
        ([GOOD], [REEL, POST], ["some_without_results"]),
        ([GOOD], [REEL, WAITING], ["unpublished"]),
        # A row that names no deliverable may be of any of them.
        ([GOOD, cut(piece=None, likes=1)], [REEL, POST], []),
        ([cut(likes=5)], [REEL], ["no_engagement", "no_business"]),
        ([cut(reach=10, likes=5, purchases=0)], [REEL], []),
        (
            [cut(reach=10, likes=5, revenue_amount=Decimal(0), revenue_currency="USD")],
            [REEL],
            [],
        ),
    ],
)
def test_missing(slices, pieces, kinds):
    assert [gap["kind"] for gap in figures(slices, pieces)["missing"]] == kinds


def test_missing_is_said_in_both_languages():
    made = figures([GOOD], [REEL, POST, WAITING])
    with translation.override("en"):
        assert what_is_missing(made) == [
            "Not published yet, 1 of 3: Stories.",
            "No results yet for 1 of 3 deliverables: Unboxing post.",
        ]
    nothing = figures([], [REEL])
    unknown = figures([cut(likes=5)])
    with translation.override("ru"):
        assert what_is_missing(made) == [
            "Ещё не опубликовано, 1 из 3: Stories.",
            "Пока нет результатов по 1 из 3 публикаций: Unboxing post.",
        ]
        assert what_is_missing(nothing) == ["Результатов пока нет."]
        assert len(what_is_missing(unknown)) == 2


def test_compared_with_their_own_median_on_the_same_base():
    history = [*USUAL, past("Views only", views=100, likes=90), past("Nothing")]
    made = figures([GOOD], history=history)
    comparison = made["comparison"]
    assert comparison["earlier"] == 4
    assert comparison["last_campaign"] == "Nothing"
    rates = comparison["engagement"]
    assert rates["now"] == 0.08
    assert rates["median"] == pytest.approx(0.045)
    assert (rates["last"], rates["n"]) == (0.05, 2)
    assert rates["change"] == pytest.approx(0.7777, abs=0.001)
    assert comparison["metrics"]["reach"]["median"] == 750
    assert "purchases" not in comparison["metrics"]
    assert [row["rate"] for row in comparison["history"]] == [0.04, 0.05, None, None]


@pytest.mark.parametrize(
    ("now", "earlier", "expected"),
    [
        (None, [1.0], None),
        (1.0, [], None),
        (1.0, [None], None),
        (2.0, [1.0, None, 4.0], Beside(2.0, 2.5, 4.0, 2)),
        (2.0, [0.0], Beside(2.0, 0.0, 0.0, 1)),
    ],
)
def test_beside(now, earlier, expected):
    found = beside(now, earlier)
    assert found == expected
    if found and not found.median:
        assert found.change is None


def test_revenue_is_compared_in_its_own_currency():
    sold = {"revenue_amount": Decimal("90.00"), "revenue_currency": "USD"}
    history = [
        past("A", revenue_amount=Decimal(100), revenue_currency="USD"),
        past("B", revenue_amount=Decimal(9000), revenue_currency="RUB"),
        past("C", revenue_amount=Decimal("50.50"), revenue_currency="USD"),
    ]
    made = figures([cut(**sold)], history=history)
    assert made["comparison"]["revenue"]["USD"]["n"] == 2
    with translation.override("en"):
        (row,) = business_rows(made)
    assert (row.value, row.median, row.last) == ("$90", "$75.25", "$50.50")
