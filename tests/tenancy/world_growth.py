"""An offer, a roadmap and what was done for a creator."""

from datetime import date
from typing import Any

from partnerships.models import Opportunity, Partnership, RoadmapItem, Support


def grown(partnership: Partnership, today: date) -> dict[str, Any]:
    ws = partnership.workspace
    offer = Opportunity.objects.create(
        workspace=ws, partnership=partnership, kind="series", title="Six mornings"
    )
    item = RoadmapItem.objects.create(
        workspace=ws, partnership=partnership, quarter=date(today.year, 1, 1), kind="learned",
        text="Her kitchen outdoes our studio",
    )  # fmt: skip
    support = Support.objects.create(
        workspace=ws, partnership=partnership, kind="shared", on=today, text="Her cookbook"
    )
    return {
        "opportunity": offer.public_id,
        "roadmap_item": item.public_id,
        "support": support.public_id,
    }
