"""When a creator was asked to take part in a campaign, and what they said (product.md, row 7)."""

from functools import partial
from typing import Any

from django.utils.translation import gettext as _

from campaigns.enums import Answer
from campaigns.models import Outreach
from checkins.enums import Direction
from checkins.queries.events.talk import person
from checkins.timeline_sources import Asking, Entry, Happening, Telling

_COLUMNS = (
    "public_id", "asked_at", "channel", "message", "answer", "answered_at", "note",
    "collaboration__partnership", "collaboration__campaign__name",
    "collaboration__campaign__public_id",
)  # fmt: skip


def _ask(asking: Asking) -> Any:
    rows = Outreach.objects.filter(asking.of("collaboration__partnership"))
    rows = rows.select_related("collaboration__campaign", "asked_by", "answered_by")
    return rows.only(*_COLUMNS, *person("asked_by"), *person("answered_by"))


def outreach(asking: Asking) -> Telling:
    """A creator is asked some tens of times: one read tells the question and the answer of each. A
    yes that was there at once is one line."""
    [rows] = yield [asking.ask(_ask)]
    found: list[Happening] = []
    for row in rows:
        if row.asked_at != row.answered_at and asking.direction in ("", Direction.OUT):
            tell = partial(_asked, asking, row)
            found.append(Happening(row.asked_at, "asked", row.public_id, tell))
        if row.answered_at is not None and _moved(row, asking):
            tell = partial(_answered, asking, row)
            found.append(Happening(row.answered_at, "answered", row.public_id, tell))
    return asking.kept(found)


def _moved(row: Outreach, asking: Asking) -> bool:
    """Silence is nobody's move."""
    return not asking.direction or (
        asking.direction == Direction.IN and row.answer in (Answer.YES, Answer.NO)
    )


def _asked(asking: Asking, row: Outreach) -> Entry:
    return _entry(
        asking, row, "megaphone", _("Asked to take part in “%(campaign)s”"), Direction.OUT,
        who=str(row.asked_by or ""), body=row.message, facts=(row.get_channel_display(),),
    )  # fmt: skip


def _answered(asking: Asking, row: Outreach) -> Entry:
    icon, what, direction = {
        Answer.YES: ("circle-check", _("Said yes to “%(campaign)s”"), Direction.IN),
        Answer.NO: ("circle-x", _("Said no to “%(campaign)s”"), Direction.IN),
        Answer.NONE: ("circle-x", _("Gave no answer to “%(campaign)s”"), ""),
    }[Answer(row.answer)]
    return _entry(asking, row, icon, what, direction, who=str(row.answered_by or ""), body=row.note)


def _entry(
    asking: Asking,
    row: Outreach,
    icon: str,
    what: str,
    direction: str,
    *,
    who: str,
    body: str,
    facts: tuple[str, ...] = (),
) -> Entry:
    part = row.collaboration
    return Entry(
        icon=icon,
        what=what % {"campaign": part.campaign.name},
        brand=asking.brand(part.partnership_id),
        who=who,
        body=body,
        facts=facts,
        link=asking.url("campaigns:detail", part.campaign.public_id),
        direction=direction,
    )
