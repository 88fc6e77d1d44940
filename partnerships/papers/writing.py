"""How the papers of this room write days, money and figures: with the year, in full."""

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from babel.dates import format_date
from babel.numbers import format_decimal, format_percent
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext as _

from core.money import Money, format_money
from partnerships.enums import Metric
from partnerships.models import Partnership

Block = dict[str, Any]
NOTHING = "–"
RATES = (Metric.ENGAGEMENT_RATE, Metric.CONVERSION_RATE)


def language() -> str:
    return (get_language() or "en")[:2]


def day(value: date | None) -> str:
    return NOTHING if value is None else format_date(value, "d MMMM y", locale=language())


def money(amount: Decimal | None, currency: str) -> str:
    return NOTHING if amount is None else format_money(Money(amount, currency))


def number(value: Decimal | int | None) -> str:
    return NOTHING if value is None else format_decimal(value, "#,##0.##", locale=language())


def percent(value: Decimal | None) -> str:
    """Of a number of per cent: 12.5 is `12.5%`, `12,5 %`."""
    if value is None:
        return NOTHING
    return f"{number(value)}%" if language() == "en" else f"{number(value)}\u00a0%"


def fraction(value: Decimal | None) -> str:
    """Of a fraction: 0.051 is `5.1%`, `5,1 %`."""
    if value is None:
        return NOTHING
    suffix = "%" if language() == "en" else "\u00a0%"
    return format_percent(value, "#,##0.0" + suffix, locale=language())


def measured(metric: str, value: Decimal | None, currency: str = "") -> str:
    """A figure of a `Metric`: a rate as per cent, revenue as money, the rest as a number."""
    if metric in RATES:
        return fraction(value)
    if metric == Metric.REVENUE and currency:
        return money(value, currency)
    return number(value)


def listed(values: Iterable[str], enum: Any) -> str:
    """Values of a choice in words, one after the other; "" without any."""
    return ", ".join(str(enum(value).label) for value in values)


def facts(*pairs: tuple[str, str]) -> Block:
    """Those that say something."""
    return {"facts": [[label, text] for label, text in pairs if text]}


def table(head: Sequence[str], rows: Sequence[Sequence[str]], numeric: Sequence[int] = ()) -> Block:
    return {"table": {"head": list(head), "rows": [list(r) for r in rows], "numeric": numeric}}


def section(title: str, *blocks: Block | None) -> list[Block]:
    """One section, or none where no block has anything to say."""
    kept = [one for one in blocks if one and (one.get("facts") or "facts" not in one)]
    return [{"title": title, "blocks": kept}] if kept else []


def words(text: str) -> Block | None:
    return {"words": text.strip()} if text.strip() else None


def parties(partnership: Partnership) -> list[Block]:
    creator, brand = partnership.creator, partnership.brand
    address, contact = partnership.mail_to
    theirs = "\n".join(part for part in (creator.name, address) if part)
    if partnership.contact_name:
        theirs += "\n" + _("represented by %(name)s") % {"name": contact}
    ours = "\n".join(part for part in (brand.name, brand.website) if part)
    keeper = f"{partnership.owner.name}, {partnership.owner.email}"
    return section(
        _("Parties"),
        facts(
            (_("The brand"), ours),
            (gettext("The creator"), theirs),
            (_("Contact at the brand"), keeper),
        ),
    )


def signature(side: str, name: str, who: str, on: date | None) -> dict[str, str]:
    """A side of the signature block: who signed and when, or a line to sign on."""
    signed = ", ".join(part for part in (who, day(on) if on else "") if part)
    return {
        "side": side,
        "name": name,
        "signed": signed,
        "below": _("Signature, name, date"),
    }
