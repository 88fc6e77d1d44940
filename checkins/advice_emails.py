"""A question to an advisor: in their language around our words, with what the retainer says of it
(row 70)."""

from datetime import datetime, timedelta

from django.conf import settings
from django.urls import reverse

from checkins.models import AdvisoryQuestion
from checkins.queries.wording import greeting_name
from checkins.rules.hours import Hours, next_moment
from core.mail.outbox import queue_mail
from core.models import OutgoingMail
from core.reply_pages import make_token

# What register_stop_rule, register_reply and the delivery log know it by, and what the page of the
# answer is signed for.
KIND = PURPOSE = "advice"
# A year: a good answer may take a season.
GOOD_FOR = timedelta(days=366)


def question(*, question: AdvisoryQuestion, at: datetime) -> OutgoingMail:
    """Once for each question. Raises NoAddress."""
    partnership = question.partnership
    creator = partnership.creator
    hours = Hours.of(creator)
    return queue_mail(
        workspace=question.workspace,
        key=f"advice:{question.public_id}",
        kind=KIND,
        to=partnership.mail_to,
        language=creator.language,
        template="checkins/mail/advice",
        context={
            "greet": greeting_name(partnership),
            "question": question,
            "brand": partnership.brand.name,
            "sender": partnership.owner.name,
            "url": answer_url(question, at),
            "zone": creator.zone,
        },
        from_name=partnership.owner.name,
        reply_to=partnership.owner.email,
        about=question,
        at=at,
        due_at=next_moment(at, hours),
    )


def answer_url(question: AdvisoryQuestion, at: datetime) -> str:
    until = (at + GOOD_FOR).date()
    token = make_token(PURPOSE, question.workspace.public_id, question.public_id, until=until)
    return settings.SITE_URL + reverse("checkins:advice_answer", args=[token])
