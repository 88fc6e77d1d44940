from datetime import UTC, datetime

import pytest

from accounts.models import User
from core.models import AuditEntry
from creators.actions.creators import update_creator
from creators.actions.portal import open_portal
from tests import factories

AT = datetime(2026, 3, 3, 12, tzinfo=UTC)
pytestmark = pytest.mark.usefixtures("in_scope")


def test_opening_makes_one_person_who_cannot_use_a_password(workspace):
    creator = factories.CreatorFactory(workspace=workspace, email="Maya@creators.example")
    for _ in range(2):
        person = open_portal(creator=creator, by=None, at=AT)
    assert User.objects.filter(email="maya@creators.example").count() == 1
    assert person is not None
    assert not person.has_usable_password()
    assert AuditEntry.objects.filter(verb="creator.portal_opened").count() == 1


def test_one_person_may_be_a_creator_in_two_workspaces(workspace, other_workspace):
    here = factories.CreatorFactory(workspace=workspace, email="maya@creators.example")
    user = factories.UserFactory(email="maya@creators.example")
    assert open_portal(creator=here, by=None, at=AT) == user


def test_new_address_moves_the_door(workspace, manager):
    creator = factories.CreatorFactory(workspace=workspace, email="old@creators.example")
    open_portal(creator=creator, by=manager, at=AT)
    update_creator(
        creator=creator, expected=creator.version, values={"email": "new@creators.example"},
        by=manager, at=AT,
    )  # fmt: skip
    creator.refresh_from_db()
    assert creator.person is not None
    assert creator.person.email == "new@creators.example"


def test_without_an_address_the_door_waits_for_one(workspace, manager):
    creator = factories.CreatorFactory(workspace=workspace, email="")
    assert open_portal(creator=creator, by=manager, at=AT) is None
    update_creator(
        creator=creator, expected=creator.version, values={"email": "late@creators.example"},
        by=manager, at=AT,
    )  # fmt: skip
    creator.refresh_from_db()
    assert creator.person is not None
