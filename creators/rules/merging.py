"""What a merge writes into the kept row, field by field (pure: rows in, values out)."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from typing import Any

from creators.models import Creator

KEPT, ABSORBED, BOTH = "kept", "absorbed", "both"
# Every field a person fills in, in the order of the page; quiet hours are one choice of two.
FIELDS = (
    "name", "short_name", "email", "phone", "market", "city", "language", "zone", "about",
    "briefing", "lead_days", "contact_by", "quiet_from", "boundaries", "goals", "payment_days",
)  # fmt: skip
TEXTS = frozenset({"about", "briefing", "boundaries", "goals"})
TOGETHER = {"quiet_from": ("quiet_from", "quiet_until")}
# A choice nobody made yet says less than one that differs from it.
_UNSAID: dict[str, Any] = {
    name: Creator._meta.get_field(name).get_default()  # type: ignore[union-attr]
    for name in ("language", "zone", "contact_by", "payment_days")
}


def columns_of(field: str) -> tuple[str, ...]:
    return TOGETHER.get(field, (field,))


def differing(kept: Creator, absorbed: Creator) -> list[str]:
    """The fields of FIELDS that have to be chosen."""
    return [
        name
        for name in FIELDS
        if any(getattr(kept, c) != getattr(absorbed, c) for c in columns_of(name))
    ]


def options_of(field: str, kept: Creator, absorbed: Creator) -> list[str]:
    if field in TEXTS and getattr(kept, field) and getattr(absorbed, field):
        return [KEPT, ABSORBED, BOTH]
    return [KEPT, ABSORBED]


def default_choices(kept: Creator, absorbed: Creator, *, newer: str) -> dict[str, str]:
    """What is filled over what is empty; of two texts both; else the row edited last (`newer`)."""
    return {name: _default(name, kept, absorbed, newer) for name in differing(kept, absorbed)}


def _default(name: str, kept: Creator, absorbed: Creator, newer: str) -> str:
    said = _is_said(kept, name), _is_said(absorbed, name)
    if said[0] != said[1]:
        return KEPT if said[0] else ABSORBED
    return BOTH if BOTH in options_of(name, kept, absorbed) else newer


def _is_said(row: Creator, name: str) -> bool:
    value = getattr(row, name)
    return value not in ("", None) and str(value) != str(_UNSAID.get(name, ""))


def chosen_values(kept: Creator, absorbed: Creator, choices: Mapping[str, str]) -> dict[str, Any]:
    """Columns of the kept row that become other ones. A field nobody chose stays as it is."""
    values: dict[str, Any] = {}
    for name in differing(kept, absorbed):
        choice = choices.get(name, KEPT)
        if choice not in options_of(name, kept, absorbed) or choice == KEPT:
            continue
        for column in columns_of(name):
            mine, theirs = getattr(kept, column), getattr(absorbed, column)
            values[column] = _joined(mine, theirs) if choice == BOTH else theirs
    if kept.stated_followers is None and absorbed.stated_followers is not None:
        values["stated_followers"] = absorbed.stated_followers
    return values


def _joined(first: str, second: str) -> str:
    if second in first:
        return first
    return second if first in second else f"{first}\n\n{second}"


def fingerprint(kept: Creator, absorbed: Creator, counts: Iterable[tuple[str, int]]) -> str:
    """What a preview showed: both rows and how much hangs on them. Another one means that
    somebody changed something meanwhile."""
    seen = [kept.pk, kept.version, absorbed.pk, absorbed.version, sorted(counts)]
    seen += [str(kept.archived_at), str(absorbed.archived_at)]
    return hashlib.sha256(json.dumps(seen).encode()).hexdigest()[:32]
