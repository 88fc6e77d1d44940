"""Sessions for tests, made by the actions a person has."""

from datetime import timedelta
from typing import Any

from campaigns.models import Brief, BriefVersion, Campaign
from checkins.actions.session_guests import add_guests
from checkins.actions.session_times import ask_times, fix_time
from checkins.actions.sessions import create_session
from checkins.models import Session, SessionGuest, SessionTime
from core.mail.delivery import deliver
from core.models import OutgoingMail
from tests import factories
from tests.factories import NOON

IN_A_WEEK = NOON + timedelta(days=7)


def session(workspace: Any, by: Any, *partnerships: Any, at: Any = NOON, **fields: Any) -> Session:
    """A draft; with `partnerships` as its guests."""
    values = {"kind": "council", "title": "What winter taught us", "minutes": 90, **fields}
    row = create_session(workspace=workspace, organizer=by, by=by, at=at, **values)
    if partnerships:
        add_guests(session=row, partnerships=partnerships, by=by, at=at)
    return row


def guest_of(row: Session, partnership: Any) -> SessionGuest:
    rows = SessionGuest.objects.select_related("session__workspace", "partnership__creator")
    return rows.get(session=row, partnership=partnership)


def version(partnership: Any, by: Any, **fields: Any) -> BriefVersion:
    """The first version of a brief of a campaign called Balcony, shared at noon."""
    facts = {"workspace": partnership.workspace, "brand": partnership.brand, "name": "Balcony"}
    campaign = Campaign.objects.filter(**facts).first()
    campaign = campaign or factories.CampaignFactory(**facts, owner=by)
    part = factories.CollaborationFactory(campaign=campaign, partnership=partnership)
    brief = Brief.objects.create(workspace=part.workspace, collaboration=part, updated_at=NOON)
    values = {"number": 1, "sections": {}, "autonomy": "guided", "shared_at": NOON, **fields}
    return BriefVersion.objects.create(
        workspace=part.workspace, brief=brief, shared_by=by, **values
    )


def mails() -> list[str]:
    """What each mail was, in the order of writing: "poll", "invitation", …"""
    rows = OutgoingMail.objects.exclude(state="cancelled").order_by("pk")
    return [mail.key.split(":")[2] for mail in rows if mail.key.startswith("session:")]


def send_all(at: Any = NOON) -> None:
    for mail in OutgoingMail.objects.filter(state="queued"):
        deliver(mail.pk, at=max(at, mail.due_at))


def fixed(
    row: Session, by: Any, at: Any = NOON, starts_at: Any = IN_A_WEEK, **more: Any
) -> Session:
    fix_time(session=row, starts_at=starts_at, by=by, at=at, **more)
    return row


def asked(row: Session, by: Any, *times: Any, at: Any = NOON) -> list[SessionTime]:
    ask_times(session=row, times=times or [IN_A_WEEK, IN_A_WEEK + timedelta(days=1)], by=by, at=at)
    return list(row.times.all())
