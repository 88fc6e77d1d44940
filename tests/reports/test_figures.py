import json
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.utils import translation

from campaigns.rules.tallies import tally_of
from reports.rules.charts import MOST, summary_chart
from reports.rules.comparison import Beside, Earlier, beside
from reports.rules.figures import Piece, Slice, is_changed, make_figures
from reports.rules.showing import (
    against,
    business_rows,
    comparison_note,
    engagement_note,
    reach_rows,
)
from reports.rules.wording import drafted_words, went_badly, went_well, what_is_missing

AT = datetime(2026, 3, 3, 12, tzinfo=UTC)
REEL = Piece(1, "Balcony reel", True)
POST = Piece(2, "Unboxing post", True)
WAITING = Piece(3, "Stories", False)


def cut(piece=1, day=1, market="US", **row) -> Slice:
    return Slice(date(2026, 2, day), market, piece, tally_of(row))


def past(name, **row) -> Earlier:
    return Earlier(name, datetime(2025, 6, 1, tzinfo=UTC), tally_of(row))


def figures(slices=(), pieces=(REEL,), history=()):
    made = make_figures(slices=slices, pieces=pieces, history=history, at=AT)
    # It is frozen as JSON: nothing in it may change on the way.
    assert json.loads(json.dumps(made)) == made
    return made


def words(made, language="en", learnings=()):
    return drafted_words(
        figures=made, name="Maya", campaign="Spring", learnings=learnings, language=language
    )


GOOD = cut(reach=1000, likes=60, comments=20, purchases=42, new_customers=1)
USUAL = [past("Winter", reach=500, likes=20), past("Autumn", reach=1000, likes=50)]


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


def test_a_good_campaign_in_words():
    made = figures(
        [GOOD, cut(piece=2, reach=1000, likes=30)], [REEL, POST], [past("W", reach=900, likes=27)]
    )
    with translation.override("en"):
        assert went_well(made) == [
            "Engagement was 5.5%, above your own median of 3.0%.",
            "“Balcony reel” got the warmest response: 8.0%.",
            "It reached 2,000 people; your usual is 900.",
            "42 purchases came from it.",
            "1 person bought from us for the first time.",
        ]
        assert went_badly(made) == []
    assert words(made)["next_time"] == "More in the manner of “Balcony reel”, if you like it too."


def test_a_poor_campaign_in_words():
    made = figures([cut(reach=100, likes=1, purchases=0)], history=USUAL)
    with translation.override("en"):
        assert went_well(made) == []
        assert went_badly(made) == [
            "Engagement was 1.0%, below your own median of 4.5%.",
            "It reached 100 people, fewer than your usual 750.",
            "No purchase could be traced to it.",
        ]


def test_nothing_is_said_of_a_small_difference_or_of_nothing():
    made = figures(
        [cut(reach=1000, likes=51), cut(piece=2, reach=100, likes=5)],
        [REEL, POST],
        [past("W", reach=1090, likes=54), past("Zero", reach=1100, likes=55)],
    )
    with translation.override("en"):
        assert went_well(made) == went_badly(made) == []
    from_nothing = figures([GOOD], history=[past("Zero", reach=0, likes=0, purchases=0)])
    assert words(from_nothing)["did_not"] == ""


@pytest.mark.parametrize(
    ("made", "begins"),
    [
        (figures(), "Hi Maya, “Spring” is over. The numbers are not in yet"),
        (figures([GOOD]), "Hi Maya, “Spring” is over: the first one we did together."),
        (figures([GOOD], history=USUAL), "Hi Maya, “Spring” is over. Here is how"),
    ],
)
def test_opening(made, begins):
    assert words(made)["opening"].startswith(begins)


def test_learnings_follow_the_numbers_and_russian_is_russian():
    learnings = [
        ("worked", "Свет  на балконе\nсделал кадр."),
        ("did_not", "Промокод стоял в конце."),
        ("next_time", "Промокод в первые секунды."),
    ]
    made = figures([GOOD], history=USUAL)
    said = words(made, "ru", learnings)
    assert said["worked"].splitlines()[0] == (
        "Вовлечённость составила 8,0\u00a0%: выше вашей обычной, 4,5\u00a0% (медиана)."
    )
    assert said["worked"].splitlines()[-1] == "Свет на балконе сделал кадр."
    assert "42 покупки" in said["worked"]
    assert said["did_not"] == "Промокод стоял в конце."
    assert said["next_time"] == "Промокод в первые секунды."


def test_rows_show_what_is_known_and_its_base():
    made = figures(
        [cut(reach=1000, likes=60, purchases=2, revenue_amount=Decimal("99.90"),
             revenue_currency="USD")],
        history=USUAL,
    )  # fmt: skip
    with translation.override("en"):
        rows = {row.key: row for row in reach_rows(made)}
        assert set(rows) == {"engagement", "reach", "likes"}
        rate = rows["engagement"]
        assert (rate.value, rate.median, rate.last) == ("6.0%", "4.5%", "5.0%")
        assert engagement_note(made) == (
            "Engagement: likes, comments, shares and saves ÷ reach, from 1 of 1 result row."
        )
        assert (rows["likes"].median, rows["reach"].median) == ("35", "750")
        assert [(r.label, r.value) for r in business_rows(made)] == [
            ("Purchases", "2"),
            ("Revenue", "$99.90"),
        ]
    assert reach_rows(figures()) == business_rows(figures()) == []
    assert engagement_note(figures()) == ""


@pytest.mark.parametrize(
    ("made", "note"),
    [
        (figures([GOOD]), "The first campaign: nothing to compare with yet."),
        (
            figures([GOOD], history=[past("Nothing")]),
            "Nothing to compare with: earlier campaigns do not know the same numbers.",
        ),
        (
            figures([GOOD], history=USUAL),
            "Compared with the median of your own 2 earlier campaigns; the last one was “Autumn”.",
        ),
    ],
)
def test_comparison_note(made, note):
    with translation.override("en"):
        assert comparison_note(made, to_creator=True) == note
        assert "your" not in comparison_note(made)


@pytest.mark.parametrize(
    ("rate", "median", "language", "said"),
    [
        (0.06, 0.05, "en", "+20%"),
        (0.04, 0.05, "en", "−20%"),
        (0.05, 0.05, "ru", "0\u00a0%"),
        (None, 0.05, "en", ""),
        (0.05, None, "en", ""),
        (0.05, 0.0, "en", ""),
    ],
)
def test_against_the_median(rate, median, language, said):
    with translation.override(language):
        assert against(rate, median) == said


def test_chart_shows_campaigns_then_pieces_then_days():
    chart = summary_chart(figures([GOOD], history=USUAL), "Spring", "en")
    assert [row["campaign"] for row in chart.rows] == ["Winter", "Autumn", "Spring"]
    assert chart.reference == pytest.approx(0.045)
    assert chart.reference_title == "own median 4.5%"
    assert chart.y_title == "Engagement, of reach"

    many = [past("Box", reach=100, likes=n) for n in range(12)]
    long = summary_chart(figures([GOOD], history=many), "Box", "ru")
    assert len(long.rows) == MOST
    assert len({row["campaign"] for row in long.rows}) == MOST

    by_views = figures([cut(views=100, likes=9), cut(piece=2, views=100, likes=3)], [REEL, POST])
    chart = summary_chart(by_views, "Spring", "en")
    assert [row["campaign"] for row in chart.rows] == ["Balcony reel", "Unboxing post"]
    assert chart.y_title == "Engagement, of views"

    days = [cut(day=n, reach=n) for n in (1, 2, 3)]
    assert summary_chart(figures(days), "Spring", "en").title == "Reach by day"
    likes = [cut(day=n, likes=n) for n in (1, 2, 3)]
    assert summary_chart(figures(likes), "Spring", "en").title == "Reactions by day"
    assert summary_chart(figures([cut(impressions=9, likes=2)]), "Spring", "en") is None
    assert summary_chart(figures(), "Spring", "en") is None


def test_impressions_are_named():
    made = figures([cut(impressions=100, likes=9)], history=[past("W", impressions=10, likes=1)])
    assert summary_chart(made, "S", "en").y_title == "Engagement, of impressions"


def test_change_is_of_numbers_not_of_the_hour():
    made = figures([GOOD])
    later = make_figures(
        slices=[GOOD], pieces=[REEL], history=[], at=datetime(2026, 3, 4, tzinfo=UTC)
    )
    assert not is_changed({**made, "drafted": {}}, later)
    assert is_changed(made, figures([GOOD, cut(day=2, likes=1)]))
