"""The form of an agreement's terms: one form and rows for what comes in any number."""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core.inputs import day_input
from core.money import Currency
from creators.enums import Market, Platform
from partnerships.enums import AgreementKind, ContentUse
from partnerships.forms.term_rows import FORMSETS, typed, typed_figure
from partnerships.rules.terms import Terms


def _several(label: Any, choices: Any, help_text: Any = "") -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(
        label=label, choices=choices, required=False, widget=forms.CheckboxSelectMultiple,
        help_text=help_text,
    )  # fmt: skip


class TermsForm(forms.Form):
    kind = forms.ChoiceField(label=_("Kind"), choices=AgreementKind.choices)
    starts_on = forms.DateField(label=_("First day"), widget=day_input())
    ends_on = forms.DateField(
        label=_("Last day"),
        widget=day_input(),
        required=False,
        help_text=_("The last day in force. Empty only for an evergreen agreement."),
    )
    campaigns_a_year = forms.IntegerField(label=_("Campaigns a year"), min_value=0, max_value=366)
    guaranteed_a_year = forms.IntegerField(
        label=_("Of these guaranteed"), min_value=0, max_value=366, required=False
    )
    currency = forms.ChoiceField(label=_("Currency"), choices=Currency.choices)
    payment_days = forms.IntegerField(
        label=_("Paid within, days"), min_value=0, max_value=365, initial=30
    )
    notice_days = forms.IntegerField(
        label=_("Notice, days"),
        min_value=0,
        max_value=365,
        initial=30,
        help_text=_("Either side may leave; it ends this many days after notice."),
    )
    window_days = forms.IntegerField(
        label=_("Adjustment window, days"),
        min_value=1,
        max_value=180,
        initial=60,
        required=False,
        help_text=_("An evergreen agreement may be adjusted so long before each year begins."),
    )
    budget_from = forms.DecimalField(
        label=_("Budget a year, from"), min_value=0, max_digits=14, decimal_places=2,
        required=False,
    )  # fmt: skip
    budget_to = forms.DecimalField(
        label=_("Budget a year, to"), min_value=0, max_digits=14, decimal_places=2, required=False
    )
    uses = _several(_("Where we may use the content"), ContentUse.choices)
    markets = _several(_("On these markets"), Market.choices, _("None ticked: not limited."))
    platforms = _several(_("On these platforms"), Platform.choices, _("None ticked: not limited."))
    usage = forms.CharField(label=_("Usage, in words"), max_length=300, required=False)
    territory = forms.CharField(label=_("Territory, in words"), max_length=200, required=False)
    exclusivity = forms.CharField(
        label=_("Exclusivity, in words"),
        max_length=300,
        required=False,
        help_text=_("What the categories below do not say."),
    )
    rights_months = forms.IntegerField(
        label=_("Rights last, months"), min_value=1, max_value=600, required=False
    )
    terms = forms.CharField(
        label=_("Other terms"), widget=forms.Textarea(attrs={"rows": 4}), required=False
    )
    rate_jump_reason = forms.CharField(
        label=_("Why this price is right"), max_length=300, required=False
    )
    # Absent while nothing is stored yet.
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    # What is kept beside the terms.
    BESIDE: tuple[str, ...] = ("version", "rate_jump_reason")

    def clean_window_days(self) -> int:
        return int(self.cleaned_data["window_days"] or 60)


class AmendmentForm(TermsForm):
    """Terms that change: from which day on, and why. The first day stays what it was."""

    effective_on = forms.DateField(label=_("In force from"), widget=day_input())
    reason = forms.CharField(
        label=_("Why"),
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("The creator reads this too."),
    )
    starts_on = forms.DateField(widget=forms.HiddenInput)
    BESIDE: tuple[str, ...] = (*TermsForm.BESIDE, "effective_on", "reason")


class TermsForms:
    """The form and its rows as one: `start` is what it begins with, `data` a POST. Pressed for one
    more row, it shows what was typed and judges nothing: nobody said that it is finished."""

    def __init__(
        self, data: Any, start: Terms, *, form: type[TermsForm] = TermsForm, **beside: Any
    ) -> None:
        self.adding = data.get("add_row", "") if data is not None else ""
        self.data = data
        if self.adding:
            names = form.base_fields
            shown = {
                name: data.getlist(name) if isinstance(field, forms.MultipleChoiceField)
                else data.get(name)
                for name, field in names.items()
            }  # fmt: skip
            self.form = form(initial=shown)
            self.parts = {
                part: self._rows(part, typed(part, data, blank=part == self.adding))
                for part in FORMSETS
            }
        elif data is not None:
            self.form = form(data)
            self.parts = {part: rows(data, prefix=part) for part, rows in FORMSETS.items()}
        else:
            self.form = form(initial={**start.fields(), **beside})
            self.parts = {
                part: self._rows(part, known) for part, known in initial_rows(start).items()
            }

    def _rows(self, part: str, known: list[dict[str, Any]]) -> Any:
        """With a spare row where there is none, or where one more was asked for."""
        rows = FORMSETS[part](initial=known, prefix=part)
        rows.extra = 0 if known and part != self.adding else 1
        return rows

    def complete(self) -> bool:
        """Whether there is something to save. All is checked, so that all errors show at once."""
        if self.data is None or self.adding:
            return False
        rows = [part.is_valid() for part in self.parts.values()]
        return self.form.is_valid() and all(rows)

    @property
    def is_bound(self) -> bool:
        return self.form.is_bound

    @property
    def has_errors(self) -> bool:
        rows = self.parts.values()
        return bool(self.form.is_bound and (self.form.errors or any(_wrong(one) for one in rows)))

    @property
    def open_sections(self) -> dict[str, bool]:
        """Sections that stand open: something is there, is wrong, or was just asked for."""
        return {name: any(self._tells(one) for one in parts) for name, parts in SECTIONS.items()}

    def _tells(self, name: str) -> bool:
        if name in self.parts:
            rows = self.parts[name]
            return self.adding == name or rows.initial_form_count() > 0 or bool(_wrong(rows))
        field = self.form[name]
        value = field.value()
        # What came back from the page is text: "60" is the 60 that it begins with.
        said = value not in (None, "", []) and str(value) != str(field.field.initial)
        return bool(field.errors) or said

    @property
    def asks_for_reason(self) -> bool:
        name = "rate_jump_reason"
        given = self.form.data.get(name) or self.form.initial.get(name)
        return bool(given or (self.form.is_bound and name in self.form.errors))

    def to_terms(self) -> Terms:
        values = {k: v for k, v in self.form.cleaned_data.items() if k not in self.form.BESIDE}
        rows = {part: rows.values(values["currency"]) for part, rows in self.parts.items()}
        return Terms(**values, **rows)

    def beside(self, *names: str) -> dict[str, Any]:
        return {name: self.form.cleaned_data[name] for name in names}

    def refuse(self, field: str, message: str) -> None:
        """The words beside what they are about."""
        rows = self.parts.get(field)
        if rows is not None:
            rows._non_form_errors = rows.error_class([message], error_class="nonform")
        else:
            self.form.add_error(field if field in self.form.fields else None, message)

    def flag(self, prices: Mapping[tuple[str, str], str], steps: Mapping[int, str]) -> None:
        """Words beside a price, by its format and currency, and beside a step, by its year."""
        currency = self.form.cleaned_data["currency"]
        for part, name, words in (("rates", "amount", prices), ("tenure_steps", "percent", steps)):
            for row in self.parts[part].forms:
                if row.filled():
                    value = row.value(currency)
                    said = words.get(value[:2] if part == "rates" else value[0])
                    if said:
                        row.add_error(name, said)


# What the form folds away until it is needed.
SECTIONS = {
    "rights": (
        "uses", "markets", "platforms", "rights_months", "usage", "territory", "exclusivity",
        "exclusivities",
    ),
    "pay": ("tenure_steps", "retainers", "performance_terms"),
    "goals": ("kpis",),
    "rest": ("budget_from", "budget_to", "window_days", "terms"),
}  # fmt: skip


def _wrong(rows: Any) -> int:
    return rows.total_error_count() if rows.is_bound else 0


def initial_rows(terms: Terms) -> dict[str, list[dict[str, Any]]]:
    """Part → what its rows begin with, as people type it."""
    return {
        "rates": [
            dict(zip(("format", "currency", "amount"), row, strict=True)) for row in terms.rates
        ],
        "tenure_steps": [
            {"from_year": year, "percent": typed_figure("", percent)}
            for year, percent in terms.tenure_steps
        ],
        "retainers": [dict(vars(row)) for row in terms.retainers],
        "exclusivities": [dict(vars(row)) for row in terms.exclusivities],
        "performance_terms": list(_figures(terms.performance_terms, ("threshold", "percent"))),
        "kpis": list(_figures(terms.kpis, ("goal", "floor"))),
    }


def _figures(rows: Iterable[Any], names: tuple[str, ...]) -> Iterable[dict[str, Any]]:
    for row in rows:
        values: dict[str, Any] = dict(vars(row))
        for name in names:
            figure: Decimal | None = values[name]
            values[name] = typed_figure(row.metric if name != "percent" else "", figure)
        yield values
