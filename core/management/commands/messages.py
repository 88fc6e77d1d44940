"""`manage.py messages`: bring the Russian catalogues up to what the sources say."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from core import catalogues


class Command(BaseCommand):
    help = (
        "Adds new messages to each room's Russian catalogue, drops those nobody says, and lists "
        "what is not translated. --check writes nothing and fails on any problem."
    )
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--check", action="store_true", help="write nothing, fail if unclean")
        parser.add_argument("--compile", action="store_true", help="only make the .mo files")
        parser.add_argument("--room", action="append", help="write this room only (repeatable)")

    def handle(self, *args: Any, **options: Any) -> None:
        base = settings.BASE_DIR
        chosen = options["room"] or catalogues.rooms(base)
        unknown = set(chosen) - set(catalogues.rooms(base))
        if unknown:
            raise CommandError(f"No such room: {', '.join(sorted(unknown))}")
        if options["compile"]:
            for room in catalogues.compile_all(base):
                self.stdout.write(f"compiled {room}")
            return
        if not options["check"]:
            said = catalogues.collect(base, chosen)
            known = catalogues.known_translations(base)
            for room in chosen:
                # Read again right before the write: others fill theirs in meanwhile.
                catalogue = catalogues.merge(base, room, said[room], known)
                if catalogues.write_catalogue(base, room, catalogue):
                    self.stdout.write(f"wrote {catalogues.po_path(base, room).relative_to(base)}")
        found = catalogues.problems(base, chosen)
        for problem in found:
            self.stdout.write(str(problem))
        if options["check"] and found:
            raise CommandError(f"{len(found)} messages need work")
