"""Contact is logged once, tells others, and moves the plan."""

from datetime import date, timedelta

import pytest

from campaigns.models import Brief, BriefVersion
from checkins import signals
from checkins.actions.briefs import log_brief
from checkins.actions.touches import log_touch
from checkins.errors import InFuture
from checkins.models import Touch
from checkins.receivers import on_brief
from core.models import AuditEntry, ForeignRowError
from partnerships.actions.partnerships import open_partnership, pause_partnership
from partnerships.actions.tiers import change_tier
from tests import factories
from tests.checkins.conftest import NOW, planned


@pytest.fixture
def version(in_scope, manager, partnership) -> BriefVersion:
    campaign = factories.CampaignFactory(
        workspace=in_scope, brand=partnership.brand, owner=manager, name="Balcony"
    )
    part = factories.CollaborationFactory(campaign=campaign, partnership=partnership)
    brief = Brief.objects.create(workspace=in_scope, collaboration=part, updated_at=NOW)
    return BriefVersion.objects.create(
        workspace=in_scope, brief=brief, number=1, sections={}, autonomy="guided",
        shared_at=NOW, shared_by=manager,
    )  # fmt: skip


def _call(partnership, by, **more):
    return log_touch(
        **{
            "partnership": partnership, "kind": "call", "direction": "both", "at": NOW, "by": by,
            **more,
        }
    )  # fmt: skip


def test_touch_is_kept_audited_and_told(partnership, manager, django_capture_on_commit_callbacks):
    heard = []

    def listen(sender, **kwargs):
        heard.append(kwargs)

    signals.touch_logged.connect(listen)
    try:
        with django_capture_on_commit_callbacks(execute=True):
            touch = _call(partnership, manager, subject=" Summer ", body=" Sea \n", asks=True)
            assert heard == []
    finally:
        signals.touch_logged.disconnect(listen)
    touch.refresh_from_db()
    assert (touch.subject, touch.body, touch.asks, touch.by) == ("Summer", "Sea", True, manager)
    assert heard[0]["touch_id"] == touch.pk
    assert heard[0]["workspace_id"] == partnership.workspace_id
    entry = AuditEntry.objects.get(verb="touch.logged")
    assert (entry.by, entry.changes["kind"]) == (manager, "call")


def test_same_source_is_logged_once(partnership, manager):
    first = _call(partnership, manager, source_key="brief:abc")
    again = _call(partnership, manager, source_key="brief:abc", at=NOW + timedelta(days=9))
    assert again == first
    assert Touch.objects.count() == 1
    assert planned(partnership).due_on == date(2026, 4, 3)


def test_without_a_source_twice_is_twice(partnership, manager):
    _call(partnership, manager)
    _call(partnership, manager)
    assert Touch.objects.count() == 2


def test_yesterdays_call_is_logged_today(partnership, manager):
    touch = _call(partnership, manager, at=NOW - timedelta(days=1), logged_at=NOW)
    assert (touch.at, touch.created_at) == (NOW - timedelta(days=1), NOW)
    assert planned(partnership).due_on == date(2026, 4, 2)


def test_contact_in_the_future_is_refused(partnership, manager):
    with pytest.raises(InFuture):
        _call(partnership, manager, at=NOW + timedelta(minutes=1), logged_at=NOW)
    assert not Touch.objects.exists()


@pytest.mark.parametrize("field", ["kind", "direction", "channel"])
def test_unknown_words_are_refused(partnership, manager, field):
    with pytest.raises(ValueError, match="nonsense"):
        _call(partnership, manager, **{field: "nonsense"})
    assert not Touch.objects.exists()


def test_foreign_partnership_is_refused(partnership, other_workspace, manager):
    touch = Touch(
        workspace=other_workspace, partnership=partnership, at=NOW, direction="out", kind="call",
        channel="call",
    )  # fmt: skip
    with pytest.raises(ForeignRowError):
        touch.save()


def test_shared_brief_is_a_touch_that_asks_once(partnership, version):
    kwargs = {"workspace_id": partnership.workspace_id, "brief_version_id": version.pk, "at": NOW}
    on_brief(None, **kwargs)
    on_brief(None, **kwargs)
    log_brief(version=version, at=NOW + timedelta(hours=1))
    touch = Touch.objects.get()
    assert (touch.kind, touch.direction, touch.asks) == ("brief", "out", True)
    assert (touch.subject, touch.by) == ("Balcony", version.shared_by)
    assert planned(partnership).reason["from_kind"] == "brief"


def test_opening_tier_and_pause_replan_on_commit(
    in_scope, manager, django_capture_on_commit_callbacks
):
    creator = factories.vetted(factories.CreatorFactory(workspace=in_scope))
    brand = factories.BrandFactory(workspace=in_scope)
    with django_capture_on_commit_callbacks(execute=True):
        partnership = open_partnership(
            creator=creator, brand=brand, tier="T1", reason="Delivers", owner=manager, by=manager,
            at=NOW,
        )  # fmt: skip
    assert planned(partnership).due_on == date(2026, 4, 3)
    with django_capture_on_commit_callbacks(execute=True):
        change_tier(
            partnership=partnership, expected=partnership.version, to_tier="T2", reason="Slower",
            by=manager, at=NOW,
        )  # fmt: skip
    assert planned(partnership).due_on == date(2026, 6, 3)
    with django_capture_on_commit_callbacks(execute=True):
        pause_partnership(partnership=partnership, reason="On leave", by=manager, at=NOW)
    assert planned(partnership) is None
