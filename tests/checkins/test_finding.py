"""The palette finds sessions, letters and surveys by words of their titles (experience.md, lists)."""

import pytest
import time_machine
from django_scopes import scope

from accounts.finding import places_for, records_for
from accounts.models import Role
from checkins.models import Survey
from tests.checkins.conftest import NOW
from tests.factories_letters import a_letter
from tests.factories_sessions import IN_A_WEEK, fixed, session


@pytest.fixture(autouse=True)
def _now():
    with time_machine.travel(NOW, tick=False):
        yield


def hits(workspace, q):
    return {
        group.key: [(h.label, h.note) for h in group.hits] for group in records_for(workspace, q)
    }


def test_records_by_any_words_of_their_title(in_scope, manager, partnership, settings):
    row = fixed(session(in_scope, manager, partnership, title="Чему научила зима"), manager)
    letter = a_letter(manager, in_scope, title="News of the winter")
    survey = Survey.objects.create(
        workspace=in_scope,
        title_en="Why winter again",
        title_ru="Почему снова зима",
        author=manager,
    )
    found = records_for(in_scope, "zima")
    assert [group.key for group in found] == ["sessions", "surveys"]
    [hit] = found[0].hits
    assert hit.url == f"/w/north/sessions/{row.public_id}/"
    assert f"{IN_A_WEEK:%Y}" in hit.note
    assert found[1].hits[0].url == f"/w/north/surveys/{survey.public_id}/"
    assert hits(in_scope, "WINTER of") == {"letters": [(letter.title, "")]}
    assert hits(in_scope, "again winter") == {"surveys": [("Why winter again", "")]}
    assert hits(in_scope, "summer") == {}


def test_nothing_of_another_workspace(in_scope, other_workspace, manager):
    a_letter(manager, in_scope, title="News of the winter")
    with scope(workspace=other_workspace):
        assert hits(other_workspace, "winter") == {}


def test_who_may_not_write_is_offered_no_letter_to_write(in_scope):
    def urls(role):
        return {hit.url for hit in places_for(in_scope, role, "letter")}

    assert urls(Role.ANALYST) == {"/w/north/letters/"}
    assert urls(Role.MANAGER) == {"/w/north/letters/", "/w/north/letters/new/"}
