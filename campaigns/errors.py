"""Why an action of this room refused, in words for the person who asked for it."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from partnerships.errors import Refused, WrongState

__all__ = [
    "AlreadyTyped",
    "CampaignClosed",
    "ExclusivityClash",
    "LinkTaken",
    "ReasonForChange",
    "Refused",
    "TemplateEmpty",
    "TemplateNameTaken",
    "RoundAnswered",
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


class ReasonForChange(Refused):
    """A brief that was settled changes: the creator has to read why."""

    field = "reason"
    message = _("It is locked: say what changes, and why. The creator reads it.")


class ExclusivityClash(Refused):
    """An exclusivity clause forbids this work (row 37). Nobody overrules it here: the agreement is
    amended, or the days are moved."""

    def __init__(self, clause: str, brand: str) -> None:
        super().__init__(
            _(
                "Not shared: the agreement with %(brand)s keeps these days free of “%(clause)s”."
                " Amend it, or move the days."
            )
            % {"brand": brand, "clause": clause}
        )


class TemplateEmpty(Refused):
    message = _("A template says something: fill in one section at least.")


class TemplateNameTaken(Refused):
    field = "name"
    message = _("Another template has this name.")


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


class RoundAnswered(WrongState):
    """`round` is the newest one, as it stands now."""

    message = _("This round has been answered since. What was said is below.")

    def __init__(self, submission: Any) -> None:
        self.round = submission
        super().__init__()
