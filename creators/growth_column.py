"""The directory's hint at how audiences grow (product.md, row 13: a shrinking one is flagged)."""

from collections.abc import Iterable, Mapping
from decimal import Decimal

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.panels import Column, register_column
from core.templatetags.ui import icon, percent
from creators.queries.directory import SLOT
from creators.queries.growth import growths
from creators.rules.growth import Growth


def load(ids: Iterable[int]) -> Mapping[int, Growth]:
    return growths(ids)


def cell(growth: Growth) -> SafeString:
    """The channel that does worst, with the word where it shrinks: never by colour alone."""
    sign = "+" if growth.rate > 0 else ""
    told = f"{sign}{percent(growth.rate, 1)}"
    if not growth.is_declining:
        return format_html('<span class="nowrap">{}</span>', told)
    return format_html(
        '<span class="chip chip--bad">{}{}<span class="visually-hidden"> {}</span></span>',
        icon("trending-down"), told, _("shrinking"),
    )  # fmt: skip


def plain(growth: Growth) -> Decimal:
    return growth.rate.quantize(Decimal("0.0001"))


def register() -> None:
    register_column(
        Column(
            SLOT, "growth", gettext_lazy("Growth in 30 days"), load=load, order=3, shown=False,
            numeric=True, cell=cell, plain=plain,
        )
    )  # fmt: skip
