"""The process that draws: `python -m core.charts.renderer`.

One JSON object a line in (`{"as": "svg"|"png", "spec": …, "numbers": …, "times": …}`), one a line
out (`{"done": text or base64}` or `{"error": text}`). The engine takes 200 MB and hangs in a
process that forks after it was used, so no other process ever loads it. It ends by itself when
nothing was asked for a while, and when whoever started it is gone.
"""

import base64
import json
import os
import re
import selectors
import sys
from functools import lru_cache
from typing import Any

IDLE_SECONDS = 60


def draw(wish: dict[str, Any]) -> str:
    ground = wish["spec"].pop("background", None)
    drawn = _svg(json.dumps([wish[part] for part in ("spec", "numbers", "times")]))
    if ground is not None:
        # As the engine would put it; so the picture beneath is drawn once for page and mail.
        drawn = re.sub(
            "(<svg[^>]*>)", rf'\1<rect width="100%" height="100%" fill="{ground}"/>', drawn, count=1
        )
    if wish["as"] == "svg":
        return drawn
    import vl_convert

    return base64.b64encode(vl_convert.svg_to_png(drawn, scale=2)).decode()


@lru_cache(maxsize=4)
def _svg(asked: str) -> str:
    import vl_convert

    from core.charts.spec import VEGA_LITE

    what, numbers, times = json.loads(asked)
    return vl_convert.vegalite_to_svg(
        what,
        vl_version=VEGA_LITE,
        format_locale=numbers,
        time_format_locale=times,
        # Nothing is ever fetched for a chart.
        allowed_base_urls=[],
    )


def answer(line: str) -> str:
    try:
        return json.dumps({"done": draw(json.loads(line))})
    except Exception as problem:  # whatever the engine says, the asker hears it
        return json.dumps({"error": f"{type(problem).__name__}: {problem}"[:500]})


def main() -> None:
    # The engine may print; the answers keep a way out of their own.
    out = os.fdopen(os.dup(1), "w", buffering=1, encoding="utf-8")
    os.dup2(2, 1)
    asked = selectors.DefaultSelector()
    asked.register(sys.stdin, selectors.EVENT_READ)
    while asked.select(IDLE_SECONDS):
        line = sys.stdin.readline()
        if not line:
            return
        out.write(answer(line) + "\n")


if __name__ == "__main__":
    main()
