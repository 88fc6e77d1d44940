"""What is kept beside touches and work always is what they come to."""

from datetime import timedelta

import pytest
import time_machine
from anymail.signals import AnymailTrackingEvent, EventType, tracking
from django.test import TestCase
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from campaigns.actions.campaigns import update_campaign
from campaigns.actions.closing import close_campaign
from campaigns.actions.collaborations import add_collaborations, decline_collaboration
from campaigns.actions.deliverables import publish_deliverable, take_back_publication
from checkins.actions.planning import plan_check_ins
from checkins.actions.standing import CHUNK, rebuild_last_contacts
from checkins.actions.touches import log_touch
from checkins.models import LastContact, Touch
from checkins.queries.contact import Truth, kept_truth, truths
from checkins.tasks import mend_last_contacts
from core.mail.decisions import decide
from core.mail.outbox import cancel_mail
from core.models import OutgoingMail
from creators.models import Creator
from creators.models.creator import FAR, NEVER
from partnerships.models import Partnership
from tests import factories
from tests.checkins.conftest import NOW, planned, utc


@pytest.fixture(autouse=True)
def _frozen():
    with time_machine.travel(NOW, tick=False):
        yield


def _mail(partnership, key: str, state: str = "sent") -> OutgoingMail:
    return OutgoingMail.objects.create(
        workspace=partnership.workspace, key=key, kind="check_in", language="en",
        from_email="a@b.example", to_email="c@d.example", subject="Hi", text="Hi", state=state,
        created_at=NOW, due_at=NOW, message_id=f"<{key}@x>",
    )  # fmt: skip


def _touch(partnership, days: int, direction: str = "in", mail: OutgoingMail | None = None):
    return log_touch(
        partnership=partnership, kind="message", direction=direction, by=None, logged_at=NOW,
        at=NOW - timedelta(days=days), mail=mail,
    )  # fmt: skip


def _tell(mail: OutgoingMail, kind: str) -> None:
    event = AnymailTrackingEvent(
        event_type=kind, timestamp=NOW, message_id=mail.message_id, event_id=f"{mail.pk}{kind}",
        recipient=mail.to_email, reject_reason=None, description=None, mta_response=None,
        metadata={"perennial_mail": mail.public_id}, tags=[], user_agent=None, click_url=None,
        esp_event=None,
    )  # fmt: skip
    tracking.send(sender=None, event=event, esp_name="test")


def _is_true(partnership) -> bool:
    found = truths(Partnership.objects.all())
    rows = {row.partnership_id: kept_truth(row) for row in LastContact.objects.all()}
    creator = Creator.objects.get(pk=partnership.creator_id)
    all_at = [t.contact_at for t in found.values() if t.contact_at]
    assert creator.contacted_at == max(all_at, default=NEVER)
    following = planned(partnership)
    assert creator.next_contact_on == (following.due_on if following else FAR)
    return rows == found or {pk: row for pk, row in rows.items() if row != Truth()} == found


steps = st.one_of(
    st.tuples(st.just("touch"), st.integers(0, 40), st.sampled_from(["in", "out", "both"])),
    st.tuples(st.just("mail"), st.integers(0, 40), st.just("out")),
    st.tuples(
        st.sampled_from(["bounced", "complained", "again", "delete", "cancel"]),
        st.integers(0, 9), st.just(""),
    ),
)  # fmt: skip


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.lists(steps, max_size=10))
def test_kept_is_computed_after_any_story(partnership, manager, story):
    with TestCase.captureOnCommitCallbacks(execute=True):
        Touch.objects.all().delete()
    OutgoingMail.objects.all().delete()
    for n, (act, number, direction) in enumerate(story):
        with TestCase.captureOnCommitCallbacks(execute=True):
            mails = list(OutgoingMail.objects.order_by("pk"))
            touches = list(Touch.objects.order_by("pk"))
            if act == "touch":
                _touch(partnership, number, direction)
            elif act == "mail":
                state = "queued" if number % 2 else "sent"
                _touch(
                    partnership, number, mail=_mail(partnership, f"m{n}", state), direction="out"
                )
            elif act == "delete" and touches:
                touches[number % len(touches)].delete()
            elif act == "cancel" and mails:
                cancel_mail(mails[number % len(mails)], at=NOW, why="test")
            elif act == "again" and mails:
                decide(mail=mails[number % len(mails)], decision="again", by=manager, at=NOW)
            elif mails and act in ("bounced", "complained"):
                kind = EventType.BOUNCED if act == "bounced" else EventType.COMPLAINED
                _tell(mails[number % len(mails)], kind)
        assert _is_true(partnership)


def _kept(partnership) -> Truth:
    return kept_truth(LastContact.objects.get(partnership=partnership))


def test_work_is_followed_from_joining_to_closing(
    partnership, manager, in_scope, django_capture_on_commit_callbacks
):
    campaign = factories.CampaignFactory(
        workspace=in_scope, brand=partnership.brand, owner=manager,
        starts_on=NOW.date() - timedelta(days=9), ends_on=NOW.date() + timedelta(days=9),
    )  # fmt: skip

    def after(act, **given):
        with django_capture_on_commit_callbacks(execute=True):
            result = act(by=manager, at=NOW, **given)
        assert _is_true(partnership)
        return result

    [part] = after(add_collaborations, campaign=campaign, partnerships=[partnership])
    assert _kept(partnership).worked_at == utc("2026-03-13T00:00")
    after(
        update_campaign, campaign=campaign, expected=campaign.version, name=campaign.name, goal="",
        starts_on=campaign.starts_on, ends_on=NOW.date() - timedelta(days=1), owner=manager,
    )  # fmt: skip
    assert _kept(partnership).worked_at == utc("2026-03-03T00:00")
    after(decline_collaboration, collaboration=part)
    assert _kept(partnership).worked_at is None
    after(add_collaborations, campaign=campaign, partnerships=[partnership])
    piece = factories.DeliverableFactory(collaboration=part, state="approved")
    after(publish_deliverable, deliverable=piece, link="https://e.com/x", published_at=NOW)
    assert _kept(partnership).worked_at == NOW
    after(take_back_publication, deliverable=piece)
    assert _kept(partnership).worked_at == utc("2026-03-03T00:00")
    after(close_campaign, campaign=campaign)
    assert _kept(partnership).worked_at == NOW


def test_rows_written_in_bulk_are_rebuilt_once(partnership, in_scope, monkeypatch):
    monkeypatch.setattr("checkins.actions.standing.CHUNK", 2)
    others = [factories.PartnershipFactory(workspace=in_scope) for _n in range(4)]
    touches = [
        Touch(
            workspace=in_scope, partnership=row, at=NOW - timedelta(days=n), direction="in",
            kind="reply", channel="email",
        )
        for n, row in enumerate([partnership, *others[:3]])
    ]  # fmt: skip
    Touch.objects.bulk_create(touches)
    assert CHUNK > 2
    assert rebuild_last_contacts(in_scope) == 8
    assert rebuild_last_contacts(in_scope) == 0
    assert LastContact.objects.count() == 4
    assert Creator.objects.get(pk=others[0].creator_id).contacted_at == touches[1].at


def test_sweep_mends_what_was_written_past_the_actions(partnership, in_scope):
    _touch(partnership, 3)
    LastContact.objects.update(two_way_at=None)
    Creator.objects.update(contacted_at=NEVER)
    assert mend_last_contacts() == 2
    assert _is_true(partnership)


def test_sweep_of_one_workspace_does_not_stop_the_others(
    partnership, in_scope, other_workspace, monkeypatch
):
    def broken(workspace):
        if workspace == in_scope:
            raise RuntimeError
        return 7

    monkeypatch.setattr("checkins.tasks.rebuild_last_contacts", broken)
    assert mend_last_contacts() == 7


def test_planning_in_bulk_orders_the_list_by_the_tick(partnership, in_scope):
    plan_check_ins(workspace=in_scope, at=NOW)
    assert rebuild_last_contacts(in_scope) == 1
    assert _is_true(partnership)
