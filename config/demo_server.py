"""`make demo`: everything on this machine, on SQLite and folders, in one process group.

Makes the database and the demo workspace once, then runs web, and worker with beat, until Ctrl-C.
Mail never leaves: it goes into a folder that /mailbox/ shows.
"""

import gc
import os
import secrets
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def environment(port: str) -> dict[str, str]:
    """The demo's environment: embedded, whatever the shell that started it has set."""
    var = Path(os.environ.get("VAR_DIR") or ROOT / "var" / "demo")
    var.mkdir(parents=True, exist_ok=True)
    key = var / "secret_key"
    if not key.exists():
        key.write_text(secrets.token_urlsafe(48))
        key.chmod(0o600)
    env = {k: v for k, v in os.environ.items() if k not in ("DATABASE_URL", "REDIS_URL")}
    return env | {
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "VAR_DIR": str(var),
        "MAIL_URL": f"folder://{var / 'mail'}",
        "SITE_URL": f"http://127.0.0.1:{port}",
        "SECRET_KEY": key.read_text(),
        "MAILBOX_PAGE": "1",
        "PYTHONUNBUFFERED": "1",
        "LOG_LEVEL": "WARNING",
    }


def prepare() -> None:
    from django.core.management import call_command
    from django.db import connection

    # Two years of rows are made and thrown away: looking for cycles less often saves seconds.
    gc.set_threshold(100_000, 50, 50)
    call_command("migrate", verbosity=0)
    call_command("createcachetable", verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    call_command("demo")
    with connection.cursor() as cursor:
        # Without it SQLite guesses which index serves a page, and guesses wrong.
        cursor.execute("ANALYZE")


def serve(env: dict[str, str], port: str) -> int:
    from honcho.manager import Manager

    python = sys.executable
    manager = Manager()
    manager.add_process(
        "web",
        f"{python} -m gunicorn config.wsgi --bind 127.0.0.1:{port} --worker-class gthread"
        " --workers 1 --threads 4 --access-logfile /dev/null --log-level warning",
        env=env,
        cwd=str(ROOT),
    )
    # The broker in a folder has one worker, so beat may live inside it.
    manager.add_process(
        "worker",
        f"{python} -m celery -A config worker -B --loglevel warning --concurrency 1"
        f" --schedule {env['VAR_DIR']}/unused",
        env=env,
        cwd=str(ROOT),
    )
    manager.loop()
    return manager.returncode or 0


def main() -> int:
    port = os.environ.get("PORT", "8000")
    env = environment(port)
    os.environ.update(env)
    for name in ("DATABASE_URL", "REDIS_URL"):
        os.environ.pop(name, None)
    import django

    django.setup()
    prepare()
    from config.demo.people import LOGINS

    print(f"\n  Perennial is at   http://127.0.0.1:{port}/")  # noqa: T201
    print(f"  Its mail is at    http://127.0.0.1:{port}/mailbox/\n")  # noqa: T201
    for who, email, how in LOGINS:
        print(f"  {who:<16} {email:<32} {how}")  # noqa: T201
    print("\n  Ctrl-C stops it.\n", flush=True)  # noqa: T201
    return serve(env, port)


if __name__ == "__main__":
    sys.exit(main())
