"""The mutual-value audit (product.md, row 66): consistent work, creative input, visible growth.

Each light has its reasons and their sample size. What is not known has no light: it is not red.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Any

from partnerships.enums import AuditItem, Light
from partnerships.rules.facts import BASES, Figures, WorkFacts
from partnerships.rules.record import Record

# Shares of deliverables on time, from which the work is steady, and below which it is not.
ON_TIME = Decimal("0.90")
TOO_LATE = Decimal("0.70")
# Changes asked for, per deliverable: up to the first is usual, above the second it grinds.
USUAL_REVISIONS = Decimal(1)
MANY_REVISIONS = Decimal(2)
# A third of the ideas taken up is a voice that is heard.
HEARD = Decimal(1) / Decimal(3)
# A change that is more than noise; the fall is that of fatigue.
RISE = Decimal("0.05")
FALL = Decimal("-0.10")


@dataclass(frozen=True)
class Because:
    """One reason: a key and its figures. `weighs`: the light it would give alone; "" for what is
    told beside. `n`: how many things it was taken from."""

    key: str
    weighs: str = ""
    n: int = 0
    figures: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Marked:
    """What a person said of an item."""

    light: str
    reason: str
    at: datetime
    by: str


@dataclass(frozen=True)
class Item:
    """`computed` is "" where nothing is known."""

    item: AuditItem
    computed: str
    because: tuple[Because, ...]
    mark: Marked | None = None

    @property
    def light(self) -> str:
        """What a person said goes before what was computed."""
        return self.mark.light if self.mark else self.computed


@dataclass(frozen=True)
class Audit:
    work: Item
    input: Item
    growth: Item

    @property
    def items(self) -> tuple[Item, Item, Item]:
        return self.work, self.input, self.growth

    @property
    def lights(self) -> dict[str, str]:
        return {item.item.value: item.light for item in self.items}


@dataclass(frozen=True)
class Ideas:
    """Suggestions and objections of the creator, and how many were adopted or adapted."""

    received: int
    adopted: int


@dataclass(frozen=True)
class Audience:
    """Followers at the first and the last reading within 12 months, on the same `channels`."""

    before: int
    now: int
    channels: int


def audit(
    work: Sequence[WorkFacts],
    *,
    ideas: Ideas | None,
    audience: Audience | None,
    marks: Mapping[str, Marked] | None = None,
) -> Audit:
    """`work`: one partnership's, the earliest first. `ideas` None: nobody records them."""
    done = [one for one in work if one.finished]
    record = Record(
        finished=len(done),
        deliverables=sum(one.deliverables for one in done),
        late=sum(one.late for one in done),
        revisions=sum(one.revisions for one in done),
        figures=[one.figures for one in done],
    )
    return audit_record(record, ideas=ideas, audience=audience, marks=marks)


def audit_record(
    record: Record,
    *,
    ideas: Ideas | None,
    audience: Audience | None,
    marks: Mapping[str, Marked] | None = None,
) -> Audit:
    """The same from the sums of what was finished."""
    said = marks or {}
    return Audit(
        work=_item(AuditItem.WORK, _work(record), said),
        input=_item(AuditItem.INPUT, _input(record, ideas), said),
        growth=_item(AuditItem.GROWTH, _growth(record, audience), said, mixed=True),
    )


def _item(
    item: AuditItem, because: list[Because], said: Mapping[str, Marked], *, mixed: bool = False
) -> Item:
    lights = {one.weighs for one in because if one.weighs}
    return Item(item, _both(lights) if mixed else _worst(lights), tuple(because), said.get(item))


def _worst(lights: set[str]) -> str:
    return next((light for light in (Light.RED, Light.AMBER, Light.GREEN) if light in lights), "")


def _both(lights: set[str]) -> str:
    """Growth in one place and a fall in another is neither growth nor a fall."""
    if {Light.RED, Light.GREEN} <= lights:
        return Light.AMBER
    if Light.AMBER in lights and len(lights) > 1:
        return next(light for light in (Light.GREEN, Light.RED) if light in lights)
    return next(iter(lights), "")


def _work(record: Record) -> list[Because]:
    pieces, late, revisions = record.deliverables, record.late, record.revisions
    if not pieces:
        return [Because("no_work")]
    on_time = Decimal(pieces - late) / pieces
    each = Decimal(revisions) / pieces
    if on_time >= ON_TIME:
        light = Light.GREEN
    else:
        light = Light.AMBER if on_time >= TOO_LATE else Light.RED
    grind = Light.GREEN if each <= USUAL_REVISIONS else Light.AMBER
    return [
        Because("on_time", light, pieces, {"share": str(on_time), "late": late}),
        Because(
            "revisions",
            Light.RED if each > MANY_REVISIONS else grind,
            pieces,
            {"each": str(each), "revisions": revisions},
        ),
        Because("finished", "", record.finished),
    ]


def _input(record: Record, ideas: Ideas | None) -> list[Because]:
    if ideas is None:
        return [Because("no_ideas_recorded")]
    if not ideas.received:
        # Before the first campaign nobody has been asked.
        n = record.finished
        return [Because("zero_ideas", Light.RED, n)] if n else [Because("not_asked")]
    share = Decimal(ideas.adopted) / ideas.received
    light = Light.GREEN if share >= HEARD else Light.AMBER
    return [Because("ideas", light, ideas.received, {"adopted": ideas.adopted})]


def _growth(record: Record, audience: Audience | None) -> list[Because]:
    found = [
        one
        for one in (_uplift(record.figures), _followers(audience), *_revenue(record.figures))
        if one is not None
    ]
    return found or [Because("no_growth")]


def _light(change: Decimal) -> Light:
    if change >= RISE:
        return Light.GREEN
    return Light.RED if change <= FALL else Light.AMBER


def _uplift(done: Sequence[Figures]) -> Because | None:
    """The last measured campaign against the creator's own first, on the same base."""
    for base in BASES:
        known = [found[0] for one in done if (found := one.engagement(base))]
        if len(known) < 2 or not known[0]:
            continue
        change = known[-1] / known[0] - 1
        figures = {"change": str(change), "base": base, "first": str(known[0])}
        return Because("uplift", _light(change), len(known), {**figures, "last": str(known[-1])})
    return None


def _followers(audience: Audience | None) -> Because | None:
    if audience is None or not audience.before:
        return None
    change = Decimal(audience.now) / audience.before - 1
    figures = {"change": str(change), "before": audience.before, "now": audience.now}
    return Because("audience", _light(change), audience.channels, figures)


def _revenue(done: Sequence[Figures]) -> list[Because]:
    """Per currency: never across. A single campaign with sales has nothing to be compared with."""
    by_currency: dict[str, list[Decimal]] = {}
    for one in done:
        for currency, amount in one.revenue.items():
            by_currency.setdefault(currency, []).append(amount)
    return [
        Because(
            "revenue",
            _light(amounts[-1] / amounts[0] - 1) if len(amounts) > 1 and amounts[0] > 0 else "",
            len(amounts),
            {"currency": currency, "first": str(amounts[0]), "last": str(amounts[-1])},
        )
        for currency, amounts in sorted(by_currency.items())
    ]
