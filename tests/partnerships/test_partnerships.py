from datetime import UTC, date, datetime

import pytest
import time_machine

from core.models import AuditEntry, OutgoingMail
from core.versions import EditConflict
from partnerships.actions.agreements import record_signature, send_agreement
from partnerships.actions.brands import archive_brand
from partnerships.actions.partnerships import (
    activate_partnership,
    end_partnership,
    open_partnership,
    pause_partnership,
    resume_partnership,
    update_partnership,
)
from partnerships.errors import (
    AlreadyPartners,
    Archived,
    NotAMember,
    OverCapacity,
    ReasonMissing,
    Refused,
    WrongState,
)
from partnerships.models import Agreement, Partnership, TierChange
from partnerships.tasks import advance_agreements
from tests import factories
from tests.partnerships.conftest import AT


@pytest.fixture
def creator(in_scope):
    found = factories.CreatorFactory(workspace=in_scope, zone="Pacific/Kiritimati")
    return factories.vetted(found)


@pytest.fixture
def opened(creator, brand, manager):
    def make(**changes):
        values = {
            "creator": creator,
            "brand": brand,
            "tier": "T1",
            "reason": "Third season",
            "owner": manager,
            "by": manager,
            "at": AT,
        }
        return open_partnership(**{**values, **changes})

    return make


def edited(partnership, manager, **changes):
    values = {
        "contact_name": "",
        "contact_email": "",
        "cadence_override": "",
    }
    return update_partnership(
        partnership=partnership,
        expected=partnership.version,
        by=manager,
        at=AT,
        **{**values, **changes},
    )


def test_open(opened, manager, heard, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        made = opened(contact_name=" Ann ", contact_email="ann@agents.example")
    stored = Partnership.objects.get()
    assert (stored.tier, stored.stage, stored.owner) == ("T1", "opening", manager)
    assert stored.mail_to == ("ann@agents.example", "Ann")
    # It is already the 4th where the creator lives.
    assert stored.started_on == date(2026, 3, 4)
    change = TierChange.objects.get()
    assert (change.from_tier, change.to_tier, change.reason) == ("", "T1", "Third season")
    assert (change.by, change.at, change.over_capacity) == (manager, AT, False)
    entry = AuditEntry.objects.get(verb="partnership.opened")
    assert (entry.object_id, entry.by) == (made.public_id, manager)
    assert heard == [
        (
            "partnership_opened",
            {"workspace_id": made.workspace_id, "partnership_id": made.pk, "at": AT},
        )
    ]


def test_open_with_history(opened):
    made = opened(stage="active", started_on=date(2024, 5, 1), cadence_override="quarterly")
    assert (made.stage, made.started_on) == ("active", date(2024, 5, 1))
    assert made.cadence_override == "quarterly"


@pytest.mark.parametrize("stage", ["paused", "ended"])
def test_open_into_another_stage_is_refused(opened, stage):
    with pytest.raises(WrongState):
        opened(stage=stage)


def test_open_twice_is_refused_by_the_database(opened, manager):
    opened()
    with pytest.raises(AlreadyPartners) as refused:
        opened(tier="T3")
    assert refused.value.field == "creator"
    assert Partnership.objects.count() == 1
    assert TierChange.objects.count() == 1


def test_open_again_after_the_end(opened, manager):
    end_partnership(partnership=opened(), reason="Other plans", by=manager, at=AT)
    opened(reason="Back again")
    assert Partnership.objects.living().count() == 1
    assert Partnership.objects.count() == 2


def test_open_needs_a_reason(opened):
    with pytest.raises(ReasonMissing):
        opened(reason="  ")


def test_open_with_an_archived_brand_is_refused(opened, brand, owner):
    archive_brand(brand=brand, by=owner, at=AT)
    with pytest.raises(Archived):
        opened()


def test_open_with_an_archived_creator_is_refused(opened, creator):
    creator.archived_at = AT
    with pytest.raises(Archived):
        opened()


def test_owner_must_be_a_member_who_may_edit(opened, analyst, outsider):
    for person in (analyst, outsider):
        with pytest.raises(NotAMember):
            opened(owner=person)


def test_full_tier_takes_one_more_only_with_a_reason(opened, brand, manager, fill):
    fill(brand, "T1", 8, manager)
    with pytest.raises(OverCapacity) as refused:
        opened(over_capacity_reason="  ")
    assert (refused.value.used, refused.value.places) == (8, 8)
    made = opened(over_capacity_reason=" Two are leaving in May ")
    change = TierChange.objects.get(partnership=made)
    assert change.over_capacity is True
    assert change.over_capacity_reason == "Two are leaving in May"


def test_reason_for_too_many_is_not_kept_where_there_is_room(opened):
    change = TierChange.objects.get(partnership=opened(over_capacity_reason="Just in case"))
    assert (change.over_capacity, change.over_capacity_reason) == (False, "")


def test_update_contacts_and_cadence(
    partnership, manager, heard, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        edited(partnership, manager, contact_name="Ann", cadence_override="none")
    stored = Partnership.objects.get()
    assert (stored.contact_name, stored.cadence_override, stored.version) == ("Ann", "none", 2)
    entry = AuditEntry.objects.get(verb="partnership.updated")
    assert entry.changes == {"contact_name": ["", "Ann"], "cadence_override": ["", "none"]}
    assert [name for name, _told in heard] == ["partnership_changed"]
    assert not OutgoingMail.objects.exists()


def test_update_without_a_change_writes_nothing(partnership, manager):
    edited(partnership, manager)
    assert Partnership.objects.get().version == 1
    assert not AuditEntry.objects.filter(verb__startswith="partnership").exists()


def test_update_over_a_newer_edit_is_refused(partnership, manager):
    mine = Partnership.objects.select_related("creator").get()
    edited(partnership, manager, contact_name="Theirs")
    with pytest.raises(EditConflict) as conflict:
        edited(mine, manager, contact_name="Mine")
    assert conflict.value.theirs.contact_name == "Theirs"


def test_activate_once(opened, manager):
    made = opened()
    activate_partnership(partnership=made, by=manager, at=AT, reason="We know each other")
    assert Partnership.objects.get().stage == "active"
    with pytest.raises(WrongState):
        activate_partnership(partnership=made, by=manager, at=AT, reason="We know each other")


def test_pause_and_resume(partnership, manager, heard, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        pause_partnership(
            partnership=partnership, until=date(2026, 3, 3), reason=" Baby ", by=manager, at=AT
        )
    stored = Partnership.objects.get()
    assert (stored.stage, stored.paused_until, stored.pause_reason) == (
        "paused", date(2026, 3, 3), "Baby",
    )  # fmt: skip
    with pytest.raises(WrongState):
        pause_partnership(partnership=partnership, reason="Again", by=manager, at=AT)
    resume_partnership(partnership=partnership, by=manager, at=AT)
    stored.refresh_from_db()
    assert (stored.stage, stored.paused_until, stored.pause_reason) == ("active", None, "")
    with pytest.raises(WrongState):
        resume_partnership(partnership=partnership, by=manager, at=AT)
    assert [name for name, _told in heard] == ["partnership_changed"]
    assert not OutgoingMail.objects.exists()


def test_pause_needs_a_reason_and_a_day_to_come(partnership, manager):
    with pytest.raises(ReasonMissing):
        pause_partnership(partnership=partnership, reason=" ", by=manager, at=AT)
    with pytest.raises(Refused) as refused:
        pause_partnership(
            partnership=partnership, until=date(2026, 3, 2), reason="X", by=manager, at=AT
        )
    assert refused.value.field == "until"


def test_second_of_two_at_once_is_told(partnership, manager):
    other = Partnership.objects.select_related("creator").get()
    pause_partnership(partnership=partnership, reason="Mine", by=manager, at=AT)
    with pytest.raises(WrongState):
        pause_partnership(partnership=other, reason="Theirs", by=manager, at=AT)
    assert Partnership.objects.get().pause_reason == "Mine"


def test_end(partnership, manager, heard, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        end_partnership(
            partnership=partnership,
            reason=" Other plans ",
            by=manager,
            # Still the 2nd in Los Angeles.
            at=datetime(2026, 3, 3, 7, tzinfo=UTC),
        )
    stored = Partnership.objects.get()
    assert (stored.stage, stored.ended_on, stored.end_reason) == (
        "ended", date(2026, 3, 2), "Other plans",
    )  # fmt: skip
    assert AuditEntry.objects.filter(verb="partnership.ended").count() == 1
    with pytest.raises(WrongState):
        end_partnership(partnership=partnership, reason="Twice", by=manager, at=AT)
    assert [name for name, _told in heard] == ["partnership_changed"]


def test_end_needs_a_reason(partnership, manager):
    with pytest.raises(ReasonMissing):
        end_partnership(partnership=partnership, reason="", by=manager, at=AT)


def test_nothing_agreed_outlives_the_partnership(partnership, manager, drafted):
    signature = {"signed_on": AT.date(), "signed_by": "Maya", "by": manager, "at": AT}
    running = drafted(starts_on=date(2026, 1, 1), ends_on=date(2026, 12, 31))
    record_signature(agreement=running, **signature)
    following = drafted(starts_on=date(2027, 1, 1), ends_on=date(2027, 12, 31))
    record_signature(agreement=following, **signature)
    sent = drafted(starts_on=date(2028, 1, 1), ends_on=date(2028, 12, 31))
    send_agreement(agreement=sent, by=manager, at=AT)
    draft = drafted(starts_on=date(2029, 1, 1), ends_on=date(2029, 12, 31))
    end_partnership(partnership=partnership, reason="Over", by=manager, at=AT)
    states = dict(Agreement.objects.values_list("public_id", "state"))
    assert states == {
        running.public_id: "ended",
        following.public_id: "withdrawn",
        sent.public_id: "withdrawn",
    }
    assert draft.public_id not in states
    assert Agreement.objects.get(state="ended").ends_on == AT.date()
    assert OutgoingMail.objects.get().state == "cancelled"


def test_pause_runs_out_by_itself_on_the_creators_day(partnership, manager):
    pause_partnership(
        partnership=partnership, until=date(2026, 3, 9), reason="Baby", by=manager, at=AT
    )
    # Seven in the morning of the 10th in London is the 9th in Los Angeles.
    with time_machine.travel(datetime(2026, 3, 10, 6, 59, tzinfo=UTC), tick=False):
        assert advance_agreements() == 0
    with time_machine.travel(datetime(2026, 3, 10, 7, 1, tzinfo=UTC), tick=False):
        assert advance_agreements() == 1
        assert advance_agreements() == 0
    assert Partnership.objects.get().stage == "active"
    mail = OutgoingMail.objects.get()
    assert (mail.to_email, mail.kind) == (manager.email, "pause_over")
    assert AuditEntry.objects.get(verb="partnership.resumed").by is None


def test_pause_without_a_day_waits_for_a_person(partnership, manager):
    pause_partnership(partnership=partnership, reason="Baby", by=manager, at=AT)
    with time_machine.travel(datetime(2029, 1, 1, tzinfo=UTC), tick=False):
        assert advance_agreements() == 0
    assert Partnership.objects.get().stage == "paused"
