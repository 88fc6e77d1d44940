"""Words of creators that wait for an answer (product.md, rows 42 and 43)."""

from operator import attrgetter
from urllib.parse import urlencode

from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from checkins.models import Touch
from checkins.queries.lines.check_ins import page
from checkins.queries.lines.known import asked, placed, with_owner
from checkins.rules.answering import answer_by, quote
from checkins.today import LIMIT, Asking, LineAction, Lines, TodayLine
from core.models import InboundFile
from core.prepared import Given

_ANSWER = gettext_lazy("Answer")
_NONE = gettext_lazy("No answer needed")
_OWNER = "partnership__owner"
# Several words of one creator are one line.
_READ = 3 * LIMIT


def answers(asking: Asking) -> Lines:
    """One line for each partnership, the longest wait first; one query."""
    [rows] = yield [asked(_waiting, asking)]
    found: dict[int, list[Touch]] = {}
    for row in placed(rows, asking, attrgetter("partnership")):
        found.setdefault(row.partnership_id, []).append(row)
    return [_line(said, asking) for said in list(found.values())[:LIMIT]]


def _waiting(mine: bool) -> "QuerySet[Touch]":
    path = ("partnership__creator", "partnership__brand", *with_owner(mine, _OWNER))
    rows = Touch.objects.filter(awaits_answer=True).select_related(*path)
    if mine:
        rows = rows.filter(**{_OWNER: Given("user")})
    files = InboundFile.objects.filter(mail=OuterRef("inbound")).order_by().values("mail")
    rows = rows.annotate(files=Subquery(files.annotate(n=Count("pk")).values("n")))
    return rows.order_by("at", "pk")[:_READ]


def _line(said: list[Touch], asking: Asking) -> TodayLine:
    oldest, newest = said[0], said[-1]
    partnership = newest.partnership
    since = oldest.at.astimezone(asking.user.zone).date()
    last_day = answer_by(since)
    late = last_day < asking.today
    return TodayLine(
        # Another word of theirs is another line: what was put off comes back with it.
        key=f"answer:{newest.public_id}",
        kind="answer",
        title=str(partnership.creator),
        what=_quoted(newest),
        reason=_why(said, asking),
        url=page("checkins:touch", newest, newest.public_id),
        due_on=last_day if late else asking.today,
        overdue=late,
        partnership=partnership,
        actions=(
            LineAction("open", _ANSWER, writing_page(newest, back=page("checkins:today", newest))),
            LineAction(
                "none", _NONE, page("checkins:no_answer", newest, newest.public_id), post=True
            ),
        ),
    )


def writing_page(touch: Touch, *, back: str) -> str:
    """Where the answer to `touch` is written; then one is led to `back`."""
    url = page("checkins:write", touch, touch.partnership.public_id)
    return f"{url}?{urlencode({'kind': 'message', 'answers': touch.public_id, 'next': back})}"


def _quoted(touch: Touch) -> str:
    if touch.body:
        return _("“%(words)s”") % {"words": quote(touch.body)}
    n = getattr(touch, "files", None) or 0
    return ngettext("sent %(n)d file", "sent %(n)d files", n) % {"n": n}


def _why(said: list[Touch], asking: Asking) -> str:
    first = said[0].at.astimezone(asking.user.zone).date()
    day = date_format(first, "j E" if first.year == asking.today.year else "j E Y")
    since = _("waits for an answer since %(day)s") % {"day": day}
    if len(said) == 1:
        return since
    n = len(said)
    return f"{since} · " + ngettext("%(n)d message", "%(n)d messages", n) % {"n": n}
