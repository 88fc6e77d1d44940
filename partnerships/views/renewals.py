"""The calendar of renewals, the page of one window, and notice taken back (rows 22 and 23)."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.access import WorkspaceRequest, needs
from accounts.permissions import Permission
from partnerships.actions.changes import today_of
from partnerships.actions.notice import withdraw_notice
from partnerships.actions.renewals import confirm_renewal
from partnerships.errors import WrongState
from partnerships.forms.partnerships import NothingForm
from partnerships.models import Renewal
from partnerships.queries.policies import brands
from partnerships.queries.renewal_calendar import calendar
from partnerships.queries.renewal_page import renewal_page
from partnerships.views.respond import agreement_or_404, ask, posted, to_agreement

METHODS = ["GET", "HEAD", "POST"]


@require_safe
@needs(Permission.VIEW)
def calendar_page(request: WorkspaceRequest) -> HttpResponse:
    mine = request.GET.get("whose") == "mine"
    in_use = list(brands())
    brand = request.GET.get("brand", "")
    brand = brand if brand in {one.public_id for one in in_use} else ""
    today = timezone.now().astimezone(request.user.zone).date()
    found = calendar(today, owner=request.user.pk if mine else None, brand=brand)
    context = {"found": found, "mine": mine, "brands": in_use, "brand": brand, "today": today}
    return render(request, "partnerships/renewals.html", context)


@require_http_methods(METHODS)
@needs(Permission.VIEW, write=Permission.EDIT)
def renewal(request: WorkspaceRequest, public_id: str) -> HttpResponse:
    """The window: what holds, what would come, and "nothing to adjust"."""
    rows = Renewal.objects.select_related(
        "confirmed_by",
        "agreement__partnership__creator",
        "agreement__partnership__brand",
        "agreement__partnership__owner",
        "agreement__partnership__workspace",
    )
    row: Renewal = get_object_or_404(rows, public_id=public_id)
    now = timezone.now()
    if request.method == "POST":
        try:
            confirm_renewal(renewal=row, by=request.user, at=now)
        except WrongState as late:
            messages.warning(request, str(late))
        else:
            messages.success(request, _("Noted: nothing to adjust this year."))
        return redirect("partnerships:renewal", request.workspace.slug, row.public_id)
    partnership = row.agreement.partnership
    context = {
        "renewal": row,
        "agreement": row.agreement,
        "partnership": partnership,
        "page": renewal_page(row, today_of(partnership, now)),
    }
    return render(request, "partnerships/renewal.html", context)


@require_http_methods(METHODS)
@needs(Permission.EDIT)
def take_notice_back(request: WorkspaceRequest, public_id: str) -> HttpResponse:
    row = agreement_or_404(public_id)
    return ask(
        request,
        NothingForm(posted(request)),
        lambda data: withdraw_notice(agreement=row, by=request.user, at=timezone.now()),
        then=lambda: to_agreement(request, row),
        done=_("The notice is taken back. Both sides are told."),
        page={
            "partnership": row.partnership,
            "title": _("Take the notice back"),
            "intro": _(
                "Both sides want to go on. The agreement holds as before the notice, what was left"
                " to do for its end is dropped, and the creator gets a mail."
            ),
            "submit": _("Take the notice back"),
        },
    )
