"""Mails of a survey: the question and one reminder, to each in their language (row 65)."""

from datetime import date, datetime

from django.conf import settings
from django.urls import reverse

from checkins.models import Survey, SurveyInvite
from checkins.queries.wording import greeting_name
from checkins.rules.hours import Hours, next_moment
from core.mail.outbox import queue_mail
from core.models import OutgoingMail
from core.reply_pages import make_token

# What the links are signed for; the kinds of the mails, for their stop rule too.
PURPOSE = "survey"
ASK, REMIND = "survey", "survey_reminder"


def ask(*, invite: SurveyInvite, at: datetime) -> OutgoingMail:
    """One mail for each invite, ever; in their working hours. Raises NoAddress."""
    return _queue(invite, ASK, at)


def remind(*, invite: SurveyInvite, at: datetime) -> OutgoingMail:
    return _queue(invite, REMIND, at)


def answer_url(invite: SurveyInvite) -> str:
    until = invite.survey.closes_on
    assert until is not None
    token = make_token(PURPOSE, invite.workspace.public_id, invite.public_id, until=until)
    return settings.SITE_URL + reverse("checkins:survey_answer", args=[token])


def mail_key(kind: str, invite: SurveyInvite) -> str:
    return f"{kind}:{invite.public_id}"


def title_of(survey: Survey, language: str) -> str:
    return survey.title_ru if language.startswith("ru") else survey.title_en


def _queue(invite: SurveyInvite, kind: str, at: datetime) -> OutgoingMail:
    partnership, creator, survey = invite.partnership, invite.creator, invite.survey
    russian = creator.language.startswith("ru")
    closes_on: date | None = survey.closes_on
    return queue_mail(
        workspace=invite.workspace,
        key=mail_key(kind, invite),
        kind=kind,
        to=partnership.mail_to,
        language=creator.language,
        template=f"checkins/mail/{kind}",
        context={
            "greet": greeting_name(partnership),
            "title": title_of(survey, creator.language),
            "intro": survey.intro_ru if russian else survey.intro_en,
            "closes_on": closes_on,
            "sender": partnership.owner,
            "brand": partnership.brand,
            "zone": creator.zone,
            "url": answer_url(invite),
        },
        from_name=partnership.owner.name,
        reply_to=partnership.owner.email,
        about=invite,
        at=at,
        due_at=next_moment(at, Hours.of(creator)),
    )
