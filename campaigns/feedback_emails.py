"""The brand's answers to what a creator's audience said, in one mail (product.md, row 72)."""

from collections.abc import Sequence
from datetime import datetime

from django.conf import settings
from django.urls import reverse

from campaigns.models import Collaboration, Feedback
from core.mail.outbox import queue_mail
from core.models import OutgoingMail

KIND = "feedback"
TEMPLATE = "campaigns/mail/feedback"


def answers_context(collaboration: Collaboration, rows: Sequence[Feedback]) -> dict[str, object]:
    """What the mail says; the preview says the same."""
    partnership = collaboration.partnership
    creator = partnership.creator
    _address, name = partnership.mail_to
    return {
        "rows": rows,
        "campaign": collaboration.campaign,
        "brand": partnership.brand,
        "creator": creator,
        "sender": partnership.owner,
        # Their manager is greeted by name, they themselves by what they like to be called.
        "greet": name if partnership.contact_name else creator.call_name,
        "zone": creator.zone,
        "url": settings.SITE_URL + reverse("portal:work", args=[creator.public_id]),
    }


def answers(
    *, collaboration: Collaboration, rows: Sequence[Feedback], at: datetime
) -> OutgoingMail:
    """All answers they have not been told (the key is that of the first: each is told once).
    NoAddress if there is none."""
    partnership = collaboration.partnership
    return queue_mail(
        workspace=collaboration.workspace,
        key=f"{KIND}:{collaboration.public_id}:{rows[0].public_id}",
        kind=KIND,
        to=partnership.mail_to,
        language=partnership.creator.language,
        template=TEMPLATE,
        context=answers_context(collaboration, rows),
        from_name=partnership.owner.name,
        reply_to=partnership.owner.email,
        about=collaboration,
        at=at,
    )
