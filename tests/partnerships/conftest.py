from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest
import time_machine
from django.utils import translation

from accounts.models import User, Workspace
from creators.models import Creator
from partnerships.actions.agreements import draft_agreement
from partnerships.actions.brands import create_brand
from partnerships.models import Agreement, Brand, Partnership
from partnerships.rules.terms import Terms
from tests import factories

# Noon of 3 March in London, four in the morning of the same day in Los Angeles.
AT = datetime(2026, 3, 3, 12, tzinfo=UTC)


@pytest.fixture
def noon() -> Iterator[None]:
    with time_machine.travel(AT, tick=False):
        yield


@pytest.fixture
def client(client_as: Any, manager: User) -> Any:
    """The manager's."""
    return client_as(manager)


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    """A page read in Russian leaves its language to the next test otherwise."""
    with translation.override("en"):
        yield


@pytest.fixture
def creator(in_scope: Workspace) -> Creator:
    """Nobody's partner yet."""
    found = factories.CreatorFactory(workspace=in_scope, name="Светлана", search="svetlana")
    return factories.vetted(found)


@pytest.fixture
def brand(in_scope: Workspace) -> Brand:
    return create_brand(workspace=in_scope, name="Kettle & Co", by=None, at=AT)


@pytest.fixture
def partnership(in_scope: Workspace, brand: Brand, manager: User) -> Partnership:
    creator = factories.CreatorFactory(
        workspace=in_scope, name="Maya Lind", email="maya@creators.example"
    )
    return factories.PartnershipFactory(
        workspace=in_scope, creator=creator, brand=brand, owner=manager
    )


@pytest.fixture
def fill() -> Callable[[Brand, str, int, User], list[Partnership]]:
    """`fill(brand, "T1", 8, manager)`: so many living partnerships in a tier."""

    def make(brand: Brand, tier: str, n: int, owner: User) -> list[Partnership]:
        return [
            factories.PartnershipFactory(
                workspace=brand.workspace, brand=brand, tier=tier, owner=owner
            )
            for _ in range(n)
        ]

    return make


def terms(**changes: Any) -> Terms:
    """A year from 1 April 2026, four campaigns, two prices."""
    values: dict[str, Any] = {
        "kind": "annual",
        "starts_on": date(2026, 4, 1),
        "ends_on": date(2027, 3, 31),
        "campaigns_a_year": 4,
        "guaranteed_a_year": 2,
        "currency": "USD",
        "rates": (("reel", "USD", Decimal("1200.50")), ("story", "USD", Decimal("300.00"))),
        "usage": "Own channels",
    }
    return Terms(**{**values, **changes})


@pytest.fixture
def drafted(partnership: Partnership, manager: User) -> Callable[..., Agreement]:
    """`drafted(starts_on=…)`: a draft by the same action that people use."""

    def make(**changes: Any) -> Agreement:
        return draft_agreement(partnership=partnership, terms=terms(**changes), by=manager, at=AT)

    return make


@pytest.fixture
def heard() -> Any:
    """What the signals of the room told, in order: (name, kwargs)."""
    from partnerships import signals

    told: list[tuple[str, dict[str, Any]]] = []
    receivers = []
    for name in (
        "partnership_opened",
        "partnership_changed",
        "tier_changed",
        "agreement_ended",
        "handed_over",
    ):
        signal = getattr(signals, name)

        def receive(name: str = name, **kwargs: Any) -> None:
            kwargs.pop("signal")
            kwargs.pop("sender")
            told.append((name, kwargs))

        signal.connect(receive, weak=False)
        receivers.append((signal, receive))
    yield told
    for signal, receive in receivers:
        signal.disconnect(receive)
