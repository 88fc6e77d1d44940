from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest
from django.utils import translation

from accounts.models import User, Workspace
from campaigns import signals
from campaigns.actions.campaigns import plan_campaign
from campaigns.actions.collaborations import add_collaborations
from campaigns.models import Campaign, Collaboration, Deliverable
from core.money import Money
from partnerships.models import Brand, Partnership
from tests import factories

# Noon of 3 March in London, four in the morning of the same day in Los Angeles.
AT = datetime(2026, 3, 3, 12, tzinfo=UTC)
TODAY = AT.date()


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    """A page in Russian leaves its thread speaking Russian."""
    with translation.override("en"):
        yield


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
