"""The rate card, from the profile's tab."""

from datetime import timedelta

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.access import WorkspaceRequest, needs
from accounts.permissions import Permission
from core.conflicts import differences, newer
from core.templatetags.ui import percent as percent_text
from core.versions import EditConflict
from creators.actions import rates as actions
from creators.errors import Refused
from creators.forms.rates import JumpForm, RateForm
from creators.models import Creator, Rate
from creators.queries.profile import rate_policy, rates_of
from creators.views.profile import show_profile
from creators.views.respond import RATES, creator_or_404, show_refusal, to_profile


@require_POST
@needs(Permission.EDIT)
def set_rate(request: WorkspaceRequest, public_id: str) -> HttpResponse:
    creator = creator_or_404(public_id)
    form = RateForm(request.POST)
    if form.is_valid():
        try:
            rate = actions.set_rate(
                creator=creator,
                format=form.cleaned_data["format"],
                price=form.cleaned_data["price"],
                valid_from=form.cleaned_data["valid_from"],
                note=form.cleaned_data["note"],
                by=request.user,
                at=timezone.now(),
            )
        except Refused as refused:
            show_refusal(form, refused)
        else:
            told = _("On the rate card: %(format)s.") % {"format": rate.get_format_display()}
            messages.success(request, told)
            _warn_of_jump(request, creator, rate)
            return to_profile(request, creator, RATES)
    return show_profile(request, creator, RATES, status=422, rate=form)


@require_POST
@needs(Permission.EDIT)
def end_rate(request: WorkspaceRequest, public_id: str, rate_id: str) -> HttpResponse:
    """From today on no longer offered, today where the creator lives."""
    creator = creator_or_404(public_id)
    rate = get_object_or_404(Rate, creator=creator, public_id=rate_id)
    yesterday = timezone.localdate(timezone=creator.zone) - timedelta(days=1)
    actions.end_rate(rate=rate, last_day=yesterday, by=request.user, at=timezone.now())
    messages.success(request, _("The price is taken off the rate card."))
    return to_profile(request, creator, RATES)


def _warn_of_jump(request: WorkspaceRequest, creator: Creator, rate: Rate) -> None:
    percent, _version = rate_policy()
    for line in rates_of(creator, timezone.localdate(timezone=creator.zone)):
        for step in line.steps:
            if step.price.pk == rate.pk and step.is_jump(percent):
                told = _("That is %(change)s more than the price before it.")
                messages.warning(request, told % {"change": percent_text(step.change, 0)})


@require_POST
@needs(Permission.POLICIES)
def policy(request: WorkspaceRequest, public_id: str) -> HttpResponse:
    """From which rise on a price is flagged, set beside the card it was seen on."""
    creator = creator_or_404(public_id)
    form = JumpForm(request.POST)
    if not form.is_valid():
        return show_profile(request, creator, RATES, status=422, jump=form)
    try:
        actions.set_rate_policy(
            workspace=request.workspace,
            expected=form.cleaned_data["version"] or 0,
            jump_percent=form.cleaned_data["percent"],
            by=request.user,
            at=timezone.now(),
        )
    except EditConflict as conflict:
        found = differences(form, {"percent": conflict.theirs.jump_percent})
        again = JumpForm(newer(request.POST, conflict))
        return show_profile(request, creator, RATES, status=409, jump=again, conflict=found)
    messages.success(request, _("Saved."))
    return to_profile(request, creator, RATES)
