"""Deliverables on their way from due to published (product.md, row 41)."""

from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from campaigns.actions.changes import changed, lock, open_campaign, step, tell
from campaigns.actions.payments import settle_if_complete, take_back_pay
from campaigns.enums import CollaborationState, DeliverableState
from campaigns.errors import CampaignClosed, LinkTaken, Refused, TwiceTheSame, WrongState
from campaigns.models import Collaboration, Deliverable
from campaigns.rules.links import link_key
from campaigns.rules.states import deliverable_sources
from campaigns.signals import deliverable_published, work_changed
from core.audit import record
from core.versions import save_version


def add_deliverable(
    *,
    collaboration: Collaboration,
    title: str,
    content_format: str,
    platform: str,
    due_on: date,
    by: User | None,
    at: datetime,
) -> Deliverable:
    """Something to be published by `due_on`, a date in the creator's zone. The very same again
    gives the row that is there."""
    key = {
        "collaboration": collaboration,
        "title": title.strip(),
        "format": content_format,
        "platform": platform,
        "due_on": due_on,
    }
    with transaction.atomic():
        open_campaign(collaboration.campaign)
        if collaboration.state == CollaborationState.DECLINED:
            raise WrongState(_("They declined. Ask them again first."))
        deliverable, made = Deliverable.objects.get_or_create(
            **key, defaults={"workspace_id": collaboration.workspace_id, "created_at": at}
        )
        if made:
            record(verb="deliverable.added", obj=deliverable, by=by, at=at, changes=key)
    return deliverable


def update_deliverable(
    *,
    deliverable: Deliverable,
    expected: int,
    title: str,
    content_format: str,
    platform: str,
    due_on: date,
    by: User | None,
    at: datetime,
    link: str = "",
    published_at: datetime | None = None,
) -> None:
    """New words; for what is published also a corrected link and time (the payment, if unpaid,
    follows). EditConflict if `expected` is no longer the version."""
    new: dict[str, Any] = {
        "title": title.strip(),
        "format": content_format,
        "platform": platform,
        "due_on": due_on,
    }
    try:
        with transaction.atomic():
            if deliverable.state == DeliverableState.PUBLISHED:
                when = published_at or deliverable.published_at
                new |= _publication(deliverable, link or deliverable.link, when, at)
            differences = changed(deliverable, new)
            save_version(deliverable, expected=expected, changes=new)
            if differences:
                record(
                    verb="deliverable.updated", obj=deliverable, by=by, at=at, changes=differences
                )
            if "published_at" in differences:
                _tell(deliverable, at)
            settle_if_complete(deliverable.collaboration, by=by, at=at)
    except IntegrityError:
        raise TwiceTheSame(
            _("There is such a deliverable already. Give this one another title."), field="title"
        ) from None


def remove_deliverable(*, deliverable: Deliverable, by: User | None, at: datetime) -> None:
    """Take back what was planned by mistake. WrongState for what is published or measured."""
    collaboration = deliverable.collaboration
    with transaction.atomic():
        open_campaign(collaboration.campaign)
        fresh = lock(deliverable)
        if fresh.state == DeliverableState.PUBLISHED or fresh.results.exists():
            raise WrongState(_("It is published or has results, so it stays."))
        if fresh.submissions.exists() or fresh.files.exists():
            raise WrongState(_("It was handed in or has files, so it stays."))
        said = {"title": fresh.title, "format": fresh.format, "due_on": fresh.due_on}
        record(verb="deliverable.removed", obj=fresh, by=by, at=at, changes=said)
        fresh.delete()
        settle_if_complete(collaboration, by=by, at=at)


def publish_deliverable(
    *, deliverable: Deliverable, link: str, published_at: datetime, by: User | None, at: datetime
) -> bool:
    """It is out, at `link` since `published_at`. Starts the payment when it was the last one.

    False if that very link is known already; another one is a correction (`update_deliverable`)
    and raises WrongState here. LinkTaken if it belongs to another creator of the campaign.
    """
    with transaction.atomic():
        still_part(deliverable)
        new = _publication(deliverable, link, published_at, at)
        new["state"] = DeliverableState.PUBLISHED
        published = step(
            deliverable,
            sources=deliverable_sources(DeliverableState.PUBLISHED),
            new=new,
            verb="deliverable.published",
            by=by,
            at=at,
        )
        if published:
            settle_if_complete(deliverable.collaboration, by=by, at=at)
            tell(
                deliverable_published,
                Deliverable,
                workspace_id=deliverable.workspace_id,
                deliverable_id=deliverable.pk,
                at=at,
            )
    if not published and deliverable.link_key != new["link_key"]:
        raise WrongState(_("It is published already, under another link. Edit it instead."))
    return published


def take_back_publication(*, deliverable: Deliverable, by: User | None, at: datetime) -> bool:
    """Marked as published by mistake: approved again, without link. Its results stay with the
    collaboration; a payment that started by it and is not paid is dropped. False if done."""
    with transaction.atomic():
        if lock(deliverable.collaboration).state == CollaborationState.CLOSED:
            raise CampaignClosed
        new = {
            "state": DeliverableState.APPROVED,
            "link": "",
            "link_key": "",
            "published_at": None,
        }
        taken = step(
            deliverable,
            sources=[DeliverableState.PUBLISHED],
            new=new,
            verb="deliverable.taken_back",
            by=by,
            at=at,
        )
        if taken:
            take_back_pay(deliverable.collaboration, by=by, at=at)
            _tell(deliverable, at)
    return taken


def _tell(deliverable: Deliverable, at: datetime) -> None:
    facts = {
        "workspace_id": deliverable.workspace_id,
        "partnership_ids": [deliverable.collaboration.partnership_id],
    }
    tell(work_changed, Deliverable, at=at, **facts)


def still_part(deliverable: Deliverable) -> None:
    """Holds the part; WrongState if the creator declined."""
    if lock(deliverable.collaboration).state == CollaborationState.DECLINED:
        raise WrongState(_("They declined. Ask them again first."))


def _publication(
    deliverable: Deliverable, link: str, published_at: datetime | None, at: datetime
) -> dict[str, Any]:
    """The columns of a publication, checked."""
    if published_at is None or published_at > at:
        raise Refused(_("This time is still to come."), field="published_at")
    key = link_key(link)
    collaboration = deliverable.collaboration
    lock(collaboration.campaign)
    taken = (
        Deliverable.objects.filter(
            link_key=key, collaboration__campaign_id=collaboration.campaign_id
        )
        .exclude(collaboration=collaboration)
        .select_related("collaboration__partnership__creator")
        .first()
    )
    if taken is not None:
        raise LinkTaken(str(taken.collaboration.partnership.creator))
    return {"link": link, "link_key": key, "published_at": published_at}
