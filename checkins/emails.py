"""The mail of a check-in: to the creator, in their language, from the person they know."""

from dataclasses import dataclass
from datetime import datetime

from checkins.errors import BrokenTemplate
from checkins.models import CheckIn, CheckInTemplate
from checkins.queries.templates import template_for
from checkins.rules.wording import BRAND, NAME, PERSONAL, SENDER, fill, problems
from core.mail.outbox import queue_mail
from core.models import OutgoingMail
from partnerships.models import Partnership

# What register_stop_rule and the delivery log know it by.
KIND = "check_in"


@dataclass(frozen=True)
class Letter:
    """A check-in as the creator will read it."""

    subject: str
    body: str
    language: str


def compose(partnership: Partnership, template: CheckInTemplate, personal_line: str = "") -> Letter:
    """Raises BrokenTemplate rather than let a bare variable reach anybody."""
    wrong = problems(template.subject, template.body)
    if wrong:
        raise BrokenTemplate(wrong)
    values = {
        NAME: greeting_name(partnership),
        SENDER: partnership.owner.name,
        BRAND: partnership.brand.name,
        PERSONAL: personal_line.strip(),
    }
    return Letter(
        subject=fill(template.subject, values),
        body=fill(template.body, values),
        language=template.language,
    )


def letter_of(check_in: CheckIn, personal_line: str) -> Letter:
    partnership = check_in.partnership
    template = template_for(check_in.kind, partnership.creator.language)
    return compose(partnership, template, personal_line)


def greeting_name(partnership: Partnership) -> str:
    """Their manager is greeted by name, they themselves by what they like to be called."""
    return partnership.contact_name or partnership.creator.call_name


def check_in(*, check_in: CheckIn, letter: Letter, slot: str, at: datetime) -> OutgoingMail:
    """One mail for each slot of a partnership and kind, ever."""
    partnership = check_in.partnership
    return queue_mail(
        workspace=partnership.workspace,
        key=f"checkin:{partnership.public_id}:{check_in.kind}:{slot}",
        kind=KIND,
        to=partnership.mail_to,
        language=letter.language,
        template="checkins/mail/check_in",
        context={"letter": letter, "zone": partnership.creator.zone},
        from_name=partnership.owner.name,
        reply_to=partnership.owner.email,
        about=check_in,
        at=at,
    )
