"""Channels and the snapshots of their audience, from the profile's tab."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.access import WorkspaceRequest, needs
from accounts.permissions import Permission
from creators.actions import channels as actions
from creators.errors import Refused
from creators.forms.channels import ChannelForm, SnapshotForm
from creators.models import AudienceSnapshot
from creators.views.profile import show_profile
from creators.views.respond import (
    CHANNELS,
    channel_or_404,
    creator_or_404,
    show_refusal,
    to_profile,
)


@require_POST
@needs(Permission.EDIT)
def add(request: WorkspaceRequest, public_id: str) -> HttpResponse:
    creator = creator_or_404(public_id)
    form = ChannelForm(request.POST)
    if form.is_valid():
        try:
            channel = actions.add_channel(
                creator=creator,
                handle=form.cleaned_data["account"],
                by=request.user,
                at=timezone.now(),
            )
        except Refused as refused:
            show_refusal(form, refused)
        else:
            messages.success(request, _("%(channel)s is added.") % {"channel": channel})
            return to_profile(request, creator, CHANNELS)
    return show_profile(request, creator, CHANNELS, status=422, channel=form)


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.EDIT)
def edit(request: WorkspaceRequest, public_id: str, channel_id: str) -> HttpResponse:
    channel = channel_or_404(public_id, channel_id)
    initial = {"handle": channel.url or channel.handle, "platform": channel.platform}
    form = ChannelForm(request.POST if request.method == "POST" else None, initial=initial)
    if form.is_valid():
        try:
            actions.update_channel(
                channel=channel,
                handle=form.cleaned_data["account"],
                by=request.user,
                at=timezone.now(),
            )
        except Refused as refused:
            show_refusal(form, refused)
        else:
            messages.success(request, _("Saved."))
            return to_profile(request, channel.creator, CHANNELS)
    context = {
        "channel": channel,
        "creator": channel.creator,
        "form": form,
        "snapshots": channel.snapshots.count(),
    }
    status = 422 if form.is_bound else 200
    return render(request, "creators/channel.html", context, status=status)


@require_POST
@needs(Permission.EDIT)
def remove(request: WorkspaceRequest, public_id: str, channel_id: str) -> HttpResponse:
    channel = channel_or_404(public_id, channel_id)
    actions.remove_channel(channel=channel, by=request.user, at=timezone.now())
    messages.success(request, _("%(channel)s is removed.") % {"channel": channel})
    return to_profile(request, channel.creator, CHANNELS)


@require_POST
@needs(Permission.EDIT)
def snapshot(request: WorkspaceRequest, public_id: str, channel_id: str) -> HttpResponse:
    channel = channel_or_404(public_id, channel_id)
    form = SnapshotForm.for_channel(channel, request.POST)
    if not form.is_valid():
        return show_profile(request, channel.creator, CHANNELS, status=422, snapshot=form)
    actions.record_snapshot(
        channel=channel, by=request.user, at=timezone.now(), **form.cleaned_data
    )
    messages.success(request, _("The snapshot is saved."))
    return to_profile(request, channel.creator, CHANNELS)


@require_POST
@needs(Permission.EDIT)
def snapshot_remove(
    request: WorkspaceRequest, public_id: str, channel_id: str, snapshot_id: str
) -> HttpResponse:
    channel = channel_or_404(public_id, channel_id)
    rows = AudienceSnapshot.objects.select_related("channel__creator")
    row: AudienceSnapshot = get_object_or_404(rows, channel=channel, public_id=snapshot_id)
    actions.remove_snapshot(snapshot=row, by=request.user, at=timezone.now())
    messages.success(request, _("The snapshot is removed."))
    return to_profile(request, channel.creator, CHANNELS)
