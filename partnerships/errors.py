"""Why an action of this room refused: words for the person who asked for it, and the field of
the form they belong to ("" for the form as a whole)."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from partnerships.enums import figure_words


class Refused(Exception):
    """Nothing was written. `message` says why, in the language of whoever reads it."""

    message: str | Promise = _("This cannot be done now.")
    field: str = ""

    def __init__(self, message: str | Promise | None = None, *, field: str | None = None) -> None:
        self.message = self.message if message is None else message
        self.field = self.field if field is None else field
        super().__init__(str(self.message))

    def __str__(self) -> str:
        return str(self.message)


class NameTaken(Refused):
    message = _("A brand with this name is already here.")
    field = "name"


class StillInUse(Refused):
    """A brand with living partnerships is not put away."""


class HasHistory(Refused):
    """A brand that something hangs on is archived, never deleted."""

    message = _(
        "This brand has a history: partnerships, campaigns or money. It is not deleted; put it away"
        " instead, and the history stays."
    )


class AlreadyPartners(Refused):
    message = _("This creator and this brand are partners already.")
    field = "creator"


class Archived(Refused):
    message = _("Archived creators and brands take no new partnerships.")


class ReasonMissing(Refused):
    message = _("Say why in a few words: the next manager will want to know.")
    field = "reason"


class OverCapacity(Refused):
    """The tier is full; it takes one more only with a reason (row 8)."""

    field = "over_capacity_reason"

    def __init__(self, *, used: int, places: int) -> None:
        self.used, self.places = used, places
        super().__init__(
            _("The tier is full: %(used)d of %(places)d places. Say why it should take one more.")
            % {"used": used, "places": places}
        )


class NotAMember(Refused):
    message = _("The owner must be a member of the workspace who may edit.")
    field = "owner"


class WrongState(Refused):
    message = _("It is no longer in a state that allows this. Somebody may have been faster.")


class Overlap(Refused):
    field = "starts_on"


class SharesNotWhole(Refused):
    def __init__(self, total: int) -> None:
        self.total = total
        super().__init__(
            _("The budget shares add up to %(total)d%%. They must add up to 100%%.")
            % {"total": total}
        )


class GateClosed(Refused):
    """No first tier without a yes to "easy to work with"; nothing overrides it (row 11)."""

    message = _(
        "The first tier is only for creators who are easy to work with, and the checklist does not"
        " say so yet. No other figure makes up for it."
    )
    field = "tier"


class RequirementsOpen(Refused):
    """The tier asks for what is not there: items of the checklist without a yes, figures that fall
    short. Passed over only as a gut feeling, recorded as one (row 10). `items`: the VettingItems;
    `short_of`: "score", "campaigns" → [has, wanted]."""

    field = "override"

    def __init__(
        self, items: Sequence[Any], short_of: Mapping[str, Sequence[int | None]] | None = None
    ) -> None:
        self.items, self.short_of = items, short_of or {}
        found = [str(item.label) for item in items]
        found += [figure_words(key, *figure) for key, figure in self.short_of.items()]
        words = _(
            "Not met yet: %(items)s. See to it first, or say that this is a gut feeling and why."
        )
        super().__init__(words % {"items": "; ".join(found)})


class RateJump(Refused):
    """Prices rise by the workspace's limit or more; taken with a reason alone (row 25). `jumps`:
    rules.jumps.Jumps."""

    message = _("A price rises more than usual. Say why it is right, or correct it.")
    field = "rate_jump_reason"

    def __init__(self, jumps: Any) -> None:
        self.jumps = jumps
        super().__init__()

    @property
    def flags(self) -> dict[tuple[str, str], str]:
        """(format, currency) → words beside the price."""
        words = _("It was %(old)s: %(percent)s %% more.")
        return {
            (jump.format, jump.now.currency): str(
                words % {"old": jump.before, "percent": f"{jump.percent.normalize():f}"}
            )
            for jump in self.jumps.prices
        }

    @property
    def step_flags(self) -> dict[int, str]:
        """Contract year → words beside the step of tenure."""
        words = _("%(percent)s %% more at once.")
        return {
            step.year: str(words % {"percent": f"{step.percent.normalize():f}"})
            for step in self.jumps.steps
        }
