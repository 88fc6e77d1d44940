"""The annual agreement: drafted, sent, signed, left (product.md, rows 18, 22, 23)."""

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from core.audit import record
from core.mail.outbox import NoAddress
from core.versions import save_version
from partnerships import emails
from partnerships.actions.advance import advance_agreement, finish
from partnerships.actions.changes import changed, move, today_of
from partnerships.enums import AgreementKind, AgreementState, Stage
from partnerships.errors import Overlap, ReasonMissing, Refused, WrongState
from partnerships.models import Agreement, AgreementRate, Partnership
from partnerships.queries.drafts import terms_of
from partnerships.rules.agreements import KEPT_STATES, may_become, notice_end, overlap
from partnerships.rules.terms import Terms


def draft_agreement(
    *, partnership: Partnership, terms: Terms, by: User | None, at: datetime
) -> Agreement:
    """A draft that only members see. Refuses days that another agreement already covers."""
    if partnership.stage == Stage.ENDED:
        raise WrongState(_("The partnership has ended. Open it anew first."))
    _check(partnership, terms)
    with transaction.atomic():
        agreement = Agreement.objects.create(
            workspace_id=partnership.workspace_id,
            partnership=partnership,
            created_at=at,
            **terms.fields(),
        )
        _write_rates(agreement, terms)
        record(verb="agreement.drafted", obj=agreement, by=by, at=at, changes=_audited(terms))
    return agreement


def update_agreement(
    *, agreement: Agreement, expected: int, terms: Terms, by: User | None, at: datetime
) -> None:
    """New words for a draft. What was sent or signed is not rewritten: WrongState.

    EditConflict if `expected` is no longer the version.
    """
    if agreement.state != AgreementState.DRAFT:
        raise WrongState(_("Only a draft is edited: what was sent stays as it was sent."))
    _check(agreement.partnership, terms, but=agreement)
    differences: dict[str, Any] = changed(agreement, terms.fields())
    with transaction.atomic():
        before = sorted(agreement.rates.values_list("format", "amount"))
        save_version(agreement, expected=expected, changes=terms.fields())
        if before != sorted(terms.rates):
            agreement.rates.all().delete()
            _write_rates(agreement, terms)
            differences["rates"] = [before, sorted(terms.rates)]
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
    *, agreement: Agreement, signed_on: date, signed_by: str, by: User | None, at: datetime
) -> None:
    """Both sides have signed. A draft may be signed too: on paper, before it ever was a mail.

    From its first day on it is in force at once, not at the next tick.
    """
    _must_become(agreement, AgreementState.SIGNED)
    if signed_on > today_of(agreement.partnership, at):
        raise Refused(_("This day is still to come."), field="signed_on")
    if not signed_by.strip():
        raise Refused(_("Say who signed."), field="signed_by")
    with transaction.atomic():
        _check_days(agreement)
        new = {
            "state": AgreementState.SIGNED,
            "signed_on": signed_on,
            "signed_by": signed_by.strip(),
        }
        move(agreement, verb="agreement.signed", new=new, by=by, at=at)
        advance_agreement(agreement=agreement, by=by, at=at)


def give_notice(
    *,
    agreement: Agreement,
    notice_by: str,
    by: User | None,
    at: datetime,
    given_on: date | None = None,
) -> None:
    """Either side leaves; the last day is computed (row 23). `notice_by`: "us" or "creator";
    `given_on`: the creator's today if not said."""
    _must_become(agreement, AgreementState.IN_NOTICE)
    today = today_of(agreement.partnership, at)
    given_on = given_on or today
    if given_on > today:
        raise Refused(_("This day is still to come."), field="given_on")
    if given_on < agreement.starts_on:
        raise Refused(_("The agreement was not in force on this day."), field="given_on")
    new = {
        "state": AgreementState.IN_NOTICE,
        "notice_by": notice_by,
        "notice_given_on": given_on,
        "ends_on": notice_end(given_on, agreement.notice_days, agreement.ends_on),
    }
    with transaction.atomic():
        move(agreement, verb="agreement.notice_given", new=new, by=by, at=at)
        advance_agreement(agreement=agreement, by=by, at=at)


def end_agreement(*, agreement: Agreement, reason: str, by: User | None, at: datetime) -> None:
    """By common consent, without waiting: what is in force ends with today, what was only sent or
    signed is withdrawn."""
    target = AgreementState.ENDED
    if agreement.state in (AgreementState.SENT, AgreementState.SIGNED):
        target = AgreementState.WITHDRAWN
    _must_become(agreement, target)
    if not reason.strip():
        raise ReasonMissing
    with transaction.atomic():
        if target == AgreementState.ENDED:
            finish(agreement, by=by, at=at, last=today_of(agreement.partnership, at), reason=reason)
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
            end_agreement(agreement=agreement, reason=reason, by=by, at=at)


def _must_become(agreement: Agreement, target: AgreementState) -> None:
    if not may_become(agreement.state, target):
        raise WrongState


def _check(partnership: Partnership, terms: Terms, but: Agreement | None = None) -> None:
    """Refused, with the field, if the terms cannot be meant."""
    evergreen = terms.kind == AgreementKind.EVERGREEN
    if evergreen and terms.ends_on is not None:
        raise Refused(_("An evergreen agreement has no last day: notice ends it."), field="ends_on")
    if not evergreen and terms.ends_on is None:
        raise Refused(_("Say until when it holds."), field="ends_on")
    if terms.ends_on is not None and terms.ends_on < terms.starts_on:
        raise Refused(_("“Until” is before “from”."), field="ends_on")
    if (terms.guaranteed_a_year or 0) > terms.campaigns_a_year:
        raise Refused(_("More campaigns are guaranteed than agreed on."), field="guaranteed_a_year")
    formats = [name for name, _amount in terms.rates]
    if len(formats) != len(set(formats)):
        raise Refused(_("Each format has one price."))
    _check_overlap(partnership, terms.starts_on, terms.ends_on, but)


def _check_days(agreement: Agreement) -> None:
    """Two agreements of one partnership never share a day. Its row is locked, so that two
    signatures at once see each other."""
    Partnership.objects.select_for_update().get(pk=agreement.partnership_id)
    _check_overlap(agreement.partnership, agreement.starts_on, agreement.ends_on, agreement)


def _check_overlap(
    partnership: Partnership, starts_on: date, ends_on: date | None, but: Agreement | None
) -> None:
    others = Agreement.objects.filter(partnership=partnership, state__in=KEPT_STATES)
    for other in others.exclude(pk=but.pk) if but else others:
        if overlap((starts_on, ends_on), (other.starts_on, other.ends_on)):
            raise Overlap(_overlap_words(other))


def _overlap_words(other: Agreement) -> Any:
    if other.ends_on is None:
        return _("Another agreement is in force from %(first)s without end. Give notice first.") % {
            "first": date_format(other.starts_on, "DATE_FORMAT")
        }
    return _("Another agreement covers %(first)s – %(last)s. Choose days outside it.") % {
        "first": date_format(other.starts_on, "DATE_FORMAT"),
        "last": date_format(other.ends_on, "DATE_FORMAT"),
    }


def _write_rates(agreement: Agreement, terms: Terms) -> None:
    AgreementRate.objects.bulk_create(
        AgreementRate(
            workspace_id=agreement.workspace_id,
            agreement=agreement,
            format=name,
            amount=amount,
            currency=agreement.currency,
        )
        for name, amount in terms.rates
    )


def _audited(terms: Terms) -> dict[str, Any]:
    return {**terms.fields(), "rates": list(terms.rates)}


def _said(agreement: Agreement) -> dict[str, Any]:
    return _audited(terms_of(agreement))
