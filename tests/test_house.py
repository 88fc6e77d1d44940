"""The house rules are kept by machines: shown by breaking them."""

import shutil
import subprocess
import sys
from pathlib import Path

from tests import house

ROOT = Path(__file__).resolve().parents[1]
ROOMS = [
    "core", "accounts", "creators", "partnerships", "campaigns", "checkins", "reports", "portal",
    "config",
]  # fmt: skip


def _lint(folder: Path) -> subprocess.CompletedProcess[str]:
    command = Path(sys.executable).parent / "lint-imports"
    return subprocess.run(
        [str(command), "--no-cache"], cwd=folder, capture_output=True, text=True, check=False
    )


def test_planted_upward_import_breaks_the_contract(tmp_path):
    for room in ROOMS:
        shutil.copytree(ROOT / room, tmp_path / room, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    assert _lint(tmp_path).returncode == 0
    with (tmp_path / "core" / "ids.py").open("a") as file:
        file.write("\nfrom portal import queries  # planted\n")
    planted = _lint(tmp_path)
    assert planted.returncode != 0
    assert "core.ids -> portal.queries" in planted.stdout


def test_long_file_and_vague_name_are_found(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "utils.py").write_text("x = 1\n")
    (tmp_path / "long.py").write_text("x = 1\n" * 401)
    (tmp_path / "fine.py").write_text("x = 1\n" * 400)
    found = house.problems(["utils.py", "long.py", "fine.py", "gone.py"])
    assert [line.split(":")[0] for line in found] == ["utils.py", "long.py"]
