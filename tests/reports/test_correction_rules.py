"""Figures → correction: what differs to the eye, and which state follows."""

from dataclasses import dataclass, field
from typing import Any

import pytest
from django.utils import translation
from hypothesis import given, settings
from hypothesis import strategies as st

from campaigns.rules.tallies import tally_of
from reports.rules.corrections import (
    Move,
    changes,
    compared,
    differs,
    drafted_note,
    next_move,
    tells_sums,
)
from reports.rules.showing import UNKNOWN
from tests.reports.samples import USUAL, cut, figures


def one(**row):
    return figures([cut(**row)]) if row else figures()


TOLD = one(reach=100_000, likes=5000)


def test_below_the_rounding_nothing_has_changed():
    assert not differs(one(reach=100_000, likes=5000), one(reach=100_000, likes=5000))
    rate = [figures([cut(reach=3000, likes=1, comments=n)]) for n in (1, 1)]
    assert not differs(*rate)
    # The median and the last time are of other campaigns.
    assert not differs(figures([cut(reach=1000)]), figures([cut(reach=1000)], history=USUAL))


@pytest.mark.parametrize("language", ["en", "ru"])
def test_what_was_not_known_stands_as_a_dash(language):
    with translation.override(language):
        found = {c.key: c for c in compared(one(reach=10, views=7), one(reach=10, purchases=3))}
    assert (found["purchases"].before, found["purchases"].after) == (UNKNOWN, "3")
    assert (found["views"].before, found["views"].after) == ("7", UNKNOWN)
    assert not found["reach"].differs


def test_sums_of_a_sweep_tell_the_same():
    assert tells_sums(TOLD, tally_of({"reach": 100_000, "likes": 5000}))
    assert not tells_sums(TOLD, tally_of({"reach": 100_001, "likes": 5000}))
    assert changes(TOLD, TOLD) == []


@pytest.mark.parametrize(
    ("reason", "file_name", "words"),
    [
        ("Late sales.", "a.csv", "We opened the campaign again: Late sales."),
        ("", "a.csv", "New numbers came in with the file “a.csv”."),
        ("", "", "Some numbers came in, or were put right, after we wrote to you."),
    ],
)
def test_why_in_a_sentence(reason, file_name, words):
    assert drafted_note(reason=reason, file_name=file_name, language="en") == words
    assert drafted_note(reason=reason, file_name=file_name, language="ru") != words


VALUES = [one(), one(reach=10), one(reach=20), one(reach=20, likes=1)]


@dataclass
class Machine:
    """A summary with its corrections, as the actions keep them."""

    told: dict[str, Any] = field(default_factory=lambda: VALUES[0])
    draft: dict[str, Any] | None = None
    refused: dict[str, Any] | None = None

    def look(self, now):
        move = next_move(told=self.told, now=now, draft=self.draft, refused=self.refused)
        if move in (Move.MAKE, Move.REFRESH):
            self.draft, self.refused = now, None
        elif move is Move.DROP:
            self.draft = self.refused = None
        return move

    def decide(self, send):
        if self.draft is None:
            return
        if send:
            self.told, self.refused = self.draft, None
        else:
            self.refused = self.draft
        self.draft = None


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.sampled_from(VALUES), st.sampled_from(["", "send", "drop"]))))
def test_after_any_history_what_is_known_is_told_or_waits_or_was_refused(history):
    machine = Machine()
    for now, act in history:
        machine.look(now)
        # A second worker finds nothing to do.
        assert machine.look(now) is Move.NOTHING
        if machine.draft is not None:
            assert differs(machine.told, machine.draft)
            assert not differs(machine.draft, now)
        elif differs(machine.told, now):
            assert machine.refused is not None
            assert not differs(machine.refused, now)
        if act:
            machine.decide(act == "send")
            assert machine.look(now) is Move.NOTHING
