"""Several reads in one round trip give the very rows that each alone would give."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.db import connection
from django.db.models import Max, Sum
from django.test.utils import CaptureQueriesContext
from django_scopes import scope, scopes_disabled
from django_scopes.exceptions import ScopeError

from core.models import AuditEntry
from core.prepared import Given
from core.together import Question, read_together
from creators.models import Creator, Rate, StyleNote
from tests import factories


@pytest.fixture
def creator(in_scope):
    creator = factories.CreatorFactory(workspace=in_scope, name="Зоя “Zo” O'Neill \\ 100%")
    for n, amount in enumerate(("900.50", "1200")):
        Rate.objects.create(
            workspace=in_scope, creator=creator, format="reel", amount=amount, currency="USD",
            valid_from=date(2026, 1, 1 + n), valid_until=None if n else date(2026, 1, 1),
        )  # fmt: skip
    AuditEntry.objects.create(
        workspace=in_scope, verb="creator.updated", object_type="creators.creator",
        object_id=creator.public_id, at=datetime(2026, 3, 1, 9, 30, 0, 120000, tzinfo=UTC),
        changes={"name": ["", "Зоя"], "n": [1, None]},
    )  # fmt: skip
    return creator


def test_rows_are_those_of_each_alone(creator):
    asked = [
        Rate.objects.filter(creator=creator).select_related("creator").order_by("-valid_from"),
        AuditEntry.objects.select_related("by").only("at", "changes", "by__name"),
        Rate.objects.values("currency").annotate(sum=Sum("amount"), last=Max("valid_from")),
        Creator.objects.only("name", "created_at"),
    ]
    with CaptureQueriesContext(connection) as queries:
        rates, entries, sums, creators = read_together(asked)
        assert rates[0].creator.name == creators[0].name == creator.name
        assert entries[0].by is None
    assert len(queries) == 1
    assert [(row.amount, row.valid_from, row.valid_until) for row in rates] == [
        (Decimal(1200), date(2026, 1, 2), None),
        (Decimal("900.50"), date(2026, 1, 1), date(2026, 1, 1)),
    ]
    [alone] = AuditEntry.objects.all()
    assert (entries[0].at, entries[0].changes) == (alone.at, alone.changes)
    assert sums == [{"currency": "USD", "sum": Decimal("2100.50"), "last": date(2026, 1, 2)}]
    assert creators[0].created_at == Creator.objects.get().created_at


def test_each_keeps_its_order_and_limit(creator):
    rows = Rate.objects.order_by("valid_from").only("valid_from")
    first, last = read_together([rows[:1], rows.reverse()[:1]])
    assert (first[0].valid_from, last[0].valid_from) == (date(2026, 1, 1), date(2026, 1, 2))


def test_a_question_is_stated_once_and_asked_of_anybody(creator):
    stated = []

    def rates():
        stated.append(1)
        rows = Rate.objects.filter(creator=Given("creator"), valid_from__lt=Given("before"))
        return rows.only("amount").order_by("pk")

    other = factories.CreatorFactory(workspace=creator.workspace)

    def of(whose, before):
        values = {"creator": whose.pk, "before": before}
        [rows] = read_together([Question("rates of a test", rates, values)])
        return [row.amount for row in rows]

    assert of(creator, date(2026, 1, 2)) == [Decimal("900.50")]
    assert of(creator, date(2026, 1, 3)) == [Decimal("900.50"), Decimal(1200)]
    assert of(other, date(2026, 1, 3)) == []
    with scope(workspace=factories.WorkspaceFactory()):
        assert of(creator, date(2026, 1, 3)) == []
    assert stated == [1]
    with scopes_disabled(), pytest.raises(ScopeError):
        of(creator, date(2026, 1, 3))


def test_what_cannot_be_found_is_not_asked_for(creator):
    with CaptureQueriesContext(connection) as queries:
        assert read_together([Rate.objects.filter(pk__in=[]), StyleNote.objects.none()]) == [[], []]
        assert read_together([]) == []
    assert not queries.captured_queries
    assert read_together([Rate.objects.none(), StyleNote.objects.all()]) == [[], []]
