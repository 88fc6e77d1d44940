"""Page-shaped reads of accounts."""

from datetime import datetime

from django.db.models import F, QuerySet

from accounts.models import ApiToken, Invitation, Membership, User, Workspace


def members(workspace: Workspace) -> QuerySet[Membership]:
    return workspace.memberships.select_related("user").order_by("user__name", "pk")


def open_invitations(workspace: Workspace, at: datetime) -> QuerySet[Invitation]:
    return workspace.invitations.filter(accepted_at=None, revoked_at=None).select_related(
        "invited_by"
    )


def workspaces_of(user: User) -> QuerySet[Membership]:
    return (
        Membership.objects.filter(user=user)
        .select_related("workspace")
        .order_by("workspace__name", "pk")
    )


def owners(workspace: Workspace) -> list[User]:
    return [
        m.user
        for m in workspace.memberships.filter(role="owner").select_related("user").order_by("pk")
    ]


def tokens_of(workspace: Workspace) -> QuerySet[ApiToken]:
    """Those that open something first, then those taken back."""
    rows = ApiToken.objects.filter(workspace=workspace).select_related("user")
    return rows.order_by(F("revoked_at").desc(nulls_first=True), "-created_at", "-pk")
