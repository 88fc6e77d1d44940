"""One act on many creators: chosen in the directory, confirmed, told of row by row, undone."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST
from django_htmx.http import HttpResponseClientRedirect

from accounts.access import WorkspaceRequest, needs
from accounts.permissions import Permission, may
from core.bulk import pages
from core.bulk.jobs import NotChosen, ask_bulk, confirm_bulk, start_undo
from core.bulk.registry import BulkAct, BulkForm, acts_of
from core.bulk.tasks import see_to
from core.imports.pages import get_progress
from core.models import BulkJob
from core.models.bulk import BulkState
from creators.filters import read_address
from creators.queries.selection import DIRECTORY
from creators.selection import chosen_ids, ticked

METHODS = ["GET", "HEAD", "POST"]
# So many fit side by side.
COMPARED = range(2, 6)


@require_http_methods(METHODS)
@needs(Permission.VIEW, write=Permission.EDIT)
def bulk(request: WorkspaceRequest) -> HttpResponse:
    """GET: what was changed lately. POST: these rows, this act; nothing is done yet."""
    if request.method != "POST":
        context = {"recent": pages.recent(acts_of(DIRECTORY))}
        return render(request, "creators/bulk_recent.html", context)
    back = directory_url(request, request.POST.get("query", ""))
    if "act" not in request.POST:
        return redirect(back)
    act = _act(request, request.POST["act"])
    try:
        job = ask_bulk(
            workspace=request.workspace,
            kind=act.kind,
            selection=chosen_ids(request.POST),
            back=back,
            by=request.user,
            at=timezone.now(),
        )
    except NotChosen as error:
        messages.warning(request, str(error))
        return redirect(back)
    return redirect("creators:bulk_job", request.workspace.slug, job.public_id)


@require_POST
@needs(Permission.VIEW)
def chosen(request: WorkspaceRequest) -> HttpResponse:
    """Where the buttons lead that change nothing: the export, the comparison and the
    preview of a merge."""
    query = request.POST.get("query", "")
    rows = [] if request.POST.get("all") else ticked(request.POST)
    if request.POST.get("to") == "compare":
        if len(rows) not in COMPARED:
            messages.info(request, _("Tick two to five creators to compare them."))
            return redirect(directory_url(request, query))
        return redirect(f"{compare_url(request)}?{urlencode({'row': rows}, doseq=True)}")
    if request.POST.get("to") == "merge":
        if len(rows) != 2:
            messages.info(request, _("Tick the two creators who are one person."))
            return redirect(directory_url(request, query))
        return redirect("creators:merge", request.workspace.slug, *rows)
    if not rows and not request.POST.get("all"):
        messages.info(request, _("Nothing is ticked. Tick the rows you mean first."))
        return redirect(directory_url(request, query))
    state = read_address(query).state
    state.setlist("row", rows)
    address = reverse("creators:export", args=[request.workspace.slug])
    return redirect(f"{address}?{state.urlencode(safe=',')}")


@require_http_methods(METHODS)
@needs(Permission.VIEW, write=Permission.EDIT)
def bulk_job(request: WorkspaceRequest, public_id: str) -> HttpResponse:
    job = get_object_or_404(_jobs(), public_id=public_id)
    if job.state == BulkState.ASKED:
        return _ask(request, job)
    if request.method == "POST":
        return redirect("creators:bulk_job", request.workspace.slug, job.public_id)
    if pages.is_working(job):
        context = {"job": job, "act": _act(request, job.kind, reading=True)}
        context |= get_progress(job, request.GET.get("said", ""))
        part = "#bar" if request.htmx else ""
        return render(request, f"creators/bulk_progress.html{part}", context)
    if request.htmx:
        return HttpResponseClientRedirect(request.path)
    outcome = request.GET.get("outcome", "")
    report = pages.get_report(job, outcome, request.GET.get("page"))
    context = {"job": job, "report": report, "outcome": outcome, "back": job.back}
    return render(request, "creators/bulk_report.html", context)


def _ask(request: WorkspaceRequest, job: BulkJob) -> HttpResponse:
    """The question, to whoever chose the rows; POST answers it."""
    if job.created_by_id != request.user.pk:
        raise Http404
    act = _act(request, job.kind)
    form = act.form(request.POST if request.method == "POST" else None, job)
    if form.is_valid():
        return _confirm(request, job, form)
    context = {"job": job, "act": act, "form": form, "whom": pages.whom(job)}
    status = 422 if form.is_bound else 200
    return render(request, "creators/bulk_ask.html", context, status=status)


def _confirm(request: WorkspaceRequest, job: BulkJob, form: BulkForm) -> HttpResponse:
    now = timezone.now()
    if confirm_bulk(job=job, options=form.options(), by=request.user, at=now):
        see_to(job)
    here = reverse("creators:bulk_job", args=[request.workspace.slug, job.public_id])
    sums = pages.sums(job)
    if job.state != BulkState.DONE or sums["refused"] or not sums["done"]:
        # What was not done wants to be looked at.
        return redirect(here)
    words = ngettext("%(n)d creator changed.", "%(n)d creators changed.", sums["done"])
    messages.success(request, words % {"n": sums["done"]}, extra_tags=f"{here}undo/")
    return redirect(job.back)


@require_POST
@needs(Permission.EDIT)
def bulk_undo(request: WorkspaceRequest, public_id: str) -> HttpResponse:
    job = get_object_or_404(_jobs().exclude(state=BulkState.ASKED), public_id=public_id)
    _act(request, job.kind)
    if start_undo(job=job, by=request.user, at=timezone.now()):
        see_to(job)
    if job.state == BulkState.UNDONE and not job.counts.get(pages.KEPT):
        messages.success(request, _("Undone: everything is as it was."))
        if "stay" not in request.POST:
            return redirect(job.back)
    return redirect("creators:bulk_job", request.workspace.slug, job.public_id)


def directory_url(request: WorkspaceRequest, query: str) -> str:
    """The list as it was, by its canonical address."""
    state = read_address(query).state.urlencode(safe=",")
    here = reverse("creators:directory", args=[request.workspace.slug])
    return f"{here}?{state}" if state else here


def compare_url(request: WorkspaceRequest) -> str:
    try:
        return reverse("creators:compare", args=[request.workspace.slug])
    except NoReverseMatch:
        raise Http404 from None


def _act(request: WorkspaceRequest, kind: str, *, reading: bool = False) -> BulkAct:
    act = next((act for act in acts_of(DIRECTORY) if act.kind == kind), None)
    if act is None:
        raise Http404
    if not reading and not may(request.membership.role, Permission(act.permission)):
        raise PermissionDenied
    return act


def _jobs() -> QuerySet[BulkJob]:
    kinds = [act.kind for act in acts_of(DIRECTORY)]
    return BulkJob.objects.filter(kind__in=kinds).select_related("workspace", "created_by")
