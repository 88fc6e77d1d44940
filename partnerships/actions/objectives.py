"""Outcome objectives: set, adjusted with a reason, dropped (product.md, row 29)."""

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from core.audit import record
from core.once import insert_once
from core.versions import EditConflict, save_version
from partnerships.actions.changes import changed
from partnerships.enums import Metric, Stage
from partnerships.errors import ReasonMissing, Refused, WrongState
from partnerships.models import Objective, ObjectiveChange, Partnership
from partnerships.rules.objectives import RATES

_FIRST = ("audience", "market", "metric", "target", "currency", "starts_on", "ends_on", "sow")
# The target has a history of its own.
_WORDS = ("audience", "market", "metric", "currency", "starts_on", "ends_on", "sow")


def add_objective(
    *, partnership: Partnership, values: Mapping[str, Any], by: User | None, at: datetime
) -> Objective:
    """`values`: audience, market, metric, target (rates as fractions, revenue in `currency`),
    starts_on, ends_on, sow; `public_id` where the page made one."""
    if partnership.stage == Stage.ENDED:
        raise WrongState(_("The partnership has ended. Open it anew first."))
    new = _checked({name: values.get(name) for name in _FIRST}, partnership)
    row = Objective(
        workspace_id=partnership.workspace_id, partnership=partnership, created_at=at, **new
    )
    with transaction.atomic():
        row, made = insert_once(row, values.get("public_id", ""), partnership=partnership)
        if made:
            record(verb="objective.added", obj=row, by=by, at=at, changes=new)
    return row


def update_objective(
    *, objective: Objective, expected: int, values: Mapping[str, Any], by: User | None, at: datetime
) -> None:
    """Everything but the target, which is adjusted with a reason. EditConflict if `expected` is
    outdated, WrongState once it was dropped."""
    _still_there(objective)
    new = {name: values.get(name) for name in _WORDS}
    new = _checked({**new, "target": objective.target}, objective.partnership)
    del new["target"]
    differences = changed(objective, new)
    with transaction.atomic():
        save_version(objective, expected=expected, changes=new)
        if differences:
            record(verb="objective.updated", obj=objective, by=by, at=at, changes=differences)


def adjust_objective(
    *, objective: Objective, target: Decimal, reason: str, by: User | None, at: datetime
) -> ObjectiveChange:
    """Another target, or the same one on purpose: either way the quarter's question is answered.
    WrongState if somebody was faster."""
    _still_there(objective)
    words = reason.strip()
    if not words:
        raise ReasonMissing
    before = objective.target
    new = _checked(
        {**{name: getattr(objective, name) for name in _WORDS}, "target": target},
        objective.partnership,
    )
    with transaction.atomic():
        try:
            save_version(objective, expected=objective.version, changes={"target": new["target"]})
        except EditConflict as conflict:
            raise WrongState from conflict
        change = ObjectiveChange.objects.create(
            workspace_id=objective.workspace_id, objective=objective, at=at, by=by,
            from_target=before, to_target=target, reason=words,
        )  # fmt: skip
        told = {"target": [before, target], "reason": words}
        record(verb="objective.adjusted", obj=objective, by=by, at=at, changes=told)
    return change


def drop_objective(*, objective: Objective, by: User | None, at: datetime) -> None:
    """It is no longer pursued; it stays in the history."""
    _still_there(objective)
    with transaction.atomic():
        try:
            save_version(objective, expected=objective.version, changes={"dropped_at": at})
        except EditConflict as conflict:
            raise WrongState from conflict
        record(verb="objective.dropped", obj=objective, by=by, at=at)


def _still_there(objective: Objective) -> None:
    if objective.dropped_at is not None:
        raise WrongState(_("It was dropped already."))


def _checked(new: dict[str, Any], partnership: Partnership) -> dict[str, Any]:
    if new["ends_on"] < new["starts_on"]:
        raise Refused(_("The last day comes before the first."), field="ends_on")
    if new["target"] <= 0:
        raise Refused(_("More than nothing, please."), field="target")
    if new["metric"] in RATES and new["target"] > 1:
        raise Refused(_("A rate is at most 100 %."), field="target")
    if new["metric"] == Metric.REVENUE and not new["currency"]:
        raise Refused(_("Choose the currency of the revenue."), field="currency")
    if new["metric"] != Metric.REVENUE:
        new["currency"] = ""
    sow = new["sow"]
    if sow is not None and sow.agreement.partnership_id != partnership.pk:
        raise Refused(_("Choose a statement of work of this partnership."), field="sow")
    return new
