"""Evergreen agreements renew by themselves, never silently (product.md, row 22).

Rows and their unique keys are the truth: doing it twice, or in two workers, changes nothing.
"""

from datetime import date, datetime

from django.db import transaction

from accounts.models import User
from core.audit import record
from core.models import OutgoingMail
from core.versions import EditConflict, save_version
from partnerships import emails_renewals as emails
from partnerships.actions.changes import today_of
from partnerships.enums import RenewalState
from partnerships.errors import WrongState
from partnerships.models import Agreement, Renewal
from partnerships.rules.renewals import (
    Act,
    RenewalDays,
    Step,
    expires_soon,
    renewal_steps,
)


def steps_of(agreement: Agreement, today: date) -> list[Step]:
    """What `keep_renewals` would do; no query where the renewals are prefetched."""
    return renewal_steps(
        kind=agreement.kind,
        state=agreement.state,
        starts_on=agreement.starts_on,
        ends_on=agreement.ends_on,
        window_days=agreement.window_days,
        notice_days=agreement.notice_days,
        known={row.year: row.state for row in agreement.renewals.all()},
        today=today,
    )


def keep_renewals(*, agreement: Agreement, at: datetime, leaving: bool = False) -> list[Step]:
    """Open windows, renew, and stop what does not renew, up to the creator's today; gives what was
    done, in order.

    Both sides are told of each, but not of a window that opens and shuts in one: `leaving` says
    that notice or an end follows, which tells them more. A year that began before the agreement was
    written down here is noted without a mail, and so is one that is over.
    """
    with transaction.atomic():
        # Notice at this very moment waits for us, or we see it.
        locked = Agreement.objects.select_for_update().get(pk=agreement.pk)
        locked.partnership = agreement.partnership
        today = today_of(locked.partnership, at)
        done = []
        for step in steps_of(locked, today):
            if _take(locked, step, today, at=at, leaving=leaving):
                done.append(step)
    return done


def _take(agreement: Agreement, step: Step, today: date, *, at: datetime, leaving: bool) -> bool:
    if step.days is None:
        row = Renewal.objects.get(agreement=agreement, year=step.year)
        return _settle(row, RenewalState.STOPPED, at=at)
    days = step.days
    if step.act == Act.OPEN:
        row, moved = _open(agreement, days, at=at)
        if moved and not leaving and today < days.renews_on:
            emails.window_opened(renewal=row, at=at)
        return moved
    row = Renewal.objects.get(agreement=agreement, year=step.year)
    row.agreement = agreement
    moved = _settle(row, RenewalState.RENEWED, at=at)
    if moved and _worth_telling(agreement, days, today):
        opened_on = today_of(agreement.partnership, row.opened_at)
        emails.renewed(renewal=row, announced=opened_on < days.renews_on, at=at)
    return moved


def _worth_telling(agreement: Agreement, days: RenewalDays, today: date) -> bool:
    written = today_of(agreement.partnership, agreement.created_at)
    return written <= days.renews_on and today <= days.until


def _open(agreement: Agreement, days: RenewalDays, *, at: datetime) -> tuple[Renewal, bool]:
    """The row, and whether it was us who opened the window."""
    row, made = Renewal.objects.get_or_create(
        agreement=agreement,
        year=days.year,
        defaults={
            "workspace_id": agreement.workspace_id,
            "opens_on": days.opens_on,
            "renews_on": days.renews_on,
            "until": days.until,
            "opened_at": at,
        },
    )
    row.agreement = agreement
    if made:
        told = {"year": days.year, "renews_on": days.renews_on, "until": days.until}
        record(verb="renewal.opened", obj=row, by=None, at=at, changes=told)
        return row, True
    if row.state != RenewalState.STOPPED:
        return row, False
    return row, _settle(row, RenewalState.OPEN, at=at)


def _settle(row: Renewal, state: RenewalState, *, at: datetime) -> bool:
    """False if another worker was faster."""
    before = row.state
    settled_at = None if state == RenewalState.OPEN else at
    try:
        save_version(row, expected=row.version, changes={"state": state, "settled_at": settled_at})
    except EditConflict:
        return False
    verb = "renewal.reopened" if state == RenewalState.OPEN else f"renewal.{state}"
    record(verb=verb, obj=row, by=None, at=at, changes={"state": [before, state]})
    return True


def confirm_renewal(*, renewal: Renewal, by: User, at: datetime) -> None:
    """A person has looked: nothing is to be adjusted this year. WrongState once the window is over,
    or when somebody said so before."""
    if renewal.state != RenewalState.OPEN or renewal.confirmed_at is not None:
        raise WrongState
    with transaction.atomic():
        try:
            save_version(
                renewal,
                expected=renewal.version,
                changes={"confirmed_by": by, "confirmed_at": at},
            )
        except EditConflict as conflict:
            raise WrongState from conflict
        record(verb="renewal.confirmed", obj=renewal, by=by, at=at)


def tell_expiry(*, agreement: Agreement, at: datetime) -> list[OutgoingMail]:
    """Say that it ends soon with nothing to follow, 60 and 30 days before. The mails' keys make it
    once, however often this is asked."""
    if agreement.ends_on is None:
        return []
    today = today_of(agreement.partnership, at)
    days = expires_soon(agreement.starts_on, agreement.ends_on, today)
    if days is None:
        return []
    with transaction.atomic():
        return emails.expires_soon(agreement=agreement, days=days, at=at)
