"""The directory: every creator, found, filtered, ordered (product.md, row 5)."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_safe

from accounts.access import WorkspaceRequest, needs
from accounts.permissions import Permission
from core.panels import columns as panel_columns
from creators.filters import SORTS, Asked, DirectoryFilter
from creators.models import Creator
from creators.queries.directory import any_creator, directory_page, tags_in_use

COLUMNS = "creators.directory"


@require_safe
@needs(Permission.VIEW)
def directory(request: WorkspaceRequest) -> HttpResponse:
    columns = panel_columns(COLUMNS)
    opened = "filters" in request.GET
    filterset = DirectoryFilter(
        request.GET,
        queryset=Creator.objects.all(),
        tags=tags_in_use,
        columns=columns,
        opened=opened,
    )
    asked = Asked(filterset, request.GET)
    context = {"form": filterset.form, "asked": asked, "sorts": SORTS, "opened": opened}
    swap = bool(request.htmx) and not request.htmx.history_restore_request
    if swap and opened:
        return render(request, "creators/directory.html#filters", context)
    if not swap and not asked.is_exact:
        # A form without JavaScript sends its empty fields too: the address people share has none.
        return redirect(f"{request.path}{asked.address().removeprefix('.')}")
    page = directory_page(
        filterset.qs,
        sort=asked.sort,
        number=asked.page,
        searching="q" in asked.values,
        columns=columns,
    )
    # Links of the page keep what counts, whatever the swap's form sent along.
    request.GET = asked.query  # type: ignore[assignment]
    context["page"] = page
    context["nobody"] = not page.total and not asked.is_narrowed and not any_creator()
    name = "creators/directory.html#results" if swap else "creators/directory.html"
    response = render(request, name, context)
    patch_vary_headers(response, ["HX-Request"])
    if swap:
        typed = request.htmx.trigger_name == "q"
        address = f"{request.path}{asked.address().removeprefix('.')}"
        response.headers["HX-Replace-Url" if typed else "HX-Push-Url"] = address
    return response
