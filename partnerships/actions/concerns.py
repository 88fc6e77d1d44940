"""Concerns: opened, worked on, escalated until they are closed (product.md, row 53).

Nothing here is told to a creator.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User, Workspace
from core.audit import record
from core.once import insert_once
from core.versions import EditConflict, save_version
from partnerships import emails_concerns as emails
from partnerships.actions.changes import changed, check_owner
from partnerships.enums import Escalate, Severity
from partnerships.errors import Refused, WrongState
from partnerships.models import Concern, ConcernNote, Escalation, EscalationStep, Partnership
from partnerships.queries.concerns import escalation_path, taken_steps, told_by
from partnerships.rules.concerns import MOST_DAYS, Path, Step, is_raised, steps_due

_WORDS = ("title", "text", "severity", "owner")


def open_concern(
    *, partnership: Partnership, values: Mapping[str, Any], by: User | None, at: datetime
) -> Concern:
    """`values`: title, text, severity, owner; `public_id` where the page made one. An ended
    partnership may have one too: there may be something left to settle. Tells at once whom the
    path tells on day 0."""
    check_owner(partnership.workspace_id, values["owner"])
    new = {name: values[name] for name in _WORDS}
    row = Concern(
        workspace_id=partnership.workspace_id, partnership=partnership, created_at=at,
        opened_at=at, opened_by=by, clock_from=at, **new,
    )  # fmt: skip
    with transaction.atomic():
        row, made = insert_once(row, values.get("public_id", ""), partnership=partnership)
        if made:
            record(verb="concern.opened", obj=row, by=by, at=at, changes=_told(new))
            if row.owner != by:
                emails.yours(concern=row, at=at)
    if made:
        escalate_concern(concern=row, at=at)
    return row


def update_concern(
    *, concern: Concern, expected: int, values: Mapping[str, Any], by: User | None, at: datetime
) -> None:
    """Other words, another severity, another owner, who is told. Raising it starts the clock anew;
    lowering it does not. EditConflict if `expected` is outdated, WrongState once it is closed."""
    if concern.closed_at is not None:
        raise WrongState(_("It is closed. Open it again first."))
    new: dict[str, Any] = {name: values[name] for name in _WORDS}
    if new["owner"] != concern.owner:
        check_owner(concern.workspace_id, new["owner"])
    differences = changed(concern, new)
    raised = is_raised(concern.severity, new["severity"])
    if raised:
        new["clock_from"] = at
    with transaction.atomic():
        save_version(concern, expected=expected, changes=new)
        if differences:
            record(verb="concern.updated", obj=concern, by=by, at=at, changes=_told(differences))
        if "owner" in differences and concern.owner != by:
            emails.yours(concern=concern, at=at)
    if raised:
        escalate_concern(concern=concern, at=at)


def note_concern(*, concern: Concern, text: str, by: User | None, at: datetime) -> ConcernNote:
    """What was done about it."""
    words = text.strip()
    if not words:
        raise Refused(_("Say what was done."), field="text")
    with transaction.atomic():
        note = ConcernNote.objects.create(
            workspace_id=concern.workspace_id, concern=concern, at=at, by=by, text=words
        )
        record(verb="concern.noted", obj=concern, by=by, at=at, changes={"text": words})
    return note


def close_concern(*, concern: Concern, resolution: str, by: User, at: datetime) -> None:
    """Nobody is told of it any more. WrongState if somebody was faster."""
    words = resolution.strip()
    if not words:
        raise Refused(
            _("Say how it was resolved: the next one will want to know."), field="resolution"
        )
    if concern.closed_at is not None:
        raise WrongState
    _move(
        concern, "concern.closed", {"closed_at": at, "closed_by": by, "resolution": words}, by, at
    )


def reopen_concern(*, concern: Concern, by: User, at: datetime) -> None:
    """It came back: the clock starts anew, and how it was resolved stays among the notes."""
    if concern.closed_at is None:
        raise WrongState
    before = concern.resolution
    with transaction.atomic():
        new = {"closed_at": None, "closed_by": None, "resolution": "", "clock_from": at}
        _move(concern, "concern.reopened", new, by, at)
        ConcernNote.objects.create(
            workspace_id=concern.workspace_id, concern=concern, at=at, by=by, text=before
        )
    escalate_concern(concern=concern, at=at)


def escalate_concern(*, concern: Concern, at: datetime) -> list[Escalation]:
    """Take the steps whose time has come, each once ever; gives those taken now. Several at once,
    as after an outage, are one mail to each person. Two workers: the unique row lets one through.
    """
    path = escalation_path()
    try:
        with transaction.atomic():
            return _escalate(concern, path, at)
    except IntegrityError:
        # Another worker took the same step, and tells of it.
        return []


def _escalate(concern: Concern, path: Path, at: datetime) -> list[Escalation]:
    stored = Concern.objects.select_related("partnership__creator", "partnership__brand",
                                            "partnership__owner", "owner", "workspace")  # fmt: skip
    row = stored.get(pk=concern.pk)
    if row.closed_at is not None:
        return []
    taken = taken_steps(row)
    due = steps_due(path.get(row.severity, []), clock_from=row.clock_from, at=at, taken=taken)
    if not due:
        return []
    rows = [
        Escalation.objects.create(
            workspace_id=row.workspace_id, concern=row, clock_from=row.clock_from, at=at,
            after_days=step.after_days, to=step.to,
            told=[str(person) for person in told_by(row, [step])],
        )
        for step in due
    ]  # fmt: skip
    for person in told_by(row, due):
        emails.escalated(concern=row, steps=due, person=person, at=at)
    record(
        verb="concern.escalated", obj=row, by=None, at=at,
        changes={"steps": [list(step) for step in due]},
    )  # fmt: skip
    return rows


def set_path(
    *, workspace: Workspace, steps: Mapping[str, list[Step]], by: User, at: datetime
) -> None:
    """The whole path of the workspace. Each severity tells somebody: what nobody hears of is
    nobody's. Steps that were taken stay taken."""
    for severity in Severity.values:
        found = steps.get(severity, [])
        if not found:
            words = _("Somebody has to be told: fill in at least one of these days.")
            raise Refused(words, field=f"{severity}_{Escalate.CONTACT}")
        if any(not 0 <= step.after_days <= MOST_DAYS for step in found):
            raise Refused(_("From 0 to 365 days."), field=f"{severity}_{Escalate.CONTACT}")
    with transaction.atomic():
        before = escalation_path()
        EscalationStep.objects.all().delete()
        rows = [
            EscalationStep.objects.create(
                workspace_id=workspace.pk, severity=severity, after_days=step.after_days, to=step.to
            )
            for severity, found in steps.items()
            for step in sorted(set(found))
        ]
        told = {
            str(severity): [_plain(before.get(severity, [])), _plain(found)]
            for severity, found in steps.items()
            if sorted(before.get(severity, [])) != sorted(set(found))
        }
        if told:
            record(verb="escalation.path", obj=rows[0], by=by, at=at, changes=told)


def _plain(steps: list[Step]) -> list[list[Any]]:
    return [list(step) for step in sorted(set(steps))]


def _move(concern: Concern, verb: str, new: dict[str, Any], by: User, at: datetime) -> None:
    differences = changed(concern, new)
    with transaction.atomic():
        try:
            save_version(concern, expected=concern.version, changes=new)
        except EditConflict as conflict:
            raise WrongState from conflict
        record(verb=verb, obj=concern, by=by, at=at, changes=_told(differences))


def _told(values: Mapping[str, Any]) -> dict[str, Any]:
    """People by their public id, as the audit keeps them."""
    return {key: _name(value) for key, value in values.items()}


def _name(value: Any) -> Any:
    if isinstance(value, list):
        return [_name(one) for one in value]
    return value.public_id if isinstance(value, User) else value
