"""Why an action of this room refused: words for the person who asked for it, and the field of
the form they belong to ("" for the form as a whole)."""

from collections.abc import Sequence

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from checkins.rules.wording import in_brackets


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


class AlreadyClosed(Refused):
    message = _("This check-in was closed already. Somebody may have been faster.")


class NotNow(Refused):
    message = _("The partnership is paused or has ended, so no check-in goes out.")


class AwayNow(Refused):
    message = _("They are away, and nobody knows until when. Say when they are back first.")


class ReasonMissing(Refused):
    message = _("Say why in a few words: a check-in is never left out silently.")
    field = "reason"


class NoWayThere(Refused):
    """No address, or one that mail must not go to."""


class NoAddressKnown(NoWayThere):
    message = _("No e-mail address is known. Reach them another way and note it as done.")


class AddressSuppressed(NoWayThere):
    message = _(
        "Mail to this address bounced or was complained about. Reach them another way and note "
        "it as done."
    )


class SlotTaken(Refused):
    message = _("A check-in went out in this period already, so this one waits for a person.")


class InFuture(Refused):
    message = _("This moment has not come yet.")
    field = "when"


class BrokenTemplate(Refused):
    """`problems` are (field, words); nothing with a broken variable is saved or sent (row 45)."""

    def __init__(self, problems: Sequence[tuple[str, str]]) -> None:
        self.problems = list(problems)
        super().__init__("; ".join(words for _field, words in self.problems))


class MissingWords(BrokenTemplate):
    """A variable whose value is not known for this creator: `names` of them."""

    def __init__(self, names: Sequence[str], who: str) -> None:
        self.names = list(names)
        said = {"names": in_brackets(names), "who": who, "n": len(names)}
        words = ngettext(
            "%(names)s is not known for %(who)s: write it in place, or choose another text.",
            "%(names)s are not known for %(who)s: write them in place, or choose another text.",
            len(names),
        )
        super().__init__([("body", words % said)])


class NotOpen(Refused):
    message = _("This introduction has moved on meanwhile. Somebody may have been faster.")


class AlreadyAnswered(Refused):
    message = _("The answer is there already.")


class KnowEachOther(Refused):
    message = _("These two are being introduced, or know each other already.")
    field = "second"


class NotReachable(NoWayThere):
    """Nothing goes out to either unless it reaches both."""


class TooThin(Refused):
    message = _("Say in your own words what you saw: this would fit any post.")
    field = "text"


class NotOut(Refused):
    message = _("It is not published any more: its publication was taken back.")


class Resting(Refused):
    message = _("The partnership is paused or has ended, so no mail goes out.")


class SessionMoved(Refused):
    message = _("This session has moved on meanwhile. Somebody may have been faster.")


class SessionOver(Refused):
    message = _("This session has begun or is over.")


class PaidAlready(Refused):
    message = _("The fee is paid already. Take the payment back first.")


class GapOpen(Refused):
    message = _("[…] still stands in the text: put your own words there, or take it out.")
    field = "body"


class AlreadyWritten(Refused):
    message = _(
        "A letter from this form went out already, with other words. Send again to write a second."
    )


class BrokenLetter(Refused):
    """`problems` are (field of the form, words), such as ("body_ru", …)."""

    def __init__(self, problems: Sequence[tuple[str, str]]) -> None:
        self.problems = list(problems)
        super().__init__(self.problems[0][1], field=self.problems[0][0])


class NotADraft(Refused):
    message = _("This letter is on its way already, or was sent. Somebody may have been faster.")


class NobodyGetsIt(Refused):
    message = _("Nobody would get this letter: look at the audience and its reasons.")


class TooLate(Refused):
    message = _("It is on its way already and cannot be taken back.")
