"""Merge, then undo: the same rows in every table of the house."""

from datetime import timedelta

import pytest
from django.db import transaction
from django_scopes import scope
from hypothesis import HealthCheck, given, settings

from creators.actions.merge import merge_creators, undo_merge
from creators.models import Creator, Merge
from creators.queries.merging import get_preview
from tests.merging.pairs import NOON, build, counts, every_row, plans

LATER = NOON + timedelta(days=3)


@pytest.mark.django_db
def test_merge_then_undo_gives_the_same_rows(workspace, manager):
    @settings(
        max_examples=40,
        deadline=None,
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
    )
    @given(plan=plans())
    def holds(plan):
        with transaction.atomic(), scope(workspace=workspace):
            pair = build(workspace, manager, plan)
            _there_and_back(pair, manager)
            transaction.set_rollback(True)

    holds()


def _there_and_back(pair, by):
    before, sizes = every_row(), counts()
    preview = get_preview(pair.kept, pair.absorbed)
    assert preview.refusals == []
    choices = {field.name: field.chosen for field in preview.fields}
    merge = merge_creators(
        kept=pair.kept, absorbed=pair.absorbed, choices=choices, seen=preview.seen, by=by, at=LATER
    )
    assert Creator.objects.filter(pk=pair.absorbed.pk).count() == 0
    # Only what cannot stand twice is gone, and each of it is in the steps.
    deleted = sum(len(step["rows"]) for step in merge.steps if step["op"] == "delete")
    made = sum(len(step["rows"]) for step in merge.steps if step["op"] == "create")
    assert sum(sizes.values()) - sum(counts().values()) == deleted - made
    merge = Merge.objects.get(pk=merge.pk)
    assert undo_merge(merge=merge, by=by, at=LATER) == []
    after = every_row()
    for label, rows in before.items():
        assert after[label] == rows, label
