"""Mails that came in: what found no place, what machines said, what came back, everything
(product.md, People: the creator answers by mail)."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.utils.functional import cached_property

from checkins.models import Touch
from checkins.queries.mail_of import partnership_at, partnership_of
from core.mail.away import Away, away_from
from core.models import InboundFile, InboundMail, InboundState
from creators.rules.search import search_words
from partnerships.models import Partnership

TABS = ("waiting", "automatic", "returned", "all")
# What waits for a person to say whose it is.
UNPLACED = (
    InboundState.STRANGER,
    InboundState.EXPIRED,
    InboundState.LIMITED,
    InboundState.UNHEARD,
)
AUTOMATIC = (InboundState.AUTOMATIC, InboundState.LOOP, InboundState.EMPTY)
RETURNED = (InboundState.BOUNCE, InboundState.COMPLAINT)
OFFERED, FOUND = 4, 12
_PATH = ("touch__partnership__creator", "touch__partnership__brand")

_UNPLACED = Q(state__in=UNPLACED, handled_at=None)
# Filed, but not from the address that we wrote to: to be looked at once.
_FOREIGN = Q(state=InboundState.FILED, from_known=False, handled_at=None)
_OF_TAB = {
    "waiting": _UNPLACED | _FOREIGN,
    "automatic": Q(state__in=AUTOMATIC),
    "returned": Q(state__in=RETURNED),
    "all": Q(),
}


@dataclass(frozen=True)
class Shown:
    """One mail with what the page says of it."""

    mail: InboundMail

    @property
    def touch(self) -> Touch | None:
        return getattr(self.mail, "touch", None)

    @property
    def is_open(self) -> bool:
        """Whether a person has still to say whose it is."""
        return self.mail.handled_at is None and self.mail.state in UNPLACED

    @property
    def can_file(self) -> bool:
        return self.mail.state in (*UNPLACED, *AUTOMATIC) and self.touch is None

    @property
    def is_foreign(self) -> bool:
        """Filed from an address that we did not write to, and nobody has looked at it."""
        mail = self.mail
        filed = mail.state == InboundState.FILED
        return filed and mail.from_known is False and mail.handled_at is None

    @cached_property
    def away(self) -> Away | None:
        """What an automatic answer says of the days they are not there."""
        mail = self.mail
        if mail.state != InboundState.AUTOMATIC:
            return None
        return away_from(mail.subject, mail.text, received=mail.received_at.date())


def mails(tab: str) -> "QuerySet[InboundMail, Any]":
    rows = InboundMail.objects.filter(_OF_TAB[tab]).select_related(*_PATH, "answers", "handled_by")
    return rows.order_by("-received_at", "-pk")


def counts() -> dict[str, int]:
    """Tab → how many mails; one query."""
    return InboundMail.objects.aggregate(
        **{tab: Count("pk", filter=condition) for tab, condition in _OF_TAB.items() if condition},
        all=Count("pk"),
    )


def files_of(mail: InboundMail) -> list[InboundFile]:
    return list(InboundFile.objects.filter(mail=mail))


def away_of(mail: InboundMail) -> Partnership | None:
    """Whose absence an automatic answer tells of."""
    found = partnership_of(mail.answers) if mail.answers is not None else None
    return found or partnership_at(mail.from_email)


def offered(mail: InboundMail, q: str) -> list[Partnership]:
    """Whom it may be from, the likeliest first: by the mail it answers, by its address, by its
    name; with `q`, by what was searched. A fixed number of queries."""
    if q.strip():
        return _named(q, FOUND)
    found = [partnership_at(mail.from_email)]
    if mail.answers is not None:
        found.insert(0, partnership_of(mail.answers))
    likely = [row for row in found if row is not None] + _named(mail.from_name, OFFERED)
    return list(dict.fromkeys(likely))[:OFFERED]


def _named(q: str, most: int) -> list[Partnership]:
    words = search_words(q)
    if not words:
        return []
    rows = Partnership.objects.living().filter(creator__archived_at=None)
    for word in words:
        rows = rows.filter(creator__search__contains=word)
    rows = rows.select_related("creator", "brand", "owner", "workspace")
    return list(rows.order_by("creator__name", "pk")[:most])
