"""What the creator hears of their ideas, and the page that takes them (product.md, row 33)."""

from collections.abc import Sequence
from datetime import date, datetime

from django.conf import settings
from django.urls import reverse

from accounts.models import User
from campaigns.models import BriefVersion, Collaboration, Idea
from campaigns.queries.ideas import newest_of
from campaigns.rules.ideas import PAGE_OPEN
from core.mail.outbox import queue_mail
from core.mail.rendering import Rendered, render_mail
from core.models import OutgoingMail
from core.reply_pages import make_token

# What the links of the briefs' mails are signed for.
PURPOSE = "brief"
KIND = "ideas"
_TEMPLATE = "campaigns/mail/ideas"


def answer_url(version: BriefVersion) -> str:
    """The page on which the creator says what they think of this version."""
    token = make_token(
        PURPOSE, version.workspace.public_id, version.public_id, until=_last_day(version)
    )
    return settings.SITE_URL + reverse("campaigns:brief_answer", args=[token])


def open_url(version: BriefVersion | None, at: datetime) -> str:
    """The same while it is open at `at`, else ""."""
    if version is None or at.date() > _last_day(version):
        return ""
    return answer_url(version)


def _last_day(version: BriefVersion) -> date:
    """Two weeks after the campaign, and never less than that after it was shared."""
    ends_on = version.brief.collaboration.campaign.ends_on
    return max(ends_on, version.shared_at.date()) + PAGE_OPEN


def told(
    *,
    collaboration: Collaboration,
    ideas: Sequence[Idea],
    seen: str,
    sender: User,
    at: datetime,
) -> OutgoingMail:
    """All answers in one mail. `seen`: the fingerprint of `ideas`; the same never goes out twice.
    NoAddress if there is none."""
    partnership = collaboration.partnership
    return queue_mail(
        workspace=collaboration.workspace,
        key=f"ideas:{collaboration.public_id}:{seen}",
        kind=KIND,
        to=partnership.mail_to,
        language=partnership.creator.language,
        template=_TEMPLATE,
        context=_context(collaboration, ideas, sender, at),
        from_name=sender.name,
        reply_to=sender.email,
        about=collaboration,
        at=at,
    )


def preview(
    collaboration: Collaboration, ideas: Sequence[Idea], sender: User, at: datetime
) -> Rendered:
    """The mail as it would go out at `at`."""
    said = _context(collaboration, ideas, sender, at)
    context = {**said, "workspace": collaboration.workspace}
    return render_mail(_TEMPLATE, context, language=collaboration.partnership.creator.language)


def _context(
    collaboration: Collaboration, ideas: Sequence[Idea], sender: User, at: datetime
) -> dict[str, object]:
    partnership = collaboration.partnership
    creator = partnership.creator
    _address, name = partnership.mail_to
    return {
        "campaign": collaboration.campaign,
        "brand": partnership.brand,
        "creator": creator,
        "ideas": ideas,
        "sender": sender,
        "greet": name if partnership.contact_name else creator.call_name,
        "zone": creator.zone,
        "url": open_url(newest_of(collaboration), at),
    }
