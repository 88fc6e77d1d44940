"""The roster as managers use it: found in either alphabet, a view shared, tags put on and taken
back, a list with a broken row, two rows of one person made one."""

from datetime import UTC, datetime

import pytest
from django_scopes import scope
from playwright.sync_api import Browser, Page, expect

from accounts.models import Membership, Workspace
from creators.actions.channels import add_channel
from creators.actions.creators import create_creator
from creators.models import Creator
from creators.rules.handles import parse_handle
from tests import factories
from tests.browser.doors import cookies

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
NOW = datetime(2026, 11, 20, 9, tzinfo=UTC)


@pytest.fixture
def workspace():
    return Workspace.objects.create(name="North & Steppe", slug="north", currency="USD")


def _member(workspace, name, role="manager"):
    user = factories.UserFactory(name=name, email=f"{name.split()[0].lower()}@north.example")
    Membership.objects.create(workspace=workspace, user=user, role=role)
    return user


@pytest.fixture
def manager(workspace):
    return _member(workspace, "Maria Manager")


@pytest.fixture
def desk(browser: Browser, live_server):
    """`desk(user)`: their browser, signed in, in English."""
    contexts = []

    def sit(user) -> Page:
        context = browser.new_context(viewport={"width": 1280, "height": 900}, locale="en-US")
        context.add_cookies(cookies(user, live_server.url))
        context.set_default_timeout(30_000)
        contexts.append(context)
        return context.new_page()

    yield sit
    for context in contexts:
        context.close()


@pytest.fixture
def roster(workspace, manager):
    """{name: public id} of a few people in both markets."""
    people = [
        ("Светлана Ёлкина", "RU", "ru", "sveta@creators.example", "@sveta.elkina"),
        ("Maya Stone", "US", "en", "maya@creators.example", "@mayastone"),
        ("Илья Белов", "RU", "ru", "ilya@creators.example", "@belov"),
        ("Jordan Ames", "US", "en", "jordan@creators.example", "@jordanames"),
    ]
    made = {}
    with scope(workspace=workspace):
        for name, market, language, email, handle in people:
            creator = create_creator(
                workspace=workspace, by=manager, at=NOW,
                values={"name": name, "market": market, "language": language, "email": email},
                channel=parse_handle(handle, platform="instagram"),
            )  # fmt: skip
            made[name] = creator.public_id
    return made


def open_directory(page: Page, live_server, query: str = "") -> None:
    page.goto(f"{live_server.url}/w/north/creators/{query}")
    expect(page.get_by_role("heading", name="Creators", level=1)).to_be_visible()


def test_cyrillic_name_is_found_by_its_latin_spelling(desk, manager, roster, live_server):
    page = desk(manager)
    open_directory(page, live_server)
    expect(page.get_by_text("4 creators", exact=True)).to_be_visible()
    page.keyboard.press("/")
    page.keyboard.type("Svetlana Yolkina")
    expect(page.get_by_text("1 creator", exact=True)).to_be_visible()
    expect(page.get_by_role("link", name="Светлана Ёлкина")).to_be_visible()
    expect(page.get_by_role("link", name="Maya Stone")).to_have_count(0)
    # What was found can be sent to a colleague: the address holds it.
    assert "q=Svetlana" in page.url
    page.reload()
    expect(page.get_by_role("link", name="Светлана Ёлкина")).to_be_visible()
    # The palette finds her from anywhere.
    page.goto(f"{live_server.url}/w/north/today/")
    page.keyboard.press("Control+k")
    page.get_by_role("searchbox", name="A person, a campaign, a page").fill("елкина")
    page.locator("#palette").get_by_role("link", name="Светлана Ёлкина").click()
    expect(page.get_by_role("heading", name="Светлана Ёлкина", level=1)).to_be_visible()


def test_view_is_saved_and_shared(desk, workspace, manager, roster, live_server):
    page = desk(manager)
    open_directory(page, live_server)
    page.get_by_text("Filters", exact=True).click()
    page.locator(".filter-panel summary", has_text="Market").click()
    page.locator(".filter-panel").get_by_label("Russia", exact=True).check()
    expect(page.get_by_text("2 creators", exact=True)).to_be_visible()
    page.keyboard.press("Escape")
    page.get_by_role("link", name="Save view").click()
    page.get_by_label("Name", exact=True).fill("Our people in Russia")
    page.get_by_label("Shared with everybody here").check()
    page.get_by_role("button", name="Save", exact=True).click()
    views = page.get_by_role("navigation", name="Saved views")
    expect(views.get_by_role("link", name="Our people in Russia")).to_contain_text("2")

    colleague = desk(_member(workspace, "Andrew Analyst", role="analyst"))
    open_directory(colleague, live_server)
    colleague.get_by_role("link", name="Our people in Russia").click()
    expect(colleague.get_by_text("2 creators", exact=True)).to_be_visible()
    expect(colleague.get_by_role("link", name="Илья Белов")).to_be_visible()
    expect(colleague.get_by_role("link", name="Jordan Ames")).to_have_count(0)


def test_tags_for_many_are_put_on_and_undone(desk, workspace, manager, roster, live_server):
    page = desk(manager)
    open_directory(page, live_server)
    for name in ("Maya Stone", "Jordan Ames"):
        page.get_by_role("row", name=name).get_by_role("checkbox").check()
    bar = page.get_by_role("form", name="What to do with the ticked creators")
    expect(bar).to_contain_text("2")
    bar.get_by_role("button", name="Tags").click()
    page.get_by_label("Add (optional)").fill("spring launch")
    page.get_by_role("button", name="Change the tags").click()
    expect(page.get_by_role("button", name="Undo")).to_be_visible()
    assert tags(workspace) == {"Maya Stone": ["spring launch"], "Jordan Ames": ["spring launch"]}
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_text("Undone")).to_be_visible()
    assert tags(workspace) == {}


def tags(workspace) -> dict[str, list[str]]:
    with scope(workspace=workspace):
        found = {c.name: [tag.name for tag in c.tags.all()] for c in Creator.objects.all()}
    return {name: names for name, names in found.items() if names}


LIST = """Имя;Почта;Instagram;Подписчики
Алина Рябова;alina@creators.example;@alina.ryab;43,9 тыс.
Женя Ковальчук;женя собака почта;@zhenya.ostrov;68 400
Тимур Сафин;timur@creators.example;@safin;1,2 млн
"""


@pytest.mark.live
def test_list_with_a_broken_row_comes_in_and_the_row_is_mended(
    house, desk, workspace, manager, tmp_path
):
    page = desk(manager)
    bring(page, house, "bloggers.csv", LIST.encode("cp1251"))
    # Nothing is written before one says so, and the broken row says what is wrong with it.
    broken = page.get_by_role("row", name="Женя Ковальчук")
    expect(broken).to_contain_text("женя собака почта")
    assert stored(workspace) == {}
    page.get_by_role("button", name="Run the import").click()
    expect(page.get_by_text("Import finished: 2 rows are in.")).to_be_visible(timeout=40_000)
    assert stored(workspace) == {"Алина Рябова": 43_900, "Тимур Сафин": 1_200_000}
    first = page.url

    with page.expect_download() as download:
        page.get_by_role("link", name="Download the rows in error").click()
    mended = tmp_path / "mended.csv"
    download.value.save_as(mended)
    text = mended.read_text("utf-8-sig")
    assert "Женя Ковальчук" in text
    assert "Алина Рябова" not in text
    bring(
        page, house, "mended.csv", text.replace("женя собака почта", "zh@creators.example").encode()
    )
    page.get_by_role("button", name="Run the import").click()
    expect(page.get_by_text("Import finished: 1 row is in.")).to_be_visible(timeout=40_000)
    assert stored(workspace)["Женя Ковальчук"] == 68_400

    page.goto(first)
    page.get_by_role("button", name="Undo the import").click()
    page.locator("#confirm [data-yes]").click()
    expect(page.get_by_text("The import is undone")).to_be_visible(timeout=40_000)
    assert stored(workspace) == {"Женя Ковальчук": 68_400}


def bring(page: Page, house, name: str, content: bytes) -> None:
    """From the upload to the report of the dry run."""
    page.goto(f"{house.url}/w/north/creators/import/")
    file = {"name": name, "mimeType": "text/csv", "buffer": content}
    page.locator("input[type=file]").set_input_files(files=[file])
    page.get_by_role("button", name="Upload").click()
    page.get_by_role("button", name="Check the file").click()
    expect(page.get_by_role("button", name="Run the import")).to_be_visible(timeout=40_000)


def stored(workspace) -> dict[str, int]:
    with scope(workspace=workspace):
        return dict(Creator.objects.values_list("name", "followers"))


def test_two_rows_of_one_person_become_one_and_two_again(
    desk, workspace, manager, roster, live_server
):
    with scope(workspace=workspace):
        double = create_creator(
            workspace=workspace, by=manager, at=NOW,
            values={"name": "Svetlana Yolkina", "market": "RU", "language": "ru", "city": "Perm"},
        )  # fmt: skip
        add_channel(
            creator=double, handle=parse_handle("@sveta.elkina", platform="youtube"), by=manager,
            at=NOW,
        )  # fmt: skip
    page = desk(manager)
    open_directory(page, live_server)
    page.get_by_role("link", name="1 possible duplicate").click()
    page.get_by_role("link", name="Compare and merge").click()
    page.get_by_role("group", name="Name", exact=True).get_by_label("Светлана Ёлкина").check()
    page.get_by_role("button", name="Merge", exact=True).click()
    expect(page.get_by_role("heading", name="Светлана Ёлкина", level=1)).to_be_visible()
    # What only the other row knew has come along.
    expect(page.get_by_text("Perm")).to_be_visible()
    open_directory(page, live_server, "?q=elkina")
    expect(page.get_by_text("1 creator", exact=True)).to_be_visible()
    # The old address leads to the one that is kept.
    other = {roster["Светлана Ёлкина"], double.public_id}
    for public_id in other:
        page.goto(f"{live_server.url}/w/north/creators/{public_id}/")
        expect(page.get_by_role("heading", name="Светлана Ёлкина", level=1)).to_be_visible()
    page.get_by_role("button", name="Undo the merge").click()
    open_directory(page, live_server, "?q=elkina")
    expect(page.get_by_text("2 creators", exact=True)).to_be_visible()
