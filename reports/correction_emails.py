"""Mails of corrections: to the creator, marked as one; the clock's notice to whoever keeps them."""

from copy import copy
from datetime import datetime
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import translation

from accounts.models import User
from core.charts import table
from core.mail.outbox import Attachment, queue_mail
from core.mail.rendering import Rendered, render_mail
from core.models import OutgoingMail
from reports.emails import CHART_ID
from reports.models import Correction
from reports.queries.corrections import Story
from reports.rules.charts import summary_chart
from reports.rules.corrections import changes, compared
from reports.rules.showing import comparison_note, engagement_note, when

CORRECTION_MAIL = "reports/mail/correction"


def correction(
    *, story: Story, correction: Correction, sender: User, at: datetime, leaves_at: datetime
) -> OutgoingMail:
    """What was said, what is right, and why; once for each correction. Raises NoAddress."""
    summary = correction.summary
    attachments = []
    if correction.chart_png:
        picture = bytes(correction.chart_png)
        attachments.append(Attachment("chart.png", "image/png", picture, content_id=CHART_ID))
    return queue_mail(
        workspace=summary.workspace,
        key=f"correction:{correction.public_id}",
        kind="correction",
        to=summary.collaboration.partnership.mail_to,
        language=summary.language,
        template=CORRECTION_MAIL,
        context=correction_context(story, correction, sender, chart_src=f"cid:{CHART_ID}"),
        from_name=str(sender),
        reply_to=sender.email,
        about=correction,
        attachments=attachments,
        at=at,
        due_at=leaves_at,
    )


def preview(
    story: Story, correction: Correction, sender: User, note: str | None = None
) -> Rendered:
    """The mail as it would go out with `note`; nothing is saved."""
    shown = copy(correction)
    if note is not None:
        shown.note = note
    summary = correction.summary
    context = correction_context(story, shown, sender, chart_src=_chart_url(correction))
    return render_mail(
        CORRECTION_MAIL, {**context, "workspace": summary.workspace}, language=summary.language
    )


def subject_of(story: Story, correction: Correction) -> str:
    """As sent, or as it would be."""
    if correction.mail is not None:
        return correction.mail.subject
    return preview(story, correction, correction.summary.collaboration.partnership.owner).subject


def as_sent(correction: Correction) -> str:
    """The HTML that went out, with the chart shown from the correction's own page."""
    assert correction.mail is not None
    return correction.mail.html.replace(f"cid:{CHART_ID}", _chart_url(correction))


def correction_context(
    story: Story, correction: Correction, sender: User, *, chart_src: str
) -> dict[str, Any]:
    summary = correction.summary
    part = summary.collaboration
    creator = part.partnership.creator
    figures, before = correction.figures, story.before(correction)
    with translation.override(summary.language):
        chart = summary_chart(figures, part.campaign.name, summary.language)
        words = "; ".join(" ".join(row) for row in table(chart)[1:]) if chart else ""
        return {
            "zone": creator.zone,
            "name": creator.call_name,
            "campaign": part.campaign.name,
            "brand": part.campaign.brand.name,
            "sender": sender,
            "told_at": story.told.at,
            "note": correction.note,
            "changes": changes(before, figures),
            "rows": compared(before, figures),
            "comparison": comparison_note(figures, to_creator=True),
            "formula": engagement_note(figures),
            "chart": chart if correction.chart_png else None,
            "chart_text": f"{chart.title}: {words}" if chart else "",
            "chart_src": chart_src,
            "portal_url": _portal_url(correction) if creator.person_id else "",
        }


def reminder(*, correction: Correction, to: User, at: datetime, sends_at: datetime) -> OutgoingMail:
    """24 hours gone, not sent yet: to the person who looks after the creator."""
    summary = correction.summary
    partnership = summary.collaboration.partnership
    args = [summary.workspace.slug, correction.public_id]
    with translation.override(to.language):
        sends_text = when(sends_at, to.zone)
    return queue_mail(
        workspace=summary.workspace,
        key=f"correction-reminder:{correction.public_id}:{to.public_id}",
        kind="correction_reminder",
        to=(to.email, to.name),
        language=to.language,
        template="reports/mail/correction_reminder",
        context={
            "zone": to.zone,
            "user": to,
            "creator": partnership.creator,
            "campaign": summary.collaboration.campaign,
            "has_address": bool(partnership.mail_to[0]),
            "sends_text": sends_text,
            "url": settings.SITE_URL + reverse("reports:correction", args=args),
        },
        about=correction,
        at=at,
    )


def _portal_url(correction: Correction) -> str:
    summary = correction.summary
    creator = summary.collaboration.partnership.creator
    args = [creator.public_id, summary.public_id]
    return settings.SITE_URL + reverse("portal:summary", args=args)


def _chart_url(correction: Correction) -> str:
    args = [correction.summary.workspace.slug, correction.public_id]
    return reverse("reports:correction_chart", args=args)
