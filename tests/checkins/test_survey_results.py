"""Results of a survey: counted right, and nobody is found in them."""

import csv
import re
from datetime import timedelta
from io import BytesIO, StringIO

import openpyxl
import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from checkins.actions.survey_runs import close_survey
from checkins.actions.surveys import create_ready
from checkins.models import Survey, SurveyAnswer, SurveyInvite
from checkins.queries.surveys import lines
from checkins.rules.surveys import FEWEST, Asked, Given, clean, results, shown_groups
from tests import factories
from tests.checkins.conftest import NOW

MULTI, SCALE, TEXT = Asked("m", "multi", 3), Asked("s", "scale"), Asked("t", "text")
NAMES = st.sampled_from(["RU", "US", "ZZ", "KZ"])


def people(n, market="RU", **values):
    return [Given(f"{market}{i}", market, values) for i in range(n)]


@pytest.mark.parametrize(
    ("sizes", "shown"),
    [
        ({"RU": 5, "US": 5}, ["RU", "US"]),
        ({"RU": 9, "US": 4}, []),  # 13 less 9 would be the four
        ({"RU": 9, "US": 6, "ZZ": 4}, ["RU"]),  # beside RU ten remain
        ({"RU": 9, "US": 6, "ZZ": 5}, ["RU", "US", "ZZ"]),
        ({"RU": 12, "US": 3, "ZZ": 3}, ["RU"]),
        ({"RU": 4, "US": 4}, []),
        ({"RU": 7}, ["RU"]),
        ({}, []),
    ],
)
def test_which_markets_stand_on_their_own(sizes, shown):
    assert shown_groups(sizes) == shown


@given(st.dictionaries(NAMES, st.integers(0, 20)))
def test_no_subtraction_gives_a_small_group_away(sizes):
    shown = shown_groups(sizes)
    rest = sum(sizes.values()) - sum(sizes[name] for name in shown)
    assert all(sizes[name] >= FEWEST for name in shown)
    assert rest == 0 or rest >= FEWEST or not shown


@given(
    st.lists(st.tuples(NAMES, st.one_of(st.none(), st.integers(1, 5))), max_size=30),
)
def test_of_each_question_anew_nothing_below_five(rows):
    said = [
        Given(str(n), market, {} if value is None else {"s": value})
        for n, (market, value) in enumerate(rows)
    ]
    [found] = results([SCALE], said)
    n = sum(value is not None for _market, value in rows)
    if n < FEWEST:
        assert (found.whole, found.markets, found.texts) == (None, {}, [])
        return
    assert found.whole.n == n == sum(found.whole.by.values())
    assert all(count.n >= FEWEST for count in found.markets.values())
    rest = n - sum(count.n for count in found.markets.values())
    assert rest == 0 or rest >= FEWEST or not found.markets


def test_counts_shares_and_means():
    said = [*people(4, m=[0, 1], s=5), *people(1, "US", m=[1], s=3), *people(3, "ZZ", m=[], s=None)]
    multi, scale = results([MULTI, SCALE], said)
    assert (multi.whole.n, multi.whole.by) == (5, {0: 4, 1: 5, 2: 0})
    assert (multi.whole.share(0), multi.whole.share(2)) == (0.8, 0.0)
    assert (scale.whole.mean, scale.whole.by) == (4.6, {1: 0, 2: 0, 3: 1, 4: 0, 5: 4})
    assert multi.markets == {}


def test_an_option_that_is_none_is_not_counted():
    [found] = results([MULTI], people(5, m=[0, 0, 7]))
    assert found.whole.by == {0: 5, 1: 0, 2: 0}


def test_texts_stand_in_an_order_of_each_question():
    said = [Given(str(n), "RU", {"t": f"t{n}", "u": f"u{n}"}) for n in range(8)]
    first, other = results([TEXT, Asked("u", "text")], said)
    again, _other = results([TEXT, Asked("u", "text")], said[::-1])
    assert sorted(first.texts) == [f"t{n}" for n in range(8)]
    assert first.texts == again.texts
    assert first.markets == {}
    # One person's two texts do not share a place.
    assert [text[1] for text in first.texts] != [text[1] for text in other.texts]


@pytest.mark.parametrize(
    ("asked", "value", "kept"),
    [
        (MULTI, ["2", "0", "2"], [0, 2]),
        (MULTI, [], None),
        (SCALE, "3", 3),
        (SCALE, "", None),
        (Asked("c", "choice", 2), "1", [1]),
        (TEXT, "  \n ", None),
        (TEXT, " a ", "a"),
        (TEXT, None, None),
    ],
)
def test_what_is_kept_of_a_form(asked, value, kept):
    assert clean(asked, value) == kept


# The page and the files


@pytest.fixture
def survey(in_scope, manager) -> Survey:
    return create_ready(workspace=in_scope, author=manager, at=NOW)


def answered(survey, market, n, **by_kind):
    """`n` people of `market` who said so, past the page."""
    for i in range(n):
        person = factories.PartnershipFactory(
            workspace=survey.workspace, creator__market=market, owner=survey.author
        )
        SurveyInvite.objects.create(
            workspace=survey.workspace, survey=survey, creator=person.creator, partnership=person,
            answered_on=NOW.date(),
        )  # fmt: skip
        said = {"multi": [i % 2], "scale": 4, "text": f"{market} says =SUM({i})", **by_kind}
        values = {q.public_id: said[q.kind] for q in survey.questions.all() if q.kind in said}
        SurveyAnswer.objects.create(
            workspace=survey.workspace, survey=survey, market=market,
            language="ru" if market == "RU" else "en", values=values, created_at=NOW,
        )  # fmt: skip


def run(survey, *, close=True):
    changes = {"state": "open", "opened_at": NOW, "closes_on": NOW.date() + timedelta(days=9)}
    Survey.objects.filter(pk=survey.pk).update(**changes)
    if close:
        close_survey(survey=survey, by=survey.author, at=NOW)
    survey.refresh_from_db()


def test_while_it_is_open_nothing_is_told_even_of_many(survey, client_as, manager):
    answered(survey, "RU", 6)
    run(survey, close=False)
    assert lines(survey, "en") == []
    client = client_as(manager)
    shown = client.get(f"/w/north/surveys/{survey.public_id}/").content.decode()
    assert "6 / 6" in shown
    assert "RU says" not in shown
    # Nor by name who has answered so far: seen day by day that would tell the same.
    file = client.get(f"/w/north/surveys/{survey.public_id}/export/").content.decode("utf-8-sig")
    assert len(file.strip().splitlines()) == 1


def test_four_answers_show_nothing_at_all(survey, client_as, manager):
    answered(survey, "RU", 4)
    run(survey)
    shown = client_as(manager).get(f"/w/north/surveys/{survey.public_id}/").content.decode()
    assert "Fewer than five answered" in shown
    assert "says" not in shown
    assert all(line.found.whole is None for line in lines(survey, "en"))


def test_a_small_market_is_in_the_whole_only(survey, client_as, manager):
    answered(survey, "RU", 6)
    answered(survey, "US", 3)
    run(survey)
    first = lines(survey, "en")[0]
    assert (first.found.whole.n, first.found.markets) == (9, {})
    answered(survey, "US", 2)
    assert set(lines(survey, "en")[0].found.markets) == {"RU", "US"}


def test_both_languages_are_counted_together_and_read_in_ones_own(survey):
    answered(survey, "RU", 5)
    answered(survey, "US", 5)
    run(survey)
    english, russian = lines(survey, "en")[0], lines(survey, "ru")[0]
    assert english.found == russian.found
    assert english.found.whole.by[0] == 6
    assert english.names[0].startswith("My ideas")
    assert russian.names[0].startswith("Мои идеи")


@pytest.mark.parametrize("query", ["?market=US", "?language=en", "?question=x&market=RU"])
def test_nothing_narrows_it_further(survey, client_as, manager, query):
    answered(survey, "RU", 6)
    answered(survey, "US", 4)
    run(survey)
    client, url = client_as(manager), f"/w/north/surveys/{survey.public_id}/"
    for page in (url, f"{url}export/"):
        assert _plain(client.get(page + query)) == _plain(client.get(page))


def _plain(response):
    return re.sub(
        rb'(csrfmiddlewaretoken" value="[^"]+"|nonce="[^"]+"|next[^>]+>)', b"", response.content
    )


def test_files_say_what_the_page_says(survey, client_as, manager, owner):
    answered(survey, "RU", 5)
    answered(survey, "US", 6)
    run(survey)
    url = f"/w/north/surveys/{survey.public_id}/export/"
    rows = list(csv.reader(StringIO(client_as(manager).get(url).content.decode("utf-8-sig"))))
    assert rows[0][0] == "Question"
    found = {(row[0][:9], row[1], row[2][:8]): row[3:] for row in rows}
    assert found["What made", "All", "My ideas"] == ["6", "11", "54.5"]
    assert found["What made", "Russia", "My ideas"] == ["3", "5", "60.0"]
    assert found["How much ", "All", "Mean"] == ["4.0", "11", ""]
    # As text, never as a formula; the optional question that nobody answered says so.
    texts = [row[2] for row in rows if "says" in row[2]]
    assert len(texts) == 11
    assert ["How often do you want to hear from us between campaigns?", "",
            "Fewer than five answered", "", "", ""] in rows  # fmt: skip
    book = openpyxl.load_workbook(BytesIO(client_as(manager).get(f"{url}?kind=xlsx").content))
    assert book.active.max_row == len(rows)


def test_pages_in_russian(survey, client_as, manager):
    answered(survey, "RU", 5)
    run(survey)
    manager.language = "ru"
    manager.save()
    with translation.override("ru"):
        shown = client_as(manager).get(f"/w/north/surveys/{survey.public_id}/").content.decode()
    assert "Почему вы возвращаетесь?" in shown
    assert "Мои идеи попадали в бриф" in shown
