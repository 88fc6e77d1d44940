from celery.beat import Scheduler


class MemoryScheduler(Scheduler):
    """Celery's own in-memory scheduler, with every entry due at once on start: after an outage
    the backlog is looked at immediately rather than an interval later."""

    def setup_schedule(self) -> None:
        self.install_default_entries(self.app.conf.beat_schedule)
        self.merge_inplace(self.app.conf.beat_schedule)
        for entry in self.schedule.values():
            entry.last_run_at = entry.default_now().replace(year=2000)
