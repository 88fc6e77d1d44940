"""A line of the file as the result row it wants to be."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from campaigns.imports.attribution import Owner, People, Unattributed, Unclaimed
from campaigns.imports.measures import is_total as is_total
from campaigns.imports.measures import measure
from campaigns.imports.options import Options
from campaigns.models import METRICS, Campaign, Result
from core.audit import jsonable
from core.imports.registry import Line
from core.imports.sentences import gettext as _

COLUMNS = (*METRICS, "revenue_amount", "revenue_currency")
# Posts go on being watched, and orders come, after the last day.
STILL_COUNTS = timedelta(days=60)
KEEP, SKIP = "keep", "skip"

# (collaboration id, day, market, source key): what makes a row itself.
Key = tuple[int, date, str, str]


@dataclass
class Wish:
    """`problems`: why it cannot be; `skipped`: why it is left out though nothing is wrong with it;
    `columns`: the numbers that the line knows, the rest of the row stays as it was."""

    line: Line
    owner: Owner | None = None
    day: date | None = None
    market: str = ""
    columns: dict[str, Any] = field(default_factory=dict)
    problems: list[str] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)
    skipped: str = ""

    @property
    def key(self) -> Key:
        assert self.owner is not None
        assert self.day is not None
        return (self.owner.part.pk, self.day, self.market, self.owner.source_key)


def compose(line: Line, campaign: Campaign, people: People, options: Options) -> Wish:
    """What a line means in this campaign. The whole truth of it: nothing else reads cells."""
    said = measure(line, options)
    wish = Wish(
        line, day=said.day, columns=said.columns, problems=said.problems, skipped=said.skipped
    )
    if wish.skipped:
        return wish
    try:
        wish.owner = people.owner(said.values, said.platform, said.metric)
    except Unclaimed as nobody:
        wish.skipped = str(nobody)
        return wish
    except Unattributed as error:
        wish.problems.append(str(error))
    if wish.day is not None:
        _place(wish, campaign, options)
    if wish.owner is not None:
        own = wish.owner.part.partnership.creator.market
        wish.market = said.values.get("market") or options.market or own
    return wish


def _place(wish: Wish, campaign: Campaign, options: Options) -> None:
    """Within the campaign, or what the person said of days outside it: by default an earlier day
    is an error, and so is one long after the end; one soon after the end counts with a word."""
    assert wish.day is not None
    if wish.day < campaign.starts_on:
        words = _("The day is before the campaign began.")
        near = False
    elif wish.day > campaign.ends_on:
        near = wish.day <= campaign.ends_on + STILL_COUNTS
        words = (
            _("The day is after the campaign's end.")
            if near
            else _("The day is long after the campaign's end.")
        )
    else:
        return
    if options.outside == SKIP:
        wish.skipped = words
    elif near or options.outside == KEEP:
        wish.remarks.append(words)
    else:
        wish.problems.append(words)


def columns_of(result: Result) -> dict[str, Any]:
    return {name: getattr(result, name) for name in COLUMNS}


def tells_nothing_new(wish: Wish, result: Result) -> bool:
    """A number that a line does not know never takes away one that is known."""
    return all(getattr(result, name) == value for name, value in wish.columns.items())


def told(result: Result) -> dict[str, Any]:
    """What undoing needs: the numbers, and where they came from."""
    return {
        **jsonable(columns_of(result)),
        "deliverable": result.deliverable_id,
        "job": result.job_id,
        "source_row": result.source_row,
        "by": result.by_id,
    }
