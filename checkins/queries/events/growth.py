"""What a partnership grew into: offers and their answers, steps to another role, what the brand did
for the creator (product.md, rows 7, 50, 73)."""

from datetime import date
from functools import partial
from typing import Any

from django.utils.translation import gettext as _

from checkins.enums import Direction
from checkins.queries.events.talk import person
from checkins.timeline_sources import Asking, Entry, Happening, Telling
from partnerships.enums import OpportunityState
from partnerships.models import Opportunity, RoleChange, Support


def _ask_offers(asking: Asking) -> Any:
    rows = Opportunity.objects.filter(asking.of("partnership")).exclude(offered_on=None)
    return rows.order_by("offered_on", "pk").select_related("by")


def offers(asking: Asking) -> Telling:
    """A partnership has some tens of offers at most: each is told when it was offered, answered
    and carried out."""
    [rows] = yield [asking.ask(_ask_offers)]
    return asking.kept([happening for row in rows for happening in _steps(asking, row)])


def _steps(asking: Asking, row: Opportunity) -> list[Happening]:
    said = _("Yes to “%(title)s”") if row.state != OpportunityState.DECLINED else _(
        "No to “%(title)s”"
    )  # fmt: skip
    told = [
        (row.offered_on, "offered", _("Offered: “%(title)s”"), row.text, Direction.OUT),
        (row.answered_on, "answered", said, row.answer, Direction.IN),
        (row.done_on, "done", _("Took place: “%(title)s”"), "", ""),
    ]
    return [
        Happening(
            asking.noon(on),
            f"opportunity_{key}",
            row.public_id,
            partial(_offer, asking, row, on, what, body, direction),
        )
        for on, key, what, body, direction in told
        if on is not None
    ]


def _offer(
    asking: Asking, row: Opportunity, on: date, what: str, body: str, direction: str
) -> Entry:
    return Entry(
        icon="rocket",
        what=what % {"title": row.title},
        on=on,
        brand=asking.brand(row.partnership_id),
        who=str(row.by or "") if direction == Direction.OUT else "",
        body=body,
        link=_tab(asking, row.partnership_id),
        direction=direction,
    )


def _ask_roles(asking: Asking) -> Any:
    asked = RoleChange.objects.filter(asking.of("partnership")).select_related("by")
    asked = asked.only(
        "public_id", "at", "partnership", "from_role", "to_role", "reason", *person("by")
    )
    return asking.newest(asked, "role")


def roles(asking: Asking) -> Telling:
    [rows] = yield [asking.ask(_ask_roles)]
    return [Happening(row.at, "role", row.public_id, partial(_role, asking, row)) for row in rows]


def _role(asking: Asking, row: RoleChange) -> Entry:
    names = {"old": row.get_from_role_display(), "new": row.get_to_role_display()}
    return Entry(
        icon="award",
        what=_("Role: %(old)s → %(new)s") % names,
        brand=asking.brand(row.partnership_id),
        who=str(row.by),
        body=row.reason,
        link=_tab(asking, row.partnership_id),
    )


def _ask_support(asking: Asking) -> Any:
    asked = Support.objects.filter(asking.of("partnership")).select_related("by")
    asked = asked.only("public_id", "on", "partnership", "kind", "text", "link", *person("by"))
    return asking.newest_days(asked, "support", "on")


def support(asking: Asking) -> Telling:
    [rows] = yield [asking.ask(_ask_support)]
    return [
        Happening(asking.noon(row.on), "support", row.public_id, partial(_support, asking, row))
        for row in rows
    ]


def _support(asking: Asking, row: Support) -> Entry:
    return Entry(
        icon="heart-handshake",
        what=_("For them: %(what)s") % {"what": row.get_kind_display()},
        on=row.on,
        brand=asking.brand(row.partnership_id),
        who=str(row.by or ""),
        body=row.text,
        link=_tab(asking, row.partnership_id),
        outside=row.link,
        direction=Direction.OUT,
    )


def _tab(asking: Asking, partnership_id: int) -> str:
    page = asking.url("partnerships:detail", asking.partnerships[partnership_id].public_id)
    return f"{page}?tab=growth"
