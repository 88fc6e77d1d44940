"""Creators: made, edited, put away and brought back (product.md, rows 1, 2, 4)."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.db import IntegrityError, transaction
from phonenumber_field.phonenumber import PhoneNumber

from accounts.models import User, Workspace
from core.audit import record
from core.versions import save_version
from creators.actions.channels import add_channel
from creators.actions.found_by import found_by, locked
from creators.actions.portal import open_portal
from creators.actions.tags import put_tags, told_tags
from creators.errors import EmailTaken, EmailTakenSince, NameMissing
from creators.models import Creator
from creators.rules.doubles import keys_of
from creators.rules.handles import Handle
from creators.signals import profile_changed

# What a form, an import or the API may set; everything else follows from other acts.
EDITABLE = frozenset(
    {
        "name", "short_name", "email", "phone", "market", "city", "language", "zone", "about",
        "briefing", "lead_days", "contact_by", "quiet_from", "quiet_until", "boundaries", "goals",
        "payment_days",
    }
)  # fmt: skip

Tags = Mapping[str, Iterable[str]]


def create_creator(
    *,
    workspace: Workspace,
    values: Mapping[str, Any],
    by: User | None,
    at: datetime,
    tags: Tags | None = None,
    channel: Handle | None = None,
    public_id: str = "",
) -> Creator:
    """A new creator, with a first `channel` if given. `values`: fields of EDITABLE; `tags`:
    {TagKind: names}.

    `public_id` may be chosen beforehand (a form carries it): the same one again returns the
    creator that the first click made. Raises EmailTaken, ChannelTaken, NameMissing.
    """
    clean = _clean(values)
    if not clean.get("name"):
        raise NameMissing
    keys = keys_of(clean["name"], clean.get("email", ""))
    creator = Creator(workspace=workspace, created_at=at, **clean, **keys)
    if public_id:
        creator.public_id = public_id
    try:
        with transaction.atomic():
            creator.save(force_insert=True)
            put_tags(creator, tags or {})
            creator.search = found_by(creator)
            creator.save(update_fields=["search"])
            told = {name: _told(value) for name, value in clean.items()}
            record(verb="creator.created", obj=creator, by=by, at=at, changes=told)
            if channel:
                add_channel(creator=creator, handle=channel, by=by, at=at)
    except IntegrityError:
        made = Creator.objects.filter(public_id=public_id).first() if public_id else None
        if made:
            return made
        if _email_holder(creator):
            raise EmailTaken from None
        if not public_id:
            raise
        # The id is taken where we may not look: another one, and no hint of that.
        return create_creator(
            workspace=workspace, values=values, by=by, at=at, tags=tags, channel=channel
        )
    return creator


def update_creator(
    *,
    creator: Creator,
    expected: int,
    values: Mapping[str, Any],
    by: User | None,
    at: datetime,
    tags: Tags | None = None,
) -> bool:
    """Save `values` (fields of EDITABLE) and, if given, the kinds of `tags` over version
    `expected`. False if nothing differs. Raises EditConflict, EmailTaken, NameMissing."""
    clean = _clean(values)
    if clean.get("name") == "":
        raise NameMissing
    try:
        with transaction.atomic():
            stored = locked(creator)
            differences = {
                name: [_told(getattr(stored, name)), _told(value)]
                for name, value in clean.items()
                if getattr(stored, name) != value
            }
            if retagged := _retag(stored, tags):
                differences["tags"] = retagged
            if not differences:
                return False
            # A late form raises here, and its tags are rolled back with it.
            save_version(creator, expected=expected, changes=_only(clean, differences))
            creator.search = found_by(creator)
            keys = keys_of(creator.name, creator.email)
            creator.name_key, creator.email_key = keys["name_key"], keys["email_key"]
            Creator.objects.filter(pk=creator.pk).update(search=creator.search, **keys)
            record(verb="creator.updated", obj=creator, by=by, at=at, changes=differences)
            if "email" in differences and stored.portal_open:
                open_portal(creator=creator, by=by, at=at)
            _tell(creator, differences, at)
    except IntegrityError:
        if _email_holder(creator):
            raise EmailTaken from None
        raise
    return True


def _tell(creator: Creator, fields: Iterable[str], at: datetime) -> None:
    facts: dict[str, Any] = {
        "workspace_id": creator.workspace_id,
        "creator_id": creator.pk,
        "fields": list(fields),
        "at": at,
    }
    transaction.on_commit(lambda: profile_changed.send_robust(sender=Creator, **facts))


def archive_creator(
    *, creator: Creator, by: User | None, at: datetime, since: datetime | None = None
) -> bool:
    """Out of the directory, with everything kept. False if it was there already. `since`: the
    time it was archived at before, where that is only put back."""
    with transaction.atomic():
        active = Creator.objects.filter(pk=creator.pk, archived_at=None)
        done = active.update(archived_at=since or at)
        if done:
            creator.archived_at = since or at
            record(verb="creator.archived", obj=creator, by=by, at=at)
    return bool(done)


def restore_creator(*, creator: Creator, by: User | None, at: datetime) -> bool:
    """Back into the directory. Raises EmailTakenSince if the address has a new holder."""
    try:
        with transaction.atomic():
            done = (
                Creator.objects.filter(pk=creator.pk)
                .exclude(archived_at=None)
                .update(archived_at=None)
            )
            if done:
                creator.archived_at = None
                record(verb="creator.restored", obj=creator, by=by, at=at)
    except IntegrityError:
        raise EmailTakenSince from None
    return bool(done)


def _clean(values: Mapping[str, Any]) -> dict[str, Any]:
    if foreign := set(values) - EDITABLE:
        raise TypeError(f"Not for an edit: {', '.join(sorted(foreign))}")
    clean = {
        name: value.strip().replace("\r\n", "\n") if isinstance(value, str) else value
        for name, value in values.items()
    }
    if "email" in clean:
        clean["email"] = clean["email"].lower()
    return clean


def _only(values: dict[str, Any], differences: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in values.items() if name in differences}


def _told(value: Any) -> Any:
    """Zones and phones as text, for the audit row."""
    return str(value) if isinstance(value, ZoneInfo | PhoneNumber) else value


def _retag(creator: Creator, tags: Tags | None) -> list[list[str]] | None:
    """[before, after] if the tags of `creator` became other ones, else None."""
    if not tags:
        return None
    before, had = told_tags(creator)
    put_tags(creator, tags)
    after, has = told_tags(creator)
    return None if had == has else [before, after]


def _email_holder(creator: Creator) -> Creator | None:
    if not creator.email:
        return None
    others = Creator.objects.active().filter(email=creator.email).exclude(pk=creator.pk)
    return others.first()
