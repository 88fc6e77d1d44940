"""The mail of a letter that a person wrote: their own words, to one creator (row 44)."""

from collections.abc import Mapping
from datetime import datetime

from django.conf import settings

from accounts.models import User
from checkins.emails import TEMPLATE, Letter, short_letter
from core.mail.rendering import Rendered, render_mail
from core.models import OutgoingMail
from partnerships.models import Partnership

# What register_stop_rule, register_reply and the delivery log know it by.
KIND = "note"


def note(
    *,
    partnership: Partnership,
    letter: Letter,
    key: str,
    sender: User,
    headers: Mapping[str, str],
    due_at: datetime,
    at: datetime,
) -> OutgoingMail:
    """One for each `key`; from whoever wrote it. Raises NoAddress."""
    return short_letter(
        partnership,
        letter,
        key=key,
        kind=KIND,
        sender=sender,
        about=partnership,
        headers=headers,
        due_at=due_at,
        at=at,
    )


def preview(partnership: Partnership, letter: Letter) -> Rendered:
    """As it will look, its plain text beneath; the link to answer leads nowhere yet."""
    words = {"letter": letter, "zone": partnership.creator.zone}
    told = {**words, "answer_url": f"{settings.SITE_URL}/…"}
    plain = render_mail(TEMPLATE, told, language=letter.language).text
    html = {**words, "answer_url": "#", "plain": plain}
    return render_mail("checkins/mail/preview", html, language=letter.language)
