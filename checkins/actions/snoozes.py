"""Lines of Today that their manager does not want to see until a day (product.md, row 43)."""

from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User, Workspace
from checkins.actions.closing import put_off
from checkins.enums import CheckInState
from checkins.errors import Refused
from checkins.models import CheckIn, Snooze
from checkins.today import CHECK_IN_KEY
from core.audit import record


def snooze_line(*, workspace: Workspace, user: User, key: str, until: date, at: datetime) -> Snooze:
    """Hide the line from `user` until `until`, a date in their zone; another day moves it, the
    same changes nothing.

    A check-in that rests is not sent by itself meanwhile.
    """
    if until <= at.astimezone(user.zone).date():
        raise Refused(_("Give a day after today."), field="until")
    with transaction.atomic():
        rests = Snooze.objects.filter(workspace=workspace, user=user, key=key, until=until).first()
        if rests is not None:
            return rests
        snooze, _new = Snooze.objects.update_or_create(
            workspace=workspace, user=user, key=key, defaults={"until": until}
        )
        record(verb="today.snoozed", obj=snooze, by=user, at=at, changes={"until": until})
        check_in = _check_in_of(key)
        if check_in is not None and check_in.send_at < at_start(until, user):
            put_off(check_in=check_in, until=until, by=user, at=at)
    return snooze


def rest_while_it_waits(*, check_in: CheckIn, until: datetime, by: User) -> None:
    """Whoever has sent a mail that leaves at a moment to come has nothing more to do: the line is
    back the day after, if it did not leave."""
    day = until.astimezone(by.zone).date() + timedelta(days=1)
    Snooze.objects.update_or_create(
        workspace_id=check_in.workspace_id,
        user=by,
        key=f"{CHECK_IN_KEY}{check_in.public_id}",
        defaults={"until": day},
    )


def unsnooze(*, user: User, key: str, at: datetime) -> bool:
    """Show the line again; True if it rested. A check-in goes out at its next good hour."""
    with transaction.atomic():
        snooze = Snooze.objects.filter(user=user, key=key).first()
        if snooze is None:
            return False
        record(verb="today.unsnoozed", obj=snooze, by=user, at=at)
        snooze.delete()
        check_in = _check_in_of(key)
        if check_in is not None:
            put_off(check_in=check_in, until=check_in.due_on, by=user, at=at)
    return True


def at_start(day: date, user: User) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=user.zone)


def _check_in_of(key: str) -> CheckIn | None:
    if not key.startswith(CHECK_IN_KEY):
        return None
    return (
        CheckIn.objects.select_related("partnership__creator")
        .filter(public_id=key.removeprefix(CHECK_IN_KEY), state=CheckInState.PLANNED)
        .first()
    )
