"""What terms cannot be meant, each with the field it stands in and words that say what to do."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from partnerships.enums import AgreementKind, Metric, PerformanceKind
from partnerships.rules.terms import PerformancePay, RetainerTerm, Terms

_WHOLE = 100


@dataclass(frozen=True)
class Problem:
    """`field`: of the form, or the name of the part with rows."""

    field: str
    message: str | Promise


def problems(terms: Terms, *, in_notice: bool = False) -> list[Problem]:
    """All that is wrong with the terms alone, what stands first first. `in_notice`: an evergreen
    agreement that ends by notice has a last day."""
    checks = (_counts, _prices, _retainers, _performance, _kpis)
    return [*_days(terms, in_notice), *(one for check in checks for one in check(terms))]


def _days(terms: Terms, in_notice: bool) -> Iterator[Problem]:
    evergreen = terms.kind == AgreementKind.EVERGREEN
    if evergreen and terms.ends_on is not None and not in_notice:
        yield Problem("ends_on", _("An evergreen agreement has no last day: notice ends it."))
    if not evergreen and terms.ends_on is None:
        yield Problem("ends_on", _("Say until when it holds."))
    if terms.ends_on is not None and terms.ends_on < terms.starts_on:
        yield Problem("ends_on", _("“Until” is before “from”."))


def _counts(terms: Terms) -> Iterator[Problem]:
    if (terms.guaranteed_a_year or 0) > terms.campaigns_a_year:
        yield Problem("guaranteed_a_year", _("More campaigns are guaranteed than agreed on."))
    low, high = terms.budget_from, terms.budget_to
    if (low is not None and low < 0) or (high is not None and high < 0):
        yield Problem("budget_from", _("A budget is not below zero."))
    if low is not None and high is not None and high < low:
        yield Problem("budget_to", _("“To” is below “from”."))


def _prices(terms: Terms) -> Iterator[Problem]:
    if any(amount < 0 for _name, _code, amount in terms.rates):
        yield Problem("rates", _("A price is not below zero."))
    if _twice((name, code) for name, code, _amount in terms.rates):
        yield Problem("rates", _("Each format has one price in each currency."))
    if _twice(year for year, _percent in terms.tenure_steps):
        yield Problem("tenure_steps", _("Each contract year has one step."))
    if any(year < 2 for year, _percent in terms.tenure_steps):
        yield Problem("tenure_steps", _("The first prices hold in year 1: begin with year 2."))
    if any(percent <= -_WHOLE for _year, percent in terms.tenure_steps):
        yield Problem("tenure_steps", _("Nothing would be left of the price."))


def _retainers(terms: Terms) -> Iterator[Problem]:
    for row in terms.retainers:
        if row.amount <= 0:
            yield Problem("retainers", _("A retainer is a sum above zero."))
        if not row.scope.strip():
            yield Problem("retainers", _("Write down what the retainer covers."))
        if not _inside(row, terms):
            yield Problem("retainers", _("The retainer lies outside the days of the agreement."))


def _performance(terms: Terms) -> Iterator[Problem]:
    for pay in terms.performance_terms:
        wrong = _wrong_pay(pay)
        if wrong is not None:
            yield Problem("performance_terms", wrong)
    if _twice(row.category.casefold() for row in terms.exclusivities):
        yield Problem("exclusivities", _("Each category stands here once."))


def _wrong_pay(pay: PerformancePay) -> str | Promise | None:
    if pay.kind == PerformanceKind.REVENUE_SHARE:
        whole = pay.percent is not None and 0 < pay.percent <= _WHOLE
        return None if whole else _("A share is above 0 and at most 100 %.")
    if pay.kind == PerformanceKind.EQUITY:
        return None if pay.note.strip() else _("Say in words what was agreed.")
    if not (pay.metric and pay.currency and pay.threshold is not None and (pay.amount or 0) > 0):
        return _("A bonus needs what it is measured by, from which figure on, and the sum.")
    return _("The figure is not below zero.") if pay.threshold < 0 else None


def _kpis(terms: Terms) -> Iterator[Problem]:
    for row in terms.kpis:
        if row.floor < 0:
            yield Problem("kpis", _("The figure is not below zero."))
        if row.goal < row.floor:
            yield Problem("kpis", _("“End below” is above “continue from”."))
        if row.metric == Metric.REVENUE and not row.currency:
            yield Problem("kpis", _("Revenue in which currency?"))
    if _twice((row.market, row.metric) for row in terms.kpis):
        yield Problem("kpis", _("Each market has one goal for each measure."))


def _inside(row: RetainerTerm, terms: Terms) -> bool:
    if row.ends_on is not None and row.ends_on < row.starts_on:
        return False
    if row.starts_on < terms.starts_on:
        return False
    last = row.ends_on or row.starts_on
    return terms.ends_on is None or last <= terms.ends_on


def _twice(keys: Iterator[object]) -> bool:
    return any(n > 1 for n in Counter(keys).values())
