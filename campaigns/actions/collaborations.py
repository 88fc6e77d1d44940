"""Who is asked to take part in a campaign, who does, and for what fee (product.md, rows 19, 54,
63)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from campaigns.actions.changes import (
    changed,
    hold_history,
    lock,
    open_campaign,
    renumber,
    step,
    tell,
)
from campaigns.actions.deliverables import add_deliverable
from campaigns.actions.ledger import keep_fee
from campaigns.actions.outreach import (
    AlreadyAnswered,
    Ask,
    begin_outreach,
    send_invitation,
    settle_outreach,
)
from campaigns.enums import Answer, CollaborationState
from campaigns.errors import Refused, WrongState
from campaigns.models import Campaign, Collaboration, Outreach, Payment
from campaigns.queries.fees import default_fees
from campaigns.rules.states import collaboration_may
from campaigns.signals import work_changed
from core.audit import record
from core.money import Money
from core.versions import save_version
from partnerships.enums import Stage
from partnerships.models import Partnership


@dataclass(frozen=True)
class FirstDeliverable:
    """What each creator is added with; the fee follows from its format."""

    title: str
    format: str
    platform: str
    due_on: date


def add_collaborations(
    *,
    campaign: Campaign,
    partnerships: Sequence[Partnership],
    by: User | None,
    at: datetime,
    fees: Mapping[int, Money] | None = None,
    first: FirstDeliverable | None = None,
    state: str = CollaborationState.CONFIRMED,
    ask: Ask | None = None,
) -> list[Collaboration]:
    """Add several creators at once, or ask one who declined again.

    `fees` maps a partnership id to its fee; without one it is as agreed, else as on the rate card
    (campaigns/rules/fees.py). `state` is "invited" while the answer is awaited, `ask` says how
    they were asked; or "confirmed": they said yes already, which is kept as an answered question.
    Those who take part already are left as they are. Gives what was added, in the order given.
    """
    _check_partners(campaign, partnerships)
    with transaction.atomic():
        campaign = open_campaign(campaign)
        hold_history(partnerships)
        there = {row.partnership_id: row for row in campaign.collaborations.all()}
        usual = default_fees(partnerships, first.format if first else "", campaign.starts_on)
        added = []
        for partnership in partnerships:
            fee = (fees or {}).get(partnership.pk) or usual[partnership.pk]
            row = there.get(partnership.pk)
            if row is None:
                row = _add(campaign, partnership, fee, state, by, at)
            elif not _ask_again(row, fee, state, by, at):
                continue
            added.append(row)
            keep_fee(row, by=by, at=at)
            if first is not None:
                add_deliverable(
                    collaboration=row, title=first.title, content_format=first.format,
                    platform=first.platform, due_on=first.due_on, by=by, at=at,
                )  # fmt: skip
            _ask(row, ask or Ask(), by, at)
        renumber(partnerships)
        _tell(campaign.workspace_id, added, at)
    for row in added:
        row.refresh_from_db(fields=["sequence"])
    return added


def confirm_collaboration(
    *, collaboration: Collaboration, by: User | None, at: datetime, note: str = ""
) -> bool:
    """The creator said yes, in the words of `note`. False if that is known already."""
    return _answer(collaboration, Answer.YES, note, by, at)


def decline_collaboration(
    *, collaboration: Collaboration, by: User | None, at: datetime, note: str = ""
) -> bool:
    """The creator said no. It no longer counts as one of their campaigns, so later ones move up.
    False if that is known already; WrongState once something is published or all is closed."""
    return _answer(collaboration, Answer.NO, note, by, at)


def give_up_asking(
    *, collaboration: Collaboration, by: User | None, at: datetime, note: str = ""
) -> bool:
    """They were asked and never answered: they do not take part, and the question is closed."""
    with transaction.atomic():
        if not collaboration.outreaches.filter(answer="").exists():
            raise WrongState
        return _answer(collaboration, Answer.NONE, note, by, at)


def answer_outreach(*, outreach: Outreach, yes: bool, words: str, at: datetime) -> None:
    """The creator's own answer, once, on the page that the invitation leads to. AlreadyAnswered if
    the question is closed by now; WrongState, CampaignClosed if it came to nothing."""
    with transaction.atomic():
        hold_history([outreach.collaboration.partnership])
        fresh = lock(outreach)
        if fresh.answer:
            raise AlreadyAnswered(fresh)
        answer = Answer.YES if yes else Answer.NO
        if not _answer(outreach.collaboration, answer, words, None, at):
            raise WrongState


def update_collaboration(
    *, collaboration: Collaboration, expected: int, fee: Money, by: User | None, at: datetime
) -> None:
    """Another fee, which an unpaid payment follows. EditConflict if `expected` is outdated."""
    if fee.amount < 0:
        raise Refused(_("A fee is not below zero."), field="fee_amount")
    new = {"fee_amount": fee.amount, "fee_currency": fee.currency}
    differences = changed(collaboration, new)
    with transaction.atomic():
        payment = Payment.objects.select_for_update().filter(collaboration=collaboration).first()
        if payment is not None and payment.paid_on is not None and differences:
            raise WrongState(_("It is paid already. Take the payment back first."))
        save_version(collaboration, expected=expected, changes=new)
        if payment is not None:
            owed = {"amount": fee.amount, "currency": fee.currency}
            save_version(payment, expected=payment.version, changes=owed)
        if differences:
            keep_fee(collaboration, by=by, at=at)
            record(
                verb="collaboration.updated", obj=collaboration, by=by, at=at, changes=differences
            )


def _check_partners(campaign: Campaign, partnerships: Sequence[Partnership]) -> None:
    for partnership in partnerships:
        if partnership.brand_id != campaign.brand_id:
            raise Refused(_("A campaign takes partners of its own brand only."))
        if partnership.stage == Stage.ENDED:
            raise Refused(
                _("The partnership with %(creator)s has ended. Open it anew first.")
                % {"creator": partnership.creator}
            )


def _add(
    campaign: Campaign,
    partnership: Partnership,
    fee: Money,
    state: str,
    by: User | None,
    at: datetime,
) -> Collaboration:
    row = Collaboration.objects.create(
        workspace_id=campaign.workspace_id,
        campaign=campaign,
        partnership=partnership,
        state=state,
        sequence=1,
        fee_amount=fee.amount,
        fee_currency=fee.currency,
        created_at=at,
    )
    said = {"state": state, "fee": str(fee.amount), "currency": fee.currency}
    record(verb="collaboration.added", obj=row, by=by, at=at, changes=said)
    return row


def _ask_again(row: Collaboration, fee: Money, state: str, by: User | None, at: datetime) -> bool:
    new = {"state": state, "fee_amount": fee.amount, "fee_currency": fee.currency}
    return step(
        row,
        sources=[CollaborationState.DECLINED],
        new=new,
        verb="collaboration.asked_again",
        by=by,
        at=at,
    )


def _ask(row: Collaboration, ask: Ask, by: User | None, at: datetime) -> None:
    if row.state == CollaborationState.CONFIRMED:
        settle_outreach(collaboration=row, answer=Answer.YES, note="", by=by, at=at)
        return
    outreach = begin_outreach(collaboration=row, ask=ask, by=by, at=at)
    if ask.mail:
        send_invitation(outreach=outreach, at=at)


# Answer → where it leads, and the verb of the audit.
_AFTER = {
    Answer.YES: (CollaborationState.CONFIRMED, "collaboration.confirmed"),
    Answer.NO: (CollaborationState.DECLINED, "collaboration.declined"),
    Answer.NONE: (CollaborationState.DECLINED, "collaboration.unanswered"),
}


def _answer(
    collaboration: Collaboration, answer: Answer, note: str, by: User | None, at: datetime
) -> bool:
    to, verb = _AFTER[answer]
    with transaction.atomic():
        open_campaign(collaboration.campaign)
        hold_history([collaboration.partnership])
        if answer != Answer.YES and collaboration.deliverables.exclude(published_at=None).exists():
            raise WrongState(_("Something is published already: it took place."))
        # What is closed comes back with its campaign, not by an answer.
        may = set(CollaborationState) - {CollaborationState.CLOSED}
        sources = [state for state in may if collaboration_may(state, to)]
        answered = step(collaboration, sources=sources, new={"state": to}, verb=verb, by=by, at=at)
        if not answered and collaboration.state != to:
            raise WrongState
        if answered:
            settle_outreach(collaboration=collaboration, answer=answer, note=note, by=by, at=at)
            keep_fee(collaboration, by=by, at=at)
            renumber([collaboration.partnership])
            _tell(collaboration.workspace_id, [collaboration], at)
    return answered


def _tell(workspace_id: int, rows: Sequence[Collaboration], at: datetime) -> None:
    if rows:
        ids = [row.partnership_id for row in rows]
        tell(work_changed, Collaboration, workspace_id=workspace_id, partnership_ids=ids, at=at)
