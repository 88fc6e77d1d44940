"""Creators who were asked to take part (rows 43, 54, 63): no answer by the day it was wanted, an
answer by mail that somebody has to read as yes or no, an answer on the reply page to act on."""

from datetime import timedelta
from operator import attrgetter

from django.db.models import Q, QuerySet
from django.utils.formats import date_format
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from campaigns.enums import Answer, CampaignState, CollaborationState
from campaigns.models import Outreach
from checkins.queries.lines.check_ins import page
from checkins.queries.lines.known import asked, placed, with_owner
from checkins.today import LIMIT, Asking, LineAction, Lines, TodayLine
from core.prepared import Given

_PART = "collaboration__partnership"
_COLUMNS = (
    "public_id", "asked_at", "answer_by", "answer", "answered_at", "note",
    "collaboration__public_id", "collaboration__campaign__name",
    "collaboration__campaign__public_id", f"{_PART}__public_id", f"{_PART}__owner",
    f"{_PART}__brand", f"{_PART}__creator__name", f"{_PART}__creator__market",
    f"{_PART}__creator__zone",
)  # fmt: skip
_OPEN = gettext_lazy("Open")
_YES = gettext_lazy("They said yes")
_NO = gettext_lazy("They said no")
# Where no day was named, so long is nobody reminded.
PATIENCE = timedelta(days=7)
# A no is news for so long.
NEWS = timedelta(days=3)


def outreach(asking: Asking) -> Lines:
    """At most LIMIT, the longest waiting first; one query."""
    more = {"patient": asking.at - PATIENCE, "new": asking.at - NEWS}
    [rows] = yield [asked(_rows, asking, **more)]
    return [
        _line(row, asking) for row in placed(rows, asking, attrgetter("collaboration.partnership"))
    ]


def _rows(mine: bool) -> "QuerySet[Outreach]":
    is_open = Q(answer="", collaboration__state=CollaborationState.INVITED)
    wanted = Q(answer_by__lte=Given("until")) | Q(answer_by=None, asked_at__lte=Given("patient"))
    by_themselves = Q(mail__isnull=False, answered_by=None)
    to_brief = Q(
        answer=Answer.YES,
        collaboration__state=CollaborationState.CONFIRMED,
        collaboration__brief=None,
    )
    news = Q(answer=Answer.NO, answered_at__gte=Given("new"))
    rows = (
        Outreach.objects.filter(
            (is_open & (wanted | ~Q(note=""))) | (by_themselves & (to_brief | news))
        )
        .exclude(collaboration__campaign__state=CampaignState.CLOSED)
        .select_related(
            "collaboration__campaign", f"{_PART}__creator", *with_owner(mine, f"{_PART}__owner")
        )
    )
    if mine:
        rows = rows.filter(**{f"{_PART}__owner": Given("user")})
    owner = () if mine else (f"{_PART}__owner__name", f"{_PART}__owner__email")
    return rows.only(*_COLUMNS, *owner).order_by("asked_at", "pk")[:LIMIT]


def _line(row: Outreach, asking: Asking) -> TodayLine:
    part = row.collaboration
    creator = part.partnership.creator
    today = asking.at.astimezone(creator.zone).date()
    campaign = page("campaigns:detail", row, part.campaign.public_id)
    url = f"{campaign}#part-{part.public_id}"
    late = row.answer_by is not None and row.answer_by < today
    ours = bool(row.answer or row.note) or late or row.answer_by is None
    return TodayLine(
        key=f"outreach:{row.public_id}:{row.answer or ('wrote' if row.note else 'asked')}",
        kind="outreach",
        title=str(creator),
        what=_what(row),
        reason=_why(row, asking),
        url=url,
        due_on=row.answer_by if late or not ours else today,
        local_today=today,
        overdue=late and not row.answer,
        waits=not ours,
        partnership=part.partnership,
        actions=_actions(row, url),
    )


def _actions(row: Outreach, url: str) -> tuple[LineAction, ...]:
    part = row.collaboration
    if row.answer == Answer.YES:
        brief = page("campaigns:brief", row, part.public_id)
        return (LineAction("open", gettext_lazy("Write the brief"), brief),)
    look = LineAction("open", _OPEN, url)
    if row.answer:
        return (look,)
    yes = LineAction("yes", _YES, page("campaigns:confirm", row, part.public_id), post=True)
    no = LineAction("no", _NO, page("campaigns:decline", row, part.public_id), post=True)
    return (yes, no, look)


def _what(row: Outreach) -> str:
    if row.answer == Answer.YES:
        return _("Said yes: write the brief")
    if row.answer:
        return _("Said no this time")
    return _("Answered by mail: yes or no?") if row.note else _("Asked, no answer yet")


def _why(row: Outreach, asking: Asking) -> str:
    name = row.collaboration.campaign.name
    if row.note:
        return f"{name} · “{Truncator(row.note).chars(120)}”"
    if row.answer:
        return name
    days = max((asking.at - row.asked_at).days, 0)
    said = ngettext("asked %(n)d day ago", "asked %(n)d days ago", days) % {"n": days}
    if row.answer_by is not None:
        day = date_format(row.answer_by, "j E")
        said = _("%(asked)s, answer wanted by %(day)s") % {"asked": said, "day": day}
    return f"{name} · {said}"
