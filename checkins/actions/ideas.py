"""An idea is a contact from the creator; our answer to it is one from us (rows 7, 42 and 44)."""

from datetime import datetime

from campaigns.models import Idea
from checkins.actions.touches import log_touch
from checkins.enums import Direction, TouchKind
from checkins.models import Touch
from core.models import OutgoingMail
from creators.enums import ContactChannel


def log_idea(*, idea: Idea, at: datetime) -> Touch:
    """Once for each idea, however often it is told or swept."""
    part = idea.collaboration
    return log_touch(
        partnership=part.partnership,
        kind=TouchKind.REPLY,
        direction=Direction.IN,
        at=idea.said_at,
        logged_at=max(at, idea.said_at),
        by=idea.by,
        subject=part.campaign.name,
        body=idea.text,
        channel=ContactChannel.CALL if idea.source == "call" else ContactChannel.EMAIL,
        source_key=f"idea:{idea.public_id}",
    )


def log_told(*, mail: OutgoingMail, ideas: list[Idea], at: datetime) -> Touch:
    """The mail that says what became of `ideas`, which are of one collaboration. Once."""
    return log_touch(
        partnership=ideas[0].collaboration.partnership,
        kind=TouchKind.MESSAGE,
        direction=Direction.OUT,
        at=mail.created_at,
        logged_at=max(at, mail.created_at),
        by=None,
        subject=mail.subject,
        mail=mail,
    )
