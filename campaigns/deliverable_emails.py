"""Mails about a round of a deliverable: to the creator, in their language (row 41)."""

from dataclasses import replace
from datetime import datetime, timedelta

from django.conf import settings
from django.urls import reverse

from campaigns.enums import Verdict
from campaigns.models import Submission
from campaigns.rules.rounds import CLEAR_ROUNDS
from core.mail.outbox import queue_mail
from core.mail.rendering import Rendered, render_mail
from core.models import OutgoingMail
from core.reply_pages import make_token

# What the link to the reply page is signed for, and how long it is good.
PURPOSE = "round"
ANSWER_WITHIN = timedelta(days=60)
# What the delivery log and the stop rule know them by.
REVISION, APPROVAL = "revision", "approval"
_KINDS: dict[str, str] = {Verdict.REVISION: REVISION, Verdict.APPROVED: APPROVAL}


def verdict(*, submission: Submission, at: datetime) -> OutgoingMail:
    """What we think of the draft; one mail for each round and verdict. Raises NoAddress."""
    deliverable = submission.deliverable
    partnership = deliverable.collaboration.partnership
    kind = _KINDS[submission.verdict]
    return queue_mail(
        workspace=deliverable.workspace,
        key=f"{kind}:{deliverable.public_id}:{submission.number}",
        kind=kind,
        to=partnership.mail_to,
        language=partnership.creator.language,
        template=f"campaigns/mail/{kind}",
        context=_context(submission, answer_url(submission, at), at),
        from_name=partnership.owner.name,
        reply_to=partnership.owner.email,
        about=submission,
        at=at,
    )


def preview(submission: Submission, at: datetime) -> Rendered:
    """The mail as it will be read, but for its link, which answers, and its foot. `submission` need
    not be saved."""
    deliverable = submission.deliverable
    context = _context(submission, f"{settings.SITE_URL}/answer/…", at)
    context["workspace"] = deliverable.workspace
    language = deliverable.collaboration.partnership.creator.language
    template = f"campaigns/mail/{_KINDS[submission.verdict]}"
    letter = render_mail(template, context, language=language)
    return replace(letter, text=letter.text.partition("\n-- \n")[0])


def answer_url(submission: Submission, asked: datetime) -> str:
    token = make_token(
        PURPOSE,
        submission.workspace.public_id,
        submission.public_id,
        until=(asked + ANSWER_WITHIN).date(),
    )
    return settings.SITE_URL + reverse("campaigns:round_answer", args=[token])


def _context(submission: Submission, url: str, at: datetime) -> dict[str, object]:
    deliverable = submission.deliverable
    partnership = deliverable.collaboration.partnership
    creator = partnership.creator
    _address, name = partnership.mail_to
    return {
        "title": deliverable.title,
        "campaign": deliverable.collaboration.campaign.name,
        "due_on": deliverable.due_on,
        "overdue": deliverable.due_on < at.astimezone(creator.zone).date(),
        "note": submission.verdict_note,
        "draft": submission.link,
        # Asked for more often than a clear brief needs: that is on us, and is said.
        "ours": submission.number >= CLEAR_ROUNDS,
        "brand": partnership.brand,
        "sender": partnership.owner,
        # Their manager is greeted by name, they themselves by what they like to be called.
        "greet": name if partnership.contact_name else creator.call_name,
        "zone": creator.zone,
        "url": url,
    }
