"""The mail of a remark: somebody's own words, to the creator (row 46)."""

from datetime import datetime

from campaigns.models import Deliverable
from checkins.emails import Letter, short_letter
from checkins.queries.wording import greeting_name
from checkins.rules.hours import Hours, next_moment
from checkins.rules.remarks import opening, subject_of
from core.models import OutgoingMail

# What register_stop_rule and the delivery log know it by.
KIND = "remark"
LANGUAGES = ("en", "ru")


def opening_of(deliverable: Deliverable, language: str) -> str:
    partnership = deliverable.collaboration.partnership
    return opening(
        language,
        name=greeting_name(partnership),
        title=deliverable.title,
        sender=partnership.owner.name,
    )


def openings_of(deliverable: Deliverable) -> list[str]:
    return [opening_of(deliverable, language) for language in LANGUAGES]


def remark(*, deliverable: Deliverable, text: str, language: str, at: datetime) -> OutgoingMail:
    """One for each deliverable, ever; in the creator's working hours. Raises NoAddress."""
    partnership = deliverable.collaboration.partnership
    letter = Letter(subject_of(language, deliverable.title), text, language)
    return short_letter(
        partnership,
        letter,
        key=f"{KIND}:{deliverable.public_id}",
        kind=KIND,
        sender=partnership.owner,
        about=deliverable,
        at=at,
        due_at=next_moment(at, Hours.of(partnership.creator)),
    )
