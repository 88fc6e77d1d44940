"""A file as YouTube Studio writes it comes into a live campaign, once more, and goes out again."""

from datetime import UTC, datetime, timedelta

import pytest
from django_scopes import scope
from playwright.sync_api import Page, expect

from accounts.models import Membership, Workspace
from campaigns.models import Result
from tests import factories
from tests.browser.doors import cookies

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
HEAD = (
    "Content,Video title,Video publish time,Duration,Views,Watch time (hours),Subscribers,"
    "Impressions,Impressions click-through rate (%)"
)


@pytest.fixture
def campaign(settings, tmp_path):
    """Live since ten days; Maya alone takes part."""
    settings.CELERY_TASK_ALWAYS_EAGER = True
    files = {"location": str(tmp_path / "files"), "base_url": None}
    settings.STORAGES = {
        **settings.STORAGES,
        "default": {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": files},
    }
    workspace = Workspace.objects.create(name="North & Steppe", slug="north", currency="USD")
    manager = factories.UserFactory(name="Maria Manager")
    Membership.objects.create(workspace=workspace, user=manager, role="manager")
    today = datetime.now(UTC).date()
    with scope(workspace=workspace):
        creator = factories.CreatorFactory(workspace=workspace, name="Maya Stone")
        partnership = factories.PartnershipFactory(
            workspace=workspace, creator=creator, owner=manager
        )
        campaign = factories.CampaignFactory(
            workspace=workspace, brand=partnership.brand, owner=manager, name="Balcony",
            starts_on=today - timedelta(days=10), ends_on=today + timedelta(days=10),
        )  # fmt: skip
        factories.CollaborationFactory(campaign=campaign, partnership=partnership)
    return campaign


def table_of_videos(day) -> bytes:
    """Its own total knows of a video that was deleted."""
    posted = f"{day:%b} {day.day}, {day.year}"
    return (
        f"{HEAD}\n"
        "Total,,,,13500,12.5,7,90000,6.3\n"
        f'oEDe6JMwL7Q,"Make over, part 1","{posted}",292,10000,10.25,9,80000,6.32\n'
        f'-u4Cy28Q4Vk,Evening,"{posted}",375,3000,2.1,-3,9000,6.35\n'
    ).encode()


def test_a_file_of_a_platform_counts_once_and_can_be_undone(browser, live_server, campaign):
    context = browser.new_context(viewport={"width": 1280, "height": 900}, locale="en-US")
    context.add_cookies(cookies(campaign.owner, live_server.url))
    context.set_default_timeout(30_000)
    page, day = context.new_page(), campaign.starts_on + timedelta(days=3)
    home = f"{live_server.url}/w/north/campaigns/{campaign.public_id}/?tab=results"
    page.goto(home)
    press_import(page)
    bring(page, table_of_videos(day), whose="Maya Stone")
    # What it was taken for was said; nothing counts before one says so.
    assert stored(campaign) == []
    page.get_by_role("button", name="Run the import").click()
    expect(page.get_by_role("button", name="Undo the import")).to_be_visible()
    assert stored(campaign) == [3000, 10_000]
    first = page.url
    page.goto(home)
    figures = page.get_by_role("region", name="Results by market")
    expect(figures).to_contain_text("13,000")

    press_import(page)
    bring(page, table_of_videos(day), whose="Maya Stone")
    # The same once more has nothing to do.
    expect(page.get_by_role("main")).to_contain_text("Nothing of this file would change anything")
    expect(page.get_by_role("button", name="Run the import")).to_have_count(0)
    assert stored(campaign) == [3000, 10_000]

    page.goto(first)
    page.wait_for_load_state()
    page.get_by_role("button", name="Undo the import").click()
    page.locator("#confirm [data-yes]").click()
    expect(page.get_by_text("The import is undone")).to_be_visible()
    assert stored(campaign) == []
    page.goto(home)
    expect(figures).to_contain_text("No results yet.")
    context.close()


def press_import(page: Page) -> None:
    page.get_by_role("main").get_by_role("link", name="Import a file").first.click()


def bring(page: Page, content: bytes, *, whose: str) -> None:
    """From the upload to the report of the dry run."""
    file = {"name": "Table data.csv", "mimeType": "text/csv", "buffer": content}
    page.locator("input[type=file]").set_input_files(files=[file])
    page.get_by_role("button", name="Upload").click()
    expect(page.get_by_role("main")).to_contain_text("YouTube Studio, table of videos")
    page.get_by_label("Rows that name no creator belong to").select_option(label=whose)
    page.get_by_role("button", name="Check the file").click()
    expect(page.get_by_role("main")).to_contain_text("This row adds the others up.")


def stored(campaign) -> list[int]:
    """The views of every row that counts."""
    with scope(workspace=campaign.workspace):
        return sorted(Result.objects.values_list("views", flat=True))
