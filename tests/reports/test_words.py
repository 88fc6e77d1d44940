from datetime import UTC, datetime
from decimal import Decimal

import pytest
from django.utils import translation

from reports.rules.charts import MOST, summary_chart
from reports.rules.figures import is_changed, make_figures
from reports.rules.showing import (
    against,
    business_rows,
    comparison_note,
    engagement_note,
    reach_rows,
)
from reports.rules.wording import went_badly, went_well
from tests.reports.samples import GOOD, POST, REEL, USUAL, cut, figures, past, words


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
