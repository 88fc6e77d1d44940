"""The three-month opening of one or of many partnerships (product.md, row 16)."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta

from partnerships.enums import Stage
from partnerships.models import Opening, Partnership
from partnerships.rules.facts import WorkFacts
from partnerships.rules.opening import WEEKS, Arc, arc
from partnerships.syncs import contact_days
from partnerships.work_facts import work_of


def opening_of(partnership: Partnership) -> Opening:
    """As stored; not saved yet where the partnership is older than the record. One query."""
    row = Opening.objects.filter(partnership=partnership).select_related("aligned_by").first()
    return row or new_opening(partnership)


def new_opening(partnership: Partnership) -> Opening:
    return Opening(
        workspace_id=partnership.workspace_id,
        partnership=partnership,
        starts_on=partnership.started_on,
    )


def arcs(
    openings: Iterable[Opening],
    at: datetime,
    *,
    work: Mapping[int, list[WorkFacts]] | None = None,
) -> dict[int, Arc]:
    """Partnership id → its arc. Two queries for any number, one less where the caller has the
    `work` already; none without openings. The rows carry their partnership and its creator."""
    rows = list(openings)
    if not rows:
        return {}
    ids = [row.partnership_id for row in rows]
    done = work_of(ids) if work is None else work
    first = {pk: _first_campaign(done[pk]) for pk in ids}
    days = contact_days(ids, *_window(rows, first.values()))
    return {
        row.partnership_id: arc(
            starts_on=row.starts_on,
            today=at.astimezone(row.partnership.creator.zone).date(),
            aligned_on=row.aligned_on,
            reviewed_on=row.reviewed_on,
            campaign=first[row.partnership_id],
            contact_days=days[row.partnership_id],
        )
        for row in rows
    }


def _first_campaign(work: list[WorkFacts]) -> WorkFacts | None:
    return next((one for one in work if one.confirmed), None)


def _window(openings: list[Opening], campaigns: Iterable[WorkFacts | None]) -> tuple[date, date]:
    known = [one for one in campaigns if one is not None]
    first = min([*(row.starts_on for row in openings), *(one.starts_on for one in known)])
    ends = [row.starts_on + timedelta(weeks=WEEKS) for row in openings]
    return first, max([*ends, *(one.ends_on for one in known)])


def without_opening() -> list[Partnership]:
    """In stage opening, and older than the record of it; one query."""
    rows = Partnership.objects.filter(stage=Stage.OPENING, opening=None)
    return list(rows.select_related("creator"))
