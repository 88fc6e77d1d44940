"""A partnership to keep warm, and what the tests of check-ins ask about it."""

from datetime import UTC, date, datetime, time

import pytest
from django.utils import translation

from campaigns.models import Collaboration
from checkins.enums import CheckInState
from checkins.models import CheckIn
from partnerships.models import Agreement, Partnership
from tests import factories

# Tuesday, 3 March 2026: 12:00 in Greenwich, 15:00 in Moscow, 4:00 in Los Angeles.
NOW = datetime(2026, 3, 3, 12, tzinfo=UTC)
# A partnership with this key has its checkpoints on the first Tuesday, the keys after it on the
# later ones (`week_of`): no date hangs on how many rows a database has seen.
FIRST_TUESDAY = 6_000_000


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.fixture(autouse=True)
def _english():
    """Words are compared in English, whatever language the page of another test left behind."""
    with translation.override("en"):
        yield


@pytest.fixture
def partnership(in_scope, manager) -> Partnership:
    """T1 and in Moscow, so that noon in Greenwich is a working hour; checkpoints on the first
    Tuesday of the quarter."""
    creator = factories.CreatorFactory(
        workspace=in_scope,
        name="Светлана Ким",
        email="kim@example.com",
        market="RU",
        language="ru",
        zone="Europe/Moscow",
        quiet_from=time(22),
        quiet_until=time(9),
    )
    return factories.PartnershipFactory(
        pk=FIRST_TUESDAY,
        workspace=in_scope,
        creator=creator,
        brand=factories.BrandFactory(workspace=in_scope, name="North"),
        owner=manager,
        started_on=date(2026, 2, 2),
        created_at=utc("2026-02-02T08:00"),
    )


def planned(partnership: Partnership, kind: str = "cadence") -> CheckIn | None:
    return CheckIn.objects.filter(
        partnership=partnership, kind=kind, state=CheckInState.PLANNED
    ).first()


def work(partnership: Partnership, **campaign) -> Collaboration:
    """Its part in a campaign called Balcony."""
    fields = {"name": "Balcony", "ends_on": date(2026, 3, 20), **campaign}
    row = factories.CampaignFactory(
        workspace=partnership.workspace, brand=partnership.brand, owner=partnership.owner, **fields
    )
    return factories.CollaborationFactory(campaign=row, partnership=partnership)


def agreement(partnership: Partnership, **fields) -> Agreement:
    """In force for a year until 31 March 2026."""
    return Agreement.objects.create(
        **{
            "workspace": partnership.workspace, "partnership": partnership, "kind": "annual",
            "state": "in_force", "starts_on": date(2025, 4, 1), "ends_on": date(2026, 3, 31),
            "campaigns_a_year": 4, "currency": "USD", **fields,
        }
    )  # fmt: skip


@pytest.fixture
def lived(partnership, manager) -> Partnership:
    """With rows of every kind the timeline tells."""
    from tests.checkins.life import live

    live(partnership, manager)
    return partnership
