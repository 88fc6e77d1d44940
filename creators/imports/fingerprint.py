"""Whether a creator is as an import left them: every column a person or another room may change."""

from typing import Any

from core.audit import jsonable
from creators.models import Creator

COMPARED = (
    "name", "short_name", "email", "phone", "market", "city", "language", "zone", "about",
    "briefing", "lead_days", "contact_by", "quiet_from", "quiet_until", "boundaries", "goals",
    "payment_days", "stated_followers", "portal_open", "person_id", "archived_at",
)  # fmt: skip


def as_text(value: Any) -> Any:
    """A column's value as JSON keeps it: zones and phones as text."""
    if value is None or isinstance(value, str | int | bool):
        return value
    return jsonable(value) if hasattr(value, "isoformat") else str(value)


def fingerprint(row: Creator) -> dict[str, Any]:
    """The compared columns that are not as an empty creator has them."""
    values = {name: as_text(getattr(row, name)) for name in COMPARED}
    return {name: value for name, value in values.items() if value != _EMPTY[name]}


_EMPTY = {name: as_text(getattr(Creator(), name)) for name in COMPARED}
