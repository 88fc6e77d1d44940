"""What was said of drafts, on the creator's own page of work (row 41)."""

import re
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from campaigns.actions.submissions import approve_deliverable, ask_revision, submit_deliverable
from tests import factories

pytestmark = pytest.mark.django_db
NOTE = "Open with the balcony, not the box."


@pytest.fixture
def creator(in_scope):
    person = factories.UserFactory(name="Maya", email="maya@creators.example")
    return factories.CreatorFactory(workspace=in_scope, name="Maya Lindqvist", person=person)


def _pieces(creator, manager, many=1):
    space = creator.workspace
    brand = factories.BrandFactory(workspace=space)
    partnership = factories.PartnershipFactory(
        workspace=space, creator=creator, brand=brand, owner=manager
    )
    campaign = factories.CampaignFactory(workspace=space, brand=brand)
    part = factories.CollaborationFactory(campaign=campaign, partnership=partnership)
    return [
        factories.DeliverableFactory(
            collaboration=part, title=f"Reel {n}", due_on=date(2026, 12, 1) + timedelta(days=n)
        )
        for n in range(many)
    ]


def _asked(piece, manager, ago):
    at = timezone.now() - timedelta(days=ago)
    submit_deliverable(deliverable=piece, link="https://d.example/1", by=manager, at=at)
    ask_revision(deliverable=piece, note=NOTE, by=manager, at=at)


def test_creator_reads_what_to_change_and_by_when(client_as, creator, manager):
    [piece] = _pieces(creator, manager)
    _asked(piece, manager, 3)
    client = client_as(creator.person)
    url = reverse("portal:work", args=[creator.public_id])
    page = client.get(url).content.decode()
    assert NOTE in page and "due 1 December" in page and manager.name not in page.split("<main")[1]
    answer = re.search(r'href="[^"]*(/answer/round/[^"]+)"', page)
    assert answer and "put a link" in Client().get(answer[1]).content.decode()
    submit_deliverable(deliverable=piece, by=manager, at=timezone.now())
    approve_deliverable(deliverable=piece, word="The light!", by=manager, at=timezone.now())
    page = client.get(url).content.decode()
    assert "/answer/round/" not in page and "The light!" in page and NOTE in page


def test_late_work_says_so_with_what_is_asked(client_as, creator, manager):
    [piece] = _pieces(creator, manager)
    type(piece).objects.update(due_on=date(2020, 1, 1))
    _asked(piece, manager, 3)
    url = reverse("portal:work", args=[creator.public_id])
    page = client_as(creator.person).get(url).content.decode()
    assert "Late" in page and "Revision asked" in page


def test_work_page_asks_a_fixed_number_of_questions(client_as, creator, manager):
    client = client_as(creator.person)
    url = reverse("portal:work", args=[creator.public_id])
    counts = []
    for many in (1, 6):
        for piece in _pieces(creator, manager, many):
            _asked(piece, manager, 2)
        client.get(url)
        with CaptureQueriesContext(connection) as queries:
            client.get(url)
        counts.append(len(queries))
    assert counts[0] == counts[1]
