"""Why an action of this room refused, in words for the person who asked for it."""

from django.utils.translation import gettext_lazy as _

from partnerships.errors import Refused, WrongState

__all__ = [
    "AlreadyTyped",
    "CampaignClosed",
    "LinkTaken",
    "Refused",
    "TwiceTheSame",
    "Unchanged",
    "WrongState",
]


class CampaignClosed(WrongState):
    message = _("The campaign is closed: its work is not changed any more.")


class TwiceTheSame(Refused):
    """The row that a form asks for is there already, but says something else."""


class Unchanged(Refused):
    """Nothing differs from what the creator has seen."""

    def __init__(self, number: int) -> None:
        self.number = number
        super().__init__(
            _("This text is what the creator has already: version %(number)d. Change it first.")
            % {"number": number}
        )


class LinkTaken(Refused):
    field = "link"

    def __init__(self, who: str) -> None:
        super().__init__(
            _("This link is a deliverable of %(who)s. Each post belongs to one creator.")
            % {"who": who}
        )


class AlreadyTyped(Refused):
    """A typed row of this day and market says something else."""

    field = "replace"
    message = _("Other numbers are typed for this day and market already. Replace them?")
