"""Mails that came in and found no place: somebody says whose they are (row 43)."""

from django.db.models import QuerySet
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from checkins.queries.inbox import UNPLACED
from checkins.queries.lines.check_ins import page
from checkins.queries.lines.known import asked, placed
from checkins.today import LIMIT, Asking, LineAction, Lines, TodayLine
from core.models import InboundMail

_OPEN = gettext_lazy("Open")


def unfiled(asking: Asking) -> Lines:
    """One line for all of them, since they are nobody's yet; one query."""
    [rows] = yield [asked(_waiting, asking)]
    found: list[InboundMail] = placed(rows, asking)
    return [_line(found, asking)] if found else []


def _waiting(mine: bool) -> "QuerySet[InboundMail]":
    rows = InboundMail.objects.filter(state__in=UNPLACED, handled_at=None)
    return rows.only("public_id", "workspace", "received_at").order_by("received_at", "pk")[:LIMIT]


def _line(found: list[InboundMail], asking: Asking) -> TodayLine:
    oldest, newest = found[0], found[-1]
    since = oldest.received_at.astimezone(asking.user.zone).date()
    url = page("checkins:inbox", newest)
    n = len(found)
    return TodayLine(
        # Another mail is another line: what was put off comes back with it.
        key=f"inbox:{newest.public_id}",
        kind="inbox",
        title=_("Inbox"),
        what=ngettext("%(n)d mail waits to be filed", "%(n)d mails wait to be filed", n) % {"n": n},
        reason=_("nobody knows yet whose it is; since %(day)s")
        % {"day": date_format(since, "j E")},
        url=url,
        due_on=asking.today,
        minutes=min(2 * n, 20),
        actions=(LineAction("open", _OPEN, url),),
    )
