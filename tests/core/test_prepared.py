"""Queries written once: the same rows as ever, and never those of another workspace."""

import threading
from datetime import timedelta

import pytest
from django.db import connection, connections
from django.db.models import Count, F, QuerySet
from django_scopes import scope, scopes_disabled
from django_scopes.exceptions import ScopeError

from core.prepared import Given, prepared
from creators.models import Channel, Creator
from tests.factories import NOON, ChannelFactory, CreatorFactory, WorkspaceFactory

pytestmark = pytest.mark.django_db


@prepared
def channels() -> "QuerySet[Channel]":
    rows = Channel.objects.filter(creator=Given("creator")).select_related("creator")
    return rows.annotate(twice=F("pk") * 2).order_by("handle")


@prepared
def counted() -> "QuerySet[Creator]":
    rows = Creator.objects.filter(market=Given("market")).order_by()
    return rows.values("language").annotate(n=Count("channels"))


@prepared
def named() -> "QuerySet[Creator]":
    mine = Creator.objects.filter(name=Given("name")).order_by().values_list("name")
    theirs = Channel.objects.filter(handle=Given("handle")).order_by().values_list("handle")
    return mine.union(theirs)[:5]


def test_rows_are_whole_and_follow_what_is_given(django_assert_num_queries):
    workspace = WorkspaceFactory()
    first, second = CreatorFactory.create_batch(2, workspace=workspace)
    ours = [ChannelFactory(creator=first, handle=name) for name in "ba"]
    ChannelFactory(creator=second, handle="c")
    with scope(workspace=workspace):
        channels(creator=0)
        with django_assert_num_queries(1):
            rows = channels(creator=first.pk)
            assert rows == ours[::-1] and [row.creator for row in rows] == [first, first]
        assert rows[0].twice == rows[0].pk * 2 and rows[0].creator.zone == first.zone
        assert [row.handle for row in channels(creator=second.pk)] == ["c"]


def test_values_sums_and_unions():
    workspace = WorkspaceFactory()
    ChannelFactory(creator=CreatorFactory(workspace=workspace, name="Ana"), handle="ana")
    with scope(workspace=workspace):
        for _again in range(2):
            assert counted(market="US") == [{"language": "en", "n": 1}]
            assert counted(market="RU") == []
            assert set(named(name="Ana", handle="ana")) == {("Ana",), ("ana",)}
            assert named(name="Ana", handle="") == [("Ana",)]


def test_each_workspace_sees_its_own():
    mine, theirs = CreatorFactory.create_batch(2)
    ChannelFactory(creator=mine, handle="mine")
    for creator in (theirs, mine, theirs):
        with scope(workspace=creator.workspace):
            assert len(channels(creator=mine.pk)) == (1 if creator is mine else 0)
            assert sum(row["n"] for row in counted(market="US")) == (1 if creator is mine else 0)


def test_nothing_is_told_outside_of_a_scope():
    with pytest.raises(ScopeError):
        channels(creator=1)
    with scopes_disabled(), pytest.raises(ScopeError):
        channels(creator=1)


def test_every_value_must_be_given():
    with scope(workspace=WorkspaceFactory()), pytest.raises(KeyError):
        channels(handle="a")


@pytest.mark.django_db(transaction=True)
def test_each_thread_asks_by_its_own_connection():
    creator = CreatorFactory()
    ChannelFactory(creator=creator)
    with scope(workspace=creator.workspace):
        channels(creator=creator.pk)
    used = []

    def ask() -> None:
        def note(execute, sql, params, many, context):
            used.append(context["connection"])
            return execute(sql, params, many, context)

        try:
            with scope(workspace=creator.workspace), connections["default"].execute_wrapper(note):
                channels(creator=creator.pk)
        finally:
            connections["default"].close()

    thread = threading.Thread(target=ask)
    thread.start()
    thread.join()
    assert len(used) == 1 and used[0] is not connection._connections["default"]


@prepared
def made(newest_first: bool) -> "QuerySet[Creator]":
    rows = Creator.objects.filter(created_at__gte=Given("since"), next_contact_on__lt=Given("day"))
    return rows.order_by("-pk" if newest_first else "pk")


def test_shapes_days_and_moments():
    workspace = WorkspaceFactory()
    first, second = [
        CreatorFactory(workspace=workspace, created_at=NOON, next_contact_on=NOON.date())
        for _n in range(2)
    ]
    tomorrow = NOON.date() + timedelta(days=1)
    with scope(workspace=workspace):
        assert made(True, since=NOON, day=tomorrow) == [second, first]
        assert made(False, since=NOON, day=tomorrow) == [first, second]
        assert made(False, since=NOON + timedelta(seconds=1), day=tomorrow) == []
        assert made(False, since=NOON, day=NOON.date()) == []
