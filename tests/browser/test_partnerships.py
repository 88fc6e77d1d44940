"""Partnerships as managers live them: a tier with its gate, an agreement from the draft to its last
day, a guarantee that falls short, the year's money, reviews, concerns.

The clock stands on a Monday in September: every date on the pages is known.
"""

import re
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
import time_machine
from django_scopes import scope
from playwright.sync_api import Browser, Page, expect

from accounts.models import Membership, Workspace
from campaigns.actions.campaigns import plan_campaign
from campaigns.models import Collaboration
from core.models import OutgoingMail
from creators.enums import VettingItem
from partnerships.actions.agreements import draft_agreement, record_signature
from partnerships.actions.brands import create_brand
from partnerships.actions.partnerships import open_partnership
from partnerships.models import (
    Agreement,
    BudgetPlan,
    CloseOutTask,
    Commitment,
    Concern,
    ContinuationReview,
    OverBudget,
    TierChange,
)
from partnerships.queries.terms import terms_of
from partnerships.rules.terms import Terms
from partnerships.tasks import advance_agreements, escalate_concerns, keep_reviews_everywhere
from tests import factories
from tests.browser.doors import cookies

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
NOW = datetime(2026, 9, 7, 15, tzinfo=UTC)
TODAY = NOW.date()


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(NOW, tick=True) as traveller:
        yield traveller


@pytest.fixture
def workspace(clock):
    return Workspace.objects.create(name="North & Steppe", slug="north", currency="USD")


def _member(workspace, name, role):
    user = factories.UserFactory(name=name, email=f"{name.split()[0].lower()}@north.example")
    Membership.objects.create(workspace=workspace, user=user, role=role)
    return user


@pytest.fixture
def owner(workspace):
    return _member(workspace, "Olga Owner", "owner")


@pytest.fixture
def manager(workspace, owner):
    return _member(workspace, "Maria Manager", "manager")


@pytest.fixture
def brand(workspace, manager):
    with scope(workspace=workspace):
        return create_brand(workspace=workspace, name="Birch & Salt", by=manager, at=NOW)


@pytest.fixture
def creator(workspace):
    with scope(workspace=workspace):
        return factories.CreatorFactory(
            workspace=workspace, name="Maya Stone", email="maya@creators.example"
        )


@pytest.fixture
def opened(workspace, brand, creator, manager):
    """`opened("T1")`: Maya's partnership, active since spring."""

    def make(tier="T1", started_on=date(2026, 3, 2)):
        with scope(workspace=workspace):
            if tier == "T1":
                factories.vetted(creator)
            return open_partnership(
                creator=creator, brand=brand, tier=tier, reason="They fit", owner=manager,
                by=manager, at=NOW, stage="active", started_on=started_on, override=True,
            )  # fmt: skip

    return make


@pytest.fixture
def desk(browser: Browser, live_server):
    """`desk(user, path)`: their browser, signed in, in English, at a page of the workspace."""
    contexts = []

    def sit(user, path: str) -> Page:
        context = browser.new_context(
            viewport={"width": 1280, "height": 900}, locale="en-US", accept_downloads=True
        )
        context.add_cookies(cookies(user, live_server.url))
        context.set_default_timeout(10_000)
        contexts.append(context)
        page = context.new_page()
        go(page, f"{live_server.url}/w/north/{path}")
        return page

    yield sit
    for context in contexts:
        context.close()


def go(page: Page, url: str) -> None:
    response = page.goto(url)
    assert response and response.ok, url


def here(page: Page, path: str) -> None:
    go(page, re.match(r"https?://[^/]+", page.url)[0] + "/w/north/" + path)


def press(page: Page, name: str) -> None:
    """A link or a button, whichever it is, by what stands on it."""
    either = page.get_by_role("button", name=name, exact=True).or_(
        page.get_by_role("link", name=name, exact=True)
    )
    either.locator("visible=true").first.click()


def tab(page: Page, name: str) -> None:
    page.get_by_role("main").get_by_role("link", name=name, exact=True).first.click()


def card(page: Page, name: str):
    return page.get_by_role("region", name=name)


def say_yes(page: Page, creator, item: VettingItem) -> None:
    here(page, f"creators/{creator.public_id}/?tab=vetting")
    line = page.locator(f"#item-{item.value}")
    line.locator("summary").first.click()
    line.get_by_label("Yes").check()
    line.get_by_label("What was seen").fill("Two calls, both on time")
    line.get_by_role("button", name="Save the answer").click()
    expect(
        page.locator(f"#item-{item.value}").get_by_text("Two calls, both on time")
    ).to_be_visible()


def test_promotion_stops_at_the_gate_and_passes_over_the_rest_by_feeling(
    desk, workspace, manager, creator, opened
):
    partnership = opened("T2")
    page = desk(manager, f"partnerships/{partnership.public_id}/")
    press(page, "Change tier")
    way = card(page, "To come up into T1")
    expect(way).to_contain_text("Gate shut")
    page.get_by_label("New tier").select_option("T1")
    page.get_by_label("Reason", exact=True).fill("Everybody loves her")
    page.get_by_label("This is a gut feeling, against what the tier asks").check()
    press(page, "Change tier")
    # A feeling opens everything but the gate, and what was typed is still there.
    expect(page.get_by_role("alert")).to_contain_text("easy to work with")
    expect(page.get_by_label("Reason", exact=True)).to_have_value("Everybody loves her")
    with scope(workspace=workspace):
        assert TierChange.objects.filter(partnership=partnership).count() == 1

    say_yes(page, creator, VettingItem.EASY)
    here(page, f"partnerships/{partnership.public_id}/tier/")
    expect(way).not_to_contain_text("Gate shut")
    page.get_by_label("New tier").select_option("T1")
    page.get_by_label("Reason", exact=True).fill("Everybody loves her")
    press(page, "Change tier")
    expect(page.get_by_role("alert")).to_contain_text("gut feeling")
    page.get_by_label("This is a gut feeling, against what the tier asks").check()
    press(page, "Change tier")
    history = card(page, "History")
    expect(history).to_contain_text("T2 → T1")
    expect(history).to_contain_text("Everybody loves her")
    expect(history).to_contain_text("gut feeling")
    expect(history).to_contain_text("without a yes to")
    with scope(workspace=workspace):
        change = TierChange.objects.filter(partnership=partnership).latest("at")
    assert (change.from_tier, change.to_tier, change.override) == ("T2", "T1", True)


def test_promotion_with_the_whole_checklist_is_no_feeling(
    desk, workspace, manager, creator, opened
):
    partnership = opened("T2")
    with scope(workspace=workspace):
        factories.vetted(creator)
        partnership.brand.policies.filter(tier="T1").update(least_score=0, least_campaigns=0)
    page = desk(manager, f"partnerships/{partnership.public_id}/tier/")
    expect(card(page, "To come up into T1")).to_contain_text("All met")
    page.get_by_label("New tier").select_option("T1")
    page.get_by_label("Reason", exact=True).fill("Three campaigns above the goal")
    press(page, "Change tier")
    history = card(page, "History")
    expect(history).to_contain_text("T2 → T1")
    expect(history).not_to_contain_text("gut feeling")


def row_of(page: Page, title: str, n: int = 0):
    """The nth row of a set in the form of terms."""
    return page.get_by_role("group", name=title, exact=True).locator(".term-row").nth(n)


def draft(page: Page) -> None:
    """An evergreen agreement with two prices, a retainer and a goal."""
    press(page, "Draft the agreement")
    page.get_by_label("Kind").first.select_option("evergreen")
    page.get_by_label("First day").fill("2026-09-07")
    # Proposed for a year: an evergreen one has no last day.
    page.get_by_label("Last day").fill("")
    page.get_by_label("Campaigns a year").fill("6")
    page.get_by_label("Of these guaranteed").fill("3")
    prices = row_of(page, "Prices")
    prices.get_by_label("Format").select_option("reel")
    prices.get_by_label("Price").fill("2400")
    press(page, "Add a price")
    second = row_of(page, "Prices", 1)
    second.get_by_label("Format").select_option("story")
    second.get_by_label("Price").fill("600")
    page.get_by_role("heading", name="Pay that grows: tenure, retainers, results").click()
    retainer = row_of(page, "Retainers")
    retainer.get_by_label("A month").fill("500")
    retainer.get_by_label("From", exact=True).fill("2026-10-01")
    retainer.get_by_label("What it covers").fill("Two calls a month with our chemists")
    page.get_by_role("heading", name="Goals per market").click()
    goal = row_of(page, "What decides whether to go on")
    goal.get_by_label("Market").select_option("US")
    goal.get_by_label("Measured by").select_option("engagement_rate")
    goal.get_by_label("Continue from").fill("5")
    goal.get_by_label("End below").fill("2")
    page.locator(".actions").get_by_role("button", name="Save the draft").click()
    expect(page.get_by_text("The draft is saved.")).to_be_visible()


def test_agreement_is_signed_amended_and_left(desk, workspace, manager, opened, clock):
    partnership = opened()
    page = desk(manager, f"partnerships/{partnership.public_id}/")
    draft(page)
    press(page, "Save and send")
    page.locator("main form .actions").get_by_role("button").click()
    expect(page.get_by_text("Waiting for the signature").first).to_be_visible()
    press(page, "Record the signature")
    page.get_by_label("Signed for the creator by").fill("Maya Stone")
    page.get_by_label("Signed for us by").fill("Olga Owner")
    page.locator("main form .actions").get_by_role("button").click()
    expect(page.get_by_text("In force").first).to_be_visible()
    terms = card(page, "Terms")
    for said in ("$2,400", "$600", "$500", "Two calls a month with our chemists"):
        expect(terms).to_contain_text(said)
    life = card(page, "Its life")
    expect(life).to_contain_text("Maya Stone")
    expect(life).to_contain_text("Olga Owner")
    amend(page)
    _amendment_holds_from_its_day(page, workspace, clock)
    leave(page, workspace)


def amend(page: Page) -> None:
    press(page, "Change a term")
    page.get_by_label("In force from").fill("2026-09-10")
    page.get_by_label("Why", exact=True).fill("Reels have grown")
    row_of(page, "Prices").get_by_label("Price").fill("2600")
    page.get_by_label("Campaigns a year").fill("8")
    page.locator(".actions").get_by_role("button", name="Save the draft").click()
    changes = card(page, "What changes")
    expect(changes.get_by_role("row", name="Campaigns a year")).to_contain_text("6")
    expect(changes.get_by_role("row", name="Campaigns a year")).to_contain_text("8")
    expect(changes).to_contain_text("$2,400")
    expect(changes).to_contain_text("$2,600")
    expect(changes).not_to_contain_text("$600")
    press(page, "Send to the creator")
    page.locator("main form .actions").get_by_role("button").click()
    press(page, "Record the signature")
    page.get_by_label("Signed for the creator by").fill("Maya Stone")
    page.get_by_label("Signed for us by").fill("Olga Owner")
    page.locator("main form .actions").get_by_role("button").click()
    expect(page.get_by_text("It takes effect by itself on")).to_be_visible()


def _amendment_holds_from_its_day(page: Page, workspace, clock) -> None:
    def now() -> tuple[int, Decimal]:
        with scope(workspace=workspace):
            terms = terms_of(Agreement.objects.get())
        return terms.campaigns_a_year, {one[0]: one[2] for one in terms.rates}["reel"]

    advance_agreements()
    assert now() == (6, Decimal("2400.00"))
    clock.move_to(NOW + timedelta(days=3))
    advance_agreements()
    assert now() == (8, Decimal("2600.00"))
    page.reload()
    expect(page.get_by_text("In force: the agreement holds these terms.")).to_be_visible()
    with scope(workspace=workspace):
        told = OutgoingMail.objects.filter(to_email="maya@creators.example")
        assert told.filter(key__startswith="amendment").count() >= 1


def leave(page: Page, workspace) -> None:
    """Notice today: 30 days from 10 September, and what is left to do until then."""
    with scope(workspace=workspace):
        agreement = Agreement.objects.get()
    here(page, f"agreements/{agreement.public_id}/")
    press(page, "Give notice")
    page.get_by_label("Who gives notice").select_option("us")
    page.locator("main form .actions").get_by_role("button").click()
    expect(page.get_by_text("The last day is 10 October").first).to_be_visible()
    press(page, "Maya Stone × Birch & Salt")
    with scope(workspace=workspace):
        tasks = list(CloseOutTask.objects.order_by("due_on", "kind"))
    assert len(tasks) > 2
    left = card(page, "Left to do before they part")
    expect(left.get_by_role("listitem")).to_have_count(len(tasks))
    first = tasks[0].get_kind_display()
    left.get_by_role("listitem").filter(has_text=first).get_by_role("link").click()
    page.locator("main form .actions").get_by_role("button").click()
    expect(left).to_contain_text(f"1 of {len(tasks)} done")
    with scope(workspace=workspace):
        assert CloseOutTask.objects.get(pk=tasks[0].pk).done_by.name == "Maria Manager"
        assert Agreement.objects.get().ends_on == date(2026, 10, 10)


@pytest.fixture
def agreed(workspace, opened, manager):
    """`agreed(guaranteed_a_year=2)`: Maya's agreement of this year, in force."""

    def make(**changes):
        partnership = opened()
        values = {
            "kind": "annual", "starts_on": date(2026, 1, 1), "ends_on": date(2026, 12, 31),
            "campaigns_a_year": 4, "currency": "USD",
            "rates": (("reel", "USD", Decimal("2000.00")),), **changes,
        }  # fmt: skip
        with scope(workspace=workspace):
            agreement = draft_agreement(
                partnership=partnership, terms=Terms(**values), by=manager, at=NOW
            )
            record_signature(
                agreement=agreement, signed_on=TODAY, signed_by="Maya Stone", by=manager, at=NOW
            )
        return partnership

    return make


def test_guarantee_falls_short_until_campaigns_are_booked(desk, workspace, manager, agreed):
    partnership = agreed(guaranteed_a_year=3)
    page = desk(manager, f"partnerships/{partnership.public_id}/")
    pace = card(page, "Pace")
    # Three of 28 days each and 14 days of notice before the last day of December.
    expect(pace).to_contain_text(
        "3 guaranteed campaigns of this year are not booked. Book them by 25 September 2026."
    )
    book(page, "Autumn hydration", "2026-10-01", "2026-10-28")
    here(page, f"partnerships/{partnership.public_id}/")
    expect(pace).to_contain_text(
        "2 guaranteed campaigns of this year are not booked. Book them by 23 October 2026."
    )
    book(page, "Winter balm", "2026-11-10", "2026-12-07")
    here(page, f"partnerships/{partnership.public_id}/")
    # Two thirds of the year, two of three: nobody is alarmed, and the third is not forgotten.
    expect(pace).to_contain_text("1 of them is guaranteed.")
    expect(pace).not_to_contain_text("not booked")
    with scope(workspace=workspace):
        booked = Collaboration.objects.filter(partnership=partnership)
        assert sorted(part.campaign.name for part in booked) == ["Autumn hydration", "Winter balm"]


def book(page: Page, name: str, first: str, last: str) -> None:
    """From the alert to a campaign with Maya in it."""
    card(page, "Pace").get_by_role("link", name="Plan a campaign").click()
    page.get_by_label("Name").fill(name)
    page.get_by_label("First day").fill(first)
    page.get_by_label("Last day").fill(last)
    press(page, "Plan it")
    expect(page.get_by_role("heading", name="Add creators")).to_be_visible()
    expect(page.get_by_label("Maya Stone").first).to_be_checked()
    add(page)
    expect(page.get_by_role("article", name="Maya Stone")).to_be_visible()


def add(page: Page, due: str = "2026-10-20") -> None:
    page.get_by_label("First deliverable").fill("A morning with it")
    page.get_by_label("Format").select_option("reel")
    page.get_by_label("Platform").select_option("instagram")
    page.get_by_label("Due").fill(due)
    press(page, "Add")


def test_budget_of_the_year_is_planned_committed_and_overspent_with_a_reason(
    desk, workspace, brand, owner, agreed
):
    partnership = agreed()
    page = desk(owner, "partnerships/budget/")
    press(page, "Make the plan")
    line = page.get_by_role("row", name="Maya Stone")
    expect(line.get_by_label("Times: Maya Stone")).to_have_value("4")
    expect(line.get_by_label("Rate: Maya Stone")).to_have_value("2000")
    page.get_by_role("textbox", name="Budget of the year").fill("10 000")
    page.get_by_label("T1 · strategic").fill("80")
    page.get_by_label("T2 · regular").fill("15")
    page.get_by_label("T3 · occasional").fill("15")
    press(page, "Save the budget")
    expect(page.get_by_role("alert")).to_contain_text("add up to 110%")
    page.get_by_label("T3 · occasional").fill("5")
    press(page, "Save the budget")
    tier = card(page, "By tier").get_by_role("row", name="T1")
    expect(tier).to_contain_text("$8,000")
    with scope(workspace=workspace):
        plan = BudgetPlan.objects.get()
        assert (plan.total, plan.shares) == (10_000, {"T1": 80, "T2": 15, "T3": 5})
        first, second = (
            plan_campaign(
                brand=brand, name=name, starts_on=date(2026, month, 5), ends_on=date(2026, month, 28),
                owner=owner, by=owner, at=NOW,
            )
            for name, month in (("Autumn hydration", 10), ("Winter balm", 12))
        )  # fmt: skip
    here(page, f"campaigns/{first.public_id}/creators/")
    page.get_by_label("Maya Stone").first.check()
    add(page)
    expect(page.get_by_role("article", name="Maya Stone")).to_be_visible()
    assert sums(page)["Committed"] == "$2,000"

    here(page, f"campaigns/{second.public_id}/creators/")
    page.get_by_label("Maya Stone").first.check()
    page.get_by_label("Fee of Maya Stone").fill("9000")
    add(page, "2026-12-20")
    # Nothing is promised before somebody says why.
    expect(page.get_by_role("alert")).to_contain_text("$1,000 over")
    assert promised(workspace) == [2000]
    page.get_by_label("Why go over the budget").fill("The launch is worth it")
    press(page, "Add")
    expect(page.get_by_role("article", name="Maya Stone")).to_be_visible()
    found = sums(page)
    assert (found["Budget"], found["Committed"], found["Left"]) == ("$10,000", "$11,000", "-$1,000")
    expect(page.get_by_text("are above the budget of the year")).to_be_visible()
    expect(card(page, "Gone over, and why")).to_contain_text("The launch is worth it")
    assert promised(workspace) == [2000, 9000]
    with scope(workspace=workspace):
        assert OverBudget.objects.get().by == owner
    pay(page, partnership)


def sums(page: Page) -> dict[str, str]:
    """What the budget's page says now: label → figure."""
    here(page, "partnerships/budget/")
    stats = card(page, "Sums").locator(".stat")
    return {
        one.locator(".label").inner_text(): one.locator(".value").inner_text()
        for one in stats.all()
    }


def promised(workspace) -> list[Decimal]:
    with scope(workspace=workspace):
        return list(Commitment.objects.order_by("amount").values_list("amount", flat=True))


def pay(page: Page, partnership) -> None:
    """What is paid moves from nowhere to spent; the promise of the fees stays a promise."""
    here(page, f"partnerships/{partnership.public_id}/?tab=money")
    press(page, "New payment")
    page.get_by_label("What for").fill("A day at the lab")
    page.get_by_label("Amount").fill("300")
    page.get_by_label("Due").fill("2026-09-20")
    press(page, "Save")
    press(page, "A day at the lab")
    page.get_by_role("link", name="Mark paid").click()
    page.get_by_role("button", name="Mark paid").click()
    expect(page.get_by_role("button", name="It was not paid")).to_be_visible()
    found = sums(page)
    assert (found["Committed"], found["Spent"]) == ("$11,000", "$300")


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


def test_continuation_is_decided_and_the_creator_is_told(desk, workspace, brand, manager, agreed):
    partnership = agreed()
    with scope(workspace=workspace):
        campaign = factories.CampaignFactory(
            workspace=workspace, brand=brand, starts_on=date(2026, 8, 1), ends_on=date(2026, 8, 20),
            state="closed", closed_at=NOW - timedelta(days=1),
        )  # fmt: skip
        part = factories.CollaborationFactory(
            campaign=campaign, partnership=partnership, state="closed", closed_at=campaign.closed_at
        )
        factories.ResultFactory(
            collaboration=part, day=date(2026, 8, 10), market="US", reach=1000, likes=60
        )
    keep_reviews_everywhere()
    page = desk(manager, "today/")
    # It stays on Today until somebody decides.
    expect(page.get_by_role("main")).to_contain_text("Maya Stone")
    here(page, f"partnerships/{partnership.public_id}/?tab=reviews")
    # The quarter that is over is asked about too.
    first = page.get_by_role("article", name="After the first campaign")
    first.get_by_role("link", name="Decide").click()
    page.get_by_label("Extend").check()
    page.get_by_label("Why", exact=True).fill("Her audience asks for more")
    press(page, "Decide")
    expect(page.get_by_role("heading", name="Decided: Extend. What is Maya told?")).to_be_visible()
    with scope(workspace=workspace):
        assert not OutgoingMail.objects.filter(to_email="maya@creators.example").exists()
    page.get_by_label("What the creator is told").fill("We loved it, and we go on together.")
    page.locator("main form .actions").get_by_role("button").click()
    expect(page.get_by_text(re.compile("Told the creator on 7 September"))).to_be_visible()
    with scope(workspace=workspace):
        review = ContinuationReview.objects.get(kind="first_campaign")
        mail = OutgoingMail.objects.get(to_email="maya@creators.example")
    assert (review.decision, review.decided_by) == ("extend", manager)
    assert "We loved it, and we go on together." in mail.text
    assert "Her audience asks for more" not in mail.text


def test_concern_is_opened_escalated_and_closed(desk, workspace, owner, manager, opened, clock):
    partnership = opened()
    page = desk(manager, f"partnerships/{partnership.public_id}/")
    page.locator("header summary", has=page.get_by_role("img", name="More")).click()
    press(page, "Open a concern")
    page.get_by_label("What is wrong").fill("She waits for an answer of ours")
    page.get_by_label("Severity").select_option("medium")
    press(page, "Open the concern")
    opened_ones = card(page, "Open concerns")
    expect(opened_ones).to_contain_text("She waits for an answer of ours")
    clock.move_to(NOW + timedelta(days=12))
    escalate_concerns()
    escalate_concerns()
    with scope(workspace=workspace):
        told = OutgoingMail.objects.filter(to_email="olga@north.example")
        assert [
            mail.subject.count("She waits") + mail.text.count("She waits") > 0 for mail in told
        ] == [True]
    press(page, "She waits for an answer of ours")
    done = card(page, "What was done")
    expect(done).to_contain_text("Told: Olga Owner")
    page.get_by_role("textbox", name="What was done").fill("Answered, with an apology")
    press(page, "Note it")
    expect(done).to_contain_text("Answered, with an apology")
    press(page, "Close")
    page.get_by_label("How it was resolved").fill("We answer within a day now")
    page.locator("main form .actions").get_by_role("button").click()
    expect(page.get_by_text("Closed on 19 September by Maria Manager")).to_be_visible()
    here(page, f"partnerships/{partnership.public_id}/")
    expect(page.get_by_role("region", name="Open concerns")).to_have_count(0)
    with scope(workspace=workspace):
        assert Concern.objects.get().closed_by == manager
