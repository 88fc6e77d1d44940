"""How a payment came about, in words of whoever reads (product.md, rows 26, 27, 31)."""

from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from campaigns.models import Payment
from core.money import Money, format_money
from creators.enums import Market
from partnerships.enums import CommitmentKind, Metric


def title_of(payment: Payment) -> str:
    """What it is for, in one line: also for the creator's own page and the accountant."""
    if payment.collaboration is not None:
        return payment.collaboration.campaign.name
    if payment.note:
        return payment.note
    period = period_of(payment)
    return f"{payment.get_kind_display()}, {period}" if period else payment.get_kind_display()


def period_of(payment: Payment) -> str:
    """The campaign or the days it is for; "" where it is for none."""
    if payment.basis.get("campaign_name"):
        return str(payment.basis["campaign_name"])
    if payment.first is None or payment.last is None:
        return ""
    first = date_format(payment.first, "j E Y")
    last = date_format(payment.last, "j E Y")
    if (payment.first.year, payment.first.month) == (payment.last.year, payment.last.month):
        return f"{date_format(payment.first, 'j')}–{last}" if first != last else first
    return f"{first} – {last}"


def basis_lines(payment: Payment) -> list[str]:
    """Each step of the computation; none where somebody typed the amount."""
    basis: dict[str, Any] = payment.basis
    if payment.kind == CommitmentKind.RETAINER:
        return [_month_part(part, payment.currency) for part in basis.get("parts", [])]
    if payment.kind == CommitmentKind.REVENUE_SHARE and basis:
        return _share(basis, payment.currency)
    if payment.kind == CommitmentKind.BONUS and basis:
        return _bonus(basis, payment.currency)
    if payment.kind == CommitmentKind.FEE and basis:
        days = ngettext("%(n)d day", "%(n)d days", basis["days"]) % {"n": basis["days"]}
        day = date_format(date.fromisoformat(basis["earned_on"]), "j E Y")
        return [_("The fee agreed on; finished on %(day)s, paid within %(days)s.")
                % {"day": day, "days": days}]  # fmt: skip
    return []


def _month_part(part: dict[str, Any], currency: str) -> str:
    monthly = format_money(Money(Decimal(part["amount"]), currency))
    said = _("%(monthly)s a month × %(days)d of %(of)d days") % {
        "monthly": monthly,
        "days": part["days"],
        "of": part["of"],
    }
    if Decimal(part["percent"]):
        said += _(", %(percent)s %% by tenure included") % {"percent": _number(part["percent"])}
    return f"{part['scope']}: {said}" if part["scope"] else said


def _share(basis: dict[str, Any], currency: str) -> list[str]:
    def money(name: str) -> str:
        return format_money(Money(Decimal(basis[name]), currency))

    lines = [
        _("%(revenue)s of revenue (%(market)s) × %(percent)s %% = %(share)s")
        % {
            "revenue": money("revenue"),
            "market": _market(basis["market"]),
            "percent": _number(basis["percent"]),
            "share": money("share"),
        },
        _rows(basis["rows"]),
    ]
    if basis["correction"]:
        lines.append(_("Results came in after it was written: this is what they brought on top."))
    if Decimal(basis["deducted"]):
        lines.append(
            _("Less %(money)s that earlier payments came to too much, after results were changed.")
            % {"money": money("deducted")}
        )
    return lines


def _bonus(basis: dict[str, Any], currency: str) -> list[str]:
    metric = Metric(basis["metric"])
    names = {
        "metric": metric.label,
        "market": _market(basis["market"]),
        "value": _measured(metric, basis["value"], currency),
        "threshold": _measured(metric, basis["threshold"], currency),
    }
    said = _("%(metric)s (%(market)s): %(value)s, from %(threshold)s on the bonus is due") % names
    return [said, _rows(basis["rows"])]


def _rows(n: int) -> str:
    return ngettext("Counted from %(n)d result row.", "Counted from %(n)d result rows.", n) % {
        "n": n
    }


def _measured(metric: Metric, text: str, currency: str) -> str:
    value = Decimal(text)
    if metric == Metric.REVENUE:
        return format_money(Money(value, currency))
    if metric in (Metric.ENGAGEMENT_RATE, Metric.CONVERSION_RATE):
        return f"{number_format((value * 100).quantize(Decimal('0.01')))} %"
    return number_format(value.quantize(Decimal(1)), force_grouping=True)


def _number(text: str) -> str:
    return number_format(Decimal(text).normalize())


def _market(market: str) -> str:
    return str(Market(market).label) if market else _("all markets")
