"""What audiences said and what the brand answered. A sync is a contact: it is told among those
(product.md, rows 47 and 72)."""

from functools import partial
from typing import Any

from django.utils.translation import gettext as _

from campaigns.enums import FeedbackKind, FeedbackState
from campaigns.models import Feedback
from checkins.enums import Direction
from checkins.queries.events.talk import person
from checkins.timeline_sources import Asking, Entry, Happening, Telling

_PATH = "collaboration__partnership"
_COMMON = (
    "public_id", "kind", "text", "link", "heard_on", _PATH, "collaboration__campaign__name",
    "collaboration__campaign__public_id",
)  # fmt: skip


def _rows(asking: Asking, *with_: str) -> Any:
    rows = Feedback.objects.filter(asking.of(_PATH))
    return rows.select_related("collaboration__campaign", *with_)


def _ask_heard(asking: Asking) -> Any:
    asked = _rows(asking, "by").only(*_COMMON, *person("by"))
    return asking.newest_days(asked, "heard", "heard_on")


def heard(asking: Asking) -> Telling:
    [rows] = yield [asking.ask(_ask_heard)]
    return [
        Happening(asking.noon(row.heard_on), "heard", row.public_id, partial(_heard, asking, row))
        for row in rows
    ]


def _heard(asking: Asking, row: Feedback) -> Entry:
    campaign = {"campaign": row.collaboration.campaign.name}
    product = row.kind == FeedbackKind.PRODUCT
    return Entry(
        icon="message-square",
        what=_("Product suggestion: %(campaign)s") % campaign
        if product
        else _("The audience said: %(campaign)s") % campaign,
        on=row.heard_on,
        brand=asking.brand(row.collaboration.partnership_id),
        who=str(row.by or ""),
        body=row.text,
        link=_voices(asking, row),
        outside=row.link,
    )


def _ask_answered(asking: Asking) -> Any:
    asked = _rows(asking, "answered_by").exclude(state=FeedbackState.OPEN)
    asked = asked.only(*_COMMON, "state", "answer", "answered_at", *person("answered_by"))
    return asking.newest(asked, "feedback_answered", "answered_at")


def answered(asking: Asking) -> Telling:
    [rows] = yield [asking.ask(_ask_answered)]
    return [
        Happening(
            row.answered_at, "feedback_answered", row.public_id, partial(_answered, asking, row)
        )
        for row in rows
    ]


def _answered(asking: Asking, row: Feedback) -> Entry:
    return Entry(
        icon="message-square-reply",
        what=_("The brand answered (%(state)s): “%(text)s”")
        % {"state": row.get_state_display(), "text": str(row)},
        brand=asking.brand(row.collaboration.partnership_id),
        who=str(row.answered_by or ""),
        body=row.answer,
        link=_voices(asking, row),
        direction=Direction.OUT,
    )


def _voices(asking: Asking, row: Feedback) -> str:
    page = asking.url("campaigns:detail", row.collaboration.campaign.public_id)
    return f"{page}?tab=voices#feedback"
