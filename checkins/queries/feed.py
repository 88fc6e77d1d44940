"""What a manager's calendar shows: check-ins, sessions, ends of campaigns (row 52).

Check-ins and ends of campaigns are whole days and take no time: a check-in is due on a day of the
creator's calendar, whose hours are not the manager's. Sessions are times and do. Only what the
manager is responsible for stands here; notes of conversations never do.
"""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db.models import Max, Prefetch, Q
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from accounts.models import Membership
from campaigns.enums import CampaignState
from campaigns.models import Campaign
from checkins.calendars.building import Entry
from checkins.enums import CheckInState, GuestAnswer, SessionState
from checkins.models import CheckIn, Session, SessionGuest
from checkins.rules.hours_words import when_there
from checkins.rules.reasons import explain
from core.models import AuditEntry

BACK, AHEAD = timedelta(days=30), timedelta(days=180)
_SHOWN = (SessionState.FIXED, SessionState.HELD, SessionState.CANCELLED)


def entries(member: Membership, now: datetime) -> list[Entry]:
    """In the language that is on; five queries."""
    first, last = now - BACK, now + AHEAD
    check_ins = list(_check_ins(member, first, last))
    sessions = list(_sessions(member, first, last))
    campaigns = list(_campaigns(member, first, last))
    changed = _changed([*check_ins, *sessions, *campaigns])
    slug = member.workspace.slug
    return [
        *(_check_in(row, slug, changed) for row in check_ins),
        *(_session(row, slug, changed) for row in sessions),
        *(_campaign(row, slug, changed) for row in campaigns),
    ]


def _check_ins(member: Membership, first: datetime, last: datetime) -> Any:
    return CheckIn.objects.filter(
        state=CheckInState.PLANNED,
        partnership__owner=member.user,
        due_on__range=(first.date(), last.date()),
    ).select_related("partnership__creator", "partnership__brand")


def _sessions(member: Membership, first: datetime, last: datetime) -> Any:
    guests = SessionGuest.objects.select_related("partnership__creator")
    rows = Session.objects.filter(state__in=_SHOWN, starts_at__range=(first, last)).filter(
        Q(organizer=member.user) | Q(hosts__user=member.user)
    )
    return rows.distinct().prefetch_related(Prefetch("guests", guests)).order_by("starts_at", "pk")


def _campaigns(member: Membership, first: datetime, last: datetime) -> Any:
    rows = Campaign.objects.filter(owner=member.user, ends_on__range=(first.date(), last.date()))
    return (
        rows.exclude(state=CampaignState.CLOSED).select_related("brand").order_by("ends_on", "pk")
    )


def _changed(rows: Iterable[Any]) -> dict[tuple[str, str], datetime]:
    """When each was last touched, as the audit knows; without an entry, when it was made."""
    found = {(row._meta.label_lower, row.public_id): row.created_at for row in rows}
    by_type: dict[str, list[str]] = defaultdict(list)
    for label, public_id in found:
        by_type[label].append(public_id)
    told = Q(pk=None)
    for label, ids in by_type.items():
        told |= Q(object_type=label, object_id__in=ids)
    entries = AuditEntry.objects.filter(told).values_list("object_type", "object_id")
    for label, public_id, at in entries.annotate(last=Max("at")):
        found[(label, public_id)] = max(found[(label, public_id)], at)
    return found


def _check_in(row: CheckIn, slug: str, changed: dict[Any, datetime]) -> Entry:
    creator, brand = row.partnership.creator, row.partnership.brand
    lines = [
        f"{row.get_kind_display()} · {brand.name}",
        explain(row.reason, get_language() or "en"),
        _("By hand") if row.by_hand else when_there(row.send_at, creator.zone),
    ]
    return Entry(
        uid=_uid("check-in", row.public_id),
        title=_("%(kind)s: %(name)s") % {"kind": row.get_kind_display(), "name": creator.name},
        starts=row.due_on,
        stamp=changed[("checkins.checkin", row.public_id)],
        description="\n".join(lines),
        url=_page("creators:profile", slug, creator.public_id),
        sequence=row.version,
    )


def _session(row: Session, slug: str, changed: dict[Any, datetime]) -> Entry:
    assert row.starts_at is not None
    guests = [g.partnership.creator for g in row.guests.all() if g.answer != GuestAnswer.NO]
    lines = [f"{one.name}: {when_there(row.starts_at, one.zone)}" for one in guests]
    return Entry(
        uid=_uid("session", row.public_id),
        title=row.title,
        starts=row.starts_at,
        ends=row.starts_at + timedelta(minutes=row.minutes),
        stamp=changed[("checkins.session", row.public_id)],
        description="\n".join(lines),
        place=row.place,
        url=_page("checkins:session", slug, row.public_id),
        sequence=row.sequence,
        busy=True,
        cancelled=row.state == SessionState.CANCELLED,
    )


def _campaign(row: Campaign, slug: str, changed: dict[Any, datetime]) -> Entry:
    return Entry(
        uid=_uid("campaign-ends", row.public_id),
        title=_("“%(name)s” ends") % {"name": row.name},
        starts=row.ends_on,
        stamp=changed[("campaigns.campaign", row.public_id)],
        description=row.brand.name,
        url=_page("campaigns:detail", slug, row.public_id),
    )


def _uid(kind: str, public_id: str) -> str:
    return f"{kind}-{public_id}@{settings.MAIL_DOMAIN}"


def _page(name: str, slug: str, public_id: str) -> str:
    return settings.SITE_URL + reverse(name, args=[slug, public_id])
