"""A draft from both sides: asked to change, handed in anew, approved, published with a screenshot,
and a word about it, in a real browser."""

import re

import pytest
from django_scopes import scope
from playwright.sync_api import expect

from checkins.models import Touch
from core.models import OutgoingMail
from tests import factories
from tests.browser.desk.conftest import TODAY, go, here, press
from tests.core.test_file_types import png

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
NOTE = "Open with the balcony, not the box: they come for her mornings."
SAID = "You filmed the unboxing on the balcony instead of the studio. Why there?"


@pytest.fixture
def reel(workspace, brand, manager, opened):
    partnership = opened()
    with scope(workspace=workspace):
        campaign = factories.CampaignFactory(
            workspace=workspace, brand=brand, owner=manager, name="Balcony", starts_on=TODAY,
            ends_on=TODAY.replace(day=28),
        )  # fmt: skip
        part = factories.CollaborationFactory(campaign=campaign, partnership=partnership)
        return factories.DeliverableFactory(
            collaboration=part, title="Morning reel", due_on=TODAY.replace(day=20)
        )


def test_a_draft_goes_round_and_out(browser, live_server, desk, workspace, manager, reel):
    page = desk(manager, f"campaigns/{reel.collaboration.campaign.public_id}/")
    page.get_by_role("link", name="Morning reel", exact=True).first.click()
    press(page, "Handed in")
    page.get_by_label("Link to the draft").fill("drive.example/draft-1")
    page.locator("main form .actions").get_by_role("button").click()
    expect(page.get_by_role("heading", name="Round 1")).to_be_visible()

    press(page, "Ask for a revision")
    # The preview listens once the scripts are there.
    page.wait_for_load_state()
    page.get_by_label("What should change, and why").fill(NOTE)
    # As she will read it, before it goes.
    expect(page.get_by_role("region", name="As they will read it")).to_contain_text(NOTE)
    page.locator("main form .actions").get_by_role("button").first.click()
    expect(page.get_by_role("article", name="Round 1")).to_contain_text(NOTE)
    with scope(workspace=workspace):
        mail = OutgoingMail.objects.get(kind="revision")
    link = re.search(r"/answer/round/\S+", mail.text)
    assert link and NOTE in mail.text

    guest = browser.new_context(viewport={"width": 390, "height": 844}).new_page()
    go(guest, live_server.url + link[0])
    expect(guest.get_by_role("main")).to_contain_text(NOTE)
    guest.get_by_label("Link to the draft").fill("drive.example/draft-2")
    guest.get_by_label("Anything we should know").fill("Balcony first.")
    press(guest, "Hand in")
    expect(guest.get_by_role("heading", name="Thank you, it is with us")).to_be_visible()
    guest.context.close()

    page.reload()
    expect(page.get_by_role("article", name="Round 2")).to_contain_text("Balcony first.")
    press(page, "Approve")
    page.get_by_label("A kind word").fill("The light made it.")
    page.locator("main form .actions").get_by_role("button").first.click()
    press(page, "Mark published")
    page.get_by_label("Link").fill("instagram.com/reel/Cx12")
    shot = {"name": "shot.png", "mimeType": "image/png", "buffer": png()}
    page.get_by_label("A screenshot or file").set_input_files(shot)
    page.locator("main form .actions").get_by_role("button").click()
    page.get_by_role("link", name="Morning reel", exact=True).first.click()
    files = page.get_by_role("region", name="Files")
    expect(files).to_contain_text("shot.png")
    # The picture comes after the page: it is waited for, then it must have been one.
    picture = files.locator("img")
    picture.scroll_into_view_if_needed()
    expect(picture).to_have_js_property("complete", True)
    assert picture.evaluate("img => img.naturalWidth > 0")

    here(page, "today/")
    page.get_by_role("link", name="Write a remark").first.click()
    expect(page.get_by_role("heading", name="A word to Maya")).to_be_visible()
    # What would fit any post does not go.
    press(page, "Send")
    expect(page.get_by_role("main")).to_contain_text("this would fit any post")
    page.get_by_label("Your words").fill(SAID)
    press(page, "Send")
    expect(page.get_by_role("link", name="Write a remark")).to_have_count(0)
    with scope(workspace=workspace):
        assert OutgoingMail.objects.get(kind="remark").text.startswith(SAID)
        assert Touch.objects.filter(source_key=f"remark:{reel.public_id}", asks=False).exists()
