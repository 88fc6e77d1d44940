"""An agreement in the words of whoever reads it: sections with lines, nothing empty; and what an
amendment changes, line by line. Built when it is shown, so that a mail speaks its reader's
language."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from core.money import Money, format_money
from creators.enums import ContentFormat, Market, Platform
from partnerships.enums import AgreementKind, ContentUse, Metric, PerformanceKind, Rhythm
from partnerships.rules.tenure import AgreedPrice, prices_on
from partnerships.rules.terms import ExclusivityTerm, KpiTerm, PerformancePay, RetainerTerm, Terms


@dataclass(frozen=True)
class Line:
    """`key` is the same for the same term in any two agreements."""

    key: str
    label: str
    text: str


@dataclass(frozen=True)
class Section:
    title: str
    lines: Sequence[Line]


@dataclass(frozen=True)
class Change:
    """Empty `old`: new; empty `new`: gone."""

    label: str
    old: str
    new: str


@dataclass(frozen=True)
class InWords:
    """`terms` as they read on `day` (of which the contract year counts for prices)."""

    terms: Terms
    day: date

    @property
    def sections(self) -> list[Section]:
        made = (
            (_("Frame"), _frame(self.terms)),
            (_("Prices"), _prices(self.terms, self.day)),
            (_("Pay beside fees"), _pay(self.terms)),
            (_("Content rights"), _rights(self.terms)),
            (_("Goals"), _goals(self.terms)),
            (_("Other terms"), _other(self.terms)),
        )
        lists = ((title, list(lines)) for title, lines in made)
        return [Section(title, lines) for title, lines in lists if lines]


@dataclass(frozen=True)
class Changes:
    """What turns `before` into `after`, both as written, before tenure."""

    before: Terms
    after: Terms

    def __iter__(self) -> Iterator[Change]:
        old, new = _by_key(self.before), _by_key(self.after)
        for key in dict.fromkeys([*new, *old]):
            was, now = old.get(key), new.get(key)
            if was is None or now is None or was.text != now.text:
                line = now or was
                assert line is not None
                yield Change(line.label, was.text if was else "", now.text if now else "")


def _by_key(terms: Terms) -> dict[str, Line]:
    found = InWords(terms, terms.starts_on).sections
    return {line.key: line for section in found for line in section.lines}


def _frame(terms: Terms) -> Iterator[Line]:
    yield Line("kind", _("Kind"), str(AgreementKind(terms.kind).label))
    last = _day(terms.ends_on) if terms.ends_on else _("until one side gives notice")
    yield Line("ends_on", pgettext("agreement", "In force"), f"{_day(terms.starts_on)} – {last}")
    yield Line("campaigns", _("Campaigns a year"), str(terms.campaigns_a_year))
    if terms.guaranteed_a_year is not None:
        yield Line("guaranteed", _("Of these guaranteed"), str(terms.guaranteed_a_year))
    if terms.budget_from is not None or terms.budget_to is not None:
        yield Line("budget", _("Budget a year"), _range(terms))
    days = ngettext("%(n)d day, either side", "%(n)d days, either side", terms.notice_days)
    yield Line("notice", _("Notice"), days % {"n": terms.notice_days})
    if terms.kind == AgreementKind.EVERGREEN:
        words = ngettext(
            "opens %(n)d day before each new year",
            "opens %(n)d days before each new year",
            terms.window_days,
        )
        yield Line("window", _("Adjustment window"), words % {"n": terms.window_days})
    if terms.kind == AgreementKind.STANDING:
        yield Line("expected", _("Further work"), further_work())


def further_work() -> str:
    """The sentence of standing terms (row 21)."""
    return _("The prices are fixed, and both sides expect further work together.")


def _range(terms: Terms) -> str:
    low, high = terms.budget_from, terms.budget_to
    if low is not None and high is not None:
        return f"{_money(low, terms.currency)} – {_money(high, terms.currency)}"
    if high is not None:
        return _("up to %(sum)s") % {"sum": _money(high, terms.currency)}
    return _("from %(sum)s") % {"sum": _money(low or Decimal(0), terms.currency)}


def _prices(terms: Terms, day: date) -> Iterator[Line]:
    several = len({price.format for price in prices_on(terms, day)}) < len(terms.rates)
    for price in prices_on(terms, day):
        label = str(ContentFormat(price.format).label)
        code = price.money.currency
        yield Line(
            f"rate:{price.format}:{code}", f"{label}, {code}" if several else label, _price(price)
        )
    for year, percent in terms.tenure_steps:
        label = _("From contract year %(year)d") % {"year": year}
        sign = "+" if percent >= 0 else "−"
        words = _("%(percent)s on prices and retainers") % {
            "percent": f"{sign}{_number(abs(percent))} %"
        }
        yield Line(f"step:{year}", label, words)
    days = ngettext("within %(n)d day", "within %(n)d days", terms.payment_days)
    yield Line("payment", _("Payment"), days % {"n": terms.payment_days})


def _price(price: AgreedPrice) -> str:
    now = format_money(price.money)
    if not price.percent:
        return now
    return _("%(now)s (%(first)s and %(percent)s %% for tenure)") % {
        "now": now,
        "first": format_money(price.first),
        "percent": _number(price.percent),
    }


def _pay(terms: Terms) -> Iterator[Line]:
    for n, retainer in enumerate(terms.retainers):
        yield Line(f"retainer:{n}", _("Retainer"), _retainer(retainer))
    for n, pay in enumerate(terms.performance_terms):
        yield Line(f"pay:{pay.kind}:{n}", str(PerformanceKind(pay.kind).label), _performance(pay))


def _retainer(row: RetainerTerm) -> str:
    month = _("%(sum)s a month") % {"sum": _money(row.amount, row.currency)}
    since = _("from %(day)s") % {"day": _day(row.starts_on)}
    until = " " + _("until %(day)s") % {"day": _day(row.ends_on)} if row.ends_on else ""
    return f"{month}, {since}{until}: {row.scope}"


def _performance(pay: PerformancePay) -> str:
    market = str(Market(pay.market).label) if pay.market else ""
    rhythm = str(Rhythm(pay.rhythm).label).lower()
    if pay.kind == PerformanceKind.REVENUE_SHARE:
        share = _("%(percent)s %% of the sales that came through the creator") % {
            "percent": _number(pay.percent or Decimal(0))
        }
        words = [share, market, rhythm]
    elif pay.kind == PerformanceKind.BONUS:
        goal = _("from %(figure)s on") % {
            "figure": _figure(pay.metric, pay.threshold or Decimal(0), pay.currency)
        }
        money = _money(pay.amount or Decimal(0), pay.currency)
        words = [money, f"{Metric(pay.metric).label} {goal}", market, rhythm]
    else:
        words = []
    said = ", ".join(word for word in words if word)
    return f"{said}. {pay.note}" if said and pay.note else said or pay.note


def _rights(terms: Terms) -> Iterator[Line]:
    if terms.uses:
        yield Line("uses", _("We may use it for"), _list(ContentUse(v).label for v in terms.uses))
    if terms.usage:
        yield Line("usage", _("Usage"), terms.usage)
    if terms.markets:
        yield Line("markets", _("Markets"), _list(Market(v).label for v in terms.markets))
    if terms.territory:
        yield Line("territory", _("Territory"), terms.territory)
    if terms.platforms:
        yield Line("platforms", _("Platforms"), _list(Platform(v).label for v in terms.platforms))
    if terms.rights_months:
        months = ngettext("%(n)d month", "%(n)d months", terms.rights_months)
        yield Line("rights", _("Rights last"), months % {"n": terms.rights_months})
    for row in terms.exclusivities:
        label = _("Exclusive: %(category)s") % {"category": row.category}
        yield Line(f"exclusive:{row.category.casefold()}", label, _exclusive(row))
    if terms.exclusivity:
        yield Line("exclusivity", _("Exclusivity"), terms.exclusivity)


def _exclusive(row: ExclusivityTerm) -> str:
    if row.always:
        words = _("for the whole agreement")
    else:
        words = _("%(before)d days before and %(after)d days after each campaign") % {
            "before": row.days_before,
            "after": row.days_after,
        }
    where = _list(Market(value).label for value in row.markets)
    return ". ".join(part for part in (f"{words} ({where})" if where else words, row.note) if part)


def _goals(terms: Terms) -> Iterator[Line]:
    for row in terms.kpis:
        label = f"{Market(row.market).label}: {Metric(row.metric).label}"
        yield Line(f"kpi:{row.market}:{row.metric}", label, _kpi(row))


def _kpi(row: KpiTerm) -> str:
    return _("we go on from %(goal)s, it ends below %(floor)s") % {
        "goal": _figure(row.metric, row.goal, row.currency),
        "floor": _figure(row.metric, row.floor, row.currency),
    }


def _other(terms: Terms) -> Iterator[Line]:
    if terms.terms:
        yield Line("terms", _("Other terms"), terms.terms)


def _figure(metric: str, figure: Decimal, currency: str) -> str:
    if metric in (Metric.ENGAGEMENT_RATE, Metric.CONVERSION_RATE):
        return f"{_number(figure * 100)} %"
    if metric == Metric.REVENUE and currency:
        return _money(figure, currency)
    return _number(figure)


def _money(amount: Decimal, currency: str) -> str:
    return format_money(Money(amount, currency))


def _number(value: Decimal) -> str:
    return str(number_format(f"{value.normalize():f}", use_l10n=True, force_grouping=True))


def _day(day: date) -> str:
    return str(date_format(day, "j E Y"))


def _list(labels: Iterable[object]) -> str:
    return ", ".join(str(label) for label in labels)
