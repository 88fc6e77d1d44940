"""`python -m benchmarks.imports`: a list of BENCH_ROWS creators uploaded, checked, run and undone.

In a process of its own on PostgreSQL. Prints seconds, peak memory, and the ratio of the run to the
limit: COPY of the very rows it wrote, into tables with the same indexes. BENCH_PROFILE=1 adds
where the time goes.
"""

import cProfile
import csv
import os
import pstats
import random
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import nullcontext
from io import BytesIO
from pathlib import Path
from typing import Any

ROWS = int(os.environ.get("BENCH_ROWS", "100000"))
SERVER = os.environ.get("BENCH_POSTGRES", "postgres://postgres@127.0.0.1:5432")
NAME = f"perennial_bench_imports_{os.getpid()}"
HEADER = [
    "Имя", "E-mail", "Instagram", "Подписчики", "ER", "Город", "Телефон", "Цена за reels",
    "Тематика", "Комментарий",
]  # fmt: skip
FIRST = ["Светлана", "Maya", "Илья", "Jordan", "Анна", "Grace", "Тимур", "Noor", "Елена", "Ben"]
LAST = ["Volkova", "Ames", "Журавлёва", "Lindqvist", "Сафин", "Okafor", "Крылова", "Haddad"]
CITIES = ["Москва", "Austin, TX", "Санкт-Петербург", "Boston, MA", "Казань", "Almaty", ""]
TOPICS = ["beauty", "еда", "travel", "книги", "DIY", "спорт", "parenting", "музыка"]


def main() -> int:
    if len(sys.argv) > 1:
        return measure(Path(sys.argv[1]))
    sql(f"DROP DATABASE IF EXISTS {NAME} WITH (FORCE)", f"CREATE DATABASE {NAME}")
    try:
        with tempfile.TemporaryDirectory() as folder:
            write_list(Path(folder) / "list.csv")
            env = os.environ | {
                "DATABASE_URL": f"{SERVER}/{NAME}",
                "DJANGO_SETTINGS_MODULE": "benchmarks.settings",
                "VAR_DIR": folder,
                "LOG_LEVEL": "WARNING",
            }
            env.pop("REDIS_URL", None)
            command = [sys.executable, "-m", "benchmarks.imports", f"{folder}/list.csv"]
            return subprocess.run(command, env=env).returncode
    finally:
        sql(f"DROP DATABASE IF EXISTS {NAME} WITH (FORCE)")


def write_list(path: Path) -> None:
    """A list as agencies send it: half in Russian, numbers in every shape, some cells empty."""
    rnd = random.Random(ROWS)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, delimiter=";")
        writer.writerow(HEADER)
        for i in range(ROWS):
            followers = rnd.randrange(500, 2_000_000)
            shapes = (str(followers), f"{followers / 1000:.1f}".replace(".", ",") + " тыс.",
                      f"{followers:,}".replace(",", "\u00a0"), f"{followers / 1e6:.2f}M")  # fmt: skip
            writer.writerow([
                f"{rnd.choice(FIRST)} {rnd.choice(LAST)} {i}",
                f"c{i}@list.example" if i % 5 else "",
                f"https://instagram.com/creator.{i}",
                shapes[i % 4],
                f"{rnd.uniform(0.1, 9):.2f}".replace(".", ",") + " %",
                rnd.choice(CITIES),
                f"+7 916 {i // 10000 % 1000:03} {i // 100 % 100:02} {i % 100:02}" if i % 3 else "",
                f"{rnd.randrange(10, 900)} 000 ₽" if i % 2 else "",
                ", ".join(rnd.sample(TOPICS, 2)),
                "отвечает вечером" if i % 7 == 0 else "",
            ])  # fmt: skip


def measure(path: Path) -> int:
    import django

    django.setup()
    from django.core.management import call_command
    from django_scopes import scope

    from accounts.models import Membership, User, Workspace

    call_command("migrate", run_syncdb=True, verbosity=0)
    workspace = Workspace.objects.create(name="Bench", slug="bench")
    user = User.objects.create(email="m@bench.example", name="Manager", password="!")
    Membership.objects.create(workspace=workspace, user=user, role="manager")
    with scope(workspace=workspace):
        return work(path, workspace, user)


def work(path: Path, workspace: Any, user: Any) -> int:
    from django.utils import timezone

    from core.imports import engine, jobs
    from core.models import ImportJob

    before = peak()
    with path.open("rb") as file:
        job = timed("upload", lambda: jobs.upload_file(
            workspace=workspace, kind="creators", file=file, file_name=path.name, by=user,
            at=timezone.now()))[0]  # fmt: skip
    problems = jobs.start_check(job=job, mapping=job.mapping, options=job.options)
    if problems:
        raise SystemExit("; ".join(problems))
    timed("check", lambda: engine.check_job(job.pk))
    jobs.start_run(job=job, by=user, at=timezone.now())
    run = timed("run", lambda: engine.run_job(job.pk))[1]
    job = ImportJob.objects.get(pk=job.pk)
    limit = timed("COPY of the same rows", copy_again)[1]
    jobs.start_undo(job=job, by=user, at=timezone.now())
    undo = timed("undo", lambda: engine.undo_job(job.pk))[1]
    done = ImportJob.objects.get(pk=job.pk)
    size = path.stat().st_size / 2**20
    print(f"{ROWS:,} rows, {size:.1f} MB: {job.counts}; undone: {done.counts.get('undone')}")
    print(f"run / COPY: {run / limit:.1f}; undo / COPY: {undo / limit:.1f}; "
          f"peak memory {peak():.0f} MB, {peak() - before:.0f} MB above the start")  # fmt: skip
    return 0 if job.counts.get("create") == done.counts.get("undone") == ROWS else 1


def timed(what: str, work: Callable[[], Any]) -> tuple[Any, float]:
    profile: Any = cProfile.Profile() if os.environ.get("BENCH_PROFILE") else nullcontext()
    start = time.perf_counter()
    with profile:
        result = work()
    seconds = time.perf_counter() - start
    print(f"{what:24} {seconds:8.1f} s  peak {peak():6.0f} MB", flush=True)
    if isinstance(profile, cProfile.Profile):
        pstats.Stats(profile).sort_stats("tottime").print_stats(25)
        pstats.Stats(profile).sort_stats("cumtime").print_stats(60)
    return result, seconds


def copy_again() -> None:
    """What the run wrote, out and in again."""
    from django.db import connection

    from core.models import ImportRow
    from creators.models import AudienceSnapshot, Channel, Creator, Rate

    models = (Creator, Channel, AudienceSnapshot, Rate, Creator.tags.through, ImportRow)
    with connection.cursor() as cursor:
        for table in (model._meta.db_table for model in models):
            cursor.execute(f"CREATE TABLE again_{table} (LIKE {table} INCLUDING ALL)")
            rows = BytesIO()
            cursor.copy_expert(f"COPY {table} TO STDOUT", rows)
            rows.seek(0)
            cursor.copy_expert(f"COPY again_{table} FROM STDIN", rows)


def peak() -> float:
    """Megabytes this process has held at most."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def sql(*statements: str) -> None:
    options = [part for statement in statements for part in ("-c", statement)]
    subprocess.run(["psql", "-q", f"{SERVER}/postgres", *options], check=True,
                   capture_output=True)  # fmt: skip


if __name__ == "__main__":
    sys.exit(main())
