"""A campaign opened again after its summary went out: another result, closed once more, and the
correction reaches the creator in mail and portal, in a real browser."""

from datetime import timedelta

import pytest
from django_scopes import scope
from playwright.sync_api import expect

from core.models import OutgoingMail
from reports import tasks
from reports.actions.summaries import draft_summary, send_summary
from tests import factories
from tests.browser.desk.conftest import NOW, TODAY, go, here, press
from tests.browser.doors import cookies

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
WHY = "The shop sent the orders of the last weekend only now."


@pytest.fixture
def sent(workspace, brand, manager, creator, opened):
    """Closed a week ago with 1,000 reached; the summary went out the day after."""
    partnership, closed = opened(), NOW - timedelta(days=7)
    with scope(workspace=workspace):
        campaign = factories.CampaignFactory(
            workspace=workspace, brand=brand, owner=manager, name="Balcony", state="closed",
            starts_on=TODAY - timedelta(days=40), ends_on=TODAY - timedelta(days=8),
            closed_at=closed,
        )  # fmt: skip
        part = factories.CollaborationFactory(
            campaign=campaign, partnership=partnership, state="closed", closed_at=closed
        )
        factories.ResultFactory(collaboration=part, day=TODAY - timedelta(days=9))
        summary = draft_summary(collaboration=part, at=closed)
        return send_summary(summary=summary, by=manager, at=closed + timedelta(days=1))


def test_reopened_closed_and_corrected(browser, live_server, desk, workspace, manager, sent):
    campaign = sent.collaboration.campaign
    home = f"campaigns/{campaign.public_id}/"
    page = desk(manager, home)
    press(page, "Open again")
    page.get_by_label("Why it is opened again").fill("Late orders")
    page.locator("main form .actions").get_by_role("button").click()
    expect(page.get_by_role("main")).to_contain_text("Late orders")

    here(page, f"{home}results/new/?who={sent.collaboration.public_id}")
    page.get_by_label("Date").fill(str(TODAY - timedelta(days=8)))
    page.get_by_label("Reach").fill("500")
    page.locator("main form .actions").get_by_role("button").first.click()
    expect(page.get_by_role("main")).to_contain_text("500")

    here(page, f"{home}close/")
    thanked = page.locator("#ticks li", has_text="Everybody was thanked.")
    thanked.get_by_role("button").click()
    expect(thanked).to_contain_text(manager.name)
    page.get_by_role("button", name="Close campaign").click()
    expect(page.get_by_role("main")).to_contain_text("Closed")
    # The worker's part of it: whoever was told otherwise is owed a correction.
    tasks.sweep_corrections()

    here(page, f"summaries/{sent.public_id}/")
    press(page, "Say why and send")
    row = page.get_by_role("row", name="Reach")
    expect(row).to_contain_text("1,000")
    expect(row).to_contain_text("1,500")
    expect(page.get_by_label("Why the figures changed")).to_have_value(
        "We opened the campaign again: Late orders."
    )
    page.get_by_label("Why the figures changed").fill(WHY)
    page.locator("form details.menu > summary").click()
    page.get_by_role("button", name="Yes, send it").click()
    expect(page.get_by_role("main")).to_contain_text("Correction sent")
    with scope(workspace=workspace):
        mail = OutgoingMail.objects.get(kind="correction")
    assert mail.subject == "Corrected: how “Balcony” went"
    assert WHY in mail.text

    phone = browser.new_context(viewport={"width": 390, "height": 844}, locale="en-US")
    maya = sent.collaboration.partnership.creator
    phone.add_cookies(cookies(maya.person, live_server.url))
    portal = phone.new_page()
    go(portal, f"{live_server.url}/portal/{maya.public_id}/results/{sent.public_id}/")
    expect(portal.get_by_role("main")).to_contain_text(WHY)
    expect(portal.get_by_role("main")).to_contain_text("corrected; first we said 1,000")
    phone.close()
