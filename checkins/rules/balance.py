"""The balance of asks and gifts of a partnership, over twelve months (product.md, row 44).

An *ask* is a contact of ours that asked for something (a brief, a revision, a survey, a message
that says so) and an invitation to a campaign. A *gift* is a contact of ours that asked for nothing
and is of a kind that is meant so, and support (featured, shared, credited, a launch promoted). What
is routine (check-ins, calls, replies, summaries, invoices) is neither.
"""

from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from checkins.enums import BalanceLevel, TouchKind

SPAN = timedelta(days=365)
# Contacts that give, where they ask for nothing.
GIFTS = (
    TouchKind.COMMENT,
    TouchKind.QUESTION,
    TouchKind.OPINION,
    TouchKind.HOW_IS_YEAR,
    TouchKind.WIN,
    TouchKind.LETTER,
    TouchKind.INTRODUCTION,
)
# Fewer asks than this are no habit.
FEW = 3
# So many asks to a gift, and it is mostly asking.
TIMES = 2


@dataclass(frozen=True)
class Balance:
    """Counts of twelve months. `last_gift`: the day of the newest one ever, in UTC."""

    asked: int = 0
    invited: int = 0
    given: int = 0
    support: int = 0
    last_gift: date | None = None

    @property
    def asks(self) -> int:
        return self.asked + self.invited

    @property
    def gifts(self) -> int:
        return self.given + self.support

    @property
    def level(self) -> BalanceLevel:
        return level_of(self.asks, self.gifts)


def level_of(asks: int, gifts: int) -> BalanceLevel:
    if not asks and not gifts:
        return BalanceLevel.QUIET
    if asks <= gifts:
        return BalanceLevel.BALANCED
    if asks >= FEW and asks > TIMES * gifts:
        return BalanceLevel.ASKING
    return BalanceLevel.LEANING


def explain(balance: Balance) -> str:
    """“You asked 6 times and gave 2; the last word that asked for nothing was on 3 March 2026.”"""
    if balance.level == BalanceLevel.QUIET:
        said = _("Nobody asked and nobody gave in twelve months")
    else:
        asked = ngettext("You asked %(n)d time", "You asked %(n)d times", balance.asks)
        gave = ngettext("gave %(n)d", "gave %(n)d", balance.gifts)
        said = _("%(asked)s and %(gave)s") % {
            "asked": asked % {"n": balance.asks},
            "gave": gave % {"n": balance.gifts},
        }
    if balance.last_gift is None:
        return _("%(said)s; no word yet that asked for nothing.") % {"said": said}
    return _("%(said)s; the last one that asked for nothing was on %(day)s.") % {
        "said": said,
        "day": date_format(balance.last_gift, "j E Y"),
    }


def formula() -> str:
    """What is counted, for the page that shows it."""
    return _(
        "Of the last 12 months. Asks: briefs, revisions, surveys and messages that asked for "
        "something, and each invitation to a campaign. Gifts: a comment on their content, “why "
        "that angle?”, their opinion, “how is your year?”, a win, a letter, an introduction, and "
        "support (featured, shared, credited, a launch). Check-ins, calls, replies and summaries "
        "are neither. At most as many asks as gifts is balanced; from %(few)d asks on, more than "
        "%(times)d for each gift is mostly asking."
    ) % {"few": FEW, "times": TIMES}
