"""A creator's campaigns in numbers, small enough to check by hand."""

import json
from datetime import UTC, date, datetime

from campaigns.rules.tallies import tally_of
from reports.rules.comparison import Earlier
from reports.rules.figures import Piece, Slice, make_figures
from reports.rules.wording import drafted_words

AT = datetime(2026, 3, 3, 12, tzinfo=UTC)
REEL = Piece(1, "Balcony reel", True)
POST = Piece(2, "Unboxing post", True)
WAITING = Piece(3, "Stories", False)


def cut(piece=1, day=1, market="US", **row) -> Slice:
    return Slice(date(2026, 2, day), market, piece, tally_of(row))


def past(name, **row) -> Earlier:
    return Earlier(name, datetime(2025, 6, 1, tzinfo=UTC), tally_of(row))


def figures(slices=(), pieces=(REEL,), history=()):
    made = make_figures(slices=slices, pieces=pieces, history=history, at=AT)
    # It is frozen as JSON: nothing in it may change on the way.
    assert json.loads(json.dumps(made)) == made
    return made


def words(made, language="en", learnings=()):
    return drafted_words(
        figures=made, name="Maya", campaign="Spring", learnings=learnings, language=language
    )


GOOD = cut(reach=1000, likes=60, comments=20, purchases=42, new_customers=1)
USUAL = [past("Winter", reach=500, likes=20), past("Autumn", reach=1000, likes=50)]
