"""A word that waits, with a picture; a mail with a page for its answer; a draft and an open
survey."""

from datetime import datetime, timedelta
from typing import Any

from django.core.files.base import ContentFile

from accounts.models import User
from checkins.actions.surveys import create_ready
from checkins.answer_links import answer_url
from checkins.models import Survey, SurveyInvite, Touch
from checkins.survey_emails import answer_url as survey_url
from core.mail.outbox import message_id
from core.models import InboundFile, InboundMail, OutgoingMail
from partnerships.models import Partnership


def with_talk(partnership: Partnership, by: User, now: datetime) -> dict[str, Any]:
    ws = partnership.workspace
    key = f"note:{ws.slug}"
    mail = OutgoingMail.objects.create(
        workspace=ws, key=key, kind="note", language="en", from_email="a@b.example",
        to_email=partnership.creator.email, subject="Hi", text="How are you?", state="sent",
        created_at=now, due_at=now, message_id=message_id(key), about_type="partnerships.partnership",
        about_id=partnership.public_id,
    )  # fmt: skip
    inbound = InboundMail.objects.create(
        workspace=ws, event_key=f"talk:{ws.slug}", received_at=now, from_email="c@d.example",
        to_email="reply@e.example", subject="Re: Hi", text="Fine!", answers=mail, state="filed",
        from_known=False,
    )  # fmt: skip
    shot = InboundFile(mail=inbound, name="sea.png", content_type="image/png", size=8)
    shot.content.save("sea", ContentFile(b"\x89PNG\r\n\x1a\n"))
    said = Touch.objects.create(
        workspace=ws, partnership=partnership, at=now, direction="in", kind="reply",
        channel="email", subject="Re: Hi", body="Fine!", inbound=inbound, awaits_answer=True,
        source_key=f"inbound:{inbound.public_id}", created_at=now,
    )  # fmt: skip
    draft = create_ready(workspace=ws, author=by, at=now)
    survey = create_ready(workspace=ws, author=by, at=now)
    Survey.objects.filter(pk=survey.pk).update(
        state="open", opened_at=now, closes_on=(now + timedelta(days=20)).date()
    )
    survey.refresh_from_db()
    invite = SurveyInvite.objects.create(
        workspace=ws, survey=survey, creator=partnership.creator, partnership=partnership
    )
    return {
        "said": said.public_id,
        "said_file": shot.public_id,
        "mail_token": answer_url(workspace=ws, key=key, at=now).split("/")[-2],
        "survey": draft.public_id,
        "open_survey": survey.public_id,
        "survey_token": survey_url(invite).split("/")[-2],
    }
