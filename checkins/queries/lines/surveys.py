"""A survey that closes soon, and one whose results are there (row 65)."""

from datetime import UTC, datetime, time, timedelta

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from checkins.enums import SurveyState
from checkins.models import Survey, SurveyInvite
from checkins.queries.lines.check_ins import page
from checkins.queries.lines.known import asked, placed
from checkins.today import LIMIT, Asking, LineAction, Lines, TodayLine
from core.prepared import Given

CLOSES_SOON = timedelta(days=3)
# Results that nobody has read after so long are found on their own page.
FRESH = timedelta(days=7)
_OPEN = gettext_lazy("Open")
_READ = gettext_lazy("Read the results")


def surveys(asking: Asking) -> Lines:
    """Of whoever wrote it; one query."""
    soon = asking.today + CLOSES_SOON
    [rows] = yield [asked(_pressing, asking, soon=soon, fresh=asking.at - FRESH)]
    return [_line(row, asking) for row in placed(rows, asking)]


def _pressing(mine: bool) -> "QuerySet[Survey]":
    rows = Survey.objects.filter(
        Q(state=SurveyState.OPEN, closes_on__lte=Given("soon"))
        | Q(state=SurveyState.CLOSED, closed_at__gte=Given("fresh"))
    )
    if mine:
        rows = rows.filter(author=Given("user"))
    invites = SurveyInvite.objects.filter(survey=OuterRef("pk")).order_by().values("survey")
    answered = invites.annotate(n=Count("pk", filter=Q(answered_on__isnull=False))).values("n")
    everybody = invites.annotate(n=Count("pk")).values("n")
    rows = rows.annotate(answered=Subquery(answered), asked=Subquery(everybody))
    return rows.order_by("closes_on", "pk")[:LIMIT]


def _line(row: Survey, asking: Asking) -> TodayLine:
    closed = row.state == SurveyState.CLOSED
    url = page("checkins:survey", row, row.public_id)
    counts = {"n": getattr(row, "answered", 0) or 0, "all": getattr(row, "asked", 0) or 0}
    assert row.closes_on is not None
    return TodayLine(
        key=f"survey:{row.public_id}:{row.state}",
        kind="survey",
        title=row.title_ru if (get_language() or "").startswith("ru") else row.title_en,
        what=_("The results are there") if closed else _("The survey closes soon"),
        reason=_("%(n)d of %(all)d answered") % counts,
        url=url,
        due_at=row.closed_at if closed else datetime.combine(row.closes_on, time(20), UTC),
        actions=(LineAction("open", _READ if closed else _OPEN, url),),
    )
