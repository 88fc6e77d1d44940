"""Growth offers (product.md, row 73): an idea of ours, offered, answered, carried out."""

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from core.audit import record
from core.mail.outbox import NoAddress
from core.once import insert_once
from core.versions import EditConflict, save_version
from partnerships import emails_growth as emails
from partnerships.actions.changes import changed, today_of
from partnerships.enums import OpportunityState, Stage
from partnerships.errors import Refused, WrongState
from partnerships.models import Opportunity, Partnership
from partnerships.rules.growth import may_become

_WORDS = ("kind", "title", "text", "on")


def add_opportunity(
    *, partnership: Partnership, values: dict[str, Any], by: User | None, at: datetime
) -> Opportunity:
    """An idea that only members see. `values`: kind, title, text, on; `public_id` where the page
    made one, so that a form sent twice is one idea."""
    if partnership.stage == Stage.ENDED:
        raise WrongState(_("The partnership has ended. Open it anew first."))
    new = {name: values[name] for name in _WORDS}
    row = Opportunity(
        workspace_id=partnership.workspace_id, partnership=partnership, created_at=at, by=by, **new
    )
    with transaction.atomic():
        row, made = insert_once(row, values.get("public_id", ""), partnership=partnership)
        if made:
            record(verb="opportunity.added", obj=row, by=by, at=at, changes=new)
    return row


def update_opportunity(
    *,
    opportunity: Opportunity,
    expected: int,
    values: dict[str, Any],
    by: User | None,
    at: datetime,
) -> None:
    """Other words for an idea. EditConflict if `expected` is outdated; WrongState once it was
    offered: what the creator was told stays as it was told."""
    if opportunity.state != OpportunityState.IDEA:
        raise WrongState(_("It was offered already: what the creator was told stays as it was."))
    new = {name: values[name] for name in _WORDS}
    differences = changed(opportunity, new)
    with transaction.atomic():
        save_version(opportunity, expected=expected, changes=new)
        if differences:
            record(verb="opportunity.updated", obj=opportunity, by=by, at=at, changes=differences)


def offer_opportunity(
    *, opportunity: Opportunity, tell: bool, by: User | None, at: datetime
) -> None:
    """The creator sees it from now on; with `tell` one mail goes out too. NoAddress then, if they
    have none: nothing is written."""
    address, name = opportunity.partnership.mail_to
    if tell and not address:
        raise NoAddress(name)
    today = today_of(opportunity.partnership, at)
    with transaction.atomic():
        _move(opportunity, OpportunityState.OFFERED, {"offered_on": today}, by, at)
        if tell:
            emails.opportunity_offered(opportunity=opportunity, at=at)


def answer_opportunity(
    *,
    opportunity: Opportunity,
    accepted: bool,
    answered_on: date,
    answer: str,
    by: User | None,
    at: datetime,
) -> None:
    """What the creator said, in their words; a no may become a yes later."""
    if answered_on > today_of(opportunity.partnership, at):
        raise Refused(_("This day is still to come."), field="answered_on")
    if opportunity.offered_on and answered_on < opportunity.offered_on:
        raise Refused(_("It was offered after this day."), field="answered_on")
    target = OpportunityState.ACCEPTED if accepted else OpportunityState.DECLINED
    with transaction.atomic():
        _move(opportunity, target, {"answered_on": answered_on, "answer": answer.strip()}, by, at)


def finish_opportunity(
    *, opportunity: Opportunity, done_on: date, by: User | None, at: datetime
) -> None:
    """It took place."""
    if done_on > today_of(opportunity.partnership, at):
        raise Refused(_("This day is still to come."), field="done_on")
    with transaction.atomic():
        _move(opportunity, OpportunityState.DONE, {"done_on": done_on}, by, at)


def drop_opportunity(*, opportunity: Opportunity, by: User | None, at: datetime) -> None:
    """It will not be. One that was offered stays in what the creator was told."""
    with transaction.atomic():
        _move(opportunity, OpportunityState.DROPPED, {}, by, at)


def _move(
    row: Opportunity,
    target: OpportunityState,
    more: dict[str, Any],
    by: User | None,
    at: datetime,
) -> None:
    """The version is the guard of the state too: of two people one is told that it moved on."""
    if not may_become(row.state, target):
        raise WrongState
    new = {"state": target, **more}
    differences = changed(row, new)
    try:
        save_version(row, expected=row.version, changes=new)
    except EditConflict as conflict:
        raise WrongState from conflict
    record(verb=f"opportunity.{target}", obj=row, by=by, at=at, changes=differences)
