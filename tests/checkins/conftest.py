"""A partnership to keep warm, and what the tests of check-ins ask about it."""

from datetime import UTC, date, datetime, time

import pytest

from checkins.enums import CheckInState
from checkins.models import CheckIn
from partnerships.models import Partnership
from tests import factories

# Tuesday, 3 March 2026: 12:00 in Greenwich, 15:00 in Moscow, 4:00 in Los Angeles.
NOW = datetime(2026, 3, 3, 12, tzinfo=UTC)


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.fixture
def partnership(in_scope, manager) -> Partnership:
    """T1 and in Moscow, so that noon in Greenwich is a working hour."""
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
