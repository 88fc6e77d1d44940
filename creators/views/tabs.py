"""The parts of the profile: what each tab shows of this room."""

from collections.abc import Callable
from datetime import date
from typing import Any

from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from accounts.access import WorkspaceRequest
from core.charts import svgs
from core.file_names import MOST_PREVIEWED, ROOM_BYTES, is_renamed
from creators.enums import GoalState
from creators.forms.channels import ChannelForm, SnapshotForm
from creators.forms.creator import PreferencesForm, WishesForm, preferences_of, wishes_of
from creators.forms.files import FilesForm
from creators.forms.notes import GoalForm, ReviewForm, StyleNoteForm
from creators.forms.rates import JumpForm, RateForm
from creators.models import Creator
from creators.queries import notes
from creators.queries import profile as queries
from creators.views.payouts import payouts_part
from creators.views.respond import (
    CHANNELS,
    FILES,
    GOALS,
    OVERVIEW,
    PREFERENCES,
    RATES,
    STYLE,
    TIMELINE,
    VETTING,
)
from creators.views.vetting_tab import vetting_part

Forms = dict[str, Any]
# A price list of the last years is told whole; what is older is behind a click.
STEPS_SHOWN = 6


def there(creator: Creator) -> date:
    """Today where the creator lives."""
    return timezone.localdate(timezone=creator.zone)


def _overview(request: WorkspaceRequest, creator: Creator, forms: Forms) -> Forms:
    return {"tags": queries.glanced_tags(creator)}


def _timeline(request: WorkspaceRequest, creator: Creator, forms: Forms) -> Forms:
    return {}


def _channels(request: WorkspaceRequest, creator: Creator, forms: Forms) -> Forms:
    refused: SnapshotForm | None = forms.get("snapshot")
    views = queries.channels_of(creator)
    charts = [
        view.chart(
            title=_("Followers of %(channel)s") % {"channel": view.channel},
            x_title=_("Date"),
            y_title=_("Followers"),
            language=get_language() or "en",
        )
        for view in views
    ]
    drawn = iter(svgs([chart for chart in charts if chart]))
    cards = []
    for view, chart in zip(views, charts, strict=True):
        fresh = SnapshotForm.for_channel(view.channel)
        mine = refused if refused and refused.prefix == fresh.prefix else fresh
        svg = next(drawn) if chart else ""
        cards.append({"view": view, "form": mine, "chart": chart, "svg": svg})
    return {
        "cards": cards,
        "channel_form": forms.get("channel") or ChannelForm(),
        "steps_shown": STEPS_SHOWN,
    }


def _preferences(request: WorkspaceRequest, creator: Creator, forms: Forms) -> Forms:
    form = forms.get("preferences") or PreferencesForm(initial=preferences_of(creator))
    return {"form": form, "conflict": forms.get("conflict"), "who": forms.get("who", "")}


def _goals(request: WorkspaceRequest, creator: Creator, forms: Forms) -> Forms:
    refused: ReviewForm | None = forms.get("review")
    goals: list[dict[str, Any]] = []
    for view in notes.goals_of(creator, there(creator)):
        fresh = ReviewForm.for_goal(view.goal)
        mine = refused if refused and refused.prefix == fresh.prefix else fresh
        goals.append({"view": view, "form": mine})
    return {
        "goals": [one for one in goals if one["view"].goal.state == GoalState.OPEN],
        "closed_goals": [one for one in goals if one["view"].goal.state != GoalState.OPEN],
        "goal_form": forms.get("goal") or GoalForm(),
        "form": forms.get("wishes") or WishesForm(initial=wishes_of(creator)),
        "conflict": forms.get("conflict"),
        "who": forms.get("who", ""),
    }


def _style(request: WorkspaceRequest, creator: Creator, forms: Forms) -> Forms:
    seen, removed = notes.style_notes_of(creator)
    return {
        "style_notes": seen,
        "removed": removed,
        "just_removed": _just_removed(request, removed),
        "note_form": forms.get("note") or StyleNoteForm(creator=creator),
    }


def _rates(request: WorkspaceRequest, creator: Creator, forms: Forms) -> Forms:
    today = there(creator)
    percent, version = queries.rate_policy()
    form = forms.get("rate") or RateForm(
        initial={"valid_from": today, "currency": "RUB" if creator.market == "RU" else "USD"}
    )
    lines = queries.rates_of(creator, today)
    jump_form = forms.get("jump") or JumpForm(initial={"percent": percent, "version": version})
    return {
        "lines": lines,
        "history": [
            (line, [(step, step.is_jump(percent)) for step in line.steps]) for line in lines
        ],
        "jumps": [line for line in lines if line.change and line.change * 100 >= percent],
        "several_currencies": len({line.currency for line in lines}) > 1,
        "rate_form": form,
        "jump_form": jump_form,
        "jump_percent": percent,
        "today": today,
        "conflict": forms.get("conflict"),
        **payouts_part(request, creator),
    }


def _files(request: WorkspaceRequest, creator: Creator, forms: Forms) -> Forms:
    seen, removed = notes.files_of(creator)
    used = sum(file.size for file in seen)
    return {
        "files": [
            {
                "row": file,
                "preview": file.can_be_drawn and file.size <= MOST_PREVIEWED,
                "renamed": is_renamed(file.name, file.content_type),
            }
            for file in seen
        ],
        "removed": removed,
        "just_removed": _just_removed(request, removed),
        "used": used,
        "room": ROOM_BYTES,
        "files_form": forms.get("files") or FilesForm(),
    }


def _just_removed(request: WorkspaceRequest, removed: list[Any]) -> Any:
    """The row whose removal led here, to be brought back with one click."""
    wanted = request.GET.get("removed", "")
    return next((row for row in removed if row.public_id == wanted), None)


Part = Callable[[WorkspaceRequest, Creator, Forms], Forms]
# Key in `?tab=`, its name, what it shows; in the order of the bar.
TABS: list[tuple[str, Any, Part]] = [
    (OVERVIEW, gettext_lazy("Overview"), _overview),
    (TIMELINE, gettext_lazy("Timeline"), _timeline),
    (CHANNELS, gettext_lazy("Channels and growth"), _channels),
    (PREFERENCES, gettext_lazy("Preferences"), _preferences),
    (GOALS, gettext_lazy("Goals and boundaries"), _goals),
    (STYLE, gettext_lazy("Style"), _style),
    (RATES, gettext_lazy("Rates"), _rates),
    (VETTING, gettext_lazy("Vetting"), vetting_part),
    (FILES, gettext_lazy("Files"), _files),
]
PARTS: dict[str, Part] = {key: part for key, _name, part in TABS}
