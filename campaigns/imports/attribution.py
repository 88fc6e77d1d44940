"""Whose row is it? By the link of a deliverable, then by a handle, then as the person said."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from campaigns.models import Campaign, Collaboration, Deliverable
from campaigns.rules.links import link_key
from core.imports.sentences import gettext as _
from core.imports.values import is_unknown, shown
from creators.models import Channel
from creators.rules.handles import HandleError, handle_key, parse_handle

# A source key column holds 500 characters.
LONGEST = 480


@dataclass(frozen=True)
class Owner:
    """Whose row it is, and what makes it itself beside its day and market."""

    part: Collaboration
    deliverable: Deliverable | None
    source_key: str


class Unattributed(ValueError):
    """Nobody's row; the text says why."""


@dataclass
class People:
    """The creators of a campaign by all that a row may call them."""

    parts: dict[int, Collaboration]
    by_link: dict[str, Deliverable] = field(default_factory=dict)
    # Handle key → {platform: collaboration id}.
    by_handle: dict[str, dict[str, int]] = field(default_factory=dict)
    # The one whom rows without link and handle belong to.
    otherwise: int | None = None

    def owner(self, values: Mapping[str, Any]) -> Owner:
        """Raises Unattributed."""
        link = _said(values, "link")
        key = link_key(link)
        if len(key) > LONGEST:
            raise Unattributed(_("The link is too long to be one of a post."))
        handle = _said(values, "handle")
        deliverable = self.by_link.get(key) if key else None
        named = self._named(handle, values.get("platform", "")) if handle else None
        if deliverable is not None:
            part = self.parts[deliverable.collaboration_id]
            if named is not None and named.pk != part.pk:
                raise Unattributed(
                    _("The link is of %(one)s, the handle of %(other)s.")
                    % {"one": _who(part), "other": _who(named)}
                )
            return Owner(part, deliverable, key)
        if named is not None:
            return Owner(named, None, key or self._handle_source(handle, values))
        return self._nobody(key, link, handle)

    def _nobody(self, key: str, link: str, handle: str) -> Owner:
        if handle:
            raise Unattributed(
                _("Nobody in this campaign is “%(handle)s”.") % {"handle": shown(handle)}
            )
        if self.otherwise is not None:
            return Owner(self.parts[self.otherwise], None, key or "rows")
        if link:
            raise Unattributed(
                _("No deliverable of this campaign has the link “%(link)s”.")
                % {"link": shown(link)}
            )
        raise Unattributed(_("Neither a link nor a handle says whose row this is."))

    def _named(self, handle: str, platform: str) -> Collaboration | None:
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

    def _handle_source(self, handle: str, values: Mapping[str, Any]) -> str:
        platform = values.get("platform", "")
        return f"handle:{platform}:{_key_of(handle, platform)}"[:LONGEST]


def people_of(campaign: Campaign, otherwise: str = "") -> People:
    """Those who take part, with their links and handles; three queries. `otherwise` is the
    public id of a collaboration."""
    rows = (
        Collaboration.objects.taking_part()
        .filter(campaign=campaign)
        .select_related("partnership__creator")
    )
    parts = {part.pk: part for part in rows}
    people = People(parts)
    links = Deliverable.objects.filter(collaboration__in=parts).exclude(link_key="")
    for deliverable in links.order_by("pk"):
        people.by_link.setdefault(deliverable.link_key, deliverable)
    of_creator = {part.partnership.creator_id: pk for pk, part in parts.items()}
    for channel in Channel.objects.filter(creator__in=of_creator):
        known = people.by_handle.setdefault(channel.handle_key, {})
        known[channel.platform] = of_creator[channel.creator_id]
    people.otherwise = next((pk for pk, p in parts.items() if p.public_id == otherwise), None)
    return people


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
