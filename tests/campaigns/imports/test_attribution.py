"""Whose rows they are: codes, orders, strangers, series; the same file twice never doubles."""

from datetime import date
from decimal import Decimal

import pytest
from django_scopes import scope
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from campaigns.actions.codes import add_code
from campaigns.models import Result
from core.imports import jobs
from core.imports.engine import undo_job
from tests import factories
from tests.campaigns.conftest import AT, counts_of, reasons_of, totals_of

ORDERS = "Name,Financial Status,Currency,Subtotal,Total,Discount Code,Created at,Billing Country\n"
FIRST = "#1001,paid,USD,90.00,100.00,MAYA10,2026-02-03 23:30:00 -0500,US\n"
OTHERS = (
    "#1001,,,,,,,\n"
    "#1002,paid,USD,50,50,,2026-02-04 10:00:00 +0000,US\n"
    "#1003,paid,USD,50,50,STRANGER,2026-02-04 10:00:00 +0000,US\n"
    '#1004,paid,EUR,7,7.50,"maya10, FREESHIP",2026-02-04 10:00:00 +0000,DE\n'
)


@pytest.fixture
def coded(crew, manager):
    add_code(collaboration=crew["maya"], kind="discount", value="MAYA10", by=manager, at=AT)
    add_code(collaboration=crew["maya"], kind="utm", value="utm_content=maya", by=manager, at=AT)
    return crew


def test_orders_find_their_creator_by_code(campaign, coded, bring):
    job = bring(ORDERS + FIRST + OTHERS)
    assert counts_of(job) == {"create": 2, "skip": 3}
    assert [row.source_key for row in Result.objects.order_by("day")] == [
        "order:#1001", "order:#1004",
    ]  # fmt: skip
    first = Result.objects.get(source_key="order:#1001")
    assert (first.collaboration, first.day, first.market) == (coded["maya"], date(2026, 2, 3), "US")
    assert (first.purchases, first.revenue_amount, first.source_row) == (1, Decimal(100), 2)
    again = bring(ORDERS + FIRST + OTHERS)
    assert counts_of(again) == {"same": 2, "skip": 3}
    # An order that is paid back later brings nothing any more.
    bring(ORDERS + FIRST.replace("paid", "refunded"))
    first.refresh_from_db()
    assert (first.purchases, first.revenue_amount) == (0, Decimal(0))


def test_orders_without_a_code_may_be_given_to_somebody(campaign, coded, bring):
    job = bring(ORDERS + OTHERS, {"part": coded["jordan"].public_id})
    assert counts_of(job) == {"create": 3, "skip": 1}
    assert Result.objects.filter(collaboration=coded["jordan"]).count() == 2


def test_visits_find_their_creator_by_a_tag(campaign, coded, bring):
    job = bring(
        "# Start date: 20260201\nDate,Session campaign,Session manual ad content,Sessions\n"
        "20260201,spring,Maya,10\n20260201,(not set),(not set),99\n"
    )
    assert counts_of(job) == {"create": 1, "skip": 1}
    assert Result.objects.get().clicks == 10


def test_a_link_of_one_and_a_code_of_another_are_told(campaign, coded, bring):
    link = coded["sveta"].deliverables.get().link
    job = bring(f"Date,Link,Promo code,Orders\n2026-02-03,{link},MAYA10,3\n")
    assert counts_of(job) == {"error": 1}
    assert "The code is of Maya Thompson" in reasons_of(job)[0]


def test_a_video_is_known_by_its_id_alone(campaign, crew, bring):
    part = crew["alina"]
    key = part.deliverables.get().link_key
    head = "Content,Video title,Video publish time,Views,Watch time (hours)\nTotal,,,9,9\n"
    ident = key.rpartition("/")[2]
    job = bring(f'{head}{ident},One,"Feb 3, 2026",7,0.5\nAAAAAAAAAAA,Two,"Feb 3, 2026",2,1\n')
    assert counts_of(job) == {"create": 1, "skip": 1, "error": 1}
    row = Result.objects.get()
    assert (row.collaboration, row.source_key, row.watch_seconds) == (part, key, 1800)


def test_a_file_of_somebody_elses_creator_says_whose_it_is(campaign, crew, bring):
    stranger = factories.CreatorFactory(workspace=campaign.workspace, name="Eli Facenda")
    factories.ChannelFactory(creator=stranger, platform="instagram", handle="elitravel")
    job = bring("Date,Username,Reach\n2026-02-03,@elitravel,5\n2026-02-04,@nobody,5\n")
    one, other = reasons_of(job)
    assert "Eli Facenda, who has no part in this campaign" in one
    assert "Nobody in this campaign" in other


SERIES = "sep=,\nInstagram reach\nDate,Primary\n2026-02-0{day}T00:00:00,{reach}\n\n"
CLICKS = "Link clicks\nDate,Primary\n2026-02-0{day}T00:00:00,{clicks}\n"


def test_each_number_of_a_series_is_a_row_of_its_own(campaign, crew, bring):
    part = {"part": crew["maya"].public_id}
    bring(SERIES.format(day=3, reach=100) + CLICKS.format(day=3, clicks=4), part)
    bring(SERIES.format(day=3, reach=120), part)
    assert dict(Result.objects.values_list("source_key", "reach")) == {
        "series:instagram:reach": 120, "rows:clicks": None,
    }  # fmt: skip
    assert totals_of(campaign) == {"rows": 2, "reach": 120, "clicks": 4, "revenue": {}}


def test_a_file_that_knows_less_takes_nothing_away(campaign, crew, bring, manager):
    part = {"part": crew["maya"].public_id}
    head = "Date,Video Views,Profile Views,Likes\n"
    bring(head + "February 3,10,1,2\n", part)
    less = bring("Date,Video Views,Profile Views,Comments\nFebruary 3,12,1,-1\n", part)
    row = Result.objects.get()
    assert (row.source_key, row.views, row.likes, row.comments) == ("series:tiktok", 12, 2, -1)
    jobs.start_undo(job=less, by=manager, at=AT)
    undo_job(less.pk)
    row.refresh_from_db()
    assert (row.views, row.likes, row.comments) == (10, 2, None)


def test_nothing_that_names_anybody_asks_for_the_creator(campaign, crew, bring):
    words = "Nothing in this file says whose rows these are: choose the creator."
    bring("Date,Video Views,Profile Views\nFebruary 3,10,1\n", problems=[words], run=False)


def test_the_only_one_who_takes_part_is_chosen(campaign, part, bring):
    job = bring("Date,Video Views,Profile Views\nFebruary 3,10,1\n")
    assert job.options["part"] == part.public_id
    assert counts_of(job) == {"create": 1}


rows = st.lists(
    st.tuples(st.sampled_from(["Instagram reach", "Facebook reach", "Link clicks", "Views"]),
              st.integers(1, 4), st.integers(0, 10**6)),
    max_size=8, unique_by=lambda row: row[:2],
)  # fmt: skip


@settings(
    max_examples=6, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(found=rows, random=st.randoms(use_true_random=False), parts=st.integers(1, 3))
def test_any_split_of_a_series_gives_the_same_totals(campaign, crew, bring, found, random, parts):
    with scope(workspace=campaign.workspace):
        Result.objects.all().delete()
        pieces = [found[n::parts] for n in range(parts)]
        order = [*pieces, random.choice(pieces)]
        random.shuffle(order)
        for piece in filter(None, order):
            tables = [
                f"{title}\nDate,Primary\n2026-02-0{day}T00:00:00,{number}\n\n"
                for title, day, number in piece
            ]
            bring("sep=,\n" + "".join(tables), {"part": crew["maya"].public_id})
        totals = totals_of(campaign)
        assert totals["rows"] == len(found)
        for metric, words in (("reach", "reach"), ("clicks", "clicks"), ("views", "Views")):
            assert totals.get(metric, 0) == sum(n for t, _day, n in found if words in t)
