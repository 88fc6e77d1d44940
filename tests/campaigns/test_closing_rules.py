"""The checklist of closing: each gap by its own cause."""

from datetime import date

import pytest

from campaigns.rules.closing import (
    Gap,
    GapKind,
    Objective,
    Part,
    closing_gaps,
    objective_gaps,
)
from campaigns.rules.objectives import Standing

LAST = date(2026, 3, 31)
WHOLE = {
    "key": "k", "who": "Maya", "invited": False, "deliverables": 1, "unpublished": (),
    "results": 3, "last_result": LAST,
}  # fmt: skip


@pytest.mark.parametrize(
    ("changes", "kinds"),
    [
        ({}, []),
        ({"invited": True, "deliverables": 0, "open_ideas": 2}, ["unanswered"]),
        ({"deliverables": 0}, ["no_deliverables"]),
        ({"unpublished": ("Reel",)}, ["unpublished"]),
        ({"results": 0, "last_result": None}, ["no_results"]),
        ({"last_result": date(2026, 3, 30)}, ["results_end"]),
        ({"open_ideas": 1}, ["open_ideas"]),
        ({"moves": 2}, ["moves"]),
        ({"rounds": (("Reel", 2),)}, []),
        ({"rounds": (("Reel", 3), ("Post", 1))}, ["rounds"]),
        ({"no_payout": ("c", "USD")}, ["no_payout"]),
    ],
)
def test_each_gap_has_one_cause(changes, kinds):
    found = closing_gaps([Part(**{**WHOLE, **changes})], ends_on=LAST)
    assert [gap.kind for gap in found] == kinds
    # While it runs nobody knows yet when results end.
    early = closing_gaps([Part(**{**WHOLE, **changes})])
    assert [gap.kind for gap in early] == [kind for kind in kinds if kind != "results_end"]


def test_objectives_not_reached_or_not_known():
    assert objective_gaps([]) == [Gap(GapKind.NO_OBJECTIVE, "", "")]
    named = [
        Objective("Reach", Standing.REACHED),
        Objective("Sales", Standing.MISSED),
        Objective("Clicks", Standing.UNKNOWN),
    ]
    assert [(gap.kind, gap.who) for gap in objective_gaps(named)] == [
        ("missed", "Sales"), ("unknown", "Clicks"),
    ]  # fmt: skip
