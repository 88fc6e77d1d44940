"""Any split of a file into several imports, in any order, with repeats, small or large, comes to
the same rows; and undoing them all, in any order, leaves nothing."""

import random

from django_scopes import scope
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from campaigns.models import Result
from core.models import ImportJob
from tests.campaigns.conftest import totals_of
from tests.campaigns.imports.conftest import HEAD, large_from, rows_of

rows = st.lists(
    st.tuples(
        st.integers(1, 6), st.sampled_from(["sveta.home", "jordanlee.makes"]),
        st.sampled_from(["RU", "US"]), st.none() | st.integers(0, 10**6), st.integers(-5, 99),
        st.none() | st.integers(0, 9999),
    ),
    max_size=9, unique_by=lambda row: row[:3],
)  # fmt: skip
quickly = settings(
    max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


def line(row, shift=0):
    day, who, market, reach, likes, money = row
    # Some days are written as the cheap way does not take them.
    said = f"2026-02-0{day}" if day % 3 else f"0{day}.02.2026"
    sold = "," if money is None else f"{money},USD"
    return f"{said},{who},,,{market},{'' if reach is None else reach + shift},{likes},{sold}\n"


def clear():
    Result.objects.all().delete()
    ImportJob.objects.all().delete()


@quickly
@given(
    found=rows, dice=st.randoms(use_true_random=False), parts=st.integers(1, 3),
    chunk=st.integers(1, 4),
)  # fmt: skip
def test_any_split_comes_to_the_same(campaign, crew, bring, undo, found, dice, parts, chunk):
    with scope(workspace=campaign.workspace):
        clear()
        if found:
            bring(HEAD + "".join(map(line, found)))
        whole, totals = rows_of(), totals_of(campaign)
        assert len(whole) == len(found)
        clear()
        lines = [line(row) for row in found]
        pieces = [lines[n::parts] for n in range(parts)]
        pieces = [*pieces, dice.choice(pieces), dice.choice(pieces)]
        dice.shuffle(pieces)
        made = []
        for piece in filter(None, pieces):
            # A repeated line in one file is told, and counts once.
            mixed = [*piece, dice.choice(piece)]
            dice.shuffle(mixed)
            with large_from(dice.choice([0, 1000]), chunk):
                made.append(bring(HEAD + "".join(mixed)))
        assert rows_of() == whole
        assert totals_of(campaign) == totals
        dice.shuffle(made)
        for job in made:
            undo(job)
        assert not Result.objects.exists()


@quickly
@given(found=rows, seed=st.integers(0, 2**32), chunk=st.integers(1, 4))
def test_newer_files_undone_in_any_order_leave_nothing(
    campaign, crew, bring, undo, found, seed, chunk
):
    dice = random.Random(seed)
    with scope(workspace=campaign.workspace):
        clear()
        made, before = [], []
        for shift in (1, 2, 3):
            piece = [line(row, shift) for row in found if dice.random() < 0.7]
            if piece:
                with large_from(dice.choice([0, 1000]), chunk):
                    made.append(bring(HEAD + "".join(piece)))
                before.append(list(Result.objects.order_by("pk").values()))
        if made and dice.random() < 0.5:
            # The latest goes first: everything is as it was before it.
            undo(made.pop())
            assert list(Result.objects.order_by("pk").values()) == (before[-2:-1] or [[]])[0]
        dice.shuffle(made)
        for job in made:
            undo(job)
        assert not Result.objects.exists()
