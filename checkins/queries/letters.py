"""Letters as their pages show them: what became of each copy, how many answered (row 48)."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db.models import Count, Exists, F, OuterRef, QuerySet, Subquery
from django.utils.translation import gettext, ngettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from checkins.enums import LetterState, NotSent
from checkins.models import Letter, LetterCopy, LetterOptOut, Touch
from checkins.rules.letters import SLOW_DAYS, UNWRITTEN_DAYS, Audience
from core.models import AuditEntry
from core.models.mail import MailState
from creators.enums import Market
from creators.models import Creator
from partnerships.models import Brand, Partnership

# What a copy's mail has come to, in a few words.
ARRIVED, WAITING, LOST, HELD = "arrived", "waiting", "lost", "held"
_FATE = {
    MailState.QUEUED: WAITING,
    MailState.SENDING: WAITING,
    MailState.SENT: ARRIVED,
    MailState.DELIVERED: ARRIVED,
    # It reached them; they did not want it.
    MailState.COMPLAINED: ARRIVED,
    MailState.CANCELLED: HELD,
    MailState.SUPPRESSED: HELD,
}
MOST_PEOPLE = 500


def fate(not_sent: str, mail_state: str | None) -> str:
    """ARRIVED, WAITING, LOST, or HELD: no mail left for them. A mail that nobody keeps any more
    had left."""
    if not_sent:
        return HELD
    return _FATE.get(MailState(mail_state), LOST) if mail_state else ARRIVED


@dataclass
class Figures:
    """Of one letter. `why_not`: NotSent, or "" for what was withheld at the last moment → n."""

    counts: Counter[str] = field(default_factory=Counter)
    why_not: Counter[str] = field(default_factory=Counter)
    answered: int = 0

    @property
    def audience(self) -> int:
        return sum(self.counts.values())

    @property
    def arrived(self) -> int:
        return self.counts[ARRIVED]

    @property
    def waiting(self) -> int:
        return self.counts[WAITING]

    @property
    def lost(self) -> int:
        return self.counts[LOST]

    @property
    def held(self) -> int:
        return self.counts[HELD]

    @property
    def reasons(self) -> list[tuple[Any, int]]:
        """Words and how many, the most first."""
        return [(why_words(key), n) for key, n in self.why_not.most_common()]


def why_words(not_sent: str) -> Any:
    return NotSent(not_sent).label if not_sent else _("Withheld at the last moment")


def letters() -> "QuerySet[Letter, Any]":
    """What is worked on first, then the newest."""
    return Letter.objects.select_related("author", "sent_by").prefetch_related("texts")


def tabs() -> dict[str, int]:
    """How many are drafts, scheduled, sent; one query."""
    rows = Letter.objects.order_by().values_list("state").annotate(Count("pk"))
    found = dict(rows)
    return {
        "drafts": found.get(LetterState.DRAFT, 0),
        "scheduled": found.get(LetterState.SCHEDULED, 0),
        "sent": found.get(LetterState.SENDING, 0) + found.get(LetterState.SENT, 0),
    }


TAB_STATES = {
    "drafts": [LetterState.DRAFT],
    "scheduled": [LetterState.SCHEDULED],
    "sent": [LetterState.SENDING, LetterState.SENT],
}
TAB_LABELS = {
    "drafts": _("Drafts"),
    "scheduled": pgettext_lazy("letters", "Scheduled"),
    "sent": pgettext_lazy("letters", "Sent"),
}


def figures_of(letter_ids: Iterable[int]) -> dict[int, Figures]:
    """Letter → its figures; two queries."""
    ids = list(letter_ids)
    found: dict[int, Figures] = defaultdict(Figures)
    rows = LetterCopy.objects.filter(letter__in=ids).order_by()
    grouped = rows.values_list("letter", "not_sent", "mail__state").annotate(Count("pk"))
    for pk, not_sent, state, n in grouped:
        end = fate(not_sent, state)
        found[pk].counts[end] += n
        if end == HELD:
            found[pk].why_not[not_sent] += n
    answers = Touch.objects.filter(inbound__answers__letter_copy__letter__in=ids).order_by()
    told = answers.values_list("inbound__answers__letter_copy__letter").annotate(
        Count("inbound__answers__letter_copy", distinct=True)
    )
    for pk, n in told:
        found[pk].answered = n
    return found


@dataclass(frozen=True)
class Copy:
    """One person's copy as the page of a sent letter shows it."""

    row: LetterCopy
    answered: bool

    @property
    def fate(self) -> str:
        return fate(self.row.not_sent, self.row.mail.state if self.row.mail else None)

    @property
    def why(self) -> Any:
        return why_words(self.row.not_sent) if self.fate == HELD else ""


def copies_of(letter: Letter, only: str = "") -> "QuerySet[LetterCopy, Any]":
    """By name; `only`: a value of NotSent, or "answered"."""
    answer = Touch.objects.filter(inbound__answers=OuterRef("mail"))
    rows: Any = LetterCopy.objects.filter(letter=letter).annotate(answered=Exists(answer))
    if only in NotSent.values:
        rows = rows.filter(not_sent=only)
    if only == "answered":
        rows = rows.filter(answered=True)
    return rows.select_related("creator", "partnership__brand", "mail").order_by(
        "creator__name", "pk"
    )


def shown(rows: Iterable[Any]) -> list[Copy]:
    return [Copy(row, row.answered) for row in rows]


def people_to_choose(chosen: Iterable[str]) -> list[Partnership]:
    """For the form: living ones by name, at most MOST_PEOPLE, and whoever is chosen already."""
    rows = (
        Partnership.objects.living()
        .filter(creator__archived_at=None)
        .select_related("creator", "brand")
        .order_by("creator__name", "pk")
    )
    first = list(rows[:MOST_PEOPLE])
    there = {row.public_id for row in first}
    lacking = [public_id for public_id in chosen if public_id not in there]
    return first + (list(rows.filter(public_id__in=lacking)) if lacking else [])


def brands_to_choose() -> "QuerySet[Brand, Any]":
    return Brand.objects.filter(archived_at=None)


def in_words(audience: Audience) -> list[str]:
    """What narrows it, one of each part; at most one query."""
    found = []
    if audience.brands:
        found.append(", ".join(b.name for b in Brand.objects.filter(public_id__in=audience.brands)))
    found.append(", ".join(audience.tiers))
    found.append(", ".join(str(Market(m).label) for m in audience.markets if m in Market.values))
    names = {"en": gettext("in English"), "ru": gettext("in Russian")}
    found.append(", ".join(names[code] for code in audience.languages if code in names))
    if audience.slow_days:
        words = gettext("no work for %(n)s days")
        found.append(words % {"n": audience.slow_days})
    if audience.unwritten_days:
        words = gettext("no letter for %(n)s days")
        found.append(words % {"n": audience.unwritten_days})
    if audience.people:
        n = len(audience.people)
        found.append(ngettext("%(n)d chosen", "%(n)d chosen", n) % {"n": n})
    return [words for words in found if words]


def reader_of(language: str, public_id: str = "") -> Partnership | None:
    """A real one who reads `language`: the one asked for, else the first by name."""
    rows = (
        Partnership.objects.living()
        .filter(creator__language=language, creator__archived_at=None)
        .select_related("creator", "brand", "owner", "workspace")
        .order_by("creator__name", "pk")
    )
    asked = rows.filter(public_id=public_id).first() if public_id else None
    return asked or rows.first()


def slow_audience() -> Audience:
    """Who is in a slow period and has had no letter for long: the hint of the list."""
    return Audience(slow_days=SLOW_DAYS, unwritten_days=UNWRITTEN_DAYS)


def others_that_month(letter: Letter, day: date) -> list[Letter]:
    """Letters that wait for a day of the same month: whoever gets this one has had it by then."""
    rows = Letter.objects.filter(
        state=LetterState.SCHEDULED, send_on__year=day.year, send_on__month=day.month
    )
    return list(rows.exclude(pk=letter.pk).order_by("send_on"))


@dataclass(frozen=True)
class OfCreator:
    """What a profile says of letters: since when they want none, the last that reached them."""

    left_at: datetime | None
    last_on: date | None
    last_title: str


def with_letters(partnerships: Any) -> Any:
    """Adds what `of_creator` reads: along with rows that a profile asks for anyway."""
    reached = LetterCopy.objects.filter(creator=OuterRef("creator"), not_sent="")
    last = reached.order_by("-on", "-pk")
    return partnerships.annotate(
        letters_left_at=F("creator__letter_opt_out__at"),
        last_letter_on=Subquery(last.values("on")[:1]),
        last_letter_title=Subquery(last.values("letter__title")[:1]),
    )


def of_creator(row: Any) -> OfCreator:
    """From any partnership of theirs that was read `with_letters`."""
    return OfCreator(row.letters_left_at, row.last_letter_on, row.last_letter_title or "")


def opt_out_of(creator: Creator) -> LetterOptOut | None:
    return LetterOptOut.objects.select_related("letter", "by").filter(creator=creator).first()


def history_of(creator: Creator) -> list[AuditEntry]:
    """Each time they left and came back, with the reason; the newest first."""
    rows = AuditEntry.objects.filter(
        object_type=Creator._meta.label_lower,
        object_id=creator.public_id,
        verb__in=["letters.stopped_for", "letters.welcome_again"],
    )
    return list(rows.select_related("by").order_by("-at", "-pk")[:50])


def letters_of(creator: Creator) -> list[Copy]:
    """The newest 50 that they got, or would have got."""
    answer = Touch.objects.filter(inbound__answers=OuterRef("mail"))
    rows: Any = LetterCopy.objects.filter(creator=creator).annotate(answered=Exists(answer))
    rows = rows.select_related("letter", "partnership__brand", "mail").order_by("-on", "-pk")
    return shown(rows[:50])


def stopped_at(letter: Letter) -> AuditEntry | None:
    rows = AuditEntry.objects.filter(
        object_type=Letter._meta.label_lower, object_id=letter.public_id, verb="letter.stopped"
    )
    return rows.select_related("by").order_by("-at").first()
