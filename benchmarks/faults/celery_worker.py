"""The product's Celery app as `celery worker -B` runs it, armed with a pinned moment of death."""

import os
from pathlib import Path

from config.celery import app, tick

if __name__ == "__main__":
    import django

    django.setup()
    from benchmarks.faults import points

    once = Path(os.environ["VAR_DIR"]) / f"died_{os.getpid()}"
    points.arm(os.environ["FAULTS_POINT"], passes=5, once=once)
    # Only the post works here; its tick is shortened as the lease is.
    app.conf.beat_schedule = {"deliver due mail": tick("core.sweep_mail", 1)}
    app.worker_main(["worker", "-B", "--concurrency=1", "--loglevel=warning"])
