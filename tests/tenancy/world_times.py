"""A call that a guest is asked about, and the private calendar of whoever organises it."""

from datetime import datetime, timedelta
from typing import Any

from accounts.models import Membership, User
from checkins.actions.feeds import make_feed
from checkins.actions.session_guests import add_guests
from checkins.actions.sessions import create_session
from checkins.models import Session
from checkins.queries.session_mails import guest_rows
from checkins.session_emails import answer_token
from partnerships.models import Partnership


def with_times(partnership: Partnership, by: User, now: datetime) -> dict[str, Any]:
    ws = partnership.workspace
    row = create_session(
        workspace=ws, kind="call", title="Spring", organizer=by, minutes=60, by=by, at=now,
        purpose="What comes first", place="https://meet.example/spring",
    )  # fmt: skip
    add_guests(session=row, partnerships=[partnership], by=by, at=now)
    starts = now + timedelta(days=5)
    Session.objects.filter(pk=row.pk).update(state="fixed", starts_at=starts)
    member = Membership.objects.select_related("workspace", "user").get(workspace=ws, user=by)
    _feed, secret = make_feed(membership=member, by=by, at=now + timedelta(minutes=1))
    token = answer_token(guest_rows().get(session=row), now)
    return {"session_token": token, "feed_secret": secret}
