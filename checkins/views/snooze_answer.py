"""The page behind "tomorrow" and "Monday" of the morning mail: one line, one button, no sign-in
(product.md, rows 43 and 76)."""

from dataclasses import dataclass
from datetime import date, datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django_scopes.state import get_scope

from accounts.answer_pages import Found, answer_page
from accounts.models import Membership, User
from accounts.permissions import Permission, may
from checkins.actions.snoozes import snooze_line, unsnooze
from checkins.queries.board import board
from checkins.snooze_links import MONDAY, PURPOSE, TOMORROW, day_of, key_of
from checkins.today import Asking


@dataclass(frozen=True)
class Asked:
    member: Membership
    key: str
    when: str

    @property
    def user(self) -> User:
        return self.member.user


def _asked(member_id: str, line: str, when: str) -> Found:
    rows = Membership.objects.filter(
        public_id=member_id, workspace=get_scope()["workspace"], user__is_active=True
    )
    member = rows.select_related("user", "workspace").first()
    key = key_of(line)
    if member is None or key is None or when not in (TOMORROW, MONDAY):
        return None
    # Who only reads by now puts nothing off: a check-in that rests is not sent meanwhile.
    if not may(member.role, Permission.EDIT):
        return None
    return Asked(member, key, when), member.user.language


@answer_page(PURPOSE, _asked, read=False)
def snooze_answer(request: HttpRequest, asked: Asked) -> HttpResponse:
    """GET shows the line and one button and writes nothing; POST puts it off, or with `back`
    brings it back. The same again changes nothing, nor does what is a colleague's by now."""
    now = timezone.now()
    with timezone.override(asked.user.zone):
        until = day_of(asked.when, timezone.localdate())
        found = board(Asking(user=asked.user, at=now))
        rests = next((day for line, day in found.resting if line.key == asked.key), None)
        line = found.by_key().get(asked.key)
        if request.method == "POST":
            if line is not None:
                _act(request, asked, until=until, rests=rests, at=now)
            return redirect(request.path)
        context = {
            "line": line,
            "member": asked.member,
            "until": until,
            "rests": rests,
            "tomorrow": asked.when == TOMORROW,
        }
        return render(request, "checkins/snooze_answer.html", context)


def _act(
    request: HttpRequest, asked: Asked, *, until: date, rests: date | None, at: datetime
) -> None:
    if "back" in request.POST:
        unsnooze(user=asked.user, key=asked.key, at=at)
    elif rests is None or rests < until:
        workspace = asked.member.workspace
        snooze_line(workspace=workspace, user=asked.user, key=asked.key, until=until, at=at)
