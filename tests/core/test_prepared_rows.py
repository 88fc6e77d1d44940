"""Questions about the rows of a page: the same answer however many rows there are."""

import pytest
from django.db.models import QuerySet
from django_scopes import scope
from django_scopes.exceptions import ScopeError

from core.prepared_rows import MOST, about_rows
from creators.models import Channel
from tests.factories import ChannelFactory, CreatorFactory, WorkspaceFactory

pytestmark = pytest.mark.django_db


@about_rows("creator")
def handles() -> "QuerySet[Channel]":
    return Channel.objects.order_by("pk").values_list("creator_id", "handle")


def test_few_and_many_rows_are_answered_alike(django_assert_num_queries):
    workspace = WorkspaceFactory()
    people = CreatorFactory.create_batch(3, workspace=workspace)
    told = [(one.pk, ChannelFactory(creator=one).handle) for one in people]
    stranger = ChannelFactory(creator=CreatorFactory()).creator_id
    first, *_others, last = (one.pk for one in people)
    with scope(workspace=workspace):
        assert handles([]) == []
        for ids in ([first, last, stranger], [first, last, stranger, *range(-MOST, 0)]):
            with django_assert_num_queries(1):
                assert handles(ids) == [told[0], told[2]]
        assert handles(one.pk for one in people) == told
    with pytest.raises(ScopeError):
        handles([first])
