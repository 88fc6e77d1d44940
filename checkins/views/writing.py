"""Write to a creator: a letter of one's own, from a text or from nothing (rows 44 and 45)."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.access import WorkspaceRequest, needs
from accounts.permissions import Permission
from checkins import note_emails
from checkins.actions.writing import take_back, write_to
from checkins.emails import Letter
from checkins.enums import TemplateKind
from checkins.errors import AlreadyWritten, Refused
from checkins.forms.writing import NOW, WriteForm
from checkins.models import CheckInTemplate, Touch
from checkins.queries import writing as queries
from checkins.queries.balance import balance_of
from checkins.queries.templates import LANGUAGES, choices
from checkins.rules import writing as rules
from checkins.rules.balance import explain
from checkins.views.respond import (
    SeeOther,
    partnership_or_404,
    posted,
    show_refusal,
    status_of,
    where_from,
)
from core.ids import new_public_id
from core.views.mail_page import mail_page
from partnerships.models import Partnership


@dataclass(frozen=True)
class Asked:
    """What an address asks for; what does not exist is the usual one."""

    kind: TemplateKind
    language: str
    answers: Touch | None
    texts: list[CheckInTemplate]
    text: CheckInTemplate


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.EDIT)
def write(request: WorkspaceRequest, public_id: str) -> HttpResponse:
    partnership = partnership_or_404(public_id)
    asked, now = _asked(request, partnership), timezone.now()
    goes_at = queries.next_hour(partnership, now)
    start = _start(request, partnership, asked)
    form = WriteForm(
        posted(request), kind=asked.kind, at_once=goes_at == now,
        initial={**start, "language": asked.language, "once": new_public_id()},
    )  # fmt: skip
    if request.method == "POST" and form.is_valid():
        try:
            touch = _send(request, partnership, asked, form, now)
        except Refused as refused:
            form = _refused(form, refused)
        else:
            messages.success(request, _told(request, touch))
            return SeeOther(where_from(request, _home(request, partnership)))
    context = _context(request, partnership, asked, form, now, goes_at)
    return render(request, "checkins/write.html", context, status=status_of(form))


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.EDIT)
@mail_page()
def write_preview(request: WorkspaceRequest, public_id: str) -> HttpResponse:
    """The mail with what is typed, or as it begins; nothing is written."""
    partnership = partnership_or_404(public_id)
    asked = _asked(request, partnership)
    start = _start(request, partnership, asked)
    letter = Letter(
        subject=request.POST.get("subject", start["subject"])[:200],
        body=request.POST.get("body", start["body"])[: rules.LONGEST],
        language=asked.language,
    )
    return HttpResponse(note_emails.preview(partnership, letter).html)


@require_POST
@needs(Permission.EDIT)
def write_take_back(request: WorkspaceRequest, public_id: str) -> HttpResponse:
    rows = Touch.objects.select_related("partnership", "mail")
    touch: Touch = get_object_or_404(rows, public_id=public_id)
    try:
        take_back(touch=touch, by=request.user, at=timezone.now())
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, _("Taken back: it does not go out."))
    return SeeOther(reverse("checkins:touch", args=[request.workspace.slug, touch.public_id]))


def _asked(request: WorkspaceRequest, partnership: Partnership) -> Asked:
    kind = request.GET.get("kind", "")
    kind = TemplateKind(kind) if kind in TemplateKind.values else TemplateKind.MESSAGE
    language = request.POST.get("language") or request.GET.get("language", "")
    language = language if language in LANGUAGES else partnership.creator.language
    wanted = request.GET.get("answers", "")
    answers = None
    if wanted:
        rows = Touch.objects.select_related("inbound__answers", "by")
        answers = rows.filter(partnership=partnership, public_id=wanted).first()
    texts = choices(kind, language)
    name = request.GET.get("text", "")
    return Asked(
        kind=kind,
        language=language,
        answers=answers,
        texts=texts,
        text=next((one for one in texts if one.name == name), texts[0]),
    )


def _start(request: WorkspaceRequest, partnership: Partnership, asked: Asked) -> dict[str, Any]:
    sender = request.user.name
    if asked.answers is not None and "text" not in request.GET:
        body = queries.answer_start(partnership, asked.language, sender=sender)
        return {"subject": rules.answer_subject(asked.answers.subject), "body": body}
    start = queries.start_of(partnership, asked.text, sender=sender)
    return {"subject": start.subject, "body": start.body, "missing": start.missing}


def _send(
    request: WorkspaceRequest,
    partnership: Partnership,
    asked: Asked,
    form: WriteForm,
    now: datetime,
) -> Touch:
    typed = form.cleaned_data
    return write_to(
        partnership=partnership,
        kind=asked.kind,
        subject=typed["subject"],
        body=typed["body"],
        by=request.user,
        at=now,
        answers=asked.answers,
        asks=typed.get("asks", False),
        language=asked.language,
        now=typed.get("when") == NOW,
        once=typed["once"],
    )


def _refused(form: WriteForm, refused: Refused) -> WriteForm:
    """The form with the words; after a letter that went out, one that would be a second."""
    if isinstance(refused, AlreadyWritten):
        form.data = {**dict(form.data.items()), "once": new_public_id()}
    show_refusal(form, refused)
    return form


def _told(request: WorkspaceRequest, touch: Touch) -> str:
    mail, partnership = touch.mail, touch.partnership
    if mail is None or mail.due_at <= touch.at:
        return _("The letter to %(name)s is on its way.") % {"name": partnership.creator}
    return _("It goes to %(name)s on %(theirs)s, their time (%(yours)s yours).") % {
        "name": partnership.creator,
        "theirs": _moment(mail.due_at, partnership.creator.zone),
        "yours": _moment(mail.due_at, request.user.zone),
    }


def _moment(moment: datetime, zone: Any) -> str:
    local = moment.astimezone(zone)
    return f"{date_format(local.date(), 'l, j E')}, {local:%H:%M}"


def _home(request: WorkspaceRequest, partnership: Partnership) -> str:
    return reverse("partnerships:detail", args=[request.workspace.slug, partnership.public_id])


def _preview_url(request: WorkspaceRequest, partnership: Partnership, asked: Asked) -> str:
    address = reverse(
        "checkins:write_preview", args=[request.workspace.slug, partnership.public_id]
    )
    wanted = {"kind": asked.kind.value, "language": asked.language}
    if asked.answers is not None:
        wanted["answers"] = asked.answers.public_id
    if "text" in request.GET:
        wanted["text"] = asked.text.name
    return f"{address}?{urlencode(wanted)}"


def _context(
    request: WorkspaceRequest,
    partnership: Partnership,
    asked: Asked,
    form: WriteForm,
    now: datetime,
    goes_at: datetime | None,
) -> dict[str, Any]:
    refused = queries.refusal(partnership, now, answers=asked.answers)
    start = _start(request, partnership, asked)
    return {
        "partnership": partnership,
        "creator": partnership.creator,
        "asked": asked,
        "form": form,
        "missing": [f"{{{name}}}" for name in start.get("missing", ())],
        "kinds": [(kind, rules.says_of(kind)) for kind in rules.ORDER],
        "says": rules.says_of(asked.kind),
        "other": next(code for code in LANGUAGES if code != asked.language),
        "problem": str(refused) if refused else "",
        "now": now,
        "goes_at": goes_at,
        "balance_words": explain(balance_of(partnership, now)),
        "preview": _preview_url(request, partnership, asked),
        "next": where_from(request, _home(request, partnership)),
    }
