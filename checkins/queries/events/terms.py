"""Tiers, agreements and their rates, handovers, pauses: what the two sides agreed and who keeps
it."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from functools import partial
from typing import Any

from django.db.models import OuterRef, Subquery
from django.utils.translation import gettext as _

from checkins.enums import Direction
from checkins.queries.events.talk import person, problem_of
from checkins.timeline_sources import Asking, Entry, Happening, Telling
from core.models import AuditEntry
from core.money import Money, format_money
from core.templatetags.ui import day as day_in_words
from creators.enums import ContentFormat
from partnerships.enums import AgreementState, AmendmentState
from partnerships.models import (
    Agreement,
    AgreementRate,
    Amendment,
    Handover,
    Partnership,
    TierChange,
)

_BY_US = "us"
_STAGES = {
    "partnership.activated": "circle-check",
    "partnership.paused": "pause",
    "partnership.resumed": "play",
    "partnership.ended": "circle-stop",
}


def _ask_tiers(asking: Asking) -> Any:
    asked = TierChange.objects.filter(asking.of("partnership")).select_related("by")
    asked = asked.only(
        "public_id", "at", "partnership", "from_tier", "to_tier", "reason", "override",
        *person("by"),
    )  # fmt: skip
    return asking.newest(asked, "tier")


def tiers(asking: Asking) -> Telling:
    [rows] = yield [asking.ask(_ask_tiers)]
    return [Happening(row.at, "tier", row.public_id, partial(_tier, asking, row)) for row in rows]


def _tier(asking: Asking, row: TierChange) -> Entry:
    names = {"old": row.from_tier, "new": row.to_tier}
    what = _("From %(old)s to %(new)s") if row.from_tier else _("Partners, in %(new)s")
    return Entry(
        icon="layers",
        what=what % names,
        brand=asking.brand(row.partnership_id),
        who=str(row.by),
        body=row.reason,
        facts=(_("by gut feeling"),) if row.override else (),
        link=asking.url("partnerships:detail", asking.partnerships[row.partnership_id].public_id),
    )


def _ask_handovers(asking: Asking) -> Any:
    asked = Handover.objects.filter(asking.of("partnership")).select_related(
        "from_owner", "to_owner", "mail"
    )
    asked = asked.only(
        "public_id", "at", "partnership", "note", "mail__state", *person("from_owner"),
        *person("to_owner"),
    )  # fmt: skip
    return asking.newest(asked, "handover")


def handovers(asking: Asking) -> Telling:
    [rows] = yield [asking.ask(_ask_handovers)]
    return [
        Happening(row.at, "handover", row.public_id, partial(_handover, asking, row))
        for row in rows
    ]


def _handover(asking: Asking, row: Handover) -> Entry:
    names = {"old": row.from_owner, "new": row.to_owner}
    return Entry(
        icon="arrow-right-left",
        what=_("Handed over from %(old)s to %(new)s") % names,
        brand=asking.brand(row.partnership_id),
        body=row.note,
        link=asking.url("partnerships:detail", asking.partnerships[row.partnership_id].public_id),
        problem=problem_of(row.mail),
    )


def _ask_agreements(asking: Asking) -> Any:
    rows = Agreement.objects.filter(asking.of("partnership")).only(
        "public_id", "partnership", "state", "starts_on", "ends_on", "currency", "sent_on",
        "signed_on", "signed_by", "notice_given_on", "notice_by", "end_reason",
    )  # fmt: skip
    # Rows of prices hold what was amended since; what was signed is in the first amendment.
    first = Amendment.objects.filter(agreement=OuterRef("pk"), state=AmendmentState.IN_FORCE)
    signed = first.order_by("number").values("before__rates")[:1]
    return rows.annotate(signed_rates=Subquery(signed)).order_by("starts_on", "pk")


def _ask_prices(asking: Asking) -> Any:
    rows = AgreementRate.objects.filter(asking.of("agreement__partnership"))
    return rows.only("agreement", "format", "currency", "amount").order_by("pk")


def agreements(asking: Asking) -> Telling:
    """A partnership has a few agreements: all are read, with their rates beside those before."""
    [rows, prices] = yield [asking.ask(_ask_agreements), asking.ask(_ask_prices)]
    rates: dict[int, list[AgreementRate]] = defaultdict(list)
    for price in prices:
        rates[price.agreement_id].append(price)
    before: dict[int, Agreement] = {}
    found: list[Happening] = []
    for row in rows:
        found += _of_agreement(asking, row, before.get(row.partnership_id), rates)
        if row.signed_on is not None:
            before[row.partnership_id] = row
    return asking.kept(found)


def _of_agreement(
    asking: Asking,
    row: Agreement,
    before: Agreement | None,
    rates: Mapping[int, list[AgreementRate]],
) -> Iterator[Happening]:
    def at(
        day: date | None, kind: str, what: str, body: str = "", facts: tuple[str, ...] = ()
    ) -> Iterator[Happening]:
        if day is not None:
            entry = Entry(
                icon="handshake",
                what=what,
                on=day,
                brand=asking.brand(row.partnership_id),
                body=body,
                facts=facts,
                link=asking.url("partnerships:agreement", row.public_id),
                direction=_moves(row).get(kind, ""),
            )
            if asking.direction in ("", entry.direction):
                yield Happening(asking.noon(day), kind, row.public_id, lambda: entry)

    signed = _("For the creator by %(name)s") % {"name": row.signed_by} if row.signed_by else ""
    yield from at(row.sent_on, "agreement_1_sent", _("Agreement sent"))
    yield from at(
        row.signed_on, "agreement_2_signed", _("Agreement signed"), signed,
        tuple(_new_rates(row, before, rates)),
    )  # fmt: skip
    notice = _("by us") if row.notice_by == _BY_US else _("by the creator")
    ends = {"day": day_in_words(row.ends_on)}
    yield from at(
        row.notice_given_on, "agreement_3_notice", _("Notice given"),
        f"{notice}, {_('ends on %(day)s') % ends}",
    )  # fmt: skip
    if row.state == AgreementState.ENDED:
        yield from at(row.ends_on, "agreement_4_ended", _("Agreement ended"), row.end_reason)


def _moves(row: Agreement) -> dict[str, str]:
    notice = Direction.OUT if row.notice_by == _BY_US else Direction.IN
    return {
        "agreement_1_sent": Direction.OUT,
        "agreement_2_signed": Direction.IN,
        "agreement_3_notice": notice,
    }


def _new_rates(
    row: Agreement, before: Agreement | None, rates: Mapping[int, list[AgreementRate]]
) -> Iterator[str]:
    """What each format costs from now on, with what it cost under the agreement before."""
    # Prices of the agreement before as they were in the end, tenure aside.
    old = {(r.format, r.currency): r.amount for r in rates[before.pk]} if before else {}
    for name, code, amount in _signed(row, rates[row.pk]):
        now = format_money(Money(amount, code))
        was = old.get((name, code))
        if was is not None and was != amount:
            now = f"{format_money(Money(was, code))} → {now}"
        yield f"{ContentFormat(name).label}: {now}"


def _signed(row: Any, rates: list[AgreementRate]) -> list[tuple[str, str, Decimal]]:
    if row.signed_rates is not None:
        return [(name, code, Decimal(amount)) for name, code, amount in row.signed_rates]
    return [(rate.format, rate.currency, rate.amount) for rate in rates]


def _ask_stages(asking: Asking) -> Any:
    asked = AuditEntry.objects.filter(
        asking.named("object_id"),
        object_type=Partnership._meta.label_lower,
        verb__in=list(_STAGES),
    ).select_related("by")
    asked = asked.only("public_id", "at", "object_id", "verb", "changes", *person("by"))
    return asking.newest(asked, "stage")


def stages(asking: Asking) -> Telling:
    """Pauses and ends are kept in the audit, which knows who and why."""
    by_id = {row.public_id: row for row in asking.partnerships.values()}
    [rows] = yield [asking.ask(_ask_stages)]
    return [
        Happening(
            row.at, "stage", row.public_id, partial(_stage, asking, row, by_id[row.object_id])
        )
        for row in rows
    ]


def _stage(asking: Asking, row: AuditEntry, partnership: Partnership) -> Entry:
    words = {
        "partnership.activated": _("Opening finished"),
        "partnership.paused": _("Paused"),
        "partnership.resumed": _("Resumed"),
        "partnership.ended": _("Partnership ended"),
    }
    said = row.changes.get("pause_reason") or row.changes.get("end_reason") or ["", ""]
    return Entry(
        icon=_STAGES[row.verb],
        what=words[row.verb],
        brand=str(partnership.brand),
        who=str(row.by or ""),
        body=str(said[1] or "") if isinstance(said, list) else "",
        link=asking.url("partnerships:detail", partnership.public_id),
    )
