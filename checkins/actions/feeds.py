"""A manager's private calendar address: made anew, stopped, read (row 52)."""

from datetime import datetime, timedelta

from django.db import transaction

from accounts.models import Membership, User
from checkins.errors import Refused
from checkins.models import CalendarFeed
from checkins.rules.feed_secret import digest_of, new_secret
from core.audit import record

# A calendar asks every few minutes; when it last did is written down as often as this.
NOTED_EVERY = timedelta(hours=1)


def make_feed(
    *, membership: Membership, by: User, at: datetime, instead_of: str | None = None
) -> tuple[CalendarFeed, str]:
    """The row, and the secret of its address: this once and never again. An address that was there
    opens nothing from now on. `instead_of`: the public id of the one that the page showed ("" for
    none); Refused if it is another by now, so that a page sent twice does not end what was copied.
    """
    with transaction.atomic():
        _own(membership)
        open_ = CalendarFeed.objects.filter(user=membership.user, revoked_at=None).first()
        if instead_of is not None and instead_of != (open_.public_id if open_ else ""):
            raise Refused
        _revoke(membership, by=by, at=at)
        secret = new_secret(membership.workspace.public_id)
        feed = CalendarFeed.objects.create(
            workspace=membership.workspace,
            user=membership.user,
            token_hash=digest_of(secret),
            created_at=at,
        )
        record(verb="feed.made", obj=feed, by=by, at=at)
    return feed, secret


def revoke_feed(*, membership: Membership, by: User, at: datetime) -> bool:
    """From now on it opens nothing. False if none was open."""
    with transaction.atomic():
        _own(membership)
        return _revoke(membership, by=by, at=at)


def note_read(*, feed: CalendarFeed, at: datetime) -> bool:
    """That a calendar asked, as near as NOTED_EVERY."""
    if feed.last_read_at is not None and feed.last_read_at > at - NOTED_EVERY:
        return False
    with transaction.atomic():
        return bool(CalendarFeed.objects.filter(pk=feed.pk).update(last_read_at=at))


def _own(membership: Membership) -> None:
    """Two clicks at once: one after the other."""
    Membership.objects.select_for_update().get(pk=membership.pk)


def _revoke(membership: Membership, *, by: User, at: datetime) -> bool:
    feed = CalendarFeed.objects.filter(user=membership.user, revoked_at=None).first()
    if feed is None:
        return False
    CalendarFeed.objects.filter(pk=feed.pk).update(revoked_at=at)
    record(verb="feed.revoked", obj=feed, by=by, at=at)
    return True
