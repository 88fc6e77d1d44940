"""A letter as its readers get it: in their language, from the person they know (row 48).

Each copy tells mail programs how to stop letters: a page that takes one press (RFC 8058), and an
address where this house takes mail in.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.conf import settings
from django.urls import reverse

from accounts.models import User
from checkins.models import Letter, LetterCopy, LetterText
from checkins.queries.wording import greeting_name
from checkins.rules.letters import problems
from checkins.rules.wording import BRAND, NAME, SENDER, fill
from core.mail.addresses import reply_address
from core.mail.outbox import queue_mail
from core.mail.rendering import Rendered, render_mail
from core.models import OutgoingMail
from core.reply_pages import make_token
from partnerships.models import Partnership

# What register_stop_rule, register_reply and the delivery log know it by.
KIND, TEST_KIND = "letter", "letter_test"
# What the pages that stop letters are signed for; mails are kept for years.
PURPOSE = "letters_off"
GOOD_FOR = timedelta(days=3 * 366)
# What a mail program writes for somebody who presses "unsubscribe".
STOP_WORD = "unsubscribe"
_TEMPLATE = "checkins/mail/insight"


class BrokenText(Exception):
    """A text with a broken variable never reaches anybody."""


@dataclass(frozen=True)
class Words:
    subject: str
    body: str
    context: str
    language: str


def words_of(text: LetterText, values: Mapping[str, str]) -> Words:
    if problems(text.subject, text.body, text.context):
        raise BrokenText(str(text))
    return Words(
        subject=fill(text.subject, values),
        body=fill(text.body, values),
        context=fill(text.context, values),
        language=text.language,
    )


def values_for(partnership: Partnership) -> dict[str, str]:
    return {
        NAME: greeting_name(partnership),
        SENDER: partnership.owner.name,
        BRAND: partnership.brand.name,
    }


def letter_copy(
    *, copy: LetterCopy, text: LetterText, at: datetime, due_at: datetime
) -> OutgoingMail:
    """One mail for each letter and creator, ever. Raises NoAddress, BrokenText."""
    partnership = copy.partnership
    url = off_url(copy.letter, copy.creator.public_id, due_at.date())
    mail = queue_mail(
        workspace=copy.workspace,
        key=f"letter:{copy.letter.public_id}:{copy.creator.public_id}",
        kind=KIND,
        to=partnership.mail_to,
        language=text.language,
        template=_TEMPLATE,
        context=_context(words_of(text, values_for(partnership)), partnership, url),
        from_name=partnership.owner.name,
        reply_to=partnership.owner.email,
        about=copy,
        at=at,
        due_at=due_at,
        headers={
            "List-Unsubscribe": f"<{url}>",
            "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        },
    )
    address = reply_address(mail)
    if address and "mailto:" not in mail.headers["List-Unsubscribe"]:
        # The address holds the mail's own id: known only now, and nobody has begun to send it.
        way = f"<mailto:{address}?subject={STOP_WORD}&body={STOP_WORD}>"
        mail.headers["List-Unsubscribe"] += f", {way}"
        mail.save(update_fields=["headers"])
    return mail


def test(
    *, letter: Letter, text: LetterText, partnership: Partnership, to: User, at: datetime
) -> OutgoingMail:
    """To the person who writes it, as `partnership` would read it; once for each second, so that
    a double click is one mail. Its link stops nothing."""
    return queue_mail(
        workspace=letter.workspace,
        key=f"lettertest:{letter.public_id}:{text.language}:{to.public_id}:{at:%Y%m%d%H%M%S}",
        kind=TEST_KIND,
        to=(to.email, to.name),
        language=text.language,
        template=_TEMPLATE,
        context=_context(words_of(text, values_for(partnership)), partnership, _no_url()),
        from_name=partnership.owner.name,
        reply_to=to.email,
        about=letter,
        at=at,
    )


def preview(text: LetterText, partnership: Partnership) -> Rendered:
    """The mail as they will read it; its link leads nowhere."""
    words = words_of(text, values_for(partnership))
    context = {**_context(words, partnership, _no_url()), "workspace": partnership.workspace}
    return render_mail(_TEMPLATE, context, language=text.language)


def off_url(letter: Letter, creator_id: str, sent: date) -> str:
    token = make_token(
        PURPOSE,
        letter.workspace.public_id,
        creator_id,
        letter.public_id,
        until=sent + GOOD_FOR,
    )
    return settings.SITE_URL + reverse("checkins:letters_off", args=[token])


def _no_url() -> str:
    return f"{settings.SITE_URL}/answer/…"


def _context(words: Words, partnership: Partnership, url: str) -> dict[str, Any]:
    return {"words": words, "off_url": url, "zone": partnership.creator.zone}
