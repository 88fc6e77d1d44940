"""Windows, renewals, renewals that were stopped and notice taken back (product.md, rows 7, 22,
23)."""

from datetime import date
from functools import partial
from typing import Any

from django.db.models import OuterRef, Subquery
from django.utils.translation import gettext as _

from checkins.queries.events.talk import person
from checkins.timeline_sources import Asking, Entry, Happening, Telling
from core.models import AuditEntry
from core.templatetags.ui import day as day_in_words
from partnerships.enums import RenewalState
from partnerships.models import Agreement, Renewal

_BACK = "agreement.notice_withdrawn"


def _ask_renewals(asking: Asking) -> Any:
    rows = Renewal.objects.filter(asking.of("agreement__partnership"))
    return rows.select_related("agreement", "confirmed_by").order_by("agreement", "year")


def renewals(asking: Asking) -> Telling:
    """One a year of each agreement: all are read."""
    [rows] = yield [asking.ask(_ask_renewals)]
    # Nobody's move: the agreement says it.
    return (
        [] if asking.direction else asking.kept([one for row in rows for one in _of(asking, row)])
    )


def _of(asking: Asking, row: Renewal) -> list[Happening]:
    """A window made up for late is not told: the renewal is. Renewed on the day it says, whenever
    the clock came round to it."""
    found = []
    if asking.day_of(row.opened_at) < row.renews_on:
        found.append(_happening(asking, row, "renewal_1_opened", asking.day_of(row.opened_at)))
    if row.confirmed_at is not None:
        found.append(_happening(asking, row, "renewal_2_left", asking.day_of(row.confirmed_at)))
    if row.state == RenewalState.RENEWED:
        found.append(_happening(asking, row, "renewal_3_renewed", row.renews_on))
    elif row.state == RenewalState.STOPPED and row.settled_at is not None:
        found.append(_happening(asking, row, "renewal_3_stopped", asking.day_of(row.settled_at)))
    return found


def _happening(asking: Asking, row: Renewal, kind: str, on: date) -> Happening:
    return Happening(asking.noon(on), kind, row.public_id, partial(_entry, asking, row, kind, on))


def _entry(asking: Asking, row: Renewal, kind: str, on: date) -> Entry:
    renews, until = day_in_words(row.renews_on), day_in_words(row.until)
    icon, what, body = {
        "renewal_1_opened": (
            "calendar-clock", _("Window to adjust opened"), _("Renews on %(day)s") % {"day": renews}
        ),
        "renewal_2_left": ("circle-check", _("Nothing to adjust for the next year"), ""),
        "renewal_3_renewed": (
            "repeat", _("Agreement renewed"),
            _("Year %(n)d, until %(day)s") % {"n": row.year, "day": until},
        ),
        "renewal_3_stopped": (
            "circle-stop", _("Will not renew"),
            _("It would have renewed on %(day)s") % {"day": renews},
        ),
    }[kind]  # fmt: skip
    return Entry(
        icon=icon,
        what=what,
        on=on,
        brand=asking.brand(row.agreement.partnership_id),
        who=str(row.confirmed_by or "") if kind == "renewal_2_left" else "",
        body=body,
        link=asking.url("partnerships:renewal", row.public_id),
    )


def _ask_withdrawn(asking: Asking) -> Any:
    rows = Agreement.objects.filter(asking.of("partnership"))
    of = rows.filter(public_id=OuterRef("object_id")).values("partnership")[:1]
    asked = AuditEntry.objects.filter(
        object_type=Agreement._meta.label_lower,
        object_id__in=rows.values("public_id"),
        verb=_BACK,
    ).annotate(partnership_pk=Subquery(of))
    asked = asked.select_related("by").only("public_id", "at", "object_id", *person("by"))
    return asking.newest(asked, "notice_back")


def withdrawn(asking: Asking) -> Telling:
    """The agreement itself forgets a notice that was taken back; the audit does not."""
    [rows] = yield [asking.ask(_ask_withdrawn)]
    return [
        Happening(row.at, "notice_back", row.public_id, partial(_back, asking, row)) for row in rows
    ]


def _back(asking: Asking, row: Any) -> Entry:
    return Entry(
        icon="undo-2",
        what=_("Notice taken back"),
        brand=asking.brand(row.partnership_pk),
        who=str(row.by or ""),
        body=_("Both sides go on as before the notice."),
        link=asking.url("partnerships:agreement", row.object_id),
    )
