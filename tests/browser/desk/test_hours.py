"""An hour for Moscow and Los Angeles, found from the partnership; a calendar to subscribe to, read
by a calendar library over HTTP, in a real browser."""

from datetime import time, timedelta
from urllib.request import urlopen

import icalendar
import pytest
from django.utils import timezone
from django_scopes import scope
from playwright.sync_api import expect

from accounts.models import User
from creators.models import Creator
from tests.factories_times import fixed, moscow

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def sveta(workspace, manager):
    User.objects.filter(pk=manager.pk).update(zone="America/Los_Angeles")
    with scope(workspace=workspace):
        partnership = moscow(workspace, manager)
        Creator.objects.update(quiet_from=time(22), quiet_until=time(9))
        return partnership


def test_an_hour_for_moscow_and_los_angeles(desk, manager, sveta):
    page = desk(manager, f"partnerships/{sveta.public_id}/")
    page.get_by_role("link", name="Find an hour").first.click()
    expect(page.get_by_role("heading", name="Common hours", level=1)).to_be_visible()
    best = page.get_by_role("region", name="Best hours").get_by_role("listitem").first
    expect(best).to_contain_text("Los Angeles")
    expect(best).to_contain_text("Moscow")
    expect(best).to_contain_text("after the working day")
    # The day by both clocks, to be read without colours.
    grid = page.get_by_role("table")
    expect(grid).to_contain_text("works")
    expect(grid.get_by_role("columnheader", name="Светлана Ёлкина")).to_be_visible()

    page.set_viewport_size({"width": 390, "height": 844})
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    best.get_by_role("checkbox").check()
    page.get_by_role("button", name="Make a session").click()
    expect(page.get_by_role("heading", name="New session", level=1)).to_be_visible()


def test_a_calendar_to_subscribe_to(live_server, desk, workspace, manager, sveta, settings):
    settings.SITE_URL = live_server.url
    starts = (timezone.now() + timedelta(days=4)).replace(minute=0, second=0, microsecond=0)
    with scope(workspace=workspace):
        fixed(workspace, manager, sveta, at=timezone.now(), starts_at=starts, title="Весна")
    page = desk(manager, "settings/calendar/")
    page.get_by_role("button", name="Make my address").click()
    address = page.locator("code.feed-address").inner_text()
    with urlopen(address) as answer:  # noqa: S310
        assert answer.headers["Content-Type"] == "text/calendar; charset=utf-8"
        calendar = icalendar.Calendar.from_ical(answer.read())
    found = {str(event["SUMMARY"]): event for event in calendar.walk("VEVENT")}
    assert found["Весна"]["DTSTART"].dt == starts
    assert "(Moscow)" in found["Весна"]["DESCRIPTION"]
    page.reload()
    expect(page.locator("code.feed-address")).to_have_count(0)
    expect(page.get_by_role("main")).to_contain_text("Last read")
