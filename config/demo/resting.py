"""What Daniel has put off until later, and who reads of a week instead of each morning."""

from datetime import timedelta

from accounts.models import DigestRhythm, Membership
from checkins.actions.snoozes import snooze_line
from checkins.queries.board import board
from checkins.today import Asking, Section
from config.demo.cast import Cast

# What can wait in a week like this one.
_KINDS = ("agreement", "budget")


def make_resting(cast: Cast) -> None:
    daniel = cast.members["daniel"]
    today = cast.now.astimezone(daniel.zone).date()
    shelves = board(Asking(user=daniel, at=cast.now)).shelves
    waits = [
        line
        for shelf in shelves
        if shelf.section == Section.WEEK
        for line in shelf.lines
        if line.kind in _KINDS
    ]
    for days, line in enumerate(waits[:2], 2):
        snooze_line(
            workspace=cast.workspace,
            user=daniel,
            key=line.key,
            until=today + timedelta(days=days),
            at=cast.now,
        )
    # An owner looks at the whole on Mondays.
    Membership.objects.filter(workspace=cast.workspace, user=cast.members["olga"]).update(
        digest_rhythm=DigestRhythm.WEEK
    )
