"""Two rows of one person made one, and undone (product.md, row 1)."""

import secrets
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from core.audit import record
from core.versions import EditConflict
from creators import merging
from creators.actions.found_by import found_by, refresh
from creators.actions.ledger import WrittenLedger, take_back
from creators.actions.portal import person_at
from creators.errors import MergedSince, MergeRefused, Refused
from creators.models import Channel, Creator, Merge
from creators.queries.merging import seen_of
from creators.rules.doubles import keys_of
from creators.rules.merging import chosen_values

# Versions jump by more than anybody saves: undo may put the old number back, and a form that was
# opened in between still does not fit.
AHEAD, JUMP = 1_000, 1_000_000


def merge_creators(
    *,
    kept: Creator,
    absorbed: Creator,
    choices: Mapping[str, str],
    seen: str,
    by: User,
    at: datetime,
) -> Merge:
    """`absorbed` becomes part of `kept`: everything that hangs on it moves, and the fields become
    what `choices` ({field: "kept", "absorbed" or "both"}) says. All or nothing.

    `seen` is the preview's fingerprint: EditConflict if one of the two changed since. Raises
    MergeRefused with the reasons, MergedSince if one of them was absorbed meanwhile. The same
    merge again returns the one that was made.
    """
    with transaction.atomic():
        rows = _locked(kept, absorbed)
        kept, absorbed = rows[kept.pk], rows[absorbed.pk]
        if absorbed.merged_into_id == kept.pk:
            return Merge.objects.get(absorbed=absorbed, undone_at=None)
        if kept.merged_into_id or absorbed.merged_into_id:
            raise MergedSince
        if seen != seen_of(kept, absorbed):
            raise EditConflict(theirs=kept, mine=dict(choices))
        if refused := merging.refusals(merging.CREATOR, kept, absorbed):
            raise MergeRefused(refused)
        ledger = WrittenLedger(at=at, by=by)
        _unite(ledger, kept, absorbed, choices)
        return _told(ledger, kept, absorbed, choices)


def undo_merge(*, merge: Merge, by: User, at: datetime) -> list[str]:
    """Put every row back as it was. What was edited since stays as it is; it is returned by name.

    Nothing happens to a merge that is undone already. Raises Refused if a later merge is in the
    way.
    """
    with transaction.atomic():
        rows = _locked(merge.kept, merge.absorbed)
        merge = Merge.objects.select_for_update(of=("self",)).get(pk=merge.pk)
        if merge.undone_at is not None:
            return []
        kept, absorbed = rows[merge.kept_id], rows[merge.absorbed_id]
        _refuse_out_of_order(merge, kept)
        back = take_back(merge.steps)
        if not back.exact or _grew(merge, kept):
            for row in rows.values():
                row.refresh_from_db()
                refresh(row)
        merge.undone_at, merge.undone_by = at, by
        merge.save(update_fields=["undone_at", "undone_by"])
        for row, other in ((kept, absorbed), (absorbed, kept)):
            changes = {"with": other.public_id, "name": other.name, "left": back.left}
            record(verb="creator.merge_undone", obj=row, by=by, at=at, changes=changes)
    return back.left


def _locked(first: Creator, second: Creator) -> dict[int, Creator]:
    """Both rows as they stand, in one order, so that two merges never wait for each other."""
    rows = Creator.with_absorbed.select_for_update(of=("self",)).order_by("pk")
    return {row.pk: row for row in rows.filter(pk__in=[first.pk, second.pk])}


def _unite(
    ledger: WrittenLedger, kept: Creator, absorbed: Creator, choices: Mapping[str, str]
) -> None:
    values = chosen_values(kept, absorbed, choices)
    portal_open = kept.portal_open or absorbed.portal_open
    # The address is free for the kept row once the other one is put away.
    ledger.change(
        [absorbed],
        merged_into=kept,
        archived_at=absorbed.archived_at or ledger.at,
        version=_ahead(absorbed),
    )
    merging.carry(ledger, merging.CREATOR, kept, absorbed)
    ledger.change([kept], **values, portal_open=portal_open, version=_ahead(kept))
    if kept.archived_at is not None and not _was_archived(ledger, absorbed):
        ledger.change([kept], archived_at=None)
    if portal_open:
        # Whoever holds the address that stays may sign in, and nobody else.
        ledger.change([kept], person=person_at(kept) or kept.person or absorbed.person)
    elif kept.person_id is None and absorbed.person_id is not None:
        ledger.change([kept], person=absorbed.person)
    for finish in merging.finishes():
        finish(ledger, kept)
    _derive(ledger, kept, absorbed)


def _derive(ledger: WrittenLedger, kept: Creator, absorbed: Creator) -> None:
    total = sum(
        n or 0 for n in Channel.objects.filter(creator=kept).values_list("followers", flat=True)
    )
    ledger.change(
        [kept],
        search=found_by(kept),
        followers=total or kept.stated_followers or 0,
        potential=absorbed.potential if kept.potential is None else kept.potential,
        **keys_of(kept.name, kept.email),
    )


def _was_archived(ledger: WrittenLedger, absorbed: Creator) -> bool:
    return absorbed.archived_at is not None and absorbed.archived_at != ledger.at


def _told(
    ledger: WrittenLedger, kept: Creator, absorbed: Creator, choices: Mapping[str, str]
) -> Merge:
    merge = Merge.objects.create(
        workspace_id=kept.workspace_id,
        kept=kept,
        absorbed=absorbed,
        at=ledger.at,
        by=ledger.by,
        choices=dict(choices),
        steps=ledger.steps,
        addresses=ledger.addresses,
        created_at=ledger.at,
    )
    for verb, row, other in (
        ("creator.merged", kept, absorbed),
        ("creator.absorbed", absorbed, kept),
    ):
        changes: dict[str, Any] = {"with": other.public_id, "name": other.name}
        record(verb=verb, obj=row, by=ledger.by, at=ledger.at, changes={**changes, **choices})
    return merge


def _refuse_out_of_order(merge: Merge, kept: Creator) -> None:
    """Later merges were built on this one."""
    if kept.merged_into_id is not None:
        raise Refused(_("This creator was merged into another one since. Undo that merge first."))
    later = Merge.objects.filter(kept=kept, undone_at=None, pk__gt=merge.pk).first()
    if later:
        raise Refused(
            _("%(name)s was merged into this creator since. Undo that merge first.")
            % {"name": later.absorbed.name}
        )


def _grew(merge: Merge, kept: Creator) -> bool:
    """Whether something that counts for the list was hung on the kept creator since."""
    moved = {
        pk for step in merge.steps if step["model"] == Channel._meta.label for pk in step["pks"]
    }
    since = Channel.objects.filter(creator=kept, created_at__gte=merge.at)
    return since.exclude(pk__in=moved).exists()


def _ahead(row: Creator) -> int:
    return row.version + AHEAD + secrets.randbelow(JUMP)
