"""The page an asking mail links to: one answer, once, without signing in (product.md, People)."""

from contextlib import suppress

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods
from django_scopes import scope

from accounts.models import Workspace
from checkins.actions.introducing import record_answer
from checkins.enums import Side
from checkins.errors import AlreadyAnswered, NotOpen
from checkins.forms.introductions import OwnAnswerForm
from checkins.introduction_emails import PURPOSE
from checkins.models import Introduction
from checkins.queries.introductions import sides
from core.reply_pages import BadToken, Expired, read_token, refused, reply_page, speak, too_many


@reply_page
@require_http_methods(["GET", "HEAD", "POST"])
def introduction_answer(request: HttpRequest, token: str) -> HttpResponse:
    """GET shows the question, or what was answered, and writes nothing; POST records it once."""
    if request.method == "POST" and too_many(request, PURPOSE):
        return refused(request, "many")
    try:
        workspace_id, public_id, side = read_token(PURPOSE, token, at=timezone.now())
    except Expired:
        return refused(request, "expired")
    except (BadToken, ValueError):
        return refused(request, "many" if too_many(request, PURPOSE) else "bad")
    workspace = Workspace.objects.filter(public_id=workspace_id).first()
    if workspace is None or side not in Side.values:
        return refused(request, "bad")
    with scope(workspace=workspace):
        rows = Introduction.objects.select_related("workspace", "owner", "first", "second")
        row = rows.filter(public_id=public_id).first()
        if row is None:
            return refused(request, "bad")
        speak(request, row.creator_of(side).language)
        return _answer(request, row, Side(side))


def _answer(request: HttpRequest, row: Introduction, side: Side) -> HttpResponse:
    form = OwnAnswerForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        # Pressed twice, or it moved on meanwhile: the page says how it stands.
        with suppress(AlreadyAnswered, NotOpen):
            record_answer(
                introduction=row,
                side=side,
                agreed=form.cleaned_data["answer"] == "yes",
                line=form.cleaned_data["line"],
                by=None,
                at=timezone.now(),
            )
        return redirect(request.path)
    mine, other = sorted(sides(row), key=lambda view: view.side != side)
    context = {
        "introduction": row,
        "me": mine.creator,
        "reason": mine.reason,
        "agreed": mine.agreed,
        "answered_at": mine.answered_at,
        "other": other.creator,
        "channels": other.channels,
        "form": form,
        "open": row.state == "asked" and mine.agreed is None,
    }
    status = 422 if form.is_bound else 200
    return render(request, "checkins/introduction_answer.html", context, status=status)
