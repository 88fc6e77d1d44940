"""Write one specific remark on what a creator published (product.md, row 46)."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.access import WorkspaceRequest, needs
from accounts.permissions import Permission
from campaigns.enums import DeliverableState
from campaigns.models import Deliverable
from campaigns.queries.rounds import angle_of, screenshot_of
from checkins.actions.remarks import note_remark, send_remark
from checkins.errors import AddressSuppressed, NoAddressKnown, Refused, Resting
from checkins.forms.remarks import ElsewhereForm, RemarkForm
from checkins.queries.remarks import rests, written_for
from checkins.remark_emails import LANGUAGES, opening_of
from checkins.rules.remarks import DUE_WITHIN, subject_of
from checkins.views.respond import SeeOther, posted, show_refusal, where_from
from core.mail.suppression import suppression_of
from partnerships.models import Partnership

_OF = "collaboration__partnership"


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.EDIT)
def remark(request: WorkspaceRequest, public_id: str) -> HttpResponse:
    """`elsewhere` in the POST: it was said in another way, and is noted; else it is mailed."""
    rows = Deliverable.objects.select_related(
        "workspace", "collaboration__campaign", f"{_OF}__creator", f"{_OF}__brand", f"{_OF}__owner"
    )
    row: Deliverable = get_object_or_404(
        rows, public_id=public_id, state=DeliverableState.PUBLISHED
    )
    elsewhere = "elsewhere" in request.POST
    language = _language(request, row)
    start = {"text": opening_of(row, language), "language": language}
    data = posted(request)
    mail = RemarkForm(None if elsewhere else data, initial=start)
    noted = ElsewhereForm(data if elsewhere else None, prefix="said")
    form: Any = noted if elsewhere else mail
    if request.method == "POST" and form.is_valid():
        act, done = (
            (note_remark, _("Noted.")) if elsewhere else (send_remark, _("It is on its way."))
        )
        try:
            new = act(deliverable=row, by=request.user, at=timezone.now(), **form.cleaned_data)
            (messages.success if new else messages.info)(
                request, done if new else _("A remark was written already.")
            )
            return SeeOther(where_from(request))
        except Refused as refused:
            show_refusal(form, refused)
    return _page(request, row, {"mail": mail, "noted": noted, "language": language}, form)


def _language(request: WorkspaceRequest, row: Deliverable) -> str:
    asked = request.POST.get("language") or request.GET.get("language") or ""
    return asked if asked in LANGUAGES else row.collaboration.partnership.creator.language


def _page(
    request: WorkspaceRequest, row: Deliverable, forms: dict[str, Any], form: Any
) -> HttpResponse:
    partnership, language = row.collaboration.partnership, forms["language"]
    assert row.published_at is not None
    context = {
        **forms,
        "deliverable": row,
        "partnership": partnership,
        "creator": partnership.creator,
        "subject": subject_of(language, row.title),
        "other": next(code for code in LANGUAGES if code != language),
        "angle": angle_of(row),
        "shot": screenshot_of(row),
        "due_at": row.published_at + DUE_WITHIN,
        "touch": written_for(row),
        "problem": _problem(partnership),
        "next": where_from(request),
    }
    status = 422 if form.is_bound else 200
    return render(request, "checkins/remark.html", context, status=status)


def _problem(partnership: Partnership) -> str:
    """Why no mail can go; it may be said in another way."""
    address, _name = partnership.mail_to
    if rests(partnership, timezone.now()):
        return str(Resting.message)
    if not address.strip():
        return str(NoAddressKnown.message)
    return str(AddressSuppressed.message) if suppression_of(address.strip()) else ""
