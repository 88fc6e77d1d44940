"""A Monday's Today cleared by keyboard alone, in place; and a line put off from the morning mail."""

import re
from datetime import date, time, timedelta

import pytest
from django_scopes import scope
from playwright.sync_api import expect

from accounts.models import Membership
from checkins.actions.planning import plan_check_ins
from checkins.actions.touches import log_touch
from checkins.enums import CheckInState
from checkins.models import CheckIn, Snooze, Touch
from core.models import OutgoingMail
from partnerships.models import Partnership
from reports.tasks import send_digests
from tests import factories
from tests.browser.desk.conftest import NOW, TODAY, go

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def monday(workspace, brand, manager, clock):
    """Four creators to keep warm, one of them without an address, and a payment."""
    clock.move_to(NOW)
    rows = []
    with scope(workspace=workspace):
        for name, email in (
            ("Ada", "ada@creators.example"),
            ("Boris", ""),
            ("Clara", "clara@creators.example"),
            ("Dana", "dana@creators.example"),
        ):
            person = factories.CreatorFactory(
                workspace=workspace, name=name, email=email, market="RU", zone="Europe/London",
                quiet_from=time(23), quiet_until=time(6),
            )  # fmt: skip
            rows.append(
                factories.PartnershipFactory(
                    workspace=workspace,
                    creator=person,
                    brand=brand,
                    owner=manager,
                    started_on=TODAY - timedelta(days=40),
                    created_at=NOW - timedelta(days=40),
                )
            )
            # They have spoken of late, so that nobody is cooling.
            log_touch(
                partnership=rows[-1], kind="call", direction="both", at=NOW - timedelta(days=9),
                by=manager,
            )  # fmt: skip
        plan_check_ins(workspace=workspace, at=NOW)
        # The talks of this quarter have been had.
        CheckIn.objects.exclude(kind="cadence").update(state=CheckInState.DONE, closed_at=NOW)
        CheckIn.objects.filter(state=CheckInState.PLANNED).update(
            due_on=TODAY, send_at=NOW + timedelta(hours=3)
        )
        campaign = factories.CampaignFactory(
            workspace=workspace, brand=brand, owner=manager, name="Balcony", 
            starts_on=TODAY + timedelta(days=40), ends_on=TODAY + timedelta(days=80),
        )  # fmt: skip
        part = factories.CollaborationFactory(campaign=campaign, partnership=rows[0])
        factories.fee_payment(part, amount=1, currency="USD", due_on=TODAY)
    return rows


def line(page, name, what=""):
    return (
        page.locator(".today-line")
        .filter(has=page.get_by_role("link", name=name, exact=True))
        .filter(has_text=what)
    )


def chosen(page):
    return page.locator("[data-row][data-selected]")


def press(page, code: str) -> None:
    """By the place of the key, as a Russian keyboard sends it."""
    page.keyboard.press(code)


def go_to(page, name, what="") -> None:
    for _ in range(20):
        press(page, "k")
    for _ in range(20):
        if chosen(page).filter(has_text=name).filter(has_text=what).count():
            return
        press(page, "j")
    raise AssertionError(f"no line of {name}")


def in_dialog(page, title: str):
    dialog = page.locator("dialog#act[open]")
    expect(dialog.get_by_role("heading", name=title)).to_be_visible()
    return dialog


def states(workspace) -> dict[str, str]:
    with scope(workspace=workspace):
        return dict(
            CheckIn.objects.filter(due_on=TODAY).values_list("partnership__creator__name", "state")
        )


def test_a_monday_cleared_by_keyboard(desk, workspace, manager, owner, monday):
    page = desk(manager, "today/")
    page.wait_for_load_state()
    page.evaluate("window.stays = true")
    count = page.locator(".today-line")
    expect(count).to_have_count(5)

    # Enter opens the mail as it will be read; Enter in the dialog's form does not lose it.
    go_to(page, "Ada", "Check-in")
    press(page, "Enter")
    dialog = in_dialog(page, "Check-in to Ada")
    page.keyboard.type("Loved the balcony.")
    expect(dialog.get_by_label("As they will read it")).to_contain_text("Loved the balcony.")
    for _ in range(9):
        press(page, "Tab")
        if page.evaluate("document.activeElement.name") == "send":
            break
    press(page, "Enter")
    expect(page.locator("#toasts")).to_contain_text("The check-in to Ada is on its way.")
    expect(count).to_have_count(4)
    # The next line has the focus, on what it is there for.
    expect(chosen(page)).to_have_count(1)
    assert page.evaluate(
        "document.activeElement.closest('[data-row]').hasAttribute('data-selected')"
    )

    # Nobody can be mailed: `d` notes how it was done. A form that is refused stays where it is.
    go_to(page, "Boris")
    press(page, "d")
    in_dialog(page, "In touch with Boris")
    for _ in range(12):
        press(page, "Tab")
        if page.evaluate("document.activeElement.type") == "submit":
            break
    press(page, "Enter")
    expect(count).to_have_count(3)

    # `z` lets it rest, `u` brings it back, `w` lets it rest until Monday.
    go_to(page, "Clara")
    press(page, "z")
    expect(page.locator("#toasts")).to_contain_text("It rests until Tuesday, 8 September.")
    expect(count).to_have_count(2)
    press(page, "u")
    expect(count).to_have_count(3)
    go_to(page, "Clara")
    page.keyboard.press("w")
    expect(page.locator("#toasts")).to_contain_text("It rests until Monday, 14 September.")
    expect(count).to_have_count(2)

    # `d` on a line without a "done" of its own says so and does nothing.
    go_to(page, "Ada", "Pay")
    press(page, "d")
    expect(page.locator("#said")).to_contain_text("no “done” of its own")

    # `h` hands Dana over.
    go_to(page, "Dana")
    press(page, "h")
    dialog = in_dialog(page, "Hand over Dana")
    dialog.get_by_label("New owner", exact=True).focus()
    press(page, "ArrowDown")
    for _ in range(9):
        press(page, "Tab")
        if page.evaluate("document.activeElement.type") == "submit":
            break
    press(page, "Enter")
    expect(count).to_have_count(1)

    # `x` ticks, and the bar lets the last one rest.
    go_to(page, "Ada", "Pay")
    press(page, "x")
    bar = page.get_by_role("form", name="What to do with the ticked lines")
    expect(bar).to_contain_text("5 min")
    expect(bar.get_by_role("button", name="Send…")).to_be_hidden()
    bar.get_by_role("button", name="Until tomorrow").focus()
    press(page, "Enter")
    expect(count).to_have_count(0)
    expect(page.get_by_role("heading", name="All done")).to_be_visible()
    # All of it in one page, and what it shows is what a fresh one shows.
    assert page.evaluate("window.stays")
    swapped = page.locator("#content").inner_html()
    page.reload()
    page.wait_for_load_state()
    assert plain(page.locator("#content").inner_html()) == plain(swapped)

    assert states(workspace) == {
        "Ada": "sent",
        "Boris": "done",
        "Clara": "planned",
        "Dana": "planned",
    }
    with scope(workspace=workspace):
        assert "Loved the balcony." in OutgoingMail.objects.get(kind="check_in").text
        assert Touch.objects.filter(partnership=monday[1]).exists()
        assert Partnership.objects.get(pk=monday[3].pk).owner == owner
        assert Snooze.objects.count() == 2


def plain(html: str) -> str:
    """Without what differs by request."""
    return re.sub(r'value="[A-Za-z0-9]{64}"', "", re.sub(r"\s+", " ", html))


def test_keys_switched_off_do_nothing(desk, workspace, manager, monday):
    page = desk(manager, "today/")
    page.wait_for_load_state()
    page.evaluate("localStorage.setItem('keys', 'off')")
    for key in ("j", "z", "w", "d", "s", "h"):
        press(page, key)
    expect(page.locator(".today-line")).to_have_count(5)
    expect(page.locator("dialog[open]")).to_have_count(0)
    press(page, "?")
    expect(page.locator("dialog#keys")).to_contain_text("rest until tomorrow")
    with scope(workspace=workspace):
        assert not Snooze.objects.exists()


def test_what_is_refused_stays_in_the_dialog(desk, workspace, manager, monday):
    page = desk(manager, "today/?kind=touch")
    page.wait_for_load_state()
    line(page, "Dana").get_by_role("checkbox").check()
    line(page, "Clara").locator("summary").click()
    line(page, "Clara").get_by_role("link", name="Rest until…").click()
    dialog = in_dialog(page, "Rest until a day")
    dialog.get_by_label("Until").fill("2026-09-07")
    dialog.get_by_role("button", name="Let it rest").click()
    expect(dialog).to_contain_text("Give a day after today.")
    expect(dialog.get_by_label("Until")).to_have_value("2026-09-07")
    dialog.get_by_label("Until").fill("2026-09-10")
    dialog.get_by_role("button", name="Let it rest").click()
    expect(line(page, "Clara")).to_have_count(0)
    # What was ticked and narrowed still is.
    expect(line(page, "Dana").get_by_role("checkbox")).to_be_checked()
    assert page.url.endswith("?kind=touch")
    # The message takes it back, in place as well.
    page.locator("#toasts").get_by_role("button", name="Undo").click()
    expect(line(page, "Clara")).to_have_count(1)
    with scope(workspace=workspace):
        assert not Snooze.objects.exists()


def test_several_mails_are_read_then_sent(desk, workspace, manager, monday):
    page = desk(manager, "today/")
    page.wait_for_load_state()
    for name in ("Ada", "Clara", "Boris"):
        line(page, name, "Check-in").get_by_role("checkbox").check()
    page.get_by_role("button", name="Send…").click()
    expect(page.get_by_role("heading", name="Send the ticked check-ins")).to_be_visible()
    expect(page.get_by_role("region", name="Ada")).to_contain_text("ada@creators.example")
    left_out = page.get_by_role("region", name="What is left out")
    expect(left_out).to_contain_text("Boris")
    page.get_by_role("button", name="Send these").click()
    expect(page.locator("#toasts")).to_contain_text("Done for all 2 lines.")
    expect(page.locator(".today-line")).to_have_count(3)


def test_put_off_from_the_mail(browser, live_server, settings, clock, workspace, manager, monday):
    settings.SITE_URL = live_server.url
    Membership.objects.exclude(user=manager).update(digest_on=False)
    Membership.objects.filter(user=manager).update(digest_hour=time(14))
    assert send_digests() == 1
    with scope(workspace=workspace):
        mail = OutgoingMail.objects.get(kind="digest")
    part = mail.text[mail.text.index("Clara") :]
    tomorrow, next_monday = re.findall(r"http\S+/answer/snooze/\S+", part)[:2]

    phone = browser.new_context(viewport={"width": 390, "height": 844}, locale="en-US").new_page()
    go(phone, tomorrow)
    expect(phone.get_by_role("heading", name="Clara")).to_be_visible()
    with scope(workspace=workspace):
        assert not Snooze.objects.exists()
    phone.get_by_role("button", name="Let it rest until Tuesday, 8 September").click()
    expect(phone.get_by_role("heading", name="It rests until Tuesday, 8 September")).to_be_visible()
    phone.get_by_role("button", name="Bring it back").click()
    expect(phone.get_by_role("button", name=re.compile("Let it rest"))).to_be_visible()
    go(phone, next_monday)
    phone.get_by_role("button", name="Let it rest until Monday, 14 September").click()
    expect(phone.get_by_role("heading", name="It rests until Monday, 14 September")).to_be_visible()
    assert phone.evaluate("document.documentElement.scrollWidth <= innerWidth")
    with scope(workspace=workspace):
        assert Snooze.objects.get().until == date(2026, 9, 14)
        check_in = CheckIn.objects.get(partnership=monday[2], state="planned")
        assert check_in.send_at.date() >= date(2026, 9, 14)
    phone.context.close()
