"""Finding one creator for a form of any room (templates/creators/_picker.html)."""

from dataclasses import dataclass, field

from django.db.models import Prefetch

from creators.models import Channel, Creator
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
    channels = Channel.objects.only("creator", "platform", "handle", "followers")
    shown = found.only("public_id", "workspace", "name", "market", "city", "followers", "search")
    return list(shown.prefetch_related(Prefetch("channels", channels))[:OFFERED])


def picker(
    *, q: str = "", chosen_id: str = "", name: str = "creator", exclude: list[str] | None = None
) -> Picker:
    """The picker as a page opens with it; two to three queries."""
    chosen = Creator.objects.active().filter(public_id=chosen_id).first() if chosen_id else None
    q = q.replace("\x00", "")[:200]
    offered = find_creators(q, exclude=exclude)
    return Picker(name=name, q=q, offered=offered, chosen=chosen, exclude=exclude or [])
