"""Two partnerships with one brand become one: one opening, and every decision that was made."""

import pytest

from creators.actions.merge import undo_merge
from partnerships.actions.reviews import keep_reviews
from partnerships.models import ContinuationReview, Opening, Partnership
from partnerships.queries.reviews import reviewed, to_review
from partnerships.review_words import occasion_name
from tests import factories
from tests.factories import NOON
from tests.merging.conftest import LATER

pytestmark = pytest.mark.usefixtures("in_scope")


@pytest.fixture
def both(workspace, manager, sveta, lana):
    brand = factories.BrandFactory(workspace=workspace)
    return [
        factories.PartnershipFactory(workspace=workspace, creator=one, brand=brand, owner=manager)
        for one in (sveta, lana)
    ]


def opened(partnership, **words):
    return Opening.objects.create(
        workspace=partnership.workspace, partnership=partnership,
        starts_on=partnership.started_on, **words,
    )  # fmt: skip


def decided(partnership, by, decision="extend", **more):
    values = {"kind": "first_campaign", "occasion": "first_campaign", **more}
    said = {"decision": decision, "reason": decision, "decided_at": NOON, "decided_by": by}
    return ContinuationReview.objects.create(
        workspace=partnership.workspace, partnership=partnership, due_on=NOON.date(),
        evidence_at=NOON, proposal="extend", **values, **(said if decision else {}),
    )  # fmt: skip


def state():
    return (
        sorted(Opening.objects.values_list("pk", "partnership", "platforms", "story", "version")),
        sorted(ContinuationReview.objects.values_list("pk", "partnership", "occasion", "decision")),
    )


def test_two_openings_become_one_and_come_apart_again(both, sveta, lana, manager, merged):
    opened(both[0], platforms=["youtube"], story="Hers", success="A film")
    opened(both[1], platforms=["telegram", "youtube"], story="Ours", success="A film")
    before = state()
    merge = merged(sveta, lana)
    row = Opening.objects.get()
    assert row.partnership == Partnership.objects.get(creator=sveta)
    assert sorted(row.platforms) == ["telegram", "youtube"]
    assert sorted(row.story.split("\n\n")) == ["Hers", "Ours"] and row.success == "A film"
    # A form that was open meanwhile does not fit any more.
    assert row.version > 1000
    undo_merge(merge=merge, by=manager, at=LATER)
    pks, words = zip(*((r[:2], r[2:4]) for r in state()[0]), strict=True)
    assert (list(pks), list(words)) == (
        [r[:2] for r in before[0]], [r[2:4] for r in before[0]],
    )  # fmt: skip


def test_an_opening_of_the_other_alone_is_carried(both, sveta, lana, merged):
    opened(both[1], story="Ours")
    merged(sveta, lana)
    assert Opening.objects.get().partnership == Partnership.objects.get(creator=sveta)


def test_both_decisions_of_one_occasion_stay_and_come_apart_again(
    both, sveta, lana, manager, merged
):
    decided(both[0], manager, "extend")
    decided(both[1], manager, "adjust")
    decided(both[0], manager, "extend", kind="quarterly", occasion="2025-Q4")
    decided(both[1], manager, "stop", kind="quarterly", occasion="2025-Q4")
    before = state()[1]
    merge = merged(sveta, lana)
    found = reviewed(Partnership.objects.get(creator=sveta)).reviews
    assert sorted(row.decision for row in found) == ["adjust", "extend", "extend", "stop"]
    assert len({row.occasion for row in found}) == 4
    assert sorted(map(occasion_name, found)) == [
        "After the first campaign", "After the first campaign", "Q4 2025", "Q4 2025",
    ]  # fmt: skip
    undo_merge(merge=merge, by=manager, at=LATER)
    assert state()[1] == before


def test_undecided_twins_are_kept_by_the_clock(both, sveta, lana, manager, merged):
    for one in both:
        decided(one, manager, "", kind="quarterly", occasion="2025-Q4")
        decided(one, manager, "")
    merged(sveta, lana)
    # No campaign is closed: the first ones have lost their occasion, the quarters are renewed.
    assert keep_reviews(partnerships=to_review(), at=LATER) == 4
    assert keep_reviews(partnerships=to_review(), at=LATER) == 0
    rows = ContinuationReview.objects.order_by("occasion")
    assert [(row.occasion, row.dropped_at) for row in rows] == [
        ("2025-Q4", None), ("2025-Q4-2", None),
        ("first_campaign", LATER), ("first_campaign-2", LATER),
    ]  # fmt: skip
    assert [row.evidence["from"] for row in rows[:2]] == ["2025-10-01", "2025-10-01"]
