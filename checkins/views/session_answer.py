"""The page that a mail about a session links to: one answer, without signing in (row 52)."""

from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from accounts.answer_pages import Found, answer_page
from checkins.actions.sessions import record_answer
from checkins.calendars.building import FILE_NAME
from checkins.enums import SessionState
from checkins.errors import Refused
from checkins.forms.session_answer import GuestForm
from checkins.models import SessionGuest, SessionTime
from checkins.queries.session_mails import guest_rows
from checkins.rules.sessions import asked_about
from checkins.session_emails import PURPOSE, clocks, own_calendar

Asked = tuple[SessionGuest, int]


def _asked(public_id: str, sequence: str) -> Found:
    """The guest, and what their mail knew of the session."""
    guest = guest_rows().filter(public_id=public_id).first()
    if guest is None or not sequence.isdecimal():
        return None
    return (guest, int(sequence)), guest.partnership.creator.language


@answer_page(PURPOSE, _asked)
def session_answer(request: HttpRequest, asked: Asked) -> HttpResponse:
    """GET shows the question, or what was answered, and writes nothing; POST records it once."""
    guest, sequence = asked
    now, session = timezone.now(), guest.session
    state = _state(guest, now)
    times = _times(guest, now) if state == "poll" else []
    form = GuestForm(request.POST if request.method == "POST" else None, times=times)
    late = ""
    if request.method == "POST" and (guest.answer or state not in ("poll", "fixed")):
        if _pressed_twice(guest, request):
            return redirect(request.path)
        late = request.POST.get("line", "").strip()[:1000] or "-"
    elif request.method == "POST" and form.is_valid() and _recorded(guest, form, now):
        return redirect(request.path)
    context = {
        "guest": guest,
        "session": session,
        "state": state,
        "me": guest.partnership.creator,
        "host": session.organizer,
        "when": clocks(guest, session.starts_at) if session.starts_at else None,
        "times": times,
        "suits": [clocks(guest, t.starts_at)["there"] for t in guest.suits.all()],
        "moved": sequence < session.sequence and state in ("poll", "fixed") and not form.errors,
        "seen": asked_about(session.state, session.starts_at),
        "form": form,
        "late": late,
        "calendar": request.path + FILE_NAME if state == "fixed" else "",
    }
    status = 409 if late else 422 if form.is_bound else 200
    return render(request, "checkins/session_answer.html", context, status=status)


@answer_page(PURPOSE, _asked)
def session_calendar(request: HttpRequest, asked: Asked) -> HttpResponse:
    """The event for one's own calendar; 404 while no time is fixed."""
    guest, _sequence = asked
    if guest.session.state != SessionState.FIXED:
        return HttpResponse(status=404)
    content = own_calendar(guest, timezone.now())
    response = HttpResponse(content, content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{FILE_NAME}"'
    return response


def _recorded(guest: SessionGuest, form: GuestForm, now: datetime) -> bool:
    """False where the act refuses what the form let pass; the words stand on the form then."""
    try:
        record_answer(
            guest=guest,
            answer=form.cleaned_data["answer"],
            suits=form.chosen(),
            note=form.cleaned_data["line"],
            seen=form.data.get("seen", ""),
            by=None,
            at=now,
        )
    except Refused as refused:
        field = refused.field if refused.field in form.fields else None
        form.add_error(field, str(refused))
        return False
    return True


def _pressed_twice(guest: SessionGuest, request: HttpRequest) -> bool:
    """Whether this is the answer that is there; another one is shown back, not lost."""
    said = (request.POST.get("answer", ""), request.POST.get("line", "").strip())
    return said == (guest.answer, guest.note)


def _state(guest: SessionGuest, now: datetime) -> str:
    """poll, fixed, cancelled, over, or waiting: it has not been decided what to ask."""
    session = guest.session
    if session.state == SessionState.CANCELLED:
        return "cancelled"
    begun = session.starts_at is not None and session.starts_at <= now
    if session.state == SessionState.HELD or begun:
        return "over"
    return {SessionState.POLLED: "poll", SessionState.FIXED: "fixed"}.get(
        SessionState(session.state), "waiting"
    )


def _times(guest: SessionGuest, now: datetime) -> list[tuple[SessionTime, str]]:
    coming = [time for time in guest.session.times.all() if time.starts_at > now]
    return [(time, _words(clocks(guest, time.starts_at))) for time in coming]


def _words(said: dict[str, str]) -> str:
    # On a narrow screen our clock moves to the next line as a whole.
    ours = said["here"].replace(" ", "\N{NO-BREAK SPACE}")
    return f"{said['there']} · {ours}" if ours else said["there"]
