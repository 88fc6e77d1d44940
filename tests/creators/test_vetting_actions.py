"""Answers, ratings, weights and scores as they are written."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django_scopes import scope

from core.models import AuditEntry
from core.versions import EditConflict
from creators.actions import channels as channel_actions
from creators.actions import potential as actions
from creators.actions.vetting import answer_item, rate_fit
from creators.errors import (
    AnsweredMeanwhile,
    EvidenceMissing,
    RatingOutOfRange,
    Refused,
    WeightsNotWhole,
)
from creators.models import (
    AudienceSnapshot,
    Creator,
    FitRating,
    PotentialScore,
    PotentialSweep,
    PotentialWeights,
    VettingMark,
)
from creators.queries.potential import gather_peers, is_due, peers_now
from creators.rules.potential import DEFAULT_WEIGHTS
from creators.tasks import score, sweep
from tests import factories
from tests.creators.conftest import TUESDAY

LATER = TUESDAY + timedelta(days=40)


@pytest.fixture
def creator(in_scope):
    return factories.CreatorFactory(workspace=in_scope, followers=20_000)


@pytest.fixture
def answered(creator, manager):
    def make(**changes):
        values = {
            "creator": creator, "item": "easy", "verdict": "yes", "evidence": " Never late ",
            "by": manager, "at": TUESDAY,
        }  # fmt: skip
        return answer_item(**{**values, **changes})

    return make


@pytest.fixture
def rated(creator, manager):
    def make(**changes):
        values = {
            "creator": creator, "values": 4, "culture": 5, "note": " Kind ", "expected": 0,
            "by": manager, "at": TUESDAY,
        }  # fmt: skip
        return rate_fit(**{**values, **changes})

    return make


def grown(creator, *followers, until=TUESDAY, engagement="0.03"):
    """A channel with a snapshot each month, the last one at `until`."""
    channel = factories.ChannelFactory(creator=creator, followers=followers[-1])
    channel.engagement = Decimal(engagement)
    channel.save()
    for ago, n in enumerate(reversed(followers)):
        AudienceSnapshot.objects.create(
            workspace_id=creator.workspace_id, channel=channel, followers=n,
            taken_on=(until - timedelta(days=30 * ago)).date(),
        )  # fmt: skip
    return channel


# Answers


def test_answer_keeps_evidence_and_history(answered, creator, manager):
    first = answered(link="https://drive.example/1")
    assert (first.evidence, first.by, first.at, first.current) == (
        "Never late", manager, TUESDAY, True,
    )  # fmt: skip
    second = answered(verdict="no", evidence="Twice late", seen=first.public_id, at=LATER)
    assert list(VettingMark.objects.filter(current=True)) == [second]
    assert VettingMark.objects.count() == 2
    entries = AuditEntry.objects.filter(verb="vetting.answered").order_by("at")
    assert [entry.changes["verdict"] for entry in entries] == ["yes", ["yes", "no"]]


def test_second_person_is_shown_the_first_answer(answered, owner):
    first = answered()
    with pytest.raises(AnsweredMeanwhile) as late:
        answered(by=owner, verdict="no", evidence="I saw otherwise")
    assert late.value.mark == first
    assert VettingMark.objects.count() == 1
    mine = answered(by=owner, verdict="no", evidence="I saw otherwise", seen=first.public_id)
    assert mine.current


def test_double_click_answers_once(answered):
    assert answered() == answered()
    assert VettingMark.objects.count() == AuditEntry.objects.count() == 1


def test_one_current_mark_is_a_constraint(answered, creator):
    answered()
    with pytest.raises(IntegrityError), transaction.atomic():
        factories.vetted(creator, "easy")


@pytest.mark.parametrize(
    ("change", "refusal", "field"),
    [
        ({"evidence": " \n"}, EvidenceMissing, "evidence"),
        ({"item": "beauty"}, Refused, "verdict"),
        ({"verdict": "perhaps"}, Refused, "verdict"),
    ],
)
def test_answer_refused(answered, change, refusal, field):
    with pytest.raises(refusal) as refused:
        answered(**change)
    assert refused.value.field == field
    assert not VettingMark.objects.exists()


# Ratings


def test_each_person_rates_for_themselves_and_the_score_follows(rated, creator, owner):
    grown(creator, 10_000, 10_100, 10_200)
    mine = rated()
    assert (mine.note, mine.version) == ("Kind", 1)
    rated(by=owner, values=2, culture=2)
    fit = PotentialScore.objects.get().parts["fit"]["facts"]
    assert fit == {"people": 2, "mean": "3.2500"}
    assert Creator.objects.get().potential == PotentialScore.objects.get().score
    assert FitRating.objects.count() == 2


def test_rating_again_replaces_ones_own(rated):
    rated()
    assert rated() == rated(expected=7)
    changed = rated(values=1, expected=1, at=LATER)
    assert (changed.values, changed.version, changed.at) == (1, 2, LATER)
    assert FitRating.objects.count() == 1
    with pytest.raises(EditConflict) as conflict:
        rated(values=2, expected=1)
    assert conflict.value.theirs.values == 1
    verbs = AuditEntry.objects.filter(verb="fit.rated").order_by("at")
    assert verbs.last().changes["values"] == [4, 1]


@pytest.mark.parametrize("change", [{"values": 0}, {"culture": 6}])
def test_rating_out_of_range(rated, change):
    with pytest.raises(RatingOutOfRange):
        rated(**change)


# Scores


def test_score_is_kept_once_a_day_and_only_if_changed(creator, rated):
    channel = grown(creator, 10_000, 10_100, 10_200)
    assert actions.score_creators(creator_ids=[creator.pk], at=TUESDAY) == 1
    assert actions.score_creators(creator_ids=[creator.pk], at=TUESDAY) == 0
    assert actions.score_creators(creator_ids=[creator.pk], at=TUESDAY + timedelta(days=1)) == 0
    row = PotentialScore.objects.get()
    assert (row.on, row.weights) == (date(2026, 3, 3), DEFAULT_WEIGHTS)
    rated()
    assert PotentialScore.objects.count() == 1, "of the same day: replaced"
    AudienceSnapshot.objects.create(
        workspace_id=creator.workspace_id, channel=channel, followers=5_000, taken_on=LATER.date()
    )
    assert actions.score_creators(creator_ids=[creator.pk], at=LATER) == 1
    newest = PotentialScore.objects.first()
    assert newest.parts["growth"]["facts"]["declining"] is True
    assert newest.parts["growth"]["points"] == "0.0"
    assert Creator.objects.get().potential == newest.score
    assert PotentialScore.objects.count() == 2


def test_what_is_no_longer_known_takes_the_score_away(creator):
    channel = grown(creator, 10_000, 10_100, 10_200)
    actions.score_creators(creator_ids=[creator.pk], at=TUESDAY)
    assert Creator.objects.get().potential is not None
    channel.delete()
    actions.score_creators(creator_ids=[creator.pk], at=LATER)
    assert Creator.objects.get().potential is None
    assert PotentialScore.objects.first().score is None


def test_nothing_known_makes_no_row(creator):
    assert actions.score_creators(creator_ids=[creator.pk], at=TUESDAY) == 0
    assert not PotentialScore.objects.exists()


def test_number_of_queries_does_not_grow_with_creators(in_scope):
    def cost(n):
        people = factories.CreatorFactory.create_batch(n, workspace=in_scope)
        for person in people:
            grown(person, 1000, 1100, 1200)
        with CaptureQueriesContext(
            connection,
        ) as caught:
            actions.score_creators(creator_ids=[p.pk for p in people], at=TUESDAY)
        return len(caught)

    actions.refresh_peers(workspace=in_scope, at=TUESDAY)
    assert cost(1) == cost(12) <= 20


def test_snapshot_scores_on_commit(creator, django_capture_on_commit_callbacks, monkeypatch):
    rung = []
    monkeypatch.setattr("creators.receivers.ring", lambda task, *args: rung.append(args))
    channel = factories.ChannelFactory(creator=creator)
    with django_capture_on_commit_callbacks(execute=True):
        snapshot = channel_actions.record_snapshot(
            channel=channel, taken_on=TUESDAY.date(), followers=5, by=None, at=TUESDAY
        )
        channel_actions.remove_snapshot(snapshot=snapshot, by=None, at=TUESDAY)
        channel_actions.remove_channel(channel=channel, by=None, at=TUESDAY)
    assert rung == [(creator.workspace_id, [creator.pk])] * 3
    assert score(*rung[0]) == 0


# The nightly run


def test_sweep_goes_on_where_it_stopped_and_is_done_once_a_day(in_scope, monkeypatch):
    people = factories.CreatorFactory.create_batch(5, workspace=in_scope)
    for person in people:
        grown(person, 1000, 1100, 1200)
    monkeypatch.setattr(actions, "BATCH", 2)
    assert is_due(TUESDAY.date())
    assert actions.sweep_potential(workspace=in_scope, at=TUESDAY, at_once=2) is True
    assert Creator.objects.exclude(potential=None).count() == 2
    assert is_due(TUESDAY.date())
    assert actions.sweep_potential(workspace=in_scope, at=TUESDAY) is False
    assert Creator.objects.exclude(potential=None).count() == 5
    assert not is_due(TUESDAY.date())
    assert is_due(LATER.date())
    assert actions.sweep_potential(workspace=in_scope, at=LATER) is False
    assert PotentialSweep.objects.get().on == LATER.date()
    assert PotentialScore.objects.count() == 5, "nothing has changed"


@pytest.mark.parametrize("people", [0, 2])
def test_sweep_of_no_rows_or_of_whole_batches_ends(in_scope, monkeypatch, people):
    factories.CreatorFactory.create_batch(people, workspace=in_scope)
    monkeypatch.setattr(actions, "BATCH", 2)
    assert actions.sweep_potential(workspace=in_scope, at=TUESDAY) is False
    assert not is_due(TUESDAY.date())
    assert PotentialSweep.objects.get().done


def test_sweep_task_serves_every_workspace_and_outlives_one_that_fails(
    workspace, other_workspace, tuesday, monkeypatch
):
    for house in (workspace, other_workspace):
        with scope(workspace=house):
            grown(factories.CreatorFactory(workspace=house), 1000, 1100, 1200)
    real = actions.sweep_potential

    def broken(*, workspace, at):
        if workspace == other_workspace:
            raise RuntimeError
        return real(workspace=workspace, at=at)

    monkeypatch.setattr("creators.tasks.sweep_potential", broken)
    assert sweep() == 0
    with scope(workspace=workspace):
        assert Creator.objects.get().potential is not None
    with scope(workspace=other_workspace):
        assert Creator.objects.get().potential is None
    rung = []
    monkeypatch.setattr("creators.tasks.ring", rung.append)
    monkeypatch.setattr("creators.tasks.sweep_potential", lambda **_kwargs: True)
    assert sweep() == 1
    assert rung == [sweep]


def test_peers_are_taken_once_in_ten_minutes(in_scope, creator, monkeypatch):
    monkeypatch.setattr("creators.queries.potential.CHUNK", 1)
    factories.CreatorFactory(workspace=in_scope)
    grown(creator, 20_000)
    assert peers_now() is None
    first = actions.refresh_peers(workspace=in_scope, at=TUESDAY)
    assert first.figures == gather_peers().figures == {"channels": {"10k": [1, "0.03"]}}
    grown(creator, 20_000)
    soon = actions.refresh_peers(workspace=in_scope, at=TUESDAY + timedelta(minutes=9))
    assert soon.figures == first.figures
    late = actions.refresh_peers(workspace=in_scope, at=TUESDAY + timedelta(minutes=11))
    assert late.figures["channels"]["10k"][0] == 2


# Weights


def weigh(workspace, by, expected=0, **changes):
    values = {"performance": 35, "stability": 20, "fit": 25, "growth": 20, **changes}
    return actions.set_weights(
        workspace=workspace, weights=values, expected=expected, by=by, at=TUESDAY
    )


def test_weights_are_set_and_everybody_is_due_again(in_scope, creator, owner):
    grown(creator, 10_000, 10_100, 10_200)
    actions.sweep_potential(workspace=in_scope, at=TUESDAY)
    before = Creator.objects.get().potential
    assert weigh(in_scope, owner, growth=0, stability=40) is True
    assert is_due(TUESDAY.date())
    actions.sweep_potential(workspace=in_scope, at=TUESDAY)
    assert Creator.objects.get().potential != before
    assert PotentialScore.objects.get().weights["growth"] == 0
    assert AuditEntry.objects.get(verb="potential.weights_set").changes == {
        "stability": [20, 40], "growth": [20, 0],
    }  # fmt: skip


def test_weights_again(in_scope, owner):
    assert weigh(in_scope, owner) is False
    assert weigh(in_scope, owner, growth=10, fit=35) is True
    assert weigh(in_scope, owner, expected=1, growth=10, fit=35) is False
    with pytest.raises(EditConflict):
        weigh(in_scope, owner, growth=5, fit=40)
    assert weigh(in_scope, owner, expected=1, growth=5, fit=40) is True
    assert PotentialWeights.objects.get().version == 2


@pytest.mark.parametrize("change", [{"growth": 21}, {"growth": -20, "fit": 65}])
def test_weights_that_do_not_make_a_hundred(in_scope, owner, change):
    with pytest.raises(WeightsNotWhole):
        weigh(in_scope, owner, **change)
