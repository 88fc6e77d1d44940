"""From a first campaign to a creator who comes back: the whole main job, as people do it."""

import re
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from django_scopes import scope
from playwright.sync_api import Page, expect

from accounts.models import Membership, User, Workspace
from checkins.models import CheckIn
from core.models import OutgoingMail
from partnerships.actions.brands import create_brand
from partnerships.models import Partnership
from reports.actions.digests import send_digest
from reports.queries.digests import digest_lines
from tests.browser import expected
from tests.browser.sink import wait

pytestmark = [pytest.mark.browser, pytest.mark.live, pytest.mark.django_db(transaction=True)]
FIXTURES = Path(__file__).resolve().parents[1] / "fixtures"
PASSWORD = "a long enough password"
SVETA, MAYA = "Светлана Ёлкина", "Maya Stone"
POSTS = {
    "sveta.elkina": "https://www.instagram.com/reel/DSveta12345/",
    "mayastone": "https://www.instagram.com/reel/DMaya123456/",
}


@pytest.fixture
def manager(house):
    user = User.objects.create_user(
        "daniel@north.example", PASSWORD, name="Daniel Reyes", zone="America/New_York"
    )
    workspace = Workspace.objects.create(name="North & Steppe", slug="north", currency="USD")
    Membership.objects.create(workspace=workspace, user=user, role="owner")
    with scope(workspace=workspace):
        create_brand(workspace=workspace, name="Birch & Salt", by=user, at=datetime.now(UTC))
    return user


def test_main_job(house, manager, page: Page, context, tmp_path):
    page.set_default_timeout(30_000)
    today = datetime.now(ZoneInfo("America/New_York")).date()
    sign_in(page, house)
    import_creators(page)
    for name in (SVETA, MAYA):
        open_partnership(page, name)
        agree(page, name, today)
    plan_campaign(page, today)
    for name in (SVETA, MAYA):
        share_brief(page, name)
    assert house.sink.wait_for("sveta@creators.example", "Первый свет")
    assert house.sink.wait_for("maya@creators.example", "Первый свет")
    for handle, name in (("sveta.elkina", SVETA), ("mayastone", MAYA)):
        publish(page, name, POSTS[handle])
    rows = import_results(page, tmp_path, today)
    close_campaign(page)
    for handle, name, language in (("sveta.elkina", SVETA, "ru"), ("mayastone", MAYA, "en")):
        send_summary(page, name, handle, rows, language)
    mails_have_figures_and_chart(house, rows)
    portal_shows_the_same(house, context.browser, rows)
    next_check_in_stands(page, today)
    today_and_digest_say_what_is_next(page, manager)


def at(page: Page, path: str) -> None:
    page.goto(re.match(r"https?://[^/]+", page.url)[0] + "/w/north" + path)


def sign_in(page: Page, house) -> None:
    page.goto(house.url + "/")
    page.get_by_label("Email").or_(page.get_by_label("E-mail")).first.fill("daniel@north.example")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("heading", name="Today", level=1)).to_be_visible()


def import_creators(page: Page) -> None:
    at(page, "/creators/import/")
    page.locator("input[type=file]").set_input_files(FIXTURES / "journey_creators.csv")
    page.get_by_role("button", name="Upload").click()
    page.get_by_role("button", name="Check the file").click()
    page.get_by_role("button", name="Run the import").click()
    expect(page.get_by_text("Import finished: 4 rows are in.")).to_be_visible(timeout=40_000)
    at(page, "/creators/?q=svetlana")
    expect(page.get_by_role("link", name=SVETA)).to_be_visible()


def open_profile(page: Page, name: str) -> None:
    at(page, f"/creators/?q={name.split()[-1]}")
    page.get_by_role("link", name=name).first.click()
    expect(page.get_by_role("heading", name=name, level=1)).to_be_visible()


def vet(page: Page, name: str) -> None:
    """The gate of the first tier: somebody has seen that they are easy to work with."""
    open_profile(page, name)
    page.get_by_role("link", name="Vetting", exact=True).click()
    item = page.locator("#item-easy")
    item.locator("summary").first.click()
    item.get_by_label("Yes").check()
    item.get_by_label("What was seen").fill("Two calls, both on time; said no where it was no")
    item.get_by_role("button", name="Save the answer").click()
    expect(page.locator("#item-easy").get_by_text("Two calls, both on time")).to_be_visible()


def open_partnership(page: Page, name: str) -> None:
    vet(page, name)
    open_profile(page, name)
    page.get_by_role("link", name="Make a partnership").first.click()
    page.get_by_label("Tier", exact=True).select_option("T1")
    page.get_by_label("Why this tier").fill("Proof in data, easy to work with")
    page.get_by_label("This is a gut feeling, against what the tier asks").check()
    page.get_by_label("Where it stands").select_option("active")
    page.get_by_role("button", name="Open the partnership").click()
    expect(page.get_by_role("link", name="Draft the agreement")).to_be_visible()


def agree(page: Page, name: str, today: date) -> None:
    """From the partnership's page: a draft, sent, signed; in force from its first day."""
    page.get_by_role("link", name="Draft the agreement").click()
    page.locator("#id_kind").select_option("annual")
    page.locator("#id_starts_on").fill((today - timedelta(days=1)).isoformat())
    page.locator("#id_ends_on").fill((today + timedelta(days=363)).isoformat())
    page.locator("#id_campaigns_a_year").fill("4")
    currency = "RUB" if name == SVETA else "USD"
    page.locator("#id_currency").select_option(currency)
    # The rate card came with the import; the draft starts from it.
    price = "45000.00" if name == SVETA else "2400.00"
    expect(page.locator("input[name$=amount]").first).to_have_value(price)
    page.locator(".actions").get_by_role("button", name="Save the draft").click()
    page.get_by_role("link", name=f"{name} × Birch & Salt").click()
    page.get_by_role("link", name="Already signed on paper").click()
    page.get_by_label("Signed on").fill((today - timedelta(days=2)).isoformat())
    page.get_by_label("Signed for the creator by").fill(name)
    page.locator("main form .actions").get_by_role("button").click()
    expect(page.get_by_text("In force").first).to_be_visible()


def plan_campaign(page: Page, today: date) -> None:
    at(page, "/campaigns/new/")
    page.get_by_label("Name").fill("Первый свет")
    page.get_by_label("First day").fill((today - timedelta(days=9)).isoformat())
    page.get_by_label("Last day").fill((today - timedelta(days=1)).isoformat())
    page.get_by_label("Goal").fill("Introduce the balm")
    page.get_by_role("button", name="Plan it").click()
    expect(page.get_by_role("heading", name="Первый свет").first).to_be_visible()
    if page.get_by_role("link", name="Add creators").count():
        page.get_by_role("link", name="Add creators").first.click()
    for name in (SVETA, MAYA):
        page.get_by_label(re.compile(f"^{name}")).check()
    page.get_by_label("First deliverable").fill("Balcony reel")
    page.get_by_label("Format").select_option("reel")
    page.get_by_label("Platform").select_option("instagram")
    page.get_by_label("Due").fill((today - timedelta(days=5)).isoformat())
    page.get_by_role("button", name="Add", exact=True).click()
    page.get_by_role("button", name=re.compile("^Start")).first.click()
    expect(page.get_by_text("Live").first).to_be_visible()


def part(page: Page, name: str):
    return page.get_by_role("article", name=name)


def to_campaign(page: Page) -> None:
    at(page, "/campaigns/")
    page.get_by_role("link", name="Первый свет").first.click()
    expect(page.get_by_role("heading", name="Первый свет").first).to_be_visible()


def share_brief(page: Page, name: str) -> None:
    to_campaign(page)
    part(page, name).get_by_role("link", name="Write the brief").click()
    angle = page.get_by_role("group", name="Angle")
    angle.get_by_label("English").fill("What your mornings are")
    angle.get_by_label("Russian").fill("Каким бывает утро")
    page.get_by_role("button", name="Save and share").click()
    page.get_by_role("button", name="Share and send the mail").click()
    expect(page.get_by_text("version 1", exact=False).first).to_be_visible()


def publish(page: Page, name: str, link: str) -> None:
    to_campaign(page)
    part(page, name).get_by_role("link", name="Mark published").click()
    page.get_by_label("Link").fill(link)
    page.get_by_role("button", name="Mark published").click()
    expect(part(page, name).get_by_text("Published", exact=True)).to_be_visible()


def import_results(page: Page, tmp_path: Path, today: date) -> expected.Rows:
    path = tmp_path / "results.csv"
    rows = expected.write_results(path, POSTS, today - timedelta(days=1))
    to_campaign(page)
    page.get_by_role("link", name="Results so far").first.click()
    page.get_by_role("link", name="Import a file").first.click()
    page.locator("input[type=file]").set_input_files(path)
    page.get_by_role("button", name="Upload").click()
    page.get_by_role("button", name="Check the file").click()
    page.get_by_role("button", name="Run the import").click()
    expect(page.get_by_text("Import finished: 10 rows are in.")).to_be_visible(timeout=40_000)
    return rows


def close_campaign(page: Page) -> None:
    to_campaign(page)
    page.get_by_role("link", name="Close campaign").first.click()
    page.get_by_label("What worked").first.fill("Утренний свет")
    page.get_by_role("button", name="Close campaign").dblclick()
    expect(page.get_by_text("Closed").first).to_be_visible()


def send_summary(page: Page, name: str, handle: str, rows: expected.Rows, language: str) -> None:
    def draft_is_there() -> bool:
        to_campaign(page)
        return part(page, name).get_by_role("link", name=re.compile("summary", re.I)).count() > 0

    wait(draft_is_there, f"the draft summary of {name}")
    part(page, name).get_by_role("link", name=re.compile("summary", re.I)).first.click()
    reach = expected.grouped(expected.total(rows, handle, "Reach"), "en")
    expect(page.get_by_text(reach).first).to_be_visible()
    page.get_by_label("In your own words").fill(
        "Спасибо, Света!" if language == "ru" else "Thank you, Maya!"
    )
    page.locator("summary", has_text="Send").click()
    page.get_by_role("button", name="Yes, send it").dblclick()
    expect(page.get_by_text("The mail as it was sent").first).to_be_visible()


def mails_have_figures_and_chart(house, rows: expected.Rows) -> None:
    for handle, address, language, words in (
        ("sveta.elkina", "sveta@creators.example", "ru", "Спасибо, Света!"),
        ("mayastone", "maya@creators.example", "en", "Thank you, Maya!"),
    ):

        def summaries(address=address, words=words):
            return [
                m for m in house.sink.to(address) if words in m.get_body(("plain",)).get_content()
            ]

        wait(summaries, f"the summary of {address}")
        (mail,) = summaries()
        text = mail.get_body(("plain",)).get_content()
        figures = [
            expected.grouped(expected.total(rows, handle, column), language)
            for column in ("Reach", "Likes", "Purchases", "New customers")
        ]
        assert expected.all_in(text, figures) == []
        pictures = [p for p in mail.walk() if p.get_content_type() == "image/png"]
        assert len(pictures) == 1
        assert pictures[0].get_content().startswith(b"\x89PNG")
        assert ("Охват" in text) == (language == "ru")


def portal_shows_the_same(house, browser, rows: expected.Rows) -> None:
    for handle, address, language in (
        ("sveta.elkina", "sveta@creators.example", "ru"),
        ("mayastone", "maya@creators.example", "en"),
    ):
        context = browser.new_context(
            viewport={"width": 390, "height": 844},
            locale="ru-RU" if language == "ru" else "en-US",
        )
        page = context.new_page()
        page.set_default_timeout(30_000)
        page.goto(house.url + "/accounts/login/code/")
        page.locator("input[type=email]").fill(address)
        page.locator("main form button[type=submit]").click()
        mail = house.sink.wait_for(address, "Perennial")
        code = mail["Subject"].split()[0]
        page.locator("input[name=code]").fill("WRONG-1")
        page.locator("main form button[type=submit]").click()
        page.locator("input[name=code]").fill(code)
        page.locator("main form button[type=submit]").click()
        page.wait_for_url("**/portal/**")
        page.get_by_text("Первый свет").first.click()
        page.wait_for_url("**/results/**")
        figures = [
            expected.grouped(expected.total(rows, handle, column), language)
            for column in ("Reach", "Likes", "Purchases", "New customers")
        ]
        assert expected.all_in(page.locator("main").inner_text(), figures) == []
        context.close()


def next_check_in_stands(page: Page, today: date) -> None:
    """One month after the last real contact, which is the summary that was sent just now, where
    the creator lives; on their working day, with its reason."""
    workspace = Workspace.objects.get()
    for name, market, zone in ((SVETA, "RU", "Europe/Moscow"), (MAYA, "US", "America/Los_Angeles")):
        with scope(workspace=workspace):
            partnership = Partnership.objects.get(creator__name=name)
            touched = partnership.touches.order_by("-at").first().at.astimezone(ZoneInfo(zone))
            planned = CheckIn.objects.get(partnership=partnership, kind="cadence", state="planned")
        due = expected.working_day(expected.months_later(touched.date(), 1), market)
        assert planned.due_on == due
        local = planned.send_at.astimezone(ZoneInfo(zone))
        assert (local.date(), 9 <= local.hour < 18) == (due, True)
        open_profile(page, name)
        expect(page.get_by_text(f"{due.day} {due:%B}").first).to_be_visible()
        expect(page.get_by_text(re.compile("monthly", re.I)).first).to_be_visible()


def today_and_digest_say_what_is_next(page: Page, manager: User) -> None:
    at(page, "/today/")
    said = page.locator("main").inner_text()
    # Both reels are out: a word on each is what comes next, before the check-ins.
    assert said.count("A word on “Balcony reel”") == 2, said
    with scope(workspace=Workspace.objects.get()):
        member = Membership.objects.get()
        soon = datetime.now(UTC) + timedelta(days=45)
        lines = digest_lines(member, soon)
        mail = send_digest(membership=member, day=soon.date(), lines=lines, at=soon)
        assert mail is not None
        assert SVETA in OutgoingMail.objects.get(pk=mail.pk).text
