"""Members of a workspace: invited by mail, given a role, removed (product.md, People)."""

import hashlib
import secrets
from datetime import datetime, time, timedelta

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from django_scopes import scope

from accounts import emails
from accounts.leaving import hindrance
from accounts.models import DigestRhythm, Invitation, Membership, Role, User, Workspace
from accounts.permissions import Permission, may
from core import audit

VALID_FOR = timedelta(days=7)


class MemberRefused(Exception):
    """Says in the reader's language why, and what to do; `url`: where, if there is a page."""

    def __init__(self, message: str, *, url: str = "") -> None:
        self.url = url
        super().__init__(message)


def token_hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def create_workspace(
    *, name: str, slug: str, by: User, at: datetime, currency: str = "USD", is_demo: bool = False
) -> Workspace:
    """A workspace with `by` as its first owner."""
    with transaction.atomic():
        workspace = Workspace.objects.create(
            name=name, slug=slug, currency=currency, is_demo=is_demo, created_at=at, zone=by.zone
        )
        Membership.objects.create(workspace=workspace, user=by, role=Role.OWNER, joined_at=at)
    return workspace


def invite_member(
    *, workspace: Workspace, email: str, role: str, language: str, by: User, at: datetime
) -> Invitation:
    """Send an invitation that is good for seven days. An open one to the same address is replaced,
    so that only the newest link works. Raises MemberRefused for somebody who is a member."""
    email = email.strip().lower()
    if Membership.objects.filter(workspace=workspace, user__email=email).exists():
        raise MemberRefused(_("%(email)s is a member already.") % {"email": email})
    token = secrets.token_urlsafe(32)
    try:
        with transaction.atomic():
            workspace.invitations.filter(email=email, accepted_at=None, revoked_at=None).update(
                revoked_at=at
            )
            invitation = Invitation.objects.create(
                workspace=workspace,
                email=email,
                role=role,
                language=language,
                token_hash=token_hash(token),
                invited_by=by,
                created_at=at,
                expires_at=at + VALID_FOR,
            )
            audit.record(verb="invite", obj=invitation, by=by, at=at, changes={"role": role})
            emails.invitation(invitation=invitation, token=token, at=at)
    except IntegrityError as error:
        raise MemberRefused(
            _("%(email)s was invited by somebody else a moment ago.") % {"email": email}
        ) from error
    return invitation


def revoke_invitation(*, invitation: Invitation, by: User, at: datetime) -> None:
    with transaction.atomic():
        done = Invitation.objects.filter(
            pk=invitation.pk, accepted_at=None, revoked_at=None
        ).update(revoked_at=at)
        if done:
            audit.record(verb="revoke invitation", obj=invitation, by=by, at=at)


def accept_invitation(*, invitation: Invitation, user: User, at: datetime) -> Membership:
    """Make `user` a member. The link works once; a second click finds the membership."""
    with transaction.atomic():
        claimed = Invitation.objects.filter(
            pk=invitation.pk, accepted_at=None, revoked_at=None, expires_at__gt=at
        ).update(accepted_at=at)
        existing = Membership.objects.filter(workspace=invitation.workspace, user=user).first()
        if existing:
            return existing
        if not claimed:
            raise MemberRefused(
                _("This invitation was used, replaced or is too old. Ask for a new one.")
            )
        member = Membership.objects.create(
            workspace=invitation.workspace, user=user, role=invitation.role, joined_at=at
        )
        audit.record(verb="join", obj=member, by=user, at=at, changes={"role": member.role})
    return member


def create_invited_user(
    *, invitation: Invitation, name: str, password: str, zone: str, at: datetime
) -> User:
    """The person behind an invitation who has no account yet; joins at once."""
    with transaction.atomic():
        user = User.objects.create_user(
            invitation.email, password, name=name, language=invitation.language, zone=zone
        )
        accept_invitation(invitation=invitation, user=user, at=at)
    return user


def change_role(*, member: Membership, role: str, by: User, at: datetime) -> None:
    with transaction.atomic():
        before = member.role
        if before == role:
            return
        _keep_an_owner(member)
        if not may(role, Permission.EDIT):
            _leave_nobody_alone(member)
        member.role = role
        member.save(update_fields=["role"])
        audit.record(verb="change role", obj=member, by=by, at=at, changes={"role": [before, role]})


def set_sees_payouts(*, member: Membership, sees: bool, by: User, at: datetime) -> bool:
    """Whether they read where creators' money goes (product.md, row 31). False if it is so already.
    MemberRefused for whom it would change nothing: owners always do, analysts never."""
    with transaction.atomic():
        fresh = Membership.objects.select_for_update().get(pk=member.pk)
        if fresh.role == Role.OWNER:
            raise MemberRefused(_("Owners see payment details always."))
        if sees and not may(fresh.role, Permission.EDIT):
            raise MemberRefused(
                _("Analysts do not see payment details. Make them a manager first.")
            )
        if fresh.sees_payouts == sees:
            return False
        fresh.sees_payouts = sees
        fresh.save(update_fields=["sees_payouts"])
        told = {"sees_payouts": [not sees, sees]}
        audit.record(verb="payment details", obj=fresh, by=by, at=at, changes=told)
    return True


def remove_member(*, member: Membership, by: User, at: datetime) -> None:
    with transaction.atomic():
        _keep_an_owner(member)
        _leave_nobody_alone(member)
        audit.record(verb="remove member", obj=member, by=by, at=at)
        member.delete()


def _keep_an_owner(member: Membership) -> None:
    """Raise MemberRefused if `member` is the only owner. Locks the owners while it looks, so that
    two owners who demote each other at the same moment do not both succeed."""
    if member.role != Role.OWNER:
        return
    owners = Membership.objects.select_for_update().filter(
        workspace=member.workspace, role=Role.OWNER
    )
    if len(owners) <= 1:
        raise MemberRefused(_("A workspace needs an owner. Make somebody else an owner first."))


def _leave_nobody_alone(member: Membership) -> None:
    """Raise MemberRefused if creators still have `member` as their one contact."""
    with scope(workspace=member.workspace):
        found = hindrance(member.workspace, member.user)
    if found is not None:
        raise MemberRefused(str(found.words), url=found.url)


def update_profile(*, user: User, name: str, language: str, zone: str, at: datetime) -> None:
    user.name, user.language, user.zone = name, language, zone
    user.save(update_fields=["name", "language", "zone"])


def set_digest(
    *, member: Membership, on: bool, hour: time, at: datetime, rhythm: str = DigestRhythm.DAY
) -> None:
    """`rhythm`: a DigestRhythm."""
    member.digest_on, member.digest_hour, member.digest_rhythm = on, hour, rhythm
    member.save(update_fields=["digest_on", "digest_hour", "digest_rhythm"])
