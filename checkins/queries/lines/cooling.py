"""Partnerships that get cold and that no check-in of this week will warm (rows 43, 55)."""

from typing import Any

from django.db.models import Exists, F, OuterRef
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from checkins.enums import CheckInState, TemplateKind, WarmthLevel
from checkins.models import CheckIn
from checkins.queries.lines.check_ins import log_action, page
from checkins.queries.lines.known import asked, placed, with_owner
from checkins.queries.rhythm import policies_of, policy_cadence, policy_rows
from checkins.queries.warmth import warmth_beside, with_level
from checkins.rules.warmth import explain
from checkins.today import LIMIT, Asking, LineAction, Lines, TodayLine
from partnerships.enums import Stage
from partnerships.models import Partnership

_WHAT = {
    WarmthLevel.COOLING: _("Is cooling"),
    WarmthLevel.COLD: _("Has gone cold"),
}


def cooling_partnerships(asking: Asking) -> Lines:
    """At most LIMIT of them, the longest silent first; two rounds. Which of more than LIMIT is
    left to the database: to order a hundred thousand it would have to look at each."""
    soon = CheckIn.objects.filter(
        partnership=OuterRef("pk"), state=CheckInState.PLANNED, due_on__lte=asking.until
    )
    rows: Any = (
        Partnership.objects.filter(~Exists(soon), creator__archived_at=None)
        .exclude(stage__in=[Stage.PAUSED, Stage.ENDED])
        .select_related("creator", "brand", *with_owner(asking.mine, "owner"))
    )
    if asking.mine:
        rows = rows.filter(owner=asking.user)
    [known] = yield [asked(policy_rows, asking)]
    rows = with_level(rows, list(_WHAT), policies_of(known), asking.at).annotate(
        last_two_way=F("last_contact__two_way_at"), policy=policy_cadence()
    )
    [rows] = yield [rows.order_by()[:LIMIT]]
    found = placed(rows, asking, lambda row: row)
    found.sort(key=lambda row: (row.last_two_way is not None, row.last_two_way, row.pk))
    return [_line(row, asking) for row in found]


def _write(row: Partnership) -> LineAction:
    """A word that asks for nothing is what warms."""
    url = page("checkins:write", row, row.public_id)
    back = page("checkins:today", row)
    return LineAction("open", _("Write"), f"{url}?kind={TemplateKind.HOW_IS_YEAR}&next={back}")


def _line(row: Partnership, asking: Asking) -> TodayLine:
    found = warmth_beside(row, asking.at)
    assert found is not None
    return TodayLine(
        key=f"warmth:{row.public_id}",
        kind="warmth",
        title=str(row.creator),
        what=f"{_WHAT[found.level]} · {row.brand}",
        reason=explain(found, get_language() or "en"),
        url=page("creators:profile", row, row.creator.public_id),
        zone=row.creator.zone,
        partnership=row,
        actions=(_write(row), log_action(row, row)),
    )
