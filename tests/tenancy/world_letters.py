"""A draft of a letter, a question to an advisor."""

from datetime import datetime
from typing import Any

from accounts.models import User
from checkins.advice_emails import answer_url
from checkins.letter_emails import off_url
from checkins.models import AdvisoryQuestion, Letter, LetterText
from partnerships.models import Partnership


def with_letters(partnership: Partnership, owner: User, now: datetime) -> dict[str, Any]:
    ws = partnership.workspace
    letter = Letter.objects.create(workspace=ws, kind="news", title="Spring", author=owner)
    for language in ("en", "ru"):
        LetterText.objects.create(
            workspace=ws,
            letter=letter,
            language=language,
            subject="Hi {name}",
            body="{brand} plans",
        )
    question = AdvisoryQuestion.objects.create(
        workspace=ws, partnership=partnership, asked_at=now, asked_by=owner, question="Which reel?"
    )
    off = off_url(letter, partnership.creator.public_id, now.date())
    return {
        "letter": letter.public_id,
        "letter_language": partnership.creator.language,
        "letters_off_token": off.split("/")[-2],
        "advisory_question": question.public_id,
        "advice_token": answer_url(question, now).split("/")[-2],
    }
