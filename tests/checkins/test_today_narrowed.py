"""Today narrowed by links, and the week at a glance."""

from datetime import date

import pytest
import time_machine
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from checkins.actions.planning import plan_check_ins
from checkins.actions.snoozes import snooze_line
from checkins.queries.board import board
from checkins.queries.narrowed import Wanted
from checkins.rules.families import Family, family_of
from checkins.rules.load import MINUTES
from checkins.rules.week import ANY, LATER, is_cell, monday_of, next_monday, place, strip
from checkins.today import Asking
from partnerships.models import Brand
from tests import factories
from tests.checkins.conftest import NOW, agreement, planned, work
from tests.factories import fee_payment

TODAY = date(2026, 3, 3)
DAYS = st.dates(min_value=date(2020, 1, 1), max_value=date(2040, 12, 31))


@pytest.fixture(autouse=True)
def _frozen():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.mark.parametrize(
    ("shown", "waits", "cell"),
    [
        (date(2026, 2, 20), False, "2026-03-03"),
        (TODAY, False, "2026-03-03"),
        (date(2026, 3, 8), False, "2026-03-08"),
        (date(2026, 3, 9), False, LATER),
        (None, False, ANY),
        (TODAY, True, ""),
    ],
)
def test_where_a_line_stands(shown, waits, cell):
    assert place(shown, TODAY, waits=waits) == cell


@given(today=DAYS, shown=st.lists(st.one_of(st.none(), DAYS)))
def test_the_strip_holds_every_line_once(today, shown):
    placed = [(place(day, today, waits=False), 5) for day in shown]
    cells = strip(placed, today)
    assert sum(cell.lines for cell in cells) == len(shown)
    assert sum(cell.minutes for cell in cells) == 5 * len(shown)
    assert [cell.day.weekday() for cell in cells if cell.day] == list(range(7))
    assert all(not cell.lines for cell in cells if cell.past)
    assert [cell.day for cell in cells if cell.today] == [today]
    assert all(is_cell(cell.key) for cell in cells)


@given(DAYS)
def test_mondays(day):
    assert monday_of(day) <= day < next_monday(day)
    assert monday_of(day).weekday() == next_monday(day).weekday() == 0


@pytest.mark.parametrize("text", ["", "2026-13-01", "20260303", "tomorrow", "2026-3-3"])
def test_nonsense_is_no_cell(text):
    assert not is_cell(text)
    assert Wanted.of({"day": text, "kind": "magic"}) == Wanted()


def test_every_kind_has_a_family():
    assert [kind for kind in MINUTES if family_of(kind) == Family.OTHER] == []


@pytest.fixture
def busy(partnership, in_scope, manager):
    """An overdue check-in, a payment on Friday, an agreement that runs out; another brand."""
    plan_check_ins(workspace=in_scope, at=NOW)
    part = work(partnership)
    fee_payment(part, amount=1, currency="RUB", due_on="2026-03-06")
    other = factories.PartnershipFactory(
        workspace=in_scope, creator=partnership.creator, owner=manager, started_on=TODAY,
        brand=factories.BrandFactory(workspace=in_scope, name="Birch"),
    )  # fmt: skip
    agreement(other)
    return partnership


def found(user, **wanted):
    shelves = board(Asking(user=user, at=NOW), Wanted(**wanted)).shelves
    return sorted(line.kind for shelf in shelves for line in shelf.lines)


def test_a_link_narrows_to_a_day_a_kind_a_brand(busy, manager):
    everything = found(manager)
    assert found(manager, day="2026-03-06") == ["payment"]
    assert "check_in" in found(manager, day="2026-03-03")
    assert found(manager, kind="money") == ["payment"]
    birch = found(manager, brand=Brand.objects.get(name="Birch").public_id)
    assert "agreement" in birch
    assert "payment" not in birch
    assert found(manager, brand="nobody") == []
    assert found(manager) == everything


def test_the_page_offers_what_there_is_and_keeps_the_sums(busy, manager, client_as):
    client, page = client_as(manager), reverse("checkins:today", args=["north"])
    whole = client.get(page).text
    for words in ("day=2026-03-06", "kind=money", "Birch"):
        assert words in whole
    narrow = client.get(f"{page}?kind=money").text
    lead = whole[whole.index('class="lead"') :].partition("</p>")[0]
    assert lead in narrow
    assert "Светлана Ким" in narrow
    nothing = client.get(f"{page}?kind=money&day=2026-03-07").text
    assert "Nothing here" in nothing
    assert "Show everything" in nothing


def test_a_choice_of_one_is_none(partnership, in_scope, manager, client_as):
    plan_check_ins(workspace=in_scope, at=NOW)
    page = client_as(manager).get(reverse("checkins:today", args=["north"])).text
    assert "kind=" not in page
    assert "brand=" not in page


def test_what_rests_is_no_load(partnership, in_scope, manager):
    plan_check_ins(workspace=in_scope, at=NOW)
    key = f"checkin:{planned(partnership).public_id}"
    before = sum(cell.lines for cell in board(Asking(user=manager, at=NOW)).week)
    snooze_line(workspace=in_scope, user=manager, key=key, until=date(2026, 3, 9), at=NOW)
    assert sum(cell.lines for cell in board(Asking(user=manager, at=NOW)).week) == before - 1


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", "Светлана Ким comes back on Thursday, 5 March."),
        ("ru", "Светлана Ким вернётся: четверг, 5 марта."),
    ],
)
def test_when_all_rests_it_says_what_comes_back(
    partnership, in_scope, manager, client_as, language, words
):
    manager.language = language
    manager.save()
    plan_check_ins(workspace=in_scope, at=NOW)
    keys = list(board(Asking(user=manager, at=NOW)).by_key())
    for key in keys:
        snooze_line(workspace=in_scope, user=manager, key=key, until=date(2026, 3, 5), at=NOW)
    page = client_as(manager).get(reverse("checkins:today", args=["north"])).text
    assert words in page


def test_an_empty_page_of_who_only_reads(in_scope, analyst, client_as):
    page = client_as(analyst).get(reverse("checkins:today", args=["north"])).text
    assert "Nothing to do now" in page
    assert "today.js" not in page
