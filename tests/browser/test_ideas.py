"""A brief that listens: the creator answers on a phone, the next version has it, they are told."""

from datetime import timedelta

import pytest
from django.utils import timezone
from django_scopes import scope
from playwright.sync_api import expect

from accounts.models import Membership, Workspace
from campaigns.actions.briefs import save_brief, share_brief
from campaigns.idea_emails import answer_url
from core.models import OutgoingMail
from tests import factories
from tests.browser.doors import cookies

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PHONE = {"width": 390, "height": 844}


@pytest.fixture
def shared():
    """Maya's brief, shared this minute by Daniel."""
    now = timezone.now()
    workspace = Workspace.objects.create(name="North & Steppe", slug="north", currency="USD")
    daniel = factories.UserFactory(name="Daniel Reyes")
    Membership.objects.create(workspace=workspace, user=daniel, role="owner")
    with scope(workspace=workspace):
        creator = factories.CreatorFactory(
            workspace=workspace, name="Maya Stone", person=factories.UserFactory(name="Maya")
        )
        partnership = factories.PartnershipFactory(
            workspace=workspace, creator=creator, owner=daniel
        )
        part = factories.CollaborationFactory(
            partnership=partnership, campaign__workspace=workspace, campaign__name="Balcony",
            campaign__brand=partnership.brand, campaign__owner=daniel,
            campaign__ends_on=now.date() + timedelta(days=20),
        )  # fmt: skip
        brief = save_brief(
            collaboration=part, sections={"goal": {"en": "Sell the balcony"}}, autonomy="free",
            expected=0, by=daniel, at=now,
        )  # fmt: skip
        return share_brief(brief=brief, expected=brief.version, by=daniel, at=now)


def test_an_idea_from_the_reply_page_to_the_portal(live_server, browser, shared):
    part = shared.brief.collaboration
    creator, daniel = part.partnership.creator, part.partnership.owner
    phone = browser.new_page(viewport=PHONE)
    phone.goto(live_server.url + answer_url(shared).partition("8000")[2])
    expect(phone.get_by_text("Sell the balcony")).to_be_visible()
    phone.get_by_label("I would do something differently").check()
    phone.get_by_label("In your words").fill("Film it at dawn")
    phone.get_by_role("button", name="Send").click()
    expect(phone.get_by_text("Thank you, noted.")).to_be_visible()
    assert phone.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]

    desk = browser.new_context(viewport={"width": 1280, "height": 900})
    desk.add_cookies(cookies(daniel, live_server.url))
    page = desk.new_page()
    ideas = f"{live_server.url}/w/north/collaborations/{part.public_id}/ideas/"
    page.goto(ideas)
    page.get_by_label("Adopt", exact=True).check()
    page.get_by_role("button", name="Decide", exact=True).click()
    expect(page.get_by_text("waits for the next version")).to_be_visible()
    with scope(workspace=shared.workspace):
        brief = save_brief(
            collaboration=part, sections={"goal": {"en": "Sell the balcony at dawn"}},
            autonomy="free", expected=shared.brief.version, by=daniel, at=timezone.now(),
        )  # fmt: skip
        share_brief(brief=brief, expected=brief.version, by=daniel, at=timezone.now())
    page.goto(ideas)
    expect(page.get_by_role("link", name="used in version 2")).to_be_visible()
    page.get_by_role("link", name="Tell 1 answer").click()
    page.get_by_role("button", name="Send the mail").click()
    expect(page.get_by_text("1 answer is on its way.")).to_be_visible()
    with scope(workspace=shared.workspace):
        [mail] = OutgoingMail.objects.filter(kind="ideas")
    assert "it is in version 2" in mail.text

    portal = browser.new_context(viewport=PHONE)
    portal.add_cookies(cookies(creator.person, live_server.url))
    own = portal.new_page()
    own.goto(f"{live_server.url}/portal/{creator.public_id}/ideas/")
    expect(own.get_by_text("it is in version 2")).to_be_visible()
    for context in (desk, portal):
        context.close()
    phone.close()
