"""A year by a moving clock: two beats tick at once, two workers read the same rows, some days nobody
ticks at all, half of the signals are lost; creators answer, fall ill, move house."""

import random
from collections import Counter
from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from checkins import tasks
from checkins.actions import planning
from checkins.actions.absences import add_absence, end_absence
from checkins.actions.closing import mark_done, skip_check_in, take_by_hand
from checkins.actions.touches import log_touch
from checkins.models import CheckIn
from checkins.queries.reach import to_send
from core.models import OutgoingMail
from creators.actions.creators import update_creator
from creators.models import Creator
from partnerships.actions.partnerships import pause_partnership, resume_partnership
from partnerships.actions.tiers import change_tier
from partnerships.models import Partnership
from tests.checkins.year.lives import DAY, Life, is_free

HOUR = timedelta(hours=1)
MOVES = (
    ("Europe/Moscow", "RU"), ("America/New_York", "US"), ("Asia/Kathmandu", "ZZ"),
    ("Pacific/Kiritimati", "ZZ"), ("America/Los_Angeles", "US"), ("Asia/Vladivostok", "RU"),
)  # fmt: skip


class Year:
    """`heard` runs an act and, where the signal is not lost, what listens to its commit."""

    def __init__(
        self, lives: list[Life], by: Any, chance: random.Random, clock: Any,
        heard: Callable[[Callable[[], Any]], None],
    ) -> None:  # fmt: skip
        self.lives, self.by, self.chance, self.clock = lives, by, chance, clock
        self.of = {life.partnership.pk: life for life in lives}
        self.heard = heard
        self.count: Counter[str] = Counter()
        self.outages: set[date] = set()
        self.wrong: list[str] = []
        self.seen_mails = 0

    def live(self, first: date, days: int) -> None:
        lengths = [1, 2, 3] if days < 200 else [1, 1, 2, 3, 4, 11]
        for n in range(days):
            day = first + DAY * n
            self._may_fail(day, lengths)
            if day in self.outages:
                self.count["days without a beat"] += 1
                self._happenings(datetime.combine(day, time(12), tzinfo=UTC), ticking=False)
                continue
            self._day(day)
            self._tick(datetime.combine(day, time(23, 50), tzinfo=UTC), plans=True)
            self._compare(datetime.combine(day, time(23, 50), tzinfo=UTC))

    def _day(self, day: date) -> None:
        """At each moment something is due, at one at random, and between them what people do."""
        midday = datetime.combine(day, time(12), tzinfo=UTC)
        begin, end = midday - 12 * HOUR, midday + 12 * HOUR
        if day.day % 3 == 0:
            # Between the moments there is nothing to do.
            self._tick(begin)
        for moment in self._moments(begin, midday):
            self._tick(moment)
        self._happenings(midday)
        # What was done at noon may have moved what was due after it.
        for moment in self._moments(midday, end):
            self._tick(moment)

    def _moments(self, begin: datetime, end: datetime) -> list[datetime]:
        due = CheckIn.objects.filter(
            state="planned", by_hand=False, send_at__gte=begin, send_at__lt=end
        )
        return sorted(set(due.values_list("send_at", flat=True)))

    def _tick(self, at: datetime, *, plans: bool = False) -> None:
        """Two beats and two workers: the second of each acts on what it read before the first."""
        self.clock.move_to(at)
        stale = list(to_send(at).select_related("partnership__creator", "workspace"))
        if plans:
            self._plan()
        self.count["mails by the clock"] += tasks.send_due()
        doubled = sum(tasks._send(row, at) for row in stale) + tasks.send_due()
        self.count["doubled"] += doubled
        self.count["ticks"] += 1
        self._look_at_mails()

    def _plan(self) -> None:
        lacking: dict[str, list[int]] = {}
        inner = planning.lacking

        def remembered(known: Any, kind: str) -> list[int]:
            return lacking.setdefault(kind, inner(known, kind))

        planning.lacking = remembered
        try:
            tasks.plan()
            if self.count["ticks"] % 3 == 0:
                tasks.plan()
        finally:
            planning.lacking = inner

    def _look_at_mails(self) -> None:
        rows = OutgoingMail.objects.filter(kind="check_in", pk__gt=self.seen_mails).order_by("pk")
        for mail in rows.select_related("check_in"):
            self.seen_mails = mail.pk
            row = mail.check_in
            life = self.of[row.partnership_id]
            today = life.day(mail.created_at)
            for wrong in life.suits(mail.created_at):
                self.count[wrong] += 1
                self.wrong.append(f"{mail.key}: {wrong} at {mail.created_at}")
            due = life.expected() if row.kind == "cadence" else row.due_on
            if due is None or today < due:
                self.wrong.append(f"{mail.key}: sent on {today}, was for {due}")
            elif today > due:
                self._late(life, mail, due, today)
            life.contacts.append(mail.created_at)
            life.sent.append((mail.created_at, due or today))

    def _late(self, life: Life, mail: Any, due: date, today: date) -> None:
        """Every working day between the two has to be explained."""
        day = due
        while day < today:
            free = is_free(day, life.market) or life.is_away(day) or life.rests(day)
            out = {day, day - DAY, day + DAY} & self.outages
            if not free and not out and day > life.upset_on:
                self.wrong.append(f"{mail.key}: due {due}, sent {today}; nothing in the way")
                return
            day += DAY
        why = "outage" if any(due <= d <= today for d in self.outages) else "a change"
        self.count[f"late by {why}"] += 1

    # --- what happens

    def _happenings(self, at: datetime, ticking: bool = True) -> None:
        self.clock.move_to(at)
        for life in self.lives:
            self._end_absences(life, at)
            roll = self.chance.random()
            limit = 0.0
            for share, act in self._acts():
                limit += share
                if roll < limit:
                    act(life, at)
                    break
            if at.weekday() == life.partnership.pk % 5:
                self._clear_by_hand(life, at)

    def _acts(self) -> tuple[tuple[float, Callable[[Life, datetime], None]], ...]:
        return (
            (0.007, self._reply), (0.003, self._call), (0.004, self._away), (0.001, self._away_open),
            (0.002, self._pause), (0.004, self._resume), (0.001, self._tier), (0.002, self._move),
            (0.004, self._hold), (0.003, self._leave_out),
        )  # fmt: skip

    def _heard(self, act: Callable[[], Any]) -> None:
        self.heard(act) if self.chance.random() < 0.5 else act()

    def _fresh(self, life: Life) -> Partnership:
        rows = Partnership.objects.select_related("creator", "brand", "owner", "workspace")
        return rows.get(pk=life.partnership.pk)

    def _touch(self, life: Life, at: datetime, kind: str, direction: str) -> None:
        log_touch(partnership=self._fresh(life), kind=kind, direction=direction, at=at, by=self.by)
        life.contacts.append(at)
        self.count[f"{kind}s"] += 1

    def _reply(self, life: Life, at: datetime) -> None:
        self._touch(life, at, "reply", "in")

    def _call(self, life: Life, at: datetime) -> None:
        self._touch(life, at, "call", "both")

    def _away(self, life: Life, at: datetime) -> None:
        first = life.day(at) + DAY * self.chance.randrange(0, 12)
        self._note_absence(life, at, first, first + DAY * self.chance.randrange(0, 25))

    def _away_open(self, life: Life, at: datetime) -> None:
        self._note_absence(life, at, life.day(at), None)

    def _note_absence(self, life: Life, at: datetime, first: date, until: date | None) -> None:
        overlaps = any(
            a.first <= (until or date.max) and first <= (a.until or date.max) for a in life.absences
        )
        if overlaps:
            return
        absence = add_absence(
            creator=life.creator, kind="leave", first=first, until=until, by=self.by, at=at
        )
        for one in self._of_creator(life):
            one.absences.append(absence)
            one.upset_on = one.day(at)
        self.count["absences"] += 1

    def _end_absences(self, life: Life, at: datetime) -> None:
        """Nobody knows until when: after some weeks they are back, some of them for days already."""
        today = life.day(at)
        for absence in list(life.absences):
            if absence.until is None and self.chance.random() < 0.04:
                last = max(absence.first, today - DAY * self.chance.randrange(1, 12))
                end_absence(absence=absence, last=last, by=self.by, at=at)
                absence.until = last
                for one in self._of_creator(life):
                    one.upset_on = one.day(at)
                self.count["back again"] += 1

    def _of_creator(self, life: Life) -> list[Life]:
        return [one for one in self.lives if one.creator.pk == life.creator.pk]

    def _pause(self, life: Life, at: datetime) -> None:
        if life.paused:
            return
        until = life.day(at) + DAY * self.chance.randrange(5, 40)
        ends = until if self.chance.random() < 0.5 else None
        row = self._fresh(life)
        self._heard(lambda: pause_partnership(
            partnership=row, reason="A rest", until=ends, by=self.by, at=at
        ))  # fmt: skip
        life.paused, life.paused_until, life.upset_on = True, ends, life.day(at)
        self.count["pauses"] += 1

    def _resume(self, life: Life, at: datetime) -> None:
        if not life.paused:
            return
        row = self._fresh(life)
        self._heard(lambda: resume_partnership(partnership=row, by=self.by, at=at))
        life.paused, life.paused_until = False, None
        life.resumed_on = life.upset_on = life.day(at)

    def _tier(self, life: Life, at: datetime) -> None:
        # The first tier is for those the checklist speaks for: nobody gets there by chance.
        tier = self.chance.choice([t for t in ("T2", "T3") if t != life.tier])
        row = self._fresh(life)
        self._heard(lambda: change_tier(
            partnership=row, expected=row.version, to_tier=tier, reason="As it went", by=self.by,
            at=at, override=True, over_capacity_reason="A good year",
        ))  # fmt: skip
        life.tier, life.upset_on = tier, life.day(at)
        self.count["tiers"] += 1

    def _move(self, life: Life, at: datetime) -> None:
        zone, market = self.chance.choice(MOVES)
        creator = Creator.objects.get(pk=life.creator.pk)
        values = {"zone": ZoneInfo(zone), "market": market}
        self._heard(lambda: update_creator(
            creator=creator, expected=creator.version, values=values, by=self.by, at=at
        ))  # fmt: skip
        for one in self._of_creator(life):
            one.zone, one.market = ZoneInfo(zone), market
            # Their today may be another day by now.
            one.upset_on = one.day(at) + DAY
        self.count["moves"] += 1

    # --- by hand

    def _planned(self, life: Life, kind: str = "cadence") -> CheckIn | None:
        rows = CheckIn.objects.select_related("partnership__creator", "workspace")
        return rows.filter(partnership=life.partnership, kind=kind, state="planned").first()

    def _hold(self, life: Life, at: datetime) -> None:
        row = self._planned(life)
        if row is not None:
            take_by_hand(check_in=row, by=self.by, at=at)
            life.upset_on = life.day(at) + 10 * DAY
            self.count["held"] += 1

    def _leave_out(self, life: Life, at: datetime) -> None:
        row = self._planned(life)
        if row is not None and row.due_on <= life.day(at) + 5 * DAY:
            due = row.due_on
            skip_check_in(check_in=row, reason="Nothing to say", by=self.by, at=at)
            life.left_out = (due, at)
            self.count["left out"] += 1

    def _clear_by_hand(self, life: Life, at: datetime) -> None:
        """Once a week: whatever waits for a person and is due is done by a call."""
        for kind in ("cadence", "checkpoint"):
            row = self._planned(life, kind)
            today = life.day(at)
            if row is None or not row.by_hand or row.due_on > today or life.is_away(today):
                continue
            mark_done(check_in=row, how="call", by=self.by, at=at)
            life.contacts.append(at)
            if kind == "checkpoint":
                life.talks.append(row.due_on)
            self.count["checkpoints held" if kind == "checkpoint" else "done by hand"] += 1

    # --- beside what people expect

    def _compare(self, at: datetime) -> None:
        """At the end of each day, of each partnership: one planned, on the day it should be."""
        planned = CheckIn.objects.filter(state="planned").values_list(
            "partnership", "kind", "due_on"
        )
        found = {(pk, kind): due for pk, kind, due in planned}
        for life in self.lives:
            pk = life.partnership.pk
            due = life.expected()
            if found.get((pk, "cadence")) != due:
                got = found.get((pk, "cadence"))
                self.wrong.append(f"{at:%m-%d} {life.creator} {life.tier}: {got}, not {due}")
            self.count["compared"] += 1
            self._compare_checkpoint(life, found.get((pk, "checkpoint")), at)

    def _compare_checkpoint(self, life: Life, due: date | None, at: datetime) -> None:
        if due is None:
            open_end = any(a.until is None for a in life.absences)
            if life.tier != "T3" and not open_end and not (life.paused and not life.paused_until):
                self.wrong.append(f"{at:%m-%d} {life.creator}: no checkpoint")
        elif due != life.checkpoint(due.year, (due.month + 2) // 3):
            self.wrong.append(f"{at:%m-%d} {life.creator}: checkpoint on {due}")
        elif [talk for talk in life.talks if _quarter(talk) == _quarter(due)]:
            self.wrong.append(f"{at:%m-%d} {life.creator}: a second checkpoint on {due}")
        else:
            self.count["checkpoints compared"] += 1

    def _may_fail(self, day: date, lengths: list[int]) -> None:
        """The beat fails when it hurts: on days on which something is due."""
        end = datetime.combine(day, time(23), tzinfo=UTC)
        due = CheckIn.objects.filter(
            state="planned", by_hand=False, send_at__gt=end - DAY, send_at__lt=end
        )
        if lengths and self.chance.random() < 0.2 and due.exists():
            self.outages |= {day + DAY * n for n in range(lengths.pop())}


def _quarter(day: date) -> tuple[int, int]:
    return day.year, (day.month + 2) // 3
