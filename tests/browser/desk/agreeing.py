"""An agreement and its money as people make them: drafted, amended, left, booked, paid."""

from datetime import date, timedelta
from decimal import Decimal

from django_scopes import scope
from playwright.sync_api import Page, expect

from core.models import OutgoingMail
from partnerships.models import Agreement, CloseOutTask, Commitment
from partnerships.queries.terms import terms_of
from partnerships.tasks import advance_agreements
from tests.browser.desk.conftest import NOW, card, here, press


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


def amendment_holds_from_its_day(page: Page, workspace, clock) -> None:
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
    # The year is over its budget already.
    page.get_by_label("Why go over the budget").fill("Agreed before the launch")
    press(page, "Save")
    press(page, "A day at the lab")
    page.get_by_role("link", name="Mark paid").click()
    page.get_by_role("button", name="Mark paid").click()
    expect(page.get_by_role("button", name="It was not paid")).to_be_visible()
    found = sums(page)
    assert (found["Committed"], found["Spent"]) == ("$11,000", "$300")
