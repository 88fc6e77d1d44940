"""Why an action of this room refused: words for the person who asked for it, and the field of
the form they belong to ("" for the form as a whole)."""

from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


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


class EmailTaken(Refused):
    message = _("Another creator here has this e-mail.")
    field = "email"


class EmailTakenSince(Refused):
    message = _(
        "Another creator has this e-mail now. Change it there first, then restore this one."
    )


class NameMissing(Refused):
    message = _("A creator needs a name.")
    field = "name"


class ViewNameTaken(Refused):
    message = _("You have a view of this name already.")
    field = "name"


class ChannelTaken(Refused):
    """`owner` is the name of the creator who has the channel."""

    field = "handle"

    def __init__(self, owner: str) -> None:
        self.owner = owner
        super().__init__(_("%(name)s has this channel already.") % {"name": owner})


class BeforeCurrentRate(Refused):
    message = _("The price there is now begins later than this. Choose a later day.")
    field = "valid_from"


class FileRefused(Refused):
    """Empty, too big, or no room for it: the words are those of core.uploads."""

    field = "files"


class AnsweredMeanwhile(Refused):
    """Somebody answered the same item since the form was opened. `mark` is their answer."""

    def __init__(self, mark: Any) -> None:
        self.mark = mark
        super().__init__(_("Somebody answered this while you were writing."))


class EvidenceMissing(Refused):
    message = _("Say what you saw: an answer without evidence helps nobody in a year.")
    field = "evidence"


class RatingOutOfRange(Refused):
    message = _("Rate from 1 to 5.")


class WeightsNotWhole(Refused):
    def __init__(self, total: int) -> None:
        self.total = total
        super().__init__(
            _("The weights add up to %(total)d. They must make 100, none of them below 0.")
            % {"total": total}
        )


class MergedSince(Refused):
    message = _("One of the two was merged with another creator meanwhile.")


class MergeRefused(Refused):
    """`reasons` are sentences, each with what to do about it."""

    def __init__(self, reasons: list[str]) -> None:
        self.reasons = reasons
        super().__init__(" ".join(reasons))
