"""Who a row is about: the name out of its parts, the best address and phone, links that are
accounts, and everything else worth keeping as notes. Pure."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy
from phonenumber_field.phonenumber import PhoneNumber
from phonenumbers import NumberParseException

from core.imports.sentences import gettext as _
from core.imports.values import shown
from creators.enums import Market
from creators.imports.contacts import Several, account_in
from creators.rules.handles import Handle

if TYPE_CHECKING:
    from creators.imports.wishes import Wish

# Put into words only where there is something to say: most rows have none of it.
_TITLES = (
    gettext_lazy("Organization"), gettext_lazy("Job title"), gettext_lazy("Birthday"),
    gettext_lazy("Address"), gettext_lazy("Other e-mails"),
)  # fmt: skip
_OTHER_PHONES, _PHONE = gettext_lazy("Other phones"), gettext_lazy("Phone")
_LINKS = gettext_lazy("Links")
_LONGEST_NAME = 120
_LONGEST_SHORT_NAME = 60


def take_name(wish: "Wish", values: Mapping[str, Any]) -> None:
    """`Name`, else the parts of it; the first name is also what to call them."""
    parts = [values.get(key, "") for key in ("first_name", "middle_name", "last_name")]
    whole = " ".join(filter(None, parts))
    name = values.get("name") or whole[:_LONGEST_NAME]
    if name:
        wish.said["name"] = name
    short = values.get("short_name") or values.get("first_name")
    if short and short != name and len(short) <= _LONGEST_SHORT_NAME:
        wish.said["short_name"] = short


def take_email(wish: "Wish", values: Mapping[str, Any]) -> list[str]:
    """The first address is the creator's; the others are answered, for the notes."""
    found: Several | None = values.get("email")
    if found is None or not found.kept:
        return []
    wish.said["email"] = found.kept[0]
    return [*found.kept[1:], *found.odd]


def take_phone(wish: "Wish", values: Mapping[str, Any], country: str) -> list[str]:
    """The first number that is one; a number that cannot be read is kept as text, and told."""
    market = wish.said.get("market") or wish.guessed.get("market")
    region = country or (market if market in (Market.RU, Market.US) else None)
    rest: list[str] = []
    odd = False
    texts: list[str] = values.get("phone") or []
    for text in texts:
        number = _number(text, region)
        if number and "phone" not in wish.said:
            wish.said["phone"] = number
        elif number is None or number != wish.said.get("phone"):
            odd = odd or number is None
            rest.append(number or text)
    if odd and "phone" not in wish.said:
        wish.remarks.append(
            _("“%(cell)s” is not a phone number as far as can be seen: it is kept in the notes.")
            % {"cell": shown(rest[0])}
        )
    return rest


def _number(text: str, region: str | None) -> str | None:
    # A Russian number without its plus: 8 (916) …, 7 916 ….
    digits = "".join(filter(str.isdigit, text))
    guesses = [(text, region)]
    if len(digits) == 11 and digits[0] in "78":
        guesses.append((f"+7{digits[1:]}", None))
    if len(digits) >= 11:
        guesses.append((f"+{digits}", None))
    for guess, of in guesses:
        try:
            number = PhoneNumber.from_string(guess, region=of)
        except NumberParseException:
            continue
        if number.is_valid():
            return str(number.as_e164)
    return None


def take_links(values: Mapping[str, Any]) -> tuple[list[Handle], list[str]]:
    """(accounts, links that are none)."""
    accounts: list[Handle] = []
    others: list[str] = []
    for link in values.get("links") or []:
        found = account_in(link)
        if found is None:
            others.append(link)
        else:
            accounts.append(found)
    return accounts, others


def take_notes(
    wish: "Wish", values: Mapping[str, Any], emails: list[str], phones: list[str], links: list[str]
) -> None:
    phone = _OTHER_PHONES if "phone" in wish.said else _PHONE
    texts = [
        *map(values.get, ("company", "job", "birthday", "address")),
        *map(", ".join, (emails, phones, links)),
    ]
    titles = (*_TITLES, phone, _LINKS)
    lines = zip(titles, texts, strict=True)
    told = "\n".join(f"{title}: {text}" for title, text in lines if text)
    notes = "\n".join(filter(None, [values.get("about"), told]))
    if notes:
        wish.said["about"] = notes


def name_of_last_resort(wish: "Wish", values: Mapping[str, Any]) -> None:
    """A contact without a name is called by its channel, company, address or phone."""
    email = str(wish.said.get("email", ""))
    phones: list[str] = values.get("phone") or []
    candidates = [
        wish.channels[0].handle.handle if wish.channels else "",
        str(values.get("short_name") or ""),
        " ".join(str(values.get("company") or "").split()),
        email.partition("@")[0],
        *phones,
    ]
    name = next(filter(None, candidates), "")
    if name:
        wish.guessed["name"] = name[:_LONGEST_NAME]
    elif not wish.problems:
        wish.problems.append(_("There is neither a name nor a channel."))
