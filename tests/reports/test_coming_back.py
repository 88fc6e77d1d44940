"""Retention and repeat apart, each split by what went before, with the rows behind them."""

from datetime import timedelta

import pytest
from django.urls import reverse

from campaigns.actions.collaborations import add_collaborations, confirm_collaboration
from campaigns.models import Idea
from reports.models import Summary
from reports.queries.coming_back import coming_back
from tests import factories
from tests.reports.conftest import CLOSED

LATER = CLOSED + timedelta(days=10)


@pytest.fixture
def course(closed, in_scope, manager):
    """`course("Maya", on_time=True)`: one closed campaign; asked for the next one, said yes."""

    def make(name, *, on_time=None, briefed=False, ask=True, yes=True):
        part = closed(f"Spring {name}", name=name, email=f"{name}@x.example")
        if on_time is not None:
            summary, _made = Summary.objects.get_or_create(
                collaboration=part,
                defaults={
                    "workspace": in_scope, "closed_at": CLOSED, "figures": {},
                    "due_at": CLOSED + timedelta(hours=72),
                },
            )  # fmt: skip
            late = timedelta(hours=1 if on_time else 80)
            Summary.objects.filter(pk=summary.pk).update(
                state="sent", sent_at=CLOSED + late, sent_by=manager
            )
        if briefed:
            Idea.objects.create(
                workspace=in_scope, collaboration=part, kind="suggestion", source="call",
                text="Shorter", said_at=CLOSED, state="adopted", decided_at=CLOSED,
                source_key=f"test:{part.pk}",
            )  # fmt: skip
        if ask:
            campaign = factories.CampaignFactory(
                workspace=in_scope, brand=part.campaign.brand, starts_on=LATER.date(),
                ends_on=LATER.date() + timedelta(days=20),
            )  # fmt: skip
            [again] = add_collaborations(
                campaign=campaign, partnerships=[part.partnership], state="invited", by=manager,
                at=LATER,
            )  # fmt: skip
            if yes:
                confirm_collaboration(collaboration=again, by=manager, at=LATER)
        return part

    return make


def test_each_rate_is_split_with_its_sample_and_leads_to_its_rows(
    course, analyst, client_as, in_scope
):
    course("Prompt", on_time=True, briefed=True)
    course("Tardy", on_time=False, yes=False)
    course("Alone", on_time=True, ask=False)
    found = coming_back(LATER)
    assert (found.retention.share.part, found.retention.share.of) == (1, 2)
    by = found.retention.by["on_time"]
    assert (by.so.part, by.so.of, by.not_so.part, by.not_so.of) == (1, 1, 0, 1)
    by = found.retention.by["briefed"]
    assert (by.so.of, by.not_so.of, by.unknown.of) == (1, 1, 0)
    assert (found.seconds["never"], found.seconds["open"]) == (1, 1)
    assert found.repeat.share.rate is None
    client = client_as(analyst)
    page = client.get(reverse("reports:programme", args=[in_scope.slug])).content.decode()
    for words in ("1 said yes of 2 who were asked", "1 was never asked", "1 has not answered yet"):
        assert words in page
    url = reverse("reports:coming_back", args=[in_scope.slug])

    def names(**asked):
        rows = client.get(url, asked).context["rows"]
        return sorted(row.creator.name for row in rows)

    assert names(of="retention") == ["Prompt", "Tardy"]
    assert names(of="retention", came="1") == ["Prompt"]
    assert names(of="retention", by="on_time", so="0") == ["Tardy"]
    assert names(of="never") == ["Alone"]
    assert names(of="repeat") == []
    assert names(of="nonsense") == []


def test_a_summary_on_the_clock_is_not_late_yet(course):
    course("Fresh")
    early = coming_back(CLOSED + timedelta(hours=1)).retention.by["on_time"]
    late = coming_back(LATER).retention.by["on_time"]
    assert (early.unknown.of, early.not_so.of) == (1, 0)
    assert (late.unknown.of, late.not_so.of) == (0, 1)
