"""A year at one manager's desk: what stands on Today each morning, done to the end by the acts a
person has, with its minutes and clicks. Campaigns, answers and payments come as in a believable
year; nothing of the lines is counted here, they are what the board says."""

import random
from collections import Counter, defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

from campaigns.models import Campaign, Collaboration, Debrief, Deliverable, Payment
from checkins import tasks
from checkins.actions.closing import mark_done
from checkins.actions.remarks import note_remark
from checkins.actions.sending import send_check_in
from checkins.actions.touches import log_touch
from checkins.models import CheckIn, Touch
from checkins.queries.board import board
from checkins.today import Asking, Section, TodayLine
from partnerships.models import Agreement, BusinessReview, Partnership
from partnerships.rules.business_review import to_review
from reports.models import Summary
from reports.rules.figures import make_figures
from tests import factories
from tests.checkins.conftest import FIRST_TUESDAY
from tests.factories import fee_payment

DAY = timedelta(days=1)
OURS = (Section.OVERDUE, Section.TODAY)
# From the line to done, each press of the mouse or a key that acts; typing is no click. A form
# opens in place, so "Send" is: the button of the line, the button of the dialog.
CLICKS = {
    "check_in": 2,  # Send; Send
    "checkpoint": 2,  # Done (after the call); Save
    "answer": 2,  # Answer; Send
    "review": 2,  # Open; Approve
    "remark": 2,  # Write a remark; Send
    "payment": 3,  # Open; Paid; Save
    "campaign": 3,  # Open; Close the campaign; Yes
    "summary": 2,  # Read and send; Send
    "win": 2,  # Share the win; Send
    "debrief": 3,  # Write it down; Save; Share
    "agreement": 4,  # Open; Next year; Save; Send
    "warmth": 2,  # Write; Send
    "sync": 2,  # Note the sync; Save
    "business_review": 5,  # Reviews; Open; Save; Finish; Yes
}


@dataclass
class Week:
    lines: Counter[str] = field(default_factory=Counter)
    minutes: int = 0
    by_itself: int = 0

    @property
    def clicks(self) -> int:
        return sum(CLICKS[kind] * n for kind, n in self.lines.items())


class Desk:
    def __init__(self, workspace: Any, manager: Any, chance: random.Random, clock: Any) -> None:
        self.workspace, self.manager, self.chance, self.clock = workspace, manager, chance, clock
        self.weeks: dict[date, Week] = defaultdict(Week)
        self.partners: list[Partnership] = []
        # What creators do on which day.
        self.coming: dict[date, list[Callable[[datetime], Any]]] = defaultdict(list)
        self.left_over: list[str] = []

    def settle(self, first: date, tiers: tuple[str, ...]) -> None:
        brand = factories.BrandFactory(workspace=self.workspace)
        for n, tier in enumerate(tiers):
            zone, market = (("Europe/Moscow", "RU"), ("America/New_York", "US"))[n % 2]
            creator = factories.CreatorFactory(
                workspace=self.workspace, name=f"Partner {n}", zone=zone, market=market,
                language="ru" if market == "RU" else "en",
            )  # fmt: skip
            started = first - DAY * self.chance.randrange(20, 300)
            row = factories.PartnershipFactory(
                pk=FIRST_TUESDAY + n, workspace=self.workspace, creator=creator, brand=brand,
                owner=self.manager,
                tier=tier, started_on=started,
                created_at=datetime.combine(started, time(8), tzinfo=UTC),
            )  # fmt: skip
            at = datetime.combine(first - DAY * self.chance.randrange(1, 25), time(12), tzinfo=UTC)
            log_touch(
                partnership=row, kind="call", direction="both", at=at, by=self.manager, logged_at=at
            )
            self._agree(row, first + DAY * self.chance.randrange(5, 360))
            self.partners.append(row)

    def _agree(self, row: Partnership, ends: date) -> None:
        Agreement.objects.create(
            workspace=self.workspace, partnership=row, kind="annual", state="in_force",
            starts_on=ends - 364 * DAY, ends_on=ends, campaigns_a_year=4, currency="USD",
        )  # fmt: skip

    def work(self, first: date, days: int) -> None:
        for n in range(days):
            day = first + DAY * n
            # Every eight weeks a campaign for five or six of them.
            if n % 56 == 7 and n + 40 < days + 56:
                self._launch(day + 14 * DAY)
            self._tick(datetime.combine(day, time(5, 50), tzinfo=UTC))
            if day.weekday() < 5:
                self._morning(datetime.combine(day, time(6), tzinfo=UTC))
            self._tick(datetime.combine(day, time(16), tzinfo=UTC))
            noon = datetime.combine(day, time(12), tzinfo=UTC)
            self.clock.move_to(noon + timedelta(hours=5))
            for act in self.coming.pop(day, ()):
                act(noon)

    def _tick(self, at: datetime) -> None:
        self.clock.move_to(at)
        tasks.plan()
        before = set(CheckIn.objects.filter(state="sent").values_list("pk", flat=True))
        tasks.send_due()
        for row in CheckIn.objects.filter(state="sent").exclude(pk__in=before):
            self._answered(row.partnership, at)
        self.weeks[_monday(at.date())].by_itself += (
            CheckIn.objects.filter(state="sent", closed_by=None).exclude(pk__in=before).count()
        )

    def _morning(self, at: datetime) -> None:
        """All that is overdue or for today; on Mondays also what has the whole week."""
        self.clock.move_to(at)
        wanted = {*OURS, Section.WEEK} if at.weekday() == 0 else set(OURS)
        for line in self._lines(at, wanted):
            if line.kind == "check_in" and line.section(self._asking(at)) == Section.WEEK:
                continue  # On its day.
            self._do(line, at)
            week = self.weeks[_monday(at.date())]
            week.lines[line.kind] += 1
            week.minutes += line.minutes
        self.left_over += [
            f"{at:%m-%d} {line.kind}: {line.title}" for line in self._lines(at, OURS)
        ]

    def _asking(self, at: datetime) -> Asking:
        return Asking(user=self.manager, at=at)

    def _lines(self, at: datetime, sections: Any) -> list[TodayLine]:
        shelves = board(self._asking(at)).shelves
        return [line for shelf in shelves if shelf.section in sections for line in shelf.lines]

    def _do(self, line: TodayLine, at: datetime) -> None:
        _kind, _, key = line.key.partition(":")
        getattr(self, f"_{line.kind}")(key.split(":")[0], line.partnership, at)

    # --- one kind of line each

    def _check_in(self, key: str, partnership: Any, at: datetime) -> None:
        """With a line of one's own; where it is night there, it goes in their morning."""
        row = CheckIn.objects.select_related("partnership__creator", "workspace").get(public_id=key)
        send_check_in(check_in=row, by=self.manager, at=at, personal_line="The balcony.")

    def _checkpoint(self, key: str, partnership: Any, at: datetime) -> None:
        row = CheckIn.objects.select_related("partnership__creator", "workspace").get(public_id=key)
        mark_done(check_in=row, how="call", by=self.manager, at=at)

    def _answer(self, key: str, partnership: Any, at: datetime) -> None:
        self._said(partnership, "message", "out", at)

    def _warmth(self, key: str, partnership: Any, at: datetime) -> None:
        self._said(partnership, "how_is_year", "out", at)
        # Somebody who is asked how they are answers the same day.
        self._said(partnership, "reply", "in", at + timedelta(minutes=1), by=None)

    def _sync(self, key: str, partnership: Any, at: datetime) -> None:
        self._said(partnership, "call", "both", at)

    def _win(self, key: str, partnership: Any, at: datetime) -> None:
        self._said(partnership, "win", "out", at)

    def _debrief(self, key: str, partnership: Any, at: datetime) -> None:
        part = Collaboration.objects.get(public_id=key)
        Debrief.objects.create(
            workspace=self.workspace, collaboration=part, kind="debrief", ours="Later in the day",
            shared_at=at,
        )  # fmt: skip

    def _review(self, key: str, partnership: Any, at: datetime) -> None:
        row = Deliverable.objects.get(public_id=key)
        Deliverable.objects.filter(pk=row.pk).update(state="approved")
        self.coming[max(at.date(), row.due_on) + DAY].append(lambda at: self._publish(row, at))

    def _publish(self, row: Deliverable, at: datetime) -> None:
        Deliverable.objects.filter(pk=row.pk).update(
            state="published", published_at=at, link=f"https://example.com/{row.pk}"
        )

    def _remark(self, key: str, partnership: Any, at: datetime) -> None:
        row = Deliverable.objects.select_related("collaboration__partnership__creator").get(
            public_id=key
        )
        text = "The cut from kettle to window says more than three sentences would."
        note_remark(deliverable=row, text=text, channel="email", by=self.manager, at=at)

    def _payment(self, key: str, partnership: Any, at: datetime) -> None:
        Payment.objects.filter(public_id=key).update(paid_on=at.date())

    def _campaign(self, key: str, partnership: Any, at: datetime) -> None:
        """Closed: its summaries are drafted, the figures of each beside their own."""
        Campaign.objects.filter(public_id=key).update(state="closed", closed_at=at)
        for part in Collaboration.objects.filter(campaign__public_id=key):
            Collaboration.objects.filter(pk=part.pk).update(state="closed", closed_at=at)
            figures = make_figures(slices=[], pieces=[], history=[], at=at)
            change = self.chance.choice([0.05, -0.1, 0.3, 0.02, -0.3, 0.1])
            figures["comparison"] = {"engagement": {"change": change}}
            Summary.objects.create(
                workspace=self.workspace, collaboration=part, closed_at=at, language="en",
                due_at=at + timedelta(hours=72), figures=figures, state="draft",
            )  # fmt: skip

    def _summary(self, key: str, partnership: Any, at: datetime) -> None:
        row = Summary.objects.get(public_id=key)
        Summary.objects.filter(pk=row.pk).update(state="sent", sent_at=at, sent_by=self.manager)
        part = Collaboration.objects.get(pk=row.collaboration_id)
        fee_payment(part, amount=Decimal(900), currency="USD", due_on=at.date() + 30 * DAY)

    def _agreement(self, key: str, partnership: Any, at: datetime) -> None:
        row = Agreement.objects.get(public_id=key)
        assert row.ends_on
        Agreement.objects.create(
            workspace=self.workspace, partnership=row.partnership, kind="annual", state="signed",
            starts_on=row.ends_on + DAY, ends_on=row.ends_on + 365 * DAY, campaigns_a_year=4,
            currency="USD",
        )  # fmt: skip

    def _business_review(self, key: str, partnership: Any, at: datetime) -> None:
        """One line for the brand: the programme's and that of each first-tier partner."""
        brand = self.partners[0].brand
        rows = [None, *(row for row in self.partners if row.tier == "T1")]
        for row in rows:
            BusinessReview.objects.create(
                workspace=self.workspace, brand=brand, partnership=row,
                quarter=to_review(at.date()), finished_at=at,
            )  # fmt: skip

    # --- what creators do

    def _said(self, row: Any, kind: str, way: str, at: datetime, by: Any = ...) -> Touch:
        mine = Partnership.objects.select_related("creator", "brand").get(pk=row.pk)
        by = self.manager if by is ... else by
        return log_touch(partnership=mine, kind=kind, direction=way, at=at, by=by, logged_at=at)

    def _answered(self, row: Partnership, at: datetime) -> None:
        """Two of three check-ins are answered within four days."""
        if self.chance.random() < 0.66:
            day = at.date() + DAY * self.chance.randrange(0, 4)
            self.coming[day].append(lambda at: self._reply(row, at))

    def _reply(self, row: Partnership, at: datetime) -> None:
        touch = self._said(row, "reply", "in", at, by=None)
        Touch.objects.filter(pk=touch.pk).update(awaits_answer=True)

    def _launch(self, starts: date) -> None:
        number = 1 + Campaign.objects.count()
        row = factories.CampaignFactory(
            workspace=self.workspace, brand=self.partners[0].brand, owner=self.manager,
            name=f"Campaign {number}", starts_on=starts, ends_on=starts + 20 * DAY, state="live",
        )  # fmt: skip
        for partner in self.chance.sample(self.partners, 6):
            before = Collaboration.objects.filter(partnership=partner).count()
            part = factories.CollaborationFactory(
                campaign=row, partnership=partner, state="confirmed", sequence=before + 1
            )
            for n in range(2):
                due = starts + DAY * self.chance.randrange(5, 18)
                made = factories.DeliverableFactory(
                    collaboration=part, due_on=due, title=f"{row.name} {partner.pk} {n}"
                )
                handed_in = due - DAY * self.chance.randrange(1, 4)
                self.coming[handed_in].append(lambda at, made=made: self._hand_in(made))

    def _hand_in(self, row: Deliverable) -> None:
        Deliverable.objects.filter(pk=row.pk).update(state="submitted")


def _monday(day: date) -> date:
    return day - DAY * day.weekday()
