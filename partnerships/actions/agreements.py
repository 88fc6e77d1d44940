"""The annual agreement: drafted, sent, signed, ended (product.md, row 18). Notice: notice.py."""

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from core.audit import record
from core.mail.outbox import NoAddress
from core.versions import save_version
from partnerships import emails, emails_renewals
from partnerships.actions.advance import advance_agreement, finish
from partnerships.actions.changes import changed, move, today_of
from partnerships.actions.terms import write_rows
from partnerships.enums import AgreementState, Stage
from partnerships.errors import Overlap, RateJump, ReasonMissing, Refused, WrongState
from partnerships.models import Agreement, Partnership
from partnerships.queries.jumps import price_jumps
from partnerships.queries.terms import terms_of
from partnerships.rules.agreements import KEPT_STATES, may_become, overlap
from partnerships.rules.jumps import Jumps
from partnerships.rules.term_changes import row_differences
from partnerships.rules.term_checks import problems
from partnerships.rules.terms import Terms


def draft_agreement(
    *,
    partnership: Partnership,
    terms: Terms,
    by: User | None,
    at: datetime,
    rate_jump_reason: str = "",
) -> Agreement:
    """A draft that only members see. Refuses days that another agreement already covers, and a
    jump of a price without a reason (RateJump)."""
    if partnership.stage == Stage.ENDED:
        raise WrongState(_("The partnership has ended. Open it anew first."))
    _check(partnership, terms)
    reason = check_jumps(price_jumps(partnership, terms, None), rate_jump_reason)
    with transaction.atomic():
        agreement = Agreement.objects.create(
            workspace_id=partnership.workspace_id,
            partnership=partnership,
            created_at=at,
            rate_jump_reason=reason,
            **terms.fields(),
        )
        write_rows(agreement, terms)
        record(verb="agreement.drafted", obj=agreement, by=by, at=at, changes=_audited(terms))
    return agreement


def update_agreement(
    *,
    agreement: Agreement,
    expected: int,
    terms: Terms,
    by: User | None,
    at: datetime,
    rate_jump_reason: str = "",
) -> None:
    """New words for a draft. What was sent or signed is not rewritten: WrongState.

    EditConflict if `expected` is no longer the version.
    """
    if agreement.state != AgreementState.DRAFT:
        raise WrongState(_("Only a draft is edited: what was sent stays as it was sent."))
    _check(agreement.partnership, terms, but=agreement)
    found = price_jumps(agreement.partnership, terms, agreement)
    new = {**terms.fields(), "rate_jump_reason": check_jumps(found, rate_jump_reason)}
    differences: dict[str, Any] = changed(agreement, new)
    with transaction.atomic():
        before = terms_of(agreement)
        save_version(agreement, expected=expected, changes=new)
        write_rows(agreement, terms)
        differences |= row_differences(before, terms)
        if differences:
            record(verb="agreement.updated", obj=agreement, by=by, at=at, changes=differences)


def discard_agreement(*, agreement: Agreement, by: User | None, at: datetime) -> None:
    """Throw a draft away. Nobody outside has seen it; what it said stays in the audit."""
    if agreement.state != AgreementState.DRAFT:
        raise WrongState
    with transaction.atomic():
        move(agreement, verb="agreement.discarded", new={}, by=by, at=at, told=_said(agreement))
        agreement.delete()


def send_agreement(*, agreement: Agreement, by: User | None, at: datetime) -> None:
    """Mail the draft to the creator, once, in their language, and close it for edits.

    NoAddress (core.mail.outbox) if the creator has none: nothing is written then.
    """
    _must_become(agreement, AgreementState.SENT)
    address, name = agreement.partnership.mail_to
    if not address:
        raise NoAddress(name)
    if not agreement.rates.exists():
        raise Refused(_("Add at least one price before it goes out."))
    with transaction.atomic():
        _check_days(agreement)
        new = {"state": AgreementState.SENT, "sent_on": today_of(agreement.partnership, at)}
        move(agreement, verb="agreement.sent", new=new, by=by, at=at)
        emails.agreement(agreement=agreement, at=at)


def record_signature(
    *,
    agreement: Agreement,
    signed_on: date,
    signed_by: str,
    by: User | None,
    at: datetime,
    our_signed_on: date | None = None,
    our_signed_by: str = "",
) -> None:
    """Both sides have signed. A draft may be signed too: on paper, before it ever was a mail.
    For us it was `by`, on the creator's day, unless said otherwise.

    From its first day on it is in force at once, not at the next tick.
    """
    _must_become(agreement, AgreementState.SIGNED)
    ours = our_signed_on or signed_on
    for field, day in (("signed_on", signed_on), ("our_signed_on", ours)):
        if day > today_of(agreement.partnership, at):
            raise Refused(_("This day is still to come."), field=field)
    if not signed_by.strip():
        raise Refused(_("Say who signed."), field="signed_by")
    with transaction.atomic():
        _check_days(agreement)
        new = {
            "state": AgreementState.SIGNED,
            "signed_on": signed_on,
            "signed_by": signed_by.strip(),
            "our_signed_on": ours,
            "our_signed_by": our_signed_by.strip() or (by.name if by else ""),
        }
        move(agreement, verb="agreement.signed", new=new, by=by, at=at)
        advance_agreement(agreement=agreement, by=by, at=at)


def end_agreement(
    *, agreement: Agreement, reason: str, by: User | None, at: datetime, tell: bool = True
) -> None:
    """By common consent, without waiting: what is in force ends with today, and the creator has it
    in writing unless `tell` says no; what was only sent or signed is withdrawn."""
    target = AgreementState.ENDED
    if agreement.state in (AgreementState.SENT, AgreementState.SIGNED):
        target = AgreementState.WITHDRAWN
    _must_become(agreement, target)
    if not reason.strip():
        raise ReasonMissing
    with transaction.atomic():
        if target == AgreementState.ENDED:
            finish(agreement, by=by, at=at, last=today_of(agreement.partnership, at), reason=reason)
            if tell:
                emails_renewals.ended(agreement=agreement, at=at)
        else:
            new = {"state": target, "end_reason": reason.strip()}
            move(agreement, verb="agreement.withdrawn", new=new, by=by, at=at)
            emails.take_back(agreement=agreement, at=at)


def close_agreements(
    *, partnership: Partnership, reason: str, by: User | None, at: datetime
) -> None:
    """Nothing agreed outlives its partnership. Part of `end_partnership`, in its transaction."""
    over = (AgreementState.ENDED, AgreementState.WITHDRAWN)
    for agreement in Agreement.objects.filter(partnership=partnership).exclude(state__in=over):
        agreement.partnership = partnership
        if agreement.state == AgreementState.DRAFT:
            discard_agreement(agreement=agreement, by=by, at=at)
        else:
            # The end of a partnership is said by a person, in their words.
            end_agreement(agreement=agreement, reason=reason, by=by, at=at, tell=False)


def _must_become(agreement: Agreement, target: AgreementState) -> None:
    if not may_become(agreement.state, target):
        raise WrongState


def _check(partnership: Partnership, terms: Terms, but: Agreement | None = None) -> None:
    """Refused, with the field, if the terms cannot be meant."""
    for problem in problems(terms):
        raise Refused(problem.message, field=problem.field)
    check_overlap(partnership, terms.starts_on, terms.ends_on, but)


def check_jumps(found: Jumps, reason: str) -> str:
    """The reason to keep: none where nothing jumps. RateJump if one is missing."""
    if found and not reason.strip():
        raise RateJump(found)
    return reason.strip() if found else ""


def _check_days(agreement: Agreement) -> None:
    """Two agreements of one partnership never share a day. Its row is locked, so that two
    signatures at once see each other."""
    Partnership.objects.select_for_update().get(pk=agreement.partnership_id)
    check_overlap(agreement.partnership, agreement.starts_on, agreement.ends_on, agreement)


def check_overlap(
    partnership: Partnership, starts_on: date, ends_on: date | None, but: Agreement | None
) -> None:
    """Overlap, if another agreement of the partnership binds on one of these days."""
    others = Agreement.objects.filter(partnership=partnership, state__in=KEPT_STATES)
    for other in others.exclude(pk=but.pk) if but else others:
        if overlap((starts_on, ends_on), (other.starts_on, other.ends_on)):
            raise Overlap(_overlap_words(other))


def _overlap_words(other: Agreement) -> Any:
    if other.ends_on is None:
        return _("Another agreement is in force from %(first)s without end. Give notice first.") % {
            "first": date_format(other.starts_on, "j E Y")
        }
    return _("Another agreement covers %(first)s – %(last)s. Choose days outside it.") % {
        "first": date_format(other.starts_on, "j E Y"),
        "last": date_format(other.ends_on, "j E Y"),
    }


def _audited(terms: Terms) -> dict[str, Any]:
    return terms.to_json()


def _said(agreement: Agreement) -> dict[str, Any]:
    return _audited(terms_of(agreement))
