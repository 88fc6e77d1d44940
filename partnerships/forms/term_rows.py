"""Rows of an agreement's form: what comes in any number. Empty rows are left out, and everything
works without a script: a button adds a row."""

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.inputs import day_input
from core.money import Currency
from creators.enums import ContentFormat, Market
from partnerships.enums import Metric, PerformanceKind, Rhythm
from partnerships.rules.terms import ExclusivityTerm, KpiTerm, PerformancePay, RetainerTerm

MOST_ROWS = 30
# Metrics that people know in per cent and rows keep as fractions.
_RATES = (Metric.ENGAGEMENT_RATE, Metric.CONVERSION_RATE)
_CHOOSE = [("", _("Choose"))]
_SAME = [("", _("as above"))]
_ALL = [("", _("All markets"))]


def _choice(label: Any, choices: list[Any]) -> forms.ChoiceField:
    return forms.ChoiceField(label=label, choices=choices, required=False)


def _figure(label: Any, places: int = 2, **limits: Any) -> forms.DecimalField:
    return forms.DecimalField(
        label=label, max_digits=12 + places, decimal_places=places, required=False, **limits
    )


def _number(label: Any, low: int = 0, high: int = 365) -> forms.IntegerField:
    return forms.IntegerField(label=label, min_value=low, max_value=high, required=False)


class Row(forms.Form):
    """`telling`: fields that make a row count once something stands there; `needed`: those that
    must be filled then, each with its question."""

    telling: tuple[str, ...] = ()
    needed: dict[str, Any] = {}

    def filled(self) -> bool:
        data = getattr(self, "cleaned_data", {})
        return any(data.get(name) not in (None, "", []) for name in self.telling)

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or self.cleaned_data
        if self.filled():
            for name, question in self.needed.items():
                if data.get(name) in (None, "") and name not in self.errors:
                    self.add_error(name, question)
        return data

    def value(self, currency: str) -> Any:
        """The term this row says; `currency` where it names none."""
        raise NotImplementedError


class RateRow(Row):
    telling = ("format", "amount")
    needed = {"format": _("For what?"), "amount": _("Which price?")}
    format = _choice(_("Format"), [*_CHOOSE, *ContentFormat.choices])
    amount = _figure(_("Price"), min_value=0)
    currency = _choice(_("Currency"), [*_SAME, *Currency.choices])

    def value(self, currency: str) -> Any:
        row = self.cleaned_data
        return row["format"], row["currency"] or currency, row["amount"]


class StepRow(Row):
    telling = ("from_year", "percent")
    needed = {"from_year": _("From which year on?"), "percent": _("By how much?")}
    from_year = _number(_("From contract year"), 2, 50)
    percent = _figure(_("Above the first prices, %"), min_value=-99, max_value=500)

    def value(self, currency: str) -> Any:
        return self.cleaned_data["from_year"], self.cleaned_data["percent"]


class ExclusivityRow(Row):
    telling = ("category", "note", "days_before", "days_after", "always", "markets")
    needed = {"category": _("Which category?")}
    category = forms.CharField(label=_("Category"), max_length=80, required=False)
    days_before = _number(_("Days before a campaign"))
    days_after = _number(_("Days after a campaign"))
    always = forms.BooleanField(label=_("All the time"), required=False)
    markets = forms.MultipleChoiceField(
        label=_("Only on"), choices=Market.choices, required=False,
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip
    note = forms.CharField(label=_("Note"), max_length=200, required=False)

    def filled(self) -> bool:
        data = getattr(self, "cleaned_data", {})
        return any(data.get(name) for name in self.telling)

    def value(self, currency: str) -> Any:
        row = dict(self.cleaned_data)
        return ExclusivityTerm(
            **{
                **row,
                "days_before": row["days_before"] or 0,
                "days_after": row["days_after"] or 0,
                "markets": tuple(row["markets"]),
            }
        )


class RetainerRow(Row):
    telling = ("amount", "scope", "starts_on", "ends_on")
    needed = {
        "amount": _("How much a month?"),
        "scope": _("Write down what it covers, so that the scope is never unclear."),
        "starts_on": _("From which day on?"),
    }
    amount = _figure(_("A month"), min_value=Decimal("0.01"))
    currency = _choice(_("Currency"), [*_SAME, *Currency.choices])
    starts_on = forms.DateField(
        label=pgettext_lazy("day", "From"), widget=day_input(), required=False
    )
    ends_on = forms.DateField(label=_("Until"), widget=day_input(), required=False)
    scope = forms.CharField(
        label=_("What it covers"), widget=forms.Textarea(attrs={"rows": 2}), required=False
    )

    def value(self, currency: str) -> Any:
        row = self.cleaned_data
        return RetainerTerm(**{**row, "currency": row["currency"] or currency})


def _of_metric(metric: str, figure: Decimal | None) -> Decimal | None:
    return figure / 100 if figure is not None and metric in _RATES else figure


def typed_figure(metric: str, figure: Decimal | None) -> Decimal | None:
    """A stored figure as people type it: 0.05 of a rate is 5 (per cent)."""
    if figure is None:
        return None
    shown = figure * 100 if metric in _RATES else figure
    return Decimal(f"{shown.normalize():f}")


class PerformanceRow(Row):
    telling = ("kind", "percent", "metric", "threshold", "amount", "note")
    needed = {"kind": _("Which kind?")}
    kind = _choice(_("Kind"), [*_CHOOSE, *PerformanceKind.choices])
    percent = _figure(_("Share, %"), min_value=0, max_value=100)
    rhythm = _choice(_("Counted"), Rhythm.choices)
    market = _choice(_("Market"), [*_ALL, *Market.choices])
    metric = _choice(_("Bonus for"), [*_CHOOSE, *Metric.choices])
    threshold = _figure(pgettext_lazy("figure", "From"), 4, min_value=0)
    amount = _figure(_("Bonus"), min_value=0)
    currency = _choice(_("Currency"), [*_SAME, *Currency.choices])
    note = forms.CharField(
        label=_("In words"), widget=forms.Textarea(attrs={"rows": 2}), required=False
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        asked: dict[str, Any] = {}
        if data.get("kind") == PerformanceKind.REVENUE_SHARE:
            asked = {"percent": _("Which share?")}
        elif data.get("kind") == PerformanceKind.BONUS:
            asked = {
                "metric": _("For what?"), "threshold": _("From which figure on?"),
                "amount": _("How much?"),
            }  # fmt: skip
        elif data.get("kind") == PerformanceKind.EQUITY:
            asked = {"note": _("Say in words what was agreed.")}
        for name, question in asked.items():
            if data.get(name) in (None, "") and name not in self.errors:
                self.add_error(name, question)
        return data

    def value(self, currency: str) -> Any:
        row = dict(self.cleaned_data)
        share = row["kind"] == PerformanceKind.REVENUE_SHARE
        bonus = row["kind"] == PerformanceKind.BONUS
        return PerformancePay(
            kind=row["kind"],
            rhythm=row["rhythm"] or Rhythm.CAMPAIGN,
            market=row["market"],
            percent=row["percent"] if share else None,
            metric=row["metric"] if bonus else "",
            threshold=_of_metric(row["metric"], row["threshold"]) if bonus else None,
            amount=row["amount"] if bonus else None,
            currency=(row["currency"] or currency) if bonus else "",
            note=row["note"],
        )


class KpiRow(Row):
    telling = ("market", "metric", "goal", "floor")
    needed = {
        "market": _("Which market?"), "metric": _("Which measure?"),
        "goal": _("From which figure on do we go on?"),
        "floor": _("Below which figure does it end?"),
    }  # fmt: skip
    market = _choice(_("Market"), [*_CHOOSE, *Market.choices])
    metric = _choice(_("Measured by"), [*_CHOOSE, *Metric.choices])
    goal = _figure(_("Continue from"), 4, min_value=0)
    floor = _figure(_("End below"), 4, min_value=0)

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        goal, floor = data.get("goal"), data.get("floor")
        if goal is not None and floor is not None and floor > goal:
            self.add_error("floor", _("“End below” is above “continue from”."))
        return data

    def value(self, currency: str) -> Any:
        row = self.cleaned_data
        metric = row["metric"]
        goal, floor = _of_metric(metric, row["goal"]), _of_metric(metric, row["floor"])
        assert goal is not None
        assert floor is not None
        return KpiTerm(
            row["market"], metric, goal, floor, currency if metric == Metric.REVENUE else ""
        )


class _Rows(forms.BaseFormSet):
    def values(self, currency: str) -> list[Any]:
        """The terms of the rows that are filled in."""
        return [row.value(currency) for row in self.forms if row.filled()]


def _rows(form: type[Row]) -> Any:
    return forms.formset_factory(
        form, formset=_Rows, extra=1, max_num=MOST_ROWS, validate_max=True,
        absolute_max=2 * MOST_ROWS,
    )  # fmt: skip


PARTS: dict[str, type[Row]] = {
    "rates": RateRow,
    "tenure_steps": StepRow,
    "retainers": RetainerRow,
    "performance_terms": PerformanceRow,
    "exclusivities": ExclusivityRow,
    "kpis": KpiRow,
}
FORMSETS: dict[str, Any] = {part: _rows(form) for part, form in PARTS.items()}


def typed(part: str, data: Any, *, blank: bool) -> list[dict[str, Any]]:
    """The rows of a POST as they were typed, unjudged; `blank`: with those where nothing stands."""
    total = data.get(f"{part}-TOTAL_FORMS", "")
    n = min(int(total), MOST_ROWS) if total.isdecimal() and len(total) < 4 else 0  # noqa: PLR2004
    fields = PARTS[part].base_fields
    rows = [
        {
            name: data.getlist(f"{part}-{i}-{name}")
            if isinstance(field, forms.MultipleChoiceField)
            else data.get(f"{part}-{i}-{name}")
            for name, field in fields.items()
        }
        for i in range(n)
    ]
    return (
        rows if blank else [row for row in rows if any(row[name] for name in PARTS[part].telling)]
    )
