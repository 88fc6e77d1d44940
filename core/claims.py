"""Who works on a job: claimed by compare-and-swap, proven by each heartbeat.

Nothing is locked while a worker works. A worker that dies leaves a heartbeat that grows old, and
another one takes the job over; one that only slept finds its claim gone at its next step, inside
the transaction of that step, so that nothing is done twice.

A job is any row with `state`, `claim`, `heartbeat_at`, `workspace` and `created_by`.
"""

import secrets
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Q
from django.utils import timezone

STALE = timedelta(seconds=60)
# Work that writes nothing for a while shows a sign of life this often.
PULSE = timedelta(seconds=5)


class ClaimLost(Exception):
    """Another worker has the job now."""


def unattended(at: datetime) -> Q:
    """Jobs that nobody works on: never claimed, or claimed by one who fell silent."""
    return Q(claim="") | Q(heartbeat_at=None) | Q(heartbeat_at__lt=at - STALE)


@dataclass
class Claim:
    job: Any
    token: str
    seen: datetime = field(default_factory=timezone.now)

    def step(self, **changes: Any) -> None:
        """Write `changes` to the job with a heartbeat, if it is still ours; else ClaimLost.

        Called first in a transaction, it also holds the job's row until that ends.
        """
        self.seen = timezone.now()
        if not self._held().update(heartbeat_at=self.seen, **changes):
            raise ClaimLost(self.job.public_id)
        for name, value in changes.items():
            setattr(self.job, name, value)

    def pulse(self) -> None:
        if timezone.now() - self.seen > PULSE:
            self.step()

    def release(self, **changes: Any) -> None:
        """The last step: nobody works on it any more."""
        self.step(**changes)
        self._held().update(claim="")

    def _held(self) -> Any:
        return type(self.job).objects.filter(pk=self.job.pk, claim=self.token)


def take_job(
    model: Any, job_id: int, *, states: Iterable[str], becomes: str, at: datetime, **changes: Any
) -> Claim | None:
    """Claim the job if it is in one of `states` and unattended; None if it is not for us."""
    token = secrets.token_hex(16)
    taken = model.objects.filter(unattended(at), pk=job_id, state__in=list(states)).update(
        claim=token, heartbeat_at=at, state=becomes, **changes
    )
    if not taken:
        return None
    return Claim(model.objects.select_related("workspace", "created_by").get(pk=job_id), token)
