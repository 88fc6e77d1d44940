"""The demo's campaigns as events in time: each is a moment and an act of a manager."""

import random
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import partial

from accounts.models import User
from campaigns.actions.briefs import lock_brief, share_brief
from campaigns.actions.campaigns import plan_campaign, start_campaign
from campaigns.actions.closing import close_campaign
from campaigns.actions.collaborations import add_collaborations
from campaigns.actions.deliverables import add_deliverable, publish_deliverable
from campaigns.actions.learnings import save_learnings
from campaigns.actions.payments import mark_paid
from campaigns.actions.reported import CREATED, Reported, report_results
from campaigns.actions.results import type_result
from campaigns.actions.submissions import (
    approve_deliverable,
    ask_revision,
    submit_deliverable,
)
from campaigns.models import Brief, Campaign, Collaboration, Deliverable, Payment
from config.demo.briefs import write_brief
from config.demo.calendar import CAMPAIGNS, Plan
from config.demo.cast import Cast
from config.demo.numbers import Day, post_days
from config.demo.people import PEOPLE, Person
from config.demo.words import LEARNINGS
from core.money import Money
from reports.actions.summaries import draft_summary, edit_summary, hold_summary, send_summary
from reports.models import Summary

Event = tuple[datetime, Callable[[], object]]
BY_KEY = {person.key: person for person in PEOPLE}


@dataclass
class Running:
    """One campaign on its way: rows are looked up when their moment comes."""

    cast: Cast
    plan: Plan

    @property
    def today(self) -> date:
        return self.cast.now.date()

    def at(self, day: date, hour: int) -> datetime:
        return datetime.combine(day, time(hour, 11), UTC)

    @property
    def campaign(self) -> Campaign:
        return Campaign.objects.get(name=self.plan.name)

    def part(self, key: str) -> Collaboration:
        return Collaboration.objects.select_related(
            "campaign__brand", "partnership__creator", "partnership__brand", "partnership__owner"
        ).get(campaign__name=self.plan.name, partnership=self.cast.partnerships[key])

    def manager(self, key: str) -> User:
        return self.cast.members[BY_KEY[key].owner]

    def events(self) -> list[Event]:
        plan, start = self.plan, self.plan.starts_on(self.today)
        planned = self.at(start - timedelta(days=27), 9)
        events: list[Event] = [
            (planned, partial(self.make, planned)),
            (self.at(start, 7), partial(self.start, self.at(start, 7))),
        ]
        for key in plan.people:
            events += self.of_creator(BY_KEY[key], start)
        if plan.closed is not None:
            closed = self.at(plan.ends_on(self.today), 9) + timedelta(hours=plan.closed)
            events += self.closing(closed)
        return events

    def make(self, at: datetime) -> None:
        owner = self.cast.members["daniel" if self.plan.brand == "birch" else "sveta"]
        campaign = plan_campaign(
            brand=self.cast.brands[self.plan.brand], name=self.plan.name, goal=self.plan.goal,
            starts_on=self.plan.starts_on(self.today), ends_on=self.plan.ends_on(self.today),
            owner=owner, by=owner, at=at,
        )  # fmt: skip
        partnerships = [self.cast.partnerships[key] for key in self.plan.people]
        fees = {
            self.cast.partnerships[key].pk: Money(BY_KEY[key].price * 1, BY_KEY[key].currency)
            for key in self.plan.people
        }
        add_collaborations(campaign=campaign, partnerships=partnerships, by=owner, at=at, fees=fees)

    def start(self, at: datetime) -> None:
        start_campaign(campaign=self.campaign, by=self.campaign.owner, at=at)

    def of_creator(self, person: Person, start: date) -> list[Event]:
        rnd = random.Random(f"{self.plan.name}{person.key}")
        shared = self.at(start - timedelta(days=rnd.randint(15, 22)), 10)
        locked = self.at(start - timedelta(days=6), 15)
        published = self.at(start + timedelta(days=rnd.randint(5, 11)), rnd.randint(8, 17))
        events: list[Event] = [(shared, partial(self.brief, person, shared))]
        events.append((locked, partial(self.lock, person, locked)))
        # Somebody is always a little late with what is due now.
        late = self.plan.closed is None and person.key in ("jordan", "vera")
        if not late:
            events.append((published, partial(self.publish, person, published, rnd)))
            day = published + timedelta(days=8)
            # The newest numbers of a running campaign came in yesterday.
            seen = min(day, self.cast.now - timedelta(hours=20))
            if seen > published + timedelta(days=1):
                events.append((seen, partial(self.results, person, published.date(), seen)))
        return events

    def brief(self, person: Person, at: datetime) -> None:
        by = self.manager(person.key)
        part = self.part(person.key)
        add_deliverable(
            collaboration=part, title=f"{self.plan.name}: {_PIECE[person.language]}",
            content_format="video" if person.platform == "youtube" else "reel",
            platform=person.platform, due_on=self.plan.starts_on(self.today) + timedelta(days=11),
            by=by, at=at,
        )  # fmt: skip
        brief = write_brief(part, self.plan, _autonomy(part), by=by, at=at)
        share_brief(brief=brief, expected=brief.version, by=by, at=at)

    def lock(self, person: Person, at: datetime) -> None:
        brief = Brief.objects.get(collaboration=self.part(person.key))
        lock_brief(brief=brief, by=self.manager(person.key), at=at)

    def publish(self, person: Person, at: datetime, rnd: random.Random) -> None:
        by = self.manager(person.key)
        piece = Deliverable.objects.select_related(
            "collaboration__partnership__creator", "collaboration__campaign"
        ).get(collaboration=self.part(person.key))
        before = at - timedelta(days=2)
        draft = f"https://drive.example/{person.handle}-{self.plan.ago}"
        submit_deliverable(deliverable=piece, link=draft, by=by, at=before)
        if rnd.random() < 0.25:
            piece.refresh_from_db()
            note = _CHANGE[person.language]
            ask_revision(deliverable=piece, note=note, by=by, at=before + timedelta(hours=4))
            piece.refresh_from_db()
            again = before + timedelta(hours=20)
            submit_deliverable(deliverable=piece, link=f"{draft}-2", by=by, at=again)
        piece.refresh_from_db()
        approve_deliverable(deliverable=piece, by=by, at=before + timedelta(hours=26))
        piece.refresh_from_db()
        slug = f"{rnd.getrandbits(40):x}"
        publish_deliverable(
            deliverable=piece, link=_LINK[person.platform].format(handle=person.handle, slug=slug),
            published_at=at, by=by, at=at,
        )  # fmt: skip

    def results(self, person: Person, published: date, at: datetime) -> None:
        part = self.part(person.key)
        piece = Deliverable.objects.get(collaboration=part)
        months = (self.today - published).days / 30.4
        days = post_days(
            person, published, at.date() - timedelta(days=1), part.sequence, self.plan.lift, months
        )
        if at < self.cast.now - _BY_SCRIPT:
            self._report(person, piece, list(days), at)
            return
        for day in days:
            type_result(
                collaboration=part, day=day.day, market=person.market, metrics=_metrics(day),
                revenue=Money(day.revenue, person.currency) if day.revenue else None,
                by=self.manager(person.key), at=at, deliverable=piece,
            )  # fmt: skip

    def _report(self, person: Person, piece: Deliverable, days: list[Day], at: datetime) -> None:
        """As a script of the shop and the counters sends them."""
        rows = [
            Reported(
                key=piece.public_id, day=day.day, said={"link": piece.link}, market=person.market,
                numbers={name: n for name, n in _metrics(day).items() if n is not None},
                revenue=Money(day.revenue, person.currency) if day.revenue else None,
            )
            for day in days
        ]  # fmt: skip
        told = report_results(
            campaign=self.campaign, source="Shop and counters", rows=rows,
            by=self.manager(person.key), at=at,
        )  # fmt: skip
        assert all(one.outcome == CREATED for one in told), told

    def closing(self, closed: datetime) -> list[Event]:
        events: list[Event] = [(closed, partial(self.close, closed))]
        for key in self.plan.people:
            rnd = random.Random(f"sum{self.plan.name}{key}")
            drafted = closed + timedelta(minutes=3)
            events.append((drafted, partial(self.draft, key, drafted)))
            sent = closed + timedelta(hours=rnd.choice([6, 20, 22, 26, 29, 44, 50]))
            running = self.cast.now - closed < timedelta(hours=72)
            if running and key in ("kai", "oleg"):
                if key == "oleg":
                    held = closed + timedelta(hours=26)
                    events.append((held, partial(self.hold, key, held)))
            elif sent < self.cast.now:
                events.append((sent, partial(self.send, key, sent)))
            paid = closed + timedelta(days=rnd.choice([6, 9, 11, 12, 13, 13, 13, 16]))
            if (key, self.plan.name) not in _UNPAID:
                events.append((paid, partial(self.pay, key, paid)))
        return events

    def close(self, at: datetime) -> None:
        campaign = self.campaign
        for key in self.plan.people:
            kind = random.Random(f"l{self.plan.name}{key}").randrange(len(LEARNINGS))
            texts = LEARNINGS[kind][BY_KEY[key].language]
            save_learnings(collaboration=self.part(key), texts=texts, by=self.manager(key), at=at)
        close_campaign(campaign=campaign, by=campaign.owner, at=at)

    def draft(self, key: str, at: datetime) -> None:
        draft_summary(collaboration=self.part(key), at=at)

    def send(self, key: str, at: datetime) -> None:
        by = self.manager(key)
        summary = Summary.objects.get(collaboration=self.part(key))
        words = _PERSONAL[BY_KEY[key].language]
        summary = edit_summary(
            summary=summary, changes={"personal": words}, expected=summary.version, by=by, at=at
        )
        send_summary(summary=summary, by=by, at=at)

    def hold(self, key: str, at: datetime) -> None:
        hold_summary(
            summary=Summary.objects.get(collaboration=self.part(key)),
            reason="Продажи за последние два дня ещё не сверены с магазином",
            by=self.manager(key), at=at,
        )  # fmt: skip

    def pay(self, key: str, at: datetime) -> None:
        payment = Payment.objects.filter(collaboration=self.part(key), paid_on=None).first()
        if payment:
            mark_paid(payment=payment, paid_on=at.date(), by=self.manager(key), at=at)


# Until half a year ago a script sent the numbers; since then they are typed, until it is mended.
_BY_SCRIPT = timedelta(days=180)
# What the accountant still owes somebody.
_UNPAID = {("noor", "Back to quiet"), ("anya", "Back to quiet")}
_CHANGE = {
    "en": "The price comes before the story. Could it wait until the end? People stay for you first.",
    "ru": "Цена звучит раньше истории. Можно оставить её на конец? Сначала смотрят на вас.",
}
_PIECE = {"en": "the story", "ru": "история"}
_LINK = {
    "instagram": "https://www.instagram.com/reel/{slug}/",
    "youtube": "https://www.youtube.com/watch?v={slug}",
    "tiktok": "https://www.tiktok.com/@{handle}/video/7{slug}",
    "telegram": "https://t.me/{handle}/{slug}",
    "vk": "https://vk.com/{handle}?w=wall-{slug}",
}
_PERSONAL = {
    "en": "Thank you for this one. I keep coming back to the first ten seconds.",
    "ru": "Спасибо за эту работу. Я всё возвращаюсь к первым десяти секундам.",
}


def _autonomy(part: Collaboration) -> str:
    return {1: "guided", 2: "guided", 3: "free"}.get(part.sequence, "owned")


def _metrics(day: Day) -> dict[str, int | None]:
    return {
        "reach": day.reach,
        "views": day.views,
        "likes": day.likes,
        "comments": day.comments,
        "shares": day.shares,
        "saves": day.saves,
        "clicks": day.clicks,
        "purchases": day.purchases,
        "new_customers": day.new_customers,
    }


def work_events(cast: Cast) -> list[Event]:
    return [event for plan in CAMPAIGNS for event in Running(cast, plan).events()]
