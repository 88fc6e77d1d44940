import io
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils import translation

from accounts.models import User, Workspace
from campaigns import signals
from campaigns.actions.campaigns import plan_campaign
from campaigns.actions.collaborations import add_collaborations
from campaigns.models import Campaign, Collaboration, Deliverable
from campaigns.queries.results import campaign_results
from campaigns.rules.links import link_key
from core.imports import jobs
from core.imports.engine import check_job, run_job
from core.models import ImportJob
from core.money import Money
from partnerships.models import Brand, Partnership
from tests import factories

# Noon of 3 March in London, four in the morning of the same day in Los Angeles.
AT = datetime(2026, 3, 3, 12, tzinfo=UTC)
TODAY = AT.date()
TEXT = {"goal": {"en": "Sell the balcony", "ru": "Показать балкон"}}


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    """A page in Russian leaves its thread speaking Russian."""
    with translation.override("en"):
        yield


@pytest.fixture(autouse=True)
def _now() -> Iterator[None]:
    with time_machine.travel(AT, tick=False):
        yield


@pytest.fixture
def client(client_as: Callable[[User], Client], manager: User) -> Client:
    """The manager's browser."""
    return client_as(manager)


def at(name: str, *args: object) -> str:
    return reverse(f"campaigns:{name}", args=["north", *args])


def text_of(answer: Any) -> str:
    return answer.content.decode()


@pytest.fixture
def brand(in_scope: Workspace) -> Brand:
    return factories.BrandFactory(workspace=in_scope, name="Kettle & Co")


@pytest.fixture
def maya(in_scope: Workspace, brand: Brand, manager: User) -> Partnership:
    creator = factories.CreatorFactory(
        workspace=in_scope, name="Maya Lind", email="maya@creators.example", payment_days=20
    )
    return factories.PartnershipFactory(
        workspace=in_scope, creator=creator, brand=brand, owner=manager
    )


@pytest.fixture
def sveta(in_scope: Workspace, brand: Brand, manager: User) -> Partnership:
    creator = factories.CreatorFactory(
        workspace=in_scope,
        name="Светлана Ким",
        email="sveta@creators.example",
        market="RU",
        language="ru",
        zone="Asia/Vladivostok",
    )
    return factories.PartnershipFactory(
        workspace=in_scope, creator=creator, brand=brand, owner=manager, tier="T2"
    )


@pytest.fixture
def planned(brand: Brand, manager: User) -> Callable[..., Campaign]:
    def make(**changes: Any) -> Campaign:
        values: dict[str, Any] = {
            "brand": brand,
            "name": "Spring",
            "goal": "Show the new kettle",
            "starts_on": date(2026, 2, 1),
            "ends_on": date(2026, 3, 31),
            "owner": manager,
            "by": manager,
            "at": AT,
        }
        return plan_campaign(**{**values, **changes})

    return make


@pytest.fixture
def campaign(brand: Brand, manager: User) -> Campaign:
    """A live one."""
    return factories.CampaignFactory(
        workspace=brand.workspace, brand=brand, name="Balcony", owner=manager
    )


@pytest.fixture
def part(campaign: Campaign, maya: Partnership, manager: User) -> Collaboration:
    """Maya's part in the live campaign, for a fee of 900 dollars."""
    (row,) = add_collaborations(
        campaign=campaign, partnerships=[maya], fees={maya.pk: dollars(900)}, by=manager, at=AT
    )
    return row


@pytest.fixture
def reel(part: Collaboration) -> Deliverable:
    return factories.DeliverableFactory(collaboration=part, title="Reel on the balcony")


def dollars(amount: int) -> Money:
    return Money(Decimal(amount), "USD")


@pytest.fixture
def heard(django_capture_on_commit_callbacks: Any) -> Any:
    """`with heard() as told:` what the signals told on commit, in order: (name, kwargs)."""

    @contextmanager
    def listen() -> Any:
        told: list[tuple[str, dict[str, Any]]] = []
        receivers = []
        for name in ("campaign_closed", "deliverable_published", "brief_shared"):
            signal = getattr(signals, name)

            def receive(name: str = name, **kwargs: Any) -> None:
                kwargs.pop("signal")
                kwargs.pop("sender")
                told.append((name, kwargs))

            signal.connect(receive, weak=False)
            receivers.append((signal, receive))
        with django_capture_on_commit_callbacks(execute=True):
            yield told
        for signal, receive in receivers:
            signal.disconnect(receive)

    return listen


@pytest.fixture
def crew(campaign: Campaign) -> dict[str, Any]:
    """The four creators of the file, their posts published; Maya's post is not typed in yet."""
    people = {
        "sveta": ("Светлана Ёлкина", "RU", "instagram", "sveta.home",
                  "https://www.instagram.com/p/Cx8Balkon01/"),
        "alina": ("Алина Каримова", "RU", "youtube", "alinakarimova",
                  "https://www.youtube.com/shorts/aKvid202602"),
        "jordan": ("Jordan Lee", "US", "instagram", "jordanlee.makes",
                   "https://instagram.com/reel/Cx8Porch0001"),
        "maya": ("Maya Thompson", "US", "tiktok", "mayamakes", ""),
    }  # fmt: skip
    found = {}
    for name, (full, market, platform, handle, link) in people.items():
        creator = factories.CreatorFactory(workspace=campaign.workspace, name=full, market=market)
        factories.ChannelFactory(creator=creator, platform=platform, handle=handle)
        partnership = factories.PartnershipFactory(
            workspace=campaign.workspace, creator=creator, brand=campaign.brand
        )
        part = factories.CollaborationFactory(campaign=campaign, partnership=partnership)
        factories.DeliverableFactory(
            collaboration=part, platform=platform, state="published" if link else "due",
            link=link, link_key=link_key(link), published_at=AT if link else None,
        )  # fmt: skip
        found[name] = part
    return found


@pytest.fixture
def bring(campaign: Campaign, manager: Any) -> Callable[..., ImportJob]:
    """`bring(text, options)`: the file through the whole wizard; `run=False` stops at the check."""

    def make(
        text: str, options: dict[str, str] | None = None, *, run: bool = True, **more: Any
    ) -> ImportJob:
        job = jobs.upload_file(
            workspace=campaign.workspace,
            kind="results",
            target_id=campaign.public_id,
            file=io.BytesIO(text.encode()),
            file_name="results.csv",
            by=manager,
            at=AT,
        )
        chosen = {**job.options, **(options or {})}
        problems = jobs.start_check(job=job, mapping=more.get("mapping", job.mapping),
                                    options=chosen)  # fmt: skip
        assert problems == more.get("problems", [])
        check_job(job.pk)
        if run:
            jobs.start_run(job=job, by=manager, at=AT)
            run_job(job.pk)
        job.refresh_from_db()
        return job

    return make


def counts_of(job: ImportJob) -> dict[str, int]:
    return {key: n for key, n in job.counts.items() if not key.startswith("_")}


def reasons_of(job: ImportJob) -> list[str]:
    return [row.reason for row in job.rows.order_by("number")]


def totals_of(campaign: Campaign) -> dict[str, Any]:
    tally = campaign_results(campaign).tally
    return {
        "rows": tally.rows,
        **tally.sums,
        "revenue": {m.currency: m.amount for m in tally.monies},
    }
