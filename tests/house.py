"""House rules a machine can check: sizes of files, forbidden names. `python -m tests.house`."""

import subprocess
import sys
from pathlib import Path

FORBIDDEN = {"utils", "common", "helpers", "services"}
LIMIT = 400


def problems(files: list[str]) -> list[str]:
    found = []
    for name in files:
        path = Path(name)
        if not path.exists() or "migrations" in path.parts:
            continue
        if {part.removesuffix(".py") for part in path.parts} & FORBIDDEN:
            found.append(f"{name}: a name says what is inside; not {sorted(FORBIDDEN)}")
        if path.suffix in (".py", ".html", ".css", ".js"):
            lines = len(path.read_text().splitlines())
            if lines > LIMIT:
                found.append(f"{name}: {lines} lines, at most {LIMIT}; split it by what it does")
    return found


def main() -> int:
    listed = subprocess.run(
        ["git", "ls-files"], capture_output=True, text=True, check=True
    ).stdout.splitlines()
    for problem in (found := problems(listed)):
        sys.stdout.write(problem + "\n")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
