"""Tags, archive and restore of many creators, and undone to the same rows."""

from datetime import UTC, datetime

import pytest
import time_machine
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.bulk import jobs, tasks
from core.models.bulk import BulkState
from creators.actions.creators import archive_creator, create_creator, restore_creator
from creators.actions.found_by import refresh
from creators.actions.retagging import named_tags
from creators.actions.tags import set_tags
from creators.models import Creator, Tag
from tests import factories

NOON = datetime(2026, 3, 3, 12, tzinfo=UTC)


@pytest.fixture
def do(in_scope, manager):
    """`do(kind, creators, **options)`: asked, confirmed and done."""

    def act(kind, creators, **options):
        job = jobs.ask_bulk(
            workspace=in_scope, kind=kind, selection=[c.public_id for c in creators], back="/",
            by=manager, at=NOON,
        )  # fmt: skip
        jobs.confirm_bulk(job=job, options=options, by=manager, at=NOON)
        tasks.see_to(job)
        assert job.state == BulkState.DONE, job.problem
        return job

    return act


def undo(job, manager):
    assert jobs.start_undo(job=job, by=manager, at=NOON)
    tasks.see_to(job)
    assert job.state == BulkState.UNDONE
    return job


def retagged(do, creators, add=None, remove=None):
    return do("creators.tag", creators, add=add or {}, remove=remove or {})


def tags_of(creator):
    return {kind: names for kind, names in named_tags(creator).items() if names}


def everything():
    """Creators, tags and who has which, as stored."""
    return (
        list(Creator.objects.order_by("pk").values()),
        list(Tag.objects.order_by("pk").values("pk", "kind", "name", "folded", "public_id")),
        sorted(Creator.tags.through.objects.values_list("creator", "tag")),
    )


@pytest.fixture
def three(in_scope, manager):
    creators = [
        create_creator(
            workspace=in_scope, values={"name": name, "market": "US"}, by=manager, at=NOON
        )
        for name in ("Anna", "Bela", "Cleo")
    ]
    set_tags(creator=creators[0], tags={"tag": ["Ёлка"], "topic": ["food"]}, by=manager, at=NOON)
    set_tags(creator=creators[1], tags={"tag": ["vip"]}, by=manager, at=NOON)
    return creators


def test_tags_are_put_on_and_taken_off(do, three, manager):
    before = everything()
    job = retagged(do, three, add={"tag": ["елка", "new"]}, remove={"tag": ["vip"]})
    assert [tags_of(c) for c in three] == [
        {"tag": ["new", "Ёлка"], "topic": ["food"]}, {"tag": ["new", "Ёлка"]},
        {"tag": ["new", "Ёлка"]},
    ]  # fmt: skip
    assert job.counts == {"done": 3}
    assert "elka" in Creator.objects.get(pk=three[2].pk).search
    undo(job, manager)
    assert everything() == before


def test_whoever_has_it_already_is_no_change(do, three):
    job = retagged(do, three, add={"tag": ["VIP"]})
    assert job.counts == {"done": 2, "same": 1}


def test_undo_keeps_tags_changed_since_and_the_new_tag_they_use(do, three, manager):
    job = retagged(do, three, add={"expertise": ["lighting"]})
    set_tags(creator=three[1], tags={"topic": ["travel"]}, by=manager, at=NOON)
    undo(job, manager)
    assert job.counts["kept"] == 1
    kept = job.rows.exclude(kept_because="").get()
    assert (kept.object_name, kept.kept_because) == ("Bela", "Its tags were changed since.")
    assert tags_of(three[1])["expertise"] == ["lighting"]
    assert "expertise" not in tags_of(three[0])
    assert Tag.objects.filter(name="lighting").exists()


WORDS = st.sampled_from(["vip", "VIP", "ёлка", "elka", "Еда", "food", "a b", "日本"])
KINDS = st.sampled_from(["tag", "topic", "expertise"])
NAMED = st.dictionaries(KINDS, st.lists(WORDS, max_size=3, unique=True), max_size=3)


@settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.lists(NAMED, min_size=2, max_size=4), NAMED, NAMED)
def test_bulk_then_undo_gives_the_same_rows(do, in_scope, manager, had, add, remove):
    creators = []
    for tags in had:
        creator = factories.CreatorFactory(workspace=in_scope, email="")
        set_tags(creator=creator, tags=tags, by=manager, at=NOON)
        refresh(creator)
        creators.append(creator)
    before = everything()
    job = retagged(do, creators, add=add, remove=remove)
    if not job.counts.get("done"):
        assert everything() == before
        return
    undo(job, manager)
    assert not job.counts["kept"]
    assert everything() == before


def test_archive_and_undo(do, three, manager):
    archive_creator(creator=three[0], by=manager, at=NOON)
    before = everything()
    job = do("creators.archive", three)
    assert job.counts == {"done": 2, "same": 1}
    assert not Creator.objects.active().exists()
    undo(job, manager)
    assert everything() == before


def test_undo_of_archive_keeps_whoever_was_moved_since(do, three, manager):
    job = do("creators.archive", three)
    for creator in three:
        creator.refresh_from_db()
    restore_creator(creator=three[0], by=manager, at=NOON)
    with time_machine.travel(NOON):
        restore_creator(creator=three[1], by=manager, at=NOON)
        archive_creator(creator=three[1], by=manager, at=NOON)
    undo(job, manager)
    assert job.counts["kept"] == 2
    assert Creator.objects.active().count() == 2


def test_restore_gives_back_the_old_time_when_undone(do, three, manager):
    for creator in three[:2]:
        archive_creator(creator=creator, by=manager, at=NOON)
    before = everything()
    job = do("creators.restore", three)
    assert job.counts == {"done": 2, "same": 1}
    undo(job, manager)
    assert everything() == before


def test_restore_refuses_a_taken_address_and_undo_one_archived_again(do, three, manager):
    for creator, address in zip(three, ("a@b.example", "", ""), strict=True):
        Creator.objects.filter(pk=creator.pk).update(email=address)
        archive_creator(creator=creator, by=manager, at=NOON)
    factories.CreatorFactory(workspace=three[0].workspace, email="a@b.example")
    job = do("creators.restore", three)
    refused = job.rows.get(outcome="refused")
    assert (refused.object_name, job.counts["done"]) == ("Anna", 2)
    assert "Another creator has this e-mail now" in refused.reason
    three[1].refresh_from_db()
    archive_creator(creator=three[1], by=manager, at=NOON)
    undo(job, manager)
    assert job.rows.get(object_name="Bela").kept_because == "It was archived again since."
