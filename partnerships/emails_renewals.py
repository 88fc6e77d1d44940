"""Mails of renewals, notice and ends. Both sides are told, each in their own language, each event
once: the keys name the event (product.md, rows 22 and 23)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from core.mail.outbox import NoAddress
from core.models import OutgoingMail, WorkspaceModel
from core.money import Money
from creators.enums import ContentFormat
from partnerships.letters import page, portal_page, to_creator, to_owner
from partnerships.models import Agreement, Partnership, Renewal
from partnerships.queries.renewals import days_of, so_far, successor_of
from partnerships.queries.terms import terms_on, with_terms
from partnerships.rules.pace import anniversary
from partnerships.rules.tenure import prices_on

BOTH = ("creator", "owner")


def window_opened(*, renewal: Renewal, at: datetime) -> list[OutgoingMail]:
    """What may be changed, until when, what holds now and what came of the year so far."""
    agreement = renewal.agreement
    days = days_of(renewal)
    before = anniversary(agreement.starts_on, renewal.year - 2)
    told = {
        "days": days,
        "now": _terms(agreement, at.astimezone(agreement.partnership.creator.zone).date()),
        "later": _terms(agreement, days.renews_on),
        "late": days.closes_on < at.astimezone(agreement.partnership.creator.zone).date(),
        "so_far": so_far(agreement.partnership, before, days.renews_on),
    }
    return _renewal(renewal, "window", told, at)


def renewed(*, renewal: Renewal, announced: bool, at: datetime) -> list[OutgoingMail]:
    """With which terms, until when. `announced`: whether the window was told of in time."""
    days = days_of(renewal)
    told = {"days": days, "now": _terms(renewal.agreement, days.renews_on), "announced": announced}
    return _renewal(renewal, "renewed", told, at)


def expires_soon(*, agreement: Agreement, days: int, at: datetime) -> list[OutgoingMail]:
    """60 days before the end only our side is reminded, 30 days before it the creator too."""
    return _tell(
        agreement,
        kind="expires",
        key=f"expires:{agreement.public_id}:{agreement.ends_on}:{days}",
        about=agreement,
        told={},
        at=at,
        sides=BOTH if days == 30 else ("owner",),
    )


def ended(*, agreement: Agreement, at: datetime) -> list[OutgoingMail]:
    """To the creator, when the calendar ended it or both sides agreed to; the owner's is
    `emails.agreement_moved`, of what nobody of theirs did."""
    return _tell(
        agreement,
        kind="ended",
        key=f"agreement_ended:{agreement.public_id}",
        about=agreement,
        told={"following": successor_of(agreement)},
        at=at,
        sides=("creator",),
    )


def notice_given(*, agreement: Agreement, at: datetime) -> list[OutgoingMail]:
    """The last day, and what happens until then."""
    return _notice(agreement, "notice", at)


def notice_withdrawn(*, agreement: Agreement, at: datetime) -> list[OutgoingMail]:
    return _notice(agreement, "notice_back", at)


@dataclass(frozen=True)
class _Terms:
    """What holds on a day, amendments and tenure counted in."""

    prices: list[tuple[ContentFormat, Money]]
    campaigns: int
    guaranteed: int | None
    payment_days: int


def _terms(agreement: Agreement, day: date) -> _Terms:
    # A mail tells two days of one agreement: its rows are read once.
    with_terms([agreement])
    terms = terms_on(agreement, day)
    return _Terms(
        prices=[(ContentFormat(one.format), one.money) for one in prices_on(terms, day)],
        campaigns=terms.campaigns_a_year,
        guaranteed=terms.guaranteed_a_year,
        payment_days=terms.payment_days,
    )


def _notice(agreement: Agreement, kind: str, at: datetime) -> list[OutgoingMail]:
    # Notice may be taken back and given again: the version tells them apart.
    key = f"{kind}:{agreement.public_id}:{agreement.version}"
    tasks = list(agreement.close_out.filter(dropped_at=None)) if kind == "notice" else []
    return _tell(agreement, kind=kind, key=key, about=agreement, told={"tasks": tasks}, at=at)


def _renewal(
    renewal: Renewal, kind: str, told: dict[str, object], at: datetime
) -> list[OutgoingMail]:
    agreement = renewal.agreement
    url = page("partnerships:renewal", agreement.partnership, renewal.public_id)
    return _tell(
        agreement,
        kind=kind,
        key=f"{kind}:{renewal.public_id}",
        about=renewal,
        told={"renewal": renewal, **told},
        at=at,
        url=url,
    )


def _tell(
    agreement: Agreement,
    *,
    kind: str,
    key: str,
    about: WorkspaceModel,
    told: Mapping[str, Any],
    at: datetime,
    sides: tuple[str, ...] = BOTH,
    url: str = "",
) -> list[OutgoingMail]:
    """One mail for each of `sides`. Where the creator has no address the owner is asked to tell
    them: nobody is left out silently."""
    partnership: Partnership = agreement.partnership
    context: dict[str, object] = {"agreement": agreement, "unreached": False, **told}
    sent: list[OutgoingMail] = []
    if "creator" in sides:
        mine = context | {"url": portal_page(partnership, "portal:agreement")}
        try:
            sent.append(
                to_creator(
                    partnership, key=f"{key}:creator", kind=f"{kind}_creator", context=mine,
                    about=about, at=at,
                )
            )  # fmt: skip
        except NoAddress:
            context["unreached"] = True
    if "owner" in sides:
        url = url or page("partnerships:agreement", partnership, agreement.public_id)
        sent.append(
            to_owner(
                partnership, key=f"{key}:owner", kind=f"{kind}_owner",
                context=context | {"url": url}, about=about, at=at,
            )
        )  # fmt: skip
    return sent
