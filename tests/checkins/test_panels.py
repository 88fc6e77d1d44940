"""What other rooms' pages show of check-ins: columns, the profile's head, one timeline."""

from datetime import date, timedelta

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from campaigns.models import Payment
from checkins.actions.closing import skip_check_in
from checkins.actions.planning import plan_check_ins
from checkins.actions.sending import send_check_in
from checkins.actions.touches import log_touch
from checkins.panels import head, of_partnership, whole_timeline
from checkins.queries.standing import BY_CREATOR, BY_PARTNERSHIP, narrow_creators, warmths
from checkins.queries.timeline import PER_PAGE, timeline
from core.models import OutgoingMail
from core.panels import columns
from creators.models import Creator
from partnerships.models import Agreement, Partnership, TierChange, TierPolicy
from tests import factories
from tests.checkins.conftest import NOW, planned, utc


@pytest.fixture(autouse=True)
def _frozen():
    with time_machine.travel(NOW, tick=False):
        yield


def _column(slot: str, key: str):
    return next(column for column in columns(slot) if column.key == key)


def _contact(partnership, days: int, direction: str = "in") -> None:
    log_touch(
        partnership=partnership, kind="reply" if direction == "in" else "message",
        direction=direction, at=NOW - timedelta(days=days), by=None, logged_at=NOW,
    )  # fmt: skip


# --- columns


@pytest.mark.parametrize("slot", ["creators.directory", "partnerships.list"])
def test_columns_have_one_query_for_any_number_of_rows(
    partnership, in_scope, manager, slot, django_assert_num_queries
):
    rows = [partnership] + [
        factories.PartnershipFactory(workspace=in_scope, owner=manager) for _n in range(5)
    ]
    plan_check_ins(workspace=in_scope, at=NOW)
    for row in rows:
        _contact(row, 3)
    by_creator = slot == "creators.directory"
    ids = [row.creator_id if by_creator else row.pk for row in rows]
    for key in ("last_contact", "next_check_in", "warmth"):
        column = _column(slot, key)
        with django_assert_num_queries(1):
            assert set(column.load(ids)) == set(ids)


def test_column_of_a_creator_takes_the_first_date_and_the_coldest(partnership, in_scope, manager):
    other = factories.PartnershipFactory(
        workspace=in_scope, creator=partnership.creator, owner=manager, tier="T2"
    )
    _contact(partnership, 60)
    _contact(other, 1)
    pk = partnership.creator_id
    assert warmths([pk], BY_CREATOR, NOW)[pk].level == "cold"
    assert warmths([other.pk], BY_PARTNERSHIP, NOW)[other.pk].level == "warm"
    shown = _column("creators.directory", "next_check_in").load([pk])[pk]
    # 60 days ago is 2 January; a month later, 2 February.
    assert (shown["check_in"].due_on, shown["overdue"]) == (date(2026, 2, 2), True)
    last = _column("creators.directory", "last_contact").load([pk])[pk]["at"]
    assert last == NOW - timedelta(days=1)


@pytest.mark.parametrize("days", [0, 31, 32, 46, 47, 92, 93, 138, 139, 400])
@pytest.mark.parametrize("tier", ["T1", "T2"])
def test_narrowing_agrees_with_the_chip(partnership, tier, days):
    Partnership.objects.update(tier=tier)
    _contact(partnership, days)
    level = warmths([partnership.pk], BY_PARTNERSHIP, NOW)[partnership.pk].level
    for asked in ("warm", "cooling", "cold"):
        found = narrow_creators(Creator.objects.all(), asked, NOW)
        assert (partnership.creator in found) == (asked == level)


@pytest.mark.parametrize("days", [10, 40, 60])
def test_narrowing_agrees_where_they_never_answered(partnership, days):
    Partnership.objects.update(started_on=NOW.date() - timedelta(days=days))
    _contact(partnership, 1, "out")
    level = warmths([partnership.pk], BY_PARTNERSHIP, NOW)[partnership.pk].level
    assert partnership.creator in narrow_creators(Creator.objects.all(), level, NOW)


def test_narrowing_follows_the_brands_own_policy(partnership, in_scope):
    TierPolicy.objects.create(
        workspace=in_scope, brand=partnership.brand, tier="T1", cadence="quarterly",
        budget_share=40,
    )  # fmt: skip
    _contact(partnership, 60)
    assert partnership.creator in narrow_creators(Creator.objects.all(), "warm", NOW)


@pytest.mark.parametrize("fields", [{"tier": "T3"}, {"stage": "paused"}])
def test_without_rhythm_or_in_a_pause_there_is_no_warmth(partnership, fields):
    Partnership.objects.update(**fields)
    assert warmths([partnership.pk], BY_PARTNERSHIP, NOW) == {}
    for level in ("warm", "cooling", "cold"):
        assert not narrow_creators(Creator.objects.all(), level, NOW).exists()


def test_unknown_warmth_narrows_nothing(partnership):
    narrow = _column("creators.directory", "warmth").narrow
    assert list(narrow(Creator.objects.all(), "tepid")) == [partnership.creator]


# --- the profile


def test_profile_head_says_the_next_date_and_why(partnership, manager, client_as):
    log_touch(partnership=partnership, kind="call", direction="both", at=NOW, by=manager)
    url = reverse("creators:profile", args=["north", partnership.creator.public_id])
    page = client_as(manager).get(url).text
    assert "You spoke on 3 March; monthly; 3 April is a Friday" in page
    assert "Warm" in page
    assert "They were last in touch on 3 March 2026, 0 days ago" in page


def test_profile_head_of_a_stranger_is_empty(in_scope):
    creator = factories.CreatorFactory(workspace=in_scope)
    assert head(None, creator) is None


def test_profile_head_of_a_paused_partnership(partnership, manager, client_as):
    Partnership.objects.update(stage="paused", paused_until=date(2026, 4, 1))
    url = reverse("creators:profile", args=["north", partnership.creator.public_id])
    page = client_as(manager).get(url).text
    assert "Paused until 1 April" in page
    assert "No check-in is planned." in page


def test_partnership_page_has_contact_and_history(partnership, manager, client_as):
    for n in range(7):
        _contact(partnership, n)
    shown = of_partnership(None, partnership)
    assert len(shown["entries"]) == 5
    assert shown["more"]
    url = reverse("partnerships:detail", args=["north", partnership.public_id])
    assert "Log a contact" in client_as(manager).get(url).text


def test_ended_partnership_keeps_its_history_only(partnership):
    Partnership.objects.update(stage="ended", ended_on=date(2026, 3, 1))
    partnership.refresh_from_db()
    assert of_partnership(None, partnership) is None
    _contact(partnership, 3)
    assert of_partnership(None, partnership)["line"] is None


# --- one timeline


def _lived(partnership, manager, n: int = 1) -> None:
    workspace = partnership.workspace
    for i in range(n):
        _contact(partnership, 10 + i)
        campaign = factories.CampaignFactory(
            workspace=workspace, brand=partnership.brand, owner=manager
        )
        part = factories.CollaborationFactory(campaign=campaign, partnership=partnership)
        factories.DeliverableFactory(
            collaboration=part, state="published", link="https://example.com/x", title="Reel",
            published_at=utc("2026-02-20T09:00"),
        )  # fmt: skip
        Payment.objects.create(
            workspace=workspace, collaboration=part, amount=900, currency="USD",
            due_on="2026-02-25", paid_on="2026-02-24", paid_by=manager,
        )  # fmt: skip
        TierChange.objects.create(
            workspace=workspace, partnership=partnership, at=utc("2026-02-02T09:00"), by=manager,
            from_tier="T2" if i else "", to_tier="T1", reason="Delivers",
        )  # fmt: skip
        Agreement.objects.create(
            workspace=workspace, partnership=partnership, kind="annual", state="in_notice",
            starts_on="2026-02-05", ends_on="2027-02-04", campaigns_a_year=4, currency="USD",
            sent_on="2026-02-03", signed_on="2026-02-04", signed_by="Anna", notice_by="us",
            notice_given_on="2026-03-01",
        )  # fmt: skip


def test_timeline_joins_all_rooms_newest_first(partnership, manager, in_scope):
    _lived(partnership, manager)
    plan_check_ins(workspace=in_scope, at=NOW)
    skip_check_in(check_in=planned(partnership), reason="On leave", by=manager, at=NOW)
    page = timeline([partnership])
    assert [entry.what for entry in page.entries] == [
        "Check-in left out", "Notice given", "Paid $900", "Reply", "Published: Reel",
        "Agreement signed", "Agreement sent", "Partners, in T1",
    ]  # fmt: skip
    assert [entry.on is not None for entry in page.entries] == [
        False, True, True, False, False, True, True, False,
    ]  # fmt: skip
    assert not page.has_other_pages


def test_timeline_tells_of_mail_that_did_not_arrive(partnership, manager, in_scope):
    plan_check_ins(workspace=in_scope, at=NOW)
    send_check_in(check_in=planned(partnership), by=manager, at=NOW)
    OutgoingMail.objects.update(state="bounced")
    assert timeline([partnership]).entries[0].problem == "Did not arrive: Bounced"


def test_timeline_queries_do_not_grow(partnership, manager):
    def count() -> int:
        with CaptureQueriesContext(connection) as queries:
            timeline([partnership])
        return len(queries)

    _lived(partnership, manager)
    few = count()
    _lived(partnership, manager, 12)
    assert count() == few == 6


def test_timeline_pages_hold_everything_once(partnership):
    for n in range(PER_PAGE + 5):
        _contact(partnership, n)
    first, second = timeline([partnership], 1), timeline([partnership], 2)
    assert (len(first.entries), first.has_next, first.has_previous) == (PER_PAGE, True, False)
    assert (len(second.entries), second.has_next, second.has_previous) == (5, False, True)
    assert (first.next_page_number(), second.previous_page_number()) == (2, 1)
    moments = [entry.at for entry in first.entries + second.entries]
    assert moments == sorted(set(moments), reverse=True)


@pytest.mark.parametrize("page", ["1", "0", "x", "-3", "999999999", "4"])
def test_timeline_tab_takes_any_page(partnership, manager, client_as, page):
    _contact(partnership, 1)
    url = reverse("creators:profile", args=["north", partnership.creator.public_id])
    answer = client_as(manager).get(f"{url}?tab=timeline&page={page}")
    assert answer.status_code == 200


def test_timeline_of_two_brands_names_them(partnership, in_scope, manager, client_as):
    other = factories.PartnershipFactory(
        workspace=in_scope, creator=partnership.creator, owner=manager, brand__name="Steppe"
    )
    _contact(partnership, 1)
    _contact(other, 2)
    url = reverse("creators:profile", args=["north", partnership.creator.public_id])
    page = client_as(manager).get(f"{url}?tab=timeline").text
    assert "Log a contact for Steppe" in page


def test_timeline_of_nobody(in_scope, rf):
    creator = factories.CreatorFactory(workspace=in_scope)
    assert whole_timeline(rf.get("/"), creator) is None
