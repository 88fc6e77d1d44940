"""After a session: who came, what was said, telling what became of it (rows 68, 69)."""

from typing import Any

from django import forms
from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from accounts.access import WorkspaceRequest, needs
from accounts.permissions import Permission
from checkins.actions.session_decisions import tell_outcome
from checkins.actions.session_holding import hold_session
from checkins.actions.sessions import write_notes
from checkins.forms.sessions import EmptyForm, HoldForm, NotesForm
from checkins.models import Session
from checkins.queries.session_outcome import outcome
from checkins.views.respond import posted
from checkins.views.session_steps import step
from checkins.views.sessions import METHODS, session_or_404


@require_http_methods(METHODS)
@needs(Permission.EDIT)
def hold(request: WorkspaceRequest, public_id: str) -> HttpResponse:
    row = session_or_404(public_id)
    guests = list(row.guests.select_related("partnership__creator"))
    likely = [guest.public_id for guest in guests if guest.answer == "yes"]
    start = {"came": likely, "notes": row.notes, "version": row.version}
    form = HoldForm(posted(request), initial=start, guests=guests)

    def act(form: HoldForm) -> str:
        n = hold_session(
            session=row,
            expected=form.cleaned_data["version"],
            came=form.present(),
            notes=form.cleaned_data["notes"],
            by=request.user,
            at=timezone.now(),
        )
        words = ngettext("Written down: %(n)d guest came.", "Written down: %(n)d guests came.", n)
        return words % {"n": n}

    page = {
        "title": _("Who came"),
        "intro": _("Each who came has had a contact with you, and is owed their fee."),
        "submit": _("Write it down"),
    }
    return step(request, row, form, act, page, theirs=_noted)


def _noted(row: Session) -> dict[str, Any]:
    return {"notes": row.notes}


@require_http_methods(METHODS)
@needs(Permission.EDIT)
def notes(request: WorkspaceRequest, public_id: str) -> HttpResponse:
    row = session_or_404(public_id)
    form = NotesForm(posted(request), initial={"notes": row.notes, "version": row.version})

    def act(form: NotesForm) -> str:
        version, words = form.cleaned_data["version"], form.cleaned_data["notes"]
        write_notes(session=row, expected=version, notes=words, by=request.user, at=timezone.now())
        return ""

    page = {"title": _("Notes"), "submit": _("Save"), "draft": "notes"}
    return step(request, row, form, act, page, theirs=_noted)


@require_http_methods(METHODS)
@needs(Permission.EDIT)
def tell(request: WorkspaceRequest, public_id: str) -> HttpResponse:
    row = session_or_404(public_id)
    told = outcome(row)

    def act(form: forms.Form) -> str:
        n = tell_outcome(session=row, by=request.user, at=timezone.now())
        words = ngettext("%(n)d guest is told.", "%(n)d guests are told.", n)
        return words % {"n": n} if n else _("They have been told all of this already.")

    page = {
        "title": _("Tell them what was used"),
        "intro": _(
            "One mail to each who came, in their language. It says what was decided and shared,"
            " and which briefs it changed. Nobody is told the same twice."
        ),
        "submit": _("Send"),
        "told": told,
    }
    return step(request, row, EmptyForm(posted(request)), act, page)
