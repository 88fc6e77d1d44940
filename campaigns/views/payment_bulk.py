"""Many payments marked paid: chosen in the list, confirmed, told row by row, undone."""

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from accounts.access import WorkspaceRequest, needs
from accounts.permissions import Permission
from campaigns.paying import PaidAct
from campaigns.queries.payment_list import payments_by_id
from campaigns.views.campaigns import WRITE
from core.bulk import pages
from core.bulk.jobs import NotChosen, ask_bulk, confirm_bulk, start_undo
from core.bulk.registry import BulkForm, act_of
from core.bulk.tasks import see_to
from core.models import BulkJob
from core.models.bulk import BulkState

_LONGEST_ID = 16


def ticked(request: WorkspaceRequest) -> list[str]:
    rows = dict.fromkeys([*request.POST.getlist("row"), *request.GET.getlist("row")])
    return [row for row in rows if 0 < len(row) <= _LONGEST_ID and row.isalnum()]


@require_POST
@needs(Permission.EDIT)
def chosen(request: WorkspaceRequest) -> HttpResponse:
    """These rows are to be marked paid; nothing is done yet."""
    back = reverse("campaigns:payments", args=[request.workspace.slug])
    if request.POST.get("query"):
        back += f"?{request.POST['query']}"
    try:
        job = ask_bulk(
            workspace=request.workspace,
            kind=PaidAct.kind,
            selection=ticked(request),
            back=back,
            by=request.user,
            at=timezone.now(),
        )
    except NotChosen as error:
        messages.warning(request, str(error))
        return redirect(back)
    return redirect("campaigns:payments_bulk", request.workspace.slug, job.public_id)


@WRITE
@needs(Permission.EDIT)
def bulk_job(request: WorkspaceRequest, public_id: str) -> HttpResponse:
    """The question to whoever ticked the rows, later the report."""
    job = get_object_or_404(_jobs(), public_id=public_id)
    if job.state != BulkState.ASKED:
        report = pages.get_report(job, request.GET.get("outcome", ""), request.GET.get("page"))
        context = {"job": job, "report": report, "working": pages.is_working(job)}
        return render(request, "campaigns/payments_bulk.html", context)
    if job.created_by_id != request.user.pk:
        raise Http404
    act = act_of(job.kind)
    form = act.form(request.POST if request.method == "POST" else None, job)
    if form.is_valid():
        return _confirm(request, job, form)
    context = {"job": job, "act": act, "form": form, "rows": _rows(job)}
    status = 422 if form.is_bound else 200
    return render(request, "campaigns/payments_bulk_ask.html", context, status=status)


def _rows(job: BulkJob) -> object:
    return list(payments_by_id(job.selection[:50]).values())


def _confirm(request: WorkspaceRequest, job: BulkJob, form: BulkForm) -> HttpResponse:
    if confirm_bulk(job=job, options=form.options(), by=request.user, at=timezone.now()):
        see_to(job)
    here = reverse("campaigns:payments_bulk", args=[request.workspace.slug, job.public_id])
    sums = pages.sums(job)
    if job.state != BulkState.DONE or sums["refused"] or not sums["done"]:
        return redirect(here)
    words = ngettext("%(n)d payment marked paid.", "%(n)d payments marked paid.", sums["done"])
    messages.success(request, words % {"n": sums["done"]}, extra_tags=f"{here}undo/")
    return redirect(job.back)


@require_POST
@needs(Permission.EDIT)
def bulk_undo(request: WorkspaceRequest, public_id: str) -> HttpResponse:
    job = get_object_or_404(_jobs().exclude(state=BulkState.ASKED), public_id=public_id)
    if start_undo(job=job, by=request.user, at=timezone.now()):
        see_to(job)
    if job.state == BulkState.UNDONE and not job.counts.get(pages.KEPT):
        messages.success(request, _("Undone: everything is as it was."))
        return redirect(job.back)
    return redirect("campaigns:payments_bulk", request.workspace.slug, job.public_id)


def _jobs() -> QuerySet[BulkJob]:
    return BulkJob.objects.filter(kind=PaidAct.kind).select_related("workspace", "created_by")
