"""One row onto one creator in memory, with the record of what undoing must put back.

The record has a part for each table: `creator` {column: value}; `channels`, `snapshots`, `rates`
{public id: {column: value}, or None before for a row that is new}; `tags` and `new_tags`, public
ids that were added to the creator or to the workspace.
"""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from core.imports.sentences import gettext as _
from core.money import Money
from creators.enums import ContentFormat, Market
from creators.imports.fingerprint import as_text
from creators.imports.state import DERIVED, ChannelState, CreatorState, Loaded, tag_key
from creators.imports.wishes import ChannelWish, Wish
from creators.models import AudienceSnapshot, Channel, Creator, Rate, Tag

DAY = timedelta(days=1)
Part = dict[str, Any]


class NotNow(Exception):
    """The row contradicts what is here; the text says how, and the row is left out."""


@dataclass
class Written:
    """Rows to be written when the batch ends; kept in order, each once."""

    creators: dict[str, Creator] = field(default_factory=dict)
    columns: dict[str, set[str]] = field(default_factory=dict)
    channels: dict[str, Channel] = field(default_factory=dict)
    snapshots: dict[str, AudienceSnapshot] = field(default_factory=dict)
    rates: dict[str, Rate] = field(default_factory=dict)
    tags: dict[str, Tag] = field(default_factory=dict)
    tagged: list[tuple[Creator, Tag]] = field(default_factory=list)

    def column(self, row: Creator, *names: str) -> None:
        self.creators[row.public_id] = row
        self.columns.setdefault(row.public_id, set()).update(names)


@dataclass
class Change:
    """before and after of one row of the file."""

    before: dict[str, Part] = field(default_factory=dict)
    after: dict[str, Part] = field(default_factory=dict)

    def note(self, part: str, key: str, before: Any, after: Any) -> None:
        # A thing changed twice by one row keeps what was there first.
        self.before.setdefault(part, {}).setdefault(key, before)
        self.after.setdefault(part, {})[key] = after


@dataclass(frozen=True)
class Occasion:
    """What all rows of an import have in common."""

    workspace: Any
    day: date
    at: datetime
    source: str


def apply_wish(
    wish: Wish, state: CreatorState, loaded: Loaded, occasion: Occasion, written: Written
) -> Change:
    """Change `state` as the row asks. Raises NotNow before anything is changed."""
    refuse(wish, state, occasion)
    change = Change()
    derived = state.derived
    _columns(wish, state, change, written)
    for asked in wish.channels:
        _channel(asked, state, occasion, change, written)
    for kind, price, note in wish.rates:
        _rate(kind, price, note, state, occasion, change, written)
    for kind, names in wish.tags.items():
        for name in names:
            _tag(kind, name, state, loaded, occasion, change, written)
    state.derive()
    if derived != state.derived:
        written.column(state.row, *DERIVED)
    loaded.index(state)
    return change


def refuse(wish: Wish, state: CreatorState, occasion: Occasion) -> None:
    row = state.row
    if row.archived_at is not None:
        raise NotNow(_("%(name)s is archived. Bring them back first.") % {"name": row.name})
    if row.portal_open and wish.email and wish.email != row.email.lower():
        raise NotNow(
            _("%(name)s signs in to the portal by %(email)s. Change the address on their page.")
            % {"name": row.name, "email": row.email or "–"}
        )
    for kind, price, _note in wish.rates:
        newest = _newest(state, kind, price)
        stands = newest and newest.valid_until is None and newest.amount == price.amount
        if newest and newest.valid_from > occasion.day and not stands:
            raise NotNow(
                _("“%(format)s” has a price from %(day)s on, later than this list. "
                  "Choose a later date for the list.")
                % {"format": ContentFormat(kind).label, "day": newest.valid_from}
            )  # fmt: skip


def _columns(wish: Wish, state: CreatorState, change: Change, written: Written) -> None:
    row = state.row
    for name, value in wish.said.items():
        if name == "about":
            value = _with_note(row.about, value)
        old = as_text(getattr(row, name))
        # A list that places somebody abroad does not take them out of a market of ours.
        abroad = name == "market" and value == Market.OTHER and row.market != Market.OTHER
        if old != as_text(value) and not (abroad and row.pk):
            setattr(row, name, ZoneInfo(value) if name == "zone" else value)
            change.note("creator", name, old, as_text(value))
            written.column(row, name)


def _with_note(about: str, note: str) -> str:
    if note in about:
        return about
    return f"{about}\n\n{note}" if about else note


def _channel(
    asked: ChannelWish, state: CreatorState, occasion: Occasion, change: Change, written: Written
) -> None:
    channel = state.channels.get(asked.key)
    if channel is None:
        row = Channel(
            workspace=occasion.workspace, creator=state.row, platform=asked.handle.platform,
            handle=asked.handle.handle, handle_key=asked.handle.key, url=asked.handle.url,
            created_at=occasion.at,
        )  # fmt: skip
        channel = state.channels[asked.key] = ChannelState(row)
        change.note("channels", row.public_id, None, {"handle": row.handle, "url": row.url})
        written.channels[row.public_id] = row
    if asked.followers is not None:
        _snapshot(asked, asked.followers, channel, occasion, change, written)


def _snapshot(
    asked: ChannelWish,
    followers: int,
    channel: ChannelState,
    occasion: Occasion,
    change: Change,
    written: Written,
) -> None:
    snapshot = channel.snapshots.get(occasion.day)
    old = snapshot_values(snapshot) if snapshot else None
    if snapshot is None:
        snapshot = AudienceSnapshot(
            workspace=occasion.workspace, channel=channel.row, taken_on=occasion.day,
            source=occasion.source, created_at=occasion.at,
        )  # fmt: skip
        channel.snapshots[occasion.day] = snapshot
    snapshot.followers = followers
    if asked.engagement is not None:
        snapshot.engagement = asked.engagement
    new = snapshot_values(snapshot)
    if old != new:
        change.note("snapshots", snapshot.public_id, old, new)
        written.snapshots[snapshot.public_id] = snapshot
        channel.carry_newest()
        written.channels[channel.row.public_id] = channel.row


def _newest(state: CreatorState, kind: str, price: Money) -> Rate | None:
    same = [r for r in state.rates if (r.format, r.currency) == (kind, price.currency)]
    return max(same, key=lambda rate: rate.valid_from, default=None)


def _rate(
    kind: str,
    price: Money,
    note: str,
    state: CreatorState,
    occasion: Occasion,
    change: Change,
    written: Written,
) -> None:
    """As creators.actions.rates.set_rate: the same amount stays, the same day is corrected, else
    the current price ends the day before."""
    newest, day = _newest(state, kind, price), occasion.day
    open_now = newest is not None and (newest.valid_until is None or newest.valid_until >= day)
    if newest and open_now:
        if newest.valid_until is None and newest.amount == price.amount:
            return
        old = rate_values(newest)
        if newest.valid_from == day:
            newest.amount, newest.valid_until = price.amount, None
        else:
            newest.valid_until = day - DAY
        change.note("rates", newest.public_id, old, rate_values(newest))
        written.rates[newest.public_id] = newest
        if newest.valid_from == day:
            return
    rate = Rate(
        workspace=occasion.workspace, creator=state.row, format=kind, amount=price.amount,
        currency=price.currency, valid_from=day, note=note, created_at=occasion.at,
    )  # fmt: skip
    state.rates.append(rate)
    change.note("rates", rate.public_id, None, rate_values(rate))
    written.rates[rate.public_id] = rate


def _tag(
    kind: str,
    name: str,
    state: CreatorState,
    loaded: Loaded,
    occasion: Occasion,
    change: Change,
    written: Written,
) -> None:
    key = tag_key(kind, name)
    if not key[1] or key in state.tags:
        return
    tag = loaded.tags.get(key)
    if tag is None:
        tag = Tag(workspace=occasion.workspace, kind=kind, name=name, folded=key[1],
                  created_at=occasion.at)  # fmt: skip
        loaded.tags[key] = tag
        change.note("new_tags", tag.public_id, None, name)
        written.tags[tag.public_id] = tag
    state.tags[key] = tag
    change.note("tags", tag.public_id, None, name)
    written.tagged.append((state.row, tag))


def snapshot_values(snapshot: AudienceSnapshot) -> Part:
    rate = snapshot.engagement
    return {
        "followers": snapshot.followers,
        "engagement": None if rate is None else f"{rate:.5f}",
    }


def rate_values(rate: Rate) -> Part:
    until = rate.valid_until
    return {
        "amount": f"{rate.amount:.2f}",
        "valid_until": until.isoformat() if until else None,
        "note": rate.note,
    }
