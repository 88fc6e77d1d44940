"""What somebody has to know who writes to a creator (rows 44, 45)."""

from dataclasses import dataclass
from datetime import datetime
from email.parser import BytesHeaderParser

from checkins.enums import CheckInState, TemplateKind
from checkins.errors import (
    AddressSuppressed,
    NoAddressKnown,
    Refused,
    Resting,
)
from checkins.models import CheckIn, CheckInTemplate, Touch
from checkins.queries.absences import spans_of
from checkins.queries.remarks import rests
from checkins.queries.templates import LANGUAGES, choices
from checkins.queries.wording import template_values
from checkins.rules.away import NEVER_AWAY, next_free_moment
from checkins.rules.hours import Hours
from checkins.rules.remarks import GAP
from checkins.rules.wording import fill, in_brackets, problems, unknown, used
from checkins.rules.writing import thread_headers
from checkins.templates_text import ANSWER
from core.mail.suppression import suppression_of
from core.models import OutgoingMail
from partnerships.models import Partnership

# A header of a mail stands within its first bytes; the rest is not read.
_HEAD = 64 * 1024
ANSWER_KEY = "note:answer:"


@dataclass(frozen=True)
class Start:
    """What the form begins with. `missing`: variables that nobody knows the value of here; they
    stand in the text in their brackets, to be replaced."""

    subject: str
    body: str
    missing: tuple[str, ...] = ()


def start_of(partnership: Partnership, template: CheckInTemplate, *, sender: str) -> Start:
    """A template filled for this creator; the gap stands where one's own line goes. A template that
    is broken (written past the actions) gives nothing."""
    if problems(template.subject, template.body):
        return Start("", "")
    values = template_values(partnership, template, GAP, sender=sender)
    missing = unknown(used(template.subject, template.body), values)
    values |= {name: in_brackets([name]) for name in missing}
    return Start(fill(template.subject, values), fill(template.body, values), tuple(missing))


def answer_start(partnership: Partnership, language: str, *, sender: str) -> str:
    template = CheckInTemplate(language=language, subject="", body=ANSWER[language])
    return fill(template.body, template_values(partnership, template, GAP, sender=sender))


def openings_of(partnership: Partnership, kind: str, *, sender: str) -> list[str]:
    """All that our templates of `kind` would say to this creator, without anybody's own words."""
    starts = [
        start_of(partnership, template, sender=sender)
        for language in LANGUAGES
        for template in choices(kind, language)
    ]
    return [f"{start.subject}\n{start.body}" for start in starts]


def refusal(partnership: Partnership, at: datetime, *, answers: Touch | None) -> Refused | None:
    """Why no mail can go to them. Who wrote to us is answered, paused or ended or not."""
    address = partnership.mail_to[0].strip()
    if answers is None and rests(partnership, at):
        return Resting()
    if not address:
        return NoAddressKnown()
    return AddressSuppressed() if suppression_of(address) else None


def next_hour(partnership: Partnership, at: datetime) -> datetime | None:
    """`at` if it is a working hour of theirs, else the next one, after an absence; None while
    nobody knows when they are back."""
    creator = partnership.creator
    away = spans_of([creator.pk]).get(creator.pk, NEVER_AWAY)
    hours = Hours.of(creator)
    return next_free_moment(at, hours, away)


def due_checkpoint(partnership: Partnership, until: datetime) -> CheckIn | None:
    """The planned quarterly talk that a letter of this kind is the talk of."""
    day = until.astimezone(partnership.creator.zone).date()
    rows = CheckIn.objects.filter(
        partnership=partnership, kind=TemplateKind.CHECKPOINT, state=CheckInState.PLANNED
    )
    return rows.filter(due_on__lte=day).first()


def thread_of(touch: Touch | None) -> dict[str, str]:
    """Headers that put an answer to `touch` under it in their mailbox; none where their mail was
    not kept."""
    if touch is None or touch.inbound is None or not touch.inbound.raw:
        return {}
    try:
        with touch.inbound.raw.open("rb") as raw:
            head = raw.read(_HEAD)
    except FileNotFoundError:
        return {}
    theirs = str(BytesHeaderParser().parsebytes(head).get("Message-ID", ""))
    ours = touch.inbound.answers.message_id if touch.inbound.answers else ""
    return thread_headers(theirs, ours)


def reason_not_to_write(mail: OutgoingMail, at: datetime) -> str | None:
    """Stop rule: the partnership was paused or ended since. An answer to their words goes out."""
    if mail.key.startswith(ANSWER_KEY):
        return None
    path = "partnership__creator"
    touch = Touch.objects.select_related(path).filter(mail=mail).first()
    if touch is not None and rests(touch.partnership, at):
        return "the partnership is paused or has ended"
    return None
