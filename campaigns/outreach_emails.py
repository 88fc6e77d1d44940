"""The invitation to a campaign, in the creator's language (product.md, rows 54, 63)."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

from django.conf import settings
from django.urls import reverse

from campaigns.models import Outreach
from core.mail.outbox import queue_mail
from core.models import OutgoingMail
from core.money import Money
from core.reply_pages import make_token
from partnerships.enums import Tier

# What the links of the invitations are signed for; the kind of the mail, too.
PURPOSE = "outreach"
# An answer that comes late is still an answer: the page stays open so long after the day it was
# wanted by, or after the question where no day was named.
LATE_ANSWERS = timedelta(days=30)
NO_DAY_NAMED = timedelta(days=60)


def invitation(*, outreach: Outreach, at: datetime) -> OutgoingMail:
    """Would you like to take part? With the page that takes the answer. NoAddress if there is
    none. What is to be made has to be planned before: the mail names it."""
    partnership = outreach.collaboration.partnership
    return queue_mail(
        workspace=outreach.workspace,
        key=f"outreach:{outreach.public_id}",
        kind=PURPOSE,
        to=partnership.mail_to,
        language=partnership.creator.language,
        template="campaigns/mail/outreach",
        context=_context(outreach),
        from_name=partnership.owner.name,
        reply_to=partnership.owner.email,
        about=outreach,
        at=at,
    )


def answer_url(outreach: Outreach) -> str:
    token = make_token(
        PURPOSE,
        outreach.workspace.public_id,
        outreach.public_id,
        until=_last_day(outreach),
    )
    return settings.SITE_URL + reverse("campaigns:outreach_answer", args=[token])


def _last_day(outreach: Outreach) -> date:
    asked = outreach.asked_at.astimezone(UTC).date()
    if outreach.answer_by is None:
        return asked + NO_DAY_NAMED
    return max(outreach.answer_by, asked) + LATE_ANSWERS


def invitation_context(outreach: Outreach) -> dict[str, object]:
    """What is asked, as the mail and the reply page say it; nothing of ours alone."""
    part = outreach.collaboration
    partnership = part.partnership
    fee = Money(Decimal(part.fee_amount), part.fee_currency)
    return {
        "campaign": part.campaign,
        "brand": partnership.brand,
        "creator": partnership.creator,
        "fee": fee if fee.amount else None,
        "deliverables": list(part.deliverables.all()),
        "message": outreach.message,
        "first": partnership.tier == Tier.T1,
        "answer_by": outreach.answer_by,
        "sender": partnership.owner,
    }


def _context(outreach: Outreach) -> dict[str, object]:
    partnership = outreach.collaboration.partnership
    creator = partnership.creator
    name = partnership.mail_to[1]
    return {
        **invitation_context(outreach),
        "greet": name if partnership.contact_name else creator.call_name,
        "zone": creator.zone,
        "url": answer_url(outreach),
    }
