"""axe finds no violation on any page, in light (English) and dark (Russian)."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.urls import reverse

from accounts.models import User
from tests.browser.doors import cookies
from tests.tenancy.routes import Member, Person, Portal, Public
from tests.tenancy.table import TABLE
from tests.tenancy.world import make_world

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

# What one sees without signing in; the rest of the mail library's doors are no pages.
AS_GUEST = {
    "account_login", "account_request_login_code", "account_reset_password", "account_signup",
    "account_reset_password_done", "campaigns:brief_answer", "campaigns:outreach_answer",
    "checkins:mail_answer", "checkins:survey_answer", "checkins:session_answer",
    "checkins:snooze_answer", "checkins:letters_off", "checkins:advice_answer",
}  # fmt: skip
# Answers that are no pages of their own: files, pictures, fragments, frames.
NO_PAGE = {
    "health", "checkins:session_calendar", "checkins:feed_file", "creators:search", "creators:import_failed_rows", "campaigns:results_import_failed_rows",
    "reports:summary_chart", "creators:import_progress", "mfa_download_recovery_codes",
    "core:letter_html", "core:letter_file", "campaigns:results_import_progress", "campaigns:brief_preview", "campaigns:ideas_tell_preview", "campaigns:feedback_preview",
    "reports:correction_chart", "reports:correction_preview",
    "checkins:letter_preview", "checkins:template_preview", "checkins:write_preview",
    "reports:summary_preview", "creators:alike", "creators:duplicates_count", "creators:view_counts",
    "creators:export_file", "creators:file", "creators:file_preview",
    "partnerships:agreement_paper", "partnerships:amendment_paper", "partnerships:sow_paper",
    "partnerships:paper", "partnerships:business_review_paper",
    "campaigns:deliverable_file", "campaigns:deliverable_file_preview",
    "partnerships:rates_import_failed_rows", "partnerships:rates_import_progress",
    "checkins:inbox_raw", "checkins:inbox_attachment", "checkins:touch_file", "checkins:touch_file_preview", "checkins:survey_export",
}  # fmt: skip


def pages(world):
    """(name, person, URL) of every page a person can open."""
    for name, row in sorted(TABLE.items()):
        if name in NO_PAGE or getattr(row, "post_only", False):
            continue
        ids = {arg: world.ids["mine"][key] for arg, key in getattr(row, "ids", {}).items()}
        if isinstance(row, Member):
            yield name, "owner", reverse(name, kwargs={"workspace": "mine", **ids})
        elif isinstance(row, Portal):
            yield name, "creator", reverse(name, kwargs=ids)
        elif isinstance(row, Person) and not row.mine:
            yield name, "owner", reverse(name, kwargs=ids)
        elif isinstance(row, Public) and name in AS_GUEST:
            yield name, "", reverse(name, kwargs=ids)


@pytest.mark.parametrize(("scheme", "language"), [("light", "en"), ("dark", "ru")])
def test_every_page_is_accessible_and_fits_a_phone(live_server, browser, scheme, language):
    world = make_world()
    User.objects.update(language=language)
    axe = Axe()
    tabs = {}
    for who in ("owner", "creator", ""):
        context = browser.new_context(
            viewport={"width": 390, "height": 844},
            color_scheme=scheme,
            locale="ru-RU" if language == "ru" else "en-US",
        )
        if who:
            context.add_cookies(cookies(world.people[who], live_server.url))
        tabs[who] = context.new_page()
    found, looked = [], 0
    for name, who, url in pages(world):
        page = tabs[who]
        response = page.goto(live_server.url + url)
        if not response or "html" not in response.headers.get("content-type", ""):
            continue
        assert response.status in (200, 404) or name.startswith("mfa"), f"{name}: {response.status}"
        looked += 1
        wide = page.evaluate("document.documentElement.scrollWidth")
        if wide > 390:
            found.append(f"{name} scrolls sideways: {wide} px on a phone of 390")
        for violation in axe.run(page).response["violations"]:
            nodes = [node["html"][:160] for node in violation["nodes"][:3]]
            found.append(f"{name} ({scheme}): {violation['id']}: {violation['help']} {nodes}")
    for page in tabs.values():
        page.context.close()
    assert looked > 40
    assert found == [], "\n".join(found)
