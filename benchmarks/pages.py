"""`make bench`: every page as a ratio to limits taken in the same run, request by request.

gunicorn with two workers on PostgreSQL, workspaces of 1,000, 10,000 and 100,000 creators (fewer by
BENCH_SIZES=1000,10000). Prints p50, p95, queries and the ratio of medians to *constant* and
*list50* (quality.md), and says for each page whether its goal is met.
"""

import http.client
import os
import statistics
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SERVER = os.environ.get("BENCH_POSTGRES", "postgres://postgres@127.0.0.1:5432")
PORT = 8190
ROUNDS = int(os.environ.get("BENCH_ROUNDS", "60"))
SIZES = [int(s) for s in os.environ.get("BENCH_SIZES", "1000,10000,100000").split(",")]

# Page → seconds of each round, and queries; for each size of workspace.
Pages = dict[str, tuple[list[float], int]]
Results = dict[int, Pages]


@dataclass
class Goal:
    """At 10,000: at most `list50` times the list50 page and `queries` statements, session included.
    `growth`: the ratio at the largest workspace may be so many times that at the smallest."""

    list50: float
    queries: int
    growth: float


def main() -> int:
    results: Results = {}
    for size in SIZES:
        results[size] = run(size)
    return report(results)


def run(size: int) -> Pages:
    name = f"perennial_bench_{size}"
    sql(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)", f"CREATE DATABASE {name}")
    env = os.environ | {
        "DATABASE_URL": f"{SERVER}/{name}",
        "DJANGO_SETTINGS_MODULE": "benchmarks.settings",
        "VAR_DIR": str(ROOT / "var" / "bench"),
        "LOG_LEVEL": "WARNING",
    }
    env.pop("REDIS_URL", None)
    try:
        out = subprocess.run(
            [sys.executable, "-m", "benchmarks.prepare", str(size)],
            env=env, cwd=ROOT, check=True, stdout=subprocess.PIPE, text=True,
        ).stdout  # fmt: skip
        lines = [line.split("\t") for line in out.splitlines() if "\t" in line]
        cookies = {a: b for kind, a, b in lines if kind == "cookie"}
        pages = {a: b for kind, a, b in lines if kind == "page"}
        server = subprocess.Popen(
            [sys.executable, "-m", "gunicorn", "config.wsgi", "-b", f"127.0.0.1:{PORT}",
             "-w", "2", "-k", "gthread", "--threads", "2", "--log-level", "error"],
            env=env, cwd=ROOT,
        )  # fmt: skip
        try:
            return measure(pages, cookies)
        finally:
            server.terminate()
            server.wait(10)
    finally:
        sql(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")


def measure(pages: dict[str, str], cookies: dict[str, str]) -> Pages:
    wait_for_server()
    connection = http.client.HTTPConnection("127.0.0.1", PORT, timeout=60)
    times: dict[str, list[float]] = {name: [] for name in pages}
    queries: dict[str, int] = {}
    for turn in range(ROUNDS + 5):
        for name, url in pages.items():
            who = "creator" if name.startswith("portal") else "member"
            start = time.perf_counter()
            connection.request("GET", url, headers={"Cookie": f"sessionid={cookies[who]}"})
            response = connection.getresponse()
            response.read()
            took = time.perf_counter() - start
            if response.status != 200:
                raise SystemExit(f"{name} {url} answered {response.status}")
            if turn >= 5:
                times[name].append(took)
            queries[name] = int(response.headers.get("X-Queries") or 0)
    return {name: (times[name], queries[name]) for name in pages}


GOALS = {
    "directory": Goal(3, 12, 1.5),
    "directory filtered": Goal(3, 12, 1.5),
    "directory by warmth": Goal(3, 12, 1.5),
    "directory by contact": Goal(3, 12, 1.5),
    "search": Goal(4, 12, 2),
    "search in the other script": Goal(4, 12, 2),
    "search, two words": Goal(4, 12, 2),
    "profile": Goal(3, 15, 1.2),
    "profile timeline": Goal(3, 15, 1.2),
    "partnership": Goal(3, 15, 1.2),
    "campaign": Goal(3, 15, 1.2),
    "today": Goal(3, 15, 1.2),
    "portal home": Goal(2, 8, 1.1),
}


def report(results: Results) -> int:
    missed = 0
    for size, pages in results.items():
        constant = statistics.median(pages["constant"][0])
        list50 = statistics.median(pages["list50"][0])
        print(f"\n{size:,} creators, {ROUNDS} rounds")
        print(
            f"{'page':<28}{'p50 ms':>9}{'p95 ms':>9}{'queries':>9}{'× constant':>12}{'× list50':>10}"
        )
        for name, (times, queries) in pages.items():
            p50 = statistics.median(times)
            p95 = statistics.quantiles(times, n=20)[18]
            told = ""
            if goal := GOALS.get(name):
                met = p50 / list50 <= goal.list50 and queries <= goal.queries
                told = (
                    "met" if met else f"MISSED (≤ {goal.list50} × list50, ≤ {goal.queries} queries)"
                )
                missed += not met and size == 10_000
            print(
                f"{name:<28}{p50 * 1000:>9.1f}{p95 * 1000:>9.1f}{queries:>9}"
                f"{p50 / constant:>12.1f}{p50 / list50:>10.2f}  {told}"
            )
    print(f"\ngoals at 10,000 missed: {missed}")
    report_growth(results)
    return 0


def report_growth(results: Results) -> None:
    """How the ratio to list50, and the number of queries, changes with the size of the roster."""
    least, most = min(results), max(results)
    if least == most:
        return
    print(f"\ngrowth of × list50 from {least:,} to {most:,} creators; queries at each")
    for name, goal in GOALS.items():
        ratio = {
            size: statistics.median(pages[name][0]) / statistics.median(pages["list50"][0])
            for size, pages in results.items()
        }
        growth = ratio[most] / ratio[least]
        counts = [results[size][name][1] for size in results]
        told = "met" if growth <= goal.growth else f"MISSED (≤ {goal.growth})"
        print(f"{name:<28}{growth:>6.2f}  {counts}  {told}")


def wait_for_server() -> None:
    for _ in range(150):
        try:
            probe = http.client.HTTPConnection("127.0.0.1", PORT, timeout=2)
            probe.request("GET", "/bench/constant/")
            probe.getresponse().read()
            return
        except OSError:
            time.sleep(0.2)
    raise SystemExit("the server did not start")


def sql(*statements: str) -> None:
    import psycopg2

    connection = psycopg2.connect(f"{SERVER}/postgres")
    connection.autocommit = True
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
    connection.close()


if __name__ == "__main__":
    sys.exit(main())
