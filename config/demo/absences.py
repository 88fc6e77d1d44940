"""Who is on leave or ill these days."""

from datetime import timedelta

from checkins.actions.absences import add_absence
from config.demo.cast import Cast

# key, days from today to the first and to the last day (None: nobody knows), kind, note
AWAY = [
    ("jordan", -4, 6, "leave", "Cabin without a signal; back on a weekday."),
    ("timur", -19, None, "illness", "Сломал ключицу на спуске, пишет одной рукой."),
    ("lena", 12, 26, "leave", "Отпуск с детьми."),
    ("ben", -190, -177, "leave", ""),
]


def make_absences(cast: Cast) -> None:
    for key, first, until, kind, note in AWAY:
        creator = cast.creators[key]
        day = cast.now.astimezone(creator.zone).date()
        add_absence(
            creator=creator, kind=kind, first=day + timedelta(days=first),
            until=None if until is None else day + timedelta(days=until), note=note,
            by=cast.members["daniel"], at=cast.now,
        )  # fmt: skip
