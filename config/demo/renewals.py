"""Evergreens that renewed on their days, one in its window, one in notice with half of it closed
out."""

from datetime import datetime, time, timedelta
from functools import partial

from config.demo.cast import Cast
from config.demo.work import Event
from partnerships.actions.close_out import finish_task
from partnerships.actions.renewals import keep_renewals
from partnerships.models import Agreement, CloseOutTask
from partnerships.rules.renewals import renewals_opened

NOTES = {
    "finish_work": "Last reel went out on Tuesday",
    "farewell": "An hour on the phone: a child is due in spring. The door stays open",
}


def renewal_events(cast: Cast) -> list[Event]:
    rows = Agreement.objects.filter(kind="evergreen", state="in_force")
    events = [event for row in rows for event in _of(cast, row)]
    last = cast.ago(2, hour=16)
    return [*events, (last, partial(_close_out, last))]


def _of(cast: Cast, row: Agreement) -> list[Event]:
    found: list[Event] = []
    for days in renewals_opened(
        row.starts_on,
        cast.now.date(),
        window_days=row.window_days,
        notice_days=row.notice_days,
    ):
        for day in (days.opens_on, days.renews_on):
            at = datetime.combine(day, time(20), tzinfo=cast.now.tzinfo) + timedelta(minutes=10)
            found.append((at, partial(_keep, row.pk, at)))
    return found


def _keep(pk: int, at: datetime) -> None:
    rows = Agreement.objects.select_related(
        "partnership__creator", "partnership__brand", "partnership__owner", "partnership__workspace"
    )
    keep_renewals(agreement=rows.get(pk=pk), at=at)


def _close_out(at: datetime) -> None:
    for task in CloseOutTask.objects.filter(kind__in=NOTES, done_at=None).select_related(
        "agreement__partnership__owner"
    ):
        owner = task.agreement.partnership.owner
        finish_task(task=task, note=NOTES[task.kind], by=owner, at=at)
