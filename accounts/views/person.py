"""Pages of a person rather than of a workspace: where to go, who I am, joining."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone, translation
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts import queries
from accounts.actions.members import (
    MemberRefused,
    accept_invitation,
    create_invited_user,
    set_digest,
    token_hash,
    update_profile,
)
from accounts.forms import DigestForm, JoinForm, ProfileForm
from accounts.models import Invitation, Membership, User

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@require_http_methods(["GET", "POST"])
@login_required
def profile(request: Any) -> HttpResponse:
    user: User = request.user
    form = ProfileForm(
        request.POST or None,
        initial={"name": user.name, "language": user.language, "zone": user.zone},
    )
    if request.method == "POST" and form.is_valid():
        update_profile(user=user, at=timezone.now(), **form.cleaned_data)
        translation.activate(user.language)
        messages.success(request, _("Saved."))
        return redirect("accounts:profile")
    memberships = list(queries.workspaces_of(user))
    context = {
        "form": form,
        "digests": [
            (member, DigestForm(instance=member, prefix=member.public_id)) for member in memberships
        ],
    }
    status = 422 if form.is_bound and not form.is_valid() else 200
    return render(request, "accounts/profile.html", context, status=status)


@require_POST
@login_required
def digest(request: Any, public_id: str) -> HttpResponse:
    member = get_object_or_404(Membership, user=request.user, public_id=public_id)
    form = DigestForm(request.POST, instance=member, prefix=member.public_id)
    if form.is_valid():
        set_digest(
            member=member,
            on=form.cleaned_data["digest_on"],
            hour=form.cleaned_data["digest_hour"],
            rhythm=form.cleaned_data["digest_rhythm"],
            at=timezone.now(),
        )
        messages.success(request, _("Saved."))
    else:
        words = form.errors.get("digest_rhythm") or [_("Give the hour as 08:30.")]
        messages.error(request, str(words[0]))
    return redirect("accounts:profile")


@require_POST
def language(request: Any) -> HttpResponse:
    """Switch the language: kept with the person, or in a cookie for a guest."""
    code = request.POST.get("language", "")
    back = request.POST.get("next", "/")
    if not url_has_allowed_host_and_scheme(back, allowed_hosts={request.get_host()}):
        back = "/"
    response = redirect(back)
    if code in dict(settings.LANGUAGES):
        if request.user.is_authenticated:
            user = request.user
            update_profile(
                user=user, name=user.name, language=code, zone=user.zone, at=timezone.now()
            )
        response.set_cookie(
            settings.LANGUAGE_COOKIE_NAME, code, max_age=31536000, samesite="Lax", httponly=True
        )
    return response


def _open_invitation(token: str) -> Invitation:
    invitation = (
        Invitation.objects.filter(token_hash=token_hash(token))
        .select_related("workspace", "invited_by")
        .first()
    )
    if invitation is None:
        raise Http404
    return invitation


@require_http_methods(["GET", "POST"])
def join(request: Any, token: str) -> HttpResponse:
    """An invitation's page: a new person names themselves, a known one signs in and joins."""
    invitation = _open_invitation(token)
    translation.activate(invitation.language)
    now = timezone.now()
    context: dict[str, Any] = {"invitation": invitation, "token": token}
    if invitation.accepted_at or invitation.revoked_at or invitation.expires_at <= now:
        return render(request, "accounts/join_closed.html", context, status=410)
    known = User.objects.filter(email=invitation.email).first()
    context["signed_in_as_other"] = request.user.is_authenticated and request.user != known
    context["known"] = known
    if known:
        if request.method == "POST" and request.user == known:
            return _joined(request, invitation, known)
        return render(request, "accounts/join.html", context)
    form = JoinForm(request.POST or None, email=invitation.email, initial={"zone": "UTC"})
    if request.method == "POST" and not request.user.is_authenticated and form.is_valid():
        user = create_invited_user(
            invitation=invitation,
            name=form.cleaned_data["name"],
            password=form.cleaned_data["password"],
            zone=form.cleaned_data["zone"],
            at=now,
        )
        login(request, user, backend=BACKEND)
        return redirect(settings.WORKSPACE_HOME, invitation.workspace.slug)
    return render(request, "accounts/join.html", {**context, "form": form})


def _joined(request: HttpRequest, invitation: Invitation, user: User) -> HttpResponse:
    try:
        accept_invitation(invitation=invitation, user=user, at=timezone.now())
    except MemberRefused as refused:
        messages.error(request, str(refused))
        return redirect("home")
    return redirect(settings.WORKSPACE_HOME, invitation.workspace.slug)
