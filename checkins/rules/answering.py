"""How long somebody's words may wait for an answer, and how they are quoted (row 43). Pure."""

from datetime import date, timedelta

from core.workdays import is_working

# Working days after the day they came.
ANSWER_WITHIN = 2
QUOTED = 90


def answer_by(came_on: date, market: str = "") -> date:
    """The last day on which an answer is in time; holidays are those of `market`."""
    day, left = came_on, ANSWER_WITHIN
    while left:
        day += timedelta(days=1)
        left -= is_working(day, market)
    return day


def quote(text: str, most: int = QUOTED) -> str:
    """Its beginning on one line, cut between words where there is a place to."""
    line = " ".join(text.split())
    if len(line) <= most:
        return line
    cut = line[: most - 1]
    whole = cut.rpartition(" ")[0]
    return f"{(whole if len(whole) > most // 2 else cut).rstrip(' ,.;:–—-')}…"
