from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from campaigns.imports.rows import COLUMNS
from campaigns.models import Result
from core.imports import large, large_undo
from core.imports.engine import undo_job
from core.imports.jobs import start_undo
from core.models import ImportJob
from tests.campaigns.conftest import AT

HEAD = "date,username,link,platform,country,reach,likes,revenue,currency\n"


@contextmanager
def large_from(rows: int, chunk: int = 3) -> Iterator[None]:
    """Files of more rows than this are large ones, and go through in small chunks."""
    before = large.LARGE_ROWS, large.CHUNK, large_undo.CHUNK
    large.LARGE_ROWS, large.CHUNK, large_undo.CHUNK = rows, chunk, chunk
    try:
        yield
    finally:
        large.LARGE_ROWS, large.CHUNK, large_undo.CHUNK = before


@pytest.fixture
def all_large() -> Iterator[None]:
    with large_from(0):
        yield


@pytest.fixture
def undo(manager: Any) -> Callable[[ImportJob], ImportJob]:
    def do(job: ImportJob) -> ImportJob:
        assert start_undo(job=job, by=manager, at=AT)
        undo_job(job.pk)
        job.refresh_from_db()
        return job

    return do


def rows_of() -> list[tuple[Any, ...]]:
    """Every row with what makes it itself and its numbers."""
    names = ("collaboration", "deliverable", "day", "market", "source_key", *COLUMNS)
    return sorted(Result.objects.values_list(*names), key=str)
