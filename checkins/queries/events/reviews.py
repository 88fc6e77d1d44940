"""The opening's records and the decisions whether to go on (product.md, rows 7, 16, 17)."""

from functools import partial
from typing import Any

from django.db.models import OuterRef, Subquery
from django.utils.translation import gettext as _

from checkins.enums import Direction
from checkins.queries.events.talk import person
from checkins.timeline_sources import Asking, Entry, Happening, Telling
from core.models import AuditEntry
from partnerships.enums import Decision
from partnerships.models import ContinuationReview, Opening

_OPENING = {"opening.aligned": "compass", "opening.reviewed": "messages-square"}
_REVIEW = {
    "review.decided": "scale",
    "review.reopened": "rotate-ccw",
    "review.shared": "send",
}


def _ask_opening(asking: Asking) -> Any:
    return _told(asking, Opening, list(_OPENING), "opening_step")


def _ask_reviews(asking: Asking) -> Any:
    return _told(asking, ContinuationReview, list(_REVIEW), "decision")


def _told(asking: Asking, model: Any, verbs: list[str], kind: str) -> Any:
    """From the audit, which knows a changed mind too."""
    rows = model.objects.filter(asking.of("partnership"))
    of = rows.filter(public_id=OuterRef("object_id")).values("partnership")[:1]
    asked = AuditEntry.objects.filter(
        object_type=model._meta.label_lower,
        object_id__in=rows.values("public_id"),
        verb__in=verbs,
    ).annotate(partnership_pk=Subquery(of))
    asked = asked.select_related("by").only(
        "public_id", "at", "object_id", "verb", "changes", *person("by")
    )
    return asking.newest(asked, kind)


def openings(asking: Asking) -> Telling:
    [rows] = yield [asking.ask(_ask_opening)]
    return [
        Happening(row.at, "opening_step", row.public_id, partial(_opening, asking, row))
        for row in rows
    ]


def _opening(asking: Asking, row: Any) -> Entry:
    aligned = row.verb == "opening.aligned"
    said = row.changes.get("story" if aligned else "next_steps") or ["", ""]
    return Entry(
        icon=_OPENING[row.verb],
        what=_("Alignment record written") if aligned else _("Co-creation review written"),
        brand=asking.brand(row.partnership_pk),
        who=str(row.by or ""),
        body=str(said[1]),
        link=_tab(asking, row.partnership_pk),
    )


def decisions(asking: Asking) -> Telling:
    [rows] = yield [asking.ask(_ask_reviews)]
    return [
        Happening(row.at, "decision", row.public_id, partial(_decision, asking, row))
        for row in rows
    ]


def _decision(asking: Asking, row: Any) -> Entry:
    told = row.changes
    shared = row.verb == "review.shared"
    if shared:
        what, body = _("Told what was decided"), told.get("text", "")
    elif row.verb == "review.reopened":
        what, body = _("A decision was taken back"), told.get("why", "")
    else:
        what = _("Decided: %(decision)s") % {"decision": Decision(told["decision"]).label}
        body = told.get("reason", "")
    return Entry(
        icon=_REVIEW[row.verb],
        what=what,
        brand=asking.brand(row.partnership_pk),
        who=str(row.by or ""),
        body=body,
        link=_tab(asking, row.partnership_pk),
        direction=Direction.OUT if shared else "",
    )


def _tab(asking: Asking, partnership_id: int) -> str:
    page = asking.url("partnerships:detail", asking.partnerships[partnership_id].public_id)
    return f"{page}?tab=reviews"
