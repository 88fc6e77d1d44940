"""Another owner and another tier for many creators; each that is left out says why."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from accounts.models import Membership
from core.bulk import jobs, tasks
from core.models import OutgoingMail
from core.models.bulk import BulkState
from partnerships.actions.handover import hand_over
from partnerships.actions.tiers import change_tier
from partnerships.models import Handover, TierChange, TierPolicy
from tests import factories

OWNER, TIER = "partnerships.owner", "partnerships.tier"


@pytest.fixture
def brand(in_scope):
    brand = factories.BrandFactory(workspace=in_scope, name="Birch")
    for tier, most in (("T1", 8), ("T2", 2), ("T3", None)):
        TierPolicy.objects.create(
            workspace=in_scope, brand=brand, tier=tier, capacity_to=most, cadence="none",
            budget_share=0,
        )  # fmt: skip
    return brand


@pytest.fixture
def partners(in_scope, brand, manager):
    """Three partners of the brand in T1, kept by the manager."""
    return [
        factories.PartnershipFactory(workspace=in_scope, brand=brand, owner=manager, tier="T1")
        for _ in range(3)
    ]


@pytest.fixture
def stranger(in_scope):
    return factories.CreatorFactory(workspace=in_scope, name="Nobody's")


@pytest.fixture
def asked(in_scope, manager):
    def make(kind, creators):
        ids = [creator.public_id for creator in creators]
        return jobs.ask_bulk(
            workspace=in_scope, kind=kind, selection=ids, back="/", by=manager,
            at=timezone.now(),
        )  # fmt: skip

    return make


def go(job, manager, **options):
    jobs.confirm_bulk(job=job, options=options, by=manager, at=timezone.now())
    tasks.see_to(job)
    return job


def undo(job, by):
    assert jobs.start_undo(job=job, by=by, at=timezone.now())
    tasks.see_to(job)
    return job


def to(owner, brand=None, tell=True):
    return {
        "owner": owner.public_id, "brand": brand.public_id if brand else "", "note": "",
        "tell_creator": tell, "owner_name": str(owner), "brand_name": str(brand or ""),
    }  # fmt: skip


def into(tier, brand, over=""):
    return {
        "brand": brand.public_id, "brand_name": brand.name, "to_tier": tier,
        "reason": "A steady year", "over_capacity_reason": over,
    }  # fmt: skip


def owners(partners):
    found = []
    for partnership in partners:
        partnership.refresh_from_db()
        found.append(partnership.owner)
    return found


def tiers(partners):
    for partnership in partners:
        partnership.refresh_from_db()
    return [partnership.tier for partnership in partners]


def whys(job):
    return list(job.rows.values_list("outcome", "reason"))


def test_owner_of_all_in_one_handover(asked, partners, stranger, manager, owner):
    other = factories.PartnershipFactory(
        workspace=partners[0].workspace, creator=partners[0].creator, owner=owner
    )
    job = go(asked(OWNER, [*(p.creator for p in partners), stranger]), manager, **to(owner))
    assert owners([*partners, other]) == [owner] * 4
    assert job.counts == {"done": 3, "refused": 1}
    assert whys(job)[3] == ("refused", "No partnership.")
    # One mail to the new owner, however many creators; one to each creator.
    assert OutgoingMail.objects.filter(to_email=owner.email).count() == 1
    assert OutgoingMail.objects.filter(kind="handover").count() == 3
    undo(job, manager)
    assert owners([*partners, other]) == [manager] * 3 + [owner]
    assert job.counts["kept"] == 0
    # The mails had not left: no creator hears of either.
    assert set(OutgoingMail.objects.filter(kind="handover").values_list("state", flat=True)) == {
        "cancelled"
    }


def test_owner_with_one_brand_and_whoever_has_them_already(asked, partners, brand, manager, owner):
    hand_over(partnership=partners[0], to=owner, by=manager, at=timezone.now())
    away = factories.CreatorFactory(workspace=brand.workspace)
    creators = [*(p.creator for p in partners), away]
    with time_machine.travel(timezone.now() + timedelta(seconds=5)):
        job = go(asked(OWNER, creators), manager, **to(owner, brand))
    assert [outcome for outcome, _why in whys(job)] == ["same", "done", "done", "refused"]
    assert whys(job)[3][1] == "No partnership with Birch."


def test_owner_changed_meanwhile_is_left_to_whoever_was_faster(asked, partners, manager, owner):
    job = asked(OWNER, [p.creator for p in partners])
    third = factories.UserFactory(name="Third")
    Membership.objects.create(workspace=job.workspace, user=third, role="manager")
    later = timezone.now() + timedelta(seconds=1)
    hand_over(partnership=partners[1], to=third, by=third, at=later)
    go(job, manager, **to(owner))
    assert owners(partners) == [owner, third, owner]
    assert whys(job)[1] == ("refused", "Handed over to Third in the meantime.")


def test_owner_without_telling_and_without_address(asked, partners, manager, owner):
    partners[0].creator.email = ""
    partners[0].creator.save()
    job = go(asked(OWNER, [partners[0].creator]), manager, **to(owner))
    assert whys(job) == [("done", "Nobody told them by mail: tell them yourself.")]
    job = go(asked(OWNER, [partners[1].creator]), manager, **to(owner, tell=False))
    assert whys(job) == [("done", "")]
    assert not OutgoingMail.objects.filter(kind="handover").exists()


def test_owner_who_is_no_member_refuses_the_job(asked, partners, manager, analyst):
    job = go(asked(OWNER, [partners[0].creator]), manager, **to(analyst))
    assert job.state == BulkState.FAILED
    assert "must be a member" in job.problem
    assert not Handover.objects.exists()


def test_undo_keeps_what_was_handed_on_or_has_nobody_to_go_back_to(asked, partners, manager, owner):
    gone = factories.UserFactory(name="Gone")
    partners[2].owner = gone
    partners[2].save()
    job = go(asked(OWNER, [p.creator for p in partners]), manager, **to(owner))
    third = factories.UserFactory(name="Third")
    Membership.objects.create(workspace=job.workspace, user=third, role="manager")
    hand_over(partnership=partners[1], to=third, by=owner, at=timezone.now())
    undo(job, owner)
    assert owners(partners) == [manager, third, owner]
    kept = list(job.rows.values_list("kept_because", flat=True))
    assert kept[:2] == ["", "It was handed over again since."]
    assert "must be a member" in kept[2]


def test_tier_fills_up_and_the_rest_is_told(asked, partners, stranger, brand, manager):
    factories.PartnershipFactory(workspace=brand.workspace, brand=brand, tier="T2")
    job = go(asked(TIER, [*(p.creator for p in partners), stranger]), manager, **into("T2", brand))
    assert tiers(partners) == ["T2", "T1", "T1"]
    assert job.counts == {"done": 1, "refused": 3}
    assert "The tier is full" in whys(job)[1][1]
    assert whys(job)[3][1] == "No partnership with Birch."
    again = go(
        asked(TIER, [p.creator for p in partners]), manager, **into("T2", brand, "A big year")
    )
    assert again.counts == {"same": 1, "done": 2}
    assert tiers(partners) == ["T2"] * 3
    undo(again, manager)
    assert tiers(partners) == ["T2", "T1", "T1"]
    newest = TierChange.objects.order_by("-pk").first()
    assert (newest.from_tier, newest.to_tier) == ("T2", "T1")
    assert newest.reason == "Undone: A steady year"


def test_tier_needs_what_the_gate_asks(asked, partners, brand, manager):
    partners[0].tier = "T3"
    partners[0].save()
    job = go(asked(TIER, [partners[0].creator]), manager, **into("T1", brand))
    outcome, why = whys(job)[0]
    assert (outcome, tiers(partners)[0]) == ("refused", "T3")
    assert "easy to work with" in why


def test_tier_changed_meanwhile_is_left(asked, partners, brand, manager):
    job = asked(TIER, [p.creator for p in partners])
    later = timezone.now() + timedelta(seconds=1)
    change_tier(
        partnership=partners[0], expected=partners[0].version, to_tier="T2", reason="x",
        by=manager, at=later,
    )  # fmt: skip
    partners[1].stage, partners[1].ended_on = "ended", later.date()
    partners[1].save()
    go(job, manager, **into("T3", brand))
    assert [outcome for outcome, _ in whys(job)] == ["refused", "refused", "done"]
    assert "in the meantime" in whys(job)[0][1]


def test_undo_of_a_tier_keeps_a_later_change(asked, partners, brand, manager):
    job = go(asked(TIER, [p.creator for p in partners[:2]]), manager, **into("T2", brand))
    partners[0].refresh_from_db()
    change_tier(
        partnership=partners[0], expected=partners[0].version, to_tier="T3", reason="back",
        by=manager, at=timezone.now(),
    )  # fmt: skip
    TierChange.objects.filter(partnership=partners[1]).delete()
    undo(job, manager)
    assert set(job.rows.values_list("kept_because", flat=True)) == {
        "Its tier was changed again since."
    }
    assert tiers(partners)[:2] == ["T3", "T2"]
