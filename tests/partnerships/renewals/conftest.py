"""What the tests of this folder share."""

from datetime import UTC, datetime

import pytest
import time_machine

from core.models import OutgoingMail
from partnerships.actions.agreements import record_signature
from partnerships.actions.notice import give_notice, withdraw_notice
from partnerships.models import Agreement
from partnerships.tasks import advance_agreements
from tests.partnerships.conftest import AT

# Of the evergreen below: in Los Angeles, renewed on 1 April, window from 31 January to 1 March.
OPENS = (2027, 1, 31, 8)


RENEWS = (2027, 4, 1, 7)


def at(*moment: int) -> time_machine.travel:
    return time_machine.travel(datetime(*moment, tzinfo=UTC), tick=False)


def tick(*moment: int) -> int:
    with at(*moment):
        return advance_agreements()


def kinds() -> list[str]:
    return sorted(OutgoingMail.objects.values_list("kind", flat=True))


def told() -> None:
    OutgoingMail.objects.all().delete()


def fresh() -> Agreement:
    return Agreement.objects.select_related(
        "partnership__creator", "partnership__brand", "partnership__owner", "partnership__workspace"
    ).get()


@pytest.fixture
def evergreen(drafted, manager):
    """In force from 1 April 2026, with Maya in Los Angeles; the mails about it are gone."""
    row = drafted(kind="evergreen", ends_on=None, rights_months=6)
    record_signature(agreement=row, signed_on=AT.date(), signed_by="Maya", by=manager, at=AT)
    tick(2026, 4, 1, 12)
    told()
    return fresh()


def notice(moment: tuple[int, ...], manager, **kwargs) -> None:
    when = datetime(*moment, tzinfo=UTC)
    give_notice(agreement=fresh(), notice_by="creator", by=manager, at=when, **kwargs)


def withdraw(moment: tuple[int, ...], manager) -> None:
    withdraw_notice(agreement=fresh(), by=manager, at=datetime(*moment, tzinfo=UTC))


@pytest.fixture
def annual(drafted, manager):
    """In force until 31 March 2027."""
    row = drafted()
    record_signature(agreement=row, signed_on=AT.date(), signed_by="M", by=manager, at=AT)
    tick(2026, 4, 1, 12)
    told()
    return row
