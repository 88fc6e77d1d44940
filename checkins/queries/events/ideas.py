"""What the creator said of a brief, and what became of it (product.md, rows 7 and 33)."""

from functools import partial
from typing import Any

from django.utils.translation import gettext as _

from campaigns.enums import IdeaState
from campaigns.models import Idea
from checkins.enums import Direction
from checkins.queries.events.talk import person
from checkins.timeline_sources import Asking, Entry, Happening, Telling


def _ask_ideas(asking: Asking) -> Any:
    rows = Idea.objects.filter(asking.of("collaboration__partnership"))
    asked = rows.select_related("collaboration__campaign", "used_in", "by").only(
        "public_id", "said_at", "kind", "text", "state", "answer", "told_at", "used_in__number",
        "collaboration__public_id", "collaboration__partnership", "collaboration__campaign__name",
        "collaboration__campaign__public_id", *person("by"),
    )  # fmt: skip
    return asking.newest(asked, "idea", "said_at")


def ideas(asking: Asking) -> Telling:
    [rows] = yield [asking.ask(_ask_ideas)]
    return [
        Happening(row.said_at, "idea", row.public_id, partial(_idea, asking, row)) for row in rows
    ]


def _idea(asking: Asking, row: Idea) -> Entry:
    part = row.collaboration
    names = {"kind": row.get_kind_display(), "campaign": part.campaign.name}
    what = _("Answered the brief: %(campaign)s") if row.state == IdeaState.NOTED else _(
        "%(kind)s on the brief: %(campaign)s"
    )  # fmt: skip
    return Entry(
        icon="lightbulb",
        what=what % names,
        brand=asking.brand(part.partnership_id),
        who=str(asking.creator),
        body="\n".join(filter(None, [row.text, row.answer])),
        facts=tuple(_facts(row)),
        link=f"{asking.url('campaigns:ideas', part.public_id)}#idea-{row.public_id}",
        direction=Direction.IN,
    )


def _facts(row: Idea) -> list[str]:
    """What became of it, which version has it, whether they know."""
    if row.state == IdeaState.NOTED:
        return []
    found = [str(row.get_state_display())]
    if row.used_in is not None:
        found.append(_("in version %(n)s of the brief") % {"n": row.used_in.number})
    if row.state != IdeaState.OPEN and row.told_at is None:
        found.append(_("not told yet"))
    return found
