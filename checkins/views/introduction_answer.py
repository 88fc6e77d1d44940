"""The page an asking mail links to: one answer, once, without signing in (product.md, People)."""

from contextlib import suppress

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from accounts.answer_pages import Found, answer_page
from checkins.actions.introducing import record_answer
from checkins.enums import Side
from checkins.errors import AlreadyAnswered, NotOpen
from checkins.forms.introductions import OwnAnswerForm
from checkins.introduction_emails import PURPOSE
from checkins.models import Introduction
from checkins.queries.introductions import sides


def _asked(public_id: str, side: str) -> Found:
    rows = Introduction.objects.select_related("workspace", "owner", "first", "second")
    row = rows.filter(public_id=public_id).first() if side in Side.values else None
    return ((row, Side(side)), row.creator_of(side).language) if row else None


@answer_page(PURPOSE, _asked)
def introduction_answer(request: HttpRequest, asked: tuple[Introduction, Side]) -> HttpResponse:
    """GET shows the question, or what was answered, and writes nothing; POST records it once."""
    row, side = asked
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
