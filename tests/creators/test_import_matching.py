"""Whom a row of a list means; when it cannot be told, nobody is merged."""

from datetime import timedelta

import pytest

from core.imports import engine, jobs, lines, registry
from core.models import ImportJob
from creators.imports.importer import KIND
from creators.models import Channel, Creator
from tests import factories
from tests.creators.lists import NOON, counts, reasons


def test_rows_are_matched_by_email_channel_or_name_and_city(load, in_scope):
    factories.CreatorFactory(workspace=in_scope, name="One", email="one@x.example")
    two = factories.CreatorFactory(workspace=in_scope, name="Two", email="")
    factories.ChannelFactory(creator=two, handle="two")
    factories.CreatorFactory(workspace=in_scope, name="Алёна Ким", email="", city="Орёл")
    job = load(
        "First;ONE@x.example;;;;;;;", "Second;;https://instagram.com/TWO/;;;;;;",
        "алена ким;three@x.example;@three;;;Орел;;;", "Four;;;;;;;;",
    )  # fmt: skip
    assert counts(job) == {"update": 3, "create": 1}
    assert sorted(Creator.objects.values_list("name", "email")) == [
        ("First", "one@x.example"), ("Four", ""), ("Second", ""),
        ("алена ким", "three@x.example"),
    ]  # fmt: skip


def test_row_that_means_two_creators_is_an_error(load, in_scope):
    factories.CreatorFactory(workspace=in_scope, name="One", email="one@x.example")
    two = factories.CreatorFactory(workspace=in_scope, name="Two", email="")
    factories.ChannelFactory(creator=two, handle="two")
    job = load("X;one@x.example;@two;;;;;;")
    assert reasons(job) == [
        ("error", "The e-mail and channels of this row belong to several creators: One, Two.")
    ]


def test_name_and_city_of_two_creators_is_an_error(load, in_scope):
    for _ in range(2):
        factories.CreatorFactory(workspace=in_scope, name="Anna", email="", city="Boston")
    assert reasons(load("Anna;;;;;Boston;;;"))[0][1].startswith("2 creators here have this name")


def test_two_rows_for_one_name_here_are_an_error(load, in_scope):
    factories.CreatorFactory(workspace=in_scope, name="Anna", email="", city="Boston")
    job = load("Anna;;;1;;Boston;;;", "Anna;;;2;;Boston;;;", "Anna;new@x.example;;;;Boston;;;")
    assert [outcome for outcome, _why in reasons(job)] == ["error", "error", "create"]
    assert "so have rows 3, 4 of the file" in reasons(job)[0][1]
    assert "is here already, with another account" in reasons(job)[2][1]


def test_another_account_is_another_person(load, in_scope):
    factories.CreatorFactory(workspace=in_scope, name="Anna", email="a@x.example", city="Boston")
    two = factories.CreatorFactory(workspace=in_scope, name="Eve", email="", city="Boston")
    factories.ChannelFactory(creator=two, handle="eve")
    job = load("Anna;b@x.example;;;;Boston;;;", "Eve;;@other;;;Boston;;;")
    assert counts(job) == {"create": 2}


def test_namesakes_in_a_file_are_kept_apart_and_told(load):
    job = load("Анна;;;1;;Москва;;;", "Анна;;;2;;Москва;;;", "Анна;;;3;;Тула;;;")
    assert counts(job) == {"create": 3}
    assert reasons(job)[1][1].startswith("Same name and city as row 2. Kept apart")
    assert reasons(job)[2][1] == ""


def test_name_alone_means_only_somebody_here_by_name_alone(load, in_scope):
    factories.CreatorFactory(workspace=in_scope, name="Anna", email="a@x.example")
    assert counts(load("Anna;;;7;;;;;")) == {"create": 1}
    assert counts(load("Anna;;;7;;;;;")) == {"same": 1}
    assert counts(load("Anna;;@anna;7;;;;;")) == {"create": 1}


def test_repeated_email_or_channel_in_a_file_is_one_creator(load, monkeypatch):
    monkeypatch.setattr(lines, "BATCH", 2)
    monkeypatch.setattr(engine, "batched", lambda items: lines.batched(items, 2))
    monkeypatch.setattr(engine, "BATCH", 2)
    rows = ["A;a@x.example;@a;1;;;;;", "A;a@x.example;@b;2;;;;;", "A;;@a;1;;;;art;",
            "A;;@b;2;;;;;", "Z;;@a;1;;;;art;"]  # fmt: skip
    checked = load(*rows, run=False)
    assert counts(checked) == {"create": 1, "update": 4}
    assert "Same e-mail or channel as row 2" in reasons(checked)[1][1]
    job = load(*rows)
    assert counts(job) == {"create": 1, "update": 3, "same": 1}
    assert Creator.objects.get().name == "Z"
    assert Channel.objects.count() == 2


def test_archived_creator_is_not_touched(load, in_scope):
    old = factories.CreatorFactory(workspace=in_scope, name="Old", archived_at=NOON)
    factories.ChannelFactory(creator=old, handle="old")
    job = load("New;;@old;;;;;;")
    assert reasons(job) == [("error", "Old is archived. Bring them back first.")]


def test_address_of_an_open_portal_is_not_changed_by_a_list(load, in_scope):
    maya = factories.CreatorFactory(
        workspace=in_scope, name="Maya", email="m@x.example", portal_open=True
    )
    factories.ChannelFactory(creator=maya, handle="maya")
    job = load("Maya;thief@x.example;@maya;;;;;;", "Maya;m@x.example;@maya;5;;;;;")
    assert [outcome for outcome, _why in reasons(job)] == ["error", "update"]
    assert "signs in to the portal by m@x.example" in reasons(job)[0][1]


def test_list_that_places_somebody_abroad_keeps_their_market(load, in_scope):
    factories.CreatorFactory(workspace=in_scope, name="A", email="a@x.example", market="RU")
    load("A;a@x.example;;;;Madrid, Spain;;;")
    creator = Creator.objects.get()
    assert (creator.market, creator.city) == ("RU", "Madrid")


def test_creators_that_came_in_meanwhile_are_seen_by_the_run(load, in_scope, manager):
    job = load("A;a@x.example;;;;;;;", "Eve;;;;;Boston;;;", run=False)
    assert counts(job) == {"create": 2}
    factories.CreatorFactory(workspace=in_scope, name="A", email="a@x.example")
    factories.CreatorFactory(workspace=in_scope, name="Eve", email="", city="Boston")
    jobs.start_run(job=job, by=manager, at=NOON)
    engine.run_job(job.pk)
    assert Creator.objects.count() == 2


def test_resumed_run_does_not_take_its_own_rows_for_others(load, manager, monkeypatch):
    monkeypatch.setattr(engine, "BATCH", 2)
    job = load(*[f"Анна;;;{n};;Москва;;;" for n in range(6)], run=False)
    jobs.start_run(job=job, by=manager, at=NOON)
    importer = registry.importer_of(KIND)
    apply = type(importer).apply
    calls = []

    def dying(self, job, known, lines):
        calls.append(1)
        if len(calls) == 2:
            raise KeyboardInterrupt
        return apply(self, job, known, lines)

    monkeypatch.setattr(type(importer), "apply", dying)
    with pytest.raises(KeyboardInterrupt):
        engine.run_job(job.pk)
    assert Creator.objects.count() == 2
    ImportJob.objects.update(heartbeat_at=NOON - timedelta(minutes=5))
    assert engine.run_job(job.pk)
    assert Creator.objects.count() == 6
    assert counts(ImportJob.objects.get()) == {"create": 6}


def test_other_workspace_is_neither_matched_nor_touched(load, other_workspace):
    theirs = factories.CreatorFactory(workspace=other_workspace, name="A", email="a@x.example")
    factories.ChannelFactory(creator=theirs, handle="a")
    assert counts(load("A;a@x.example;@a;5;;;;;")) == {"create": 1}
    theirs.refresh_from_db()
    assert theirs.followers == 0
