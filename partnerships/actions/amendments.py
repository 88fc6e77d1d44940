"""Changes to an agreement that binds (product.md, rows 22, 24 and 25): drafted with a whole copy of
the terms, sent, signed by both sides, applied on their day."""

from dataclasses import replace
from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from core.audit import record
from core.mail.outbox import NoAddress
from core.versions import save_version
from partnerships import emails_amendments as emails
from partnerships.actions.amendment_checks import check_change, check_still
from partnerships.actions.changes import move, today_of
from partnerships.actions.terms import write_rows
from partnerships.enums import AmendmentState
from partnerships.errors import ReasonMissing, Refused, WrongState
from partnerships.models import Agreement, Amendment
from partnerships.queries.terms import terms_of
from partnerships.rules.agreements import BINDING_STATES
from partnerships.rules.term_changes import applied, changed_terms
from partnerships.rules.terms import Terms

S = AmendmentState
OPEN = (S.DRAFT, S.SENT, S.SIGNED)


def draft_amendment(
    *,
    agreement: Agreement,
    terms: Terms,
    effective_on: date,
    reason: str,
    by: User | None,
    at: datetime,
    rate_jump_reason: str = "",
) -> Amendment:
    """A change that only members see. Refused with the field for terms that cannot be meant, an
    agreement that does not bind, a day outside it; WrongState while another change is open."""
    before = terms_of(agreement)
    jump = check_change(agreement, before, terms, effective_on, reason, rate_jump_reason, at)
    try:
        with transaction.atomic():
            last = agreement.amendments.aggregate(last=Max("number"))["last"] or 0
            amendment = Amendment.objects.create(
                workspace_id=agreement.workspace_id,
                agreement=agreement,
                number=last + 1,
                effective_on=effective_on,
                reason=reason.strip(),
                before=before.to_json(),
                after=terms.to_json(),
                rate_jump_reason=jump,
                by=by,
                created_at=at,
            )
            record(
                verb="amendment.drafted", obj=amendment, by=by, at=at,
                changes=_told(amendment, before, terms),
            )  # fmt: skip
    except IntegrityError as twice:
        raise WrongState(_("Another change is open already. Finish or withdraw it first.")) from (
            twice
        )
    return amendment


def update_amendment(
    *,
    amendment: Amendment,
    expected: int,
    terms: Terms,
    effective_on: date,
    reason: str,
    by: User | None,
    at: datetime,
    rate_jump_reason: str = "",
) -> None:
    """New words for a draft, over the agreement as it stands now. EditConflict if `expected` is no
    longer the version."""
    if amendment.state != S.DRAFT:
        raise WrongState(_("Only a draft is edited: what was sent stays as it was sent."))
    before = terms_of(amendment.agreement)
    jump = check_change(
        amendment.agreement, before, terms, effective_on, reason, rate_jump_reason, at
    )
    new = {
        "effective_on": effective_on,
        "reason": reason.strip(),
        "before": before.to_json(),
        "after": terms.to_json(),
        "rate_jump_reason": jump,
    }
    with transaction.atomic():
        save_version(amendment, expected=expected, changes=new)
        record(
            verb="amendment.updated", obj=amendment, by=by, at=at,
            changes=_told(amendment, before, terms),
        )  # fmt: skip


def send_amendment(*, amendment: Amendment, by: User | None, at: datetime) -> None:
    """Mail what changes to the creator, once, in their language, and close it for edits. NoAddress
    if the creator has none: nothing is written then."""
    _must_be(amendment, S.DRAFT)
    address, name = amendment.agreement.partnership.mail_to
    if not address:
        raise NoAddress(name)
    with transaction.atomic():
        check_still(amendment, at)
        sent_on = today_of(amendment.agreement.partnership, at)
        new = {"state": S.SENT, "sent_on": sent_on}
        move(amendment, verb="amendment.sent", new=new, by=by, at=at)
        emails.amendment(amendment=amendment, at=at)


def sign_amendment(
    *,
    amendment: Amendment,
    signed_on: date,
    signed_by: str,
    by: User | None,
    at: datetime,
    our_signed_by: str = "",
) -> None:
    """Both sides have signed; a draft may be signed on paper too. Applied at once if its day has
    come. Nothing takes effect before it was signed."""
    _must_be(amendment, S.DRAFT, S.SENT)
    if signed_on > today_of(amendment.agreement.partnership, at):
        raise Refused(_("This day is still to come."), field="signed_on")
    if not signed_by.strip():
        raise Refused(_("Say who signed."), field="signed_by")
    if signed_on > amendment.effective_on:
        raise Refused(
            _(
                "It would be in force before it was signed. Withdraw it and draft it again with a"
                " later day."
            ),
            field="signed_on",
        )
    with transaction.atomic():
        check_still(amendment, at, signing=True)
        new = {
            "state": S.SIGNED,
            "signed_on": signed_on,
            "signed_by": signed_by.strip(),
            "our_signed_by": our_signed_by.strip() or (by.name if by else ""),
        }
        move(amendment, verb="amendment.signed", new=new, by=by, at=at)
        apply_due(amendment=amendment, by=by, at=at)


def withdraw_amendment(*, amendment: Amendment, reason: str, by: User | None, at: datetime) -> None:
    """It never takes effect. If its mail has not left yet, it is stopped."""
    _must_be(amendment, *OPEN)
    if not reason.strip():
        raise ReasonMissing
    with transaction.atomic():
        _withdraw(amendment, reason.strip(), by, at)


def apply_due(*, amendment: Amendment, by: User | None, at: datetime) -> bool:
    """Write a signed change into the agreement if its day has come for the creator; True if it was
    this call that did. The change is made over the terms as they stand: a last day that notice has
    set since is kept. What outlived its agreement is withdrawn."""
    agreement, today = amendment.agreement, today_of(amendment.agreement.partnership, at)
    with transaction.atomic():
        agreement.refresh_from_db(from_queryset=Agreement.objects.select_for_update())
        if agreement.state not in BINDING_STATES:
            if amendment.state in OPEN:
                _withdraw(amendment, "", by, at)
            return False
        if amendment.state != S.SIGNED or amendment.effective_on > today:
            return False
        now = terms_of(agreement)
        terms = applied(Terms.from_json(amendment.before), Terms.from_json(amendment.after), now)
        if agreement.notice_given_on is not None:
            terms = replace(terms, ends_on=_sooner(terms.ends_on, now.ends_on))
        new = {"state": S.IN_FORCE, "applied_at": at}
        move(amendment, verb="amendment.in_force", new=new, by=by, at=at)
        save_version(agreement, expected=agreement.version, changes=terms.fields())
        write_rows(agreement, terms)
        record(
            verb="agreement.amended", obj=agreement, by=by, at=at,
            changes={"number": amendment.number, **_differences(now, terms)},
        )  # fmt: skip
        if by is None:
            emails.amendment_in_force(amendment=amendment, at=at)
    return True


def _sooner(agreed: date | None, notice: date | None) -> date | None:
    """A last day that was agreed before notice does not take the notice back."""
    return min((day for day in (agreed, notice) if day is not None), default=None)


def _withdraw(amendment: Amendment, reason: str, by: User | None, at: datetime) -> None:
    told = {"reason": reason} if reason else {}
    move(amendment, verb="amendment.withdrawn", new={"state": S.WITHDRAWN}, by=by, at=at, told=told)
    emails.take_back(amendment=amendment, at=at)


def _must_be(amendment: Amendment, *states: AmendmentState) -> None:
    if amendment.state not in states:
        raise WrongState


def _told(amendment: Amendment, before: Terms, after: Terms) -> dict[str, Any]:
    return {
        "number": amendment.number,
        "effective_on": amendment.effective_on,
        "reason": amendment.reason,
        **_differences(before, after),
    }


def _differences(before: Terms, after: Terms) -> dict[str, Any]:
    old, new = before.to_json(), after.to_json()
    return {name: [old[name], new[name]] for name in changed_terms(before, after)}
