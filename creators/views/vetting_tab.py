"""What the tab "Vetting" of the profile shows (product.md, rows 11 to 13)."""

from decimal import Decimal
from typing import Any

from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from accounts.access import WorkspaceRequest
from core.charts import Chart
from core.templatetags.ui import number
from creators.forms.vetting import AnswerForm, RatingForm
from creators.models import Creator, PotentialScore
from creators.queries.evidence import evidence_of
from creators.queries.potential import (
    Shown,
    history_of,
    peers_for_page,
    ratings_of,
    shown_score,
)
from creators.queries.vetting import items_of
from creators.rules.hints import hints_of
from creators.rules.potential import PARTS
from creators.rules.potential_words import LABELS, basis, part_lines
from creators.rules.vetting import Checklist

# A line through fewer points says nothing that the figures do not.
FEWEST_POINTS = 3


def vetting_part(request: WorkspaceRequest, creator: Creator, forms: dict[str, Any]) -> Any:
    """`forms` may hold what a refused POST brings back: `answer` with `item` and `meanwhile`,
    `rating` with `conflict`."""
    at, peers = timezone.now(), peers_for_page()
    evidence = evidence_of([creator.pk], at)[creator.pk]
    shown = shown_score(creator, evidence, peers)
    ratings = ratings_of(creator)
    mine = next((rating for rating in ratings if rating.by_id == request.user.pk), None)
    items = items_of(creator)
    hints = hints_of(evidence, peers)
    return {
        "shown": shown,
        "parts": told_parts(shown),
        "basis": basis(shown.parts),
        "chart": _chart(history_of(creator)),
        "checklist": Checklist({i.key: i.mark.verdict for i in items if i.mark}),
        "items": [
            {
                "item": item,
                "hint": hints.get(item.key),
                "form": _answer_form(item.key, item.mark, forms),
                "open": forms.get("item") == item.key,
                "meanwhile": forms.get("meanwhile") if forms.get("item") == item.key else None,
            }
            for item in items
        ],
        "ratings": ratings,
        "mine": mine,
        "rating_form": forms.get("rating") or RatingForm(initial=RatingForm.initial_of(mine)),
        "rating_conflict": forms.get("conflict"),
    }


def _answer_form(key: str, mark: Any, forms: dict[str, Any]) -> Any:
    if forms.get("item") == key:
        return forms["answer"]
    return AnswerForm.fresh(key, mark)


def told_parts(shown: Shown) -> list[dict[str, Any]]:
    """Each part with its label, points and the sentences it stands on."""
    return [_told(name, shown.parts[name]) for name in PARTS]


def _told(name: str, part: Any) -> dict[str, Any]:
    points = None if part["points"] is None else Decimal(part["points"])
    return {
        "label": LABELS[name],
        "points": points,
        "points_shown": number(points),
        "of": part["of"],
        "lines": part_lines(name, part),
    }


def _chart(rows: list[PotentialScore]) -> Chart | None:
    if sum(row.score is not None for row in rows) < FEWEST_POINTS:
        return None
    return Chart(
        title=_("Potential over time"),
        rows=[{"day": row.on, "score": row.score} for row in rows],
        kind="line",
        x="day",
        y="score",
        x_title=_("Date"),
        y_title=_("Points"),
        language=get_language() or "en",
    )
