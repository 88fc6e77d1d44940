"""Finding one creator for a form of any room (templates/creators/_picker.html)."""

from dataclasses import dataclass, field

from django.db.models import Prefetch

from creators.models import Channel, Creator, CreatorQuerySet
from creators.rules.search import search_words

OFFERED = 10


@dataclass(frozen=True)
class Picker:
    """`name` is that of the form's field, `q` what was searched, `chosen` the creator whose radio
    is on. `exclude`: public ids that are not offered (who takes part already)."""

    name: str
    q: str
    offered: list[Creator]
    chosen: Creator | None = None
    exclude: list[str] = field(default_factory=list)

    @property
    def shown(self) -> list[Creator]:
        """The chosen one first, so that a new search does not lose it."""
        if self.chosen is None:
            return self.offered
        return [self.chosen, *(c for c in self.offered if c != self.chosen)]


def find_creators(q: str, *, exclude: list[str] | None = None) -> list[Creator]:
    """At most ten active creators whose name, handle, address, city or tag holds every word."""
    found = Creator.objects.active().exclude(public_id__in=exclude or [])
    for word in search_words(q):
        found = found.filter(search__contains=word)
    return _shown(found)


def picker(
    *, q: str = "", chosen_id: str = "", name: str = "creator", exclude: list[str] | None = None
) -> Picker:
    """The picker as a page opens with it; two queries, four with a chosen one."""
    chosen = _shown(Creator.objects.active().filter(public_id=chosen_id)) if chosen_id else []
    q = q.replace("\x00", "")[:200]
    offered = find_creators(q, exclude=exclude)
    return Picker(
        name=name, q=q, offered=offered, chosen=next(iter(chosen), None), exclude=exclude or []
    )


def _shown(creators: CreatorQuerySet) -> list[Creator]:
    """With their channels, biggest first, as `known_channels`."""
    channels = Channel.objects.only("creator", "platform", "handle", "followers")
    rows = creators.only("public_id", "workspace", "name", "market", "city", "followers")
    known = Prefetch("channels", channels, to_attr="known_channels")
    return list(rows.prefetch_related(known)[:OFFERED])
