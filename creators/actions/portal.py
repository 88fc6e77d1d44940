"""Who may sign in to a creator's portal: the person at the creator's own address (row 75)."""

from datetime import datetime

from django.db import transaction

from accounts.models import User
from core.audit import record
from creators.models import Creator


def open_portal(*, creator: Creator, by: User | None, at: datetime) -> User | None:
    """Let the person at `creator.email` read the portal by a mailed code; again, harmless.

    Without an address the portal is open for whoever gets one later (update_creator asks again).
    When the address changes, the person at the old one no longer gets in.
    """
    with transaction.atomic():
        stored = Creator.objects.select_for_update().get(pk=creator.pk)
        person = person_at(stored)
        if stored.portal_open and stored.person_id == (person.pk if person else None):
            return person
        Creator.objects.filter(pk=stored.pk).update(portal_open=True, person=person)
        told = {"person": person.email if person else ""}
        record(verb="creator.portal_opened", obj=stored, by=by, at=at, changes=told)
    creator.portal_open, creator.person = True, person
    return person


def person_at(creator: Creator) -> User | None:
    """The person at the creator's address, made if nobody is known there; None without one."""
    if not creator.email:
        return None
    email = creator.email.lower()
    user, _made = User.objects.get_or_create(
        email=email,
        defaults={
            "name": creator.name,
            "language": creator.language,
            "zone": creator.zone,
            # Nobody signs in with this: a creator's way in is the code.
            "password": "!",
        },
    )
    return user
