"""A survey is written as a draft, put to those who came back, answered once and without a name."""

from datetime import date, timedelta

import pytest
import time_machine

from checkins.actions.survey_runs import (
    Answered,
    Incomplete,
    NotOpen,
    answer_survey,
    close_survey,
    open_survey,
    remind,
)
from checkins.actions.surveys import (
    QuestionWords,
    SurveyMoved,
    change_survey,
    create_ready,
    create_survey,
    delete_draft,
)
from checkins.errors import Refused
from checkins.models import (
    LetterOptOut,
    Survey,
    SurveyAnswer,
    SurveyInvite,
    SurveyQuestion,
    Touch,
)
from checkins.queries.contact import truths
from checkins.queries.survey_audience import audience
from checkins.survey_tasks import tend_surveys
from core.mail.stop_rules import reason_to_stop
from core.mail.suppression import suppress
from core.models import AuditEntry, OutgoingMail
from core.versions import EditConflict
from partnerships.models import Partnership
from tests import factories
from tests.checkins.conftest import NOW

UNTIL = date(2026, 3, 24)
WORDS = {"title_en": "Why?", "title_ru": "Почему?", "intro_en": "Hi", "intro_ru": "Привет"}


def came_back(partnership, times=2):
    for _n in range(times):
        row = factories.CampaignFactory(workspace=partnership.workspace, brand=partnership.brand)
        factories.CollaborationFactory(
            campaign=row, partnership=partnership, state="closed", closed_at=NOW
        )
    return partnership


@pytest.fixture
def repeated(partnership, manager):
    """Two who came back: one in each language."""
    ben = factories.CreatorFactory(workspace=partnership.workspace, name="Ben", zone="UTC")
    other = factories.PartnershipFactory(
        workspace=partnership.workspace, creator=ben, brand=partnership.brand, owner=manager
    )
    return [came_back(partnership), came_back(other, 3)]


@pytest.fixture
def survey(in_scope, manager) -> Survey:
    return create_ready(workspace=in_scope, author=manager, at=NOW)


def put(survey, people, by, **more):
    return open_survey(
        **{
            "survey": survey, "expected": survey.version, "by": by, "at": NOW, "closes_on": UNTIL,
            "creators": {one.creator.public_id for one in people}, **more,
        }
    )  # fmt: skip


@pytest.fixture
def opened(survey, repeated, manager) -> Survey:
    put(survey, repeated, manager)
    return survey


def invite_of(partnership) -> SurveyInvite:
    rows = SurveyInvite.objects.select_related("survey", "creator", "partnership")
    return rows.get(partnership=partnership)


def full(survey):
    """An answer to each question, of the right kind."""
    by_kind = {"choice": "0", "multi": ["1", "0"], "scale": "4", "text": " More tea \n"}
    return {row.public_id: by_kind[row.kind] for row in survey.questions.all()}


def say(partnership, values=None, language="ru", at=NOW):
    invite = invite_of(partnership)
    answer_survey(invite=invite, values=values or full(invite.survey), language=language, at=at)


# Writing


def test_the_ready_one_asks_both_questions_in_both_languages(survey):
    questions = list(survey.questions.all())
    assert "come back" in questions[0].text_en
    assert "vanish" in questions[1].text_en
    assert all(row.text_ru and row.text_ru != row.text_en for row in questions)
    assert all(one["en"] and one["ru"] for row in questions for one in row.choices)
    assert {row.kind for row in questions} == {"choice", "multi", "scale", "text"}
    assert (survey.state, OutgoingMail.objects.count()) == ("draft", 0)


def test_the_same_form_twice_is_one_draft(in_scope, manager):
    words = [QuestionWords("text", "Why?", "Почему?")]
    made = [
        create_survey(
            workspace=in_scope, words=WORDS, questions=words, author=manager, at=NOW,
            public_id="abcdefghijkl",
        )
        for _n in range(2)
    ]  # fmt: skip
    assert made[0] == made[1]
    assert SurveyQuestion.objects.count() == 1


def test_questions_are_kept_changed_added_and_taken_away(survey, manager):
    first, second, *_rest = survey.questions.all()
    change_survey(
        survey=survey, expected=1, words=WORDS, by=manager, at=NOW,
        questions=[
            QuestionWords("text", "New", "Новый"),
            QuestionWords("multi", "Changed", "Иначе", (("a", "а"), ("b", "б")), key=first.public_id),
            # Of another survey, or made up: a new one.
            QuestionWords("scale", "Third", "Третий", key="nowhere"),
        ],
    )  # fmt: skip
    rows = list(survey.questions.all())
    assert [row.text_en for row in rows] == ["New", "Changed", "Third"]
    assert rows[1].pk == first.pk
    assert not SurveyQuestion.objects.filter(pk=second.pk).exists()
    assert survey.title_ru == "Почему?"
    with pytest.raises(EditConflict):
        change_survey(
            survey=survey, expected=1, words=WORDS, by=manager, at=NOW,
            questions=[QuestionWords("text", "Lost", "Утеряно")],
        )  # fmt: skip
    assert survey.questions.filter(text_en="Lost").count() == 0


@pytest.mark.parametrize(
    "questions",
    [
        [],
        [QuestionWords("text", "a", "а")] * 21,
        [QuestionWords("choice", "a", "а", (("one", "один"),))],
    ],
)
def test_what_nobody_can_answer_is_refused(in_scope, manager, questions):
    with pytest.raises(Refused):
        create_survey(workspace=in_scope, words=WORDS, questions=questions, author=manager, at=NOW)
    assert not Survey.objects.exists()


def test_what_was_asked_is_not_changed_nor_deleted(opened, manager):
    words = [QuestionWords("text", "a", "а")]
    with pytest.raises(SurveyMoved):
        change_survey(survey=opened, expected=2, words=WORDS, questions=words, by=manager, at=NOW)
    with pytest.raises(SurveyMoved):
        delete_draft(survey=opened, by=manager, at=NOW)
    assert opened.questions.count() == 5


def test_a_draft_is_deleted(survey, manager):
    delete_draft(survey=survey, by=manager, at=NOW)
    assert not Survey.objects.exists()
    assert AuditEntry.objects.filter(verb="survey.deleted").count() == 1


# Whom to ask


def test_the_audience_is_who_came_back_to_a_brand(repeated, manager, django_assert_num_queries):
    space = repeated[0].workspace
    once = came_back(factories.PartnershipFactory(workspace=space, owner=manager), 1)
    # One campaign with each of two brands is no coming back.
    other = came_back(
        factories.PartnershipFactory(workspace=space, creator=once.creator, owner=manager), 1
    )
    # They left: asked only by choice.
    left = came_back(factories.PartnershipFactory(workspace=space, owner=manager))
    Partnership.objects.filter(pk=left.pk).update(stage="ended", ended_on=NOW.date())
    with django_assert_num_queries(5):
        found = audience()
    assert {one.creator for one in found.repeated} == {
        repeated[0].creator, repeated[1].creator, left.creator,
    }  # fmt: skip
    assert [one.by_default for one in found.repeated if one.creator == left.creator] == [False]
    assert [one.creator for one in found.others] == [other.creator]
    assert found.others[0].finished == 1


def test_who_cannot_or_does_not_want_to_be_reached_is_said(repeated, manager, survey):
    space = repeated[0].workspace
    nowhere = came_back(factories.PartnershipFactory(workspace=space, creator__email=""))
    LetterOptOut.objects.create(workspace=space, creator=repeated[1].creator, at=NOW)
    suppress(email=repeated[0].creator.email, reason="bounced", detail="", at=NOW)
    problems = {one.creator: one.problem for one in audience().repeated}
    assert problems == {
        nowhere.creator: "no_address", repeated[1].creator: "no_letters",
        repeated[0].creator: "suppressed",
    }  # fmt: skip
    with pytest.raises(Refused):
        put(survey, [*repeated, nowhere], manager)
    survey.refresh_from_db()
    assert (survey.state, SurveyInvite.objects.count()) == ("draft", 0)
    live = came_back(factories.PartnershipFactory(workspace=space, owner=manager))
    found = put(survey, [*repeated, nowhere, live], manager)
    assert (found.asked, len(found.left_out)) == (1, 3)


def test_each_is_asked_once_in_their_language_and_hours(repeated, survey, manager):
    late = NOW.replace(hour=20)  # 23:00 in Moscow
    put(survey, repeated, manager, at=late)
    mails = {mail.language: mail for mail in OutgoingMail.objects.filter(kind="survey")}
    assert set(mails) == {"ru", "en"}
    assert mails["ru"].due_at.hour == 7  # 10:00 in Moscow
    assert mails["ru"].key == f"survey:{invite_of(repeated[0]).public_id}"
    assert "/answer/survey/" in mails["en"].text
    assert "What makes you come back?" in mails["en"].subject
    touch = Touch.objects.get(partnership=repeated[0])
    assert (touch.kind, touch.direction, touch.asks) == ("survey", "out", True)
    # Asking many is no contact that anything is counted from.
    assert repeated[0].pk not in {
        pk for pk, truth in truths(Partnership.objects.all()).items() if truth.contact_at
    }
    # A second press: it is open already.
    with pytest.raises(SurveyMoved):
        put(survey, repeated, manager)
    assert OutgoingMail.objects.filter(kind="survey").count() == 2


@pytest.mark.parametrize("days", [-1, 0, 2, 91])
def test_its_last_day_is_near_enough_and_far_enough(repeated, survey, manager, days):
    with pytest.raises(Refused) as refused:
        put(survey, repeated, manager, closes_on=NOW.date() + timedelta(days=days))
    assert refused.value.field == "closes_on"


def test_words_that_changed_meanwhile_are_not_sent(repeated, survey, manager):
    with pytest.raises(EditConflict):
        put(survey, repeated, manager, expected=7)
    assert not OutgoingMail.objects.exists()


def test_nobody_else_can_be_chosen(survey, repeated, manager, other_workspace):
    with pytest.raises(Refused):
        put(survey, [], manager, creators={"nobody", "x" * 16})


# Answering


def test_an_answer_holds_no_person_and_no_moment(opened, repeated):
    later = NOW + timedelta(days=2, hours=5)
    say(repeated[0], at=later)
    answer = SurveyAnswer.objects.get()
    invite = invite_of(repeated[0])
    assert (invite.answered_on, answer.created_at) == (later.date(), NOW)
    assert (answer.market, answer.language) == ("RU", "ru")
    fields = {field.name for field in SurveyAnswer._meta.get_fields()}
    assert fields == {
        "id", "workspace", "public_id", "created_at", "survey", "market", "language", "values",
    }  # fmt: skip
    # Nothing else tells the moment either.
    assert not AuditEntry.objects.filter(at__gte=later).exists()
    assert not Touch.objects.filter(direction="in").exists()
    kinds = {row.public_id: row.kind for row in opened.questions.all()}
    by_kind = {kinds[key]: value for key, value in answer.values.items()}
    assert by_kind == {"choice": [0], "multi": [0, 1], "scale": 4, "text": "More tea"}


def test_twice_is_once(opened, repeated):
    say(repeated[0])
    with pytest.raises(Answered):
        say(repeated[0])
    assert SurveyAnswer.objects.count() == 1


def test_a_second_submit_that_read_before_the_first_wrote_is_not_kept(opened, repeated):
    twin = invite_of(repeated[0])
    say(repeated[0])
    assert twin.answered_on is None
    with pytest.raises(Answered):
        answer_survey(invite=twin, values=full(opened), language="en", at=NOW)
    assert SurveyAnswer.objects.count() == 1


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        ("multi", []), ("multi", None), ("multi", ["99"]), ("multi", ["-1"]), ("multi", ["x"]),
        ("scale", ""), ("scale", "0"), ("scale", "6"), ("scale", "1.5"), ("choice", "3"),
        ("text", "x" * 3001),
    ],
)  # fmt: skip
def test_what_is_missing_or_wrong_is_not_kept(opened, repeated, kind, value):
    row = opened.questions.filter(kind=kind).first()
    with pytest.raises(Incomplete) as incomplete:
        say(repeated[0], {**full(opened), row.public_id: value})
    assert incomplete.value.fields == [row.public_id]
    assert invite_of(repeated[0]).answered_on is None
    assert not SurveyAnswer.objects.exists()


def test_nothing_at_all_is_no_answer(in_scope, manager, repeated):
    row = create_survey(
        workspace=in_scope, words=WORDS, questions=[QuestionWords("text", "a", "а")],
        author=manager, at=NOW,
    )  # fmt: skip
    put(row, repeated, manager)
    with pytest.raises(Incomplete):
        say(repeated[0], {row.questions.get().public_id: "  ", "other": "x"})


def test_after_its_end_nobody_answers(opened, repeated, manager):
    assert close_survey(survey=opened, by=manager, at=NOW)
    assert not close_survey(survey=opened, by=manager, at=NOW)
    with pytest.raises(NotOpen):
        say(repeated[0])
    assert invite_of(repeated[0]).answered_on is None
    with pytest.raises(SurveyMoved):
        remind(survey=opened, by=manager, at=NOW)


# Reminding and closing by the clock


def tend(at):
    with time_machine.travel(at, tick=False):
        return tend_surveys()


def test_only_the_silent_are_reminded_and_once(opened, repeated, manager):
    say(repeated[0])
    assert tend(NOW + timedelta(days=6, hours=23)) == 0
    assert tend(NOW + timedelta(days=7)) == 1
    assert tend(NOW + timedelta(days=8)) == 0
    assert remind(survey=opened, by=manager, at=NOW + timedelta(days=8)) == 0
    [mail] = OutgoingMail.objects.filter(kind="survey_reminder")
    assert mail.to_email == repeated[1].creator.email


def test_a_click_reminds_at_once_and_takes_the_clocks_place(opened, repeated, manager):
    suppress(email=repeated[0].creator.email, reason="bounced", detail="", at=NOW)
    assert remind(survey=opened, by=manager, at=NOW + timedelta(days=1)) == 1
    assert tend(NOW + timedelta(days=7)) == 0


def test_who_answered_before_the_reminder_left_does_not_get_it(opened, repeated, manager):
    remind(survey=opened, by=manager, at=NOW)
    mails = {mail.to_email: mail for mail in OutgoingMail.objects.filter(kind="survey_reminder")}
    say(repeated[0])
    silent = mails[repeated[1].creator.email]
    assert reason_to_stop(mails[repeated[0].creator.email], at=NOW) == "they have answered"
    assert reason_to_stop(silent, at=NOW) is None
    close_survey(survey=opened, by=manager, at=NOW)
    assert reason_to_stop(silent, at=NOW) == "the survey is closed"
    SurveyInvite.objects.all().delete()
    assert reason_to_stop(silent, at=NOW) == "they are asked no more"


def test_it_closes_after_its_last_day(opened):
    tend(NOW.replace(day=24, hour=23))
    opened.refresh_from_db()
    assert opened.state == "open"
    tend(NOW.replace(day=25, hour=0))
    opened.refresh_from_db()
    assert opened.state == "closed"
