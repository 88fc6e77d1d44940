"""What a brief stands on (product.md, row 35): known things that can be cited, and what of them
the creator reads."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from campaigns.enums import CitationKind

# What a whole campaign taught may speak of others; preferences are our own notes.
FOR_THE_TEAM = ("preference:", "campaign-learning:")
_TO_CREATOR = {
    CitationKind.LEARNING: _("What we learned with you"),
    CitationKind.RESULT: _("What your work brought"),
    CitationKind.GOAL: _("Your own goal"),
    CitationKind.IDEA: _("Your idea"),
}


@dataclass(frozen=True)
class Source:
    """Something that may be cited. `key` names it for good: "learning:<public id>", "result:
    <collaboration>", "preference:briefing". `text` and `origin` are kept as they stand now."""

    kind: str
    key: str
    text: str
    origin: str = ""
    goal_id: int | None = None
    collaboration_id: int | None = None

    @property
    def shown(self) -> bool:
        return is_shown(self.key)


@dataclass(frozen=True)
class Cited:
    """One citation as a shared version keeps it."""

    kind: str
    key: str
    text: str
    origin: str = ""

    @property
    def label(self) -> str:
        """Its kind, in the language of whoever reads; "" for one of another day's code."""
        return str(CitationKind(self.kind).label) if self.kind in CitationKind.values else ""

    @property
    def to_creator(self) -> str:
        """Its kind as the creator is told it."""
        known: Mapping[Any, Any] = _TO_CREATOR
        return str(known.get(self.kind, self.label))

    @property
    def shown(self) -> bool:
        return is_shown(self.key)

    def to_json(self) -> dict[str, str]:
        return {"kind": self.kind, "key": self.key, "text": self.text, "origin": self.origin}


def is_shown(key: str) -> bool:
    """Whether the creator reads it: their own results, learnings, goals and ideas. Notes of their
    preferences and boundaries are the team's, and so is what a campaign taught about everybody."""
    return not key.startswith(FOR_THE_TEAM)


def frozen(cited: Iterable[Any]) -> list[dict[str, str]]:
    """Rows of Citation as a version keeps them."""
    return [Cited(row.kind, row.source_key, row.text, row.origin).to_json() for row in cited]


def read(kept: Iterable[Mapping[str, Any]], *, creator: bool = False) -> list[Cited]:
    """What a version kept; for the `creator` without what is the team's."""
    found = [
        Cited(str(row["kind"]), str(row["key"]), str(row["text"]), str(row.get("origin", "")))
        for row in kept
    ]
    return [row for row in found if row.shown or not creator]
