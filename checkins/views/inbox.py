"""The inbox: every mail that came in for the workspace, and saying whose those are that found no
place by themselves."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db import IntegrityError
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_POST, require_safe

from accounts.access import WorkspaceRequest, needs
from accounts.permissions import Permission
from checkins.actions.answers import file_inbound
from checkins.actions.inbox import put_aside
from checkins.errors import Refused
from checkins.queries import inbox as queries
from checkins.views.respond import SeeOther, where_from
from core.downloads import download
from core.models import InboundFile, InboundMail
from partnerships.models import Partnership

PAGE = 50


def _mail(public_id: str) -> InboundMail:
    return get_object_or_404(queries.mails("all"), public_id=public_id)


@require_safe
@needs(Permission.VIEW)
def listing(request: WorkspaceRequest) -> HttpResponse:
    counts = queries.counts()
    asked = request.GET.get("tab", "")
    tab = asked if asked in queries.TABS else "waiting" if counts["waiting"] else "all"
    labels = {
        "waiting": pgettext("inbox", "To look at"),
        "automatic": _("Automatic"),
        "returned": _("Came back"),
        "all": pgettext("inbox", "All"),
    }
    page = Paginator(queries.mails(tab), PAGE).get_page(request.GET.get("page"))
    context = {
        "tab": tab,
        "tabs": [(key, label, counts[key]) for key, label in labels.items()],
        "page": page,
        "rows": [queries.Shown(mail) for mail in page],
        "nothing": not counts["all"],
    }
    return render(request, "checkins/inbox.html", context)


@require_safe
@needs(Permission.VIEW)
def detail(request: WorkspaceRequest, public_id: str) -> HttpResponse:
    return _page(request, _mail(public_id))


def _page(request: WorkspaceRequest, mail: InboundMail, error: str = "") -> HttpResponse:
    shown = queries.Shown(mail)
    q = request.GET.get("q", "").replace("\x00", "")[:200]
    context: dict[str, Any] = {
        "shown": shown,
        "mail": mail,
        "files": queries.files_of(mail),
        "offered": queries.offered(mail, q) if shown.can_file else [],
        "away_of": queries.away_of(mail) if shown.away else None,
        "q": q,
        "error": error,
        "here": reverse("checkins:inbox_mail", args=[request.workspace.slug, mail.public_id]),
    }
    status = 422 if error else 200
    return render(request, "checkins/inbox_mail.html", context, status=status)


@require_POST
@needs(Permission.EDIT)
def file(request: WorkspaceRequest, public_id: str) -> HttpResponse:
    """`partnership`: whose words these are."""
    mail = _mail(public_id)
    chosen = request.POST.get("partnership", "")[:16]
    rows = Partnership.objects.select_related("creator", "brand", "owner", "workspace")
    partnership = rows.filter(public_id=chosen).first() if chosen else None
    if partnership is None:
        return _page(request, mail, _("Choose whose mail it is."))
    try:
        if not queries.Shown(mail).can_file:
            raise Refused(_("This mail is filed already, or is no mail of a person."))
        touch = file_inbound(
            inbound=mail, partnership=partnership, by=request.user, at=timezone.now()
        )
    except (Refused, IntegrityError) as refused:
        words = str(refused) if isinstance(refused, Refused) else _("Somebody was faster.")
        return _page(request, mail, words)
    messages.success(request, _("Filed with %(name)s.") % {"name": partnership})
    return SeeOther(reverse("checkins:touch", args=[request.workspace.slug, touch.public_id]))


@require_POST
@needs(Permission.EDIT)
def aside(request: WorkspaceRequest, public_id: str) -> HttpResponse:
    if put_aside(inbound=_mail(public_id), by=request.user, at=timezone.now()):
        messages.success(request, _("Put aside. It stays among all mails."))
    return SeeOther(where_from(request, reverse("checkins:inbox", args=[request.workspace.slug])))


@require_safe
@needs(Permission.VIEW)
def raw(request: WorkspaceRequest, public_id: str) -> HttpResponseBase:
    """The mail as it came, to be saved: it is somebody's source, so no page of ours shows it."""
    mail = _mail(public_id)
    return _kept(mail.raw, name=f"{mail.public_id}.eml", content_type="text/plain; charset=utf-8")


@require_safe
@needs(Permission.VIEW)
def attachment(request: WorkspaceRequest, public_id: str) -> HttpResponseBase:
    rows = InboundFile.objects.filter(mail__workspace=request.workspace)
    row = get_object_or_404(rows, public_id=public_id, refused="")
    return _kept(row.content, name=row.name, content_type=row.content_type)


def _kept(field: Any, *, name: str, content_type: str) -> HttpResponseBase:
    if not field:
        raise Http404
    try:
        opened = field.open("rb")
    except FileNotFoundError as gone:
        raise Http404 from gone
    return download(opened, name=name, content_type=content_type)
