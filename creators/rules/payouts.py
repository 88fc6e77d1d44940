"""Where money goes: the fields of each way, with their own check digits (product.md, row 31)."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

import phonenumbers
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from creators.enums import PayoutMethod

Text = str | Promise
# Lengths of IBANs where creators of this house mostly bank; elsewhere 15 to 34 signs.
_IBAN_LENGTHS = {
    "AT": 20, "BE": 16, "CH": 21, "CY": 28, "CZ": 24, "DE": 22, "EE": 20, "ES": 24, "FI": 18,
    "FR": 27, "GB": 22, "GE": 22, "IE": 22, "IT": 27, "KZ": 20, "LT": 20, "LV": 21, "NL": 18,
    "PL": 28, "PT": 25, "RS": 22, "TR": 26,
}  # fmt: skip
_BIC = re.compile(r"^[A-Z]{6}[A-Z0-9]{2}([A-Z0-9]{3})?$")
_WEIGHTS = (7, 1, 3)
SHOWN = 4
MOST = 300


class NotValid(ValueError):
    """`message` says what is wrong and what to do, without what was typed."""

    def __init__(self, message: Text) -> None:
        self.message = message
        super().__init__(str(message))


@dataclass(frozen=True)
class PayoutField:
    """One field of a way to be paid. `clean(text)` gives it as it is kept, or raises NotValid."""

    key: str
    label: Text
    clean: Callable[[str], str]
    required: bool = True
    help: Text = ""


def compact(text: str) -> str:
    return re.sub(r"[\s\u00a0-]+", "", text).upper()


def clean_name(text: str) -> str:
    name = " ".join(text.split())
    if len(name) > 140:
        raise NotValid(_("Keep the name under 140 signs."))
    return name


def clean_account(text: str) -> str:
    """An IBAN, or a Russian account of 20 digits (whose own check needs the БИК)."""
    number = compact(text)
    if number.isdigit():
        if len(number) != 20:
            raise NotValid(_("A Russian account has 20 digits; elsewhere type the IBAN."))
        return number
    if not re.fullmatch(r"[A-Z]{2}\d{2}[A-Z0-9]{11,30}", number):
        raise NotValid(_("Type an IBAN (two letters, then digits) or a Russian account."))
    length = _IBAN_LENGTHS.get(number[:2])
    if length is not None and len(number) != length:
        raise NotValid(
            _("An IBAN of this country has %(n)d signs. Compare it with the bank's letter.")
            % {"n": length}
        )
    digits = "".join(str(int(sign, 36)) for sign in number[4:] + number[:4])
    if int(digits) % 97 != 1:
        raise NotValid(_("The check digits do not fit: a sign of the IBAN is mistyped."))
    return number


def clean_bank(text: str) -> str:
    """A BIC (SWIFT), or a Russian БИК of nine digits."""
    code = compact(text)
    if code.isdigit():
        if len(code) != 9 or not code.startswith(("00", "01", "02", "04")):
            raise NotValid(_("A Russian bank's code (БИК) has nine digits and begins with 04."))
        return code
    if not _BIC.match(code):
        raise NotValid(_("A BIC has 8 or 11 signs, as DEUTDEFF; a Russian БИК nine digits."))
    return code


def account_fits_bank(account: str, bank: str) -> bool:
    """The check digit of a Russian account, with the last three digits of its bank's БИК. Accounts
    with the central bank itself are told apart by 000 to 002 there."""
    prefix = "0" + bank[4:6] if bank[6:9] in ("000", "001", "002") else bank[6:9]
    digits = [int(sign) for sign in prefix + account]
    total = sum(d * _WEIGHTS[i % 3] % 10 for i, d in enumerate(digits))
    return total % 10 == 0


def luhn(number: str) -> bool:
    total = 0
    for place, sign in enumerate(reversed(number)):
        digit = int(sign) * (1 + place % 2)
        total += digit - 9 if digit > 9 else digit
    return total % 10 == 0


def clean_card(text: str) -> str:
    number = compact(text)
    if not (number.isdigit() and 13 <= len(number) <= 19):
        raise NotValid(_("A card number has 13 to 19 digits."))
    if not luhn(number):
        raise NotValid(_("The check digit does not fit: a digit of the card is mistyped."))
    return number


def clean_phone(text: str) -> str:
    """A Russian mobile phone: Faster Payments know no others."""
    try:
        number = phonenumbers.parse(text, "RU")
    except phonenumbers.NumberParseException:
        number = None
    if number is None or number.country_code != 7 or not phonenumbers.is_valid_number(number):
        raise NotValid(_("Type a Russian mobile phone, as +7 916 123-45-67."))
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def clean_email(text: str) -> str:
    address = text.strip()
    try:
        validate_email(address)
    except ValidationError:
        raise NotValid(_("Type an e-mail address, as name@example.com.")) from None
    return address


def clean_note(text: str) -> str:
    note = text.strip()
    if len(note) > MOST:
        raise NotValid(_("Keep it under 300 signs."))
    return note


_HOLDER = PayoutField("holder", _("Account holder"), clean_name)
FIELDS: dict[str, tuple[PayoutField, ...]] = {
    PayoutMethod.BANK: (
        _HOLDER,
        PayoutField("account", _("IBAN or account"), clean_account),
        PayoutField("bank", _("BIC or БИК"), clean_bank),
    ),
    PayoutMethod.CARD: (
        _HOLDER,
        PayoutField("card", _("Card number"), clean_card),
    ),
    PayoutMethod.SBP: (
        PayoutField("phone", _("Phone"), clean_phone),
        PayoutField("bank_name", _("Bank"), clean_name),
    ),
    PayoutMethod.PAYPAL: (PayoutField("email", _("E-mail at PayPal"), clean_email),),
    PayoutMethod.WISE: (PayoutField("email", _("E-mail at Wise"), clean_email),),
    PayoutMethod.OTHER: (PayoutField("text", _("Where to"), clean_note),),
}  # fmt: skip
# What the hint is made of.
_TOLD = {
    PayoutMethod.BANK: "account",
    PayoutMethod.CARD: "card",
    PayoutMethod.SBP: "phone",
}  # fmt: skip


def clean_fields(method: str, typed: Mapping[str, str]) -> tuple[dict[str, str], dict[str, Text]]:
    """(fields as they are kept, field → what is wrong with it)."""
    kept: dict[str, str] = {}
    wrong: dict[str, Text] = {}
    for one in FIELDS[method]:
        text = (typed.get(one.key) or "").strip()
        if not text:
            wrong[one.key] = _("This is needed to pay.")
            continue
        try:
            kept[one.key] = one.clean(text)
        except NotValid as error:
            wrong[one.key] = error.message
    if method == PayoutMethod.BANK and not wrong:
        wrong |= _bank_mistakes(kept["account"], kept["bank"])
    return kept, wrong


def _bank_mistakes(account: str, bank: str) -> dict[str, Text]:
    if account.isdigit() != bank.isdigit():
        return {"bank": _("An IBAN goes with a BIC, a Russian account with a БИК.")}
    if account.isdigit() and not account_fits_bank(account, bank):
        return {
            "account": _("The account does not fit this БИК: a digit of one of them is mistyped.")
        }
    return {}


def hint_of(method: str, fields: Mapping[str, str]) -> str:
    """What all members may see: the last four signs of a number, of an e-mail its first letter and
    where it ends; of free text nothing."""
    if method in _TOLD:
        return f"…{fields[_TOLD[PayoutMethod(method)]][-SHOWN:]}"
    if "email" in fields:
        name, _at, host = fields["email"].partition("@")
        return f"{name[:1]}…@…{host[-SHOWN:]}"[:12]
    return ""
