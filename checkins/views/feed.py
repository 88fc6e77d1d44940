"""The private calendar of a manager: its page in the settings, and the file itself (row 52)."""

import hashlib
from datetime import datetime

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.cache import get_conditional_response
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe
from django_scopes import scope

from accounts.access import WorkspaceRequest, needs
from accounts.models import Membership, Workspace
from accounts.permissions import Permission
from checkins.actions.feeds import make_feed, note_read, revoke_feed
from checkins.calendars.building import feed as as_file
from checkins.errors import Refused
from checkins.models import CalendarFeed
from checkins.queries.feed import entries
from checkins.rules.feed_secret import digest_of, workspace_of
from core.reply_pages import too_many


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.VIEW)
def feed(request: WorkspaceRequest) -> HttpResponse:
    """One's own address. The answer to a new one shows it, once."""
    now, address = timezone.now(), ""
    if request.POST.get("do") == "stop":
        if revoke_feed(membership=request.membership, by=request.user, at=now):
            messages.success(request, _("The address opens nothing any more."))
        return redirect("checkins:feed", request.workspace.slug)
    if request.method == "POST":
        seen = request.POST.get("seen", "")
        try:
            _row, secret = make_feed(
                membership=request.membership, by=request.user, at=now, instead_of=seen
            )
        except Refused:
            # Sent twice: the address was shown already.
            return redirect("checkins:feed", request.workspace.slug)
        address = settings.SITE_URL + reverse("checkins:feed_file", args=[secret])
    rows = CalendarFeed.objects.filter(user=request.user)
    context = {
        "feed": rows.filter(revoked_at=None).first(),
        "stopped": rows.exclude(revoked_at=None).order_by("-revoked_at").first(),
        "address": address,
        "webcal": address.replace("https://", "webcal://").replace("http://", "webcal://"),
    }
    return render(request, "checkins/feed.html", context)


@require_safe
def feed_file(request: HttpRequest, token: str) -> HttpResponse:
    """For a calendar program: the secret is the door. 404 for none, 410 for one that was stopped or
    whose owner is no member any more, 429 for an address that guesses."""
    workspace = Workspace.objects.filter(public_id=workspace_of(token)[:16]).first()
    row = None
    if workspace is not None:
        with scope(workspace=workspace):
            rows = CalendarFeed.objects.select_related("user")
            row = rows.filter(token_hash=digest_of(token)).first()
    if workspace is None or row is None:
        return _plain(429 if too_many(request, "feed") else 404)
    member = _member(workspace, row)
    if row.revoked_at is not None or member is None:
        return _plain(410)
    with scope(workspace=workspace):
        return _file(request, member, row, timezone.now())


def _member(workspace: Workspace, row: CalendarFeed) -> Membership | None:
    """Whoever left and came back makes a new address."""
    rows = Membership.objects.select_related("workspace", "user").filter(
        workspace=workspace, user=row.user_id, user__is_active=True
    )
    return rows.filter(joined_at__lte=row.created_at).first()


def _file(
    request: HttpRequest, member: Membership, row: CalendarFeed, now: datetime
) -> HttpResponse:
    note_read(feed=row, at=now)
    with translation.override(member.user.language), timezone.override(member.user.zone):
        content = as_file(f"{member.workspace.name} · Perennial", entries(member, now))
    response = HttpResponse(content, content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = 'inline; filename="perennial.ics"'
    etag = f'"{hashlib.sha256(content).hexdigest()[:32]}"'
    response["ETag"] = etag
    return _quiet(get_conditional_response(request, etag=etag, response=response) or response)


def _plain(status: int) -> HttpResponse:
    return _quiet(HttpResponse(status=status, content_type="text/plain; charset=utf-8"))


def _quiet(response: HttpResponse) -> HttpResponse:
    """Nobody else keeps it, no search engine finds it."""
    response["Cache-Control"] = "private, no-cache"
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response
