"""What a partnership has finished, summed: all that the lights of its audit are computed from."""

from collections.abc import Sequence
from dataclasses import dataclass

from partnerships.rules.facts import Figures


@dataclass(frozen=True)
class Record:
    """`late` deliverables are among `deliverables`; `revisions`: changes asked for; `figures`: of
    the measured campaigns, the earliest first."""

    finished: int = 0
    deliverables: int = 0
    late: int = 0
    revisions: int = 0
    figures: Sequence[Figures] = ()
