"""`next` leads to a page of this house or nowhere (quality.md, security: open redirect)."""

import re
from typing import Any

import pytest
from django.db import transaction

from tests.security.ground import ELSEWHERE, address, signed_in, wrong_in
from tests.tenancy.world import World

# Route → what its form needs to be done.
FORMS: dict[str, dict[str, str]] = {
    "accounts:language": {"language": "en"},
    "campaigns:payment_unpaid": {},
    "campaigns:payment_paid": {"paid_on": "2026-03-01"},
    "campaigns:start": {},
    "checkins:unsnooze": {"key": "x"},
    "checkins:introduction_withdraw": {},
    "partnerships:hand_over": {"to": "manager", "before": "owner"},
}
GUARDS = (
    "accounts.views.person", "campaigns.views.respond", "checkins.views.respond",
    "partnerships.views.handover",
)  # fmt: skip
HOME = "/w/mine/creators/?q=x"


def sent_to(world: World, route: str, wanted: str) -> str:
    """Where the form leads; what it did is taken back."""
    people = {name: user.public_id for name, user in world.people.items()}
    data = {key: people.get(value, value) for key, value in FORMS[route].items()}
    with transaction.atomic():
        client = signed_in(world.people["owner"])
        response: Any = client.post(address(world, route), {**data, "next": wanted, "back": wanted})
        transaction.set_rollback(True)
    assert response.status_code < 500
    if response.status_code == 422:
        assert wrong_in(response.content.decode()) == []
    return response.get("Location", "")


def leads_out(location: str) -> bool:
    """As browsers read it: they drop blanks, and take a backslash for a slash."""
    plain = re.sub(r"[\t\r\n]", "", location).strip().replace("\\", "/")
    return bool(plain) and (not plain.startswith("/") or plain.startswith("//"))


@pytest.mark.parametrize("route", FORMS)
def test_no_form_leads_out(world, route):
    out = {wanted: to for wanted in ELSEWHERE if leads_out(to := sent_to(world, route, wanted))}
    assert out == {}


@pytest.mark.parametrize("route", [*list(FORMS)[:2], *list(FORMS)[4:]])
def test_without_the_guard_each_would(monkeypatch, world, route):
    """The control: `next` is followed home, and anywhere else if nobody looked at it."""
    assert sent_to(world, route, HOME) == HOME
    for room in GUARDS:
        monkeypatch.setattr(f"{room}.url_has_allowed_host_and_scheme", lambda *_, **__: True)
    assert leads_out(sent_to(world, route, ELSEWHERE[0]))


@pytest.mark.parametrize("wanted", ELSEWHERE)
def test_list_that_one_came_from_is_always_the_list(world, wanted):
    """`query` of the bulk bar is read and written anew, never followed."""
    client = signed_in(world.people["owner"])
    for route, data in (("creators:bulk", {}), ("creators:chosen", {"to": "compare"})):
        response = client.post(address(world, route), {**data, "query": wanted, "back": wanted})
        assert response["Location"].startswith("/w/mine/creators/")
        assert not leads_out(response["Location"])


@pytest.mark.parametrize("wanted", ELSEWHERE)
def test_pages_that_ask_first_offer_no_way_out(world, wanted):
    client = signed_in(world.people["owner"])
    for route in ("partnerships:hand_over", "checkins:log_touch", "campaigns:payment_paid"):
        response = client.get(address(world, route), {"next": wanted, "back": wanted})
        page = response.content.decode()
        assert wrong_in(page) == []
        for to in re.findall(r'(?:href|action)="([^"]*zap[^"]*)"', page):
            assert not leads_out(to)
