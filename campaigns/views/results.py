from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.access import WorkspaceRequest, needs
from accounts.permissions import Permission
from campaigns.actions.results import delete_result, type_result
from campaigns.errors import AlreadyTyped, Refused
from campaigns.forms.results import NothingForm, ResultForm
from campaigns.models import Collaboration, Result
from campaigns.queries.doubles import doubled
from campaigns.queries.result_pages import ResultPages
from campaigns.queries.results import campaign_results, imports_of, result_rows
from campaigns.views.campaigns import WRITE
from campaigns.views.respond import ask, campaign_or_404, posted, show_refusal, status_of
from creators.enums import Market

PAGE = 100


@require_safe
@needs(Permission.VIEW)
def results(request: WorkspaceRequest, public_id: str) -> HttpResponse:
    """The rows behind the totals, each with its file and line, or the hand that typed it."""
    campaign = campaign_or_404(public_id)
    chosen = {name: request.GET.get(name, "") for name in ("who", "market", "file")}
    rows = result_rows(campaign, **chosen)
    page = ResultPages(rows, PAGE).get_page(request.GET.get("page", "1"))
    found = campaign_results(campaign)
    parts = campaign.collaborations.select_related("partnership__creator")
    imports = list(imports_of(campaign))
    context = {
        "campaign": campaign,
        "page": page,
        "results": found,
        "rows": [(row, [getattr(row, name) for name, _label in found.known]) for row in page],
        "imports": imports,
        "doubled": doubled(campaign, imports),
        "parts": parts.order_by("partnership__creator__name", "pk"),
        "markets": Market.choices,
        **chosen,
    }
    return render(request, "campaigns/results.html", context)


@WRITE
@needs(Permission.EDIT)
def new(request: WorkspaceRequest, public_id: str) -> HttpResponse:
    campaign = campaign_or_404(public_id)
    parts = (
        Collaboration.objects.taking_part()
        .filter(campaign=campaign)
        .select_related("partnership__creator")
        .prefetch_related("deliverables")
        .order_by("partnership__creator__name", "pk")
    )
    who = next((p for p in parts if p.public_id == request.GET.get("who")), None)
    initial = {"day": timezone.localdate(), "currency": request.workspace.currency}
    if who is not None:
        initial |= {"part": who.public_id, "market": who.partnership.creator.market}
    form = ResultForm(posted(request), parts=parts, initial=initial)
    if request.method == "POST" and form.is_valid() and _type(request, form):
        messages.success(request, _("Saved."))
        if "another" in request.POST:
            return redirect(request.get_full_path())
        return redirect("campaigns:results", request.workspace.slug, campaign.public_id)
    context = {"campaign": campaign, "form": form, "parts": parts}
    return render(request, "campaigns/result_new.html", context, status=status_of(form))


def _type(request: WorkspaceRequest, form: ResultForm) -> bool:
    try:
        result = type_result(by=request.user, at=timezone.now(), **form.values())
    except AlreadyTyped as there:
        form.ask_to_replace()
        show_refusal(form, there)
    except Refused as refused:
        show_refusal(form, refused)
    else:
        _warn_of_doubles(request, result)
        return True
    return False


def _warn_of_doubles(request: WorkspaceRequest, result: Result) -> None:
    same = Result.objects.filter(
        collaboration=result.collaboration, day=result.day, market=result.market
    ).exclude(job=None)
    if same.exists():
        messages.warning(
            request,
            _("A file has numbers for this day and market too: both count. Delete one of them."),
        )


@WRITE
@needs(Permission.EDIT)
def delete(request: WorkspaceRequest, public_id: str) -> HttpResponse:
    rows = Result.objects.select_related(
        "collaboration__campaign", "collaboration__partnership__creator"
    )
    result: Result = get_object_or_404(rows, public_id=public_id)
    campaign = result.collaboration.campaign
    return ask(
        request,
        NothingForm(posted(request)),
        lambda data: delete_result(result=result, by=request.user, at=timezone.now()),
        then=redirect("campaigns:results", request.workspace.slug, campaign.public_id),
        done=_("Deleted."),
        page={
            "campaign": campaign,
            "title": _("Delete this row of results?"),
            "text": _("The totals lose its numbers. The audit log keeps them."),
            "button": _("Delete"),
            "danger": True,
        },
    )
