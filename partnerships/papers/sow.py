"""The statement of work of a quarter as a paper."""

from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _

from core.papers import LAYOUT, typeset
from creators.enums import Market
from partnerships.enums import Metric, SowState
from partnerships.models import Objective, Sow
from partnerships.papers.writing import (
    day,
    facts,
    measured,
    money,
    parties,
    section,
    signature,
    table,
    words,
)
from partnerships.rules.growth import quarter_name
from partnerships.rules.sow import last_day


def sow_pdf(sow: Sow, language: str) -> bytes:
    """In "en" or "ru"; one query for its objectives."""
    return typeset(LAYOUT, sow_paper(sow, language))


def sow_paper(sow: Sow, language: str) -> dict[str, Any]:
    """What stands on it."""
    with translation.override(language):
        agreement, partnership = sow.agreement, sow.agreement.partnership
        name = quarter_name(sow.quarter)
        beneath = _("Under: %(agreement)s of %(day)s") % {
            "agreement": agreement.get_kind_display(),
            "day": day(agreement.starts_on),
        }
        budget = f"{money(sow.budget_from, sow.currency)} – {money(sow.budget_to, sow.currency)}"
        title = _("Statement of work, %(quarter)s") % {"quarter": name}
        return {
            "lang": language,
            "kicker": str(partnership),
            "title": title,
            "subtitle": beneath,
            "mark": str(SowState.DRAFT.label) if sow.state == SowState.DRAFT else "",
            "footer": f"{title} · {partnership}",
            "sections": [
                *parties(partnership),
                *section(
                    _("The quarter"),
                    facts(
                        (_("Days"), f"{day(sow.quarter)} – {day(last_day(sow.quarter))}"),
                        (_("Campaigns"), str(sow.campaigns)),
                        (_("Budget"), budget),
                    ),
                ),
                *section(_("What the quarter is for"), words(sow.focus)),
                *_objectives(sow),
                *section(_("What stays flexible"), words(sow.flexible)),
                *section(_("Agreed"), {"signatures": _signatures(sow)}),
            ],
        }


def _objectives(sow: Sow) -> list[dict[str, Any]]:
    rows = [
        [
            one.audience,
            str(Market(one.market).label),
            str(Metric(one.metric).label),
            day(one.ends_on),
            measured(one.metric, one.target, one.currency),
        ]
        for one in Objective.objects.filter(sow=sow, dropped_at=None).order_by("pk")
    ]
    head = [_("Whom to reach"), _("Market"), _("Measured by"), _("Until"), _("Target")]
    return section(_("Objectives"), table(head, rows, [4]) if rows else None)


def _signatures(sow: Sow) -> list[dict[str, str]]:
    partnership = sow.agreement.partnership
    agreed = sow.state == SowState.AGREED
    return [
        signature(
            _("For the brand"),
            partnership.brand.name,
            partnership.owner.name if agreed else "",
            sow.agreed_on if agreed else None,
        ),
        signature(_("For the creator"), partnership.creator.name, sow.agreed_by, sow.agreed_on),
    ]
