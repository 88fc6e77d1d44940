"""Published, and nobody has said a word about it yet (row 46)."""

from operator import attrgetter

from django.db.models import Exists, OuterRef, QuerySet, Value
from django.db.models.functions import Concat
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from campaigns.enums import DeliverableState
from campaigns.models import Deliverable
from checkins.models import Touch
from checkins.queries.lines.check_ins import page
from checkins.queries.lines.known import asked, placed, with_owner
from checkins.rules.remarks import ASKED_FOR, DUE_WITHIN
from checkins.today import LIMIT, Asking, LineAction, Lines, TodayLine
from core.prepared import Given
from partnerships.enums import Stage

_PATH = ("collaboration__campaign", "collaboration__partnership__creator")
_OWNER = "collaboration__partnership__owner"
_partnership = attrgetter("collaboration.partnership")
_WRITE = gettext_lazy("Write a remark")


def remarks(asking: Asking) -> Lines:
    """Due 48 hours after the publication; after two weeks nobody is asked any more."""
    [rows] = yield [asked(_remarks, asking, since=asking.at - ASKED_FOR)]
    return [_line(row, asking) for row in placed(rows, asking, _partnership)]


def _remarks(mine: bool) -> "QuerySet[Deliverable]":
    key = Concat(Value("remark:"), OuterRef("public_id"))
    rows = (
        Deliverable.objects.filter(
            ~Exists(Touch.objects.filter(source_key=key)),
            state=DeliverableState.PUBLISHED,
            published_at__gte=Given("since"),
        )
        .exclude(collaboration__partnership__stage=Stage.ENDED)
        .select_related(*_PATH, *with_owner(mine, _OWNER))
    )
    if mine:
        rows = rows.filter(collaboration__partnership__owner=Given("user"))
    return rows.order_by("published_at", "pk")[:LIMIT]


def _line(row: Deliverable, asking: Asking) -> TodayLine:
    assert row.published_at is not None
    partnership = _partnership(row)
    due = row.published_at + DUE_WITHIN
    url = page("checkins:remark", row, row.public_id)
    return TodayLine(
        key=f"remark:{row.public_id}",
        kind="remark",
        title=str(partnership.creator),
        what=_("A word on “%(title)s”") % {"title": row.title},
        reason=_("%(campaign)s: out since %(date)s; one thing you noticed, within 48 hours")
        % {
            "campaign": row.collaboration.campaign.name,
            "date": date_format(row.published_at.astimezone(asking.user.zone).date(), "j E"),
        },
        url=url,
        due_at=due,
        overdue=due < asking.at,
        partnership=partnership,
        actions=(LineAction("open", _WRITE, url),),
    )
