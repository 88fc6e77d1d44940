"""What lists are narrowed and ordered by: the last contact of each partnership, beside its
touches, and of each creator (product.md, rows 5, 54, 55). Rows are the truth; a sweep mends."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from django.db import transaction
from django.db.models import Max, Min, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from accounts.models import Workspace
from checkins.enums import CheckInState
from checkins.models import CheckIn, LastContact
from checkins.queries.contact import Truth, kept_truth, truths
from creators.models import Creator
from creators.models.creator import FAR, NEVER
from partnerships.models import Partnership

# Partnerships, or creators, of one round.
CHUNK = 5000
_put_off: ContextVar[bool] = ContextVar("last contacts are put off", default=False)


@contextmanager
def last_contacts_put_off() -> Iterator[None]:
    """While a history of years is written at once: nobody looks at a list before its end, so
    nothing is refreshed. `rebuild_last_contacts` must follow."""
    token = _put_off.set(True)
    try:
        yield
    finally:
        _put_off.reset(token)


def refresh_last_contacts(partnerships: Iterable[int]) -> int:
    """Let the rows of these partnerships (ids) say what is so now; how many said otherwise.

    Called by whatever writes a touch, plans a check-in or hears of work. Holds the partnerships,
    so that of two at once the later one counts both.
    """
    if _put_off.get():
        return 0
    with transaction.atomic():
        ids = _locked(partnerships)
        changed = _follow_truth(Partnership.objects.filter(pk__in=ids))
        rows = Creator.objects.filter(partnerships__in=ids).distinct()
        _order_anew(rows)
    return changed


def rebuild_last_contacts(workspace: Workspace) -> int:
    """All partnerships of the workspace in scope, by sets: after rows were written in bulk, and
    each night for what a signal has missed. Gives how many rows were wrong."""
    changed = 0
    for ids in _chunks(Partnership.objects.filter(workspace=workspace)):
        with transaction.atomic():
            changed += _follow_truth(Partnership.objects.filter(pk__in=_locked(ids)))
    for ids in _chunks(Creator.objects.filter(workspace=workspace)):
        with transaction.atomic():
            changed += _order_anew(Creator.objects.filter(pk__in=ids))
    return changed


def _chunks(rows: "QuerySet[Any, Any]") -> Iterable[list[int]]:
    last = 0
    while ids := list(rows.filter(pk__gt=last).order_by("pk").values_list("pk", flat=True)[:CHUNK]):
        yield ids
        last = ids[-1]


def _locked(ids: Iterable[int]) -> list[int]:
    rows = Partnership.objects.filter(pk__in=list(ids)).order_by("pk")
    return list(rows.select_for_update(no_key=True).values_list("pk", flat=True))


def _follow_truth(partnerships: "QuerySet[Partnership, Any]") -> int:
    found = truths(partnerships)
    there = {
        row.partnership_id: row for row in LastContact.objects.filter(partnership__in=partnerships)
    }
    wrong = {pk: found.get(pk, Truth()) for pk in there.keys() | found.keys()}
    wrong = {
        pk: truth
        for pk, truth in wrong.items()
        if truth != (kept_truth(there[pk]) if pk in there else Truth())
    }
    if wrong:
        spaces = dict(Partnership.objects.filter(pk__in=wrong).values_list("pk", "workspace_id"))
        # Rows of ids that this scope has just given: the guard would ask for each of them.
        LastContact._base_manager.bulk_create(
            [
                LastContact(
                    workspace_id=spaces[pk],
                    partnership_id=pk,
                    contact_at=truth.contact_at,
                    two_way_at=truth.two_way_at,
                    worked_at=truth.worked_at,
                )
                for pk, truth in wrong.items()
            ],
            batch_size=2000,
            update_conflicts=True,
            unique_fields=["partnership"],
            update_fields=["contact_at", "two_way_at", "worked_at"],
        )
    return len(wrong)


def _order_anew(creators: "QuerySet[Creator, Any]") -> int:
    """Not an edit of the creator: its version stays."""
    rows = creators.order_by().values_list("pk", "contacted_at", "next_contact_on")
    kept = {pk: (contacted, following) for pk, contacted, following in rows}
    at = dict(
        LastContact.objects.filter(partnership__creator__in=kept, contact_at__isnull=False)
        .order_by()
        .values_list("partnership__creator")
        .annotate(Max("contact_at"))
    )
    following = dict(
        CheckIn.objects.filter(partnership__creator__in=kept, state=CheckInState.PLANNED)
        .order_by()
        .values_list("partnership__creator")
        .annotate(Min("due_on"))
    )
    wrong = [
        pk for pk, is_so in kept.items() if is_so != (at.get(pk, NEVER), following.get(pk, FAR))
    ]
    # The greatest of a creator's few rows: asked as "the first in order", a database may walk all
    # of the workspace's for each creator.
    contact = LastContact.objects.filter(partnership__creator=OuterRef("pk")).order_by()
    due = CheckIn.objects.filter(
        partnership__creator=OuterRef("pk"), state=CheckInState.PLANNED
    ).order_by()
    by = "partnership__creator"
    newest = contact.values(by).annotate(newest=Max("contact_at")).values("newest")
    soonest = due.values(by).annotate(soonest=Min("due_on")).values("soonest")
    return Creator.objects.filter(pk__in=wrong).update(
        contacted_at=Coalesce(Subquery(newest), NEVER),
        next_contact_on=Coalesce(Subquery(soonest), FAR),
    )
