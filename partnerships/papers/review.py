"""The quarterly business review as a paper; its page shows the same sections (row 67)."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from core import charts
from core.charts import Chart
from core.money import Money, format_money
from core.papers import LAYOUT, typeset
from creators.enums import Market
from partnerships.enums import AuditItem, CommitmentKind, Light, Metric, Severity
from partnerships.models import BusinessReview
from partnerships.papers.writing import (
    NOTHING,
    Block,
    day,
    facts,
    fraction,
    language,
    measured,
    number,
    section,
    table,
    words,
)
from partnerships.queries.business_reviews import figures_shown
from partnerships.review_parts import parts
from partnerships.rules.business_review import change
from partnerships.rules.growth import quarter_name

Figures = Mapping[str, Any]


def business_review_pdf(review: BusinessReview, language: str) -> bytes:
    """In "en" or "ru": frozen figures of a finished one, those of this moment of an open one."""
    with translation.override(language):
        found = figures_shown(review, timezone.now())
        drawn = charts.png(chart) if (chart := markets_chart(found)) else b""
        pictures = {"markets.png": drawn} if drawn else {}
        return typeset(LAYOUT, review_paper(review, found, bool(drawn)), pictures=pictures)


def review_paper(review: BusinessReview, found: Figures, picture: bool = False) -> dict[str, Any]:
    """What stands on it, in the language of the moment."""
    subject = str(review.partnership or review.brand)
    title = _("Business review, %(quarter)s") % {"quarter": quarter_name(review.quarter)}
    return {
        "lang": language(),
        "kicker": subject,
        "title": title,
        "subtitle": _finished(review),
        "mark": "" if review.finished_at else pgettext("business review", "Open"),
        "footer": f"{title} · {subject}",
        "sections": [
            *text_sections(review),
            *figure_sections(found, picture=picture),
        ],
    }


def text_sections(review: BusinessReview) -> list[Block]:
    return [
        *section(_("Top challenges"), words(review.challenges)),
        *section(_("What happened in the market"), words(review.market)),
        *section(_("Where we focus next"), words(review.focus)),
        *section(_("What we change"), words(review.adjustments)),
    ]


def figure_sections(found: Figures, *, picture: bool = False) -> list[Block]:
    """All figures in words: of the page and of the paper alike. Tables whose lines are about one
    partnership name it under `keys`, line by line."""
    return [
        *_in_short(found),
        *_markets(found, picture),
        *_kpis(found),
        *_pace(found),
        *_money(found),
        *_promises(found),
        *_concerns(found),
        *_lights(found),
    ]


def markets_chart(found: Figures) -> Chart | None:
    """Reach by market, this quarter and the one before; None where nothing was measured."""
    both = (("before", _("the quarter before")), ("now", _("this quarter")))
    rows = [
        {"market": _market(line["market"]), "quarter": label, "reach": line[key]["reach"]}
        for line in found["markets"]
        for key, label in both
    ]
    if not any(row["reach"] for row in rows):
        return None
    return Chart(
        title=_("Reach by market"),
        rows=rows,
        kind="grouped",
        x="market",
        y="reach",
        color="quarter",
        x_title=_("Market"),
        y_title=_("Reach"),
        color_title=_("Quarter"),
        language=language(),
    )


def _finished(review: BusinessReview) -> str:
    if not review.finished_at:
        return _("Not finished yet: its figures are those of today.")
    on = day(timezone.localtime(review.finished_at).date())
    return _("Finished on %(day)s by %(who)s") % {"day": on, "who": review.finished_by}


def _in_short(found: Figures) -> list[Block]:
    now, before = found["work"]["now"], found["work"]["before"]
    rows = [
        [_("Campaigns that began"), str(now["campaigns"]), str(before["campaigns"])],
        [_("Creators at work"), str(now["creators"]), str(before["creators"])],
        [_("Pieces published"), str(now["published"]), str(before["published"])],
        [_("Of the pieces late"), str(now["late"]), str(before["late"])],
        [_("Fees of these campaigns"), _sums(now["fees"]), _sums(before["fees"])],
    ]
    told = ngettext(
        "%(n)d partnership lived in this quarter.", "%(n)d partnerships lived in this quarter.",
        found["partnerships"],
    )  # fmt: skip
    head = ["", _("This quarter"), _("The quarter before")]
    return section(
        _("In short"),
        table(head, rows, [1, 2]),
        {"quiet": told % {"n": found["partnerships"]}},
    )


def _markets(found: Figures, picture: bool) -> list[Block]:
    rows = [row for line in found["markets"] for row in _market_rows(line)]
    if not rows:
        return section(
            _("Results by market"), {"quiet": _("No results are known of these two quarters.")}
        )
    head = [_("Market"), "", _("This quarter"), _("The quarter before"), _("Change")]
    measured_in = ngettext(
        "From %(n)d row of results.", "From %(n)d rows of results.", _rows(found)
    )
    return section(
        _("Results by market"),
        {"picture": "markets.png", "alt": _("Reach by market")} if picture else None,
        table(head, rows, [2, 3, 4]),
        {"quiet": measured_in % {"n": _rows(found)}},
    )


def _rows(found: Figures) -> int:
    return sum(line[key]["rows"] for line in found["markets"] for key in ("now", "before"))


def _market_rows(line: Figures) -> list[list[str]]:
    """Only what is known of either quarter; revenue a line for each currency."""
    now, before = line["now"], line["before"]
    found = []
    for name in ("reach", "purchases", "new_customers"):
        if now[name] is not None or before[name] is not None:
            label = str(Metric(name).label)
            found.append([label, number(now[name]), number(before[name]), _rise(now, before, name)])
    if now["engagement"] or before["engagement"]:
        rise = _rise(now, before, "engagement")
        same = now["engagement_of"] == before["engagement_of"]
        found.append(
            [
                str(Metric.ENGAGEMENT_RATE.label),
                _fraction(now["engagement"]),
                _fraction(before["engagement"]),
                # Rates of two bases do not compare.
                rise if same else NOTHING,
            ]
        )
    for code in sorted({*now["revenue"], *before["revenue"]}):
        these, those = now["revenue"].get(code), before["revenue"].get(code)
        rise = _change(change(these, those))
        found.append(
            [str(Metric.REVENUE.label), _money_of(these, code), _money_of(those, code), rise]
        )
    market = _market(line["market"])
    return [[market if at == 0 else "", *row] for at, row in enumerate(found)]


def _rise(now: Figures, before: Figures, name: str) -> str:
    return _change(change(now[name], before[name]))


def _change(value: Decimal | None) -> str:
    if value is None:
        return NOTHING
    return f"+{fraction(value)}" if value > 0 else fraction(value)


def _kpis(found: Figures) -> list[Block]:
    verdicts = {
        "continue": pgettext("KPI", "goal reached"),
        "discuss": pgettext("KPI", "to talk about"),
        "end": pgettext("KPI", "below the floor"),
        "unknown": pgettext("KPI", "not measured"),
    }
    rows = [
        [
            one["name"],
            f"{_market(one['market'])}, {str(Metric(one['metric']).label).lower()}",
            _measured(one, "value"),
            _measured(one, "goal"),
            verdicts[one["verdict"]],
        ]
        for one in found["kpis"]
    ]
    head = [_("Creator"), _("Measured by"), _("This quarter"), _("Continue from"), ""]
    return section(_("KPIs against what was agreed"), _keyed(head, rows, found["kpis"], [2, 3]))


def _measured(one: Figures, name: str) -> str:
    return measured(one["metric"], _decimal(one[name]), one["currency"])


def _pace(found: Figures) -> list[Block]:
    standings = {
        "fine": pgettext("pace", "on pace"),
        "behind": pgettext("pace", "behind"),
        "too_late": pgettext("pace", "the guarantee cannot be met"),
    }
    rows = [
        [
            one["name"],
            str(one["promised"]),
            NOTHING if one["guaranteed"] is None else str(one["guaranteed"]),
            str(one["booked"]),
            str(one["delivered"]),
            standings[one["standing"]],
        ]
        for one in found["pace"]
    ]
    head = [_("Creator"), _("Promised"), _("Guaranteed"), _("Booked"), _("Delivered"), ""]
    return section(_("Pace of the contract years"), _keyed(head, rows, found["pace"], [1, 2, 3, 4]))


def _money(found: Figures) -> list[Block]:
    spent = found["money"]
    rows = [(str(CommitmentKind(one["kind"]).label), _sums(one["sums"])) for one in spent["kinds"]]
    if rows:
        rows.append((_("Of it paid"), _sums(spent["spent"])))
    budget = found["budget"]
    if budget:
        code = budget["currency"]
        told = _("%(used)s of %(total)s used; %(forecast)s expected by the end of the year")
        amounts = {name: _money_of(budget[name], code) for name in ("used", "total", "forecast")}
        rows.append((_("Budget %(year)d") % {"year": budget["year"]}, told % amounts))
    return section(_("Money promised for this quarter"), facts(*rows))


def _promises(found: Figures) -> list[Block]:
    titles = {part.key: str(part.title) for part in parts()}
    pairs = []
    for one in found["promises"]:
        if not one["due"]:
            continue
        told = _("%(on_time)d of %(due)d on time, %(late)d late, %(overdue)d still open")
        pairs.append((titles.get(one["key"], one["key"]), told % one))
    return section(_("Promises with a clock"), facts(*pairs))


def _concerns(found: Figures) -> list[Block]:
    rows = [
        [
            one["name"],
            one["title"],
            str(Severity(one["severity"]).label),
            _day(one["opened"]),
            _day(one["closed"]) if one["closed"] else pgettext("concern", "open"),
        ]
        for one in found["concerns"]
    ]
    head = [_("Creator"), _("Concern"), _("Severity"), _("Opened"), _("Closed")]
    return section(_("Concerns"), _keyed(head, rows, found["concerns"]))


def _lights(found: Figures) -> list[Block]:
    rows = [
        [
            one["name"],
            *(
                str(Light(one["lights"][item]).label) if one["lights"].get(item) else NOTHING
                for item in AuditItem.values
            ),
        ]
        for one in found["lights"]
    ]
    head = [_("Creator"), *(str(label) for label in AuditItem.labels)]
    return section(_("Mutual value"), _keyed(head, rows, found["lights"]))


def _keyed(
    head: list[str], rows: list[list[str]], lines: list[Figures], numeric: list[int] | None = None
) -> Block | None:
    if not rows:
        return None
    return {**table(head, rows, numeric or []), "keys": [one["partnership"] for one in lines]}


def _market(code: str) -> str:
    return str(Market(code).label) if code in Market.values else code


def _sums(amounts: Mapping[str, str]) -> str:
    written = (format_money(Money(Decimal(text), code)) for code, text in amounts.items())
    return "\n".join(written) or NOTHING


def _money_of(amount: str | None, code: str) -> str:
    return NOTHING if amount is None else format_money(Money(Decimal(amount), code))


def _decimal(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)


def _fraction(text: str | None) -> str:
    return fraction(_decimal(text))


def _day(text: str) -> str:
    return day(date.fromisoformat(text))
