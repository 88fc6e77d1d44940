from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts import queries
from accounts.access import WorkspaceRequest, needs
from accounts.actions.members import (
    MemberRefused,
    change_role,
    invite_member,
    remove_member,
    revoke_invitation,
    set_sees_payouts,
)
from accounts.forms import InviteForm, RoleForm
from accounts.models import Role
from accounts.permissions import Permission


@require_http_methods(["GET", "POST"])
@needs(Permission.VIEW, write=Permission.MEMBERS)
def members(request: WorkspaceRequest) -> HttpResponse:
    form = InviteForm(request.POST or None, initial={"language": request.user.language})
    if request.method == "POST" and form.is_valid():
        try:
            invitation = invite_member(
                workspace=request.workspace, by=request.user, at=timezone.now(), **form.cleaned_data
            )
        except MemberRefused as refused:
            form.add_error("email", str(refused))
        else:
            messages.success(
                request, _("An invitation is on its way to %(to)s.") % {"to": invitation.email}
            )
            return redirect("accounts:members", request.workspace.slug)
    context = {
        "form": form,
        "members": queries.members(request.workspace),
        "invitations": queries.open_invitations(request.workspace, timezone.now()),
        "roles": Role.choices,
        "now": timezone.now(),
    }
    status = 422 if form.is_bound and not form.is_valid() else 200
    return render(request, "accounts/members.html", context, status=status)


@require_POST
@needs(Permission.MEMBERS)
def member_role(request: WorkspaceRequest, public_id: str) -> HttpResponse:
    member = get_object_or_404(request.workspace.memberships, public_id=public_id)
    form = RoleForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Choose one of the roles."))
        return redirect("accounts:members", request.workspace.slug)
    try:
        change_role(
            member=member, role=form.cleaned_data["role"], by=request.user, at=timezone.now()
        )
        messages.success(request, _("%(name)s has a new role.") % {"name": member.user})
    except MemberRefused as refused:
        return _refused(request, refused)
    return redirect("accounts:members", request.workspace.slug)


@require_POST
@needs(Permission.MEMBERS)
def member_payouts(request: WorkspaceRequest, public_id: str) -> HttpResponse:
    """The switch beside a manager: whether they read payment details."""
    member = get_object_or_404(request.workspace.memberships, public_id=public_id)
    sees = request.POST.get("sees") == "1"
    try:
        set_sees_payouts(member=member, sees=sees, by=request.user, at=timezone.now())
    except MemberRefused as refused:
        return _refused(request, refused)
    told = (
        _("%(name)s now sees payment details; each look is written down.")
        if sees
        else _("%(name)s no longer sees payment details.")
    )
    messages.success(request, told % {"name": member.user})
    return redirect("accounts:members", request.workspace.slug)


@require_POST
@needs(Permission.MEMBERS)
def member_remove(request: WorkspaceRequest, public_id: str) -> HttpResponse:
    member = get_object_or_404(request.workspace.memberships, public_id=public_id)
    try:
        remove_member(member=member, by=request.user, at=timezone.now())
        messages.success(request, _("%(name)s is no longer a member.") % {"name": member.user})
    except MemberRefused as refused:
        return _refused(request, refused)
    return redirect("accounts:members", request.workspace.slug)


def _refused(request: WorkspaceRequest, refused: MemberRefused) -> HttpResponse:
    """Says why, and leads to where it is put right."""
    messages.error(request, str(refused))
    return redirect(refused.url or reverse("accounts:members", args=[request.workspace.slug]))


@require_POST
@needs(Permission.MEMBERS)
def invitation_revoke(request: WorkspaceRequest, public_id: str) -> HttpResponse:
    invitation = get_object_or_404(request.workspace.invitations, public_id=public_id)
    revoke_invitation(invitation=invitation, by=request.user, at=timezone.now())
    messages.success(request, _("The invitation no longer works."))
    return redirect("accounts:members", request.workspace.slug)
