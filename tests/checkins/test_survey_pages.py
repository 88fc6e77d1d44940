"""Pages of a survey: written block by block, opened, answered on a page without signing in."""

import re
from datetime import date, timedelta

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from checkins.actions.survey_runs import close_survey, open_survey
from checkins.actions.surveys import QuestionWords, create_ready, create_survey
from checkins.models import Survey, SurveyAnswer, SurveyInvite, SurveyQuestion
from checkins.queries.board import board
from checkins.survey_emails import PURPOSE, answer_url
from checkins.today import Asking, Section
from core.models import OutgoingMail
from core.reply_pages import make_token, read_token
from tests import factories
from tests.checkins.conftest import NOW
from tests.checkins.test_surveys import came_back

WRITES = re.compile(r"^\s*(INSERT|UPDATE|DELETE)(?!.*django_(cache|session))", re.I | re.S)
LIST = "/w/north/surveys/"


@pytest.fixture(autouse=True)
def _now(db):
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def survey(in_scope, manager) -> Survey:
    return create_ready(workspace=in_scope, author=manager, at=NOW)


@pytest.fixture
def invite(survey, partnership, manager) -> SurveyInvite:
    came_back(partnership)
    open_survey(
        survey=survey, expected=1, creators={partnership.creator.public_id}, by=manager, at=NOW,
        closes_on=date(2026, 3, 24),
    )  # fmt: skip
    return SurveyInvite.objects.select_related("survey", "workspace").get()


def text(response):
    return re.sub(r"\s+", " ", response.content.decode())


def page(invite):
    return answer_url(invite).partition("8000")[2]


def blocks(*questions, **more):
    data = {
        "title_en": "Why?", "title_ru": "Почему?", "intro_en": "", "intro_ru": "", "once": "a" * 12,
        "count": str(len(questions)), **more,
    }  # fmt: skip
    for n, question in enumerate(questions):
        data |= {f"q{n}-{name}": value for name, value in question.items()}
    return data


def typed(text="Why?", kind="text", **more):
    return {"kind": kind, "text_en": text, "text_ru": "Почему?", **more}


# Writing one


def test_nothing_yet_and_the_one_button(client_as, manager, analyst, in_scope):
    client = client_as(manager)
    assert "Begin with the ready questions" in text(client.get(LIST))
    assert "Begin with the ready" not in text(client_as(analyst).get(LIST))
    response = client.post(f"{LIST}ready/")
    made = Survey.objects.get()
    assert response.headers["Location"] == f"{LIST}{made.public_id}/edit/"
    shown = text(client.get(response.headers["Location"]))
    assert "What would have made you vanish?" in shown
    assert "Из-за чего вы бы пропали?" in shown


def test_the_list_asks_the_same_for_one_and_many(client_as, manager, survey, invite):
    client = client_as(manager)
    client.get(LIST)
    with CaptureQueriesContext(connection) as one:
        assert "0 of 1 answered" in text(client.get(LIST))
    for _n in range(4):
        create_ready(workspace=survey.workspace, author=manager, at=NOW)
    with CaptureQueriesContext(connection) as many:
        client.get(LIST)
    assert len(one) == len(many)


def test_a_survey_is_written_block_by_block(client_as, manager, in_scope):
    client = client_as(manager)
    more = client.post(f"{LIST}new/", blocks(typed("First"), more="1"))
    shown = text(more)
    assert (more.status_code, Survey.objects.count()) == (200, 0)
    assert 'value="First"' in shown
    assert 'name="count" value="2"' in shown
    data = blocks(
        typed("Last", place="9"),
        typed("Tick", "multi", place="1", choices_en="a\n\nb ", choices_ru="а\nб", required="on"),
        # Nothing typed, and thought better of.
        typed("", text_ru=""),
        typed("Gone", remove="on"),
    )
    for _twice in range(2):
        assert client.post(f"{LIST}new/", data).status_code == 302
    rows = list(SurveyQuestion.objects.all())
    assert [(row.text_en, row.required) for row in rows] == [("Tick", True), ("Last", False)]
    assert rows[0].choices == [{"en": "a", "ru": "а"}, {"en": "b", "ru": "б"}]


@pytest.mark.parametrize(
    ("question", "says"),
    [
        (typed("Tick", "multi", choices_en="a\nb", choices_ru="а"), "As many lines as in English"),
        (typed("Tick", "choice", choices_en="a"), "at least two answers"),
        (typed(text_ru=""), "This field is required"),
        (typed("", text_ru=""), "A survey needs a question"),
        (typed(kind="nonsense"), "Select a valid choice"),
        (typed(place="x"), "Enter a whole number"),
    ],
)
def test_errors_stand_beside_what_was_typed(client_as, manager, in_scope, question, says):
    response = client_as(manager).post(f"{LIST}new/", blocks(question, title_ru="Моё"))
    assert response.status_code == 422
    assert says in text(response)
    assert "Моё" in text(response)
    assert not Survey.objects.exists()


@pytest.mark.parametrize("count", ["-1", "x", "9999", "", "²"])
def test_a_made_up_count_breaks_nothing(client_as, manager, in_scope, count):
    response = client_as(manager).post(f"{LIST}new/", blocks(typed()) | {"count": count})
    assert response.status_code in (302, 422)


def test_two_who_write_at_once_lose_nothing(client_as, manager, owner, survey):
    url = f"{LIST}{survey.public_id}/edit/"
    client_as(owner).post(url, blocks(typed("Theirs"), version="1", title_en="Their title"))
    response = client_as(manager).post(url, blocks(typed("Mine"), version="1"))
    assert response.status_code == 409
    assert "Their title" in text(response)
    assert 'value="Mine"' in text(response)
    assert client_as(manager).post(url, blocks(typed("Mine"), version="2")).status_code == 302
    assert SurveyQuestion.objects.get().text_en == "Mine"


@pytest.mark.parametrize(("language", "says"), [("ru", "Что вернуло вас"), ("en", "come back")])
def test_the_preview_is_the_page_and_takes_no_answer(client_as, manager, survey, language, says):
    url = f"{LIST}{survey.public_id}/preview/"
    shown = text(client_as(manager).get(f"{url}?language={language}"))
    assert says in shown
    assert f'lang="{language}"' in shown
    assert 'type="submit"' not in shown.split("</header>")[1]
    assert client_as(manager).post(url).status_code == 405


# Opening it


def test_those_who_came_back_are_ticked(client_as, manager, survey, partnership):
    came_back(partnership)
    other = factories.PartnershipFactory(workspace=survey.workspace, owner=manager)
    url = f"{LIST}{survey.public_id}/open/"
    shown = text(client_as(manager).get(url))
    assert re.search(rf'value="{partnership.creator.public_id}" checked', shown)
    assert re.search(rf'value="{other.creator.public_id}">', shown)
    data = {"closes_on": "2026-03-04", "version": "1", "who": [other.creator.public_id]}
    refused = client_as(manager).post(url, data)
    assert refused.status_code == 422
    assert "at least 3 days" in text(refused)
    # What was ticked stays so.
    assert re.search(rf'value="{other.creator.public_id}" checked', text(refused))
    done = client_as(manager).post(url, {**data, "closes_on": "2026-03-20"})
    assert done.headers["Location"] == f"{LIST}{survey.public_id}/"
    assert SurveyInvite.objects.get().creator == other.creator
    # Once more: it is open already.
    assert client_as(manager).post(url, data).status_code == 302
    assert OutgoingMail.objects.filter(kind="survey").count() == 1


def test_an_open_one_is_reminded_and_closed_by_hand(client_as, manager, invite):
    client, url = client_as(manager), f"{LIST}{invite.survey.public_id}/"
    assert client.get(f"{url}edit/").status_code == 302
    client.post(f"{url}remind/")
    assert OutgoingMail.objects.filter(kind="survey_reminder").count() == 1
    assert "Close the survey?" in text(client.get(f"{url}close/"))
    client.post(f"{url}close/")
    assert "Fewer than five answered" in text(client.get(url))
    client.post(f"{url}remind/")
    assert client.get(f"{url}close/").status_code == 302


# The creator's page


def answer(survey, **more):
    by_kind = {"choice": "0", "multi": ["0", "2"], "scale": "4", "text": "Чай"}
    return {row.public_id: by_kind[row.kind] for row in survey.questions.all()} | more


def test_looking_writes_nothing_and_speaks_their_language(invite, client):
    with CaptureQueriesContext(connection) as queries:
        response = client.get(page(invite))
    assert [q["sql"] for q in queries if WRITES.match(q["sql"])] == []
    shown = text(response)
    assert 'lang="ru"' in shown
    assert "Почему вы возвращаетесь?" in shown
    assert "Что сохраняется" in shown
    assert "no-store" in response.headers["Cache-Control"]


def test_one_answer_twice_safely_without_a_cookie(invite):
    client = Client(enforce_csrf_checks=True)
    for _twice in range(2):
        assert client.post(page(invite), answer(invite.survey)).status_code == 302
    assert SurveyAnswer.objects.get().values[_first(invite)] == [0, 2]
    assert "Вы ответили, спасибо" in text(client.get(page(invite)))


def _first(invite):
    return invite.survey.questions.first().public_id


def test_what_is_missing_stands_beside_its_question(invite, client):
    data = answer(invite.survey)
    del data[_first(invite)]
    response = client.post(page(invite), data)
    assert response.status_code == 422
    assert "Ответьте, пожалуйста, на этот вопрос" in text(response)
    assert "Чай" in text(response)
    assert not SurveyAnswer.objects.exists()
    assert client.post(page(invite), {**data, _first(invite): ["7"]}).status_code == 422


def test_nothing_at_all_says_so(in_scope, manager, partnership, client):
    row = create_survey(
        workspace=in_scope, words={"title_en": "a", "title_ru": "а"}, author=manager, at=NOW,
        questions=[QuestionWords("text", "Why?", "Почему?")],
    )  # fmt: skip
    open_survey(
        survey=row, expected=1, creators={partnership.creator.public_id}, by=manager, at=NOW,
        closes_on=date(2026, 3, 24),
    )  # fmt: skip
    response = client.post(page(SurveyInvite.objects.get()), {})
    assert (response.status_code, SurveyAnswer.objects.count()) == (422, 0)
    assert "хотя бы на один вопрос" in text(response)


def test_a_closed_one_takes_nothing(invite, client, manager):
    close_survey(survey=invite.survey, by=manager, at=NOW)
    late = client.post(page(invite), answer(invite.survey))
    assert (late.status_code, "Этот опрос закрыт" in text(late)) == (409, True)
    # What they typed is not lost.
    assert "Вы написали:" in text(late)
    assert "Этот опрос закрыт" in text(client.get(page(invite)))
    assert not SurveyAnswer.objects.exists()


def test_links_that_are_none_and_old_ones(invite, client, other_workspace):
    good = page(invite).split("/")[-2]
    space, name = read_token(PURPOSE, good, at=NOW)
    until = date(2026, 4, 1)
    for token in (
        "forged", good[:-1],
        make_token("mail", space, name, until=until),
        make_token(PURPOSE, other_workspace.public_id, name, until=until),
        make_token(PURPOSE, space, "nobody", until=until),
        make_token(PURPOSE, space, until=until),
    ):  # fmt: skip
        assert client.post(f"/answer/survey/{token}/", answer(invite.survey)).status_code == 404
    with time_machine.travel(NOW + timedelta(days=30), tick=False):
        assert client.post(page(invite), answer(invite.survey)).status_code == 410
    assert not SurveyAnswer.objects.exists()


# Today


def test_today_says_that_it_closes_soon_and_that_results_are_there(invite, manager, owner):
    def lines(at, who=manager):
        found = board(Asking(user=who, at=at)).shelves
        return [
            (s.section, str(line.what)) for s in found for line in s.lines if "surve" in line.key
        ]

    soon = NOW + timedelta(days=18)
    assert lines(NOW) == []
    assert lines(soon) == [(Section.WEEK, "The survey closes soon")]
    assert lines(soon, owner) == []
    close_survey(survey=invite.survey, by=manager, at=soon)
    assert lines(soon) == [(Section.TODAY, "The results are there")]
    assert lines(soon + timedelta(days=8)) == []
