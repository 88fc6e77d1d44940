"""A house that lives: real Chromium, and for journeys a real worker, Redis, PostgreSQL, an SMTP sink.

Without DATABASE_URL and REDIS_URL the live journeys are skipped on a developer's machine; where
CI=true that is a failure, since nothing may be skipped there.
"""

import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import expect

from tests.browser.sink import Sink
from tests.live import need_services

ROOT = Path(__file__).resolve().parents[2]
# Playwright's own loop runs in this thread; our ORM calls beside it are not inside it.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
# The first pages of a process are slow where others work on the same cores.
expect.set_options(timeout=15_000)


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args):
    return {
        **browser_type_launch_args,
        "executable_path": shutil.which("chromium") or "/usr/bin/chromium",
        "args": [
            "--no-sandbox",
            "--disable-gpu",
            "--disable-quic",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
        ],
    }


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args):
    return {**browser_context_args, "viewport": {"width": 1280, "height": 900}, "locale": "en-US"}


@dataclass
class House:
    url: str
    sink: Sink
    var: Path


@pytest.fixture
def house(live_server, settings, tmp_path) -> House:
    """The web in this process, a Celery worker with beat in another one, mail into a sink."""
    need_services()
    var = tmp_path / "var"
    var.mkdir()
    files = {"location": str(var / "files"), "base_url": None}
    settings.STORAGES = {
        **settings.STORAGES,
        "default": {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": files},
    }
    settings.SITE_URL = live_server.url
    sink = Sink().start()
    database = urlsplit(os.environ["DATABASE_URL"])._replace(
        path="/" + settings.DATABASES["default"]["NAME"]
    )
    env = os.environ | {
        "DATABASE_URL": database.geturl(),
        "MAIL_URL": sink.url,
        "SITE_URL": live_server.url,
        "VAR_DIR": str(var),
    }
    log = (tmp_path / "worker.log").open("w")
    worker = subprocess.Popen(
        [sys.executable, "-m", "celery", "-A", "config", "worker", "-B", "--concurrency", "1",
         "--loglevel", "info", "--schedule", str(var / "unused")],
        env=env, cwd=ROOT, stdout=log, stderr=log,
    )  # fmt: skip
    try:
        yield House(url=live_server.url, sink=sink, var=var)
    finally:
        worker.terminate()
        try:
            worker.wait(15)
        except subprocess.TimeoutExpired:
            worker.kill()
        sink.stop()
        log.close()
        (ROOT / "var").mkdir(exist_ok=True)
        shutil.copy(tmp_path / "worker.log", ROOT / "var" / "last-worker.log")
