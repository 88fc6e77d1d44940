"""The rows that retention and repeat collaboration are counted from (row 63)."""

from collections import defaultdict
from datetime import datetime

from campaigns.enums import CollaborationState
from campaigns.models import Collaboration, Outreach
from campaigns.rules.retention import Course, second_of


def courses() -> list[Course]:
    """Of every creator with every brand who finished a campaign; two queries."""
    path = ("partnership__creator", "partnership__brand")
    rows = Collaboration.objects.order_by("sequence", "campaign__starts_on", "pk")
    finished: dict[tuple[int, int], list[int]] = defaultdict(list)
    second: set[tuple[int, int]] = set()
    for pk, creator, brand, number, state in rows.values_list("pk", *path, "sequence", "state"):
        if state == CollaborationState.CLOSED:
            finished[creator, brand].append(pk)
        if number == 2:
            second.add((creator, brand))
    answers: dict[tuple[int, int], list[str]] = defaultdict(list)
    asked = Outreach.objects.filter(collaboration__sequence=2).order_by()
    of_part = (f"collaboration__{one}" for one in path)
    for creator, brand, answer in asked.values_list(*of_part, "answer"):
        answers[creator, brand].append(answer)
    return [
        Course(
            creator=pair[0],
            brand=pair[1],
            finished=tuple(ids),
            second=second_of(answers[pair], was_there=pair in second),
        )
        for pair, ids in finished.items()
    ]


def asked_when(pairs: set[tuple[int, int]]) -> dict[tuple[int, int], tuple[datetime, str]]:
    """(creator, brand) → when they were last asked for a second campaign, and for which; one
    query."""
    rows = Outreach.objects.filter(
        collaboration__sequence=2,
        collaboration__partnership__creator__in={creator for creator, _brand in pairs},
    ).order_by("asked_at", "pk")
    path = "collaboration__partnership"
    told = rows.values_list(
        f"{path}__creator", f"{path}__brand", "asked_at", "collaboration__campaign__name"
    )
    return {(creator, brand): (at, name) for creator, brand, at, name in told}
