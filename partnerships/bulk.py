"""What this room can do to many creators at once: another owner, another tier."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from accounts.models import User
from core.bulk.registry import SAME, BulkAct, BulkForm, Outcome, RowRefused, register_act
from core.models import BulkJob, BulkRow
from core.models.bulk import BulkOutcome
from creators.models import Creator
from partnerships.actions.handover import HandedOver, hand_over_many, take_back
from partnerships.actions.tiers import change_tier
from partnerships.enums import Tier
from partnerships.errors import NotAMember, Refused
from partnerships.forms.bulk import BulkTierForm, OwnerForm
from partnerships.models import Handover, Partnership
from partnerships.queries.listing import possible_owners
from partnerships.queries.many import (
    handed_over_since,
    handovers_by_id,
    living_with,
    newest_tier_change,
    tier_changes_since,
)
from partnerships.queries.policies import brands

SLOT = "creators.directory"


def nobody_there(brand_name: str) -> str:
    """Why a creator without such a partnership is left out."""
    if brand_name:
        return _("No partnership with %(brand)s.") % {"brand": brand_name}
    return _("No partnership.")


@dataclass(frozen=True)
class _NewOwner:
    user: User


class OwnerAct(BulkAct):
    """One handover of all of them: each colleague gets one mail, not one for each creator."""

    kind = "partnerships.owner"
    slot = SLOT
    title = pgettext_lazy("partnership", "Owner")
    icon = "user-round-check"
    order = 20
    verb = gettext_lazy("Hand over")
    intro = gettext_lazy("The owner looks after the partnership: check-ins and briefs are theirs.")
    refusals = (Refused,)
    batch = 500
    whole = True

    def form(self, data: Any, job: BulkJob) -> BulkForm:
        return OwnerForm(data, owners=possible_owners(job.workspace), brands=brands())

    def describe(self, options: Mapping[str, Any]) -> str:
        brand = options.get("brand_name", "")
        return " · ".join(filter(None, [options.get("owner_name", ""), brand]))

    def prepare(self, job: BulkJob) -> _NewOwner:
        owners = possible_owners(job.workspace)
        user = next((u for u in owners if u.public_id == job.options["owner"]), None)
        if user is None:
            raise RowRefused(NotAMember.message)
        return _NewOwner(user)

    def apply_batch(
        self, job: BulkJob, known: _NewOwner, rows: Mapping[str, Creator], *, by: Any, at: datetime
    ) -> Mapping[str, Outcome]:
        options = job.options
        by_creator = living_with(rows.values(), options["brand"])
        every = [p for some in by_creator.values() for p in some]
        late = handed_over_since(every, job.created_at)
        done = hand_over_many(
            partnerships=[p for p in every if p.pk not in late],
            to=known.user,
            by=by,
            at=at,
            note=options["note"],
            tell_creator=options["tell_creator"],
        )
        made: dict[int, list[str]] = defaultdict(list)
        for handover in done.handovers:
            made[handover.partnership.creator_id].append(handover.public_id)
        untold = {p.creator_id for p in done.untold}
        found = {}
        for public_id, creator in rows.items():
            mine = by_creator.get(creator.pk, [])
            why = _since(late, mine)
            if not mine:
                why = nobody_there(options["brand_name"])
                found[public_id] = Outcome(BulkOutcome.REFUSED, why)
            elif made[creator.pk]:
                if not why and creator.pk in untold:
                    why = _("Nobody told them by mail: tell them yourself.")
                found[public_id] = Outcome(reason=why, after={"handovers": made[creator.pk]})
            else:
                found[public_id] = Outcome(BulkOutcome.REFUSED if why else SAME, why)
        return found

    def undo_batch(
        self, job: BulkJob, told: Sequence[BulkRow], *, by: Any, at: datetime
    ) -> Mapping[str, str]:
        handovers = handovers_by_id(h for row in told for h in row.after["handovers"])
        groups: dict[int, list[Handover]] = defaultdict(list)
        for handover in handovers.values():
            groups[handover.from_owner_id].append(handover)
        kept: dict[int, str] = {}
        for some in groups.values():
            kept |= _back(some, by=by, at=at)
        found = {}
        for row in told:
            mine = [handovers[h] for h in row.after["handovers"] if h in handovers]
            whys = [kept[h.partnership_id] for h in mine if h.partnership_id in kept]
            if whys:
                found[row.object_id] = whys[0]
        return found


def _since(late: Mapping[int, str], partnerships: Sequence[Partnership]) -> str:
    """Somebody was faster with one of these, and who has it now."""
    for partnership in partnerships:
        if owner := late.get(partnership.pk):
            return _("Handed over to %(name)s in the meantime.") % {"name": owner}
    return ""


def _back(handovers: list[Handover], *, by: Any, at: datetime) -> dict[int, str]:
    """Partnership id → why it stays with the new owner."""
    try:
        done: HandedOver = take_back(handovers=handovers, by=by, at=at)
    except NotAMember as refused:
        return {handover.partnership_id: str(refused) for handover in handovers}
    why = _("It was handed over again since.")
    return {partnership.pk: why for partnership in done.moved}


class TierAct(BulkAct):
    kind = "partnerships.tier"
    slot = SLOT
    title = gettext_lazy("Tier")
    icon = "layers"
    order = 30
    verb = gettext_lazy("Change the tier")
    intro = gettext_lazy(
        "Whoever does not meet what the tier asks for is left where they are, and listed with the"
        " reason."
    )
    refusals = (Refused,)

    def form(self, data: Any, job: BulkJob) -> BulkForm:
        return BulkTierForm(data, brands=brands())

    def describe(self, options: Mapping[str, Any]) -> str:
        return f"{options.get('to_tier', '')} · {options.get('brand_name', '')}"

    def gather(self, job: BulkJob, known: Any, rows: Mapping[str, Creator]) -> Any:
        partnerships = living_with(rows.values(), job.options["brand"])
        every = [p for some in partnerships.values() for p in some]
        return partnerships, tier_changes_since(every, job.created_at)

    def apply(
        self, job: BulkJob, known: Any, batch: Any, row: Creator, *, by: Any, at: datetime
    ) -> Outcome:
        options, (partnerships, late) = job.options, batch
        found = partnerships.get(row.pk)
        if not found:
            raise RowRefused(nobody_there(options["brand_name"]))
        partnership = found[0]
        if partnership.tier == options["to_tier"]:
            return Outcome(SAME)
        if partnership.pk in late:
            moved = {"tier": Tier(partnership.tier).label}
            raise RowRefused(_("Moved to %(tier)s in the meantime.") % moved)
        change = change_tier(
            partnership=partnership,
            expected=partnership.version,
            to_tier=options["to_tier"],
            reason=options["reason"],
            by=by,
            at=at,
            over_capacity_reason=options["over_capacity_reason"],
        )
        return Outcome(before={"tier": change.from_tier}, after={"change": change.public_id})

    def undo(self, job: BulkJob, told: BulkRow, row: Creator, *, by: Any, at: datetime) -> None:
        change = newest_tier_change(told.after["change"])
        if change is None:
            raise RowRefused(_("Its tier was changed again since."))
        reason = _("Undone: %(reason)s") % {"reason": job.options["reason"]}
        change_tier(
            partnership=change.partnership,
            expected=change.partnership.version,
            to_tier=told.before["tier"],
            reason=reason,
            by=by,
            at=at,
            # It had this place before: neither the checklist nor the capacity is asked again.
            takes_back=change,
            over_capacity_reason=reason[:300],
        )


def register() -> None:
    register_act(OwnerAct())
    register_act(TierAct())
