"""Either side leaves: the last day is computed, what is left to do is written down, both sides are
told; and it may be taken back (product.md, row 23)."""

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from partnerships import emails_renewals as emails
from partnerships.actions.advance import advance_agreement
from partnerships.actions.changes import move, today_of
from partnerships.actions.close_out import drop_close_out, plan_close_out
from partnerships.actions.renewals import keep_renewals
from partnerships.enums import AgreementState
from partnerships.errors import Overlap, Refused, WrongState
from partnerships.models import Agreement, Partnership
from partnerships.queries.renewals import ends_before_notice
from partnerships.rules.agreements import KEPT_STATES, may_become, notice_end, overlap


def give_notice(
    *,
    agreement: Agreement,
    notice_by: str,
    by: User | None,
    at: datetime,
    given_on: date | None = None,
) -> None:
    """Either side leaves; the last day is computed. `notice_by`: "us" or "creator"; `given_on`: the
    creator's today if not said.

    Refused, at `given_on`, for a day to come, before the start or after the end.
    """
    if not may_become(agreement.state, AgreementState.IN_NOTICE):
        raise WrongState
    given_on = _given_on(agreement, given_on, at)
    new = {
        "state": AgreementState.IN_NOTICE,
        "notice_by": notice_by,
        "notice_given_on": given_on,
        "ends_on": notice_end(given_on, agreement.notice_days, agreement.ends_on),
    }
    with transaction.atomic():
        # What fell due before this moment has happened, whether or not the clock came round to it.
        keep_renewals(agreement=agreement, at=at, leaving=True)
        move(agreement, verb="agreement.notice_given", new=new, by=by, at=at)
        keep_renewals(agreement=agreement, at=at)
        plan_close_out(agreement=agreement, by=by, at=at)
        emails.notice_given(agreement=agreement, at=at)
        advance_agreement(agreement=agreement, by=by, at=at)


def _given_on(agreement: Agreement, given_on: date | None, at: datetime) -> date:
    today = today_of(agreement.partnership, at)
    given_on = given_on or today
    if given_on > today:
        raise Refused(_("This day is still to come."), field="given_on")
    if given_on < agreement.starts_on:
        raise Refused(_("The agreement was not in force on this day."), field="given_on")
    if agreement.ends_on is not None and given_on > agreement.ends_on:
        raise Refused(_("The agreement had ended by this day."), field="given_on")
    return given_on


def withdraw_notice(*, agreement: Agreement, by: User | None, at: datetime) -> None:
    """Both sides go on: in force as before the notice, up to the last day that was agreed then.

    WrongState once it has ended; Overlap if another agreement was signed for the days after it.
    """
    today = today_of(agreement.partnership, at)
    ended = agreement.ends_on is not None and agreement.ends_on < today
    if agreement.state != AgreementState.IN_NOTICE or ended:
        raise WrongState
    ends_on = ends_before_notice(agreement)
    new = {
        "state": AgreementState.IN_FORCE,
        "notice_by": "",
        "notice_given_on": None,
        "ends_on": ends_on,
    }
    with transaction.atomic():
        _check_free(agreement, ends_on)
        move(agreement, verb="agreement.notice_withdrawn", new=new, by=by, at=at)
        drop_close_out(agreement=agreement, by=by, at=at)
        emails.notice_withdrawn(agreement=agreement, at=at)
        # A window that the notice had shut opens again.
        keep_renewals(agreement=agreement, at=at)


def _check_free(agreement: Agreement, ends_on: date | None) -> None:
    """The partnership's row is locked, as for signatures: two at once see each other."""
    Partnership.objects.select_for_update().get(pk=agreement.partnership_id)
    others = Agreement.objects.filter(
        partnership=agreement.partnership_id, state__in=KEPT_STATES
    ).exclude(pk=agreement.pk)
    for other in others:
        if overlap((agreement.starts_on, ends_on), (other.starts_on, other.ends_on)):
            raise Overlap(
                _("Another agreement was signed for the days after this one. Withdraw it first."),
                field="",
            )
