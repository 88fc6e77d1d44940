"""The lights of the mutual-value audit, summed over a portfolio (product.md, rows 14 and 66)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from partnerships.enums import AuditItem, Light
from partnerships.models import Partnership
from partnerships.queries.audit import audits
from partnerships.rules.facts import WorkFacts


@dataclass
class LightSum:
    """One item over all partnerships: how many stand in each light, and who stands in the red."""

    item: AuditItem
    green: int = 0
    amber: int = 0
    red: int = 0
    # Nobody can say yet.
    unknown: int = 0
    reds: list[Partnership] = field(default_factory=list)

    @property
    def n(self) -> int:
        return self.green + self.amber + self.red


def lights(
    rows: Sequence[Partnership], at: datetime, work: Mapping[int, list[WorkFacts]]
) -> list[LightSum]:
    """The three items over these partnerships; `work` as the page has it already. As many queries
    as the audits need."""
    found = audits(rows, at, work=work)
    sums = {item.value: LightSum(item) for item in AuditItem}
    for row in rows:
        for item, light in found[row.pk].lights.items():
            _count(sums[item], light, row)
    return list(sums.values())


def _count(total: LightSum, light: str, row: Partnership) -> None:
    if light == Light.GREEN:
        total.green += 1
    elif light == Light.AMBER:
        total.amber += 1
    elif light == Light.RED:
        total.red += 1
        total.reds.append(row)
    else:
        total.unknown += 1
