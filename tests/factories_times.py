"""Sessions of two clocks, for tests of mails, calendars and feeds."""

from datetime import UTC, datetime, time, timedelta

from accounts.models import Membership
from checkins.actions.session_guests import add_guests
from checkins.actions.session_times import ask_times, fix_time
from checkins.actions.sessions import create_session
from checkins.models import Session, SessionGuest
from tests import factories

# Tuesday, 3 March 2026, noon in Greenwich: 15:00 in Moscow, 4:00 in Los Angeles.
NOW = datetime(2026, 3, 3, 12, tzinfo=UTC)
# Tuesday a week later: 18:00 in Moscow, 8:00 in Los Angeles (summer time since the 8th).
START = datetime(2026, 3, 10, 15, tzinfo=UTC)


def host(workspace, **fields):
    """A colleague in Los Angeles."""
    user = factories.UserFactory(
        **{
            "name": "Daniel Cho",
            "email": "daniel@north.example",
            "zone": "America/Los_Angeles",
            **fields,
        }
    )
    Membership.objects.create(workspace=workspace, user=user, role="manager")
    return user


def moscow(workspace, owner, **fields):
    """A partnership with somebody in Moscow who is quiet from 22 to 9."""
    creator = factories.CreatorFactory(
        **{
            "workspace": workspace, "name": "Светлана Ёлкина", "email": "sveta@example.com",
            "market": "RU", "language": "ru", "zone": "Europe/Moscow", "quiet_from": time(22),
            "quiet_until": time(9), **fields,
        }
    )  # fmt: skip
    return factories.PartnershipFactory(workspace=workspace, creator=creator, owner=owner)


def draft(workspace, organizer, *partnerships, at=NOW, **fields) -> Session:
    session = create_session(
        **{
            "workspace": workspace, "kind": "call", "title": "Весна: о чём, и зачем; план",
            "organizer": organizer, "minutes": 60, "by": organizer, "at": at,
            "purpose": "To decide what comes first.", "place": "https://meet.example/a,b;c?d=1",
            **fields,
        }
    )  # fmt: skip
    add_guests(session=session, partnerships=partnerships, by=organizer, at=at)
    return session


def fixed(workspace, organizer, *partnerships, at=NOW, starts_at=START, **fields) -> Session:
    session = draft(workspace, organizer, *partnerships, at=at, **fields)
    fix_time(session=session, starts_at=starts_at, by=organizer, at=at)
    return session


def polled(workspace, organizer, *partnerships, at=NOW, times=None, **fields) -> Session:
    session = draft(workspace, organizer, *partnerships, at=at, **fields)
    asked = times or [START, START + timedelta(days=1)]
    ask_times(session=session, times=asked, by=organizer, at=at)
    return session


def guest_of(session) -> SessionGuest:
    rows = SessionGuest.objects.select_related(
        "workspace", "session__workspace", "session__organizer", "partnership__creator"
    )
    return rows.filter(session=session).order_by("pk").first()
