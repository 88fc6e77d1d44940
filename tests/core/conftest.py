"""A small importer and jobs of it."""

from io import BytesIO

import pytest

from core.imports import engine, jobs, registry
from tests.core.notes_importer import NOON, NotesImporter


@pytest.fixture
def importer(monkeypatch):
    monkeypatch.setattr(registry, "_importers", dict(registry._importers))
    monkeypatch.setattr(engine, "BATCH", 3)
    made = NotesImporter()
    registry.register_importer(made)
    return made


@pytest.fixture
def upload(importer, in_scope, manager):
    def make(*rows, header="Name;Mood"):
        content = "\n".join([header, *rows, ""]).encode()
        return jobs.upload_file(
            workspace=in_scope, kind="notes", file=BytesIO(content), file_name="C:\\My\\list.csv",
            by=manager, at=NOON,
        )  # fmt: skip

    return make
