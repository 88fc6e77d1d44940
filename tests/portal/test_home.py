"""The portal's first page: what is next, what became of the work, in a fixed number of queries."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.utils import timezone

from campaigns.models import Brief, BriefVersion, Collaboration
from reports.models import Summary
from tests import factories

pytestmark = pytest.mark.django_db
# Session, person, creator rows, (read-only mode on PostgreSQL), campaigns, deliverables, payments,
# partnerships.
QUERIES = 8


@pytest.fixture
def creator(in_scope):
    person = factories.UserFactory(name="Maya", email="maya@creators.example")
    return factories.CreatorFactory(workspace=in_scope, name="Maya Lindqvist", person=person)


def _campaigns(creator, manager, many):
    brand = factories.BrandFactory(workspace=creator.workspace)
    partnership = factories.PartnershipFactory(
        workspace=creator.workspace, creator=creator, brand=brand, owner=manager
    )
    for n in range(many):
        for state in ("confirmed", "closed"):
            row = factories.CollaborationFactory(
                workspace=creator.workspace, partnership=partnership, state=state, sequence=n + 1,
                campaign__name=f"{state} {n}", campaign__brand=brand, campaign__workspace=creator.workspace,
                closed_at=timezone.now() - timedelta(days=n) if state == "closed" else None,
            )  # fmt: skip
            factories.DeliverableFactory(
                workspace=creator.workspace,
                collaboration=row,
                title=f"Reel {n}",
                due_on=date(2026, 12, 1) + timedelta(days=n),
            )
            _shared(row, manager, versions=2)
            if state == "closed" and n % 2 == 0:
                Summary.objects.create(
                    workspace=creator.workspace, collaboration=row, state="sent", language="en",
                    closed_at=row.closed_at, due_at=row.closed_at, sent_at=row.closed_at, opening=f"Thank you {n}",
                )  # fmt: skip


def _shared(row: Collaboration, manager, versions: int) -> None:
    brief = Brief.objects.create(
        workspace=row.workspace, collaboration=row, updated_at=timezone.now()
    )
    for number in range(1, versions + 1):
        BriefVersion.objects.create(
            workspace=row.workspace, brief=brief, number=number, sections={}, autonomy="free",
            shared_at=timezone.now(), shared_by=manager,
        )  # fmt: skip


def _home(client_as, creator):
    return client_as(creator.person).get(f"/portal/{creator.public_id}/").content.decode()


def test_home_shows_running_work_with_its_newest_brief(client_as, creator, manager):
    _campaigns(creator, manager, 1)
    page = _home(client_as, creator)
    assert "confirmed 0" in page and "version 2" in page
    newest = BriefVersion.objects.get(number=2, brief__collaboration__state="confirmed")
    assert f"/{newest.public_id}/" in page
    assert "Reel 0" in page


def test_home_shows_sent_summaries_newest_first_and_what_is_on_its_way(client_as, creator, manager):
    _campaigns(creator, manager, 8)
    page = _home(client_as, creator)
    # Three of the four that were sent; those without one are promised.
    assert [n for n in range(8) if f"Thank you {n}" in page] == [0, 2, 4]
    assert page.index("Thank you 0") < page.index("Thank you 2") < page.index("Thank you 4")
    assert all(f"closed {n}" in page for n in (1, 3, 5, 7))


@pytest.mark.parametrize("many", [1, 7])
def test_home_takes_as_many_queries_for_one_campaign_as_for_many(
    client_as, creator, manager, many, django_assert_max_num_queries
):
    _campaigns(creator, manager, many)
    client = client_as(creator.person)
    # On PostgreSQL the read-only mode, inside the transaction of a test, is four statements.
    most = QUERIES + (3 if connection.vendor == "postgresql" else -1)
    with django_assert_max_num_queries(most):
        client.get(f"/portal/{creator.public_id}/")
