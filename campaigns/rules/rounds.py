"""Rounds of a deliverable: handed in, looked at, changed or approved (product.md, row 41)."""

import hashlib
from typing import Protocol

# More of them are a sign of a brief that was not clear, not of bad work.
CLEAR_ROUNDS = 2


def round_after(revisions: int) -> int:
    """The round that runs when `revisions` were asked for; counted from 1."""
    return revisions + 1


def says_unclear_brief(revisions: int) -> bool:
    return round_after(revisions) > CLEAR_ROUNDS


class _Round(Protocol):
    number: int
    verdict: str


def standing_of(last: _Round | None) -> str:
    """How far the rounds had come when a page was drawn."""
    return f"{last.number}:{last.verdict}" if last else "0:"


def mark_of(link: str, note: str) -> str:
    """What a form saw of a round, to tell whether somebody has changed it since."""
    return hashlib.sha256(f"{link}\n{note}".encode()).hexdigest()[:16]
