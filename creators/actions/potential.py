"""The score of creators, computed and kept (product.md, row 13).

Scores are derived: their rows are their own history, the audit keeps what people do.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction

from accounts.models import User, Workspace
from core.audit import record
from core.versions import EditConflict, save_version
from creators.errors import WeightsNotWhole
from creators.models import Creator, PotentialScore, PotentialSweep, PotentialWeights
from creators.queries.evidence import evidence_of
from creators.queries.potential import (
    gather_peers,
    newest_scores,
    next_ids,
    peers_now,
    sweep_now,
    weights_now,
    weights_row,
)
from creators.rules.peers import Peers
from creators.rules.potential import DEFAULT_WEIGHTS, PARTS, Score, assess, is_same, weigh

BATCH = 500
# What one call of the nightly run does at most; the next call goes on from there.
AT_ONCE = 5_000
# Several results typed in a row are compared with the same figures.
FRESH = timedelta(minutes=10)


def score_creators(*, creator_ids: Iterable[int], at: datetime) -> int:
    """Score these anew and keep what has changed: a row for the day, and the figure that lists
    sort by. Gives how many changed. The same call again changes nothing.

    A fixed number of queries, in any number of creators up to some hundreds.
    """
    ids = list(creator_ids)
    with transaction.atomic():
        # Two at once follow one another: the later one sees the newer figures.
        rows = Creator.objects.select_for_update().filter(pk__in=ids).order_by("pk")
        creators = {row.pk: row for row in rows.only("pk", "workspace", "potential")}
        peers, weights = peers_now() or gather_peers(), weights_now()
        before = newest_scores(ids)
        found = {
            pk: weigh(assess(evidence, peers), weights)
            for pk, evidence in evidence_of(ids, at).items()
        }
        changed = {
            pk: score for pk, score in found.items() if _is_news(before.get(pk), score, weights)
        }
        _write(creators, changed, weights, at)
    return len(changed)


def _is_news(before: PotentialScore | None, score: Score, weights: dict[str, int]) -> bool:
    if before is None:
        # Nothing is known of them: no row says so for each of a hundred thousand.
        return any(part["points"] is not None for part in score.parts.values())
    if before.score != score.score or before.weights != weights:
        return True
    return not is_same(before.parts, score.parts)


def _write(
    creators: dict[int, Creator], changed: dict[int, Score], weights: dict[str, int], at: datetime
) -> None:
    PotentialScore.objects.bulk_create(
        [
            PotentialScore(
                workspace_id=creators[pk].workspace_id,
                creator=creators[pk],
                on=at.date(),
                score=score.score,
                parts=score.parts,
                weights=weights,
                computed_at=at,
                created_at=at,
            )
            for pk, score in changed.items()
        ],
        update_conflicts=True,
        unique_fields=["creator", "on"],
        update_fields=["score", "parts", "weights", "computed_at"],
    )
    moved = []
    for pk, score in changed.items():
        if creators[pk].potential != score.score:
            creators[pk].potential = score.score
            moved.append(creators[pk])
    Creator.objects.bulk_update(moved, ["potential"])


def refresh_peers(*, workspace: Workspace, at: datetime) -> Peers:
    """Take the medians of the workspace anew, unless that was done minutes ago."""
    sweep = sweep_now()
    if sweep is not None and at - sweep.taken_at < FRESH:
        return Peers(sweep.peers)
    peers = gather_peers()
    PotentialSweep.objects.update_or_create(
        workspace=workspace,
        defaults={"peers": peers.figures, "taken_at": at},
        create_defaults={"on": at.date(), "peers": peers.figures, "taken_at": at},
    )
    return peers


def sweep_potential(*, workspace: Workspace, at: datetime, at_once: int = AT_ONCE) -> bool:
    """A stretch of the day's run over the whole workspace; True if more is left.

    A kill costs the stretch that was under way: the cursor moves with each batch. Two workers at
    once do the same work twice, and no harm.
    """
    sweep = _sweep_of(workspace, at)
    scored = 0
    while not sweep.done:
        if scored >= at_once:
            return True
        ids = next_ids(sweep.cursor, BATCH)
        if ids:
            score_creators(creator_ids=ids, at=at)
            scored, sweep.cursor = scored + len(ids), ids[-1]
        sweep.done = len(ids) < BATCH
        sweep.save(update_fields=["cursor", "done"])
    return False


def _sweep_of(workspace: Workspace, at: datetime) -> PotentialSweep:
    """Today's run, begun with fresh figures of the workspace if it has not begun."""
    sweep = sweep_now()
    if sweep is not None and sweep.on >= at.date():
        return sweep
    start = {"on": at.date(), "peers": gather_peers().figures, "taken_at": at}
    sweep, _made = PotentialSweep.objects.update_or_create(
        workspace=workspace, defaults={**start, "cursor": 0, "done": False}
    )
    return sweep


def set_weights(
    *, workspace: Workspace, weights: dict[str, int], expected: int, by: User, at: datetime
) -> bool:
    """How many of the 100 points each part can give; `expected` is 0 where nobody has set any.

    Every score of the workspace is computed anew by the run that follows. False if nothing
    changes. Raises WeightsNotWhole, EditConflict.
    """
    new = {part: weights[part] for part in PARTS}
    if sum(new.values()) != 100 or min(new.values()) < 0:
        raise WeightsNotWhole(sum(new.values()))
    with transaction.atomic():
        Workspace.objects.select_for_update().get(pk=workspace.pk)
        row = weights_row()
        before: dict[str, Any] = weights_now() if row else dict(DEFAULT_WEIGHTS)
        if row is not None and row.version != expected:
            raise EditConflict(theirs=row, mine=new)
        if before == new:
            return False
        if row is None:
            row = PotentialWeights.objects.create(workspace=workspace, created_at=at, **new)
        else:
            save_version(row, expected=expected, changes=new)
        changes = {part: [before[part], new[part]] for part in PARTS if before[part] != new[part]}
        record(verb="potential.weights_set", obj=row, by=by, at=at, changes=changes)
        PotentialSweep.objects.filter(workspace=workspace).update(cursor=0, done=False)
    return True
