"""What is left to do when somebody gave notice: written once, ticked off by people (row 23)."""

from datetime import date, datetime

from django.db import transaction

from accounts.models import User
from core.audit import record
from partnerships.enums import CloseOut
from partnerships.errors import ReasonMissing, WrongState
from partnerships.models import Agreement, CloseOutTask
from partnerships.rules.close_out import close_out_days


def plan_close_out(*, agreement: Agreement, by: User | None, at: datetime) -> None:
    """The tasks of an agreement whose last day is known, inside the caller's transaction.

    Again, after the notice was taken back and given anew: all are open once more, with their new
    days. One row for each kind, ever.
    """
    if agreement.ends_on is None:
        return
    days = _days(agreement)
    for kind, due_on in days.items():
        CloseOutTask.objects.update_or_create(
            agreement=agreement,
            kind=kind,
            defaults={
                "due_on": due_on,
                "done_at": None,
                "done_by": None,
                "note": "",
                "dropped_at": None,
            },
            create_defaults={"workspace_id": agreement.workspace_id, "due_on": due_on},
        )
    told = {kind.value: due_on for kind, due_on in days.items()}
    record(verb="close_out.planned", obj=agreement, by=by, at=at, changes=told)


def shift_close_out(*, agreement: Agreement) -> None:
    """It ends earlier than the notice said: what is still open is due by the day it really ended.
    Inside the caller's transaction."""
    for kind, due_on in _days(agreement).items():
        CloseOutTask.objects.filter(
            agreement=agreement, kind=kind, done_at=None, dropped_at=None
        ).update(due_on=due_on)


def _days(agreement: Agreement) -> dict[CloseOut, date]:
    """Kind → due day; nothing where no last day is known."""
    if agreement.ends_on is None:
        return {}
    return close_out_days(
        agreement.ends_on,
        payment_days=agreement.payment_days,
        rights_months=agreement.rights_months,
    )


def drop_close_out(*, agreement: Agreement, by: User | None, at: datetime) -> None:
    """The notice was taken back: nothing of it is to do. Inside the caller's transaction."""
    dropped = CloseOutTask.objects.filter(agreement=agreement, dropped_at=None).update(
        dropped_at=at
    )
    if dropped:
        record(verb="close_out.dropped", obj=agreement, by=by, at=at, changes={"tasks": dropped})


def finish_task(*, task: CloseOutTask, note: str, by: User, at: datetime) -> None:
    """Tick it off. WrongState if it is done or dropped already."""
    new = {"done_at": at, "done_by": by, "note": note.strip()}
    _write(task, new, verb="close_out.done", by=by, at=at, done_at=None)


def reopen_task(*, task: CloseOutTask, note: str, by: User, at: datetime) -> None:
    """It was not done after all: `note` says why. ReasonMissing without one."""
    if task.done_at is None:
        raise WrongState
    if not note.strip():
        raise ReasonMissing(field="note")
    new: dict[str, object] = {"done_at": None, "done_by": None, "note": note.strip()}
    _write(task, new, verb="close_out.reopened", by=by, at=at, done_at=task.done_at)


def _write(
    task: CloseOutTask,
    new: dict[str, object],
    *,
    verb: str,
    by: User,
    at: datetime,
    done_at: datetime | None,
) -> None:
    """Compare and swap on `done_at`: of two people at once one does it."""
    with transaction.atomic():
        rows = CloseOutTask.objects.filter(pk=task.pk, done_at=done_at, dropped_at=None)
        if not rows.update(**new):
            raise WrongState
        for name, value in new.items():
            setattr(task, name, value)
        told = {"kind": task.kind, "note": new["note"]}
        record(verb=verb, obj=task, by=by, at=at, changes=told)
