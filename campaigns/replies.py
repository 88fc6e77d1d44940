"""A creator answers the mail of a brief: what they wrote is an idea (product.md, row 33)."""

from datetime import datetime

from campaigns.actions.ideas import record_idea
from campaigns.actions.outreach import note_reply
from campaigns.enums import IdeaSource
from campaigns.idea_emails import KIND
from campaigns.models import BriefVersion, Collaboration
from campaigns.outreach_emails import PURPOSE
from campaigns.queries.ideas import newest_of
from core.mail.replies import register_reply
from core.models import OutgoingMail

_PATH = ("campaign", "partnership__creator", "partnership__brand", "workspace")


def to_brief(mail: OutgoingMail, text: str, at: datetime, source_key: str) -> bool:
    """An answer to a version: a suggestion until somebody says that it is something else."""
    rows = BriefVersion.objects.select_related(*(f"brief__collaboration__{one}" for one in _PATH))
    version = rows.filter(public_id=mail.about_id).first()
    if version is None:
        return False
    return _keep(version.brief.collaboration, version, text, at, source_key)


def to_ideas(mail: OutgoingMail, text: str, at: datetime, source_key: str) -> bool:
    """They answered what they were told of their ideas: they speak of the newest version."""
    part = Collaboration.objects.select_related(*_PATH).filter(public_id=mail.about_id).first()
    if part is None:
        return False
    return _keep(part, newest_of(part), text, at, source_key)


def _keep(
    part: Collaboration, version: BriefVersion | None, text: str, at: datetime, source_key: str
) -> bool:
    if not text.strip():
        return False
    record_idea(
        collaboration=part, of_version=version, text=text, source=IdeaSource.MAIL,
        source_key=source_key, said_at=at, by=None, at=at,
    )  # fmt: skip
    return True


def register() -> None:
    register_reply("brief", to_brief)
    register_reply(KIND, to_ideas)
    register_reply(PURPOSE, note_reply)
