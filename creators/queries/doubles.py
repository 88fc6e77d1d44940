"""Pairs of creators that may be one person, each with all its reasons.

Equal keys are counted by the index of each key, so the number of queries does not depend on how
many creators there are, and no more than MOST_KEYS of a kind are followed up.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Prefetch, Q, QuerySet
from django.db.models.functions import Length
from phonenumber_field.phonenumber import to_python as to_phone

from core.models import ImportJob
from core.models.imports import RowOutcome
from core.prepared import Given, prepared
from creators.enums import Market
from creators.models import Channel, Creator, NotDuplicate
from creators.rules.doubles import (
    GENERIC_HANDLES,
    MOST_ALIKE,
    SHORTEST_HANDLE,
    Because,
    Pair,
    Reason,
    handle_says_something,
    is_full_name,
    keys_of,
    pairs_of,
    strength,
)
from creators.rules.handles import HandleError, handle_key, parse_handle

MOST_KEYS = 200
PER_PAGE = 20
# On a profile and in a form: more than this is a list, and the list has its own page.
MOST_SHOWN = 3
MOST_READ = 50
_BY_NAME = frozenset({Reason.NAME, Reason.NAME_AND_PLACE})
_SHOWN = (
    "public_id", "workspace", "name", "email", "phone", "market", "city", "followers",
    "archived_at", "created_at", "version", "name_key", "email_key",
)  # fmt: skip

Reasons = dict[Pair, list[Because]]


@dataclass(frozen=True)
class Candidate:
    """Two creators (with `known_channels`) and why they may be one, the strongest reason first.
    `first` is proposed as the one that is kept: not archived, with more behind it, the older."""

    first: Creator
    second: Creator
    reasons: list[Because]


@dataclass(frozen=True)
class DoublesPage:
    """Reads like a page of Django's Paginator where `components/pager.html` needs it."""

    pairs: list[Candidate]
    total: int
    number: int

    @property
    def last(self) -> int:
        return max(1, -(-self.total // PER_PAGE))

    @property
    def has_previous(self) -> bool:
        return self.number > 1

    @property
    def has_next(self) -> bool:
        return self.number < self.last

    @property
    def has_other_pages(self) -> bool:
        return self.last > 1

    @property
    def previous_page_number(self) -> int:
        return self.number - 1

    @property
    def next_page_number(self) -> int:
        return self.number + 1


def doubles_page(number: int, *, job: ImportJob | None = None) -> DoublesPage:
    """Pairs by strength; with `job`, those in which one came with that import."""
    found = _standing(_all_reasons())
    if job is not None:
        found = _of_import(found, job)
    order = sorted(found, key=lambda pair: (strength(found[pair]), pair))
    page = DoublesPage([], len(order), 1)
    number = max(1, min(number, page.last))
    some = order[(number - 1) * PER_PAGE : number * PER_PAGE]
    rows = _shown({pk for pair in some for pk in pair})
    return DoublesPage(
        [_candidate(rows[a], rows[b], found[a, b]) for a, b in some], len(order), number
    )


def count_doubles(*, job: ImportJob | None = None) -> int:
    found = _standing(_all_reasons())
    return len(found if job is None else _of_import(found, job))


def doubles_of(creator: Creator, handles: Iterable[str] | None = None) -> list[Candidate]:
    """Who may be the same person as `creator`, archived ones too; a fixed number of queries.
    `handles`: the loose keys of their channels, where the page has read them already."""
    if creator.merged_into_id is not None:
        return []
    if handles is None:
        handles = Channel.objects.filter(creator=creator).values_list("loose_key", flat=True)
    handles = list(handles)
    pks = _alike(creator.name, creator.email, str(creator.phone or ""), handles)
    gone = {pk for pair in _apart(creator=creator.pk) for pk in pair} | {creator.pk}
    found = _shown(pks - gone)
    if creator.archived_at is not None:
        found = {pk: row for pk, row in found.items() if row.archived_at is None}
    return _surest(creator, found.values(), set(handles))


@prepared
def _apart() -> "QuerySet[NotDuplicate, Any]":
    mine = Q(first=Given("creator")) | Q(second=Given("creator"))
    return NotDuplicate.objects.filter(mine).values_list("first", "second")


def looks_like(*, name: str, email: str, phone: str, handle: str) -> list[Candidate]:
    """Who is here already, for somebody about to be added; two queries at most. The pair's first
    is the one that does not exist yet."""
    loose = _loose(handle)
    number = to_phone(phone) if phone else None
    typed = Creator(name=name, email=email, **keys_of(name, email))
    if number is not None and number.is_valid():
        typed.phone = number
    rows = _shown(_alike(name, email, str(typed.phone or ""), [loose]))
    return _surest(typed, rows.values(), {loose})


def _all_reasons() -> Reasons:
    found: Reasons = defaultdict(list)
    for reason, column in ((Reason.MAIL, "email_key"), (Reason.PHONE, "phone")):
        for pks, key in _groups(column):
            for pair in pairs_of(pks):
                found[pair].append(Because(reason, key))
    for pks, key in _handle_groups():
        for pair in pairs_of(pks):
            found[pair].append(Because(Reason.HANDLE, key))
    _add_names(found)
    return found


def _groups(column: str) -> list[tuple[list[int], str]]:
    """(primary keys, the key they share) of keys that a few rows share."""
    rows = Creator.objects.exclude(**{column: ""})
    if column == "name_key":
        rows = rows.filter(name_key__contains=" ")
    keys = (
        rows.order_by()
        .values(column)
        .annotate(n=Count("pk"))
        .filter(n__gt=1, n__lte=MOST_ALIKE)
        .values(column)[:MOST_KEYS]
    )
    groups: dict[str, list[int]] = defaultdict(list)
    wanted = [row[column] for row in keys]
    if wanted:
        same = Creator.objects.filter(**{f"{column}__in": wanted}).order_by()
        for pk, key in same.values_list("pk", column):
            groups[str(key)].append(pk)
    return [(pks, key) for key, pks in groups.items()]


def _handle_groups() -> list[tuple[list[int], str]]:
    # By the words of the index; who has one handle on two platforms is one creator, not two.
    rows = Channel.objects.annotate(size=Length("loose_key")).filter(size__gte=SHORTEST_HANDLE)
    keys = (
        rows.exclude(loose_key__in=GENERIC_HANDLES)
        .order_by()
        .values("loose_key")
        .annotate(n=Count("creator", distinct=True))
        .filter(n__gt=1, n__lte=MOST_ALIKE)
        .values_list("loose_key", flat=True)[:MOST_KEYS]
    )
    wanted = [key for key in keys if handle_says_something(key)]
    groups: dict[str, list[int]] = defaultdict(list)
    if wanted:
        same = Channel.objects.filter(loose_key__in=wanted).order_by()
        for pk, key in same.values_list("creator_id", "loose_key"):
            groups[key].append(pk)
    return [(pks, key) for key, pks in groups.items()]


def _add_names(found: Reasons) -> None:
    groups = _groups("name_key")
    pks = {pk for some, _key in groups for pk in some}
    places = {
        pk: (market, city)
        for pk, market, city in Creator.objects.filter(pk__in=pks).values_list(
            "pk", "market", "city"
        )
    }
    for some, _key in groups:
        for a, b in pairs_of(some):
            found[a, b].append(_same_name(places[a], places[b]))


def _same_name(mine: tuple[str, str], theirs: tuple[str, str]) -> Because:
    """A city both name is told; one market alone makes the name weigh more too."""
    if mine[1] and keys_of(mine[1], "") == keys_of(theirs[1], ""):
        return Because(Reason.NAME_AND_PLACE, mine[1])
    if mine[0] and mine[0] == theirs[0]:
        return Because(Reason.NAME_AND_PLACE, str(Market(mine[0]).label))
    return Because(Reason.NAME)


def _standing(found: Reasons) -> Reasons:
    """Without pairs told apart, and without those of which both are archived."""
    pks = {pk for pair in found for pk in pair}
    apart = set(
        NotDuplicate.objects.filter(first__in=pks, second__in=pks).values_list("first", "second")
    )
    here = set(Creator.objects.active().filter(pk__in=pks).values_list("pk", flat=True))
    return {
        pair: because
        for pair, because in found.items()
        if pair not in apart and (pair[0] in here or pair[1] in here)
    }


def _of_import(found: Reasons, job: ImportJob) -> Reasons:
    made = job.rows.filter(outcome=RowOutcome.CREATE).values("object_id")
    pks = {pk for pair in found for pk in pair}
    mine = Creator.objects.filter(pk__in=pks, public_id__in=made)
    new = set(mine.values_list("pk", flat=True))
    return {pair: because for pair, because in found.items() if new & set(pair)}


def _alike(name: str, email: str, phone: str, handles: Iterable[str]) -> set[int]:
    """Who shares one of these, by the index of each in one query; nobody if nothing is given that
    says anything."""
    given = {**keys_of(name, email), "phone": phone}
    if not is_full_name(given["name_key"]):
        given["name_key"] = ""
    asked = tuple(field for field in ("email_key", "phone", "name_key") if given[field])
    said = [handle for handle in handles if handle_says_something(handle)]
    given |= {f"handle{n}": handle for n, handle in enumerate(said)}
    if not asked and not said:
        return set()
    return {pk for (pk,) in _sharing(asked, len(said), **given)}


@prepared
def _sharing(fields: tuple[str, ...], handles: int) -> "QuerySet[Any, Any]":
    """Of creators with the same values of `fields`, or a channel with one of so many handles."""
    rows: list[Any] = [
        Creator.objects.filter(**{field: Given(field)}).values_list("pk") for field in fields
    ]
    if handles:
        said = [Given(f"handle{n}") for n in range(handles)]
        rows.append(Channel.objects.filter(loose_key__in=said).values_list("creator_id"))
    first, *others = [one.order_by() for one in rows]
    found: QuerySet[Any, Any] = first.union(*others)[:MOST_READ]
    return found


def _surest(mine: Creator, rows: Iterable[Creator], handles: set[str]) -> list[Candidate]:
    said = {handle for handle in handles if handle_says_something(handle)}
    pairs = [Candidate(mine, row, _because(mine, row, said)) for row in rows]
    namesakes = [pair for pair in pairs if pair.reasons[0].reason in _BY_NAME]
    if len(namesakes) >= MOST_ALIKE:
        # A common name says nothing, here as in the list of all pairs.
        pairs = [pair for pair in pairs if pair not in namesakes]
    return sorted(pairs, key=lambda pair: strength(pair.reasons))[:MOST_SHOWN]


def _because(mine: Creator, theirs: Creator, handles: set[str]) -> list[Because]:
    found = []
    keys = keys_of(mine.name, mine.email)
    if keys["email_key"] and keys["email_key"] == theirs.email_key:
        found.append(Because(Reason.MAIL, theirs.email_key))
    if mine.phone and mine.phone == theirs.phone:
        found.append(Because(Reason.PHONE, str(theirs.phone)))
    channels: list[Any] = getattr(theirs, "known_channels", [])
    found += [
        Because(Reason.HANDLE, channel.handle)
        for channel in channels
        if channel.loose_key in handles
    ][:1]
    if is_full_name(keys["name_key"]) and keys["name_key"] == theirs.name_key:
        found.append(_same_name((mine.market, mine.city), (theirs.market, theirs.city)))
    return found


def _candidate(a: Creator, b: Creator, reasons: list[Because]) -> Candidate:
    first, second = sorted(
        [a, b], key=lambda row: (row.archived_at is not None, -row.followers, row.created_at)
    )
    return Candidate(first, second, sorted(reasons, key=lambda because: strength([because])))


def _shown(pks: Iterable[int]) -> dict[int, Creator]:
    channels = Channel.objects.only("creator", "platform", "handle", "followers", "loose_key")
    rows = Creator.objects.filter(pk__in=list(pks)).only(*_SHOWN).order_by("pk")
    known = Prefetch("channels", channels, to_attr="known_channels")
    return {row.pk: row for row in rows.prefetch_related(known)}


def _loose(text: str) -> str:
    """Channel.loose_key of what somebody typed: a name with or without @, or an address."""
    try:
        key = parse_handle(text).key
    except HandleError:
        key = handle_key(text)
    return key.replace(".", "").replace("_", "").replace("-", "")
