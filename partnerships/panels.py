"""What this room shows on the pages of creators."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from core.panels import NextStep, Panel, once, register_panel
from creators.models import Creator
from partnerships.enums import Stage, Tier
from partnerships.models import Agreement, Partnership
from partnerships.queries import creators as queries

Known = list[tuple[Partnership, Agreement | None]]


def header(request: Any, creator: Creator) -> dict[str, Any]:
    """Tier of each brand with its link, and the contacts of both sides (rows 1 and 6)."""
    known = known_of(request, creator)
    rows = sorted((r for r, _a in known if r.stage != Stage.ENDED), key=lambda row: row.tier)
    return {
        "next_step": _next_step(request, creator, known),
        "creator": creator,
        "partnerships": rows,
        "owners": queries.owner_names(rows),
        "contacts": [row for row in rows if row.contact_name or row.contact_email],
    }


def card(request: Any, creator: Creator) -> dict[str, Any]:
    return {"creator": creator, "partnerships": known_of(request, creator)}


def known_of(request: Any, creator: Creator) -> Known:
    """Head and card show the same rows of one read."""
    return once(request, f"partnerships:{creator.pk}", lambda: queries.with_agreements(creator))


def _next_step(request: Any, creator: Creator, known: Known) -> NextStep | None:
    if creator.archived_at:
        return None
    slug = request.workspace.slug
    for row, agreement in known:
        if row.stage != Stage.ENDED and row.tier == Tier.T1 and agreement is None:
            text = gettext("No agreement with %(brand)s is written yet.") % {
                "brand": row.brand.name
            }
            url = reverse("partnerships:agreement_new", args=[slug, row.public_id])
            return NextStep(35, text, "file-pen-line", url, gettext("Write it"))
    if any(row.stage != Stage.ENDED for row, _agreement in known):
        return None
    url = f"{reverse('partnerships:open', args=[slug])}?creator={creator.public_id}"
    return NextStep(
        58, gettext("No partnership with any of your brands yet."), "handshake", url,
        gettext("Make a partnership"),
    )  # fmt: skip


def register() -> None:
    folder = "partnerships/panels"
    register_panel(
        Panel(
            "creators.profile.header",
            "partnerships",
            _("Partnerships"),
            f"{folder}/creator_header.html",
            header,
            order=10,
        )
    )
    register_panel(
        Panel(
            "creators.profile",
            "partnerships",
            _("Partnerships"),
            f"{folder}/creator_card.html",
            card,
            order=10,
        )
    )
