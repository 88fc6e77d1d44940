"""A brand made by mistake is deleted; one with a history is only put away."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.access import WorkspaceRequest, needs
from accounts.permissions import Permission
from partnerships.actions.brands import delete_brand
from partnerships.errors import HasHistory
from partnerships.models import Brand
from partnerships.queries.policies import has_history


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.POLICIES)
def brand_delete(request: WorkspaceRequest, public_id: str) -> HttpResponse:
    row = get_object_or_404(Brand, public_id=public_id)
    status = 200
    if request.method == "POST":
        try:
            delete_brand(brand=row, by=request.user, at=timezone.now())
        except HasHistory:
            status = 422
        else:
            messages.success(request, _("%(brand)s is deleted.") % {"brand": row.name})
            return redirect("partnerships:brands", request.workspace.slug)
    context = {"brand": row, "kept": has_history(row)}
    return render(request, "partnerships/brand_delete.html", context, status=status)
