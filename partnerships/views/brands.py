from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.access import WorkspaceRequest, needs
from accounts.permissions import Permission
from core.versions import EditConflict
from partnerships.actions import brands as actions
from partnerships.errors import Refused
from partnerships.forms.brands import BrandForm, PolicyForm, policy_forms, shares_of
from partnerships.models import Brand
from partnerships.queries import policies as queries
from partnerships.queries.listing import brand_places
from partnerships.views.respond import differences, newer, posted, show_refusal

METHODS = ["GET", "HEAD", "POST"]


@require_http_methods(METHODS)
@needs(Permission.VIEW, write=Permission.POLICIES)
def brand_list(request: WorkspaceRequest) -> HttpResponse:
    form = BrandForm(posted(request))
    if request.method == "POST" and form.is_valid():
        data = {key: value for key, value in form.cleaned_data.items() if key != "version"}
        try:
            made = actions.create_brand(
                workspace=request.workspace, by=request.user, at=timezone.now(), **data
            )
        except Refused as refused:
            show_refusal(form, refused)
        else:
            messages.success(request, _("%(brand)s is here, with three tiers.") % {"brand": made})
            return redirect("partnerships:policies", request.workspace.slug, made.public_id)
    in_use = list(queries.brands())
    context = {
        "form": form,
        "rows": brand_places(in_use, queries.capacities(in_use)),
        "archived": queries.brands(archived=True),
    }
    status = 422 if form.is_bound else 200
    return render(request, "partnerships/brands.html", context, status=status)


@require_http_methods(METHODS)
@needs(Permission.POLICIES)
def brand(request: WorkspaceRequest, public_id: str) -> HttpResponse:
    row = get_object_or_404(Brand, public_id=public_id)
    form = BrandForm(posted(request), initial=BrandForm.initial_of(row))
    context: dict[str, Any] = {"brand": row, "form": form}
    if request.method == "POST" and form.is_valid():
        data = dict(form.cleaned_data)
        expected = data.pop("version") or 0
        try:
            actions.update_brand(
                brand=row, expected=expected, by=request.user, at=timezone.now(), **data
            )
        except EditConflict as conflict:
            context["conflict"] = differences(form, BrandForm.initial_of(conflict.theirs))
            context["form"] = BrandForm(newer(request.POST, conflict))
        except Refused as refused:
            show_refusal(form, refused)
        else:
            messages.success(request, _("Saved."))
            return redirect("partnerships:brands", request.workspace.slug)
    status = 409 if "conflict" in context else 422 if form.is_bound else 200
    return render(request, "partnerships/brand.html", context, status=status)


@require_POST
@needs(Permission.POLICIES)
def archive(request: WorkspaceRequest, public_id: str) -> HttpResponse:
    row = get_object_or_404(Brand, public_id=public_id)
    try:
        actions.archive_brand(brand=row, by=request.user, at=timezone.now())
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(
            request, _("%(brand)s is put away. It can be taken back.") % {"brand": row}
        )
    return redirect("partnerships:brands", request.workspace.slug)


@require_POST
@needs(Permission.POLICIES)
def restore(request: WorkspaceRequest, public_id: str) -> HttpResponse:
    row = get_object_or_404(Brand, public_id=public_id)
    actions.restore_brand(brand=row, by=request.user, at=timezone.now())
    messages.success(request, _("%(brand)s is back in use.") % {"brand": row})
    return redirect("partnerships:brands", request.workspace.slug)


@require_http_methods(METHODS)
@needs(Permission.VIEW, write=Permission.POLICIES)
def policies(request: WorkspaceRequest, public_id: str) -> HttpResponse:
    row = get_object_or_404(Brand, public_id=public_id)
    stored = queries.policies_of(row)
    forms = policy_forms(stored, posted(request))
    context: dict[str, Any] = {"brand": row, "problem": "", "conflict": []}
    valid = [form.is_valid() for form in forms.values()]
    if request.method == "POST" and all(valid):
        try:
            _save_policies(request, row, forms)
        except EditConflict as conflict:
            forms = _on_newer(request, forms, conflict, context)
        except Refused as refused:
            context["problem"] = str(refused)
        else:
            messages.success(request, _("The policies of %(brand)s are saved.") % {"brand": row})
            return redirect("partnerships:brands", request.workspace.slug)
    context |= {"rows": [(stored[t], f) for t, f in forms.items()], "total": shares_of(forms)}
    status = 409 if context["conflict"] else 422 if request.method == "POST" else 200
    return render(request, "partnerships/policies.html", context, status=status)


def _save_policies(request: WorkspaceRequest, brand: Brand, forms: dict[str, PolicyForm]) -> None:
    data = {tier: dict(form.cleaned_data) for tier, form in forms.items()}
    expected = {tier: values.pop("version") for tier, values in data.items()}
    terms = {tier: actions.PolicyTerms(**values) for tier, values in data.items()}
    actions.update_policy(
        brand=brand, terms=terms, expected=expected, by=request.user, at=timezone.now()
    )


def _on_newer(
    request: WorkspaceRequest,
    forms: dict[str, PolicyForm],
    conflict: EditConflict,
    context: dict[str, Any],
) -> dict[str, PolicyForm]:
    """Both texts of every tier; what was typed stays in the forms, on the stored versions."""
    stored = queries.policies_of(context["brand"])
    data = request.POST.copy()
    for tier, form in forms.items():
        theirs = PolicyForm.initial_of(stored[tier])
        context["conflict"] += differences(form, theirs, of=f"{tier} · ")
        data[f"{tier}-version"] = theirs["version"]
    return policy_forms(stored, data)
