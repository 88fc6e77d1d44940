from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core.inputs import day_input
from core.money import Currency, Money
from partnerships.actions.budget import PlanTerms
from partnerships.enums import CommitmentState, Tier
from partnerships.forms.numbers import DecimalText
from partnerships.models import BudgetPlan
from partnerships.queries.budget_lines import Proposal
from partnerships.rules.policies import shares_total


class PlanForm(forms.Form):
    """The year's budget, its reserves, and a line for each creator of the first tier
    (`times_<id>`, `rate_<id>`, `currency_<id>`); a line without times is none."""

    total = DecimalText(label=_("Budget of the year"))
    currency = forms.ChoiceField(label=_("Currency"), choices=Currency.choices)
    warn_at = forms.IntegerField(label=_("Warn at, %"), min_value=1, max_value=100, initial=90)
    rates_on = forms.DateField(
        label=_("At the rates of"),
        widget=day_input(),
        help_text=_("Lines in another currency are converted at the last rate known on this day."),
    )
    share_T1 = forms.IntegerField(label=Tier.T1.label, min_value=0, max_value=100)
    share_T2 = forms.IntegerField(label=Tier.T2.label, min_value=0, max_value=100)
    share_T3 = forms.IntegerField(label=Tier.T3.label, min_value=0, max_value=100)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, proposed: Sequence[Proposal], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.proposed = {row.partnership.public_id: row for row in proposed}
        for key, row in self.proposed.items():
            self.fields[f"times_{key}"] = forms.IntegerField(
                label=_("Times"), min_value=0, max_value=366, required=False, initial=row.times
            )
            self.fields[f"rate_{key}"] = DecimalText(
                label=_("Rate"),
                required=False,
                initial=f"{row.money.amount.normalize():f}" if row.money else "",
            )
            self.fields[f"currency_{key}"] = forms.ChoiceField(
                label=_("Currency"),
                choices=[(code, code) for code in Currency.values],
                initial=row.currency,
                required=False,
            )

    @staticmethod
    def initial_for(
        plan: BudgetPlan | None, *, shares: dict[str, int], currency: str, today: date
    ) -> dict[str, Any]:
        """Of the plan, or what a new one opens with."""
        used = plan.shares if plan else shares
        first: dict[str, Any] = {f"share_{tier}": used.get(tier, 0) for tier in Tier.values}
        if plan is None:
            return {**first, "currency": currency, "warn_at": 90, "rates_on": today, "version": 0}
        names = ("currency", "warn_at", "rates_on", "version")
        own = {name: getattr(plan, name) for name in names}
        return {**first, **own, "total": f"{plan.total.normalize():f}"}

    @property
    def plain(self) -> list[forms.BoundField]:
        return [self[name] for name in ("total", "currency", "warn_at", "rates_on")]

    @property
    def reserves(self) -> list[forms.BoundField]:
        return [self[f"share_{tier}"] for tier in Tier.values]

    @property
    def lines(self) -> list[dict[str, Any]]:
        return [
            {
                "row": row,
                "times": self[f"times_{key}"],
                "rate": self[f"rate_{key}"],
                "currency": self[f"currency_{key}"],
            }
            for key, row in self.proposed.items()
        ]

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or self.cleaned_data
        shares = [data.get(f"share_{tier}") for tier in Tier.values]
        whole = [share for share in shares if share is not None]
        if len(whole) == len(shares) and shares_total(whole) != 100:
            words = _("The budget shares add up to %(total)d%%. They must add up to 100%%.")
            self.add_error("share_T1", words % {"total": shares_total(whole)})
        for key in self.proposed:
            missing = data.get(f"times_{key}") and data.get(f"rate_{key}") is None
            if missing and f"rate_{key}" not in self.errors:
                words = _("Say what one time costs, or leave times empty.")
                self.add_error(f"rate_{key}", words)
        return data

    def terms(self) -> PlanTerms:
        data = self.cleaned_data
        lines = [
            (row.partnership, data[f"times_{key}"], self._money(key))
            for key, row in self.proposed.items()
            if data.get(f"times_{key}")
        ]
        return PlanTerms(
            currency=data["currency"],
            total=data["total"],
            shares={tier: data[f"share_{tier}"] for tier in Tier.values},
            warn_at=data["warn_at"],
            rates_on=data["rates_on"],
            lines=lines,
        )

    def _money(self, key: str) -> Money:
        data = self.cleaned_data
        rate: Decimal = data[f"rate_{key}"]
        return Money(rate, data[f"currency_{key}"] or self.proposed[key].currency)


class LedgerFilter(forms.Form):
    """Which promises are listed; whatever else an address says is left out."""

    brand = forms.ChoiceField(label=_("Brand"), required=False)
    year = forms.IntegerField(label=_("Year"), min_value=2000, max_value=2100, required=False)
    tier = forms.ChoiceField(
        label=_("Tier"), choices=[("", _("All")), *Tier.choices], required=False
    )
    state = forms.ChoiceField(
        label=_("State"),
        choices=[("", _("Committed and spent")), *CommitmentState.choices],
        required=False,
    )
    currency = forms.ChoiceField(
        label=_("Currency"), choices=[("", _("All")), *Currency.choices], required=False
    )
    partnership = forms.CharField(required=False, max_length=16, widget=forms.HiddenInput)

    def __init__(self, *args: Any, brands: Iterable[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chosen = [(brand.public_id, brand.name) for brand in brands]
        self.fields["brand"].choices = [("", _("All")), *chosen]  # type: ignore[attr-defined]

    def wanted(self) -> dict[str, Any]:
        """What is well said, by name."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}


class LedgerExportForm(forms.Form):
    format = forms.ChoiceField(choices=[("xlsx", "XLSX"), ("csv", "CSV")])
