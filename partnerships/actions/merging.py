"""Partnerships of two creators' rows that turned out to be one person."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.models import OutgoingMail
from creators.merging import Carried, Ledger, carry, refusals, register_carried, register_notes
from creators.models import Creator
from partnerships.enums import Stage
from partnerships.models import Agreement, Partnership
from partnerships.rules.agreements import BINDING_STATES, overlap

PARTNERSHIP = "partnerships.partnership"
# So that undo may put the old version back, and a form opened in between still does not fit.
AHEAD = 1_000
_STAGES = [Stage.ACTIVE, Stage.PAUSED, Stage.OPENING]


def register() -> None:
    of_partnership: dict[str, Any] = {"of": PARTNERSHIP, "via": "creator"}
    register_carried(
        Carried(
            "partnerships.partnership.creator",
            words=_partnerships,
            settle=_unite_living,
            refuse=_refuse,
            order=200,
        ),
        Carried(
            "partnerships.agreement.partnership",
            words=_agreements,
            refuse=_refuse_two_agreements,
            order=210,
            **of_partnership,
        ),
        Carried("partnerships.tierchange.partnership", order=211, **of_partnership),
        Carried("partnerships.handover.partnership", order=212, **of_partnership),
    )
    register_notes("partnerships", _notes)


def both_living(kept: Creator, absorbed: Creator) -> list[tuple[Partnership, Partnership]]:
    """For each brand that has a living partnership with both: (the better-founded, the other)."""
    rows = (
        Partnership.objects.living()
        .filter(creator__in=[kept.pk, absorbed.pk])
        .select_related("brand", "creator", "owner")
        .prefetch_related("agreements")
        .order_by("brand__name", "pk")
    )
    by_brand: dict[int, list[Partnership]] = {}
    for row in rows:
        by_brand.setdefault(row.brand_id, []).append(row)
    return [_by_foundation(two, kept) for two in by_brand.values() if len(two) > 1]


def _by_foundation(two: Iterable[Partnership], kept: Creator) -> tuple[Partnership, Partnership]:
    """What binds counts most, then the stage, the tier, the years; else the kept one's."""

    def weight(row: Partnership) -> tuple[Any, ...]:
        agreed = any(a.state in BINDING_STATES for a in row.agreements.all())
        return (
            not agreed, _STAGES.index(Stage(row.stage)), row.tier, row.started_on,
            row.creator_id != kept.pk,
        )  # fmt: skip

    better, other = sorted(two, key=weight)
    return better, other


def _refuse(kept: Creator, absorbed: Creator) -> list[str]:
    return [
        why
        for better, other in both_living(kept, absorbed)
        for why in refusals(PARTNERSHIP, better, other)
    ]


def _refuse_two_agreements(better: Partnership, other: Partnership) -> list[str]:
    """Two agreements that bind on the same days cannot both be the agreement."""
    for ours in _binding(better):
        for theirs in _binding(other):
            days = overlap((ours.starts_on, ours.ends_on), (theirs.starts_on, theirs.ends_on))
            if days:
                return [
                    _(
                        "Both have an agreement with %(brand)s that binds %(days)s. End one of them"
                        " first; a merge must not decide what was signed."
                    )
                    % {"brand": better.brand.name, "days": _period(*days)}
                ]
    return []


def _binding(partnership: Partnership) -> list[Agreement]:
    return [a for a in partnership.agreements.all() if a.state in BINDING_STATES]


def _period(first: date, last: date | None) -> str:
    if last is None:
        return _("from %(day)s on") % {"day": date_format(first, "j E Y")}
    return _("from %(first)s until %(last)s") % {
        "first": date_format(first, "j E Y"),
        "last": date_format(last, "j E Y"),
    }


def _notes(kept: Creator, absorbed: Creator) -> list[str]:
    return [
        _(
            "Both are partners of %(brand)s: the two become one partnership, %(tier)s, kept by"
            " %(owner)s. Contacts, campaigns and history of both stay."
        )
        % {"brand": better.brand.name, "tier": better.tier, "owner": better.owner}
        for better, _other in both_living(kept, absorbed)
    ]


def _unite_living(ledger: Ledger, kept: Creator, absorbed: Creator) -> None:
    for better, other in both_living(kept, absorbed):
        carry(ledger, PARTNERSHIP, better, other)
        mails = OutgoingMail._base_manager.filter(
            about_type=other._meta.label_lower, about_id=other.public_id
        )
        ledger.change(mails, about_id=better.public_id)
        ledger.became(other, better)
        ledger.delete([other])
        ledger.change(
            [better],
            started_on=min(better.started_on, other.started_on),
            version=better.version + AHEAD,
            **_contact(better, other),
        )


def _contact(better: Partnership, other: Partnership) -> dict[str, str]:
    """A contact on their side that only one of the two knows is not lost."""
    if better.contact_name or better.contact_email:
        return {}
    return {"contact_name": other.contact_name, "contact_email": other.contact_email}


def _partnerships(n: int) -> str:
    return ngettext("%(n)d partnership", "%(n)d partnerships", n) % {"n": n}


def _agreements(n: int) -> str:
    return ngettext("%(n)d agreement", "%(n)d agreements", n) % {"n": n}
