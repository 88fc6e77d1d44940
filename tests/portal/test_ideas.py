"""The creator reads what became of their ideas (product.md, rows 33 and 75)."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from campaigns.idea_emails import answer_url
from tests import factories
from tests.campaigns.conftest import AT
from tests.campaigns.test_ideas import DAY, decide, say, share, tell

pytestmark = pytest.mark.django_db


@pytest.fixture
def part(in_scope, manager):
    person = factories.UserFactory(name="Maya", email="maya@creators.example")
    creator = factories.CreatorFactory(workspace=in_scope, name="Maya Lind", person=person,
                                       email=person.email)  # fmt: skip
    partnership = factories.PartnershipFactory(workspace=in_scope, creator=creator, owner=manager)
    return factories.CollaborationFactory(
        partnership=partnership, campaign__workspace=in_scope, campaign__brand=partnership.brand,
        campaign__name="Balcony",
    )  # fmt: skip


@pytest.fixture
def browser(part):
    client = Client()
    client.force_login(part.partnership.creator.person)
    return client


def page(browser, part, name="ideas", *ids):
    where = reverse(f"portal:{name}", args=[part.partnership.creator.public_id, *ids])
    return browser.get(where).content.decode()


def test_only_what_was_told_is_read(browser, part, manager):
    assert "Nothing yet." in page(browser, part)
    share(part, manager)
    decide(say(part, "<i>Dawn</i>"), manager)
    decide(say(part, "No title"), manager, "declined", "The law wants it")
    share(part, manager, "At dawn", AT + DAY)
    before = page(browser, part)
    assert before.count("We are looking at it.") == 2
    assert "The law wants it" not in before
    tell(part, manager)
    say(part, "Red kettle")
    after = page(browser, part)
    for words in ("&lt;i&gt;Dawn&lt;/i&gt;", "it is in version 2", "The law wants it", "Balcony"):
        assert words in after
    assert after.count("We are looking at it.") == 1


def test_many_ideas_cost_no_more_than_one(browser, part, manager):
    def count():
        with CaptureQueriesContext(connection) as asked:
            page(browser, part)
        return len(asked)

    say(part)
    one = count()
    for _ in range(5):
        decide(say(part), manager)
    share(part, manager)
    assert count() == one


def test_the_brief_leads_to_its_reply_page_while_it_is_open(browser, part, manager, time_machine):
    version = share(part, manager)
    time_machine.move_to(AT)
    assert answer_url(version) in page(browser, part, "brief", version.public_id)
    time_machine.move_to(AT + 30 * DAY)
    assert "/answer/brief/" not in page(browser, part, "brief", version.public_id)
