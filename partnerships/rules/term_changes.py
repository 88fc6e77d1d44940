"""What an amendment changes: which terms differ, and the same change over terms that moved since
(product.md, rows 22 and 24)."""

from dataclasses import fields, replace
from typing import Any

from partnerships.rules.terms import ROWS, Terms


def changed_terms(before: Terms, after: Terms) -> list[str]:
    """Names of the terms that differ, in the order of the agreement."""
    return [
        one.name for one in fields(Terms) if getattr(before, one.name) != getattr(after, one.name)
    ]


def applied(before: Terms, after: Terms, now: Terms) -> Terms:
    """`now` with what `after` changes of `before`: what the two have in common stays as it is now,
    so that a last day set by notice is kept."""
    return replace(now, **{name: getattr(after, name) for name in changed_terms(before, after)})


def row_differences(before: Terms, after: Terms) -> dict[str, list[Any]]:
    """Part → [old, new] as JSON for the parts with rows of their own that differ."""
    old, new = before.to_json(), after.to_json()
    names = changed_terms(before, after)
    return {name: [old[name], new[name]] for name in names if name in ROWS}
