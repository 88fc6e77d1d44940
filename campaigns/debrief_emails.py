"""The mail of a win or a debrief to its creator (product.md, row 49). What stands aside for the
team is not in its context at all."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.urls import reverse

from accounts.models import User
from campaigns.models import Debrief
from core.mail.outbox import queue_mail
from core.mail.rendering import Rendered, render_mail
from core.models import OutgoingMail

KIND = "debrief"
_TEMPLATE = "campaigns/mail/debrief"
# What of the collaboration the mail speaks of.
PATH = (
    "campaign__brand",
    "partnership__creator",
    "partnership__brand",
    "partnership__owner",
)


def debrief(*, debrief: Debrief, sender: User | None, at: datetime) -> OutgoingMail:
    """Once for each debrief. NoAddress if there is none."""
    partnership = debrief.collaboration.partnership
    name = sender or partnership.owner
    return queue_mail(
        workspace=debrief.workspace,
        key=f"debrief:{debrief.public_id}",
        kind=KIND,
        to=partnership.mail_to,
        language=partnership.creator.language,
        template=_TEMPLATE,
        context=_context(debrief, name),
        from_name=name.name,
        reply_to=name.email,
        about=debrief,
        at=at,
    )


def preview(debrief: Debrief, sender: User | None) -> Rendered:
    """As it would go out; `debrief` need not be saved."""
    partnership = debrief.collaboration.partnership
    context = _context(debrief, sender or partnership.owner)
    return render_mail(
        _TEMPLATE,
        {**context, "workspace": debrief.workspace},
        language=partnership.creator.language,
    )


def _context(debrief: Debrief, sender: User) -> dict[str, Any]:
    part = debrief.collaboration
    partnership = part.partnership
    creator = partnership.creator
    _address, name = partnership.mail_to
    url = ""
    # Somebody without a portal would be led to a door that does not open.
    if creator.person_id and debrief.pk:
        path = reverse("portal:debrief", args=[creator.public_id, debrief.public_id])
        url = settings.SITE_URL + path
    return {
        "zone": creator.zone,
        "greet": name if partnership.contact_name else creator.call_name,
        "campaign": part.campaign.name,
        "brand": partnership.brand.name,
        "sender": sender,
        "win": debrief.kind == "win",
        "hoped": debrief.hoped,
        "happened": debrief.happened,
        "ours": debrief.ours,
        "theirs": debrief.theirs,
        "together": debrief.together,
        "url": url,
    }
