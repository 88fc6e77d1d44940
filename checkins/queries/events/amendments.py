"""Changes of an agreement on the timeline: when they were sent, and from which day they hold."""

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _

from checkins.enums import Direction
from checkins.timeline_sources import Asking, Entry, Happening, Telling
from partnerships.enums import AmendmentState
from partnerships.models import Amendment
from partnerships.queries.amendments import told


def _ask_amendments(asking: Asking) -> Any:
    rows = Amendment.objects.filter(asking.of("agreement__partnership")).exclude(
        state=AmendmentState.DRAFT
    )
    return rows.select_related("agreement").order_by("pk")


def amendments(asking: Asking) -> Telling:
    """An agreement has a few changes: all are read, each with what it changes."""
    [rows] = yield [asking.ask(_ask_amendments)]
    found: list[Happening] = []
    for row in rows:
        found += _of_amendment(asking, row)
    return asking.kept(found)


def _of_amendment(asking: Asking, row: Amendment) -> Iterator[Happening]:
    number = {"n": row.number}
    if row.sent_on is not None:
        what = _("Amendment no. %(n)d sent") % number
        yield from _happening(asking, row, "amendment_1_sent", what, Direction.OUT)
    if row.state == AmendmentState.IN_FORCE:
        what = _("Amendment no. %(n)d in force") % number
        yield from _happening(asking, row, "amendment_2_in_force", what, "")


def _happening(
    asking: Asking, row: Amendment, kind: str, what: str, direction: str
) -> Iterator[Happening]:
    if asking.direction not in ("", direction):
        return
    in_force = kind.endswith("in_force")
    on = row.effective_on if in_force else row.sent_on
    assert on is not None

    def entry() -> Entry:
        return Entry(
            icon="file-pen-line",
            what=what,
            on=on,
            brand=asking.brand(row.agreement.partnership_id),
            body=row.reason,
            facts=tuple(_facts(row)) if in_force else (),
            link=asking.url("partnerships:amendment", row.public_id),
            direction=direction,
        )

    yield Happening(asking.noon(on), kind, row.public_id, entry)


def _facts(row: Amendment) -> Iterator[str]:
    for change in told(row).changes:
        yield f"{change.label}: {change.old or '–'} → {change.new or '–'}"
