"""Asks and gifts of partnerships (rows 44 and 50): one query, however many they are."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any, NamedTuple

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from campaigns.models import Outreach
from checkins.enums import BalanceLevel, Direction
from checkins.models import Touch
from checkins.queries.contact import UNDELIVERED
from checkins.rules.balance import FEW, GIFTS, SPAN, TIMES, Balance
from partnerships.enums import Stage
from partnerships.models import Partnership, Support

BY_CREATOR, BY_PARTNERSHIP = "creator_id", "pk"
# The worst first: what a creator with several partnerships is shown by.
_WORST = (BalanceLevel.ASKING, BalanceLevel.LEANING, BalanceLevel.QUIET, BalanceLevel.BALANCED)


@dataclass(frozen=True)
class Kept:
    """Of a row of a list: the balance, of several partnerships the worst; support of them all."""

    balance: Balance
    support: int


def balance_of(partnership: Partnership, at: datetime) -> Balance:
    found = _rows(Partnership.objects.filter(pk=partnership.pk), at)
    return next((balance for _pk, _creator, balance in found), Balance())


def with_balance(rows: Any, since: Any, day: Any) -> Any:
    """Partnerships with what `balance_beside` needs, for a query of somebody else's. `since` and
    `day`: the moment and the date twelve months ago, or the Given of a prepared query."""
    return _counted(rows, since, day).annotate(
        given_at=Subquery(_gifts().order_by("-at").values("at")[:1]),
        helped_on=Subquery(_support().order_by("-on").values("on")[:1]),
    )


def balance_beside(row: Any) -> Balance:
    """Of a row of `with_balance`."""
    newest = _newest(row.given_at, row.helped_on)
    return Balance(row.n_asked, row.n_invited, row.n_given, row.n_support, newest)


def kept(ids: Iterable[int], by: str, at: datetime) -> dict[int, Kept]:
    """Id → its balance, of living partnerships; `by` is BY_CREATOR or BY_PARTNERSHIP."""
    rows = Partnership.objects.living().filter(**{f"{by}__in": list(ids)})
    many: dict[int, list[Balance]] = {}
    for pk, creator, balance in _rows(rows, at):
        many.setdefault(creator if by == BY_CREATOR else pk, []).append(balance)
    return {
        pk: Kept(min(all_of, key=_badness), sum(one.support for one in all_of))
        for pk, all_of in many.items()
    }


def narrow_by_balance(creators: Any, level: str, at: datetime) -> Any:
    """Creators with a living partnership of that balance."""
    asks, gifts = F("n_asked") + F("n_invited"), F("n_given") + F("n_support")
    since = at - SPAN
    rows = _counted(_kept_warm(), since, since.date()).annotate(n_asks=asks, n_gifts=gifts)
    return creators.filter(Exists(rows.filter(_is(level), creator=OuterRef("pk"))))


def narrow_by_support(creators: Any, value: str, at: datetime) -> Any:
    """Creators whom we supported in twelve months ("yes"), or partners whom we did not ("no")."""
    since = (at - SPAN).date()
    given = Support.objects.filter(on__gt=since, partnership__creator=OuterRef("pk"))
    if value == "yes":
        return creators.filter(Exists(given))
    partners = _kept_warm().filter(creator=OuterRef("pk"))
    return creators.filter(Exists(partners)).exclude(Exists(given))


def _kept_warm() -> "QuerySet[Partnership, Any]":
    return Partnership.objects.exclude(stage__in=(Stage.PAUSED, Stage.ENDED))


def _is(level: str) -> Q:
    """`rules/balance.py: level_of`, asked in the database."""
    asking = Q(n_asks__gte=FEW, n_asks__gt=F("n_gifts") * TIMES)
    return {
        BalanceLevel.QUIET: Q(n_asks=0, n_gifts=0),
        BalanceLevel.BALANCED: Q(n_asks__lte=F("n_gifts"), n_gifts__gt=0),
        BalanceLevel.ASKING: asking,
        BalanceLevel.LEANING: Q(n_asks__gt=F("n_gifts")) & ~asking,
    }[BalanceLevel(level)]


def _badness(balance: Balance) -> tuple[int, int]:
    return _WORST.index(balance.level), balance.gifts - balance.asks


class _Row(NamedTuple):
    pk: int
    creator_id: int
    n_asked: int
    n_invited: int
    n_given: int
    n_support: int
    given_at: datetime | None
    helped_on: date | None


def _rows(
    partnerships: "QuerySet[Partnership, Any]", at: datetime
) -> list[tuple[int, int, Balance]]:
    """(partnership, creator, balance) of each."""
    since = at - SPAN
    found = with_balance(partnerships, since, since.date()).order_by().values_list(*_Row._fields)
    rows = [_Row(*values) for values in found]
    return [(row.pk, row.creator_id, balance_beside(row)) for row in rows]


def _newest(given_at: datetime | None, helped_on: date | None) -> date | None:
    days = [given_at.astimezone(UTC).date() if given_at else None, helped_on]
    return max((day for day in days if day is not None), default=None)


def _counted(partnerships: Any, since: Any, day: Any) -> Any:
    asked = _ours().filter(asks=True, at__gt=since)
    invited = Outreach.objects.filter(
        collaboration__partnership=OuterRef("pk"), asked_at__gt=since
    ).exclude(mail__state__in=UNDELIVERED)
    return partnerships.annotate(
        n_asked=_count(asked, "partnership"),
        n_invited=_count(invited, "collaboration__partnership"),
        n_given=_count(_gifts().filter(at__gt=since), "partnership"),
        n_support=_count(_support().filter(on__gt=day), "partnership"),
    )


def _ours() -> "QuerySet[Touch, Any]":
    rows = Touch.objects.filter(partnership=OuterRef("pk")).exclude(direction=Direction.IN)
    return rows.exclude(mail__state__in=UNDELIVERED)


def _gifts() -> "QuerySet[Touch, Any]":
    return _ours().filter(asks=False, kind__in=GIFTS)


def _support() -> "QuerySet[Support, Any]":
    return Support.objects.filter(partnership=OuterRef("pk"))


def _count(rows: Any, by: str) -> Coalesce:
    counted = rows.order_by().values(by).annotate(n=Count("pk")).values("n")
    return Coalesce(Subquery(counted[:1]), 0)
