"""The delivery log: what became of each mail, and a person's word over the unknown ones."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.access import WorkspaceRequest, needs
from accounts.forms import MailDecisionForm
from accounts.permissions import Permission
from core.mail import log
from core.mail.decisions import REFUSED, decide
from core.models import OutgoingMail


@require_safe
@needs(Permission.VIEW)
def mail_log(request: WorkspaceRequest) -> HttpResponse:
    state = request.GET.get("state", "")
    found = log.mail_log(state=state, number=request.GET.get("page"))
    context = {
        "log": found,
        "page": found.page,
        "state": state,
        "total": sum(number for _state, _label, number in found.chips),
        "refused": REFUSED,
    }
    return render(request, "accounts/mail_log.html", context)


@require_POST
@needs(Permission.EDIT)
def mail_decide(request: WorkspaceRequest, public_id: str) -> HttpResponse:
    mail = get_object_or_404(OutgoingMail, public_id=public_id)
    form = MailDecisionForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Choose what to do with this mail."))
    elif decide(mail=mail, by=request.user, at=timezone.now(), **form.cleaned_data):
        messages.success(request, _("Noted: “%(subject)s”.") % {"subject": mail.subject})
    else:
        messages.info(request, _("Somebody has decided over this mail already."))
    return redirect("accounts:mail_log", request.workspace.slug)
