"""Questions to advisors that wait too long, and answers that nobody has used (rows 43 and 70)."""

from datetime import timedelta
from operator import attrgetter

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from checkins.models import AdvisoryQuestion
from checkins.queries.lines.check_ins import page
from checkins.queries.lines.known import asked, placed, with_owner
from checkins.rules.advice import ANSWER_WITHIN, USE_WITHIN, has_waited, working_days_since
from checkins.today import LIMIT, Asking, LineAction, Lines, TodayLine
from core.prepared import Given
from partnerships.enums import Stage

_partnership = attrgetter("partnership")
# What nobody used in a year is history.
_FORGOTTEN = timedelta(days=365)


def advice(asking: Asking) -> Lines:
    """At most LIMIT, the longest waiting first; one query."""
    [rows] = yield [
        asked(
            _waiting,
            asking,
            long_ago=asking.at - timedelta(days=ANSWER_WITHIN),
            unused=asking.at - USE_WITHIN,
            forgotten=asking.at - _FORGOTTEN,
        )
    ]
    lines = [_line(row, asking) for row in placed(rows, asking, _partnership)]
    return [line for line in lines if line is not None]


def _waiting(mine: bool) -> "QuerySet[AdvisoryQuestion]":
    rows = AdvisoryQuestion.objects.filter(
        Q(answered_at=None, asked_at__lte=Given("long_ago"))
        | Q(used="", answered_at__lte=Given("unused"), answered_at__gt=Given("forgotten"))
    ).exclude(partnership__stage=Stage.ENDED)
    if mine:
        rows = rows.filter(partnership__owner=Given("user"))
    rows = rows.select_related(
        "partnership__creator", "partnership__brand", *with_owner(mine, "partnership__owner")
    )
    return rows.order_by("asked_at", "pk")[:LIMIT]


def _line(row: AdvisoryQuestion, asking: Asking) -> TodayLine | None:
    creator = row.partnership.creator
    today = asking.at.astimezone(creator.zone).date()
    asked_on = row.asked_at.astimezone(creator.zone).date()
    is_open = row.answered_at is None
    if is_open and not has_waited(asked_on, today, creator.market):
        return None
    url = page("checkins:advice_question", row, row.public_id)
    return TodayLine(
        key=f"advice:{row.public_id}:{'open' if is_open else 'unused'}",
        kind="advice",
        title=str(creator),
        what=_("Their advice has not come yet") if is_open else _("Their advice waits to be used"),
        reason=_why(row, working_days_since(asked_on, today, creator.market)),
        url=url,
        due_on=asking.today if is_open else None,
        zone=creator.zone,
        partnership=row.partnership,
        actions=(LineAction("open", gettext_lazy("Open"), url),),
    )


def _why(row: AdvisoryQuestion, days: int) -> str:
    if row.answered_at is None:
        words = ngettext(
            "asked %(n)d working day ago: %(what)s", "asked %(n)d working days ago: %(what)s", days
        )
        return words % {"n": days, "what": row}
    return _("answered, and nobody has said what came of it: %(what)s") % {"what": row}
