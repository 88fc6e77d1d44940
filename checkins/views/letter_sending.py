"""A letter on its way: who gets it, as they will read it, sent, stopped (product.md, row 48)."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import WorkspaceRequest, needs
from accounts.permissions import Permission
from checkins.actions import letters as actions
from checkins.actions.letter_copies import prepare_copies
from checkins.enums import LetterState
from checkins.errors import NotADraft, Refused
from checkins.forms.letters import AudienceForm, SendLetterForm
from checkins.letter_emails import BrokenText
from checkins.letter_emails import preview as preview_of
from checkins.models import Letter, LetterText
from checkins.queries import letters as queries
from checkins.views.letters import METHODS, letter_or_404, people_of, to_letter, told
from checkins.views.respond import posted, show_refusal, status_of
from core.templatetags.ui import day
from core.versions import EditConflict
from core.views.mail_page import mail_page

# Copies written while the sender waits; the rest is the worker's.
AT_ONCE = 50


def _draft_or_back(request: WorkspaceRequest, letter: Letter) -> HttpResponse | None:
    if letter.state == LetterState.DRAFT:
        return None
    messages.warning(request, str(NotADraft.message))
    return to_letter(request, letter)


@require_http_methods(METHODS)
@needs(Permission.EDIT)
def audience(request: WorkspaceRequest, public_id: str) -> HttpResponse:
    """POST saves it; with `preview` it only shows whom it means."""
    letter = letter_or_404(public_id)
    if back := _draft_or_back(request, letter):
        return back
    start = AudienceForm.initial_of(letter)
    form = AudienceForm(
        posted(request),
        initial=start,
        brands=queries.brands_to_choose(),
        people=queries.people_to_choose(start.get("people", ())),
    )
    looks = "preview" in request.POST
    if request.method == "POST" and form.is_valid() and not looks:
        try:
            actions.choose_audience(
                letter=letter,
                expected=form.cleaned_data["version"] or 0,
                audience=form.audience(),
                by=request.user,
                at=timezone.now(),
            )
            return to_letter(request, letter)
        except EditConflict:
            form.add_error(None, _("Somebody changed this letter since you opened it. Look again."))
        except Refused as refused:
            show_refusal(form, refused)
    asked = form.audience() if form.is_bound and form.is_valid() else None
    context = {"letter": letter, "form": form, **told(request, people_of(letter, asked))}
    if looks:
        return render(request, "checkins/letters/audience.html#people", context)
    return render(request, "checkins/letters/audience.html", context, status=status_of(form))


@require_http_methods(METHODS)
@needs(Permission.EDIT)
def send(request: WorkspaceRequest, public_id: str) -> HttpResponse:
    """GET asks, with the names and reasons; POST lets it go, at once or on a day."""
    letter = letter_or_404(public_id)
    if back := _draft_or_back(request, letter):
        return back
    form = SendLetterForm(posted(request), initial={"version": letter.version})
    if request.method == "POST" and form.is_valid():
        try:
            _send(request, letter, form)
            return to_letter(request, letter)
        except EditConflict:
            form.add_error(None, _("It was changed since you opened this page. Look at it again."))
        except Refused as refused:
            show_refusal(form, refused)
    context = {
        "letter": letter,
        "form": form,
        "others": queries.others_that_month(letter, timezone.localdate()),
        **told(request, people_of(letter)),
    }
    return render(request, "checkins/letters/send.html", context, status=status_of(form))


def _send(request: WorkspaceRequest, letter: Letter, form: SendLetterForm) -> None:
    now, on = timezone.now(), form.day()
    actions.send_letter(
        letter=letter,
        expected=form.cleaned_data["version"] or 0,
        on=on,
        by=request.user,
        at=now,
    )
    if on is not None:
        messages.success(request, _("It goes out on %(day)s.") % {"day": day(on)})
        return
    try:
        found = prepare_copies(letter=letter, at=now, most=AT_ONCE)
    except NotADraft:
        # A worker has taken it over in this very moment.
        messages.success(request, _("The letter is on its way."))
        return
    words = ngettext(
        "%(n)d copy is on its way: in a working hour of the reader.",
        "%(n)d copies are on their way: each in a working hour of its reader.",
        found.sent,
    )
    messages.success(request, words % {"n": found.sent})


@require_POST
@needs(Permission.EDIT)
def stop(request: WorkspaceRequest, public_id: str) -> HttpResponse:
    letter = letter_or_404(public_id)
    waited = letter.state == LetterState.SCHEDULED
    try:
        taken = actions.stop_letter(letter=letter, by=request.user, at=timezone.now())
    except Refused as refused:
        messages.warning(request, str(refused))
        return to_letter(request, letter)
    if waited and letter.state == LetterState.DRAFT:
        messages.success(request, _("It is a draft again. Nothing has gone out."))
        return to_letter(request, letter)
    words = ngettext(
        "Stopped. %(n)d copy was taken back; what had left has left.",
        "Stopped. %(n)d copies were taken back; what had left has left.",
        taken,
    )
    messages.success(request, words % {"n": taken})
    return to_letter(request, letter)


@require_POST
@needs(Permission.EDIT)
def test(request: WorkspaceRequest, public_id: str) -> HttpResponse:
    """One to oneself."""
    letter = letter_or_404(public_id)
    language = request.POST.get("language", "")
    reader = queries.reader_of(language, request.POST.get("reader", "")[:16])
    try:
        if reader is None:
            raise Refused(_("Nobody reads this language yet, so there is no name to fill in."))
        actions.send_test(
            letter=letter, language=language, partnership=reader, by=request.user, at=timezone.now()
        )
        told = _("On its way to %(address)s.") % {"address": request.user.email}
        messages.success(request, told)
    except Refused as refused:
        messages.warning(request, str(refused))
    return to_letter(request, letter)


@require_safe
@needs(Permission.VIEW)
@mail_page()
def preview(request: WorkspaceRequest, public_id: str, language: str) -> HttpResponse:
    """As `?reader=` gets it, else as the first by name who reads the language."""
    rows: Any = LetterText.objects.filter(letter__public_id=public_id)
    text = get_object_or_404(rows, language=language)
    reader = queries.reader_of(language, request.GET.get("reader", "")[:16])
    if reader is None:
        raise Http404
    try:
        return HttpResponse(preview_of(text, reader).html)
    except BrokenText:
        # Its page says what is wrong; nothing of it goes out.
        words = _("This text cannot be sent as it is: a variable in it is broken.")
        return HttpResponse(words, content_type="text/plain; charset=utf-8", status=422)
