"""Promotion with the checklist and by gut feeling, in a real browser."""

import pytest
from django_scopes import scope
from playwright.sync_api import expect

from creators.enums import VettingItem
from partnerships.models import (
    TierChange,
)
from tests import factories
from tests.browser.desk.conftest import card, here, press, say_yes

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


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
