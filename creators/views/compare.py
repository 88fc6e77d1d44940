"""Candidates side by side: `?row=<id>&row=<id>…`, two to five (product.md, rows 12 to 14)."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.access import WorkspaceRequest, needs
from accounts.permissions import Permission
from creators.models import Creator
from creators.queries.compare import MOST, chosen, compare
from creators.queries.picker import find_creators


@dataclass(frozen=True)
class Choice:
    """Somebody and the address of the page with, or without, them."""

    creator: Creator
    address: str


@require_safe
@needs(Permission.VIEW)
def page(request: WorkspaceRequest) -> HttpResponse:
    creators = chosen(request.GET.getlist("row"))
    rows = [creator.public_id for creator in creators]
    q = request.GET.get("q", "").replace("\x00", "")[:200]
    offered = find_creators(q, exclude=rows) if len(rows) < MOST else []
    context = {
        "comparison": compare(creators, timezone.now()) if creators else None,
        "rows": rows,
        "q": q,
        "most": MOST,
        "shown": [Choice(c, _address(*(r for r in rows if r != c.public_id))) for c in creators],
        "offered": [Choice(creator, _address(*rows, creator.public_id)) for creator in offered],
    }
    return render(request, "creators/compare.html", context)


def _address(*rows: str) -> str:
    return f"?{urlencode([('row', row) for row in rows])}" if rows else "."
