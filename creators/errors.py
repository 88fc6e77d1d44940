"""Why an action of this room refused: words for the person who asked for it, and the field of
the form they belong to ("" for the form as a whole)."""

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


class ChannelTaken(Refused):
    """`owner` is the name of the creator who has the channel."""

    field = "handle"

    def __init__(self, owner: str) -> None:
        self.owner = owner
        super().__init__(_("%(name)s has this channel already.") % {"name": owner})


class BeforeCurrentRate(Refused):
    message = _("The price there is now begins later than this. Choose a later day.")
    field = "valid_from"
