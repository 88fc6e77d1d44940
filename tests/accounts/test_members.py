import re
from datetime import UTC, datetime, time, timedelta

import pytest
import time_machine
from django.urls import reverse

from accounts.actions.members import (
    MemberRefused,
    accept_invitation,
    change_role,
    create_invited_user,
    create_workspace,
    invite_member,
    remove_member,
    revoke_invitation,
    set_digest,
    update_profile,
)
from accounts.models import Invitation, Membership, Role, User
from core.models import AuditEntry, OutgoingMail
from tests import factories

AT = datetime(2026, 3, 3, 12, tzinfo=UTC)


def _invite(workspace, owner, email="new@north.example", **kwargs):
    return invite_member(
        workspace=workspace, email=email, role="manager", by=owner, at=AT,
        **{"language": "en", **kwargs},
    )  # fmt: skip


def _link(mail: OutgoingMail) -> str:
    found = re.search(r"/join/\S+/", mail.text)
    assert found, mail.text
    return found.group()


def test_create_workspace_makes_first_owner(db):
    user = factories.UserFactory()
    workspace = create_workspace(name="New", slug="new", by=user, at=AT)
    assert workspace.memberships.get().role == Role.OWNER


def test_invitation_is_one_mail_in_the_invited_language(workspace, owner):
    _invite(workspace, owner, language="ru")
    mail = OutgoingMail.objects.with_scopes_disabled().get(kind="invitation")
    assert mail.to_email == "new@north.example"
    assert mail.language == "ru"
    assert re.search("[а-я]", mail.subject)
    assert _link(mail)


def test_second_invitation_replaces_the_first(workspace, owner):
    first = _invite(workspace, owner)
    second = _invite(workspace, owner, email="NEW@north.example ")
    first.refresh_from_db()
    assert first.revoked_at == AT
    user = factories.UserFactory(email="new@north.example")
    with pytest.raises(MemberRefused):
        accept_invitation(invitation=first, user=user, at=AT)
    assert accept_invitation(invitation=second, user=user, at=AT).role == Role.MANAGER


def test_member_is_not_invited_again(workspace, owner, manager):
    with pytest.raises(MemberRefused, match="is a member already"):
        _invite(workspace, owner, email=manager.email)


def test_invitation_expires_and_works_once(workspace, owner):
    invitation = _invite(workspace, owner)
    user = factories.UserFactory(email="new@north.example")
    with pytest.raises(MemberRefused):
        accept_invitation(invitation=invitation, user=user, at=AT + timedelta(days=8))
    first = accept_invitation(invitation=invitation, user=user, at=AT)
    assert accept_invitation(invitation=invitation, user=user, at=AT) == first


def test_revoked_invitation_is_refused_and_audited_once(workspace, owner, in_scope):
    invitation = _invite(workspace, owner)
    for _ in range(2):
        revoke_invitation(invitation=invitation, by=owner, at=AT)
    assert AuditEntry.objects.filter(verb="revoke invitation").count() == 1


def test_invited_person_gets_account_language_and_membership(workspace, owner):
    invitation = _invite(workspace, owner, language="ru")
    user = create_invited_user(
        invitation=invitation, name="Новая", password="long enough 1", zone="Europe/Moscow", at=AT
    )
    assert (user.language, str(user.zone)) == ("ru", "Europe/Moscow")
    assert Membership.objects.get(user=user).workspace == workspace


@pytest.mark.parametrize("act", ["demote", "remove"])
def test_last_owner_stays(workspace, owner, act):
    member = Membership.objects.get(user=owner)
    with pytest.raises(MemberRefused, match="needs an owner"):
        if act == "demote":
            change_role(member=member, role=Role.ANALYST, by=owner, at=AT)
        else:
            remove_member(member=member, by=owner, at=AT)
    assert Membership.objects.get(user=owner).role == Role.OWNER


def test_role_changes_and_removal_are_audited(workspace, owner, manager, in_scope):
    member = Membership.objects.get(user=manager)
    change_role(member=member, role=Role.MANAGER, by=owner, at=AT)  # no change: no row
    change_role(member=member, role=Role.OWNER, by=owner, at=AT)
    change_role(member=member, role=Role.ANALYST, by=owner, at=AT)
    remove_member(member=member, by=owner, at=AT)
    assert list(AuditEntry.objects.order_by("pk").values_list("verb", flat=True)) == [
        "change role", "change role", "remove member",
    ]  # fmt: skip
    assert not Membership.objects.filter(user=manager).exists()


def test_profile_and_digest_are_kept(workspace, manager):
    update_profile(user=manager, name="М", language="ru", zone="Asia/Omsk", at=AT)
    member = Membership.objects.get(user=manager)
    set_digest(member=member, on=False, hour=time(7, 15), at=AT)
    manager.refresh_from_db()
    member.refresh_from_db()
    assert (manager.name, manager.language, str(manager.zone)) == ("М", "ru", "Asia/Omsk")
    assert (member.digest_on, str(member.digest_hour)) == (False, "07:15:00")
    assert member.digest_rhythm == "day"


@pytest.mark.parametrize(("rhythm", "kept"), [("week", "week"), ("moon", "day"), ("", "day")])
def test_the_profile_says_how_often_a_digest_comes(workspace, manager, client_as, rhythm, kept):
    member = Membership.objects.get(user=manager)
    name = member.public_id
    data = {f"{name}-digest_on": "on", f"{name}-digest_hour": "07:15"}
    client = client_as(manager)
    client.post(f"/profile/digest/{name}/", {**data, f"{name}-digest_rhythm": rhythm})
    member.refresh_from_db()
    assert member.digest_rhythm == kept
    assert "On Mondays, for the week" in client.get("/profile/").text


def test_join_page_makes_a_member_who_is_signed_in(workspace, owner, client):
    with time_machine.travel(AT, tick=False):
        _invite(workspace, owner)
        mail = OutgoingMail.objects.with_scopes_disabled().get(kind="invitation")
        url = _link(mail)
        assert client.get(url).status_code == 200
        short = client.post(url, {"name": "Nina", "password": "short", "zone": "UTC"})
        assert "at least" in short.content.decode().lower()
        assert 'value="Nina"' in short.content.decode()
        done = client.post(url, {"name": "Nina", "password": "balcony light 7", "zone": "UTC"})
        assert done.status_code == 302
        assert client.get(reverse("accounts:profile")).status_code == 200
        assert client.get(url).status_code == 410
    assert User.objects.get(email="new@north.example").name == "Nina"


def test_join_page_asks_a_known_person_to_sign_in(workspace, owner, outsider, client, client_as):
    with time_machine.travel(AT, tick=False):
        _invite(workspace, owner, email=outsider.email)
        url = _link(OutgoingMail.objects.with_scopes_disabled().get(kind="invitation"))
        page = client.get(url).content.decode()
        assert reverse("account_login") in page
        assert client.post(url).status_code == 200
        assert not Membership.objects.filter(workspace=workspace, user=outsider).exists()
        assert client_as(outsider).post(url).status_code == 302
    assert Membership.objects.filter(workspace=workspace, user=outsider).exists()


def test_join_with_unknown_token_is_not_found(client, db):
    assert client.get(reverse("accounts:join", args=["nonsense"])).status_code == 404


def test_members_page_keeps_what_was_typed(workspace, owner, client_as):
    url = reverse("accounts:members", args=[workspace.slug])
    page = client_as(owner).post(url, {"email": "not an address", "role": "analyst"})
    assert page.status_code == 422
    assert 'value="not an address"' in page.content.decode()
    assert not Invitation.objects.exists()


def test_language_switch_is_kept_and_stays_inside(manager, client_as):
    client = client_as(manager)
    answer = client.post(
        reverse("accounts:language"), {"language": "ru", "next": "https://evil.example/"}
    )
    assert answer["Location"] == "/"
    manager.refresh_from_db()
    assert manager.language == "ru"
