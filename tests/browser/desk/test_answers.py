"""A check-in from both sides: answered on a telephone from the link of its mail, seen on Today,
answered by a letter, in a real browser."""

import re
from datetime import timedelta

import pytest
from django_scopes import scope
from playwright.sync_api import expect

from checkins.actions.planning import plan_check_ins
from checkins.actions.sending import send_check_in
from checkins.actions.touches import log_touch
from checkins.models import CheckIn, Touch
from core.models import OutgoingMail
from tests.browser.desk.conftest import NOW, go

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
SAID = "The mirror shot worked. Shall I do one for spring?"


@pytest.fixture
def link(workspace, manager, opened):
    """The address in the mail of a check-in."""
    partnership = opened()
    with scope(workspace=workspace):
        log_touch(
            partnership=partnership, kind="call", direction="both", by=manager,
            at=NOW - timedelta(days=40), logged_at=NOW,
        )  # fmt: skip
        plan_check_ins(workspace=workspace, at=NOW)
        check_in = CheckIn.objects.select_related("partnership").get(
            kind="cadence", state="planned"
        )
        # 9:00 in Los Angeles, on a working day.
        send_check_in(check_in=check_in, by=manager, at=NOW + timedelta(days=1, hours=1))
        mail = OutgoingMail.objects.get(kind="check_in")
    found = re.search(r"/answer/mail/\S+", mail.text)
    assert found
    return found[0]


def test_a_check_in_is_answered_on_a_telephone_and_answered_back(
    browser, live_server, desk, workspace, manager, link, clock
):  # fmt: skip
    clock.shift(timedelta(days=1, hours=2))
    guest = browser.new_context(
        viewport={"width": 390, "height": 844}, is_mobile=True, has_touch=True, locale="en-US"
    ).new_page()
    go(guest, live_server.url + link)
    expect(guest.get_by_role("heading", name="Answer Maria Manager")).to_be_visible()
    assert guest.evaluate("document.documentElement.scrollWidth") <= 390
    # Nothing said: the page keeps them, and says why.
    guest.get_by_label("Your answer").fill("   ")
    guest.get_by_role("button", name="Send").tap()
    expect(guest.get_by_role("alert")).to_contain_text("Write a few words first.")
    guest.get_by_label("Your answer").fill(SAID)
    guest.get_by_role("button", name="Send").tap()
    expect(guest.get_by_role("heading", name="Thank you, it has arrived")).to_be_visible()
    go(guest, live_server.url + link)
    expect(guest.get_by_role("main")).to_contain_text(SAID)
    expect(guest.get_by_role("textbox")).to_have_count(0)
    guest.context.close()

    page = desk(manager, "today/")
    line = page.locator(".today-line", has_text="The mirror shot worked")
    expect(line).to_contain_text("Maya Stone")
    line.get_by_role("link", name="Maya Stone", exact=True).click()
    expect(page.locator("#here")).to_contain_text(SAID)
    expect(page.locator("#here")).to_contain_text("Answers our mail")
    page.go_back()
    line.get_by_role("link", name=re.compile("^Answer")).click()
    expect(page.get_by_role("main")).to_contain_text(SAID)
    page.wait_for_load_state()
    page.get_by_label("Text", exact=True).fill("Yes please, and on the balcony.")
    page.locator("main form .actions").get_by_role("button", name=re.compile("^Send")).first.click()
    expect(page.get_by_role("heading", name="Today", level=1)).to_be_visible()
    expect(page.locator(".today-line", has_text="The mirror shot worked")).to_have_count(0)
    with scope(workspace=workspace):
        assert Touch.objects.get(kind="reply").awaits_answer is False
        note = OutgoingMail.objects.get(kind="note")
    assert "on the balcony" in note.text
    assert "/answer/mail/" in note.text
