"""`scopes_disabled()` stands only where this list says, each with its reason."""

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
ROOMS = [
    "core", "accounts", "creators", "partnerships", "campaigns", "checkins", "reports", "portal",
    "config",
]  # fmt: skip
ALLOWED = {
    "accounts/api/doors.py": "a token says by itself which workspace it belongs to",
    "campaigns/management/commands/import_results.py": "whoever types the id of a campaign names no workspace",
    "core/mail/rows.py": "the post serves every workspace, and the installation itself",
    "core/imports/tasks.py": "the sweep lists waiting jobs of all workspaces, by id only",
    "core/bulk/tasks.py": "the sweep lists waiting jobs of all workspaces, by id only",
    "core/exports/tasks.py": "the sweep lists waiting jobs of all workspaces, deletes old files",
    "reports/queries/sweeps.py": "the clock lists what is due in all workspaces, by id only",
    "portal/access.py": "a person's own creator rows, in all workspaces, by their user",
}


def test_scopes_disabled_only_where_listed():
    found = {
        str(path.relative_to(ROOT))
        for room in ROOMS
        for path in (ROOT / room).rglob("*.py")
        if re.search(r"scopes?_disabled\(", path.read_text())
    }
    assert found == set(ALLOWED)
