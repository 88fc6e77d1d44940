"""Campaigns of two creators' rows that turned out to be one person."""

from typing import Any

from django.db.models import Exists, OuterRef
from django.utils.translation import ngettext

from campaigns.enums import CollaborationState
from campaigns.models import (
    Brief,
    BriefVersion,
    Citation,
    Collaboration,
    Debrief,
    Deliverable,
    Feedback,
    Idea,
    Learning,
    Outreach,
    Payment,
    Result,
    SyncNote,
)
from campaigns.rules.sequence import Place, number_in_order
from creators.merging import (
    Carried,
    Ledger,
    register_carried,
    register_finish,
    register_more,
)
from creators.models import Creator
from partnerships.models import Partnership


def register() -> None:
    register_carried(
        Carried(
            "campaigns.collaboration.partnership",
            of="partnerships.partnership",
            via="creator",
            words=_collaborations,
            settle=_drop_empty_parts,
            refuse=_refuse_two_parts,
            order=300,
        ),
        Carried(
            "campaigns.payment.partnership",
            of="partnerships.partnership",
            via="creator",
            order=310,
        ),
    )
    register_more("campaigns", _more)
    register_finish("campaigns", _renumber)


def _in_both(better: Partnership, other: Partnership) -> list[tuple[Any, Any]]:
    """(part of `better`, part of `other`) for each campaign both take part in."""
    rows = Collaboration.objects.filter(partnership__in=[better.pk, other.pk])
    by_campaign: dict[int, dict[int, Any]] = {}
    for row in rows.select_related("campaign").annotate(**_WORK):
        by_campaign.setdefault(row.campaign_id, {})[row.partnership_id] = row
    return [
        (parts[better.pk], parts[other.pk])
        for _key, parts in sorted(by_campaign.items())
        if len(parts) > 1
    ]


def _of(model: Any, path: str = "collaboration") -> Exists:
    return Exists(model._base_manager.filter(**{path: OuterRef("pk")}))


_WORK: dict[str, Any] = {
    "has_versions": _of(BriefVersion, "brief__collaboration"),
    "has_citations": _of(Citation, "brief__collaboration"),
    "has_deliverables": _of(Deliverable),
    "has_results": _of(Result),
    "has_payment": _of(Payment),
    "has_learnings": _of(Learning),
    "has_ideas": _of(Idea),
    "has_feedback": _of(Feedback),
    "has_syncs": _of(SyncNote),
    "has_debrief": _of(Debrief),
}


def _is_empty(part: Any) -> bool:
    """Nothing came of it: nothing shared, delivered, measured, learned or owed."""
    if part.state == CollaborationState.CLOSED or any(getattr(part, name) for name in _WORK):
        return False
    brief = Brief.objects.filter(collaboration=part).first()
    texts = brief.sections.values() if brief else ()
    return not any(text for each in texts for text in each.values())


def _refuse_two_parts(better: Partnership, other: Partnership) -> list[str]:
    """Work on both sides of one campaign is two pieces of work: neither may swallow the other."""
    names = [
        f"“{ours.campaign.name}”"
        for ours, theirs in _in_both(better, other)
        if not (_is_empty(ours) or _is_empty(theirs))
    ]
    if not names:
        return []
    return [
        ngettext(
            "Both worked in %(campaigns)s. A merge must not choose whose work it was: it is"
            " possible once one of the two has nothing there, no shared brief, deliverable, result"
            " or payment.",
            "Both worked in %(campaigns)s. A merge must not choose whose work it was: it is"
            " possible once one of the two has nothing in them, no shared brief, deliverable,"
            " result or payment.",
            len(names),
        )
        % {"campaigns": ", ".join(names)}
    ]


def _drop_empty_parts(ledger: Ledger, better: Partnership, other: Partnership) -> None:
    """One person takes part once: the part in which nothing happened goes."""
    for ours, theirs in _in_both(better, other):
        gone = theirs if _is_empty(theirs) else ours
        left = ours if gone is theirs else theirs
        ledger.delete(Brief.objects.filter(collaboration=gone))
        _carry_questions(ledger, gone, left)
        ledger.became(gone, left)
        # Annotations are no columns: the row as the table has it.
        ledger.delete(Collaboration.objects.filter(pk=gone.pk))


def _carry_questions(ledger: Ledger, gone: Any, left: Any) -> None:
    """What one person was asked and said stays theirs; two open questions are one."""
    asked = Outreach.objects.filter(collaboration=gone)
    still_asks = Outreach.objects.filter(collaboration=left, answer="").exists()
    if still_asks or left.state != CollaborationState.INVITED:
        ledger.delete(asked.filter(answer=""))
    ledger.change(asked.all(), collaboration=left)


def _renumber(ledger: Ledger, kept: Creator) -> None:
    """First, second, third campaign of one person with a brand, over all partnerships."""
    rows = Collaboration.objects.filter(partnership__creator=kept)
    by_brand: dict[int, list[Any]] = {}
    for row in rows.select_related("campaign", "partnership"):
        by_brand.setdefault(row.partnership.brand_id, []).append(row)
    for parts in by_brand.values():
        numbers = number_in_order(
            Place(p.pk, p.campaign.starts_on, p.state == CollaborationState.DECLINED) for p in parts
        )
        for part in parts:
            ledger.change([part], sequence=numbers[part.pk])


def _more(creator: Creator) -> list[tuple[int, Any]]:
    mine = Payment.objects.filter(partnership__creator=creator)
    return [(mine.count(), _payments)]


def _collaborations(n: int) -> str:
    return ngettext(
        "%(n)d campaign with briefs, deliverables and results",
        "%(n)d campaigns with briefs, deliverables and results",
        n,
    ) % {"n": n}


def _payments(n: int) -> str:
    return ngettext("%(n)d payment", "%(n)d payments", n) % {"n": n}
