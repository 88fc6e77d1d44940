"""What the variables of a text stand for with one partnership; "" where nobody knows (row 45)."""

from collections.abc import Callable, Collection

from django.utils import translation
from django.utils.formats import date_format

from campaigns.enums import DeliverableState
from campaigns.models import Collaboration, Deliverable
from checkins.models import CheckInTemplate
from checkins.rules.wording import (
    BRAND,
    CAMPAIGN,
    GOAL,
    NAME,
    PERSONAL,
    POST,
    SENDER,
    SINCE,
    used,
)
from creators.enums import GoalState
from creators.models import Goal
from partnerships.models import Partnership


def values_of(
    partnership: Partnership,
    names: Collection[str],
    *,
    language: str,
    sender: str = "",
    personal_line: str = "",
) -> dict[str, str]:
    """Variable → value in `language`, for `names`; one query for each that has to be looked up.
    `sender`: who writes, if not the partnership's owner."""
    known = {
        NAME: greeting_name(partnership),
        SENDER: sender or partnership.owner.name,
        BRAND: partnership.brand.name,
        PERSONAL: personal_line.strip(),
    }
    values = {name: value for name, value in known.items() if name in names}
    if SINCE in names:
        values[SINCE] = _since(partnership, language)
    return values | {name: ask(partnership) for name, ask in _ASKED.items() if name in names}


def template_values(
    partnership: Partnership, template: CheckInTemplate, personal_line: str, *, sender: str = ""
) -> dict[str, str]:
    """What the variables of a template that is in order stand for."""
    return values_of(
        partnership,
        used(template.subject, template.body),
        language=template.language,
        sender=sender,
        personal_line=personal_line,
    )


def greeting_name(partnership: Partnership) -> str:
    """Their manager is greeted by name, they themselves by what they like to be called."""
    return partnership.contact_name or partnership.creator.call_name


def _since(partnership: Partnership, language: str) -> str:
    """“March 2024”; Russian in the case that follows «с»: «марта 2024 года»."""
    with translation.override(language):
        said = date_format(partnership.started_on, "E Y")
    return f"{said} года" if language == "ru" else said


def _last_campaign(partnership: Partnership) -> str:
    rows = Collaboration.objects.finished().filter(partnership=partnership)
    newest = rows.order_by("-closed_at", "-pk").values_list("campaign__name", flat=True)
    return newest.first() or ""


def _last_post(partnership: Partnership) -> str:
    rows = Deliverable.objects.filter(
        collaboration__partnership=partnership, state=DeliverableState.PUBLISHED
    )
    return rows.order_by("-published_at", "-pk").values_list("title", flat=True).first() or ""


def _their_goal(partnership: Partnership) -> str:
    rows = Goal.objects.filter(creator=partnership.creator_id, state=GoalState.OPEN)
    return rows.order_by("-set_on", "-pk").values_list("text", flat=True).first() or ""


_ASKED: dict[str, Callable[[Partnership], str]] = {
    CAMPAIGN: _last_campaign,
    POST: _last_post,
    GOAL: _their_goal,
}
