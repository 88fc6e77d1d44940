"""Mails of reports: the summary to its creator, the clock's notices to members."""

from collections.abc import Mapping
from copy import copy
from datetime import datetime
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import translation

from accounts.models import User
from core.charts import Chart, table
from core.mail.outbox import Attachment, queue_mail
from core.mail.rendering import Rendered, render_mail
from core.models import OutgoingMail
from reports.models import Summary
from reports.rules.charts import summary_chart
from reports.rules.showing import (
    business_rows,
    comparison_note,
    engagement_note,
    reach_rows,
    when,
)
from reports.rules.wording import what_is_missing

CHART_ID = "chart"
SUMMARY_MAIL = "reports/mail/summary"


def summary_key(summary: Summary) -> str:
    return f"summary:{summary.public_id}"


def summary(*, summary: Summary, sender: User, at: datetime, leaves_at: datetime) -> OutgoingMail:
    """The summary to its creator, in their language; from the person they know, or in that
    person's name when it goes out by itself. Raises NoAddress."""
    attachments = []
    if summary.chart_png:
        attachments.append(
            Attachment("chart.png", "image/png", bytes(summary.chart_png), content_id=CHART_ID)
        )
    return queue_mail(
        workspace=summary.workspace,
        key=summary_key(summary),
        kind="summary",
        to=summary.collaboration.partnership.mail_to,
        language=summary.language,
        template=SUMMARY_MAIL,
        context=summary_context(summary, sender, chart_src=f"cid:{CHART_ID}"),
        from_name=str(sender),
        reply_to=sender.email,
        about=summary,
        attachments=attachments,
        at=at,
        due_at=leaves_at,
    )


def preview(summary: Summary, sender: User, words: Mapping[str, str]) -> Rendered:
    """The mail as it would go out with `words`; nothing is saved. The chart is shown from the
    summary's own page, since a page has no attachments."""
    shown = copy(summary)
    for name, text in words.items():
        setattr(shown, name, text)
    context = summary_context(shown, sender, chart_src=_chart_url(summary))
    return render_mail(
        SUMMARY_MAIL, {**context, "workspace": summary.workspace}, language=summary.language
    )


def subject_of(summary: Summary, sender: User) -> str:
    """The subject as sent, or as it would be."""
    return summary.mail.subject if summary.mail else preview(summary, sender, {}).subject


def as_sent(summary: Summary) -> str:
    """The HTML that went out, with the chart shown from the summary's own page."""
    assert summary.mail is not None
    return summary.mail.html.replace(f"cid:{CHART_ID}", _chart_url(summary))


def summary_context(summary: Summary, sender: User, *, chart_src: str) -> dict[str, Any]:
    collaboration = summary.collaboration
    creator = collaboration.partnership.creator
    figures = summary.figures
    campaign = collaboration.campaign
    with translation.override(summary.language):
        chart = summary_chart(figures, campaign.name, summary.language)
        return {
            "zone": creator.zone,
            "name": creator.call_name,
            "campaign": campaign.name,
            "brand": campaign.brand.name,
            "sender": sender,
            "opening": summary.opening,
            "personal": summary.personal,
            "worked": _thoughts(summary.worked),
            "did_not": _thoughts(summary.did_not),
            "next_time": _thoughts(summary.next_time),
            "reach_rows": reach_rows(figures),
            "business_rows": business_rows(figures),
            "comparison": comparison_note(figures, to_creator=True),
            "formula": engagement_note(figures),
            "compared": bool(figures["comparison"]["earlier"]),
            "missing": what_is_missing(figures),
            "chart": chart if summary.chart_png else None,
            "chart_text": _as_text(chart) if chart else "",
            "chart_src": chart_src,
            # Somebody without a portal would be led to a door that does not open.
            "portal_url": _portal_url(summary) if creator.person_id else "",
        }


def reminder(*, summary: Summary, to: User, at: datetime, sends_at: datetime) -> OutgoingMail:
    """24 hours gone, not sent yet: to the person who looks after the creator."""
    return _notice("reminder", summary, to, at, sends_at)


def escalation(*, summary: Summary, to: User, at: datetime, sends_at: datetime) -> OutgoingMail:
    """48 hours gone: to that person and the owners, each their own mail."""
    return _notice("escalation", summary, to, at, sends_at)


def _notice(
    name: str, summary: Summary, to: User, at: datetime, sends_at: datetime
) -> OutgoingMail:
    workspace, partnership = summary.workspace, summary.collaboration.partnership
    url = reverse(
        "reports:summary", kwargs={"workspace": workspace.slug, "public_id": summary.public_id}
    )
    return queue_mail(
        workspace=workspace,
        key=f"summary-{name}:{summary.public_id}:{to.public_id}",
        kind=f"summary_{name}",
        to=(to.email, to.name),
        language=to.language,
        template=f"reports/mail/{name}",
        context={
            "zone": to.zone,
            "user": to,
            "summary": summary,
            "creator": partnership.creator,
            "campaign": summary.collaboration.campaign,
            "owner": partnership.owner,
            "has_address": bool(partnership.mail_to[0]),
            "due_text": _moment(summary.due_at, to),
            "sends_text": _moment(sends_at, to),
            "url": settings.SITE_URL + url,
        },
        about=summary,
        at=at,
    )


def _moment(at: datetime, reader: User) -> str:
    with translation.override(reader.language):
        return when(at, reader.zone)


def _as_text(chart: Chart) -> str:
    """What the picture says, for whoever does not see it."""
    return f"{chart.title}: " + "; ".join(" ".join(row) for row in table(chart)[1:])


def _thoughts(text: str) -> list[str]:
    """One a line, as the editor says; empty lines are for the eye of the writer only."""
    return [line.strip() for line in text.splitlines() if line.strip()]


def _portal_url(summary: Summary) -> str:
    creator = summary.collaboration.partnership.creator
    path = reverse(
        "portal:summary", kwargs={"public_id": creator.public_id, "summary_id": summary.public_id}
    )
    return settings.SITE_URL + path


def _chart_url(summary: Summary) -> str:
    return reverse(
        "reports:summary_chart",
        kwargs={"workspace": summary.workspace.slug, "public_id": summary.public_id},
    )
