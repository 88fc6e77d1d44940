"""What a link to a new session brings along from the page of common hours: who takes part, and the
times that suit them (row 52)."""

from urllib.parse import urlencode

from django.urls import reverse
from django.utils import timezone

from accounts.access import WorkspaceRequest
from checkins.actions.session_guests import add_guests
from checkins.models import Session
from checkins.rules.sessions import MOST_TIMES
from partnerships.models import Partnership

_MOST_GUESTS = 20


def after_new(request: WorkspaceRequest, row: Session) -> str:
    """Adds the guests that `with` names, and gives the next page: whom to ask, or when."""
    ids = [part for text in request.GET.getlist("with") for part in text.split(",") if part]
    rows = Partnership.objects.living().select_related("creator", "brand", "workspace")
    guests = list(rows.filter(public_id__in=ids[:_MOST_GUESTS]))
    if guests:
        add_guests(session=row, partnerships=guests, by=request.user, at=timezone.now())
    times = request.GET.getlist("at")[:MOST_TIMES]
    # One time is fixed, of several the guests choose.
    step = "session_guests" if not guests else "session_fix" if len(times) == 1 else "session_times"
    page = reverse(f"checkins:{step}", args=[request.workspace.slug, row.public_id])
    return f"{page}?{urlencode({'at': times}, doseq=True)}" if guests and times else page


def minutes_of(request: WorkspaceRequest) -> dict[str, int]:
    """The length that was looked for, as a start of the form."""
    text = request.GET.get("minutes", "")
    return {"minutes": int(text)} if text.isascii() and text.isdecimal() and len(text) < 4 else {}
