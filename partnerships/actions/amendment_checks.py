"""What may stand in a change to an agreement, when it is drafted and when it is sent and signed
(product.md, rows 22, 24 and 25). Inside the actions' transactions: rows are locked here."""

from datetime import date, datetime

from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from partnerships.actions.agreements import check_jumps, check_overlap
from partnerships.actions.changes import today_of
from partnerships.enums import AmendmentState
from partnerships.errors import ReasonMissing, Refused, WrongState
from partnerships.models import Agreement, Amendment, Partnership
from partnerships.queries.jumps import amended_jumps
from partnerships.rules.agreements import BINDING_STATES
from partnerships.rules.term_changes import changed_terms
from partnerships.rules.term_checks import problems
from partnerships.rules.terms import Terms


def check_change(
    agreement: Agreement,
    before: Terms,
    terms: Terms,
    effective_on: date,
    reason: str,
    rate_jump_reason: str,
    at: datetime,
) -> str:
    """The reason of a jump to keep; Refused for everything that cannot be meant."""
    if agreement.state not in BINDING_STATES:
        raise WrongState(
            _("Only an agreement that is signed and not over is amended. Draft the next one.")
        )
    if not reason.strip():
        raise ReasonMissing
    _check_day(agreement, terms, effective_on, at)
    if terms.starts_on != before.starts_on:
        raise Refused(_("The first day is in force and stays."), field="starts_on")
    in_notice = agreement.notice_given_on is not None
    if in_notice and terms.ends_on != before.ends_on:
        raise Refused(_("The last day follows from the notice that was given."), field="ends_on")
    for problem in problems(terms, in_notice=in_notice):
        raise Refused(problem.message, field=problem.field)
    if not changed_terms(before, terms):
        raise Refused(_("Nothing differs from the agreement yet: change at least one term."))
    if terms.ends_on != before.ends_on:
        _check_end(agreement, terms)
    return check_jumps(amended_jumps(before, terms, effective_on), rate_jump_reason)


def _check_end(agreement: Agreement, terms: Terms) -> None:
    try:
        check_overlap(agreement.partnership, terms.starts_on, terms.ends_on, agreement)
    except Refused as refused:
        refused.field = "ends_on"
        raise


def _check_day(agreement: Agreement, terms: Terms, day: date, at: datetime) -> None:
    field = "effective_on"
    if day < agreement.starts_on:
        words = _("The agreement begins on %(day)s: choose that day or a later one.")
        raise Refused(words % {"day": _words(agreement.starts_on)}, field=field)
    for last in (agreement.ends_on, terms.ends_on):
        if last is not None and day > last:
            words = _("The agreement ends on %(day)s: choose that day or an earlier one.")
            raise Refused(words % {"day": _words(last)}, field=field)
    if day < today_of(agreement.partnership, at):
        raise Refused(_("This day is over. Choose today or a later one."), field=field)
    earlier = agreement.amendments.filter(state=AmendmentState.IN_FORCE).order_by("-number").first()
    if earlier is not None and day < earlier.effective_on:
        words = _("Amendment no. %(n)d is in force from %(day)s: choose that day or a later one.")
        told = {"n": earlier.number, "day": _words(earlier.effective_on)}
        raise Refused(words % told, field=field)


def check_still(amendment: Amendment, at: datetime, *, signing: bool = False) -> None:
    """What was right when it was drafted may not be any more: the agreement ended, days passed,
    another agreement was signed. Its partnership is locked, as when agreements are signed."""
    agreement = amendment.agreement
    Partnership.objects.select_for_update().get(pk=agreement.partnership_id)
    agreement.refresh_from_db()
    if agreement.state not in BINDING_STATES:
        raise WrongState(_("The agreement is over: withdraw the change."))
    before, after = Terms.from_json(amendment.before), Terms.from_json(amendment.after)
    if not signing:
        _check_day(agreement, after, amendment.effective_on, at)
    if agreement.ends_on is not None and amendment.effective_on > agreement.ends_on:
        raise Refused(_("The agreement ends before this change would begin: withdraw it."))
    if after.ends_on != before.ends_on:
        _check_end(agreement, after)


def _words(day: date) -> str:
    return str(date_format(day, "j E Y"))
