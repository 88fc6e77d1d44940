"""A creator's history with rows of every kind, for the tests of the timeline."""

from datetime import date, timedelta

from campaigns.models import Brief, BriefVersion, Learning
from checkins.actions.closing import skip_check_in
from checkins.actions.planning import plan_check_ins
from checkins.actions.touches import log_touch
from checkins.queries.timeline import PER_PART, timeline
from checkins.timeline_sources import Asking
from creators.models import Goal, GoalReview, Merge, Rate, StyleNote, VettingMark
from partnerships.models import Agreement, AgreementRate, Handover, Partnership, TierChange
from reports.models import Summary
from tests import factories
from tests.checkins.conftest import NOW, planned, utc
from tests.factories import fee_payment


def asking(partnership, **more) -> Asking:
    creator = partnership.creator
    rows = Partnership.objects.filter(creator=creator).select_related("brand")
    return Asking(
        **{
            "creator": creator, "partnerships": {row.pk: row for row in rows}, "slug": "north",
            "today": NOW.astimezone(creator.zone).date(), "limit": PER_PART, **more,
        }
    )  # fmt: skip


def told(partnership, **more) -> list[str]:
    return [line.entry.what for line in timeline(asking(partnership, **more)).lines]


def contact(partnership, days: float = 1, direction: str = "in", **more) -> None:
    log_touch(
        **{
            "partnership": partnership, "kind": "reply" if direction == "in" else "message",
            "direction": direction, "at": NOW - timedelta(days=days), "by": None,
            "logged_at": NOW, **more,
        }
    )  # fmt: skip


def work(partnership, manager, n: int = 0) -> None:
    """A campaign from joining to payment, all kinds of rows."""
    space = partnership.workspace
    part = factories.CollaborationFactory(
        campaign=factories.CampaignFactory(
            workspace=space, brand=partnership.brand, owner=manager, name=f"Balcony {n}"
        ),
        partnership=partnership, state="closed", closed_at=utc("2026-02-22T09:00"),
        created_at=utc("2026-01-20T09:00"),
    )  # fmt: skip
    brief = Brief.objects.create(
        workspace=space, collaboration=part, updated_at=NOW, locked_at=utc("2026-01-25T09:00")
    )
    for number, day, after in ((1, "2026-01-22T09:00", False), (2, "2026-01-26T09:00", True)):
        BriefVersion.objects.create(
            workspace=space, brief=brief, number=number, sections={}, autonomy="guided",
            shared_at=utc(day), shared_by=manager, after_lock=after,
        )  # fmt: skip
    factories.DeliverableFactory(
        collaboration=part, state="published", link="https://example.com/x", title=f"Reel {n}",
        published_at=utc("2026-02-16T09:00"), due_on=date(2026, 2, 14),
    )  # fmt: skip
    factories.ResultFactory(
        collaboration=part, updated_at=utc("2026-02-20T09:00"), reach=1200, revenue_amount=300,
        revenue_currency="USD",
    )  # fmt: skip
    fee_payment(part, amount=900, currency="USD", due_on="2026-02-24",
        paid_on="2026-02-25", paid_by=manager,
    )  # fmt: skip
    for text in ("Light", "Tempo"):
        Learning.objects.create(
            workspace=space, collaboration=part, kind="worked", text=text, by=manager,
            created_at=utc("2026-02-22T08:00"),
        )  # fmt: skip
    Summary.objects.create(
        workspace=space, collaboration=part, state="sent", language="ru",
        closed_at=utc("2026-02-22T09:00"), due_at=utc("2026-02-25T09:00"),
        sent_at=utc("2026-02-23T09:00"), sent_by=manager,
    )  # fmt: skip


def terms(partnership, manager) -> None:
    space, creator = partnership.workspace, partnership.creator
    TierChange.objects.create(
        workspace=space, partnership=partnership, at=utc("2026-02-02T09:00"), by=manager,
        from_tier="", to_tier="T1", reason="Delivers",
    )  # fmt: skip
    for year, amount in ((2025, 900), (2026, 1100)):
        row = Agreement.objects.create(
            workspace=space, partnership=partnership, kind="annual",
            state="ended" if year == 2025 else "in_notice", starts_on=date(year, 2, 5),
            ends_on=date(year, 12, 31), campaigns_a_year=4, currency="USD",
            sent_on=date(year, 2, 3), signed_on=date(year, 2, 4), signed_by="Anna",
            notice_by="us", notice_given_on=None if year == 2025 else date(2026, 3, 1),
        )  # fmt: skip
        AgreementRate.objects.create(
            workspace=space, agreement=row, format="reel", currency="USD", amount=amount
        )
    Handover.objects.create(
        workspace=space, partnership=partnership, at=utc("2026-02-28T09:00"), by=manager,
        from_owner=manager, to_owner=factories.UserFactory(name="Vera"), note="Likes calls",
    )  # fmt: skip
    for amount, day, until in ((800, "2025-11-01", "2026-01-31"), (900, "2026-02-01", None)):
        Rate.objects.create(
            workspace=space, creator=creator, format="reel", amount=amount, currency="USD",
            valid_from=day, valid_until=until,
        )  # fmt: skip


def notes(partnership, manager) -> None:
    space, creator = partnership.workspace, partnership.creator
    StyleNote.objects.create(
        workspace=space, creator=creator, noted_on="2026-02-10", text="Slower cuts", by=manager
    )
    goal = Goal.objects.create(workspace=space, creator=creator, text="A book", set_on="2026-02-08")
    GoalReview.objects.create(
        workspace=space, goal=goal, reviewed_on="2026-02-27", state="open", note="Half", by=manager
    )
    VettingMark.objects.create(
        workspace=space, creator=creator, item="easy", verdict="yes", evidence="Two years",
        at=utc("2026-02-09T09:00"), by=manager,
    )  # fmt: skip
    Merge.objects.create(
        workspace=space, kept=creator, by=manager, at=utc("2026-02-07T09:00"),
        absorbed=factories.CreatorFactory(workspace=space, name="S. Kim"),
        undone_at=utc("2026-02-07T10:00"), undone_by=manager,
    )  # fmt: skip


def live(partnership, manager) -> None:
    contact(partnership, 10, body="Свет на балконе")
    work(partnership, manager)
    terms(partnership, manager)
    notes(partnership, manager)
    plan_check_ins(workspace=partnership.workspace, at=NOW)
    skip_check_in(check_in=planned(partnership), reason="On leave", by=manager, at=NOW)
