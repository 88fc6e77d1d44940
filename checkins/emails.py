"""The mail of a check-in: to the creator, in their language, from the person they know."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from accounts.models import User
from checkins.answer_links import answer_url
from checkins.errors import BrokenTemplate, MissingWords
from checkins.models import CheckIn, CheckInTemplate
from checkins.queries.templates import template_for
from checkins.queries.wording import template_values
from checkins.rules.wording import fill, problems, unknown, used
from core.mail.outbox import queue_mail
from core.models import OutgoingMail, WorkspaceModel
from partnerships.models import Partnership

# What register_stop_rule and the delivery log know it by.
KIND = "check_in"
TEMPLATE = "checkins/mail/check_in"


@dataclass(frozen=True)
class Letter:
    """A letter as the creator will read it. `template`: what it was written from, if anything."""

    subject: str
    body: str
    language: str
    template: CheckInTemplate | None = None


def compose(
    partnership: Partnership,
    template: CheckInTemplate,
    personal_line: str = "",
    *,
    sender: str = "",
) -> Letter:
    """Raises BrokenTemplate rather than let a bare variable reach anybody, MissingWords where one
    has no value for this creator. `sender`: who writes, if not the partnership's owner."""
    wrong = problems(template.subject, template.body)
    if wrong:
        raise BrokenTemplate(wrong)
    values = template_values(partnership, template, personal_line, sender=sender)
    if missing := unknown(used(template.subject, template.body), values):
        raise MissingWords(missing, partnership.creator.name)
    return Letter(
        subject=fill(template.subject, values),
        body=fill(template.body, values),
        language=template.language,
        template=template,
    )


def letter_of(
    check_in: CheckIn, personal_line: str, template: CheckInTemplate | None = None
) -> Letter:
    """`template`: the standard one of its kind and language, where it is known already."""
    partnership = check_in.partnership
    template = template or template_for(check_in.kind, partnership.creator.language)
    return compose(partnership, template, personal_line)


def check_in(*, check_in: CheckIn, letter: Letter, slot: str, at: datetime) -> OutgoingMail:
    """One mail for each slot of a partnership and kind, ever."""
    partnership = check_in.partnership
    key = f"checkin:{partnership.public_id}:{check_in.kind}:{slot}"
    return short_letter(
        partnership,
        letter,
        key=key,
        kind=KIND,
        sender=partnership.owner,
        about=check_in,
        at=at,
    )


def short_letter(
    partnership: Partnership,
    letter: Letter,
    *,
    key: str,
    kind: str,
    sender: User,
    about: WorkspaceModel,
    at: datetime,
    due_at: datetime | None = None,
    headers: Mapping[str, str] | None = None,
) -> OutgoingMail:
    """From a person they know, with a page to answer it on; once a `key`. Raises NoAddress."""
    return queue_mail(
        workspace=partnership.workspace,
        key=key,
        kind=kind,
        to=partnership.mail_to,
        language=letter.language,
        template=TEMPLATE,
        context={
            "letter": letter,
            "zone": partnership.creator.zone,
            "answer_url": answer_url(workspace=partnership.workspace, key=key, at=at),
        },
        from_name=sender.name,
        reply_to=sender.email,
        about=about,
        headers=headers,
        at=at,
        due_at=due_at,
    )
