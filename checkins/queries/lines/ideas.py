"""Ideas that wait for an answer, and answers that the creator has not heard (rows 33 and 43)."""

from datetime import timedelta
from operator import attrgetter

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from campaigns.enums import IdeaState
from campaigns.models import Idea
from campaigns.rules.ideas import ANSWERED, answer_due
from checkins.queries.lines.check_ins import page
from checkins.queries.lines.known import asked, placed, with_owner
from checkins.today import LIMIT, Asking, LineAction, Lines, TodayLine
from core.prepared import Given

_PATH = "collaboration__partnership"
_COLUMNS = (
    "public_id", "state", "said_at", "decided_at", "collaboration__public_id",
    "collaboration__campaign__name", f"{_PATH}__public_id", f"{_PATH}__owner", f"{_PATH}__brand",
    f"{_PATH}__creator__name", f"{_PATH}__creator__market", f"{_PATH}__creator__zone",
)  # fmt: skip
_ANSWER = gettext_lazy("Answer")
_LOOK = gettext_lazy("Look at the mail")
# An answer that is not told after that is asked for.
PATIENCE = timedelta(days=1)


def ideas(asking: Asking) -> Lines:
    """Two lines at most for each creator's part in a campaign: what waits for an answer, due two
    working days after the first was said, and what they have not been told. One query."""
    [rows] = yield [asked(_rows, asking, told_by=asking.at - PATIENCE)]
    found: dict[tuple[int, bool], list[Idea]] = {}
    for row in placed(rows, asking, attrgetter("collaboration.partnership")):
        found.setdefault((row.collaboration_id, row.state == IdeaState.OPEN), []).append(row)
    return [
        _unanswered(some, asking) if is_open else _untold(some, asking)
        for (_part, is_open), some in found.items()
    ]


def _rows(mine: bool) -> "QuerySet[Idea]":
    untold = Q(state__in=ANSWERED, told_at=None, decided_at__lte=Given("told_by"))
    rows = Idea.objects.filter(Q(state=IdeaState.OPEN) | untold).select_related(
        "collaboration__campaign", f"{_PATH}__creator", *with_owner(mine, f"{_PATH}__owner")
    )
    if mine:
        rows = rows.filter(**{f"{_PATH}__owner": Given("user")})
    owner = () if mine else (f"{_PATH}__owner__name", f"{_PATH}__owner__email")
    return rows.only(*_COLUMNS, *owner).order_by("said_at", "pk")[:LIMIT]


def _unanswered(rows: list[Idea], asking: Asking) -> TodayLine:
    oldest, n = rows[0], len(rows)
    part = oldest.collaboration
    creator = part.partnership.creator
    local_today = asking.at.astimezone(creator.zone).date()
    due = answer_due(oldest.said_at.astimezone(creator.zone).date(), creator.market)
    url = page("campaigns:ideas", oldest, part.public_id)
    waits = (local_today - oldest.said_at.astimezone(creator.zone).date()).days
    said = _("said today")
    if waits:
        said = ngettext("said %(n)d day ago", "said %(n)d days ago", waits) % {"n": waits}
    return TodayLine(
        key=f"ideas:{part.public_id}:{oldest.public_id}",
        kind="idea",
        title=str(creator),
        what=ngettext("%(n)d idea waits for an answer", "%(n)d ideas wait for an answer", n)
        % {"n": n},
        reason=f"{part.campaign.name} · {said}",
        url=url,
        due_on=due,
        local_today=local_today,
        overdue=due < local_today,
        partnership=part.partnership,
        actions=(LineAction("open", _ANSWER, url),),
    )


def _untold(rows: list[Idea], asking: Asking) -> TodayLine:
    oldest, n = min(rows, key=attrgetter("decided_at")), len(rows)
    part = oldest.collaboration
    url = page("campaigns:ideas_tell", oldest, part.public_id)
    return TodayLine(
        key=f"ideas_untold:{part.public_id}:{oldest.public_id}",
        kind="ideas_untold",
        title=str(part.partnership.creator),
        what=_("Tell what became of their ideas"),
        reason=ngettext(
            "%(campaign)s: %(n)d answer is decided and not told",
            "%(campaign)s: %(n)d answers are decided and not told",
            n,
        )
        % {"campaign": part.campaign.name, "n": n},
        url=url,
        due_at=asking.at,
        partnership=part.partnership,
        actions=(LineAction("open", _LOOK, url),),
    )
