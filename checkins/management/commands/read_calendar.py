from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from django.core.management.base import BaseCommand, CommandError, CommandParser

from checkins.calendars.reading import Reading, read_calendar


class Command(BaseCommand):
    help = (
        "Reads calendar files (.ics) as the page of common hours and the inbox do: prints what "
        "takes place, what takes time, answers to invitations, and what could not be read."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("files", nargs="+", type=Path, metavar="FILE")
        parser.add_argument("--zone", default="UTC", help="the clock of times that name none")
        parser.add_argument("--first", default="2000-01-01", help="from this day")
        parser.add_argument("--last", default="2040-01-01", help="until this day")

    def handle(self, *args: Any, **options: Any) -> None:
        zone, window = _zone(options["zone"]), (_day(options["first"]), _day(options["last"]))
        unread = 0
        for path in options["files"]:
            try:
                data = path.read_bytes()
            except OSError as error:
                self.stderr.write(f"{path}: {error.strerror}")
                unread += 1
                continue
            self.stdout.write(f"{path}")
            found = read_calendar(data, zone=zone, first=window[0], last=window[1])
            self._tell(found, zone)
        if unread:
            raise CommandError(f"{unread} files could not be opened")

    def _tell(self, found: Reading, zone: ZoneInfo) -> None:
        for one in found.events:
            kind = "busy" if one.busy else "free"
            days = " (whole days)" if one.all_day else ""
            span = _span(one.starts_at, one.ends_at, zone)
            self.stdout.write(f"  event    {span}  {kind}{days}  {one.title}")
        for start, end in found.busy:
            self.stdout.write(f"  busy     {_span(start, end, zone)}")
        for reply in found.replies:
            self.stdout.write(f"  answer   {reply.answer}  {reply.address}  {reply.uid}")
        for problem in found.problems:
            self.stdout.write(f"  problem  {problem}")
        told = f"{len(found.events)} events, {len(found.busy)} busy spans"
        self.stdout.write(f"  {told}, {len(found.problems)} problems")


def _span(start: datetime, end: datetime, zone: ZoneInfo) -> str:
    return f"{start.astimezone(zone):%Y-%m-%d %H:%M} – {end.astimezone(zone):%Y-%m-%d %H:%M}"


def _zone(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (ValueError, OSError, KeyError):
        raise CommandError(f"no such zone: {name}") from None


def _day(text: str) -> datetime:
    try:
        return datetime.fromisoformat(text).replace(tzinfo=UTC)
    except ValueError:
        raise CommandError(f"no day: {text}") from None
