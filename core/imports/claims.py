"""Claims (core/claims.py) of imports."""

from functools import partial

from core.claims import PULSE, STALE, Claim, ClaimLost, take_job, unattended
from core.models import ImportJob
from core.models.imports import ImportState

__all__ = ["PULSE", "STALE", "WORKING", "Claim", "ClaimLost", "take", "unattended"]

WORKING = (ImportState.CHECKING, ImportState.QUEUED, ImportState.RUNNING, ImportState.UNDOING)
take = partial(take_job, ImportJob)
