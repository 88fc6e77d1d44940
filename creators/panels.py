"""What this room shows on its own pages."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from core.panels import Panel, once, register_panel
from creators.models import Creator
from creators.queries.doubles import doubles_of
from creators.queries.merging import last_merges
from creators.queries.profile import channel_lines


def register() -> None:
    register_panel(
        Panel(
            slot="creators.profile.header",
            key="creators.doubles",
            title=_("Duplicates"),
            template="creators/_doubles_note.html",
            load=_doubles,
            order=5,
        )
    )


def _doubles(request: Any, creator: Creator) -> Mapping[str, Any] | None:
    """Who else this may be, and who became part of it; on the first tab only."""
    if request.GET.get("tab"):
        return None
    lines = once(request, f"channels:{creator.pk}", lambda: channel_lines(creator))
    pairs = doubles_of(creator, [line.loose_key for line in lines])
    merges = last_merges(creator) if getattr(creator, "merge_count", 1) else []
    return {"pairs": pairs, "merges": merges} if pairs or merges else None
