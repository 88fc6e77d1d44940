"""Rows of somebody who has no part in the campaign: whose are they, if anybody here knows?"""

from dataclasses import dataclass, field

from campaigns.models import Deliverable
from core.imports.sentences import Sentence
from core.imports.sentences import gettext as _
from core.imports.values import shown
from creators.models import Channel

# Names asked for in one file; a file of strangers alone is told by its first rows.
MOST = 50


@dataclass
class Strangers:
    """`asking`: whether the database may be asked, once for each name, MOST times."""

    asking: bool = False
    known: dict[str, str] = field(default_factory=dict)

    def of_handle(self, handle: str, key: str) -> Sentence:
        who = self._asked(f"@{key}", key)
        if who:
            return _("“%(handle)s” is %(who)s, who has no part in this campaign.") % {
                "handle": shown(handle),
                "who": who,
            }
        return _("Nobody in this campaign is “%(handle)s”.") % {"handle": shown(handle)}

    def of_link(self, link: str, key: str) -> Sentence:
        who = self._asked(key, key)
        if who:
            return _("“%(link)s” is a post of another campaign: %(who)s.") % {
                "link": shown(link),
                "who": who,
            }
        return _("No deliverable of this campaign has the link “%(link)s”.") % {"link": shown(link)}

    def _asked(self, name: str, key: str) -> str:
        if name not in self.known and self.asking and len(self.known) < MOST:
            self.known[name] = _channel(key) if name.startswith("@") else _post(key)
        return self.known.get(name, "")


def _channel(key: str) -> str:
    rows = Channel.objects.filter(handle_key=key, creator__archived_at=None)
    channel = rows.select_related("creator").order_by("pk").first()
    return str(channel.creator) if channel else ""


def _post(key: str) -> str:
    rows = Deliverable.objects.filter(link_key=key).select_related(
        "collaboration__campaign", "collaboration__partnership__creator"
    )
    row = rows.order_by("pk").first()
    if row is None:
        return ""
    part = row.collaboration
    return f"{part.partnership.creator}, {part.campaign.name}"
