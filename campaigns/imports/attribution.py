"""Whose row is it? By the link of a deliverable, a handle or a code, then as the person said."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from campaigns.imports.strangers import Strangers
from campaigns.models import Campaign, Collaboration, Deliverable, TrackingCode
from campaigns.rules.codes import keys_in
from campaigns.rules.links import link_key
from core.imports.sentences import gettext as _
from core.imports.values import is_unknown, shown
from creators.enums import Platform
from creators.models import Channel
from creators.rules.handles import HandleError, handle_key, parse_handle

# A source key column holds 500 characters.
LONGEST = 480
# Where the id of a post is enough to open it.
_BY_ID = {
    Platform.YOUTUBE: "https://youtube.com/watch?v={}",
    Platform.TIKTOK: "https://tiktok.com/video/{}",
}


@dataclass(frozen=True)
class Owner:
    """Whose row it is, and what makes it itself beside its day and market."""

    part: Collaboration
    deliverable: Deliverable | None
    source_key: str


class Unattributed(ValueError):
    """Nobody's row; the text says why."""


class Unclaimed(Unattributed):
    """A row of somebody who has no part here, as most orders of a shop are."""


@dataclass
class People:
    """The creators of a campaign by all that a row may call them."""

    parts: dict[int, Collaboration]
    by_link: dict[str, Deliverable] = field(default_factory=dict)
    # Handle key → {platform: collaboration id}.
    by_handle: dict[str, dict[str, int]] = field(default_factory=dict)
    # Code key → collaboration id.
    by_code: dict[str, int] = field(default_factory=dict)
    # The one whom rows without link, handle and code belong to.
    otherwise: int | None = None
    strangers: Strangers = field(default_factory=Strangers)

    def owner(self, values: Mapping[str, Any], platform: str = "", metric: str = "") -> Owner:
        """`platform`: of a row that does not say one; `metric`: of a row that holds only that.
        Raises Unattributed."""
        said = _Said.of(values, platform)
        deliverable = self.by_link.get(said.key) if said.key else None
        named = self._named(said.handle, values.get("platform", "") or platform)
        coded = self._coded(said.codes)
        found = {
            part.pk: part
            for part in (deliverable and self.parts[deliverable.collaboration_id], named, coded)
            if part
        }
        if len(found) > 1:
            raise self._at_odds(deliverable, named, coded)
        part = next(iter(found.values()), None) or self._otherwise(said)
        return Owner(part, deliverable, _source_key(said, values, platform, metric, part, coded))

    def _named(self, handle: str, platform: str) -> Collaboration | None:
        if not handle:
            return None
        found = self.by_handle.get(_key_of(handle, platform), {})
        if platform:
            found = {name: pk for name, pk in found.items() if name == platform}
        whose = set(found.values())
        if len(whose) > 1:
            raise Unattributed(
                _("“%(handle)s” is the handle of several creators: a column of platforms, or "
                  "links, would tell them apart.") % {"handle": shown(handle)}
            )  # fmt: skip
        return self.parts[whose.pop()] if whose else None

    def _coded(self, codes: list[str]) -> Collaboration | None:
        whose = {self.by_code[code] for code in codes if code in self.by_code}
        if len(whose) > 1:
            who = ", ".join(sorted(_who(self.parts[pk]) for pk in whose))
            raise Unattributed(_("Codes of several creators are in this row: %(who)s.")
                               % {"who": who})  # fmt: skip
        return self.parts[whose.pop()] if whose else None

    def _at_odds(
        self,
        deliverable: Deliverable | None,
        named: Collaboration | None,
        coded: Collaboration | None,
    ) -> Unattributed:
        if deliverable is not None and named is not None:
            one = _who(self.parts[deliverable.collaboration_id])
            return Unattributed(
                _("The link is of %(one)s, the handle of %(other)s.")
                % {"one": one, "other": _who(named)}
            )
        other = named or (deliverable and self.parts[deliverable.collaboration_id])
        return Unattributed(
            _("The code is of %(one)s, the rest of the row of %(other)s.")
            % {"one": _who(coded) if coded else "", "other": _who(other) if other else ""}
        )

    def _otherwise(self, said: "_Said") -> Collaboration:
        """Nothing in the row is known here."""
        if said.handle:
            raise Unattributed(self.strangers.of_handle(said.handle, _key_of(said.handle, "")))
        if self.otherwise is not None:
            return self.parts[self.otherwise]
        if said.key:
            raise Unattributed(self.strangers.of_link(said.link, said.key))
        if said.code:
            raise Unclaimed(
                _("“%(code)s” is no code of this campaign.") % {"code": shown(said.code)}
            )
        if said.coded:
            raise Unclaimed(_("No code of this campaign is in this row."))
        raise Unattributed(_("Neither a link nor a handle says whose row this is."))


@dataclass(frozen=True)
class _Said:
    link: str
    key: str
    handle: str
    code: str
    codes: list[str]
    # The row is one of those that are known by a code, if at all: an order.
    coded: bool

    @classmethod
    def of(cls, values: Mapping[str, Any], platform: str) -> "_Said":
        link = _said(values, "link") or _link_of_post(values, platform)
        key = link_key(link)
        if len(key) > LONGEST:
            raise Unattributed(_("The link is too long to be one of a post."))
        code = _said(values, "code")
        handle = _said(values, "handle")
        return cls(link, key, handle, code, keys_in(code), "order" in values)


def people_of(campaign: Campaign, otherwise: str = "") -> People:
    """Those who take part, with their links, handles and codes; four queries. `otherwise` is the
    public id of a collaboration."""
    rows = (
        Collaboration.objects.taking_part()
        .filter(campaign=campaign)
        .select_related("partnership__creator")
    )
    parts = {part.pk: part for part in rows}
    people = People(parts, strangers=Strangers(asking=True))
    links = Deliverable.objects.filter(collaboration__in=parts).exclude(link_key="")
    for deliverable in links.order_by("pk"):
        people.by_link.setdefault(deliverable.link_key, deliverable)
    of_creator = {part.partnership.creator_id: pk for pk, part in parts.items()}
    for channel in Channel.objects.filter(creator__in=of_creator):
        known = people.by_handle.setdefault(channel.handle_key, {})
        known[channel.platform] = of_creator[channel.creator_id]
    for code in TrackingCode.objects.filter(collaboration__in=parts):
        people.by_code[code.key] = code.collaboration_id
    people.otherwise = next((pk for pk, p in parts.items() if p.public_id == otherwise), None)
    return people


def _source_key(
    said: _Said,
    values: Mapping[str, Any],
    platform: str,
    metric: str,
    part: Collaboration,
    coded: Collaboration | None,
) -> str:
    """The order, else the post, the account, the code, else the series that the row belongs to."""
    series = f"series:{platform}" if platform else "rows"
    if order := values.get("order", ""):
        key = f"order:{order}"
    elif said.key:
        key = said.key
    elif said.handle:
        name = values.get("platform", "") or platform
        key = f"handle:{name}:{_key_of(said.handle, name)}"
    elif coded is not None:
        key = f"code:{'+'.join(said.codes)}"
    else:
        key = series
    if split := _said(values, "split"):
        key += f"|{split.casefold()}"
    if metric:
        # A series of one number must not touch the others of its day.
        key += f":{metric}"
    return " ".join(key.split())[:LONGEST]


def _link_of_post(values: Mapping[str, Any], platform: str) -> str:
    """The id of a post as its address; where that cannot be told, the id is a key all the same."""
    post = _said(values, "post")
    if not post:
        return ""
    name = values.get("platform", "") or platform
    if name in _BY_ID and "/" not in post:
        return _BY_ID[Platform(name)].format(post)
    return post if "/" in post else f"{name or 'post'}.id/{post}"


def _said(values: Mapping[str, Any], name: str) -> str:
    text = values.get(name, "")
    return "" if is_unknown(text) else text


def _key_of(handle: str, platform: str) -> str:
    """`@Maya`, `maya` and an address of the account are one key."""
    try:
        return parse_handle(handle, platform).key
    except HandleError:
        return handle_key(handle)


def _who(part: Collaboration) -> str:
    return str(part.partnership.creator)
