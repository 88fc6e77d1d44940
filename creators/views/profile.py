"""One screen per creator (product.md, row 1), its parts under `?tab=`."""

from collections.abc import Callable
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.access import WorkspaceRequest, needs
from accounts.permissions import Permission
from core.panels import load_panels
from creators.forms.channels import ChannelForm, SnapshotForm
from creators.forms.creator import PreferencesForm, preferences_of
from creators.forms.rates import RateForm
from creators.models import Creator
from creators.queries import profile as queries
from creators.rules.hours import LocalTime, local_time
from creators.views.respond import (
    CHANNELS,
    OVERVIEW,
    PREFERENCES,
    RATES,
    TIMELINE,
    creator_or_404,
)

Forms = dict[str, Any]


@require_safe
@needs(Permission.VIEW)
def profile(request: WorkspaceRequest, public_id: str) -> HttpResponse:
    return show_profile(request, creator_or_404(public_id), request.GET.get("tab", OVERVIEW))


def show_profile(
    request: WorkspaceRequest,
    creator: Creator,
    tab: str,
    *,
    status: int = 200,
    **forms: Any,
) -> HttpResponse:
    """The profile at `tab`; `forms` are those a refused POST brings back, filled in."""
    tab = tab if tab in _PARTS else OVERVIEW
    context = {
        "creator": creator,
        "tags": queries.tags_of(creator),
        "local": _local(request, creator),
        "header_panels": load_panels("creators.profile.header", request, creator),
        "panels": load_panels("creators.profile", request, creator, tab=tab),
        "tab": tab,
        "tabs": [
            (OVERVIEW, _("Overview")),
            (TIMELINE, _("Timeline")),
            (CHANNELS, _("Channels")),
            (PREFERENCES, _("Preferences and goals")),
            (RATES, _("Rates")),
        ],
        **_PARTS[tab](request, creator, forms),
    }
    return render(request, "creators/profile.html", context, status=status)


def _local(request: WorkspaceRequest, creator: Creator) -> LocalTime:
    return local_time(
        at=timezone.now(),
        zone=creator.zone,
        reader_zone=request.user.zone,
        market=creator.market,
        quiet_from=creator.quiet_from,
        quiet_until=creator.quiet_until,
    )


def _overview(request: WorkspaceRequest, creator: Creator, forms: Forms) -> Forms:
    today = timezone.localdate(timezone=creator.zone)
    return {
        "channels": queries.channels_of(creator),
        "rates": [line for line in queries.rates_of(creator, today) if line.now],
    }


def _timeline(request: WorkspaceRequest, creator: Creator, forms: Forms) -> Forms:
    return {}


def _channels(request: WorkspaceRequest, creator: Creator, forms: Forms) -> Forms:
    refused: SnapshotForm | None = forms.get("snapshot")
    cards = []
    for view in queries.channels_of(creator):
        fresh = SnapshotForm.for_channel(view.channel)
        mine = refused if refused and refused.prefix == fresh.prefix else fresh
        chart = view.chart(
            title=_("Followers"),
            x_title=_("Date"),
            y_title=_("Followers"),
            language=get_language() or "en",
        )
        cards.append({"view": view, "form": mine, "chart": chart})
    return {"cards": cards, "channel_form": forms.get("channel") or ChannelForm()}


def _preferences(request: WorkspaceRequest, creator: Creator, forms: Forms) -> Forms:
    form = forms.get("preferences") or PreferencesForm(initial=preferences_of(creator))
    return {"form": form, "conflict": forms.get("conflict"), "who": forms.get("who", "")}


def _rates(request: WorkspaceRequest, creator: Creator, forms: Forms) -> Forms:
    today = timezone.localdate(timezone=creator.zone)
    form = forms.get("rate") or RateForm(
        initial={"valid_from": today, "currency": "RUB" if creator.market == "RU" else "USD"}
    )
    return {"lines": queries.rates_of(creator, today), "rate_form": form, "today": today}


_PARTS: dict[str, Callable[[WorkspaceRequest, Creator, Forms], Forms]] = {
    OVERVIEW: _overview,
    TIMELINE: _timeline,
    CHANNELS: _channels,
    PREFERENCES: _preferences,
    RATES: _rates,
}
