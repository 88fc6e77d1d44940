"""Letters: the list, writing one, what became of it (product.md, row 48)."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import WorkspaceRequest, needs
from accounts.permissions import Permission
from checkins.actions import letters as actions
from checkins.enums import LetterState, NotSent
from checkins.errors import BrokenLetter, Refused
from checkins.forms.letters import LetterForm
from checkins.letter_emails import BrokenText, values_for, words_of
from checkins.models import Letter, LetterText
from checkins.queries import letters as queries
from checkins.queries.audience import Person, a_month, audience_of, in_slow_period
from checkins.rules.letters import LANGUAGES, VARIABLES, Audience
from checkins.views.respond import posted, status_of
from core.versions import EditConflict
from partnerships.models import Partnership

METHODS = ["GET", "HEAD", "POST"]
PAGE = 50


def letter_or_404(public_id: str) -> Letter:
    rows = queries.letters().select_related("workspace", "author", "sent_by")
    return get_object_or_404(rows, public_id=public_id)


def to_letter(request: WorkspaceRequest, letter: Letter) -> HttpResponse:
    return redirect("checkins:letter", request.workspace.slug, letter.public_id)


@require_safe
@needs(Permission.VIEW)
def listing(request: WorkspaceRequest) -> HttpResponse:
    counts = queries.tabs()
    asked = request.GET.get("tab", "")
    tab = asked if asked in counts else next((t for t, n in counts.items() if n), "drafts")
    rows = queries.letters().filter(state__in=queries.TAB_STATES[tab])
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    slow = queries.slow_audience()
    context = {
        "tab": tab,
        "tabs": [(key, label, counts[key]) for key, label in queries.TAB_LABELS.items()],
        "page": page,
        "figures": queries.figures_of([row.pk for row in page]),
        "nothing": not any(counts.values()),
        "slow": slow,
        "slow_people": in_slow_period(slow, timezone.now()),
    }
    return render(request, "checkins/letters/list.html", context)


@require_http_methods(METHODS)
@needs(Permission.EDIT)
def new(request: WorkspaceRequest) -> HttpResponse:
    """`?slow_days=…&unwritten_days=…` begin its audience."""
    form = LetterForm(posted(request))
    if request.method == "POST" and form.is_valid():
        try:
            letter = actions.create_letter(
                workspace=request.workspace,
                kind=form.cleaned_data["kind"],
                title=form.cleaned_data["title"],
                texts=form.texts(),
                audience=Audience.from_json(request.GET.dict()),
                by=request.user,
                at=timezone.now(),
            )
        except BrokenLetter as broken:
            _show(form, broken)
        else:
            messages.success(request, _("Written. Choose who gets it next; nothing has gone out."))
            return redirect("checkins:letter_audience", request.workspace.slug, letter.public_id)
    return _write_page(request, form, {})


@require_http_methods(METHODS)
@needs(Permission.EDIT)
def edit(request: WorkspaceRequest, public_id: str) -> HttpResponse:
    letter = letter_or_404(public_id)
    if letter.state != LetterState.DRAFT:
        messages.warning(request, _("It is on its way or was sent: its words stay as they are."))
        return to_letter(request, letter)
    start = LetterForm.initial_of(letter, letter.texts.all())
    form = LetterForm(posted(request), initial=start)
    context: dict[str, Any] = {"letter": letter}
    if request.method == "POST" and form.is_valid():
        try:
            _save(request, letter, form)
            messages.success(request, _("Saved."))
            return to_letter(request, letter)
        except BrokenLetter as broken:
            _show(form, broken)
        except EditConflict as conflict:
            context |= _both(form, conflict.theirs)
        except Refused as refused:
            messages.warning(request, str(refused))
            return to_letter(request, letter)
    return _write_page(request, form, context)


def _save(request: WorkspaceRequest, letter: Letter, form: LetterForm) -> None:
    actions.change_letter(
        letter=letter,
        expected=form.cleaned_data["version"] or 0,
        kind=form.cleaned_data["kind"],
        title=form.cleaned_data["title"],
        texts=form.texts(),
        by=request.user,
        at=timezone.now(),
    )


def _show(form: LetterForm, broken: BrokenLetter) -> None:
    for field, words in broken.problems:
        form.add_error(field, words)


def _both(form: LetterForm, theirs: Letter) -> dict[str, Any]:
    now = LetterForm.initial_of(theirs, theirs.texts.all())
    fields = [
        {"label": field.label, "theirs": now.get(name, ""), "mine": form.cleaned_data[name]}
        for name, field in form.fields.items()
        if name != "version" and (now.get(name) or "") != form.cleaned_data[name]
    ]
    return {"conflict": fields, "theirs": theirs}


def _write_page(
    request: WorkspaceRequest, form: LetterForm, context: dict[str, Any]
) -> HttpResponse:
    more = {"form": form, "variables": [f"{{{name}}}" for name in VARIABLES], **context}
    status = 409 if "conflict" in context else status_of(form)
    return render(request, "checkins/letters/write.html", more, status=status)


@require_safe
@needs(Permission.VIEW)
def letter(request: WorkspaceRequest, public_id: str) -> HttpResponse:
    """A draft with its audience; one that goes out with what became of each copy."""
    row = letter_or_404(public_id)
    texts = {text.language: text for text in row.texts.all()}
    context: dict[str, Any] = {
        "letter": row,
        "texts": [texts[code] for code in LANGUAGES if code in texts],
        "a_month": a_month(),
    }
    if row.state in (LetterState.DRAFT, LetterState.SCHEDULED):
        people = people_of(row)
        context |= told(request, people) | {
            "audience": queries.in_words(Audience.from_json(row.audience)),
            "read": _as_read(people, context["texts"]),
        }
        return render(request, "checkins/letters/draft.html", context)
    only = request.GET.get("only", "")
    page = Paginator(queries.copies_of(row, only), PAGE).get_page(request.GET.get("page"))
    context |= {
        "figures": queries.figures_of([row.pk])[row.pk],
        "page": page,
        "copies": queries.shown(page),
        "only": only,
        "stopped": queries.stopped_at(row),
    }
    if request.htmx:
        return render(request, "checkins/letters/sent.html#progress", context)
    return render(request, "checkins/letters/sent.html", context)


def people_of(row: Letter, audience: Audience | None = None) -> list[Person]:
    """Whom `audience`, else its own, means now."""
    return audience_of(
        audience or Audience.from_json(row.audience),
        languages=[text.language for text in row.texts.all()],
        at=timezone.now(),
        send_on=row.send_on,
        letter=row,
    )


def told(request: WorkspaceRequest, people: list[Person]) -> dict[str, Any]:
    """How many get it, how many not and why, and a page of the names."""
    only = request.GET.get("only", "")
    why = {reason: sum(one.why_not == reason for one in people) for reason in NotSent}
    shown = [one for one in people if not only or (one.why_not or "gets") == only]
    return {
        "people": people,
        "gets_it": sum(one.why_not is None for one in people),
        "reasons": [(reason, n) for reason, n in why.items() if n],
        "only": only,
        "page": Paginator(shown, PAGE).get_page(request.GET.get("page")),
    }


def _as_read(people: list[Person], texts: list[LetterText]) -> list[tuple[LetterText, str, str]]:
    """Each text with a real reader of it (public id of the partnership, "" if there is none), one
    who gets it first, and the subject as they read it."""
    found: dict[str, Partnership] = {}
    for one in sorted(people, key=lambda one: one.why_not is not None):
        found.setdefault(one.partnership.creator.language, one.partnership)
    read = []
    for text in texts:
        reader = found.get(text.language)
        read.append((text, reader.public_id if reader else "", _subject(text, reader)))
    return read


def _subject(text: LetterText, reader: Partnership | None) -> str:
    """As they read it; a broken text as it stands, since the page says what is wrong with it."""
    try:
        return words_of(text, values_for(reader)).subject if reader else text.subject
    except BrokenText:
        return text.subject


@require_POST
@needs(Permission.EDIT)
def remove(request: WorkspaceRequest, public_id: str) -> HttpResponse:
    row = letter_or_404(public_id)
    try:
        actions.remove_letter(letter=row, by=request.user, at=timezone.now())
    except Refused as refused:
        messages.warning(request, str(refused))
        return to_letter(request, row)
    messages.success(request, _("“%(title)s” is gone.") % {"title": row.title})
    return redirect("checkins:letters", request.workspace.slug)
