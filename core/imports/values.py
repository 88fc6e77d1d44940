"""Cells as people and their tools write them → values. Pure: no database, no settings.

Each parser returns None for a cell that says "unknown" (empty, `-`, `n/a`, `NaN%`, `undefined`)
and raises ValueError, with a translated text that names the cell, for one it cannot read.
Dates are in core/imports/dates.py.
"""

import html
import re
import unicodedata
from decimal import Decimal
from functools import lru_cache

import nh3
from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from core.imports.sentences import gettext as _
from core.money import Currency, Money

# Zero-width characters, the byte order mark, soft hyphens: copied along, seen by nobody.
_INVISIBLE = dict.fromkeys(map(ord, "\u200b\u200c\u200d\u2060\ufeff\u00ad"))
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff]")
_ENTITY = re.compile(r"&(#\d+|#x[0-9a-f]+|[a-z]+\d*);", re.IGNORECASE)
_TAG = re.compile(r"<[a-z/!][^>]*>", re.IGNORECASE)
_UNKNOWN = {
    "", "-", "—", "–", "?", "n/a", "#n/a", "na", "nan", "nan%", "null", "none", "undefined",
    "unknown", "н/д", "нет данных", "неизвестно", "не указано", "#value!", "#ref!", "#div/0!",
    "--", "---", "(not set)", "(none)", "(not provided)", "k. a.", "s. o.", "s/d", "n.a.", "n/d",
}  # fmt: skip
_THOUSAND, _MILLION, _BILLION = (Decimal(10) ** n for n in (3, 6, 9))
_SUFFIXES = {
    **dict.fromkeys(["k", "к", "тыс", "тысяч", "тысячи", "тысяча", "thousand"], _THOUSAND),
    **dict.fromkeys(
        ["m", "м", "mn", "mln", "млн", "миллион", "миллиона", "миллионов", "million", "millions"],
        _MILLION,
    ),
    **dict.fromkeys(["b", "bn", "bln", "млрд", "миллиард", "миллиарда", "миллиардов", "billion"],
                    _BILLION),
}  # fmt: skip
_NUMBER = re.compile(r"([+-]?)(\d[\d.,]*|[.,]\d+)([^\W\d_]*)\.?")
_CURRENCIES = {
    **dict.fromkeys(["₽", "руб", "рублей", "рубля", "рубль", "р", "rub", "rur"], Currency.RUB),
    **dict.fromkeys(["$", "us$", "usd", "долл", "долларов", "доллар"], Currency.USD),
    **dict.fromkeys(["€", "eur", "евро", "euro", "euros"], Currency.EUR),
}
_LONGEST_SHOWN = 60
# More than any money or audience has; a database column holds 18.
_MOST_DIGITS = 30
_MOST_PEOPLE = 10**15


def clean_text(text: str) -> str:
    """The cell as a person reads it: no HTML, no invisible or control characters, NFC."""
    # A cell is looked at several times, and many cells of a file are the same.
    return _clean_short(text) if len(text) <= 200 else _clean(text)


def _clean(text: str) -> str:
    if _TAG.search(text):
        text = nh3.clean(text, tags=set())
        text = html.unescape(text)
    elif _ENTITY.search(text):
        text = html.unescape(text)
    text = text.translate(_INVISIBLE).replace("\u00a0", " ").replace("\r\n", "\n")
    return unicodedata.normalize("NFC", _CONTROL.sub("", text.replace("\r", "\n"))).strip()


_clean_short = lru_cache(maxsize=16384)(_clean)


def is_unknown(text: str) -> bool:
    return clean_text(text).casefold() in _UNKNOWN


def guess_number(text: str) -> Decimal:
    """`51,8 тыс.` → 51800, `475.8m`, `10 358`, `1 234,56`, `1,234.56`, `<span>29</span>`.

    One comma before three digits parts thousands (`1,234`), one point does not (`1.234`).
    Raises ValueError, also for an empty or unknown cell.
    """
    return _number(text, whole=False)


def parse_number(text: str) -> Decimal | None:
    return None if is_unknown(text) else guess_number(text)


def parse_count(text: str) -> int | None:
    """A whole number of people or things, not negative: `10.358` is ten thousand here."""
    if is_unknown(text):
        return None
    number = _number(text, whole=True)
    if number < 0:
        raise ValueError(_("“%(cell)s” is less than zero.") % {"cell": shown(text)})
    if number > _MOST_PEOPLE:
        raise ValueError(_("“%(cell)s” is more than can be.") % {"cell": shown(text)})
    if number != number.to_integral_value():
        raise ValueError(_("“%(cell)s” is not a whole number.") % {"cell": shown(text)})
    return int(number)


def parse_fraction(text: str, *, percent: bool | None = None) -> Decimal | None:
    """A share as a fraction: `12,5 %` → 0.125.

    A number without the sign is taken as `percent` says (True: 12.5 means 0.125); None: as a
    percentage when it is above 1.
    """
    if is_unknown(text):
        return None
    plain = clean_text(text)
    signed = plain.endswith("%")
    number = _number(plain.removesuffix("%"), whole=False, cell=text)
    if signed or percent or (percent is None and number > 1):
        return number / 100
    return number


def parse_money(text: str, *, currency: str = "") -> Money | None:
    """`7 768 ₽`, `$1,200`, `1200 USD`; `currency` is that of a cell which does not say one."""
    if is_unknown(text):
        return None
    plain = clean_text(text)
    match = re.fullmatch(r"([^\d.,+-]*)([\d.,+\-\s'’]*\d[\d.,\s'’]*)(.*)", plain, re.DOTALL)
    if match is None:
        raise _unreadable(text)
    before, digits, after = (part.strip() for part in match.groups())
    suffix, code = _split_suffix(after)
    code = code or before
    found = _CURRENCIES.get(code.casefold().strip(". "), "") if code else currency
    if not found:
        raise ValueError(
            _("“%(cell)s” has a currency that is not kept here.") % {"cell": shown(text)}
            if code
            else _("“%(cell)s” does not say its currency.") % {"cell": shown(text)}
        )
    return Money(_number(f"{digits}{suffix}", whole=False, cell=text), str(found))


def parse_email(text: str) -> str | None:
    """The address in lower case; `mailto:` and `Name <address>` are understood."""
    plain = re.sub(r"^mailto:", "", text.translate(_INVISIBLE).strip(), flags=re.IGNORECASE)
    inside = re.fullmatch(r"[^<>]*<([^<>\s]+@[^<>\s]+)>", plain)
    plain = (inside[1] if inside else plain).lower()
    if plain in _UNKNOWN:
        return None
    try:
        validate_email(plain)
    except ValidationError as error:
        raise ValueError(
            _("“%(cell)s” is not an e-mail address.") % {"cell": shown(text)}
        ) from error
    return plain


def parse_id(text: str) -> str | None:
    """An identifier, kept as text; a spreadsheet's `'` before it is dropped.

    Raises ValueError for `1.78E+16`: the spreadsheet has lost the last digits.
    """
    plain = clean_text(text).removeprefix("'")
    if plain.casefold() in _UNKNOWN:
        return None
    if re.fullmatch(r"\d[.,]?\d*E\+\d+", plain, re.IGNORECASE):
        raise ValueError(
            _("“%(cell)s” lost its last digits in a spreadsheet. Export the column as text.")
            % {"cell": shown(text)}
        )
    return plain


def shown(text: str) -> str:
    """A cell short enough for a sentence."""
    text = " ".join(text.split())
    return text if len(text) <= _LONGEST_SHOWN else text[: _LONGEST_SHOWN - 1] + "…"


def _unreadable(text: str) -> ValueError:
    return ValueError(_("“%(cell)s” is not a number.") % {"cell": shown(text)})


def _number(text: str, *, whole: bool, cell: str | None = None) -> Decimal:
    plain = unicodedata.normalize("NFKC", clean_text(text)).replace("−", "-")
    # Spaces and apostrophes may part thousands, and stand before a suffix or behind a sign.
    joined = re.sub(r"(?<=\d)[\s'’](?=\d{3}(?!\d))", "", plain)
    match = _NUMBER.fullmatch(re.sub(r"(?<=\d)\s+(?=[^\W\d_])|(?<=[+-])\s+", "", joined))
    if match and len(match[2]) > _MOST_DIGITS:
        match = None
    factor = _SUFFIXES.get(match[3].casefold()) if match and match[3] else Decimal(1)
    if match is None or factor is None:
        raise _unreadable(cell or text)
    digits = match[2] if match[3] or not match[2].endswith(".") else match[2][:-1]
    try:
        number = Decimal(_plain_digits(digits, whole=whole, suffixed=bool(match[3])))
    except (ValueError, ArithmeticError) as error:
        raise _unreadable(cell or text) from error
    return (-number if match[1] == "-" else number) * factor


def _plain_digits(digits: str, *, whole: bool, suffixed: bool) -> str:
    """`1.234.567,89` → `1234567.89`: which sign parts thousands is seen by its place."""
    commas, points = digits.count(","), digits.count(".")
    if not commas and not points:
        return digits
    if commas and points:
        decimal = max(",.", key=digits.rfind)
    elif commas + points > 1:
        decimal = ""
    else:
        sign = "," if commas else "."
        thousands = re.fullmatch(r"[1-9]\d{0,2}[.,]\d{3}", digits) and not suffixed
        decimal = "" if thousands and (whole or sign == ",") else sign
    head, _sign, tail = digits.rpartition(decimal) if decimal else (digits, "", "")
    if decimal and decimal in head:
        raise ValueError(digits)
    if re.search(r"[.,]", head) and not re.fullmatch(r"\d{1,3}([.,])\d{3}(\1\d{3})*", head):
        raise ValueError(digits)
    return re.sub(r"[.,]", "", head or "0") + (f".{tail}" if tail else "")


def _split_suffix(after: str) -> tuple[str, str]:
    """`тыс. ₽` → (`тыс`, `₽`); `р.` is a currency, `k` a suffix."""
    word = re.match(r"([^\W\d_]+)\.?\s*", after)
    if word and word[1].casefold() in _SUFFIXES:
        return word[1], after[word.end() :]
    return "", after
