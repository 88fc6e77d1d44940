"""Celery: the broker is a doorbell, rows are the truth. Beat only ticks, in UTC, by intervals;
what is due is asked of the rows, so a tick lost or doubled does no harm. Ticks expire."""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

app = Celery("perennial")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()


def tick(task: str, seconds: int) -> dict[str, object]:
    return {"task": task, "schedule": seconds, "options": {"expires": seconds * 2}}


app.conf.beat_schedule = {
    "deliver due mail": tick("core.sweep_mail", 20),
    "file answers that came in": tick("core.sweep_inbound", 60),
    "run waiting imports": tick("core.sweep_imports", 60),
    "run waiting bulk changes": tick("core.sweep_bulk", 60),
    "run waiting exports": tick("core.sweep_exports", 60),
    "plan check-ins": tick("checkins.plan", 600),
    "send due check-ins": tick("checkins.send_due", 60),
    "send letters": tick("checkins.send_letters", 60),
    "tend surveys": tick("checkins.tend_surveys", 3600),
    "invite guests": tick("checkins.invite_guests", 300),
    "mend last contacts": tick("checkins.mend_last_contacts", 21600),
    "draft summaries": tick("reports.draft_missing_summaries", 60),
    "keep the 72-hour clock": tick("reports.keep_clock", 60),
    "correct after late files": tick("reports.correct_after_imports", 60),
    "find corrections": tick("reports.sweep_corrections", 3600),
    "send morning digests": tick("reports.send_digests", 300),
    "tell creators of handovers": tick("partnerships.tell_handovers", 60),
    # Does something once a day; the other ticks find that it is done.
    "score creators": tick("creators.sweep_potential", 900),
    "write agreed pay": tick("campaigns.keep_agreed_pay", 3600),
    "escalate concerns": tick("partnerships.escalate_concerns", 300),
    "mend ledgers": tick("partnerships.mend_ledgers", 43200),
    "ask for decisions": tick("partnerships.keep_reviews", 1800),
    "agreements by date": tick("partnerships.advance_agreements", 1800),
}
# Nothing on disk to be corrupted by a kill: intervals start anew with the process.
app.conf.beat_scheduler = "config.beat:MemoryScheduler"
