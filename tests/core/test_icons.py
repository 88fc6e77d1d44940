"""Every icon a template names exists: a missing one would be a 500 on that page."""

import re
from pathlib import Path

import lucide

ROOT = Path(__file__).resolve().parents[2]
NAMED = re.compile(r"""{%\s*icon\s+"([a-z0-9-]+)"|\bicon="([a-z0-9-]+)\"""")


def test_every_named_icon_exists():
    missing = {}
    for path in (ROOT / "templates").rglob("*.html"):
        for found in NAMED.finditer(path.read_text()):
            name = found[1] or found[2]
            try:
                lucide._render_icon(name, None)
            except lucide.IconDoesNotExist:
                missing[name] = str(path.relative_to(ROOT))
    assert missing == {}
