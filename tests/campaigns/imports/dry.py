"""A results file from text, read without the database."""

import io
from datetime import date
from typing import Any

from campaigns.imports.dry import Dry, dry_run

TODAY = date(2026, 3, 3)


def dry(text: str | bytes, name: str = "results.csv", **said: str) -> Dry:
    raw = text if isinstance(text, bytes) else text.encode()
    return dry_run(io.BytesIO(raw), name, said, TODAY)


def totals(found: Dry) -> dict[str, Any]:
    return {**found.sums.numbers, **found.sums.money}


def known(found: Dry) -> tuple[str, str]:
    """(report, language)"""
    assert found.seen.found is not None
    return found.seen.found.format.key, found.seen.found.language
