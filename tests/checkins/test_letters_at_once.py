"""Two workers on PostgreSQL send two letters at the same moment: the month's limit holds."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection
from django_scopes import scope

from checkins.actions import letter_copies
from checkins.actions.letters import send_letter
from checkins.errors import NotADraft
from checkins.models import Letter, LetterCopy
from core.models import OutgoingMail
from tests import factories
from tests.checkins.conftest import NOW
from tests.factories_letters import a_letter, partner
from tests.live import need_services

# SQLite has one writer: what is proved here cannot be seen there.
pytestmark = [pytest.mark.live, pytest.mark.django_db(transaction=True)]
PEOPLE = 12


@pytest.fixture(autouse=True, scope="module")
def _services():
    need_services()


@pytest.fixture
def letters(workspace, manager):
    with scope(workspace=workspace):
        brand = factories.BrandFactory(workspace=workspace)
        for n in range(PEOPLE):
            partner(manager, brand, f"Reader {n}", email=f"reader{n}@example.com")
        rows = [a_letter(manager, workspace, title=f"Letter {n}") for n in range(2)]
        for row in rows:
            send_letter(letter=row, expected=row.version, by=manager, at=NOW)
    return [row.pk for row in rows]


def at_once(workspace, ids):
    """Both have looked at the audience before either writes its first batch."""
    barrier = Barrier(len(ids))
    look = letter_copies.audience_of

    def look_together(*args, **more):
        found = look(*args, **more)
        barrier.wait(timeout=20)
        return found

    def work(pk):
        try:
            with scope(workspace=workspace):
                row = Letter.objects.select_related("workspace").get(pk=pk)
                letter_copies.prepare_copies(letter=row, at=NOW)
        except NotADraft:
            pass
        finally:
            connection.close()

    letter_copies.audience_of = look_together
    try:
        with ThreadPoolExecutor(len(ids)) as pool:
            list(pool.map(work, ids))
    finally:
        letter_copies.audience_of = look


def test_two_letters_reach_everybody_once(workspace, letters, monkeypatch):
    monkeypatch.setattr(letter_copies, "BATCH", 3)
    at_once(workspace, letters)
    with scope(workspace=workspace):
        assert LetterCopy.objects.count() == 2 * PEOPLE
        reached = LetterCopy.objects.filter(not_sent="").values_list("creator", flat=True)
        assert sorted(reached) == sorted(set(reached))
        assert len(reached) == PEOPLE == OutgoingMail.objects.filter(kind="letter").count()


def test_one_letter_prepared_by_two_is_one_letter(workspace, letters, monkeypatch):
    monkeypatch.setattr(letter_copies, "BATCH", 3)
    at_once(workspace, [letters[0]] * 2)
    with scope(workspace=workspace):
        assert LetterCopy.objects.filter(not_sent="").count() == PEOPLE
        assert OutgoingMail.objects.filter(kind="letter").count() == PEOPLE
        assert Letter.objects.get(pk=letters[0]).state == "sent"


def test_without_the_hold_the_limit_is_passed(workspace, letters, monkeypatch):
    """The control: with the count of before the batch, everybody gets both."""
    monkeypatch.setattr(letter_copies, "letters_had", lambda *args: {})
    at_once(workspace, letters)
    with scope(workspace=workspace):
        assert LetterCopy.objects.filter(not_sent="").count() == 2 * PEOPLE
