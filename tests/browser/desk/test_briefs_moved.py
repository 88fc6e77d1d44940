"""A creator is asked by mail and says yes on her phone; her brief is agreed, then has to change, and
she hears what and why. In a real browser."""

import re

import pytest
from django_scopes import scope
from playwright.sync_api import expect

from core.models import OutgoingMail
from tests import factories
from tests.browser.desk.conftest import TODAY, go, here, press

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
WHY = "The launch moved to the tenth, so Friday would be too early."


def test_asked_agreed_and_moved(browser, live_server, desk, workspace, brand, manager, opened):
    opened()
    with scope(workspace=workspace):
        campaign = factories.CampaignFactory(
            workspace=workspace, brand=brand, owner=manager, name="Balcony", starts_on=TODAY,
            ends_on=TODAY.replace(day=28),
        )  # fmt: skip
    page = desk(manager, f"campaigns/{campaign.public_id}/creators/")
    page.get_by_label("Maya Stone", exact=False).first.check()
    page.get_by_label("Nothing yet: ask them now, by mail").check()
    page.get_by_label("Answer wanted by").fill("2026-09-12")
    page.get_by_label("In your own words").fill("You came to mind at once.")
    press(page, "Add")
    expect(page.get_by_role("article", name="Maya Stone")).to_contain_text("Wanted by 12 September")

    link = re.search(r"/answer/campaign/\S+", _mail(workspace, "outreach").text)
    assert link
    guest = browser.new_context(viewport={"width": 390, "height": 844}).new_page()
    go(guest, live_server.url + link[0])
    expect(guest.get_by_role("main")).to_contain_text("You came to mind at once.")
    guest.get_by_label("A line to go with it").fill("Gladly, before noon.")
    press(guest, "Yes, gladly")
    expect(guest.get_by_role("heading", name="Thank you, good to have you")).to_be_visible()
    guest.context.close()
    page.reload()
    expect(page.get_by_role("article", name="Maya Stone")).to_contain_text("Gladly, before noon.")

    _write(page, "Post on Friday. Be kind.")
    press(page, "Share and send the mail")
    press(page, "Lock")
    _write(page, "Post on Monday. Be kind.")
    # It is read before it goes; and nothing goes without a reason.
    expect(page.get_by_role("region", name="What changes for Maya")).to_contain_text("Monday")
    page.get_by_label("What changes, and why").fill(WHY)
    press(page, "Share and send the mail")
    here(page, f"campaigns/{campaign.public_id}/")
    expect(page.get_by_role("article", name="Maya Stone")).to_contain_text("Goalposts moved once")
    mail = _mail(workspace, "brief")
    assert "a change in the brief" in mail.subject
    for words in (WHY, "was: Post on Friday.", "is: Post on Monday."):
        assert words in mail.text
    here(page, "goalposts/")
    expect(page.get_by_role("main")).to_contain_text(WHY)


def _write(page, text: str) -> None:
    if "/brief/" not in page.url:
        press(page, "Write the brief")
    page.get_by_role("group", name="Angle").get_by_label("English").fill(text)
    page.get_by_role("button", name="Save and share").click()


def _mail(workspace, kind: str) -> OutgoingMail:
    with scope(workspace=workspace):
        return OutgoingMail.objects.filter(kind=kind).latest("pk")
