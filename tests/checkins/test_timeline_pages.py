"""The tab of a profile and the parts that are loaded under it."""

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from checkins.queries.timeline import PER_PART, timeline
from tests import factories
from tests.checkins.conftest import NOW
from tests.checkins.life import asking, contact, work


@pytest.fixture(autouse=True)
def _frozen():
    with time_machine.travel(NOW, tick=False):
        yield


def _url(partnership, query: str = "") -> str:
    base = reverse("creators:profile", args=["north", partnership.creator.public_id])
    return f"{base}?tab=timeline{query}"


def _part_url(partnership, query: str = "") -> str:
    base = reverse("checkins:timeline", args=["north", partnership.creator.public_id])
    return f"{base}?tab=timeline{query}"


def test_tab_goes_on_without_javascript_and_with_it(partnership, manager, client_as):
    for n in range(PER_PART + 5):
        contact(partnership, n, body=f"word{n:02}")
    client = client_as(manager)
    page = client.get(_url(partnership)).text
    assert "word29" in page
    assert "word30" not in page
    place = str(timeline(asking(partnership)).following)
    assert f"{_url(partnership)}&amp;before={place}" in page.replace("&before", "&amp;before")
    further = client.get(_url(partnership, f"&before={place}")).text
    assert "word30" in further
    assert "word29" not in further
    assert "Back to the newest" in further
    part = client.get(_part_url(partnership, f"&before={place}"), headers={"HX-Request": "true"})
    assert "word34" in part.text
    assert "<html" not in part.text
    assert "Earlier" not in part.text


@pytest.mark.parametrize("page", ["timeline", "partnership"])
def test_pages_ask_few_questions_however_much_happened(lived, manager, client_as, page):
    detail = reverse("partnerships:detail", args=["north", lived.public_id])
    address = _url(lived) if page == "timeline" else detail
    client = client_as(manager)

    def count() -> int:
        client.get(address)
        with CaptureQueriesContext(connection) as queries:
            assert client.get(address).status_code == 200
        return len(queries)

    few = count()
    for n in range(1, 12):
        contact(lived, n)
        work(lived, manager, n)
    assert count() == few <= 15


def test_filters_swap_the_panel_and_set_the_address(lived, manager, client_as):
    answer = client_as(manager).get(_part_url(lived, "&kind=notes"), headers={"HX-Request": "true"})
    assert answer.headers["HX-Push-Url"] == _url(lived, "&kind=notes")
    assert "Slower cuts" in answer.text
    assert "Paid $900" not in answer.text


def test_an_opened_part_leads_to_the_profile(lived, manager, client_as):
    answer = client_as(manager).get(_part_url(lived, "&kind=notes"))
    assert answer.status_code == 302
    assert answer.headers["Location"] == _url(lived, "&kind=notes")


def test_timeline_of_two_brands_names_them(partnership, in_scope, manager, client_as):
    other = factories.PartnershipFactory(
        workspace=in_scope, creator=partnership.creator, owner=manager, brand__name="Steppe"
    )
    contact(partnership, 1, body="of North")
    contact(other, 2, body="of Steppe")
    client = client_as(manager)
    assert "Log a contact for Steppe" in client.get(_url(partnership)).text
    page = client.get(_url(partnership, f"&partnership={other.public_id}")).text
    assert "of Steppe" in page
    assert "of North" not in page


def test_nothing_found_says_so(partnership, manager, client_as):
    contact(partnership)
    page = client_as(manager).get(_url(partnership, "&q=nowhere")).text
    assert "Nothing of this kind." in page


def test_timeline_of_nobody_is_empty(in_scope, manager, client_as):
    creator = factories.CreatorFactory(workspace=in_scope)
    url = reverse("creators:profile", args=["north", creator.public_id])
    assert "Nothing has happened yet" in client_as(manager).get(f"{url}?tab=timeline").text
