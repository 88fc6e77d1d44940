"""The balance of asks and gifts: counted, explained, filtered (rows 44 and 50)."""

from datetime import date, timedelta

import pytest
import time_machine
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from campaigns.models import Outreach
from checkins.actions.touches import log_touch
from checkins.enums import BalanceLevel, TouchKind
from checkins.queries.balance import (
    BY_CREATOR,
    BY_PARTNERSHIP,
    balance_of,
    kept,
    narrow_by_balance,
    narrow_by_support,
)
from checkins.queries.standing import standing_of, standings_of
from checkins.rules.balance import GIFTS, Balance, explain, formula, level_of
from core.models import OutgoingMail
from core.panels import columns, filters
from creators.models import Creator
from creators.queries.directory import rows_of
from partnerships.models import Partnership, Support
from tests import factories
from tests.checkins.conftest import NOW, work

ORDER = [BalanceLevel.BALANCED, BalanceLevel.LEANING, BalanceLevel.ASKING]


@pytest.fixture(autouse=True)
def _frozen():
    with time_machine.travel(NOW, tick=False):
        yield


def say(partnership, kind="comment", days=1, direction="out", **more):
    return log_touch(
        partnership=partnership, kind=kind, direction=direction, by=None, logged_at=NOW,
        at=NOW - timedelta(days=days), **more,
    )  # fmt: skip


def support(partnership, days=1):
    return Support.objects.create(
        workspace=partnership.workspace, partnership=partnership, kind="shared", text="Her book",
        on=NOW.date() - timedelta(days=days),
    )  # fmt: skip


def invite(partnership, days=1, **more):
    return Outreach.objects.create(
        workspace=partnership.workspace, collaboration=work(partnership, name=f"In {days}"),
        asked_at=NOW - timedelta(days=days), channel="email", **more,
    )  # fmt: skip


# --- rules


@pytest.mark.parametrize(
    ("asks", "gifts", "level"),
    [
        (0, 0, "quiet"), (0, 1, "balanced"), (1, 1, "balanced"), (5, 5, "balanced"),
        (1, 0, "leaning"), (2, 0, "leaning"), (3, 0, "asking"), (2, 1, "leaning"),
        (3, 1, "asking"), (4, 2, "leaning"), (5, 2, "asking"), (6, 2, "asking"), (6, 3, "leaning"),
    ],
)  # fmt: skip
def test_levels(asks, gifts, level):
    assert level_of(asks, gifts) == level


@given(st.integers(0, 500), st.integers(0, 500))
def test_a_gift_never_makes_it_worse_and_an_ask_never_better(asks, gifts):
    here = level_of(asks, gifts)
    if here == BalanceLevel.QUIET:
        assert asks == gifts == 0
        return
    assert ORDER.index(level_of(asks, gifts + 1)) <= ORDER.index(here)
    assert ORDER.index(level_of(asks + 1, gifts)) >= ORDER.index(here)


@pytest.mark.parametrize(
    ("balance", "words"),
    [
        (
            Balance(asked=4, invited=2, given=1, support=1, last_gift=date(2026, 3, 3)),
            "You asked 6 times and gave 2; the last one that asked for nothing was on 3 March 2026.",
        ),
        (Balance(asked=1), "You asked 1 time and gave 0; no word yet that asked for nothing."),
        (
            Balance(last_gift=date(2024, 1, 1)),
            "Nobody asked and nobody gave in twelve months; the last one that asked for nothing was"
            " on 1 January 2024.",
        ),
    ],
)
def test_it_is_explained(balance, words):
    assert explain(balance) == words
    assert "2 for each gift" in formula()


# --- counting


def test_what_is_asked_what_is_given_and_what_is_neither(partnership):
    for kind in GIFTS:
        say(partnership, kind)
    say(partnership, "win", asks=True)
    say(partnership, "brief", asks=True, days=2)
    say(partnership, "call", direction="both", asks=True)
    for kind in set(TouchKind) - set(GIFTS):
        say(partnership, kind)
    say(partnership, "comment", direction="in")
    say(partnership, "message", direction="in", asks=True)
    invite(partnership)
    support(partnership, 3)
    found = balance_of(partnership, NOW)
    assert found == Balance(
        asked=3, invited=1, given=len(GIFTS), support=1, last_gift=date(2026, 3, 2)
    )


def test_twelve_months_back_and_no_further(partnership):
    for days in (364, 366):
        say(partnership, days=days)
        say(partnership, "brief", asks=True, days=days)
        invite(partnership, days=days)
        support(partnership, days)
    found = balance_of(partnership, NOW)
    assert (found.asked, found.invited, found.given, found.support) == (1, 1, 1, 1)
    assert found.last_gift == NOW.date() - timedelta(days=364)


def test_what_never_arrived_neither_asked_nor_gave(partnership, in_scope):
    for n, state in enumerate(("bounced", "failed", "sent")):
        mail = OutgoingMail.objects.create(
            workspace=in_scope, key=f"k{n}", kind="x", language="en", from_email="a@b.example",
            to_email="c@d.example", subject="x", text="x", created_at=NOW, due_at=NOW,
            message_id=f"<{n}@x>", state=state,
        )  # fmt: skip
        say(partnership, mail=mail)
        invite(partnership, days=n + 1, mail=mail)
    found = balance_of(partnership, NOW)
    assert (found.given, found.invited) == (1, 1)


def test_a_list_costs_one_query_whatever_its_length(
    partnership, in_scope, manager, django_assert_num_queries
):
    rows = [partnership] + [
        factories.PartnershipFactory(workspace=in_scope, owner=manager) for _n in range(5)
    ]
    for n, row in enumerate(rows):
        say(row)
        for _ask in range(n):
            say(row, "brief", asks=True)
    for by, ids in (
        (BY_PARTNERSHIP, [r.pk for r in rows]),
        (BY_CREATOR, [r.creator_id for r in rows]),
    ):
        with django_assert_num_queries(1):
            found = kept(ids, by, NOW)
        assert [found[pk].balance.asks for pk in ids] == [0, 1, 2, 3, 4, 5]


def test_of_several_partnerships_the_worst_is_shown_and_support_is_added_up(partnership, in_scope):
    other = factories.PartnershipFactory(workspace=in_scope, creator=partnership.creator)
    ended = factories.PartnershipFactory(
        workspace=in_scope, creator=partnership.creator, brand=factories.BrandFactory(workspace=in_scope),
        stage="ended", ended_on=date(2026, 1, 1),
    )  # fmt: skip
    for row in (partnership, other, ended):
        support(row)
    for _n in range(3):
        say(other, "brief", asks=True)
    found = kept([partnership.creator_id], BY_CREATOR, NOW)[partnership.creator_id]
    assert (found.balance.level, found.support) == ("asking", 2)
    told = standings_of(partnership.creator, NOW)
    assert {one.partnership: one.balance.level for one in told} == {
        partnership: "balanced",
        other: "asking",
    }
    assert standing_of(ended, NOW) is None


@pytest.mark.parametrize("gifts", range(4))
@pytest.mark.parametrize("asks", range(8))
def test_the_filter_agrees_with_the_rule(partnership, asks, gifts):
    for n in range(asks):
        if n % 2:
            invite(partnership, days=n + 1)
        else:
            say(partnership, "brief", asks=True)
    for n in range(gifts):
        (support if n % 2 else say)(partnership)
    level = balance_of(partnership, NOW).level
    for asked in BalanceLevel:
        found = narrow_by_balance(Creator.objects.all(), asked, NOW)
        assert (partnership.creator in found) == (asked == level), asked


def test_support_of_twelve_months_is_a_filter(partnership, in_scope):
    nobodys = factories.CreatorFactory(workspace=in_scope)
    every = Creator.objects.all()
    assert list(narrow_by_support(every, "no", NOW)) == [partnership.creator]
    support(partnership, 400)
    assert not narrow_by_support(every, "yes", NOW).exists()
    support(partnership, 10)
    assert list(narrow_by_support(every, "yes", NOW)) == [partnership.creator]
    assert not narrow_by_support(every, "no", NOW).exists()
    assert nobodys in every


# --- where it is shown


def test_columns_are_drawn_exported_and_filtered(partnership):
    for _n in range(3):
        say(partnership, "brief", asks=True)
    support(partnership)
    known = {one.key: one for one in columns("creators.directory")}
    shown = [known["balance"], known["support"]]
    _rows, filled = rows_of(Creator.objects.all(), shown)
    balance, helped = (one.values[partnership.creator_id] for one in filled)
    assert "Mostly asks" in known["balance"].cell(balance) and "You asked 3" in known[
        "balance"
    ].cell(balance)
    assert known["balance"].plain(balance) == "3 : 1"
    assert (known["support"].cell(helped), known["support"].plain(helped)) == ("1", 1)
    offered = {one.key: one for one in filters("creators.directory")}
    for key, value, there in (
        ("balance", "asking", True), ("balance", "balanced", False), ("balance", "zzz", True),
        ("support", "yes", True), ("support", "no", False), ("support", "zzz", True),
    ):  # fmt: skip
        found = offered[key].narrow(Creator.objects.all(), value)
        assert (partnership.creator in found) is there, (key, value)
        assert value == "zzz" or value in dict(offered[key].choices())


def test_profile_and_partnership_say_it_with_the_formula(partnership, client_as, manager, analyst):
    for _n in range(3):
        say(partnership, "brief", asks=True)
    pages = [
        reverse("creators:profile", args=["north", partnership.creator.public_id]),
        reverse("partnerships:detail", args=["north", partnership.public_id]),
    ]
    write = reverse("checkins:write", args=["north", partnership.public_id])
    for url in pages:
        page = client_as(manager).get(url).text
        assert "You asked 3 times and gave 0" in page and "How it is counted" in page
        assert f"{write}?kind=comment" in page
        assert f"{write}?kind=comment" not in client_as(analyst).get(url).text


def test_a_stranger_has_no_balance(in_scope, client_as, manager):
    creator = factories.CreatorFactory(workspace=in_scope)
    url = reverse("creators:profile", args=["north", creator.public_id])
    assert "How it is counted" not in client_as(manager).get(url).text
    assert balance_of(Partnership(), NOW) == Balance()
