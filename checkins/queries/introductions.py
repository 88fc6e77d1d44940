"""Introductions as their pages show them, and who might be introduced to whom (row 51)."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q, QuerySet

from accounts.models import User
from checkins.enums import IntroductionState, Side
from checkins.models import Introduction
from checkins.rules.introductions import ASK, MADE, Candidate, Match, best, mail_key
from core.models import OutgoingMail
from core.prepared import Given, prepared
from creators.enums import Platform, TagKind
from creators.models import Channel, Creator, Tag
from partnerships.models import Partnership

# The tabs of the list, each with the states it shows.
TABS: dict[str, tuple[str, ...]] = {
    "open": (IntroductionState.PLANNED,),
    "waiting": (IntroductionState.ASKED,),
    "follow-up": (IntroductionState.MADE,),
    "done": (
        IntroductionState.CLOSED,
        IntroductionState.DECLINED,
        IntroductionState.WITHDRAWN,
    ),
}
# Looked at for suggestions: those who are partners, and those who share a topic.
LOOKED_AT = 300
SUGGESTED = 6
_PATH = ("workspace", "owner", "first", "second")


def introductions(tab: str) -> "QuerySet[Introduction, Any]":
    """Of one tab: what comes up next first, of what is over the newest."""
    order = {"follow-up": ["follow_up_on", "pk"], "done": ["-closed_at", "-pk"]}
    rows = Introduction.objects.filter(state__in=TABS[tab]).select_related(*_PATH)
    return rows.order_by(*order.get(tab, ["created_at", "pk"]))


def counts() -> dict[str, int]:
    """Tab → how many; one query."""
    found = dict(Introduction.objects.order_by().values_list("state").annotate(Count("pk")))
    return {tab: sum(found.get(state, 0) for state in states) for tab, states in TABS.items()}


def of_creator(creator: Creator) -> list[tuple[Introduction, Creator]]:
    """With whom, newest first; one query."""
    found = _of_creator(creator=creator.pk)
    return [(row, row.second if row.first_id == creator.pk else row.first) for row in found]


@prepared
def _of_creator() -> "QuerySet[Introduction, Any]":
    rows = Introduction.objects.filter(Q(first=Given("creator")) | Q(second=Given("creator")))
    return rows.select_related(*_PATH)[:20]


@dataclass(frozen=True)
class SideView:
    """One of the two, with what went out to them."""

    side: Side
    creator: Creator
    channels: list[Channel]
    reason: str
    agreed: bool | None
    answered_at: Any
    line: str
    asked: OutgoingMail | None
    made: OutgoingMail | None


def sides(introduction: Introduction) -> list[SideView]:
    """Two queries: channels and mails of both."""
    channels: dict[int, list[Channel]] = defaultdict(list)
    pair = [introduction.first_id, introduction.second_id]
    for channel in Channel.objects.filter(creator__in=pair):
        channels[channel.creator_id].append(channel)
    keys = [mail_key(introduction.public_id, side, kind) for side in Side for kind in (ASK, MADE)]
    mails = {mail.key: mail for mail in OutgoingMail.objects.filter(key__in=keys)}
    return [
        SideView(
            side=side,
            creator=(me := introduction.creator_of(side)),
            channels=channels[me.pk],
            reason=introduction.reason_for(side),
            agreed=introduction.agreed(side),
            answered_at=getattr(introduction, f"{side}_answered_at"),
            line=getattr(introduction, f"{side}_line"),
            asked=mails.get(mail_key(introduction.public_id, side, ASK)),
            made=mails.get(mail_key(introduction.public_id, side, MADE)),
        )
        for side in Side
    ]


def one_partnership(creator: Creator, keeper: User) -> Partnership | None:
    """Where a contact with `creator` about an introduction is noted: the living partnership of
    whoever makes it, else the best one; None if they are nobody's partner."""
    rows = Partnership.objects.living().filter(creator=creator)
    found = list(rows.select_related("creator", "brand", "workspace").order_by("tier", "pk"))
    mine = [row for row in found if row.owner_id == keeper.pk]
    return next(iter([*mine, *found]), None)


def to_pass_on(
    creator_ids: Sequence[int], before: User, states: Sequence[str]
) -> list[Introduction]:
    """Introductions that `before` keeps, of these creators, where they look after neither of the
    two any more."""
    kept = Partnership.objects.living().filter(owner=before).values("creator")
    rows = Introduction.objects.filter(
        Q(first__in=creator_ids) | Q(second__in=creator_ids), owner=before, state__in=states
    ).exclude(Q(first__in=kept) | Q(second__in=kept))
    return list(rows.order_by("pk"))


@dataclass(frozen=True)
class Suggestion:
    creator: Creator
    match: Match


def suggestions(creator: Creator) -> list[Suggestion]:
    """Creators of other markets who share topics or a brand with `creator` and were never
    introduced to them, the best first. Seven queries."""
    tags = Tag.objects.filter(creators=creator, kind__in=[TagKind.TOPIC, TagKind.EXPERTISE])
    brands = Partnership.objects.living().filter(creator=creator)
    met = Introduction.objects.filter(Q(first=creator) | Q(second=creator))
    known = {pk for pair in met.values_list("first", "second") for pk in pair} | {creator.pk}
    others = Creator.objects.active().exclude(market=creator.market).exclude(pk__in=known)
    others = others.exclude(email="").order_by("-followers", "pk")
    partners = Partnership.objects.living().filter(brand__in=brands.values("brand"))
    near = [
        *others.filter(pk__in=partners.values("creator")).values_list("pk", flat=True)[:LOOKED_AT],
        *others.filter(tags__in=tags).distinct().values_list("pk", flat=True)[:LOOKED_AT],
    ]
    people = _candidates([creator.pk, *near])
    found = best(people[creator.pk], (people[pk] for pk in dict.fromkeys(near)), at_most=SUGGESTED)
    rows = Creator.objects.in_bulk([match.pk for match in found])
    return [Suggestion(rows[match.pk], match) for match in found]


def _candidates(ids: Iterable[int]) -> dict[int, Candidate]:
    ids = list(dict.fromkeys(ids))
    topics: dict[int, dict[str, str]] = defaultdict(dict)
    kinds = [TagKind.TOPIC, TagKind.EXPERTISE]
    through = Creator.tags.through.objects.filter(creator__in=ids, tag__kind__in=kinds)
    for pk, folded, name in through.values_list("creator", "tag__folded", "tag__name"):
        topics[pk][folded] = name
    brands: dict[int, dict[int, str]] = defaultdict(dict)
    living = Partnership.objects.living().filter(creator__in=ids)
    for pk, brand, name in living.values_list("creator", "brand", "brand__name"):
        brands[pk][brand] = name
    platforms: dict[int, set[str]] = defaultdict(set)
    channels = Channel.objects.filter(creator__in=ids).order_by()
    for pk, platform in channels.values_list("creator", "platform"):
        platforms[pk].add(str(Platform(platform).label))
    rows = Creator.objects.filter(pk__in=ids).order_by()
    return {
        pk: Candidate(pk, market, topics[pk], brands[pk], frozenset(platforms[pk]), followers)
        for pk, market, followers in rows.values_list("pk", "market", "followers")
    }
