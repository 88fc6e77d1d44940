"""The way back of a merge, step by step: what was written meanwhile is never overwritten."""

from datetime import timedelta

import pytest

from creators.actions.channels import add_channel
from creators.actions.ledger import WrittenLedger, take_back
from creators.models import Creator, Goal, StyleNote, VettingMark
from creators.rules.handles import parse_handle
from tests.factories import NOON

pytestmark = pytest.mark.usefixtures("in_scope")


@pytest.fixture
def ledger(manager):
    return WrittenLedger(at=NOON, by=manager)


def note(creator, channel=None, text="Darker"):
    return StyleNote.objects.create(
        workspace=creator.workspace, creator=creator, noted_on=NOON.date(), text=text,
        channel=channel,
    )  # fmt: skip


def mark(creator, item, days=0):
    return VettingMark.objects.create(
        workspace=creator.workspace, creator=creator, item=item, verdict="yes", evidence="seen",
        at=NOON + timedelta(days=days),
    )  # fmt: skip


def goal(creator, text):
    return Goal.objects.create(
        workspace=creator.workspace, creator=creator, text=text, set_on=NOON.date()
    )


def test_what_somebody_put_back_by_hand_needs_no_undo(ledger, sveta):
    ledger.change([sveta], city="Москва", about="Both")
    Creator.objects.filter(pk=sveta.pk).update(city="Пермь")
    back = take_back(ledger.steps)
    sveta.refresh_from_db()
    assert (sveta.city, sveta.about) == ("Пермь", "Дача")
    assert (back.left, back.exact) == ([], True)


def test_one_row_in_the_way_keeps_no_other_from_going_back(ledger, sveta, lana):
    """Moved together; meanwhile one of the two places was taken anew."""
    moved = [mark(lana, "delivers"), mark(lana, "easy")]
    ledger.change(moved, creator=sveta)
    taken = mark(lana, "delivers", days=1)
    back = take_back(ledger.steps)
    assert set(VettingMark.objects.filter(creator=lana)) == {taken, moved[1]}
    assert list(VettingMark.objects.filter(creator=sveta)) == [moved[0]]
    assert back.left == ["delivers: yes: creator"] and not back.exact


def test_nothing_goes_back_to_what_was_deleted_since(ledger, sveta, lana, manager):
    """Rows that moved stay where they are, a row that was deleted stays away; words come once."""
    channel = add_channel(creator=lana, handle=parse_handle("vk.com/old"), by=manager, at=NOON)
    moved = [note(sveta, channel, "Moved"), note(lana, channel, "Moved")]
    ledger.change(moved, channel=None)
    ledger.delete([note(sveta, channel, "Gone")])
    channel.delete()
    back = take_back(ledger.steps)
    assert {row.channel for row in StyleNote.objects.all()} == {None}
    assert set(StyleNote.objects.all()) == set(moved)
    assert sorted(back.left) == ["Gone", "Moved"] and not back.exact


@pytest.mark.parametrize(
    ("since", "left", "goals", "exact"),
    [
        (lambda made: None, [], ["First"], True),
        (lambda made: made.delete(), [], ["First"], False),
        (lambda made: Goal.objects.filter(pk=made.pk).update(text="Edited"), ["Edited"],
         ["First", "Edited"], False),
    ],
)  # fmt: skip
def test_a_row_another_action_made_goes_unless_it_was_edited(
    ledger, sveta, since, left, goals, exact
):
    """The first goal is only looked at: what did not change is no step."""
    first = goal(sveta, "First")
    ledger.watch(Goal.objects.all, lambda: goal(sveta, "Made"))
    assert [step["op"] for step in ledger.steps] == ["create"]
    since(Goal.objects.exclude(pk=first.pk).get())
    back = take_back(ledger.steps)
    assert sorted(Goal.objects.values_list("text", flat=True)) == sorted(goals)
    assert (back.left, back.exact) == (left, exact)
