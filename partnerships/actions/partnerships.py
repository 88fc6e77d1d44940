"""One creator with one brand: opening, contacts, pause and end (product.md, rows 6, 8, 14)."""

from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from core.audit import record
from core.versions import save_version
from creators.actions.portal import open_portal
from creators.models import Creator
from partnerships import emails, signals
from partnerships.actions.agreements import close_agreements
from partnerships.actions.changes import changed, check_owner, move, tell, today_of
from partnerships.actions.openings import begin_opening, finish_opening
from partnerships.actions.tiers import check_capacity, check_promotion
from partnerships.enums import EndKind, Stage
from partnerships.errors import AlreadyPartners, Archived, ReasonMissing, Refused, WrongState
from partnerships.models import Brand, Partnership, TierChange
from partnerships.queries.promotion import promotion_of


def open_partnership(
    *,
    creator: Creator,
    brand: Brand,
    tier: str,
    reason: str,
    owner: User,
    by: User,
    at: datetime,
    contact_name: str = "",
    contact_email: str = "",
    cadence_override: str = "",
    stage: str = Stage.OPENING,
    started_on: date | None = None,
    override: bool = False,
    over_capacity_reason: str = "",
) -> Partnership:
    """A living partnership with the first line of its tier history.

    `started_on`: the creator's today unless history says otherwise. Refuses a second living
    partnership of the same two (also in a race), a tier without a reason, and a full tier
    without `over_capacity_reason`. The first tier needs what its policy asks, as in `change_tier`.
    """
    if creator.archived_at or brand.archived_at:
        raise Archived
    if not reason.strip():
        raise ReasonMissing
    if stage not in (Stage.OPENING, Stage.ACTIVE):
        raise WrongState
    check_owner(brand.workspace_id, owner)
    try:
        with transaction.atomic():
            way = promotion_of(creator, brand, "", tier, None)
            check_promotion(way, override=override, field="tier")
            full = check_capacity(brand, tier, over_capacity_reason)
            partnership = Partnership.objects.create(
                workspace_id=brand.workspace_id,
                creator=creator,
                brand=brand,
                tier=tier,
                stage=stage,
                owner=owner,
                contact_name=contact_name.strip(),
                contact_email=contact_email.strip(),
                cadence_override=cadence_override,
                started_on=started_on or at.astimezone(creator.zone).date(),
                created_at=at,
            )
            change = TierChange(
                reason=reason.strip(),
                override=override and not way.ready,
                open_items=[item.value for item in way.open_items],
                short_of=way.short_of,
                over_capacity=full,
                over_capacity_reason=over_capacity_reason.strip() if full else "",
            )
            _open_history(partnership, change, by=by, at=at)
            if stage == Stage.OPENING:
                begin_opening(partnership=partnership)
            open_portal(creator=creator, by=by, at=at)
            tell(signals.partnership_opened, partnership, at=at)
    except IntegrityError as error:
        raise AlreadyPartners from error
    return partnership


def _open_history(partnership: Partnership, first: TierChange, *, by: User, at: datetime) -> None:
    """`first` is not saved yet and knows only why."""
    first.workspace_id, first.partnership = partnership.workspace_id, partnership
    first.at, first.by, first.to_tier = at, by, partnership.tier
    first.save()
    record(
        verb="partnership.opened",
        obj=partnership,
        by=by,
        at=at,
        changes={
            "tier": partnership.tier,
            "owner": str(partnership.owner),
            "reason": first.reason,
            "override": first.override,
            "passed_over": first.open_items,
            "over_capacity": first.over_capacity,
        },
    )


def update_partnership(
    *,
    partnership: Partnership,
    expected: int,
    contact_name: str,
    contact_email: str,
    cadence_override: str,
    by: User | None,
    at: datetime,
) -> None:
    """The contact on their side and an own rhythm; what it was before stays in the audit and in
    the history of its page. EditConflict if `expected` is no longer the version. The contact on
    our side changes by a handover (actions/handover.py) and in no other way.
    """
    new = {
        "contact_name": contact_name.strip(),
        "contact_email": contact_email.strip(),
        "cadence_override": cadence_override,
    }
    differences = changed(partnership, new)
    if not differences:
        return
    with transaction.atomic():
        save_version(partnership, expected=expected, changes=new)
        record(verb="partnership.updated", obj=partnership, by=by, at=at, changes=differences)
        tell(signals.partnership_changed, partnership, at=at)


def activate_partnership(
    *, partnership: Partnership, by: User | None, at: datetime, reason: str = ""
) -> None:
    """The opening is over: the two know each other and work together. Where a step of the three
    months is missing (row 16), `reason` says why it ends all the same; Refused without one."""
    if partnership.stage != Stage.OPENING:
        raise WrongState
    with transaction.atomic():
        told = finish_opening(partnership=partnership, reason=reason, at=at)
        new = {"stage": Stage.ACTIVE}
        move(partnership, verb="partnership.activated", new=new, by=by, at=at, told=told)
        tell(signals.partnership_changed, partnership, at=at)


def pause_partnership(
    *,
    partnership: Partnership,
    reason: str,
    by: User | None,
    at: datetime,
    until: date | None = None,
) -> None:
    """No check-ins for a while; the place in the tier is kept. `until` is the last day of the pause
    in the creator's zone (None: until somebody resumes it)."""
    if partnership.stage not in (Stage.OPENING, Stage.ACTIVE):
        raise WrongState
    if not reason.strip():
        raise ReasonMissing
    if until is not None and until < today_of(partnership, at):
        raise Refused(_("This day has already passed."), field="until")
    new = {"stage": Stage.PAUSED, "paused_until": until, "pause_reason": reason.strip()}
    with transaction.atomic():
        move(partnership, verb="partnership.paused", new=new, by=by, at=at)
        tell(signals.partnership_changed, partnership, at=at)


def resume_partnership(*, partnership: Partnership, by: User | None, at: datetime) -> None:
    """The pause is over. When its day came by itself (`by` None), the owner is told by mail."""
    if partnership.stage != Stage.PAUSED:
        raise WrongState
    told = {"paused_until": partnership.paused_until, "pause_reason": partnership.pause_reason}
    new = {"stage": Stage.ACTIVE, "paused_until": None, "pause_reason": ""}
    with transaction.atomic():
        move(partnership, verb="partnership.resumed", new=new, by=by, at=at, told=told)
        if by is None:
            emails.pause_over(partnership=partnership, at=at)
        tell(signals.partnership_changed, partnership, at=at)


def end_partnership(
    *,
    partnership: Partnership,
    reason: str,
    by: User | None,
    at: datetime,
    end_kind: str = EndKind.OTHER,
) -> None:
    """Ends today, the creator's day, with what was agreed: agreements in force end too, signed and
    sent ones are withdrawn, drafts discarded. `end_kind` is counted in the portfolio (row 14),
    `reason` stands beside it. The history stays; a new one may be opened later."""
    if partnership.stage == Stage.ENDED:
        raise WrongState
    if not reason.strip():
        raise ReasonMissing
    if end_kind not in EndKind.values:
        raise Refused(_("Choose why it ends."), field="end_kind")
    new = {
        "stage": Stage.ENDED,
        "ended_on": today_of(partnership, at),
        "end_kind": end_kind,
        "end_reason": reason.strip(),
        "paused_until": None,
        "pause_reason": "",
    }
    with transaction.atomic():
        close_agreements(partnership=partnership, reason=reason, by=by, at=at)
        move(partnership, verb="partnership.ended", new=new, by=by, at=at)
        tell(signals.partnership_changed, partnership, at=at)
