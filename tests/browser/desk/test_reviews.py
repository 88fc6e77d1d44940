"""Business review, decision and concern, in a real browser."""

import re
from datetime import date, timedelta

import pytest
from django_scopes import scope
from playwright.sync_api import expect

from core.models import OutgoingMail
from partnerships.models import (
    Concern,
    ContinuationReview,
)
from partnerships.tasks import escalate_concerns, keep_reviews_everywhere
from tests import factories
from tests.browser.desk.conftest import NOW, card, here, press

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


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
