"""`python -m benchmarks.results`: files of BENCH_RESULTS rows of results (100,000 and 1,000,000),
from the file to committed rows, beside COPY of the same rows into a table with the same indexes.

Each size on a database and in a process of its own. Prints seconds, rows a second, the ratio to
COPY, peak memory, and how the seconds grow. BENCH_PROFILE=1 adds where the time goes.
"""

import json
import os
import random
import subprocess
import sys
import tempfile
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from benchmarks.imports import SERVER, peak, sql, timed

SIZES = [int(n) for n in os.environ.get("BENCH_RESULTS", "100000,1000000").split(",")]
NAME = f"perennial_bench_results_{os.getpid()}"
MARKETS = ("US", "RU")
# So many days of each post, newest first.
DAYS = 1000
# What the goal asks for.
MOST_TIMES, MOST_MEGABYTES = 6, 400


def main() -> int:
    if len(sys.argv) > 1:
        return measure(int(sys.argv[1]), Path(sys.argv[2]))
    found = [in_a_process(rows) for rows in SIZES]
    print()
    print(
        "| rows | MB | COPY, s | upload | check | run | × COPY | rows/s | peak, MB | again | undo |"
    )
    print("|---|---|---|---|---|---|---|---|---|---|---|")
    for one in found:
        print(
            f"| {one['rows']:,} | {one['size']:.0f} | {one['copy']:.1f} | {one['upload']:.1f} | "
            f"{one['check']:.1f} | {one['run']:.1f} | {ratio(one):.1f} | "
            f"{one['rows'] / spent(one):,.0f} | {one['peak']:.0f} | {one['again']:.1f} | "
            f"{one['undo']:.1f} |"
        )
    small, big = found[0], found[-1]
    growth = spent(big) / spent(small) / (big["rows"] / small["rows"])
    print(f"\nseconds a row, {big['rows']:,} beside {small['rows']:,}: {growth:.2f}")
    return 0 if ratio(big) <= MOST_TIMES and big["peak"] <= MOST_MEGABYTES else 1


def spent(one: dict[str, Any]) -> float:
    """From the file to committed rows: everything a person waits for."""
    return float(one["upload"] + one["check"] + one["run"])


def ratio(one: dict[str, Any]) -> float:
    return spent(one) / float(one["copy"])


def in_a_process(rows: int) -> dict[str, Any]:
    name = f"{NAME}_{rows}"
    sql(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)", f"CREATE DATABASE {name}")
    try:
        with tempfile.TemporaryDirectory() as folder:
            env = os.environ | {
                "DATABASE_URL": f"{SERVER}/{name}",
                "DJANGO_SETTINGS_MODULE": "benchmarks.settings",
                "VAR_DIR": folder,
                "LOG_LEVEL": "WARNING",
            }
            env.pop("REDIS_URL", None)
            print(f"{rows:,} rows", flush=True)
            command = [sys.executable, "-m", "benchmarks.results", str(rows), folder]
            subprocess.run(command, env=env, check=True)
            found: dict[str, Any] = json.loads((Path(folder) / "found.json").read_text())
            return found
    finally:
        sql(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")


def write_results(path: Path, rows: int, shift: int = 0) -> None:
    """Daily figures of posts in two markets, half by link and half by handle, as tools export
    them. `shift` changes the numbers of every tenth row."""
    rnd = random.Random(rows)
    first = datetime.now(UTC).date() - timedelta(days=DAYS)
    days = [(first + timedelta(days=n)).isoformat() for n in range(DAYS)]
    with path.open("w", encoding="utf-8", newline="") as file:
        file.write("date,username,link,country,reach,views,likes,clicks,revenue\n")
        for i in range(rows):
            post, rest = divmod(i, DAYS * len(MARKETS))
            day, market = divmod(rest, len(MARKETS))
            who = f"c{post}," if post % 2 else f",youtu.be/bench{post:04}"
            reach = rnd.randrange(100, 90_000) + (shift if i % 10 == 0 else 0)
            sold = f"{reach * 0.013:.2f}" if i % 3 == 0 else ""
            file.write(
                f"{days[day]},{who},{MARKETS[market]},{reach},{reach * 2 // 3},{reach // 40},"
                f"{reach // 90 if i % 2 else ''},{sold}\n"
            )


def measure(rows: int, folder: Path) -> int:
    import django

    django.setup()
    from django.core.management import call_command
    from django_scopes import scope

    from accounts.models import Membership, User, Workspace

    call_command("migrate", run_syncdb=True, verbosity=0)
    workspace = Workspace.objects.create(name="Bench", slug="bench")
    user = User.objects.create(email="m@bench.example", name="Manager", password="!")
    Membership.objects.create(workspace=workspace, user=user, role="manager")
    path = folder / "results.csv"
    write_results(path, rows)
    with scope(workspace=workspace):
        campaign = make_campaign(workspace, user, rows // DAYS // len(MARKETS) + 1)
        found = work(path, rows, campaign, user)
    (folder / "found.json").write_text(json.dumps(found))
    return 0


def make_campaign(workspace: Any, user: Any, posts: int) -> Any:
    """A post and a handle for each creator."""
    from campaigns.models import Campaign, Collaboration, Deliverable
    from campaigns.rules.links import link_key
    from creators.models import Channel, Creator
    from partnerships.models import Brand, Partnership

    long_ago = date(2015, 1, 1)
    brand = Brand.objects.create(workspace=workspace, name="Bench")
    campaign = Campaign.objects.create(
        workspace=workspace, brand=brand, name="Bench", goal="Bench", starts_on=long_ago,
        ends_on=long_ago + timedelta(days=10_000), state="live", owner=user,
    )  # fmt: skip
    for n in range(posts):
        creator = Creator.objects.create(workspace=workspace, name=f"Creator {n}", market="US")
        Channel.objects.create(
            workspace=workspace, creator=creator, platform="youtube", handle=f"c{n}",
            handle_key=f"c{n}",
        )  # fmt: skip
        partnership = Partnership.objects.create(
            workspace=workspace, creator=creator, brand=brand, owner=user, started_on=long_ago
        )
        part = Collaboration.objects.create(
            workspace=workspace, campaign=campaign, partnership=partnership, sequence=1,
            fee_currency="USD",
        )  # fmt: skip
        link = f"https://youtu.be/bench{n:04}"
        Deliverable.objects.create(
            workspace=workspace, collaboration=part, title="Video", platform="youtube",
            format="video", due_on=long_ago, state="published", link=link,
            link_key=link_key(link), published_at=datetime.now(UTC),
        )  # fmt: skip
    return campaign


def work(path: Path, rows: int, campaign: Any, user: Any) -> dict[str, Any]:
    from core.imports import engine, jobs

    found: dict[str, Any] = {"rows": rows, "size": path.stat().st_size / 2**20}
    job = bring(found, path, campaign, user)
    assert job.counts.get("create") == rows, job.counts
    found["peak"] = peak()
    copy_out(path.parent)
    found["copy"] = timed("COPY of the same rows", lambda: copy_again(path.parent))[1]
    second: dict[str, Any] = {}
    again = bring(second, path, campaign, user)
    assert again.counts.get("same") == rows, again.counts
    found["again"] = spent(second)
    write_results(path, rows, shift=1)
    newer = bring({}, path, campaign, user)
    print(newer.counts)
    for one in (newer, job):
        jobs.start_undo(job=one, by=user, at=datetime.now(UTC))
        found["undo"] = timed("undo", lambda one=one: engine.undo_job(one.pk))[1]
    print(f"peak at the end {peak():.0f} MB")
    from campaigns.models import Result

    assert not Result.objects.exists()
    return found


def bring(found: dict[str, Any], path: Path, campaign: Any, user: Any) -> Any:
    from core.imports import engine, jobs
    from core.models import ImportJob

    at = datetime.now(UTC)
    with path.open("rb") as file:
        job, found["upload"] = timed("upload", lambda: jobs.upload_file(
            workspace=campaign.workspace, kind="results", target_id=campaign.public_id, file=file,
            file_name=path.name, by=user, at=at))  # fmt: skip
    options = {**job.options, "currency": "USD"}
    problems = jobs.start_check(job=job, mapping=job.mapping, options=options)
    if problems:
        raise SystemExit("; ".join(problems))
    found["check"] = timed("check", lambda: engine.check_job(job.pk))[1]
    jobs.start_run(job=job, by=user, at=at)
    found["run"] = timed("run", lambda: engine.run_job(job.pk))[1]
    job = ImportJob.objects.get(pk=job.pk)
    if job.state != "done":
        raise SystemExit(f"{job.state}: {job.problem} {job.counts}")
    return job


def copy_out(folder: Path) -> None:
    from django.db import connection

    from campaigns.models import Result

    table = Result._meta.db_table
    with connection.cursor() as cursor, (folder / "copy.tsv").open("wb") as file:
        cursor.copy_expert(f"COPY {table} TO STDOUT", file)
        cursor.execute(f"CREATE TABLE again_results (LIKE {table} INCLUDING ALL)")


def copy_again(folder: Path) -> None:
    """What the run wrote, in once more; it was written to a file before."""
    from django.db import connection

    with connection.cursor() as cursor, (folder / "copy.tsv").open("rb") as file:
        cursor.copy_expert("COPY again_results FROM STDIN", file)


if __name__ == "__main__":
    sys.exit(main())
