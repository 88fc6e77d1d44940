"""The directory: every creator, found, filtered, ordered (product.md, row 5)."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_safe

from accounts.access import WorkspaceRequest, needs
from accounts.models import Role
from accounts.permissions import Permission, may
from creators.filters import Asked, read_address
from creators.queries.directory import all_columns, any_creator, directory_page
from creators.queries.saved_views import MOST_TABS, views_of
from creators.rows import draw_head, draw_orders, draw_rows
from creators.rules.saved_views import may_change

PAGE = "creators/directory.html"


@require_safe
@needs(Permission.VIEW)
def directory(request: WorkspaceRequest) -> HttpResponse:
    asked = read_address(request.GET)
    opened = request.GET.get("open", "")
    context: dict[str, Any] = {"asked": asked, "opened": opened}
    swap = bool(request.htmx) and not request.htmx.history_restore_request
    if swap and opened in ("filters", "columns"):
        return render(request, f"{PAGE}#{opened}", context | choices_of(asked, opened))
    if not swap and not asked.is_exact:
        # A form without JavaScript sends its empty fields too: the address people share has none.
        return redirect(here(request, asked, "columns" if "move" in request.GET else opened))
    context["moved"] = swap and "column" in request.GET
    shown = "columns" if context["moved"] else opened
    if not swap:
        context["orders"] = draw_orders(asked)
    context |= saved_of(request, asked, tabs=not swap)
    context |= choices_of(asked, shown) | results_of(request, asked)
    response = render(request, f"{PAGE}#results" if swap else PAGE, context)
    patch_vary_headers(response, ["HX-Request"])
    if swap:
        typed = request.htmx.trigger_name == "q"
        response.headers["HX-Replace-Url" if typed else "HX-Push-Url"] = here(request, asked)
    return response


def here(request: WorkspaceRequest, asked: Asked, opened: str = "") -> str:
    """The canonical address of the list, path and query."""
    return f"{request.path}{asked.address(open=opened).removeprefix('.')}"


def saved_of(request: WorkspaceRequest, asked: Asked, *, tabs: bool) -> dict[str, Any]:
    """The saved views above the list, and the one it started from with what became of it."""
    if not tabs and not asked.view:
        return {}
    views = views_of(request.user)
    saved = next((view for view in views if view.public_id == asked.view), None)
    if saved is None:
        asked.view = ""
        return {"tabs": [{"view": view} for view in views[:MOST_TABS]]}
    return {
        "tabs": [{"view": view} for view in views[:MOST_TABS]],
        "saved": saved,
        "changed": asked.saved_state != saved.query,
        "may_change": may_change(
            own=saved.owner_id == request.user.pk,
            shared=saved.shared,
            workspace_owner=request.membership.role == Role.OWNER,
        ),
    }


def choices_of(asked: Asked, opened: str) -> dict[str, Any]:
    """What there is to choose from is read only if it is shown."""
    if opened == "filters":
        return {"groups": asked.groups()}
    if opened == "columns":
        chosen = asked.columns
        return {"chosen": chosen, "others": [c for c in all_columns() if c not in chosen]}
    return {}


def results_of(request: WorkspaceRequest, asked: Asked) -> dict[str, Any]:
    page = directory_page(
        asked.narrowed,
        sort=asked.in_order,
        number=asked.page,
        searching=bool(asked.words),
        columns=asked.columns,
    )
    # Links of the page keep what counts, whatever the swap's form sent along.
    request.GET = asked.query  # type: ignore[assignment]
    role = request.membership.role
    ticks = may(role, Permission.EDIT) or may(role, Permission.EXPORT)
    shared = {"workspace": request.workspace}
    slug = request.workspace.slug
    return {
        "page": page,
        "nobody": not page.total and not asked.is_narrowed and not any_creator(),
        "ticks": ticks,
        "head": draw_head(page, asked, ticks=ticks),
        "rows": draw_rows(page, slug=slug, ticks=ticks, shared=shared),
    }
