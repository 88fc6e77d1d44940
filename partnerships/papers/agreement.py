"""The agreement as a paper to sign."""

from decimal import Decimal
from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from core.papers import LAYOUT, typeset
from creators.enums import ContentFormat, Market, Platform
from partnerships.enums import (
    AgreementKind,
    AgreementState,
    AmendmentState,
    ContentUse,
    Metric,
    PerformanceKind,
    Rhythm,
)
from partnerships.models import Agreement
from partnerships.papers.writing import (
    NOTHING,
    Block,
    day,
    facts,
    listed,
    measured,
    money,
    parties,
    percent,
    section,
    signature,
    table,
    words,
)
from partnerships.queries.terms import terms_of
from partnerships.rules.tenure import priced
from partnerships.rules.terms import ExclusivityTerm, PerformancePay, Terms


def agreement_pdf(agreement: Agreement, language: str) -> bytes:
    """The whole agreement as it stands today, in "en" or "ru". Nine queries."""
    return typeset(LAYOUT, agreement_paper(agreement, language))


def agreement_paper(agreement: Agreement, language: str) -> dict[str, Any]:
    """What stands on it."""
    with translation.override(language):
        terms, partnership = terms_of(agreement), agreement.partnership
        return {
            "lang": language,
            "kicker": str(partnership),
            "title": str(AgreementKind(terms.kind).label),
            "subtitle": in_force(terms),
            "mark": _mark(agreement),
            "footer": f"{AgreementKind(terms.kind).label} · {partnership} · {day(terms.starts_on)}",
            "sections": [
                *parties(partnership),
                *terms_sections(terms),
                *_amendments(agreement),
                *_ending(agreement, terms),
                *section(_("Signatures"), {"signatures": _signatures(agreement)}),
            ],
        }


def terms_sections(terms: Terms) -> list[Block]:
    """All that is agreed, in words: also what the page and a diff may show."""
    return [
        *_work(terms),
        *_prices(terms),
        *_retainers(terms),
        *_performance(terms),
        *_rights(terms),
        *_exclusivity(terms),
        *_kpis(terms),
        *section(_("Other terms"), words(terms.terms)),
    ]


def in_force(terms: Terms) -> str:
    first = day(terms.starts_on)
    if terms.ends_on is None:
        return _("In force from %(first)s, until one side gives notice") % {"first": first}
    return _("In force %(first)s – %(last)s") % {"first": first, "last": day(terms.ends_on)}


def _mark(agreement: Agreement) -> str:
    """What it is not (yet), so that no paper is taken for a signed one."""
    if agreement.state in (AgreementState.DRAFT, AgreementState.WITHDRAWN, AgreementState.ENDED):
        return str(AgreementState(agreement.state).label)
    return ""


def _work(terms: Terms) -> list[Block]:
    guaranteed = terms.guaranteed_a_year
    return section(
        _("Work and payment"),
        facts(
            (_("Campaigns a year"), str(terms.campaigns_a_year)),
            (_("Of these guaranteed"), "" if guaranteed is None else str(guaranteed)),
            (_("Budget a year"), _budget(terms)),
            (_("Payment"), _within(terms.payment_days)),
            (_("Notice"), _notice(terms.notice_days)),
            (_("Adjustments"), _window(terms)),
        ),
    )


def _budget(terms: Terms) -> str:
    if terms.budget_from is None and terms.budget_to is None:
        return ""
    low, high = (money(one, terms.currency) for one in (terms.budget_from, terms.budget_to))
    return f"{low} – {high}" if NOTHING not in (low, high) else low if high == NOTHING else high


def _within(days: int) -> str:
    return ngettext("within %(n)d day", "within %(n)d days", days) % {"n": days}


def _notice(days: int) -> str:
    told = ngettext("%(n)d day, by either side", "%(n)d days, by either side", days)
    return told % {"n": days}


def _window(terms: Terms) -> str:
    if terms.kind != AgreementKind.EVERGREEN:
        return ""
    told = ngettext(
        "Renews each year; open for adjustments %(n)d day before",
        "Renews each year; open for adjustments %(n)d days before",
        terms.window_days,
    )
    return told % {"n": terms.window_days}


def _prices(terms: Terms) -> list[Block]:
    """One column for each step of tenure, so that nobody has to reckon."""
    steps = sorted(terms.tenure_steps)
    shares = [Decimal(0), *(share for _year, share in steps)]
    heads = [_("Price")]
    if steps:
        heads = [_("First prices")]
        heads += [_("From year %(year)d") % {"year": year} for year, _share in steps]
    rows = [
        [
            str(ContentFormat(name).label),
            *(money(priced(amount, share), currency) for share in shares),
        ]
        for name, currency, amount in terms.rates
    ]
    told = ", ".join(
        _("%(share)s from contract year %(year)d") % {"share": _signed(share), "year": year}
        for year, share in steps
    )
    note = _("Prices and retainers grow with the years together: %(steps)s.") % {"steps": told}
    return section(
        _("Prices"),
        table([_("Format"), *heads], rows, list(range(1, len(shares) + 1))) if rows else None,
        {"quiet": note} if steps else None,
    )


def _signed(share: Decimal) -> str:
    return f"+{percent(share)}" if share >= 0 else percent(share)


def _retainers(terms: Terms) -> list[Block]:
    rows = [
        [
            one.scope,
            day(one.starts_on),
            day(one.ends_on) if one.ends_on else _("as long as the agreement"),
            money(one.amount, one.currency),
        ]
        for one in terms.retainers
    ]
    head = [_("What it covers"), pgettext("day", "From"), _("Until"), _("A month")]
    return section(_("Retainer"), table(head, rows, [3]) if rows else None)


def _performance(terms: Terms) -> list[Block]:
    pairs = [(str(PerformanceKind(one.kind).label), _pay(one)) for one in terms.performance_terms]
    return section(_("Pay by results"), facts(*pairs))


def _pay(one: PerformancePay) -> str:
    parts = []
    if one.kind == PerformanceKind.REVENUE_SHARE:
        parts.append(_("%(share)s of attributed revenue") % {"share": percent(one.percent)})
    if one.kind == PerformanceKind.BONUS:
        from_figure = measured(one.metric, one.threshold, one.currency)
        told = _("%(amount)s when %(metric)s reaches %(threshold)s")
        metric = str(Metric(one.metric).label).lower()
        bonus = money(one.amount, one.currency)
        parts.append(told % {"amount": bonus, "metric": metric, "threshold": from_figure})
    if one.kind != PerformanceKind.EQUITY:
        parts.append(str(Rhythm(one.rhythm).label).lower())
        if one.market:
            parts.append(str(Market(one.market).label))
    head = ", ".join(parts)
    return "\n".join(part for part in (head, one.note) if part)


def _rights(terms: Terms) -> list[Block]:
    months = terms.rights_months
    lasting = ""
    if months:
        lasting = ngettext("%(n)d month", "%(n)d months", months) % {"n": months}
    return section(
        _("Content rights"),
        facts(
            (_("Where the brand may use it"), listed(terms.uses, ContentUse)),
            (_("Markets"), listed(terms.markets, Market)),
            (_("Platforms"), listed(terms.platforms, Platform)),
            (_("Usage"), terms.usage),
            (_("Territory"), terms.territory),
            (_("Rights last"), lasting),
        ),
    )


def _exclusivity(terms: Terms) -> list[Block]:
    pairs = [(one.category, _closed(one)) for one in terms.exclusivities]
    return section(_("Exclusivity"), facts(*pairs, (_("In words"), terms.exclusivity)))


def _closed(one: ExclusivityTerm) -> str:
    if one.always:
        when = _("all the time the agreement holds")
    else:
        before = ngettext("%(n)d day before", "%(n)d days before", one.days_before)
        after = ngettext("%(n)d day after", "%(n)d days after", one.days_after)
        when = _("during each campaign, %(before)s and %(after)s") % {
            "before": before % {"n": one.days_before},
            "after": after % {"n": one.days_after},
        }
    where = listed(one.markets, Market) or _("everywhere")
    return "\n".join(part for part in (f"{when}; {where}", one.note) if part)


def _kpis(terms: Terms) -> list[Block]:
    rows = [
        [
            str(Market(one.market).label),
            str(Metric(one.metric).label),
            measured(one.metric, one.goal, one.currency),
            measured(one.metric, one.floor, one.currency),
        ]
        for one in terms.kpis
    ]
    head = [_("Market"), _("Measured by"), _("Continue from"), _("End below")]
    told = _("Between the two figures both sides talk about what to change.")
    return section(
        _("What decides whether to go on"),
        table(head, rows, [2, 3]) if rows else None,
        {"quiet": told} if rows else None,
    )


def _amendments(agreement: Agreement) -> list[Block]:
    rows = [
        [str(one.number), day(one.effective_on), day(one.signed_on), one.reason]
        for one in agreement.amendments.filter(
            state__in=[AmendmentState.SIGNED, AmendmentState.IN_FORCE]
        ).order_by("number")
    ]
    head = [_("No."), _("In force from"), pgettext("amendment", "Signed"), _("Why")]
    told = _("The terms above are those that hold with the amendments in force.")
    return section(
        _("Amendments"),
        table(head, rows) if rows else None,
        {"quiet": told} if rows else None,
    )


def _ending(agreement: Agreement, terms: Terms) -> list[Block]:
    if agreement.notice_given_on is None:
        return []
    who = str(agreement.get_notice_by_display())
    return section(
        _("Notice"),
        facts(
            (_("Given on"), day(agreement.notice_given_on)),
            (_("Who gave notice"), who),
            (_("Last day"), day(terms.ends_on)),
        ),
    )


def _signatures(agreement: Agreement) -> list[dict[str, str]]:
    partnership = agreement.partnership
    return [
        signature(
            _("For the brand"),
            partnership.brand.name,
            agreement.our_signed_by,
            agreement.our_signed_on,
        ),
        signature(
            _("For the creator"),
            partnership.creator.name,
            agreement.signed_by,
            agreement.signed_on,
        ),
    ]
