"""Everything of one person shared among colleagues: the hours of each before and after
(product.md, rows 6 and 43)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from accounts.models import User
from partnerships.agenda import agenda_of, hours_of
from partnerships.models import Partnership
from partnerships.queries.handovers import is_told


@dataclass(frozen=True)
class Share:
    """What one receiver gets, and their week in hours as Today counts it, without and with it."""

    person: User
    partnerships: list[Partnership]
    hours_before: float
    hours_after: float


@dataclass(frozen=True)
class Sharing:
    """`mails`: creators who are told; `untold`: those a mail does not reach."""

    shares: list[Share]
    mails: int
    untold: list[Partnership]


def sharing(leaving: User, shares: Mapping[User, Sequence[Partnership]], at: datetime) -> Sharing:
    """The queries of Today once for `leaving` and once for each receiver."""
    rows = [row for some in shares.values() for row in some]
    minutes: dict[int, int] = {}
    for line in agenda_of(leaving, at, [row.pk for row in rows]).lines:
        minutes[line.partnership_id] = minutes.get(line.partnership_id, 0) + line.minutes
    told = [row for row in rows if is_told(row)]
    addresses = {
        (person.pk, row.creator_id, row.mail_to[0].strip().lower())
        for person, some in shares.items()
        for row in some
        if row in told
    }
    return Sharing(
        shares=[_share(person, list(some), minutes, at) for person, some in shares.items()],
        mails=len(addresses),
        untold=[row for row in rows if row not in told],
    )


def _share(
    person: User, some: list[Partnership], minutes: Mapping[int, int], at: datetime
) -> Share:
    own = agenda_of(person, at).minutes
    more = sum(minutes.get(row.pk, 0) for row in some)
    return Share(person, some, hours_of(own), hours_of(own + more))
