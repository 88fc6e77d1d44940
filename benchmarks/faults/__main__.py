"""Runs each sender on each database and judges: `python -m benchmarks.faults` (`make faults`).

Exit code 0 only if the product lost and doubled nothing under at least 20 kills, everywhere, and
the naive sender did: a harness that cannot see the naive one fail is blind.
"""

import json
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import psycopg2

ROOT = Path(__file__).resolve().parents[2]
SERVER = os.environ.get("FAULTS_POSTGRES", "postgres://postgres@127.0.0.1:5432")
NAME = f"perennial_faults_{os.getpid()}"
COLUMNS = [
    "queued",
    "arrived",
    "lost",
    "doubled",
    "unknown",
    "random",
    "pinned",
    "frozen",
    "drained",
]
MIN_KILLS = 20


def main() -> int:
    databases = ["SQLite"]
    if reachable():
        databases.append("PostgreSQL")
    elif os.environ.get("CI") == "true":
        print(f"PostgreSQL is not reachable at {SERVER}: nothing may be skipped here")
        return 1
    else:
        print(f"PostgreSQL is not reachable at {SERVER}: SQLite only")
    print_row(["database", "sender", *COLUMNS])
    complaints = []
    for database in databases:
        for kind in ("product", "naive"):
            result = run(database, kind)
            print_row([database, kind, *(result[column] for column in COLUMNS)])
            complaints += judge(database, kind, result)
    print("\\n".join(complaints) or LEGEND)
    return 1 if complaints else 0


LEGEND = """
lost: not at the sink and not listed as unknown; doubled: the same Message-ID twice at the sink;
unknown: listed for a person to decide; random, pinned: SIGKILLs; frozen: SIGSTOPs longer than a
lease; drained: seconds until no mail was open. The naive sender fails, so the harness can see."""


def judge(database: str, kind: str, result: dict[str, Any]) -> list[str]:
    """What is wrong with a run, in words; nothing if it is as it must be."""
    wrong = []
    kills = result["random"] + result["pinned"]
    if kills < MIN_KILLS:
        wrong.append(f"only {kills} kills")
    if result["strange"]:
        wrong.append(f"{result['strange']} Message-IDs nobody queued")
    if kind == "naive":
        if not result["lost"] + result["doubled"]:
            wrong.append("the naive sender came through: the harness is blind")
    elif result["lost"] or result["doubled"]:
        wrong.append(f"{result['lost']} lost, {result['doubled']} doubled: {result['states']}")
    return [f"{database}, {kind}: {words}" for words in wrong]


def run(database: str, kind: str) -> dict[str, Any]:
    folder = Path(tempfile.mkdtemp(prefix="faults"))
    try:
        with fresh_database(database, folder) as url, sink(folder / "sink.txt") as port:
            env = os.environ | {
                "DJANGO_SETTINGS_MODULE": "benchmarks.faults.settings",
                "DATABASE_URL": url,
                "MAIL_URL": f"smtp://127.0.0.1:{port}?timeout=5",
                "VAR_DIR": str(folder),
                "REDIS_URL": "",
                "PYTHONUNBUFFERED": "1",
            }
            with (folder / "run.log").open("w") as log:
                done = subprocess.run(
                    [sys.executable, "-m", "benchmarks.faults.run", kind],
                    env=env, cwd=ROOT, stdout=subprocess.PIPE, stderr=log, text=True, timeout=180,
                )  # fmt: skip
            if done.returncode:
                raise SystemExit((folder / "run.log").read_text()[-4000:])
        return dict(json.loads(done.stdout.strip().splitlines()[-1]))
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def reachable() -> bool:
    with suppress(psycopg2.OperationalError):
        psycopg2.connect(f"{SERVER}/postgres", connect_timeout=3).close()
        return True
    return False


@contextmanager
def fresh_database(database: str, folder: Path) -> Iterator[str]:
    if database == "SQLite":
        yield f"sqlite:///{folder / 'faults.sqlite3'}"
        return
    admin = psycopg2.connect(f"{SERVER}/postgres")
    admin.autocommit = True
    with admin.cursor() as cursor:
        cursor.execute(f'CREATE DATABASE "{NAME}"')
        try:
            yield f"{SERVER}/{NAME}"
        finally:
            cursor.execute(f'DROP DATABASE "{NAME}" WITH (FORCE)')
            admin.close()


@contextmanager
def sink(path: Path) -> Iterator[int]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    process = subprocess.Popen(
        [sys.executable, "-m", "benchmarks.faults.sink", str(port), str(path)], cwd=ROOT
    )
    try:
        until = time.monotonic() + 10
        while time.monotonic() < until:
            with suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
                break
            time.sleep(0.1)
        yield port
    finally:
        process.kill()
        process.wait()


def print_row(cells: list[Any]) -> None:
    print("  ".join(str(cell).ljust(10) for cell in cells), flush=True)


if __name__ == "__main__":
    sys.exit(main())
