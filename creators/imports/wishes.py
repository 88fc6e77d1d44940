"""What a row of the file asks for, in our terms. Pure: nothing is looked up."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from core.imports.lines import read_values
from core.imports.registry import Line
from core.imports.sentences import gettext as _
from core.imports.sentences import joined
from core.imports.values import parse_fraction, parse_money, shown
from core.money import Money
from core.search import fold
from creators.enums import ContentFormat, Market, TagKind
from creators.imports.fields import FIELDS, LONGEST_NAME
from creators.imports.person import (
    name_of_last_resort,
    take_email,
    take_links,
    take_name,
    take_notes,
    take_phone,
)
from creators.imports.places import (
    NOWHERE,
    Place,
    country_of,
    default_zone,
    market_of,
    parse_place,
)
from creators.rules.handles import Handle, HandleError, parse_handle

_MOST_MONEY = Decimal(10) ** 12
_MOST_ENGAGEMENT = Decimal(99)
_FIVE_PLACES = Decimal("0.00001")
_CYRILLIC = re.compile(r"[а-яё]", re.IGNORECASE)


@dataclass(frozen=True)
class Options:
    """Chosen on the mapping page, for rows that do not say it themselves."""

    market: str = Market.OTHER
    platform: str = ""
    currency: str = ""
    zone: str = "UTC"
    # Engagement without a sign is in per cent (1.39), not a fraction (0.0139).
    percent: bool = True


@dataclass
class ChannelWish:
    handle: Handle
    followers: int | None = None
    engagement: Decimal | None = None

    @property
    def key(self) -> tuple[str, str]:
        return self.handle.platform, self.handle.key


@dataclass
class Wish:
    """`said` holds columns of Creator that the row states, `guessed` those a new creator gets
    besides; `problems` are sentences for which the row is left out, `remarks` are only told."""

    number: int
    said: dict[str, Any] = field(default_factory=dict)
    guessed: dict[str, Any] = field(default_factory=dict)
    channels: list[ChannelWish] = field(default_factory=list)
    rates: list[tuple[str, Money, str]] = field(default_factory=list)
    tags: dict[str, list[str]] = field(default_factory=dict)
    problems: list[str] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)

    @property
    def email(self) -> str:
        return str(self.said.get("email", ""))

    @property
    def name(self) -> str:
        return str(self.said.get("name") or self.guessed.get("name", ""))

    @property
    def name_key(self) -> str:
        """Name and city folded, by which a row without an account is told. Empty for a row with
        an account and no city: a name alone says too little to outweigh another account."""
        city = str(self.said.get("city", ""))
        told = city or not (self.email or self.channels)
        return name_key(self.name, city) if self.name and told else ""


def name_key(name: str, city: str) -> str:
    return f"{fold(name)} | {fold(city)}"


def compose(line: Line, options: Options) -> Wish:
    values, problems = read_values(FIELDS, line)
    wish = Wish(number=line.number, problems=problems)
    for name in ("language", "zone", "payment_days"):
        if name in values:
            wish.said[name] = values[name]
    take_name(wish, values)
    emails = take_email(wish, values)
    country = _place(wish, values, options)
    accounts, links = take_links(values)
    _channels(wish, values, options, accounts)
    _rates(wish, values, options)
    _tags(wish, values)
    phones = take_phone(wish, values, country)
    take_notes(wish, values, emails, phones, links)
    if not wish.said.get("name"):
        name_of_last_resort(wish, values)
    _language(wish)
    return wish


def _place(wish: Wish, values: Mapping[str, Any], options: Options) -> str:
    """A country column outranks the country in a location; a city outranks both for the zone.

    Answers the country, empty where nothing says it."""
    stated: Place | None = values.get("market") or country_of(values.get("address", ""))
    located: Place = values.get("city") or Place()
    if located.city and values.get("region"):
        # There is a Portland in Maine, too.
        closer = parse_place(f"{located.city}, {values['region']}") or located
        located = closer if closer.zone or not located.country else located
    country = (stated.country if stated else "") or located.country
    if stated or located.country:
        wish.said["market"] = market_of(country)
    else:
        wish.guessed["market"] = options.market
    market = wish.said.get("market") or options.market
    if located.city:
        wish.said["city"] = located.city
    agreeing = not stated or not located.country or stated.country == located.country
    zone = (located.zone if agreeing else "") or (stated.zone if stated else "")
    wish.guessed["zone"] = zone or default_zone(market) or options.zone
    return country if country != NOWHERE else ""


def _channels(
    wish: Wish, values: Mapping[str, Any], options: Options, accounts: Sequence[Handle]
) -> None:
    platform = values.get("platform") or options.platform
    engagement = _engagement(wish, values.get("engagement"), options)
    for place, text in enumerate(values.get("handle", [])):
        followers = values.get("followers") if place == 0 else None
        _channel(wish, text, platform, bool(values.get("platform")), followers)
    named = bool(wish.channels)
    for key, texts in values.items():
        if key.startswith("handle:"):
            of_platform = key.removeprefix("handle:")
            for place, text in enumerate(texts):
                followers = values.get(f"followers:{of_platform}") if place == 0 else None
                _channel(wish, text, of_platform, True, followers)
    for handle in accounts:
        if (handle.platform, handle.key) not in {channel.key for channel in wish.channels}:
            wish.channels.append(ChannelWish(handle))
    if wish.channels and not named and wish.channels[0].followers is None:
        wish.channels[0].followers = values.get("followers")
    if wish.channels:
        wish.channels[0].engagement = engagement
        _engagement_by_platform(wish, values, options)
    elif values.get("followers") is not None:
        wish.said["stated_followers"] = values["followers"]
    _unplaced(wish, values, engagement)


def _engagement_by_platform(wish: Wish, values: Mapping[str, Any], options: Options) -> None:
    for channel in wish.channels:
        rate = _engagement(wish, values.get(f"engagement:{channel.handle.platform}"), options)
        if rate is not None and channel.followers is not None:
            channel.engagement = rate


def _unplaced(wish: Wish, values: Mapping[str, Any], engagement: Decimal | None) -> None:
    """Figures of the row that no channel carries are told, not dropped in silence."""
    if engagement is not None and not any(c.followers is not None for c in wish.channels[:1]):
        wish.remarks.append(_("The engagement rate is left out: no channel has followers."))
    carried = {channel.handle.platform for channel in wish.channels}
    counted = {c.handle.platform for c in wish.channels if c.followers is not None}
    for key in values:
        what, _colon, platform = key.partition(":")
        if what == "followers" and platform and platform not in carried:
            wish.remarks.append(_("Followers without a channel on that platform are left out."))
        elif what == "engagement" and platform and platform not in counted:
            wish.remarks.append(
                _("The engagement rate is left out: its channel has no followers counted.")
            )


def _channel(wish: Wish, text: str, platform: str, stated: bool, followers: int | None) -> None:
    """An address says its platform itself; only a stated one may contradict it."""
    try:
        handle = parse_handle(text, platform)
    except HandleError as error:
        try:
            if stated or not platform:
                raise
            handle = parse_handle(text)
        except HandleError:
            _no_channel(wish, text, error.message)
            return
    channel = ChannelWish(handle, followers)
    if channel.key not in {other.key for other in wish.channels}:
        wish.channels.append(channel)


def _no_channel(wish: Wish, text: str, why: Any) -> None:
    """Lists without a name column have names among their handles: such a row keeps the name."""
    if wish.said.get("name") or " " not in text or len(text) > LONGEST_NAME:
        wish.problems.append(joined([f"“{shown(text)}”", why], by=": "))
        return
    wish.said["name"] = text
    wish.remarks.append(
        _("“%(cell)s” is a name, not a handle: imported without a channel.") % {"cell": shown(text)}
    )


def _engagement(wish: Wish, text: str | None, options: Options) -> Decimal | None:
    if not text:
        return None
    try:
        rate = parse_fraction(text, percent=options.percent)
    except ValueError as error:
        wish.problems.append(str(error))
        return None
    if rate is not None and not 0 <= rate <= _MOST_ENGAGEMENT:
        wish.problems.append(_("“%(cell)s” is no engagement rate.") % {"cell": shown(text)})
        return None
    return rate.quantize(_FIVE_PLACES) if rate is not None else None


def _rates(wish: Wish, values: Mapping[str, Any], options: Options) -> None:
    currency = values.get("currency") or options.currency
    seen: set[tuple[str, str]] = set()
    for kind, note, text in _prices(values):
        try:
            price = parse_money(text, currency=currency)
        except ValueError as error:
            wish.problems.append(str(error))
            continue
        if price is None:
            continue
        price = price.rounded()
        if not 0 <= price.amount < _MOST_MONEY:
            wish.problems.append(_("“%(cell)s” is no price.") % {"cell": shown(text)})
        elif (kind, price.currency) in seen:
            wish.problems.append(
                _("There are two prices for “%(format)s”.") % {"format": ContentFormat(kind).label}
            )
        else:
            seen.add((kind, price.currency))
            wish.rates.append((kind, price, note))


def _prices(values: Mapping[str, Any]) -> Iterator[tuple[str, str, str]]:
    """(format, note, cell) of each price; one without a format beside it is of some other kind."""
    for key, value in values.items():
        if key.startswith("price:"):
            yield key.removeprefix("price:"), "", value
        elif key.startswith("price."):
            number = key.removeprefix("price.")
            kind, note = values.get(f"format.{number}") or (str(ContentFormat.OTHER), "")
            yield kind, note, value


def _tags(wish: Wish, values: Mapping[str, Any]) -> None:
    for kind, key in ((TagKind.TOPIC, "topics"), (TagKind.TAG, "tags")):
        if values.get(key):
            wish.tags[str(kind)] = values[key]


def _language(wish: Wish) -> None:
    if "language" in wish.said:
        return
    market = wish.said.get("market") or wish.guessed.get("market")
    russian = market == Market.RU or (market != Market.US and _CYRILLIC.search(wish.name))
    wish.guessed["language"] = "ru" if russian else "en"
