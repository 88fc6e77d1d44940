"""Whom a row means: by e-mail, else by channel, else by name and city if that is unmistakable.

Two rows of a file with one name and city and no account are two people: nothing says otherwise,
and a wrong merge cannot be seen afterwards. They are imported apart, the later one with a remark.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from core.imports.registry import Line
from core.imports.sentences import gettext as _
from core.imports.sentences import ngettext
from core.imports.values import is_unknown, parse_number
from core.models import ImportJob
from core.models.imports import RowOutcome
from creators.imports.wishes import Options, Wish, compose, name_key
from creators.models import Creator


class CannotTell(Exception):
    """More than one creator could be meant; the text says which."""


@dataclass
class Known:
    """What is known of the whole file and of the workspace before the import.

    `rows_by_key`: first row with an e-mail or channel; `rows_by_name`: rows with a name and city;
    `here_by_name`: creators that were here before, by name and city.
    """

    options: Options
    rows_by_key: dict[str, int] = field(default_factory=dict)
    rows_by_name: dict[str, list[int]] = field(default_factory=dict)
    here_by_name: dict[str, list[int]] = field(default_factory=dict)

    def earlier_row(self, wish: Wish) -> int | None:
        """The first row before this one with the same e-mail or channel."""
        rows = [self.rows_by_key.get(key, wish.number) for key in keys_of(wish)]
        first = min(rows, default=wish.number)
        return first if first < wish.number else None


def keys_of(wish: Wish) -> list[str]:
    keys = [f"@{wish.email}"] if wish.email else []
    return keys + [":".join(channel.key) for channel in wish.channels]


def get_known(job: ImportJob, options: Options, lines: Callable[[], Iterator[Line]]) -> Known:
    """One pass over the file, one over the names of the workspace."""
    known = Known(options=options)
    for line in lines():
        wish = compose(line, options)
        if wish.problems:
            continue
        for key in keys_of(wish):
            known.rows_by_key.setdefault(key, wish.number)
        if wish.name_key:
            known.rows_by_name.setdefault(wish.name_key, []).append(wish.number)
    made = job.rows.filter(outcome=RowOutcome.CREATE, after__isnull=False).values("object_id")
    here = Creator.objects.active().exclude(public_id__in=made)
    for pk, name, city in here.values_list("pk", "name", "city").iterator(chunk_size=5000):
        key = name_key(name, city)
        if key in known.rows_by_name:
            known.here_by_name.setdefault(key, []).append(pk)
    return known


def in_per_cent(cells: Iterable[str]) -> bool:
    """Whether bare numbers of an engagement column are per cent: any above 1 says so."""
    for cell in cells:
        try:
            number = None if is_unknown(cell) or "%" in cell else parse_number(cell)
        except ValueError:
            continue
        if number is not None and number > 1:
            return True
    return False


def by_name(wish: Wish, known: Known, here: dict[int, Creator]) -> Creator | None:
    """The creator of that name and city; None (with a remark, where one is due) for a new one.

    `here` are loaded creators by primary key, as state.load gives them.
    """
    rows = known.rows_by_name.get(wish.name_key, [])
    found = [here[pk] for pk in known.here_by_name.get(wish.name_key, []) if pk in here]
    if not wish.said.get("city"):
        # Without a city only one who is here by name alone, too, can be meant.
        found = [creator for creator in found if not _has_account(creator)]
    if not found:
        if rows and rows[0] < wish.number:
            wish.remarks.append(
                _("Same name and city as row %(row)s. Kept apart: nothing says it is one person.")
                % {"row": rows[0]}
            )
        return None
    if len(found) == 1 and len(rows) <= 1 and _may_be(wish, found[0]):
        return found[0]
    if not keys_of(wish):
        raise CannotTell(_ambiguous(wish, len(found), rows))
    wish.remarks.append(
        _("%(name)s from %(city)s is here already, with another account. Kept apart.")
        % {"name": wish.name, "city": wish.said["city"]}
    )
    return None


def _has_account(creator: Any) -> bool:
    return bool(creator.email or creator.loaded_channels)


def _may_be(wish: Wish, creator: Any) -> bool:
    """No e-mail and no account on one platform says that they are two people."""
    if wish.email and creator.email and wish.email != creator.email:
        return False
    platforms = {channel.platform for channel in creator.loaded_channels}
    return not any(channel.handle.platform in platforms for channel in wish.channels)


def _ambiguous(wish: Wish, here: int, rows: list[int]) -> str:
    if here > 1:
        return ngettext(
            "%(count)s creator here has this name and city. Add an e-mail or a channel.",
            "%(count)s creators here have this name and city. Add an e-mail or a channel.",
            here,
        ) % {"count": here}
    others = ", ".join(str(row) for row in rows if row != wish.number)
    return _(
        "One creator here has this name and city, and so have rows %(rows)s of the file. "
        "Add an e-mail or a channel."
    ) % {"rows": others}
