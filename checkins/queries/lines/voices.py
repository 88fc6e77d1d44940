"""Product suggestions that wait for the brand, and first campaigns without a sync this week
(product.md, rows 47 and 72)."""

from datetime import timedelta
from operator import attrgetter

from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from campaigns.enums import CampaignState, CollaborationState, FeedbackKind, FeedbackState
from campaigns.models import Collaboration, Feedback
from campaigns.rules.syncs import FIRST, weeks_of
from checkins.queries.contact import real_touches
from checkins.queries.lines.check_ins import page
from checkins.queries.lines.known import asked, placed, with_owner
from checkins.today import LIMIT, Asking, LineAction, Lines, TodayLine
from core.prepared import Given
from partnerships.enums import Stage
from partnerships.rules.opening import Sync

# A brand that says nothing for so long is asked again.
ANSWERS_WITHIN = timedelta(days=7)
_PATH = "collaboration__partnership"
_OF_PART = (
    "public_id", "sequence", "state", "closed_at", "campaign__public_id", "campaign__name",
    "campaign__starts_on", "campaign__ends_on", "partnership__public_id",
    "partnership__creator__name", "partnership__creator__zone", "partnership__owner",
    "partnership__brand",
)  # fmt: skip
_ANSWER = gettext_lazy("Answer")
_NOTE = gettext_lazy("Note the sync")


def suggestions(asking: Asking) -> Lines:
    """One line for each creator's part in a campaign, the longest wait first; one query."""
    heard_by = asking.today - ANSWERS_WITHIN
    [rows] = yield [asked(_suggestions, asking, heard_by=heard_by)]
    found: dict[int, list[Feedback]] = {}
    for row in placed(rows, asking, attrgetter("collaboration.partnership")):
        found.setdefault(row.collaboration_id, []).append(row)
    return [_suggestion(some, asking) for some in found.values()]


def _suggestions(mine: bool) -> "QuerySet[Feedback]":
    rows = Feedback.objects.filter(
        kind=FeedbackKind.PRODUCT, state=FeedbackState.OPEN, heard_on__lte=Given("heard_by")
    ).exclude(collaboration__state=CollaborationState.DECLINED)
    path = ("collaboration__campaign__brand", f"{_PATH}__creator")
    rows = rows.select_related(*path, *with_owner(mine, f"{_PATH}__owner"))
    if mine:
        rows = rows.filter(**{f"{_PATH}__owner": Given("user")})
    return rows.defer("text", "answer").order_by("heard_on", "pk")[:LIMIT]


def _suggestion(rows: list[Feedback], asking: Asking) -> TodayLine:
    oldest, n = rows[0], len(rows)
    part = oldest.collaboration
    url = f"{page('campaigns:detail', oldest, part.campaign.public_id)}?tab=voices#feedback"
    waits = (asking.today - oldest.heard_on).days
    said = ngettext(
        "%(n)d product suggestion waits for %(brand)s",
        "%(n)d product suggestions wait for %(brand)s",
        n,
    ) % {"n": n, "brand": part.campaign.brand}
    heard = ngettext("heard %(n)d day ago", "heard %(n)d days ago", waits) % {"n": waits}
    return TodayLine(
        key=f"suggestions:{part.public_id}:{oldest.public_id}",
        kind="suggestions",
        title=str(part.partnership.creator),
        what=said,
        reason=f"{part.campaign.name} · {heard}",
        url=url,
        partnership=part.partnership,
        actions=(LineAction("open", _ANSWER, url),),
    )


def syncs(asking: Asking) -> Lines:
    """First campaigns that are live and had no contact this week; those of an opening stand in
    its own line. One query."""
    [rows] = yield [asked(_parts, asking)]
    found = placed(rows, asking, attrgetter("partnership"))
    due = [(row, _due(row, asking)) for row in found]
    return [_sync(row, week, asking) for row, week in due if week is not None]


def _parts(mine: bool) -> "QuerySet[Collaboration]":
    last = real_touches().filter(partnership=OuterRef("partnership")).order_by("-at")
    told = Q(partnership__stage=Stage.OPENING, partnership__opening__finished_on=None) & Q(
        partnership__opening__isnull=False
    )
    rows = (
        Collaboration.objects.filter(
            campaign__state=CampaignState.LIVE,
            campaign__starts_on__lte=Given("until"),
            state=CollaborationState.CONFIRMED,
            sequence=FIRST,
        )
        .exclude(told)
        .exclude(partnership__stage=Stage.ENDED)
        .select_related("campaign", "partnership__creator", *with_owner(mine, "partnership__owner"))
        .annotate(last_contact=Subquery(last.values("at")[:1]))
    )
    if mine:
        rows = rows.filter(partnership__owner=Given("user"))
    owner = () if mine else ("partnership__owner__name", "partnership__owner__email")
    return rows.only(*_OF_PART, *owner).order_by("campaign__starts_on", "pk")[:LIMIT]


def _due(row: Collaboration, asking: Asking) -> Sync | None:
    zone = row.partnership.creator.zone
    last = row.last_contact  # type: ignore[attr-defined]
    return weeks_of(
        sequence=row.sequence,
        starts_on=row.campaign.starts_on,
        ends_on=row.campaign.ends_on,
        closed_on=None,
        contacts={last.astimezone(zone).date()} if last else set(),
        today=asking.at.astimezone(zone).date(),
    ).due


def _sync(row: Collaboration, week: Sync, asking: Asking) -> TodayLine:
    url = page("campaigns:sync_new", row, row.public_id)
    return TodayLine(
        key=f"sync:{row.public_id}:{week.first:%Y%m%d}",
        kind="sync",
        title=str(row.partnership.creator),
        what=_("Weekly sync of the first campaign"),
        reason=_(
            "%(campaign)s: once a week while it runs; no contact since %(first)s, so by %(last)s"
        )
        % {
            "campaign": row.campaign.name,
            "first": date_format(week.first, "j E"),
            "last": date_format(week.last, "j E"),
        },
        url=url,
        due_on=week.last,
        local_today=asking.at.astimezone(row.partnership.creator.zone).date(),
        partnership=row.partnership,
        actions=(LineAction("open", _NOTE, url),),
    )
