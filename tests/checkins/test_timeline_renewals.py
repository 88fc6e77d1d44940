"""Windows, renewals and notice taken back on the timeline."""

from datetime import UTC, date, datetime

import pytest

from checkins.enums import Direction
from partnerships.actions.notice import give_notice, withdraw_notice
from partnerships.actions.renewals import confirm_renewal, keep_renewals
from partnerships.models import Agreement, Renewal
from tests.checkins.life import told


@pytest.fixture
def evergreen(partnership):
    # One that the past of others does not touch: its year is over in March.
    return Agreement.objects.create(
        workspace=partnership.workspace, partnership=partnership, kind="evergreen",
        state="in_force", starts_on=date(2024, 3, 1), signed_on=date(2024, 3, 1),
        campaigns_a_year=4, currency="USD", window_days=60, notice_days=30,
        created_at=datetime(2024, 2, 1, tzinfo=UTC),
    )  # fmt: skip


def at(*moment: int) -> datetime:
    return datetime(*moment, 18, tzinfo=UTC)  # type: ignore[misc]


def lines(partnership, **more):
    known = (
        "Window to adjust opened", "Nothing to adjust for the next year", "Agreement renewed",
        "Will not renew", "Notice taken back", "Notice given",
    )  # fmt: skip
    return [what for what in told(partnership, **more) if what in known]


def fresh():
    return Agreement.objects.select_related("partnership__creator", "partnership__owner").get()


def test_life_of_a_renewal_is_told_in_order(evergreen, partnership, manager):
    keep_renewals(agreement=fresh(), at=at(2025, 1, 2))
    confirm_renewal(renewal=Renewal.objects.get(), by=manager, at=at(2025, 1, 10))
    # Nobody looked for a while: it renewed on its day all the same.
    keep_renewals(agreement=fresh(), at=at(2025, 3, 9))
    keep_renewals(agreement=fresh(), at=at(2026, 1, 2))
    give_notice(agreement=fresh(), notice_by="creator", by=manager, at=at(2026, 1, 10))
    assert lines(partnership)[:2] in (
        ["Will not renew", "Notice given"], ["Notice given", "Will not renew"]
    )  # fmt: skip
    assert lines(partnership)[2:] == [
        "Window to adjust opened", "Agreement renewed", "Nothing to adjust for the next year",
        "Window to adjust opened",
    ]  # fmt: skip
    withdraw_notice(agreement=fresh(), by=manager, at=at(2026, 1, 12))
    found = lines(partnership)
    assert found[0] == "Notice taken back"
    assert "Will not renew" not in found


def test_window_made_up_for_late_is_told_as_the_renewal_alone(evergreen, partnership):
    keep_renewals(agreement=fresh(), at=at(2025, 3, 9))
    assert lines(partnership) == ["Agreement renewed"]


def test_renewal_is_nobodys_move(evergreen, partnership):
    keep_renewals(agreement=fresh(), at=at(2025, 3, 9))
    assert lines(partnership, direction=Direction.OUT) == []
