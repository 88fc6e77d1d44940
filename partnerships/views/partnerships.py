from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from accounts.access import WorkspaceRequest, needs
from accounts.permissions import Permission
from core.panels import load_panels, next_step
from core.versions import EditConflict
from creators.models import Creator
from creators.queries.merging import new_address
from creators.queries.picker import picker
from creators.queries.vetting import deciding_items
from partnerships.actions.changes import today_of
from partnerships.actions.partnerships import open_partnership, update_partnership
from partnerships.actions.tiers import change_tier
from partnerships.enums import Tier
from partnerships.errors import Refused
from partnerships.forms.partnerships import EditForm, EndForm, OpenForm, PauseForm, TierForm
from partnerships.models import Partnership
from partnerships.queries import listing, opening
from partnerships.queries.detail import detail
from partnerships.queries.policies import brands, capacities
from partnerships.queries.promotion import ways_up
from partnerships.views.respond import (
    asks_over_capacity,
    differences,
    newer,
    partnership_or_404,
    posted,
    show_refusal,
    to_partnership,
)

OVERVIEW = ""
# Where an upper room says how another campaign is booked.
BOOKING = "partnerships.booking"
# Parts of the page; each holds the panels that are registered for it.
TABS = (
    (OVERVIEW, gettext_lazy("Overview")),
    ("agreement", gettext_lazy("Agreement")),
    ("reviews", gettext_lazy("Reviews")),
    ("growth", gettext_lazy("Growth")),
    ("money", gettext_lazy("Money")),
)


@require_safe
@needs(Permission.VIEW)
def detail_page(request: WorkspaceRequest, public_id: str) -> HttpResponse:
    try:
        partnership = partnership_or_404(public_id)
    except Http404:
        if became := new_address(public_id):
            return redirect("partnerships:detail", request.workspace.slug, became)
        raise
    today = today_of(partnership, timezone.now())
    tab = request.GET.get("tab", OVERVIEW)
    tab = tab if tab in dict(TABS) else OVERVIEW
    head = load_panels("partnerships.detail.head", request, partnership)
    found = detail(partnership, today)
    behind = tab == OVERVIEW and found.pace.behind
    context = {
        "tab": tab,
        "tabs": TABS,
        "head_panels": head,
        "next_step": next_step(head),
        "partnership": partnership,
        "creator": partnership.creator,
        "brand": partnership.brand,
        "detail": found,
        "booking": load_panels(BOOKING, request, partnership) if behind else [],
        "today": today,
        "panels": load_panels("partnerships.detail", request, partnership, tab=tab),
        # For the dialogs; without scripts their links lead to pages of their own.
        "pause_form": PauseForm(auto_id="pause_%s"),
        "end_form": EndForm(auto_id="end_%s"),
    }
    return render(request, "partnerships/detail.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.EDIT)
def open_page(request: WorkspaceRequest) -> HttpResponse:
    """Without a creator in the query string: whom? With one: the form."""
    wanted = request.GET.get("creator", "")
    creator = Creator.objects.active().filter(public_id=wanted).first() if wanted else None
    if creator is None:
        error = _("Choose a creator.") if wanted or request.method == "POST" else ""
        context = {"picker": picker(q=request.GET.get("q", "")), "error": error}
        status = 422 if request.method == "POST" else 200
        return render(request, "partnerships/open_whom.html", context, status=status)
    return _open_form(request, creator)


def _open_form(request: WorkspaceRequest, creator: Creator) -> HttpResponse:
    existing = opening.living_of(creator)
    free = brands().exclude(pk__in=[row.brand_id for row in existing])
    form = OpenForm(
        posted(request),
        brands=free,
        owners=listing.possible_owners(request.workspace),
        initial={
            "owner": request.user.public_id,
            "started_on": timezone.now().astimezone(creator.zone).date(),
            "brand": request.GET.get("brand", ""),
        },
    )
    if request.method == "POST" and form.is_valid():
        partnership = _open(request, creator, form)
        if partnership is not None:
            words = _("%(creator)s and %(brand)s are partners now. Next: the agreement.")
            names = {"creator": creator, "brand": partnership.brand}
            messages.success(request, words % names)
            return to_partnership(request, partnership)
    in_use = list(brands())
    context = {
        "form": form,
        "creator": creator,
        "existing": existing,
        "brands": in_use,
        "free": [brand for brand in in_use if brand.pk not in {row.brand_id for row in existing}],
        "places": listing.brand_places(in_use, capacities(in_use)),
        "full": asks_over_capacity(form),
        "deciding": deciding_items(creator),
    }
    status = 422 if form.is_bound else 200
    return render(request, "partnerships/open.html", context, status=status)


def _open(request: WorkspaceRequest, creator: Creator, form: OpenForm) -> Partnership | None:
    try:
        return open_partnership(
            creator=creator, by=request.user, at=timezone.now(), **form.cleaned_data
        )
    except Refused as refused:
        show_refusal(form, refused)
        return None


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.EDIT)
def edit(request: WorkspaceRequest, public_id: str) -> HttpResponse:
    partnership = partnership_or_404(public_id)
    form = EditForm(posted(request), initial=EditForm.initial_of(partnership))
    context: dict[str, Any] = {"partnership": partnership, "form": form}
    if request.method == "POST" and form.is_valid():
        try:
            return _save(request, partnership, form.cleaned_data)
        except EditConflict as conflict:
            theirs = EditForm.initial_of(conflict.theirs)
            context["conflict"] = differences(form, theirs)
            context["form"] = EditForm(newer(request.POST, conflict))
    status = 409 if "conflict" in context else 422 if form.is_bound else 200
    return render(request, "partnerships/edit.html", context, status=status)


def _save(
    request: WorkspaceRequest, partnership: Partnership, data: dict[str, Any]
) -> HttpResponse:
    expected = data.pop("version")
    update_partnership(
        partnership=partnership, expected=expected, by=request.user, at=timezone.now(), **data
    )
    messages.success(request, _("Saved."))
    return to_partnership(request, partnership)


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.EDIT)
def tier(request: WorkspaceRequest, public_id: str) -> HttpResponse:
    partnership = partnership_or_404(public_id)
    wanted = request.GET.get("to", "")
    to_tier = wanted if wanted in Tier.values else partnership.tier
    initial = {"to_tier": to_tier, "version": partnership.version}
    form = TierForm(posted(request), initial=initial)
    context: dict[str, Any] = {"partnership": partnership, "form": form}
    if request.method == "POST" and form.is_valid():
        data = dict(form.cleaned_data)
        expected = data.pop("version")
        try:
            change_tier(
                partnership=partnership,
                expected=expected,
                by=request.user,
                at=timezone.now(),
                **data,
            )
        except EditConflict as conflict:
            stored = {"to_tier": conflict.theirs.tier}
            context["conflict"] = differences(form, stored)
            context["form"] = TierForm(newer(request.POST, conflict))
        except Refused as refused:
            show_refusal(form, refused)
        else:
            messages.success(request, _("The tier is changed."))
            return to_partnership(request, partnership)
    context["places"] = capacities([partnership.brand])[partnership.brand_id].items()
    context["full"] = asks_over_capacity(form)
    context["ways"] = ways_up(partnership)
    status = 409 if "conflict" in context else 422 if form.is_bound else 200
    return render(request, "partnerships/tier.html", context, status=status)
