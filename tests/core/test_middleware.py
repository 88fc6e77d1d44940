"""A sign that PostgreSQL refuses breaks no page: not in an address, a query, a form."""

import pytest
from django_scopes import scope

from core.search import fold
from creators.models import Creator
from tests import factories

pytestmark = pytest.mark.django_db
HERE = "/w/north/creators/"


@pytest.fixture
def desk(client_as, manager):
    return client_as(manager)


def test_query_is_read_without_it(desk, workspace):
    with scope(workspace=workspace):
        factories.CreatorFactory(workspace=workspace, name="Maya", search=fold("Maya"))
    found = desk.get(f"{HERE}?q=ma%00ya&view=a%00b&sort=%00", follow=True)
    assert "Maya" in found.content.decode()


def test_address_leads_nowhere(desk):
    assert desk.get(f"{HERE}a%00b/").status_code == 404


def test_form_is_read_without_it(desk, workspace):
    data = {"name": "Ma\x00ya", "market": "US", "language": "en", "zone": "UTC",
            "contact_by": "email", "payment_days": "30"}  # fmt: skip
    desk.post(f"{HERE}new/", data)
    with scope(workspace=workspace):
        assert Creator.objects.get().name == "Maya"


def test_what_is_no_text_field_of_a_form_is_read_without_it(desk):
    answer = desk.post(f"{HERE}chosen/", {"to": "compare", "row": ["a\x00b", "c\x00d"]})
    assert "%00" not in answer["Location"]
    assert desk.get(answer["Location"]).status_code < 500
