"""One session as its page shows it: guests, times, agenda, decisions (rows 68, 69, 71)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Prefetch, QuerySet

from campaigns.models import Collaboration
from checkins.enums import GuestAnswer, SessionState
from checkins.models import (
    AgendaItem,
    DecisionUse,
    Session,
    SessionDecision,
    SessionGuest,
    SessionHost,
    SessionTime,
)
from checkins.rules.sessions import Group, group
from core.models import OutgoingMail, Suppression
from core.money import Money, totals

_GUEST = ("partnership__creator", "partnership__brand", "mail", "payment", "answered_by")
_BRIEF = "brief__collaboration__campaign", "brief__collaboration__partnership__creator"


def session_rows() -> "QuerySet[Session]":
    return Session.objects.select_related("workspace", "brand", "organizer")


@dataclass(frozen=True)
class GuestView:
    """A guest, with why no mail reaches them: "", "archived", "none" or "suppressed". `later`:
    their turn to hear of it has not come (row 71)."""

    guest: SessionGuest
    problem: str
    suits: frozenset[int]
    later: bool
    mail: OutgoingMail | None

    @property
    def uninvited(self) -> bool:
        return self.guest.invited_at is None and not self.guest.answer

    @property
    def silent(self) -> bool:
        return not self.guest.answer and not self.later and self.guest.invited_at is not None


@dataclass(frozen=True)
class TimeView:
    """A time that was asked about: `yes` of `asked` guests can."""

    time: SessionTime
    yes: int
    asked: int


@dataclass(frozen=True)
class DecisionView:
    decision: SessionDecision
    uses: list[DecisionUse]


@dataclass(frozen=True)
class Page:
    guests: list[GuestView]
    hosts: list[Any]
    times: list[TimeView]
    agenda: list[AgendaItem]
    decisions: list[DecisionView]
    group: Group
    fees: list[Money]

    @property
    def used(self) -> list[DecisionView]:
        return [one for one in self.decisions if one.uses]

    @property
    def briefs(self) -> list[Any]:
        """The brief versions that carry decisions, each once."""
        found = {use.version_id: use.version for one in self.decisions for use in one.uses}
        return list(found.values())

    @property
    def uninvited(self) -> bool:
        """Whether somebody whom a mail reaches has not heard of it."""
        return any((one.uninvited or one.later) and not one.problem for one in self.guests)

    @property
    def all_answered(self) -> bool:
        asked = [one for one in self.guests if not one.uninvited]
        return bool(asked) and not any(one.silent or one.later for one in asked)


def page_of(session: Session, at: datetime) -> Page:
    """About nine queries, however many take part."""
    rows = SessionGuest.objects.filter(session=session).select_related(*_GUEST)
    guests = list(rows.prefetch_related("suits"))
    views = _views(guests, at)
    times = list(session.times.all())
    agenda = session.agenda.select_related(*(f"brief__{path}" for path in _BRIEF))
    uses = DecisionUse.objects.select_related(*(f"version__{path}" for path in _BRIEF))
    decisions = session.decisions.prefetch_related(Prefetch("uses", uses)).select_related("by")
    hosts = SessionHost.objects.filter(session=session).select_related("user")
    fees = [one.fee is not None and one.fee > 0 for one in guests]
    markets = [one.partnership.creator.market for one in guests]
    return Page(
        guests=views,
        hosts=[host.user for host in hosts],
        times=[_time(time, views) for time in times],
        agenda=list(agenda),
        decisions=[DecisionView(one, list(one.uses.all())) for one in decisions],
        group=group(session.kind, markets, fees),
        fees=cost_of(session, guests),
    )


def _views(guests: Sequence[SessionGuest], at: datetime) -> list[GuestView]:
    addresses = {one.partnership.creator.email.strip().lower() for one in guests} - {""}
    bad = set(Suppression.objects.filter(email__in=addresses).values_list("email", flat=True))
    return [
        GuestView(
            guest=one,
            problem=_problem(one, bad),
            suits=frozenset(time.pk for time in one.suits.all()),
            later=bool(one.invited_at and one.invited_at > at and not one.answer),
            mail=one.mail,
        )
        for one in guests
    ]


def _problem(guest: SessionGuest, bad: set[str]) -> str:
    creator = guest.partnership.creator
    email = creator.email.strip().lower()
    if creator.archived_at:
        return "archived"
    return "none" if not email else "suppressed" if email in bad else ""


def _time(time: SessionTime, guests: Sequence[GuestView]) -> TimeView:
    asked = [one for one in guests if not one.uninvited and not one.later]
    return TimeView(time, sum(time.pk in one.suits for one in asked), len(asked))


def cost_of(session: Session, guests: Sequence[SessionGuest]) -> list[Money]:
    """What is owed, or will be with those who may come; each currency for itself."""
    if session.state == SessionState.HELD:
        paid = [one.payment for one in guests if one.payment is not None]
        return totals(Money(one.amount, one.currency) for one in paid)
    if session.state == SessionState.CANCELLED:
        return []
    return totals(
        Money(one.fee, one.currency) for one in guests if one.fee and one.answer != GuestAnswer.NO
    )


def uses_in(part: Collaboration) -> list[DecisionUse]:
    """What the briefs of a collaboration took from sessions, oldest first; one query."""
    rows = DecisionUse.objects.filter(version__brief__collaboration=part)
    return list(rows.select_related("decision__session", "version").defer("version__sections"))
