"""One check-in: read and send it, or say how it was done, or leave it out with a reason."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.access import WorkspaceRequest, needs
from accounts.permissions import Permission
from checkins import emails
from checkins.actions.closing import (
    mark_done,
    set_personal_line,
    skip_check_in,
    take_by_hand,
)
from checkins.actions.sending import Outcome, goes_out_at, send_check_in
from checkins.enums import CheckInState
from checkins.errors import (
    AddressSuppressed,
    AlreadyClosed,
    AwayNow,
    BrokenTemplate,
    NoAddressKnown,
    Refused,
)
from checkins.forms.check_ins import DoneForm, SendForm, SkipForm
from checkins.models import CheckIn
from checkins.rules.reasons import explain
from checkins.views.respond import (
    SeeOther,
    check_in_or_404,
    posted,
    show_refusal,
    status_of,
    where_from,
)
from core.mail.suppression import suppression_of
from core.versions import EditConflict
from creators.forms.goal_talk import GoalTalk
from creators.models import Creator
from partnerships.models import Partnership

METHODS = ["GET", "HEAD", "POST"]


@require_http_methods(METHODS)
@needs(Permission.EDIT)
def send(request: WorkspaceRequest, public_id: str) -> HttpResponse:
    """GET shows the mail as it will be read; POST sends it, keeps the line, or (htmx) previews."""
    check_in = check_in_or_404(public_id)
    if check_in.state != CheckInState.PLANNED:
        return _too_late(request)
    start = {"personal_line": check_in.personal_line, "version": check_in.version}
    form = SendForm(posted(request), initial=start)
    if request.method != "POST" or "preview" in request.POST or not form.is_valid():
        return _send_page(request, check_in, form)
    act = _keep if "keep" in request.POST else _send
    try:
        messages.success(request, act(request, check_in, **form.cleaned_data))
    except AlreadyClosed:
        return _too_late(request)
    except EditConflict as conflict:
        return _send_page(request, check_in, form, theirs=conflict.theirs)
    except Refused as refused:
        show_refusal(form, refused)
        return _send_page(request, check_in, form)
    return SeeOther(where_from(request))


def _send(
    request: WorkspaceRequest, check_in: CheckIn, *, personal_line: str, version: int | None
) -> str:
    outcome = send_check_in(
        check_in=check_in,
        by=request.user,
        at=timezone.now(),
        personal_line=personal_line,
        expected=version,
    )
    return _told(check_in.partnership, outcome)


def _told(partnership: Partnership, outcome: Outcome) -> str:
    creator = partnership.creator
    if outcome.waits_until is None:
        return _("The check-in to %(name)s is on its way.") % {"name": creator}
    return _("It goes to %(name)s on %(when)s, their time.") % {
        "name": creator,
        "when": _their_time(outcome.waits_until, partnership),
    }


def _keep(
    request: WorkspaceRequest, check_in: CheckIn, *, personal_line: str, version: int | None
) -> str:
    set_personal_line(
        check_in=check_in,
        text=personal_line,
        expected=check_in.version if version is None else version,
        by=request.user,
        at=timezone.now(),
    )
    return _("The line is kept. It goes along when the check-in is sent.")


@dataclass(frozen=True)
class Facts:
    """What a person wants to know before they press Send."""

    now_there: datetime
    goes_at: datetime
    problem: str

    @property
    def at_once(self) -> bool:
        return self.goes_at == self.now_there


def _facts(check_in: CheckIn) -> Facts:
    now = timezone.now()
    address, _name = check_in.partnership.mail_to
    problem, goes_at = "", now
    if not address:
        problem = str(NoAddressKnown.message)
    elif suppression_of(address):
        problem = str(AddressSuppressed.message)
    try:
        goes_at = goes_out_at(check_in.partnership, now)
    except AwayNow as away:
        problem = problem or str(away)
    return Facts(now, goes_at, problem)


def _send_page(
    request: WorkspaceRequest, check_in: CheckIn, form: SendForm, theirs: CheckIn | None = None
) -> HttpResponse:
    line = form["personal_line"].value() or ""
    context: dict[str, Any] = {**_page(request, check_in, form), "facts": _facts(check_in)}
    try:
        context["letter"] = emails.letter_of(check_in, line)
    except BrokenTemplate as broken:
        context["broken"] = broken
    previews = "preview" in request.POST
    if previews and request.htmx:
        return render(request, "checkins/send.html#letter", context)
    if theirs is not None:
        differs = {"label": form.fields["personal_line"].label}
        differs |= {"theirs": theirs.personal_line, "mine": line}
        context |= {"conflict": [differs], "theirs": theirs}
    status = 409 if theirs is not None else 200 if previews else status_of(form)
    return render(request, _template(request, "send"), context, status=status)


@require_http_methods(METHODS)
@needs(Permission.EDIT)
def done(request: WorkspaceRequest, public_id: str) -> HttpResponse:
    check_in = check_in_or_404(public_id)
    form, talk = DoneForm(posted(request)), GoalTalk(_creator(check_in), posted(request))
    if request.method == "POST" and all([form.is_valid(), talk.is_valid()]):
        now = timezone.now()
        try:
            # Together or not at all: what was said of their goals belongs to this contact.
            with transaction.atomic():
                touch = mark_done(check_in=check_in, by=request.user, at=now, **form.cleaned_data)
                on = now.astimezone(_creator(check_in).zone).date()
                key = f"touch:{touch.public_id}"
                talk.review_all(on=on, source_key=key, by=request.user, at=now)
        except AlreadyClosed:
            return _too_late(request)
        messages.success(request, _next_words(check_in))
        return SeeOther(where_from(request))
    return _ask(request, check_in, form, "done", talk=talk)


def _creator(check_in: CheckIn) -> Creator:
    return check_in.partnership.creator


@require_http_methods(METHODS)
@needs(Permission.EDIT)
def skip(request: WorkspaceRequest, public_id: str) -> HttpResponse:
    check_in = check_in_or_404(public_id)
    form = SkipForm(posted(request))
    if request.method == "POST" and form.is_valid():
        try:
            skip_check_in(
                check_in=check_in, by=request.user, at=timezone.now(), **form.cleaned_data
            )
        except AlreadyClosed:
            return _too_late(request)
        messages.success(request, _next_words(check_in))
        return SeeOther(where_from(request))
    return _ask(request, check_in, form, "skip")


@require_POST
@needs(Permission.EDIT)
def hand(request: WorkspaceRequest, public_id: str) -> HttpResponse:
    """Hold it for a person, or (`by_hand=0`) let it go out by itself."""
    check_in = check_in_or_404(public_id)
    by_hand = request.POST.get("by_hand") != "0"
    try:
        take_by_hand(check_in=check_in, by=request.user, at=timezone.now(), by_hand=by_hand)
    except AlreadyClosed:
        return _too_late(request)
    messages.success(
        request, _("It waits for you.") if by_hand else _("It goes out by itself when it is due.")
    )
    return SeeOther(where_from(request))


def _next_words(check_in: CheckIn) -> str:
    following = (
        CheckIn.objects.filter(
            partnership=check_in.partnership, kind=check_in.kind, state=CheckInState.PLANNED
        )
        .order_by("due_on")
        .first()
    )
    if following is None:
        return _("Noted.")
    return _("Noted. The next one is on %(day)s: %(why)s.") % {
        "day": date_format(following.due_on, "j E"),
        "why": explain(following.reason, get_language() or "en", timezone.localdate()),
    }


def _ask(
    request: WorkspaceRequest, check_in: CheckIn, form: Any, name: str, **more: Any
) -> HttpResponse:
    if check_in.state != CheckInState.PLANNED:
        return _too_late(request)
    context = {**_page(request, check_in, form), **more}
    return render(request, _template(request, name), context, status=status_of(form))


def _template(request: WorkspaceRequest, name: str) -> str:
    """The whole page, or its form for the dialog of the page it was asked from."""
    part = "#dialog" if request.htmx and request.method == "GET" else ""
    return f"checkins/{name}.html{part}"


def _page(request: WorkspaceRequest, check_in: CheckIn, form: Any) -> dict[str, Any]:
    creator = check_in.partnership.creator
    today = timezone.now().astimezone(creator.zone).date()
    return {
        "check_in": check_in,
        "partnership": check_in.partnership,
        "creator": creator,
        "form": form,
        "why": explain(check_in.reason, get_language() or "en", today),
        "next": where_from(request),
    }


def _their_time(moment: datetime, partnership: Partnership) -> str:
    local = moment.astimezone(partnership.creator.zone)
    return f"{date_format(local.date(), 'l, j E')}, {local:%H:%M}"


def _too_late(request: WorkspaceRequest) -> HttpResponse:
    messages.warning(request, str(AlreadyClosed.message))
    return SeeOther(where_from(request))
