"""Every component in its states on one page, for those who build pages (DEBUG only)."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from core.charts import Chart
from core.money import Money

_TIERS = [("T1", "T1"), ("T2", "T2"), ("T3", "T3")]


class GalleryForm(forms.Form):
    name = forms.CharField(label="Name", help_text="As it stands in the agreement.")
    email = forms.EmailField(label="E-mail", required=False)
    tier = forms.ChoiceField(label="Tier", choices=_TIERS)
    due = forms.DateField(
        label="Due", required=False, widget=forms.DateInput(attrs={"type": "date"})
    )
    fee = forms.DecimalField(label="Fee", min_value=0)
    note = forms.CharField(label="Note", required=False, widget=forms.Textarea(attrs={"rows": 3}))
    agreed = forms.BooleanField(label="The creator has agreed", required=False)
    contact = forms.ChoiceField(label="Reached by", choices=_TIERS, widget=forms.RadioSelect)
    file = forms.FileField(label="File", required=False)


def gallery(request: HttpRequest) -> HttpResponse:
    now = timezone.now()
    refused = GalleryForm({"name": "", "email": "maria@", "fee": "-3", "note": "Typed, and kept."})
    return render(
        request,
        "gallery.html",
        {
            "form": GalleryForm(prefix="clean"),
            "refused": refused,
            "page": Paginator(range(1204), 50).page(3),
            "rows": _rows(),
            "moments": [now - timedelta(hours=n) for n in (2, 70, 9600)],
            "days": [timezone.localdate() + timedelta(days=n) for n in (-5, -1, 0, 1, 3, 400)],
            "amounts": [Money(Decimal("1234.50"), c) for c in ("USD", "EUR", "RUB")],
            "numbers": [950, 51_849, 999_950, 2_345_678],
            "charts": _charts(),
            "conflict_fields": [
                {"label": "Boundaries", "theirs": "No alcohol.", "mine": "No alcohol, no betting."}
            ],
        },
    )


def _rows() -> list[dict[str, Any]]:
    people = [("Светлана Ёлкина", "T1", "warm"), ("Jordan Lee", "T2", "cooling")]
    return [
        {"name": n, "tier": t, "warmth": w, "followers": 51_849, "fee": Money(Decimal(1200), "USD")}
        for n, t, w in [*people, ("Alexandra Konstantinopolskaya-Weatherby", "T3", "cold")]
    ]


def _charts() -> list[Chart]:
    months = ("January", "February", "March")
    points = [{"m": m, "rate": 0.02 + n / 100} for n, m in enumerate(months)]
    return [
        Chart(
            title="Engagement by campaign",
            rows=points,
            kind="bar",
            x="m",
            y="rate",
            x_title="Campaign",
            y_title="Engagement",
            y_format="percent",
            reference=0.03,
            reference_title="Own median",
        )
    ]
