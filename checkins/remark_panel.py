"""Beside a published deliverable: the word that was said about it, or is still to be said."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from campaigns.enums import DeliverableState
from campaigns.models import Deliverable
from checkins.queries.remarks import written_for
from checkins.rules.remarks import DUE_WITHIN
from core.panels import Panel, register_panel


def remark(request: Any, deliverable: Deliverable) -> Mapping[str, Any] | None:
    if deliverable.state != DeliverableState.PUBLISHED or deliverable.published_at is None:
        return None
    return {
        "deliverable": deliverable,
        "touch": written_for(deliverable),
        "due_at": deliverable.published_at + DUE_WITHIN,
        "next": request.get_full_path(),
    }


def register() -> None:
    template = "checkins/panels/remark.html"
    register_panel(Panel("campaigns.deliverable", "remark", _("A remark"), template, remark))
