"""What the tests of this folder share."""

import re
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
import time_machine
from django_scopes import scope
from playwright.sync_api import Browser, Page, expect

from accounts.models import Membership, Workspace
from creators.enums import VettingItem
from partnerships.actions.agreements import draft_agreement, record_signature
from partnerships.actions.brands import create_brand
from partnerships.actions.partnerships import open_partnership
from partnerships.rules.terms import Terms
from tests import factories
from tests.browser.doors import cookies

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
        context.set_default_timeout(30_000)
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
