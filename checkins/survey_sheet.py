"""Results of a survey as rows and pictures: what the page shows, and nothing else (row 65)."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from checkins.enums import QuestionKind
from checkins.queries.surveys import Line
from checkins.rules.surveys import Count
from core.charts import Chart
from core.exports.registry import Cell
from core.templatetags.ui import number, percent
from creators.enums import Market


def heads() -> list[str]:
    return [
        _("Question"),
        _("Market"),
        pgettext("survey", "Answer"),
        _("Chosen by"),
        _("Of"),
        _("Share, %"),
    ]


def rows(lines: Iterable[Line]) -> Iterator[list[Cell]]:
    """No row of one person: counts, and texts in an order of their own."""
    for line in lines:
        whole = line.found.whole
        if whole is None:
            yield [line.text, "", _("Fewer than five answered"), None, None, None]
            continue
        if line.found.texts:
            for text in line.found.texts:
                yield [line.text, "", text, None, whole.n, None]
            continue
        yield from _counted(line, _("All"), whole)
        for market, count in line.found.markets.items():
            yield from _counted(line, str(Market(market).label), count)


def _counted(line: Line, market: str, count: Count) -> Iterator[list[Cell]]:
    for option, name in line.names.items():
        share = Decimal(str(round(100 * count.share(option), 1)))
        yield [line.text, market, name, count.by.get(option, 0), count.n, share]
    if line.question.kind == QuestionKind.SCALE:
        yield [line.text, market, _("Mean"), _mean(count), count.n, None]


@dataclass(frozen=True)
class Bar:
    name: str
    n: int
    note: str


@dataclass(frozen=True)
class Shown:
    """A question with its results as the page draws them. `markets`: (name, how many answered);
    `table`: (option, its share or, of a scale, mean of each market)."""

    line: Line
    bars: list[Bar]
    markets: list[tuple[str, int]]
    table: list[tuple[str, list[str]]]
    chart: Chart | None = None

    @property
    def whole(self) -> Count | None:
        return self.line.found.whole


def shown(lines: Iterable[Line], language: str) -> list[Shown]:
    return [_shown(line, language) for line in lines]


def _shown(line: Line, language: str) -> Shown:
    whole, markets = line.found.whole, line.found.markets
    if whole is None or line.found.texts:
        return Shown(line, [], [], [])
    is_scale = line.question.kind == QuestionKind.SCALE
    names = [(str(Market(market).label), count.n) for market, count in markets.items()]
    table = [
        (name, [_share(count, option) for count in markets.values()])
        for option, name in line.names.items()
    ]
    if is_scale:
        table = [(_("Mean"), [number(_mean(count)) for count in markets.values()])]
    bars = [Bar(name, whole.by.get(o, 0), _note(whole, o)) for o, name in line.names.items()]
    return Shown(
        line,
        # The most chosen first: that is what one looks for.
        [] if is_scale else sorted(bars, key=lambda bar: -bar.n),
        names,
        table,
        _chart(line, whole, language) if is_scale else None,
    )


def _note(count: Count, option: int) -> str:
    return f"{count.by.get(option, 0)} · {_share(count, option)}"


def _share(count: Count, option: int) -> str:
    return percent(count.share(option), 0)


def _mean(count: Count) -> Decimal:
    return Decimal(str(round(count.mean, 1)))


def _chart(line: Line, whole: Count, language: str) -> Chart:
    return Chart(
        title=_("How the answers spread"),
        rows=[{"option": name, "n": whole.by.get(o, 0)} for o, name in line.names.items()],
        kind="bar",
        x="option",
        y="n",
        x_title=pgettext("survey", "Answer"),
        y_title=_("Chosen by"),
        language=language[:2],
    )
