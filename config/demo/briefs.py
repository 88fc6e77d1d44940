"""How the demo's briefs are written: a library, a common part that changed lately, what is cited."""

from collections.abc import Callable
from datetime import UTC, datetime, time, timedelta
from functools import partial

from accounts.models import User
from campaigns.actions.brief_templates import make_template
from campaigns.actions.briefs import save_brief
from campaigns.actions.citations import cite
from campaigns.actions.common_part import save_common
from campaigns.models import Brief, BriefTemplate, Campaign, Collaboration
from campaigns.queries.brief_sources import sources_of
from config.demo.calendar import CAMPAIGNS, Plan
from config.demo.cast import Cast
from config.demo.words import brief_sections

Event = tuple[datetime, Callable[[], object]]
COMMON = ("goal", "must", "must_not")
FIRST = "A first campaign with us"
LIBRARY = [
    (FIRST, "", "guided", {
        "audience": {"en": "Whoever trusts you already; nobody has to be convinced",
                     "ru": "Те, кто вам уже доверяет; никого не нужно убеждать"},
        "angle": {"en": "How you came across it, and what you thought at first",
                  "ru": "Как вы на это наткнулись и что подумали сначала"},
        "must": {"en": "The advertising label your country asks for",
                 "ru": "Маркировка рекламы по закону"},
    }),
    ("A launch, quietly", "birch", "free", {
        "angle": {"en": "One minute of an ordinary morning; the product is somewhere in it",
                  "ru": "Минута обычного утра, где продукт просто есть"},
        "must_not": {"en": "Countdowns, discount codes in the first line",
                     "ru": "Обратного отсчёта, промокода в первой строке"},
    }),
]  # fmt: skip
LATER = {
    "en": "The last day to order before the holidays",
    "ru": "Последний день заказа до праздников",
}


def brief_writing_events(cast: Cast) -> list[Event]:
    made = cast.now - timedelta(days=700)
    events: list[Event] = [(made, partial(_library, cast, made))]
    for plan in CAMPAIGNS:
        if plan.closed is None:
            start = plan.starts_on(cast.now.date())
            at = datetime.combine(start - timedelta(days=26), time(9, 40), UTC)
            events.append((at, partial(_common, cast, plan, at, {})))
    last = next(plan for plan in CAMPAIGNS if plan.ago < 0)
    lately = cast.now - timedelta(hours=18)
    events.append((lately, partial(_common, cast, last, lately, {"must": LATER})))
    return events


def _library(cast: Cast, at: datetime) -> None:
    for name, brand, autonomy, sections in LIBRARY:
        make_template(
            workspace=cast.workspace, name=name, brand=cast.brands.get(brand), sections=sections,
            autonomy=autonomy, by=cast.members["olga"], at=at,
        )  # fmt: skip


def _common(cast: Cast, plan: Plan, at: datetime, more: dict[str, dict[str, str]]) -> None:
    campaign = Campaign.objects.get(name=plan.name)
    said = brief_sections(plan)
    sections = {key: said[key] for key in COMMON}
    for key, text in more.items():
        sections[key] = {code: f"{sections[key][code]}\n{text[code]}" for code in text}
    save_common(
        campaign=campaign, sections=sections, expected=campaign.version, by=campaign.owner, at=at
    )


def write_brief(part: Collaboration, plan: Plan, autonomy: str, *, by: User, at: datetime) -> Brief:
    """The words of the plan; what is running now is built on what is known."""
    first = part.sequence == 1
    template = BriefTemplate.objects.get(name=FIRST) if first and plan.closed is None else None
    brief = save_brief(
        collaboration=part, sections=brief_sections(plan), autonomy=autonomy, expected=0, by=by,
        at=at, template=template,
    )  # fmt: skip
    if plan.closed is None:
        known = sources_of(part)
        goals, learned = known.goals[:1], [one.source for one in known.learnings[:2]]
        results = [row.source for row in known.past[:1] if row.source is not None]
        for source in (*goals, *learned, *results, *known.preferences[:1]):
            cite(brief=brief, source=source, by=by, at=at)
    return brief
