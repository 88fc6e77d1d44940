"""The directory's own columns: how each is drawn, told to a file and sorted (product.md, row 5).

The name is no column: it is the head of each row.
"""

from collections.abc import Callable, Mapping
from datetime import datetime
from functools import lru_cache
from html import escape
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from phonenumber_field.phonenumber import to_python

from core.money import Money, format_money
from core.panels import Column, Plain, register_column
from core.templatetags.ui import compact, day
from creators.enums import ContentFormat, Market, Platform, TagKind
from creators.models.creator import SCORE
from creators.queries import columns as queries
from creators.queries.columns import Handle, Price
from creators.queries.directory import SLOT

NONE = mark_safe('<span class="quiet">–</span>')
LANGUAGES = {"en": "English", "ru": "Русский"}
# Prices and chips of a cell: the rest is a number.
MOST = 3


@lru_cache(maxsize=8)
def _words(choices: type, _language: str | None) -> Mapping[str, str]:
    # A translation costs more than the rest of a cell.
    return {value: str(label) for value, label in choices.choices}  # type: ignore[attr-defined]


def word(choices: Any, value: str) -> str:
    """The label of an enumeration's value in the reader's language; looked up once."""
    return _words(choices, get_language()).get(value, value)


def _channels(found: list[Handle]) -> SafeString:
    if not found:
        return NONE
    platforms = dict.fromkeys(word(Platform, one.platform) for one in found)
    return mark_safe(  # noqa: S308
        f'<span class="handles"><span>{escape(found[0].handle)}</span>'
        f'<span class="quiet small">{escape(", ".join(platforms))}</span></span>'
    )


def _channels_plain(found: list[Handle]) -> str:
    return ", ".join(f"{word(Platform, one.platform)}: {one.url or one.handle}" for one in found)


def _followers(count: int) -> str:
    return compact(count) if count else "–"


def _chips(kind: str) -> Callable[[Mapping[str, list[str]]], SafeString]:
    def draw(found: Mapping[str, list[str]]) -> SafeString:
        names = found[kind]
        rest = names[MOST:]
        hint = ", ".join(rest)
        more = format_html('<span class="quiet small" title="{}">+{}</span>', hint, len(rest))
        return format_html(
            '<span class="tags">{}{}</span>' if names else "",
            format_html_join("", '<span class="chip">{}</span>', ((n,) for n in names[:MOST])),
            more if rest else "",
        )

    return draw


def _names(kind: str) -> Callable[[Mapping[str, list[str]]], str]:
    return lambda found: ", ".join(found[kind])


def _told(price: Price) -> str:
    return (
        f"{word(ContentFormat, price.format)} {format_money(Money(price.amount, price.currency))}"
    )


def _prices(found: list[Price]) -> SafeString:
    rest = "\n".join(_told(one) for one in found[1:])
    if not rest:
        return format_html('<span class="nowrap">{}</span>', _told(found[0]))
    return format_html(
        '<span class="nowrap">{}</span> <span class="quiet small" title="{}">+{}</span>',
        _told(found[0]), rest, len(found) - 1,
    )  # fmt: skip


def _email(address: str) -> SafeString | str:
    return format_html('<a href="mailto:{}">{}</a>', address, address) if address else ""


def _phone(value: Any) -> str:
    number = to_python(value) if value else None
    return number.as_international if number and number.is_valid() else str(value or "")


def _by(*names: str) -> Callable[[QuerySet[Any], bool], QuerySet[Any]]:
    """By fields, ties by number: an index of the model, read forward or backward."""

    def sort(creators: QuerySet[Any], descending: bool) -> QuerySet[Any]:
        if descending:
            return creators.order_by(*(f"-{name}" for name in names), "pk")
        return creators.order_by(*names, "-pk")

    return sort


def _by_market(creators: QuerySet[Any], descending: bool) -> QuerySet[Any]:
    sign = "-" if descending else ""
    return creators.order_by(f"{sign}market", f"{sign}name", f"{sign}pk")


def _by_potential(creators: QuerySet[Any], descending: bool) -> QuerySet[Any]:
    if descending:
        return creators.order_by(SCORE.desc(), "pk")
    return creators.order_by(SCORE.asc(), "-pk")


def register() -> None:
    for column in (*_who(), *_what(), *_how()):
        register_column(column)


def _who() -> list[Column]:
    return [
        Column(
            SLOT, "channels", _("Channels"), load=queries.channels, order=1,
            cell=_channels, plain=_channels_plain,
        ),
        Column(
            SLOT, "followers", _("Followers"), fields=("followers",), order=2, numeric=True,
            cell=_followers, plain=lambda count: count or None, sort=_by("followers"),
            sort_words=(_("Most followers"), _("Fewest followers")),
        ),
        Column(
            SLOT, "market", _("Market"), fields=("market",), order=110, shown=False,
            cell=lambda value: word(Market, value), plain=lambda value: word(Market, value),
            sort=_by_market, sort_words=(_("Market, Z to A"), _("Market, A to Z")),
        ),
        Column(
            SLOT, "city", _("City"), fields=("city",), order=111, shown=False,
            cell=str, plain=str,
        ),
        Column(
            SLOT, "language", _("Language"), fields=("language",), order=112, shown=False,
            cell=lambda value: LANGUAGES.get(value, value),
            plain=lambda value: LANGUAGES.get(value, value),
        ),
    ]  # fmt: skip


def _what() -> list[Column]:
    kinds = {TagKind.TOPIC: _("Topics"), TagKind.EXPERTISE: _("Expertise"), TagKind.TAG: _("Tags")}
    keys = {TagKind.TOPIC: "topics", TagKind.EXPERTISE: "expertise", TagKind.TAG: "tags"}
    return [
        Column(
            SLOT, keys[kind], title, load=queries.tags, order=120 + place, shown=False,
            cell=_chips(kind), plain=_names(kind),
        )
        for place, (kind, title) in enumerate(kinds.items())
    ]  # fmt: skip


def _how() -> list[Column]:
    return [
        Column(
            SLOT, "rate", _("Rates"), load=queries.prices, order=130, shown=False,
            cell=_prices, plain=lambda found: "; ".join(map(_told, found)),
        ),
        Column(
            SLOT, "potential", _("Potential"), fields=("potential",), order=131, shown=False,
            numeric=True, cell=str, plain=lambda score: score, sort=_by_potential,
            sort_words=(_("Highest potential"), _("Lowest potential")),
        ),
        Column(
            SLOT, "email", _("E-mail"), fields=("email",), order=140, shown=False,
            cell=_email, plain=str,
        ),
        Column(
            SLOT, "phone", _("Phone"), fields=("phone",), order=141, shown=False,
            cell=_phone, plain=_phone,
        ),
        Column(
            SLOT, "created", _("Added"), fields=("created_at",), order=150, shown=False,
            cell=day, plain=_on, sort=_by("created_at"),
            sort_words=(_("Newest first"), _("Oldest first")),
        ),
    ]  # fmt: skip


def _on(at: datetime) -> Plain:
    return timezone.localtime(at).date()
