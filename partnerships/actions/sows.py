"""The SOW of a quarter: drafted, sent, agreed (product.md, row 20)."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from core.audit import record
from core.mail.outbox import NoAddress
from core.versions import save_version
from partnerships import emails_papers
from partnerships.actions.changes import changed, move, today_of
from partnerships.enums import SowState
from partnerships.errors import Refused, WrongState
from partnerships.models import Agreement, Sow
from partnerships.rules.agreements import BINDING_STATES
from partnerships.rules.growth import quarter_of
from partnerships.rules.sow import may_become, shares_days

# What a person writes; `quarter` only once.
WRITTEN = ("campaigns", "budget_from", "budget_to", "currency", "focus", "flexible")


def draft_sow(
    *, agreement: Agreement, quarter: date, values: Mapping[str, Any], by: User | None, at: datetime
) -> Sow:
    """`values`: those of WRITTEN. Refused, with the field, where the quarter is taken or outside
    the agreement, or the budget cannot be meant; WrongState if the agreement does not bind."""
    if agreement.state not in BINDING_STATES:
        raise WrongState(_("A quarter is planned under an agreement that binds both sides."))
    if quarter != quarter_of(quarter):
        raise Refused(_("Choose a quarter."), field="quarter")
    if not shares_days(quarter, agreement.starts_on, agreement.ends_on):
        raise Refused(_("The agreement does not hold in this quarter."), field="quarter")
    told = _checked(values)
    with transaction.atomic():
        # Two drafts of one quarter at once: the second one waits here and is told.
        Agreement.objects.select_for_update().get(pk=agreement.pk)
        if Sow.objects.filter(agreement=agreement, quarter=quarter).exists():
            raise Refused(_("This quarter has a statement of work already."), field="quarter")
        sow = Sow.objects.create(
            workspace_id=agreement.workspace_id,
            agreement=agreement,
            quarter=quarter,
            created_at=at,
            **told,
        )
        record(verb="sow.drafted", obj=sow, by=by, at=at, changes={"quarter": quarter, **told})
    return sow


def update_sow(
    *, sow: Sow, expected: int, values: Mapping[str, Any], by: User | None, at: datetime
) -> None:
    """New words for a draft; WrongState once it was sent. EditConflict if `expected` is over."""
    if sow.state != SowState.DRAFT:
        raise WrongState(_("Only a draft is edited: what was sent stays as it was sent."))
    told = _checked(values)
    differences = changed(sow, told)
    with transaction.atomic():
        save_version(sow, expected=expected, changes=told)
        if differences:
            record(verb="sow.updated", obj=sow, by=by, at=at, changes=differences)


def discard_sow(*, sow: Sow, by: User | None, at: datetime) -> None:
    """Throw a draft away: its quarter is free again, its words stay in the audit."""
    if sow.state != SowState.DRAFT:
        raise WrongState
    said = {"quarter": sow.quarter, **{name: getattr(sow, name) for name in WRITTEN}}
    with transaction.atomic():
        move(sow, verb="sow.discarded", new={}, by=by, at=at, told=said)
        sow.delete()


def send_sow(*, sow: Sow, by: User | None, at: datetime) -> None:
    """Mail it to the creator, once, in their language, with the paper beside it. NoAddress if
    there is nobody to write to: nothing is written then."""
    _must_become(sow, SowState.SENT)
    partnership = sow.agreement.partnership
    address, name = partnership.mail_to
    if not address:
        raise NoAddress(name)
    with transaction.atomic():
        new = {"state": SowState.SENT, "sent_on": today_of(partnership, at)}
        move(sow, verb="sow.sent", new=new, by=by, at=at)
        emails_papers.sow(sow=sow, at=at)


def take_back_sow(*, sow: Sow, by: User | None, at: datetime) -> bool:
    """A sent one becomes a draft again, to be changed; True if its mail had not left yet."""
    _must_become(sow, SowState.DRAFT)
    with transaction.atomic():
        stopped = emails_papers.take_back_sow(sow=sow, at=at)
        new = {"state": SowState.DRAFT, "sent_on": None}
        move(sow, verb="sow.taken_back", new=new, by=by, at=at, told={"mail_stopped": stopped})
    return stopped


def agree_sow(*, sow: Sow, agreed_on: date, agreed_by: str, by: User | None, at: datetime) -> None:
    """Both sides said yes; a draft may be agreed too, in a talk."""
    _must_become(sow, SowState.AGREED)
    if agreed_on > today_of(sow.agreement.partnership, at):
        raise Refused(_("This day is still to come."), field="agreed_on")
    if not agreed_by.strip():
        raise Refused(_("Say who agreed."), field="agreed_by")
    new = {"state": SowState.AGREED, "agreed_on": agreed_on, "agreed_by": agreed_by.strip()}
    with transaction.atomic():
        move(sow, verb="sow.agreed", new=new, by=by, at=at)


def _must_become(sow: Sow, target: SowState) -> None:
    if not may_become(sow.state, target):
        raise WrongState


def _checked(values: Mapping[str, Any]) -> dict[str, Any]:
    told = {name: values[name] for name in WRITTEN}
    for name in ("focus", "flexible"):
        told[name] = told[name].strip()
    if not told["focus"]:
        raise Refused(_("Say what the quarter is for."), field="focus")
    if told["budget_from"] < 0:
        raise Refused(_("An amount is not below zero."), field="budget_from")
    if told["budget_to"] < told["budget_from"]:
        raise Refused(_("“To” is below “from”."), field="budget_to")
    return told
