"""Texts of letters in both languages, their versions, how a real creator reads them (row 45)."""

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import WorkspaceRequest, needs
from accounts.permissions import Permission
from campaigns.rules.text_diff import compare_texts
from checkins import emails, note_emails
from checkins.actions import templates as actions
from checkins.actions.templates import LONGEST_NAME, UNWRITTEN
from checkins.enums import TemplateKind
from checkins.errors import BrokenTemplate
from checkins.forms.writing import TextForm
from checkins.models import CheckInTemplate, TemplateVersion
from checkins.queries import templates as queries
from checkins.queries.templates import LANGUAGES
from checkins.rules import writing
from checkins.rules.wording import MEANINGS
from checkins.views.respond import SeeOther, posted
from core.versions import EditConflict
from core.views.mail_page import mail_page


@require_safe
@needs(Permission.VIEW)
def templates(request: WorkspaceRequest) -> HttpResponse:
    """All texts: by kind, both languages side by side."""
    context = {
        "kinds": [(found, writing.says_of(found.kind)) for found in queries.overview()],
        "planned": writing.PLANNED,
    }
    return render(request, "checkins/templates.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.VIEW, write=Permission.EDIT)
def template(request: WorkspaceRequest) -> HttpResponse:
    """One text in both languages, `?kind=…&name=…`; POST saves one language of it."""
    kind, name = _asked(request)
    rows = queries.pair(kind, name)
    asked = request.POST.get("language", "")
    forms = {code: _form(request, rows[code], code == asked) for code in LANGUAGES}
    form = forms.get(asked)
    conflict = None
    if request.method == "POST" and form is not None and form.is_valid():
        try:
            _save(request, kind, asked, name, form)
            messages.success(request, _("Saved. The next letters begin with these words."))
            return SeeOther(_address(request, kind, name))
        except BrokenTemplate as broken:
            for field, words in broken.problems:
                form.add_error(field, words)
        except EditConflict as found:
            conflict = found
    return _page(request, kind, name, rows, forms, conflict)


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.VIEW)
@mail_page()
def template_preview(request: WorkspaceRequest) -> HttpResponse:
    """The mail to the creator `?with=…`, with what is typed or as it is kept; saves nothing."""
    kind, name = _asked(request)
    language = request.POST.get("language") or request.GET.get("language", "")
    row = queries.template_for(kind, language if language in LANGUAGES else "en", name)
    row.subject = request.POST.get("subject", row.subject)
    row.body = request.POST.get("body", row.body)
    who = queries.person(request.GET.get("with", ""))
    broken = None
    if who is not None:
        with translation.override(row.language):
            line = _("(Here stands the personal line, where there is one.)")
        try:
            letter = emails.compose(who, row, line)
            return HttpResponse(note_emails.preview(who, letter).html)
        except BrokenTemplate as found:
            broken = found
    return render(request, "checkins/mail/not_yet.html", {"broken": broken, "language": "en"})


@require_safe
@needs(Permission.VIEW)
def template_history(request: WorkspaceRequest, public_id: str) -> HttpResponse:
    """Every text it ever was, the newest first, each beside the one before it."""
    row = get_object_or_404(CheckInTemplate, public_id=public_id)
    versions = queries.versions_of(row)
    before: list[TemplateVersion | None] = [*versions[1:], None]
    told = [
        {
            "version": version,
            "subject": compare_texts(old.subject, version.subject) if old else None,
            "body": compare_texts(old.body, version.body) if old else None,
        }
        for version, old in zip(versions, before, strict=True)
    ]
    context = {"template": row, "told": told, "at_work": row.version, "url": _url_of(request, row)}
    return render(request, "checkins/template_history.html", context)


@require_POST
@needs(Permission.EDIT)
def template_again(request: WorkspaceRequest, public_id: str) -> HttpResponse:
    rows = TemplateVersion.objects.select_related("template__workspace")
    version: TemplateVersion = get_object_or_404(rows, public_id=public_id)
    try:
        row = actions.use_again(version=version, by=request.user, at=timezone.now())
    except BrokenTemplate as broken:
        messages.error(request, str(broken))
    except EditConflict:
        messages.error(request, _("Somebody changed it at this moment. Look again, then decide."))
    else:
        said = _("These words stand again, as version %(n)d.") % {"n": row.version}
        messages.success(request, said)
    history = [request.workspace.slug, version.template.public_id]
    return SeeOther(reverse("checkins:template_history", args=history))


@require_POST
@needs(Permission.EDIT)
def template_archive(request: WorkspaceRequest, public_id: str) -> HttpResponse:
    """Out of use, or (`restore` in the POST) back."""
    row = get_object_or_404(CheckInTemplate, public_id=public_id)
    if "restore" in request.POST:
        actions.restore_template(template=row, by=request.user, at=timezone.now())
        messages.success(request, _("Back in use."))
    else:
        actions.archive_template(template=row, by=request.user, at=timezone.now())
        messages.success(request, _("Archived. It can be restored below."))
    return SeeOther(reverse("checkins:templates", args=[request.workspace.slug]))


def _asked(request: WorkspaceRequest) -> tuple[str, str]:
    """What does not exist is the first one."""
    kind, name = request.GET.get("kind", ""), " ".join(request.GET.get("name", "").split())
    kind = kind if kind in TemplateKind.values else TemplateKind.CADENCE.value
    return kind, name.replace("\x00", "")[:LONGEST_NAME]


def _form(request: WorkspaceRequest, row: CheckInTemplate, mine: bool) -> TextForm:
    """The form of a language; with what was typed if it is the one that was sent."""
    start = {"subject": row.subject, "body": row.body, "version": row.version if row.pk else 0}
    data = posted(request) if mine else None
    return TextForm(data, initial=start, auto_id=f"{row.language}-%s")


def _save(request: WorkspaceRequest, kind: str, language: str, name: str, form: TextForm) -> None:
    typed = form.cleaned_data
    actions.save_template(
        workspace=request.workspace, kind=kind, language=language, name=name,
        subject=typed["subject"], body=typed["body"], expected=typed["version"] or UNWRITTEN,
        by=request.user, at=timezone.now(),
    )  # fmt: skip


def _address(request: WorkspaceRequest, kind: str, name: str, who: str = "") -> str:
    asked = {"kind": kind, "name": name, "with": who or request.GET.get("with", "")}
    address = reverse("checkins:template", args=[request.workspace.slug])
    return f"{address}?{urlencode({key: value for key, value in asked.items() if value})}"


def _url_of(request: WorkspaceRequest, row: CheckInTemplate) -> str:
    return _address(request, row.kind, row.name)


def _page(
    request: WorkspaceRequest,
    kind: str,
    name: str,
    rows: dict[str, CheckInTemplate],
    forms: dict[str, TextForm],
    conflict: EditConflict | None,
) -> HttpResponse:
    q = request.GET.get("q", "").replace("\x00", "")[:100]
    who = queries.person(request.GET.get("with", ""))
    asked = {"kind": kind, "name": name, "with": who.public_id if who else ""}
    preview = reverse("checkins:template_preview", args=[request.workspace.slug])
    mine = request.POST.get("language", "")
    context: dict[str, Any] = {
        "kind": TemplateKind(kind),
        "says": writing.says_of(kind),
        "name": name,
        "sides": [
            {
                "language": code,
                "row": rows[code],
                "form": forms[code],
                "preview": f"{preview}?{urlencode({**asked, 'language': code})}",
                "conflict": _differences(forms[code], conflict) if code == mine else None,
                "theirs": conflict.theirs if conflict and code == mine else None,
            }
            for code in LANGUAGES
        ],
        "variables": [(f"{{{key}}}", words) for key, words in MEANINGS.items()],
        "who": who,
        "q": q,
        "found": [(row, _address(request, kind, name, row.public_id)) for row in queries.people(q)],
    }
    wrong = any(form.is_bound for form in forms.values())
    status = 409 if conflict else 422 if wrong else 200
    return render(request, "checkins/template.html", context, status=status)


def _differences(form: TextForm, conflict: EditConflict | None) -> list[dict[str, Any]]:
    if conflict is None:
        return []
    return [
        {
            "label": form.fields[name].label,
            "theirs": getattr(conflict.theirs, name),
            "mine": conflict.mine[name],
        }
        for name in ("subject", "body")
        if getattr(conflict.theirs, name) != conflict.mine[name]
    ]
