"""The year's budget, and the warning before it is overspent, in a real browser."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.desk.conftest import press

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_business_review_is_written_finished_and_printed(
    desk, workspace, manager, agreed, tmp_path, clock
):
    agreed()
    page = desk(manager, "business-reviews/")
    press(page, "New review")
    page.get_by_label("Brand").select_option("Birch & Salt")
    press(page, "Open the review")
    expect(page.get_by_role("heading", name=re.compile("Birch & Salt"), level=1)).to_be_visible()
    expect(page.get_by_text("Maya Stone").first).to_be_visible()
    press(page, "Write")
    page.get_by_label("Top challenges").fill("Two launches in one month")
    page.get_by_label("Where we focus next").fill("Winter skin, with Maya")
    press(page, "Save")
    press(page, "Finish")
    page.locator("main form .actions").get_by_role("button").click()
    expect(page.get_by_text("by Maria Manager").first).to_be_visible()
    for words in ("Two launches in one month", "Winter skin, with Maya"):
        expect(page.get_by_text(words)).to_be_visible()

    with page.expect_download() as download:
        page.get_by_role("link", name="PDF, English").click()
    paper = tmp_path / "review.pdf"
    download.value.save_as(paper)
    assert paper.read_bytes().startswith(b"%PDF")
    assert download.value.suggested_filename.endswith(".pdf")

    expect(page.get_by_role("link", name="Today", exact=True).first).to_be_visible()
    page.emulate_media(media="print")
    for gone in (
        page.get_by_role("navigation"),
        page.get_by_role("button"),
        page.get_by_role("link", name="PDF, English"),
    ):
        for one in gone.all():
            expect(one).to_be_hidden()
    expect(page.get_by_text("Winter skin, with Maya")).to_be_visible()
