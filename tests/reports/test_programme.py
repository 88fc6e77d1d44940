from datetime import date, timedelta

from django.utils import translation

from campaigns.models import Collaboration
from campaigns.rules.tallies import tally_of
from reports.actions.summaries import draft_summary, hold_summary, send_summary
from reports.queries.performance import performance_of
from reports.queries.programme import programme, repeat_collaboration
from reports.queries.record import chips, on_time, summaries
from reports.rules.programme import market_chart, market_rows
from tests import factories
from tests.reports.conftest import CLOSED, HOUR

LATER = CLOSED + 80 * HOUR


def test_on_time_rate_counts_what_is_over(closed, caretaker):
    def sent(name, hours, **where):
        summary = draft_summary(collaboration=closed(name, **where), at=CLOSED)
        return send_summary(summary=summary, by=caretaker, at=CLOSED + hours * HOUR)

    sent("in time", 72, email="a@x.example")
    sent("late", 73, email="b@x.example")
    closed("never drafted", email="c@x.example")
    closed("running, no draft", at=LATER - HOUR, email="d@x.example")
    running = closed("running", at=LATER - HOUR, email="e@x.example")
    draft_summary(collaboration=running, at=LATER)
    early = closed("running, sent", at=LATER - HOUR, email="f@x.example")
    send_summary(summary=draft_summary(collaboration=early, at=LATER), by=caretaker, at=LATER)
    factories.CollaborationFactory(campaign__workspace=running.workspace)
    clock = on_time(LATER)
    assert (clock.on_time, clock.counted, clock.running) == (2, 4, 2)


def test_record_is_sorted_and_filtered(closed, caretaker):
    made = {}
    for name, hours in (("old", -200), ("new", 0), ("newest", 20)):
        part = closed(name, at=CLOSED + hours * HOUR, email=f"{name}@x.example")
        made[name] = draft_summary(collaboration=part, at=CLOSED + hours * HOUR)
    for name, hours in (("sent", 10), ("late", 79)):
        part = closed(name, email=f"{name}@x.example")
        made[name] = draft_summary(collaboration=part, at=CLOSED)
        send_summary(summary=made[name], by=caretaker, at=CLOSED + hours * HOUR)
    hold_summary(summary=made["newest"], reason="wait", by=caretaker, at=CLOSED + 21 * HOUR)
    now = CLOSED + 79 * HOUR
    shown = {
        state: [s.collaboration.campaign.name for s in summaries(state, now)]
        for state in ("", "open", "overdue", "held", "on_time", "late")
    }
    assert shown == {
        "": ["old", "new", "newest", "late", "sent"],
        "open": [],
        "overdue": ["old", "new"],
        "held": ["newest"],
        "on_time": ["sent"],
        "late": ["late"],
    }
    assert {state: n for state, _, n in chips(now)} == {s: len(names) for s, names in shown.items()}


def test_repeat_collaboration_is_by_creator_and_brand(in_scope):
    brand, other = factories.BrandFactory.create_batch(2, workspace=in_scope)
    partnership = factories.PartnershipFactory(workspace=in_scope, brand=brand)

    def finish(n, partnership, state="closed"):
        for _ in range(n):
            campaign = factories.CampaignFactory(workspace=in_scope, brand=partnership.brand)
            factories.CollaborationFactory(campaign=campaign, partnership=partnership, state=state)

    finish(2, partnership)
    # Ended, and begun anew: still the same two.
    partnership.stage, partnership.ended_on = "ended", date(2026, 1, 1)
    partnership.save()
    again = factories.PartnershipFactory(
        workspace=in_scope, brand=brand, creator=partnership.creator
    )
    finish(1, again)
    finish(1, again, state="declined")
    elsewhere = factories.PartnershipFactory(
        workspace=in_scope, brand=other, creator=partnership.creator
    )
    finish(2, elsewhere)
    finish(1, factories.PartnershipFactory(workspace=in_scope, brand=brand))
    found = repeat_collaboration()
    assert (found.first, found.second, found.third) == (3, 2, 1)
    assert found.rate == 0.5


def test_programme_of_an_empty_workspace(in_scope):
    found = programme(CLOSED, CLOSED.date())
    assert found.repeat.rate is found.clock.rate is None
    assert found.markets == {}
    assert found.tiers == {"T1": 0, "T2": 0, "T3": 0}


def test_programme_counts_in_a_fixed_number_of_queries(in_scope, django_assert_num_queries):
    for n in range(3):
        part = factories.CollaborationFactory(
            campaign=factories.CampaignFactory(workspace=in_scope), partnership__tier="T2"
        )
        factories.ResultFactory(collaboration=part, market="RU" if n else "US")
        factories.ResultFactory(collaboration=part, day=date(2025, 3, 3))
    factories.PartnershipFactory(workspace=in_scope, stage="paused")
    factories.PartnershipFactory(workspace=in_scope, stage="ended", ended_on=date(2026, 1, 1))
    Collaboration.objects.filter(pk=part.pk).update(state="closed", closed_at=CLOSED)
    with django_assert_num_queries(11):
        found = programme(CLOSED, CLOSED.date())
    assert found.tiers == {"T1": 0, "T2": 3, "T3": 0}
    assert found.paused == 1
    # A year back from 3 March 2026: 3 March 2025 is outside.
    assert {market: tally.rows for market, tally in found.markets.items()} == {"RU": 2, "US": 1}


def test_markets_stand_side_by_side():
    us = tally_of({"reach": 100, "likes": 5})
    ru = tally_of({"reach": 100, "likes": 7})
    other = tally_of({"views": 100, "likes": 7})
    with translation.override("en"):
        rows = market_rows({"RU": ru, "US": us})
        chart = market_chart(rows, "en")
        assert [(row.label, row.base) for row in rows] == [
            ("Russia", "reach"),
            ("United States", "reach"),
        ]
        assert [row["rate"] for row in chart.rows] == [0.07, 0.05]
        assert chart.y_title == "Engagement, of reach"
        # Rates of two bases do not compare; one market alone has nothing beside it.
        assert market_chart(market_rows({"RU": ru, "US": other}), "en") is None
        assert market_chart(market_rows({"RU": ru, "US": tally_of({"reach": 1})}), "en") is None
    assert market_rows({"ZZ": tally_of({"clicks": 1})})[0].base == ""


def test_performance_is_on_the_base_most_campaigns_know(closed, django_assert_num_queries):
    first = closed("A", at=CLOSED - timedelta(days=200))
    creator = first.partnership.creator
    assert performance_of(factories.CreatorFactory(workspace=first.workspace)) is None
    factories.ResultFactory(collaboration=first, reach=None, views=100, likes=10)
    for name, likes, days in (("B", 20, 100), ("C", 40, 0)):
        part = closed(name, at=CLOSED - timedelta(days=days), partnership=first.partnership)
        factories.ResultFactory(collaboration=part, views=100, reach=None, likes=likes)
    closed("D", at=CLOSED + HOUR, partnership=first.partnership)
    with django_assert_num_queries(2):
        found = performance_of(creator)
    assert (found.base, found.n, found.median) == ("views", 3, 0.2)
    assert [row["rate"] for row in found.rates] == [0.1, 0.2, 0.4, None]
