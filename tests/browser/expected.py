"""What the journey's files say, computed without the product."""

import csv
from collections.abc import Iterable
from datetime import date, timedelta
from pathlib import Path

import holidays

Rows = list[dict[str, str]]


def write_results(path: Path, posts: dict[str, str], until: date) -> Rows:
    """A results file with a post of each handle (`posts`: handle → link), five days up to `until`."""
    rows = []
    for n, (handle, link) in enumerate(posts.items()):
        for k in range(5):
            rows.append(
                {
                    "Permalink": link,
                    "Account username": handle,
                    "Date": (until - timedelta(days=4 - k)).isoformat(),
                    "Reach": str(9000 - 1300 * k + 170 * n),
                    "Views": str(12000 - 1500 * k + 90 * n),
                    "Likes": str(640 - 81 * k + 13 * n),
                    "Comments": str(40 - 5 * k + n),
                    "Shares": str(21 - 3 * k),
                    "Saves": str(33 - 4 * k),
                    "Purchases": str(11 - 2 * k + n),
                    "New customers": str(6 - k),
                }
            )
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, fieldnames=list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    return rows


def total(rows: Rows, handle: str, column: str) -> int:
    return sum(int(row[column]) for row in rows if row["Account username"] == handle)


def engagement(rows: Rows, handle: str) -> float:
    """(likes + comments + shares + saves) ÷ reach, a fraction."""
    answered = sum(total(rows, handle, c) for c in ("Likes", "Comments", "Shares", "Saves"))
    return answered / total(rows, handle, "Reach")


def months_later(day: date, months: int) -> date:
    """The same day of a later month, or its last day."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    for last in (day.day, 30, 29, 28):
        try:
            return date(year, month + 1, min(day.day, last))
        except ValueError:
            continue
    raise AssertionError(day)


def working_day(day: date, market: str) -> date:
    """`day`, or the next one that is neither a weekend nor a public holiday of the market."""
    off = holidays.country_holidays(market)
    while day.weekday() >= 5 or day in off:
        day += timedelta(days=1)
    return day


def plain(text: str) -> str:
    return " ".join(text.replace("\u00a0", " ").replace("\u202f", " ").split())


def grouped(number: int, language: str) -> str:
    """`36,120` in English, `36 120` in Russian."""
    return f"{number:,}".replace(",", "," if language == "en" else " ")


def all_in(text: str, parts: Iterable[str]) -> list[str]:
    """The parts that are missing from `text`."""
    return [part for part in parts if part not in plain(text)]
