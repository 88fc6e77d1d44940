"""The words of check-ins, with a preview on a real creator (product.md, row 45)."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.access import WorkspaceRequest, needs
from accounts.permissions import Permission
from checkins import emails
from checkins.actions.templates import UNWRITTEN, save_template
from checkins.enums import CheckInKind
from checkins.errors import BrokenTemplate
from checkins.forms.check_ins import TemplateForm
from checkins.models import CheckInTemplate
from checkins.queries.templates import LANGUAGES, all_templates, sample_for, samples
from checkins.rules.wording import VARIABLES
from checkins.views.respond import SeeOther, posted, status_of
from core.versions import EditConflict


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.VIEW, write=Permission.EDIT)
def templates(request: WorkspaceRequest) -> HttpResponse:
    """One of the templates, chosen by `?kind=…&language=…`. POST saves it, or previews."""
    kind, language = _asked(request)
    row = all_templates()[kind, language]
    start = {"subject": row.subject, "body": row.body, "version": _version(row)}
    form = TemplateForm(posted(request), initial=start)
    if request.method != "POST" or "preview" in request.POST or not form.is_valid():
        return _page(request, row, form)
    try:
        save_template(
            workspace=request.workspace,
            kind=kind,
            language=language,
            subject=form.cleaned_data["subject"],
            body=form.cleaned_data["body"],
            expected=form.cleaned_data["version"] or UNWRITTEN,
            by=request.user,
            at=timezone.now(),
        )
    except BrokenTemplate as broken:
        for field, words in broken.problems:
            form.add_error(field, words)
        return _page(request, row, form)
    except EditConflict as conflict:
        return _page(request, conflict.theirs, form, conflict=True)
    messages.success(request, _("Saved. The next check-ins are written with these words."))
    address = reverse("checkins:templates", args=[request.workspace.slug])
    return SeeOther(f"{address}?kind={kind}&language={language}")


def _asked(request: WorkspaceRequest) -> tuple[str, str]:
    """What does not exist is the first one."""
    kind, language = request.GET.get("kind", ""), request.GET.get("language", "")
    return (
        kind if kind in CheckInKind.values else CheckInKind.CADENCE.value,
        language if language in LANGUAGES else request.user.language,
    )


def _version(row: CheckInTemplate) -> int:
    return row.version if row.pk else UNWRITTEN


def _page(
    request: WorkspaceRequest, row: CheckInTemplate, form: TemplateForm, *, conflict: bool = False
) -> HttpResponse:
    typed = CheckInTemplate(
        kind=row.kind,
        language=row.language,
        subject=form["subject"].value() or "",
        body=form["body"].value() or "",
    )
    people = samples(row.language)
    context: dict[str, Any] = {
        "template": row,
        "form": form,
        "kinds": CheckInKind.choices,
        "languages": [("en", "English"), ("ru", "Русский")],
        "variables": [f"{{{name}}}" for name in VARIABLES],
        "people": people,
        **_preview(typed, sample_for(people, request.GET.get("with", ""))),
    }
    previews = "preview" in request.POST
    if previews and request.htmx:
        return render(request, "checkins/templates.html#letter", context)
    if conflict:
        context["conflict"] = _differences(form, row, typed)
        context["theirs"] = row
    status = 409 if conflict else 200 if previews else status_of(form)
    return render(request, "checkins/templates.html", context, status=status)


def _preview(typed: CheckInTemplate, partnership: Any) -> dict[str, Any]:
    if partnership is None:
        return {}
    line = _("(Here stands the personal line, where there is one.)")
    try:
        return {"person": partnership, "letter": emails.compose(partnership, typed, line)}
    except BrokenTemplate as broken:
        return {"person": partnership, "broken": broken}


def _differences(
    form: TemplateForm, theirs: CheckInTemplate, mine: CheckInTemplate
) -> list[dict[str, Any]]:
    return [
        {
            "label": form.fields[name].label,
            "theirs": getattr(theirs, name),
            "mine": getattr(mine, name),
        }
        for name in ("subject", "body")
        if getattr(theirs, name) != getattr(mine, name)
    ]
