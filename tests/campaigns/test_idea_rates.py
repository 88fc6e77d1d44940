"""The share of ideas taken up, by creator, brand and quarter; zero is flagged (row 34)."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest

from campaigns.models import Idea
from campaigns.queries.idea_rates import idea_rates
from campaigns.rules.ideas import Counts
from tests import factories
from tests.campaigns.conftest import AT, at, text_of
from tests.campaigns.test_ideas import decide, say, share

pytestmark = pytest.mark.django_db


@pytest.fixture
def told(part, sveta, manager):
    """Maya: two of three taken up; Sveta: two, none taken up, one of them last quarter; Ann was
    asked and said nothing, Bea was never asked."""
    others = {}
    for name in ("Ann", "Bea"):
        creator = factories.CreatorFactory(workspace=part.workspace, name=name)
        others[name] = factories.PartnershipFactory(
            workspace=part.workspace, creator=creator, brand=part.campaign.brand
        )
    parts = {
        who: factories.CollaborationFactory(campaign=part.campaign, partnership=one)
        for who, one in {"Sveta": sveta, "Ann": others["Ann"]}.items()
    }
    for one in (part, *parts.values()):
        share(one, manager)
    for state, answer in (("adopted", ""), ("adapted", "So"), ("declined", "No"), ("noted", "")):
        decide(say(part), manager, state, answer)
    decide(say(parts["Sveta"]), manager, "declined", "No")
    old = say(parts["Sveta"])
    Idea.objects.filter(pk=old.pk).update(said_at=datetime(2025, 12, 31, 23, tzinfo=UTC))
    return parts


def rates(since=None, zone="Europe/London", brand=""):
    return idea_rates(since=since, zone=ZoneInfo(zone), brand=brand)


def test_rates_of_creators_brands_and_quarters(told, brand, django_assert_num_queries):
    with django_assert_num_queries(4):
        found = rates()
    assert found.whole == Counts(received=5, open=1, adopted=1, adapted=1, declined=2)
    # Zero stands first; an answer without an idea is not received.
    assert [(row.name, row.counts.received, row.counts.rate, row.asked) for row in found.creators
        ] == [("Светлана Ким", 2, Decimal(0), 1), ("Maya Lind", 3, Decimal(2) / 3, 1)]  # fmt: skip
    assert [row.name for row in found.zeros] == ["Светлана Ким"]
    assert [(row.name, row.counts, row.asked) for row in found.brands] == [
        ("Kettle & Co", found.whole, 3)
    ]
    assert [row.name for row in found.silent] == ["Ann"]
    assert ([str(one.creator) for one in found.unasked], found.unasked_n) == (["Bea"], 1)


@pytest.mark.parametrize(
    ("zone", "quarters"),
    [("Europe/London", [(2026, 1, 4), (2025, 4, 1)]), ("Asia/Vladivostok", [(2026, 1, 5)])],
)
def test_a_quarter_begins_where_the_workspace_is(told, zone, quarters):
    found = rates(zone=zone).quarters
    assert [(q.starts_on.year, q.number, q.counts.received) for q in found] == quarters


def test_days_and_brands_narrow_what_is_counted(told, brand):
    found = rates(since=AT - timedelta(days=30))
    assert {row.name: row.counts.received for row in found.creators} == {
        "Maya Lind": 3, "Светлана Ким": 1,
    }  # fmt: skip
    later = rates(since=AT + timedelta(days=1))
    assert (later.whole, later.whole.rate, later.silent) == (Counts(), None, [])
    assert later.unasked_n == 4
    assert rates(brand=brand.public_id).whole.received == 5
    other = rates(brand="gone")
    assert (other.whole, other.brands, other.unasked_n) == (Counts(), [], 0)


def test_the_page_says_how_it_counts(client, told):
    page = text_of(client.get(at("idea_rates")))
    for words in ("40%", "2 adopted or adapted of 5 received", "÷ ideas received", "Ann", "Bea"):
        assert words in page
    nothing = text_of(client.get(f"{at('idea_rates')}?days=30&brand=gone"))
    assert "No ideas in these days" in nothing
