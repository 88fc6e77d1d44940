"""The mutual-value audit of many partnerships at once (product.md, row 66)."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import QuerySet

from core.together import read_together
from creators.models import AudienceSnapshot
from partnerships.ideas import ideas_asked, ideas_told
from partnerships.models import AuditMark, Partnership
from partnerships.rules.audit import Audience, Audit, Marked, audit
from partnerships.rules.facts import WorkFacts
from partnerships.rules.pace import anniversary
from partnerships.work_facts import work_of


def audits(
    partnerships: Iterable[Partnership],
    at: datetime,
    *,
    work: Mapping[int, list[WorkFacts]] | None = None,
) -> dict[int, Audit]:
    """Partnership id → its three lights. Two queries; one less where the caller has the `work`
    already."""
    rows = list(partnerships)
    ids = [row.pk for row in rows]
    done = work_of(ids) if work is None else work
    # A day further: in the east it is tomorrow already.
    today = at.date() + timedelta(days=1)
    snapshots = _snapshots({row.creator_id for row in rows}, today)
    read, said, *suggested = read_together([snapshots, _said(ids), *ideas_asked(ids)])
    ideas = ideas_told(suggested)
    audience, marks = _audience(read), _newest(said)
    return {
        row.pk: audit(
            done[row.pk],
            ideas=None if ideas is None else ideas[row.pk],
            audience=audience.get(row.creator_id),
            marks=marks[row.pk],
        )
        for row in rows
    }


def _snapshots(creator_ids: set[int], today: date) -> "QuerySet[AudienceSnapshot, Any]":
    rows = AudienceSnapshot.objects.filter(
        channel__creator__in=creator_ids, taken_on__gt=anniversary(today, -1), taken_on__lte=today
    ).order_by("taken_on", "pk")
    return rows.values("channel__creator", "channel", "followers")


def _audience(snapshots: Iterable[Mapping[str, Any]]) -> dict[int, Audience]:
    """Creator id → audience over 12 months, of the channels read at least twice in them."""
    by_channel: dict[tuple[int, int], list[int]] = defaultdict(list)
    for row in snapshots:
        by_channel[row["channel__creator"], row["channel"]].append(row["followers"])
    found: dict[int, Audience] = {}
    for (creator, _channel), read in by_channel.items():
        if len(read) > 1:
            known = found.get(creator, Audience(0, 0, 0))
            found[creator] = Audience(
                known.before + read[0], known.now + read[-1], known.channels + 1
            )
    return found


def _said(ids: list[int]) -> "QuerySet[AuditMark]":
    """All that people said, the newest first."""
    rows = AuditMark.objects.filter(partnership__in=ids).select_related("by")
    named = rows.only("partnership", "item", "light", "reason", "at", "by__name", "by__email")
    return named.order_by("-at", "-pk")


def _newest(said: Iterable[AuditMark]) -> dict[int, dict[str, Marked]]:
    """The newest of each item."""
    found: dict[int, dict[str, Marked]] = defaultdict(dict)
    for row in said:
        mark = Marked(row.light, row.reason, row.at, str(row.by or ""))
        found[row.partnership_id].setdefault(row.item, mark)
    return found


def marks_of(partnership: Partnership) -> list[AuditMark]:
    """All that was ever said, the newest first; one query."""
    return list(_said([partnership.pk]))
