"""A brief that is built on what was learned, from the editor to the creator's portal."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from django_scopes import scope
from playwright.sync_api import Browser, Page, expect

from accounts.models import Membership, Workspace
from campaigns.models import Learning
from core.models import OutgoingMail
from tests import factories
from tests.browser.doors import cookies

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
LEARNED = "Filming at home instead of in the studio"
BOUNDARY = "No before-and-after pictures"


@pytest.fixture
def people():
    """(manager, the creator's own person, the collaboration that needs a brief)."""
    now = datetime.now(UTC)
    workspace = Workspace.objects.create(name="North & Steppe", slug="north", currency="USD")
    manager = factories.UserFactory(name="Maria Manager", email="maria@north.example")
    person = factories.UserFactory(name="Maya Stone", email="maya@creators.example")
    Membership.objects.create(workspace=workspace, user=manager, role="manager")
    with scope(workspace=workspace):
        creator = factories.CreatorFactory(
            workspace=workspace, name="Maya Stone", email=person.email, person=person,
            portal_open=True, boundaries=BOUNDARY,
        )  # fmt: skip
        brand = factories.BrandFactory(workspace=workspace, name="Birch & Salt")
        partnership = factories.PartnershipFactory(
            workspace=workspace, creator=creator, brand=brand, owner=manager
        )
        today = now.date()
        past = factories.CampaignFactory(
            workspace=workspace, brand=brand, name="Salt week", owner=manager, state="closed",
            closed_at=now, starts_on=today - timedelta(days=90), ends_on=today - timedelta(days=70),
        )  # fmt: skip
        part = factories.CollaborationFactory(
            campaign=past, partnership=partnership, state="closed", closed_at=now
        )
        Learning.objects.create(
            workspace=workspace, collaboration=part, kind="worked", text=LEARNED
        )
        live = factories.CampaignFactory(
            workspace=workspace, brand=brand, name="Winter skin", owner=manager,
            starts_on=today, ends_on=today + timedelta(days=30),
        )  # fmt: skip
        part = factories.CollaborationFactory(campaign=live, partnership=partnership, sequence=2)
        factories.DeliverableFactory(collaboration=part, title="A quiet reel")
    return manager, person, part


def seat(browser: Browser, user, base: str) -> Page:
    context = browser.new_context(viewport={"width": 1280, "height": 900}, locale="en-US")
    context.add_cookies(cookies(user, base))
    context.set_default_timeout(30_000)
    return context.new_page()


def cite(page: Page, said: str) -> None:
    page.get_by_role("button", name=re.compile(rf"Cite ?: {said}")).click()


def test_a_learning_goes_into_the_brief_the_mail_and_the_portal(
    browser, live_server, settings, people
):
    settings.SITE_URL = live_server.url
    manager, person, part = people
    page = seat(browser, manager, live_server.url)
    page.goto(f"{live_server.url}/w/north/collaborations/{part.public_id}/brief/")
    page.get_by_role("group", name="Angle").get_by_label("English").fill("Your winter, honestly")
    cite(page, LEARNED)
    cited = page.get_by_role("region", name="Built on")
    expect(cited).to_contain_text(LEARNED)
    # What was typed before the click is there, and so is what is said by another one.
    angle = page.get_by_role("group", name="Angle").get_by_label("English")
    expect(angle).to_have_value("Your winter, honestly")
    cite(page, BOUNDARY)
    expect(cited).to_contain_text("for the team only")
    page.get_by_role("button", name="Save and share").click()
    page.get_by_role("button", name="Share and send the mail").click()
    expect(page.get_by_text("version 1", exact=False).first).to_be_visible()
    with scope(workspace=part.workspace):
        mail = OutgoingMail.objects.get(kind="brief")
    for words in ("Your winter, honestly", LEARNED, "A quiet reel"):
        assert words in mail.text
    assert BOUNDARY not in mail.text + mail.html
    theirs = seat(browser, person, live_server.url)
    theirs.goto(mail.text.split("portal too:")[1].split()[0])
    expect(theirs.get_by_role("main")).to_contain_text(LEARNED)
    expect(theirs.get_by_role("main")).not_to_contain_text(BOUNDARY)
    for seated in (page, theirs):
        seated.context.close()
