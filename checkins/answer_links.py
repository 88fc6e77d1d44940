"""The link in a personal mail of ours that leads to a page for the answer: for who reads it in a
program that answers badly, and where no mail is taken in (product.md, People).

A mail is rendered before its row is there, so the link names what both know: its Message-ID, which
comes of its key.
"""

from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.urls import reverse

from core.mail.outbox import message_id
from core.models import OutgoingMail
from core.reply_pages import make_token

PURPOSE = "mail"
ANSWER_WITHIN = timedelta(days=60)


def answer_url(*, workspace: Any, key: str, at: datetime) -> str:
    """Of the mail with `key`, which may be still to be queued; good for ANSWER_WITHIN from `at`."""
    name = message_id(key).strip("<>").partition("@")[0]
    until = (at + ANSWER_WITHIN).date()
    token = make_token(PURPOSE, workspace.public_id, name, until=until)
    return settings.SITE_URL + reverse("checkins:mail_answer", args=[token])


def mail_named(name: str) -> OutgoingMail | None:
    """In the scope of its workspace."""
    return OutgoingMail.objects.filter(message_id__startswith=f"<{name}@").first()
