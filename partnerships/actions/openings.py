"""The three-month opening: begun, its two records, its end (product.md, row 16)."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from core.audit import record
from core.versions import save_version
from partnerships.actions.changes import changed, today_of
from partnerships.enums import Stage
from partnerships.errors import Refused, WrongState
from partnerships.models import Opening, Partnership
from partnerships.queries.openings import arcs, opening_of
from partnerships.rules.opening import Step

ALIGNMENT = ("platforms", "story", "success", "vision")
REVIEW = ("resonated", "questions", "excited_about", "next_steps")


def begin_opening(*, partnership: Partnership) -> Opening:
    """Its record, from the partnership's first day; the one that is there if it has one."""
    row, _made = Opening.objects.get_or_create(
        partnership=partnership,
        defaults={
            "workspace_id": partnership.workspace_id,
            "starts_on": partnership.started_on,
        },
    )
    row.partnership = partnership
    return row


def write_alignment(
    *,
    partnership: Partnership,
    expected: int,
    values: Mapping[str, Any],
    by: User | None,
    at: datetime,
) -> None:
    """Month 1: platforms, authentic story, what success is, where it could go. The day it was
    first written is kept. EditConflict if `expected` is outdated."""
    _write(partnership, "aligned", {name: values[name] for name in ALIGNMENT}, expected, by, at)


def write_co_creation(
    *,
    partnership: Partnership,
    expected: int,
    values: Mapping[str, Any],
    by: User | None,
    at: datetime,
) -> None:
    """Month 3: what resonated, what was asked, what excites the creator, what comes of it."""
    _write(partnership, "reviewed", {name: values[name] for name in REVIEW}, expected, by, at)


def _write(
    partnership: Partnership,
    what: str,
    values: dict[str, Any],
    expected: int,
    by: User | None,
    at: datetime,
) -> None:
    if partnership.stage == Stage.ENDED:
        raise WrongState(_("The partnership has ended. Open it anew first."))
    with transaction.atomic():
        row = begin_opening(partnership=partnership)
        new: dict[str, Any] = {**values}
        first = getattr(row, f"{what}_on") is None
        if first:
            new |= {f"{what}_on": today_of(partnership, at), f"{what}_by": by}
        differences = changed(row, new)
        save_version(row, expected=expected, changes=new)
        if differences:
            told = {key: value for key, value in differences.items() if not key.endswith("_by")}
            verb = f"opening.{what}" if first else f"opening.{what}_again"
            record(verb=verb, obj=row, by=by, at=at, changes=told)


def finish_opening(*, partnership: Partnership, reason: str, at: datetime) -> dict[str, Any]:
    """The three months are over: inside the caller's transaction. Gives what the audit is told.

    Where a step is missing it asks for a `reason`; it never says no for good."""
    row = opening_of(partnership)
    missing = arcs([row], at)[partnership.pk].missing
    if missing and not reason.strip():
        names = ", ".join(str(STEPS[step]) for step in missing)
        raise Refused(
            _("Still missing: %(steps)s. Say why you finish without it.") % {"steps": names},
            field="reason",
        )
    row = begin_opening(partnership=partnership)
    save_version(row, expected=row.version, changes={"finished_on": today_of(partnership, at)})
    return {"missing": [step.value for step in missing], "reason": reason.strip()}


STEPS = {
    Step.ALIGNMENT: _("the alignment record"),
    Step.CAMPAIGN: _("the first campaign"),
    Step.REVIEW: _("the co-creation review"),
}
