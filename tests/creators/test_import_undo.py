"""An import undone leaves the same rows; what was changed since is kept and named."""

from datetime import date
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from checkins.models import Introduction
from core.models.imports import ImportState
from creators.actions.channels import record_snapshot
from creators.actions.files import keep_file
from creators.actions.keys import fill_keys
from creators.actions.rates import set_rate
from creators.actions.style_notes import add_style_note
from creators.actions.vetting import rate_fit
from creators.models import Creator, PotentialScore, Rate, Tag
from creators.signals import audience_changed
from tests import factories
from tests.creators.lists import HEADER, NOON, counts, everything, undo, usd


def test_import_and_undo_leave_the_same_rows(load, manager):
    old = factories.CreatorFactory(
        workspace=manager.memberships.get().workspace, name="Maya", email="maya@x.example",
        city="Boston", about="Likes dogs",
    )  # fmt: skip
    channel = factories.ChannelFactory(creator=old, handle="maya")
    record_snapshot(channel=channel, taken_on=date(2026, 3, 3), followers=100, by=None, at=NOON)
    record_snapshot(
        channel=channel, taken_on=date(2026, 1, 3), followers=90, engagement=Decimal("0.05"),
        by=None, at=NOON,
    )  # fmt: skip
    for kind, day in (("reel", date(2026, 1, 1)), ("story", date(2026, 3, 3))):
        rates = {"format": kind, "valid_from": day, "by": None, "at": NOON}
        set_rate(creator=old, price=usd(100), **rates)
    fill_keys()
    before = everything()
    job = load(
        "Maya Lee;maya@x.example;@maya;200;1%;Austin, TX;$150;food;From the list",
        "Maya Lee;maya@x.example;@maya.cooks;300;;;;home;",
        "Новая;;@new;5;;Москва;7 ₽;food, дом;",
        header=HEADER,
    )
    assert counts(job) == {"update": 2, "create": 1}
    old.refresh_from_db()
    assert (old.name, old.city, old.followers) == ("Maya Lee", "Austin", 500)
    assert old.about == "Likes dogs\n\nFrom the list"
    assert old.version == 2
    closed, current = old.rates.filter(format="reel").order_by("valid_from")
    assert (closed.valid_until, current.amount) == (date(2026, 3, 2), 150)
    assert old.search == (
        "maia lee | maia@ks.eksample | austin | maia | maia.cooks | food | home"
        " | likes dogs from the list"
    )
    job = undo(job, manager)
    assert counts(job)["kept"] == 0
    assert everything() == before


def test_same_day_price_is_corrected_and_put_back(load, manager):
    creator = Creator.objects.get(pk=factories.CreatorFactory(
        workspace=manager.memberships.get().workspace, email="a@x.example").pk)  # fmt: skip
    set_rate(creator=creator, format="reel", price=usd(100), valid_from=date(2026, 3, 3),
             by=None, at=NOON)  # fmt: skip
    before = everything()
    job = load("A;a@x.example;;;;;$120;;")
    assert Rate.objects.get().amount == 120
    undo(job, manager)
    rates = [row for row in everything() if row["model"] == "creators.rate"]
    assert rates == [row for row in before if row["model"] == "creators.rate"]


def test_undo_of_several_rows_on_one_creator(load, manager):
    before = everything()
    job = load("A;a@x.example;@a;1;;;$5;art;one", "B;a@x.example;@b;2;;;$6;home;two",
               "C;;@b;3;;;$5;art;")  # fmt: skip
    assert Creator.objects.get().name == "C"
    undo(job, manager)
    assert everything() == before


def test_edited_creator_is_kept_and_named(load, manager):
    job = load("A;;;;;;;;", "B;;;;;;;;")
    Creator.objects.filter(name="B").update(goals="A book")
    job = undo(job, manager)
    assert list(Creator.objects.values_list("name", flat=True)) == ["B"]
    assert (job.counts["undone"], job.counts["kept"]) == (1, 1)
    assert job.rows.get(number=3).reason == "Kept: B was changed after the import."
    assert job.state == ImportState.UNDONE


@pytest.mark.parametrize(
    "touch",
    [
        lambda c: factories.ChannelFactory(creator=c, handle="extra"),
        lambda c: c.tags.add(Tag.objects.create(workspace=c.workspace, name="x", folded="x")),
        lambda c: record_snapshot(channel=c.channels.get(), taken_on=date(2026, 3, 9),
                                  followers=9, by=None, at=NOON),
        lambda c: record_snapshot(channel=c.channels.get(), taken_on=date(2026, 3, 3),
                                  followers=9, by=None, at=NOON),
        lambda c: set_rate(creator=c, format="story", price=usd(5), valid_from=date(2026, 3, 9),
                           by=None, at=NOON),
        lambda c: set_rate(creator=c, format="reel", price=usd(5), valid_from=date(2026, 3, 9),
                           by=None, at=NOON),
        lambda c: c.channels.all().delete(),
        lambda c: c.rates.all().delete(),
        lambda c: c.channels.update(handle="renamed"),
        lambda c: c.tags.clear(),
        lambda c: factories.PartnershipFactory(workspace=c.workspace, creator=c),
    ],
)  # fmt: skip
def test_creator_with_something_new_on_them_is_kept(load, manager, touch):
    job = load("A;a@x.example;@a;5;1%;Boston;$7;art;")
    touch(Creator.objects.get())
    before = everything()
    job = undo(job, manager)
    assert (job.counts["undone"], job.counts["kept"]) == (0, 1)
    assert everything() == before


@pytest.mark.parametrize(
    "touch",
    [
        lambda c: Creator.objects.filter(pk=c.pk).update(city="Reno"),
        lambda c: record_snapshot(channel=c.channels.get(handle="b"), taken_on=date(2026, 3, 9),
                                  followers=9, by=None, at=NOON),
        lambda c: c.tags.clear(),
        lambda c: c.rates.all().delete(),
    ],
)  # fmt: skip
def test_update_whose_result_was_changed_is_kept(load, in_scope, manager, touch):
    old = factories.CreatorFactory(workspace=in_scope, email="a@x.example", name="A")
    job = load("A;a@x.example;@b;5;;Boston;$7;art;")
    touch(old)
    before = everything()
    assert undo(job, manager).counts["kept"] == 1
    assert everything() == before


def test_change_elsewhere_on_the_creator_does_not_hinder(load, in_scope, manager):
    old = factories.CreatorFactory(workspace=in_scope, email="a@x.example", name="A")
    job = load("A;a@x.example;;;;Boston;;;")
    Creator.objects.filter(pk=old.pk).update(goals="A book")
    assert undo(job, manager).counts["undone"] == 1
    old.refresh_from_db()
    assert (old.city, old.goals) == ("", "A book")


def test_tag_that_others_use_by_now_stays(load, in_scope, manager):
    other = factories.CreatorFactory(workspace=in_scope)
    job = load("A;;;;;;;art;")
    other.tags.add(Tag.objects.get())
    undo(job, manager)
    assert Tag.objects.get().creators.get() == other


def test_creator_that_is_gone_is_told(load, manager):
    job = load("A;;;;;;;;")
    Creator.objects.all().delete()
    undo(job, manager)
    assert "gone already" in job.rows.get().reason


def test_undo_moves_the_version_on(load, in_scope, manager):
    old = factories.CreatorFactory(workspace=in_scope, email="a@x.example", name="A")
    undo(load("B;a@x.example;;;;;;;"), manager)
    old.refresh_from_db()
    # A form opened during the import must not be taken for current.
    assert (old.name, old.version) == ("A", 3)


def merged_away(creator):
    other = factories.CreatorFactory(workspace=creator.workspace, name="Other")
    Creator.objects.filter(pk=creator.pk).update(merged_into=other)


def uploaded(creator):
    upload = SimpleUploadedFile("kit.txt", b"about me")
    keep_file(creator=creator, upload=upload, name="kit.txt", kind="other", by=None, at=NOON)


def introduced(creator, by):
    other = factories.CreatorFactory(workspace=creator.workspace, name="Other")
    Introduction.objects.create(
        workspace=creator.workspace, first=other, second=creator, reason="Alike", owner=by
    )


@pytest.mark.parametrize(
    "touch",
    [
        lambda c, by: add_style_note(creator=c, noted_on=NOON.date(), text="Dry", by=by, at=NOON),
        lambda c, by: merged_away(c),
        lambda c, by: uploaded(c),
        lambda c, by: rate_fit(creator=c, values=4, culture=5, note="", expected=0, by=by, at=NOON),
        introduced,
    ],
)
def test_what_people_wrote_since_is_kept_and_the_creator_named(load, manager, touch):
    job = load("Ann;a@x.example;@a;5;1%;Boston;$7;art;", "Bob;b@x.example;@b;5;;;;;")
    touch(Creator.objects.get(name="Ann"), manager)
    before = [row for row in everything() if "Ann" in str(row)]
    job = undo(job, manager)
    assert (job.counts["undone"], job.counts["kept"]) == (1, 1)
    assert "Kept: Ann" in job.rows.get(number=2).reason
    assert [row for row in everything() if "Ann" in str(row)] == before
    assert not Creator.objects.filter(name="Bob").exists()


def test_update_of_one_who_was_merged_since_is_kept(load, in_scope, manager):
    old = factories.CreatorFactory(workspace=in_scope, email="a@x.example", name="A")
    job = load("A;a@x.example;;;;Boston;;;")
    merged_away(old)
    assert undo(job, manager).counts["kept"] == 1


def test_computed_score_is_nobody_s_work_and_goes_along(
    load, in_scope, manager, django_capture_on_commit_callbacks
):
    before = everything()
    with django_capture_on_commit_callbacks(execute=True):
        job = load("A;a@x.example;@a;5;1%;Boston;$7;art;")
    creator = Creator.objects.get()
    PotentialScore.objects.create(
        workspace=in_scope, creator=creator, on=NOON.date(), score=50, parts={}, weights={},
        computed_at=NOON,
    )  # fmt: skip
    Creator.objects.update(potential=50)
    assert undo(job, manager).counts["kept"] == 0
    assert everything() == before


def test_audiences_are_told_once_for_a_batch(
    load, in_scope, manager, django_capture_on_commit_callbacks
):
    told = []

    def hear(sender, workspace_id, creator_ids, **facts):
        told.append((workspace_id, creator_ids))

    old = factories.CreatorFactory(workspace=in_scope, email="a@x.example", name="A")
    audience_changed.connect(hear)
    try:
        with django_capture_on_commit_callbacks(execute=True):
            job = load("A;a@x.example;@a;5;;;;;", "B;b@x.example;@b;6;;;;;", "C;;;;;;;;")
        new = Creator.objects.get(name="B")
        assert told == [(in_scope.pk, [old.pk, new.pk])]
        with django_capture_on_commit_callbacks(execute=True):
            undo(job, manager)
        # Those who are gone need no score.
        assert told[1:] == [(in_scope.pk, [old.pk])]
        with django_capture_on_commit_callbacks(execute=True):
            load("D;;;;;;;;")
        assert len(told) == 2
    finally:
        audience_changed.disconnect(hear)
