"""Channels of a creator and the snapshots of their audience (product.md, rows 1 and 13)."""

from datetime import date, datetime
from decimal import Decimal

from django.db import IntegrityError, transaction

from accounts.models import User
from core.audit import record
from creators.actions.found_by import locked, refresh
from creators.errors import ChannelTaken
from creators.models import AudienceSnapshot, Channel, Creator
from creators.rules.handles import Handle
from creators.signals import audience_changed


def add_channel(*, creator: Creator, handle: Handle, by: User | None, at: datetime) -> Channel:
    """The account `handle` (creators.rules.handles.parse_handle) as a channel of `creator`.

    The same one again returns the channel that is there. Raises ChannelTaken if it is another
    creator's.
    """
    try:
        with transaction.atomic():
            stored = locked(creator)
            channel = Channel.objects.create(
                workspace_id=creator.workspace_id,
                creator=stored,
                platform=handle.platform,
                handle=handle.handle,
                handle_key=handle.key,
                url=handle.url,
                created_at=at,
            )
            refresh(stored)
            record(
                verb="channel.added",
                obj=channel,
                by=by,
                at=at,
                changes={"creator": stored, "url": channel.url},
            )
            creator.search, creator.followers = stored.search, stored.followers
    except IntegrityError:
        channel = _holder(handle)
        if channel.creator_id != creator.pk:
            raise ChannelTaken(channel.creator.name) from None
    return channel


def update_channel(*, channel: Channel, handle: Handle, by: User | None, at: datetime) -> bool:
    """The account was renamed or mistyped: the snapshots stay with it. False if it is the same.
    Raises ChannelTaken."""
    new = {
        "platform": handle.platform,
        "handle": handle.handle,
        "handle_key": handle.key,
        "url": handle.url,
    }
    try:
        with transaction.atomic():
            creator = locked(channel.creator)
            channel.refresh_from_db()
            changes = {n: [getattr(channel, n), v] for n, v in new.items()}
            changes = {n: pair for n, pair in changes.items() if pair[0] != pair[1]}
            if not changes:
                return False
            for name, value in new.items():
                setattr(channel, name, value)
            channel.save(update_fields=list(new))
            refresh(creator)
            record(verb="channel.updated", obj=channel, by=by, at=at, changes=changes)
    except IntegrityError:
        raise ChannelTaken(_holder(handle).creator.name) from None
    return True


def remove_channel(*, channel: Channel, by: User | None, at: datetime) -> None:
    """The channel and its snapshots; the audit row keeps what it last showed."""
    with transaction.atomic():
        creator = locked(channel.creator)
        current = Channel.objects.filter(pk=channel.pk).first()
        if current is None:
            return
        record(
            verb="channel.removed",
            obj=current,
            by=by,
            at=at,
            changes={
                "creator": creator,
                "url": current.url,
                "followers": current.followers,
                "snapshots": current.snapshots.count(),
            },
        )
        current.delete()
        refresh(creator)
        _tell(creator, at)


def record_snapshot(
    *,
    channel: Channel,
    taken_on: date,
    followers: int,
    by: User | None,
    at: datetime,
    engagement: Decimal | None = None,
    source: str = "",
) -> AudienceSnapshot:
    """The audience on a day; a second one of the same day replaces the first.

    `engagement` is a fraction (0.0139 is 1.39 %). Channel and creator carry the newest figures.
    """
    values = {"followers": followers, "engagement": engagement, "source": source}
    with transaction.atomic():
        creator = locked(channel.creator)
        before = AudienceSnapshot.objects.filter(channel=channel, taken_on=taken_on).first()
        if before and all(getattr(before, n) == v for n, v in values.items()):
            return before
        snapshot, _ = AudienceSnapshot.objects.update_or_create(
            workspace_id=channel.workspace_id,
            channel=channel,
            taken_on=taken_on,
            defaults=values,
            create_defaults={**values, "created_at": at},
        )
        _carry_newest(channel, creator)
        _tell(creator, at)
        changes = {n: [getattr(before, n), v] if before else v for n, v in values.items()}
        record(
            verb="snapshot.recorded",
            obj=snapshot,
            by=by,
            at=at,
            changes={"channel": channel, "taken_on": taken_on, **changes},
        )
    return snapshot


def remove_snapshot(*, snapshot: AudienceSnapshot, by: User | None, at: datetime) -> None:
    """One that was entered for a wrong day."""
    with transaction.atomic():
        channel = snapshot.channel
        creator = locked(channel.creator)
        current = AudienceSnapshot.objects.filter(pk=snapshot.pk).first()
        if current is None:
            return
        record(
            verb="snapshot.removed",
            obj=current,
            by=by,
            at=at,
            changes={
                "channel": channel,
                "taken_on": current.taken_on,
                "followers": current.followers,
                "engagement": current.engagement,
            },
        )
        current.delete()
        _carry_newest(channel, creator)
        _tell(creator, at)


def _tell(creator: Creator, at: datetime) -> None:
    """The score follows the audience, once it is written."""
    facts = {"workspace_id": creator.workspace_id, "creator_ids": [creator.pk], "at": at}
    transaction.on_commit(lambda: audience_changed.send_robust(sender=Creator, **facts))


def _carry_newest(channel: Channel, creator: Creator) -> None:
    """Followers of the newest snapshot; engagement of the newest that knows it."""
    newest_first = AudienceSnapshot.objects.filter(channel=channel).order_by("-taken_on")
    newest = newest_first.first()
    known = newest_first.exclude(engagement=None).first()
    channel.followers = newest.followers if newest else None
    channel.engagement = known.engagement if known else None
    channel.save(update_fields=["followers", "engagement"])
    refresh(creator)


def _holder(handle: Handle) -> Channel:
    return Channel.objects.select_related("creator").get(
        platform=handle.platform, handle_key=handle.key
    )
