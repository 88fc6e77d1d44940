"""What the richer agreements of the demo say, and how two of them were changed."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from decimal import Decimal

from config.demo.cast import Cast
from partnerships.actions.amendments import (
    apply_due,
    draft_amendment,
    send_amendment,
    sign_amendment,
)
from partnerships.enums import AgreementKind, AgreementState
from partnerships.models import Agreement, Amendment
from partnerships.queries.terms import terms_of
from partnerships.rules.terms import Terms


def amendment_events(cast: Cast) -> list[tuple[datetime, Callable[[], None]]]:
    """One change in force since spring, one that waits for the signature: more campaigns and a
    dearer reel, of the two evergreen agreements that run longest."""
    rows = list(
        Agreement.objects.filter(
            kind=AgreementKind.EVERGREEN, state=AgreementState.IN_FORCE
        ).order_by("starts_on", "pk")[:2]
    )
    found: list[tuple[datetime, Callable[[], None]]] = []
    if rows:
        found.append((cast.ago(70), lambda: _change(cast, rows[0], cast.ago(70), sign=True)))
    if len(rows) > 1:
        found.append((cast.ago(4), lambda: _change(cast, rows[1], cast.ago(4), sign=False)))
    return found


def _change(cast: Cast, agreement: Agreement, at: datetime, *, sign: bool) -> None:
    agreement = Agreement.objects.select_related(
        "partnership__creator", "partnership__owner", "partnership__brand", "partnership__workspace"
    ).get(pk=agreement.pk)
    owner, creator = agreement.partnership.owner, agreement.partnership.creator
    terms = terms_of(agreement)
    amendment = draft_amendment(
        agreement=agreement,
        terms=_after(terms),
        effective_on=(at + timedelta(days=14 if sign else 25)).date(),
        reason="Five campaigns went well; both of us want one more a year, at a fair price",
        by=owner,
        at=at,
    )
    send_amendment(amendment=_again(amendment), by=owner, at=at + timedelta(hours=1))
    if sign:
        signed = at + timedelta(days=3)
        sign_amendment(
            amendment=_again(amendment), signed_on=signed.date(), signed_by=creator.name,
            by=owner, at=signed,
        )  # fmt: skip
        first = at + timedelta(days=14)
        apply_due(amendment=_again(amendment), by=None, at=first)


def _again(amendment: Amendment) -> Amendment:
    return Amendment.objects.select_related(
        "agreement__partnership__creator",
        "agreement__partnership__owner",
        "agreement__partnership__brand",
        "agreement__partnership__workspace",
    ).get(pk=amendment.pk)


def _after(terms: Terms) -> Terms:
    dearer = Decimal("1.1")
    return replace(
        terms,
        campaigns_a_year=terms.campaigns_a_year + 1,
        rates=[(name, code, (amount * dearer).quantize(Decimal(1)))
               for name, code, amount in terms.rates],
    )  # fmt: skip
