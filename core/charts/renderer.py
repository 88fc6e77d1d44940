"""The process that draws: `python -m core.charts.renderer`.

One JSON object a line in (`{"as": "svg"|"png", "spec": …, "numbers": …, "times": …}`), one a line
out (`{"done": text or base64}` or `{"error": text}`). The engine takes 200 MB and hangs in a
process that forks after it was used, so no other process ever loads it. It ends by itself when
nothing was asked for a while, and when whoever started it is gone.
"""

import base64
import json
import os
import selectors
import sys
from typing import Any

IDLE_SECONDS = 60


def draw(wish: dict[str, Any]) -> str:
    import vl_convert

    from core.charts.spec import VEGA_LITE

    options = {
        "vl_version": VEGA_LITE,
        "format_locale": wish["numbers"],
        "time_format_locale": wish["times"],
        # Nothing is ever fetched for a chart.
        "allowed_base_urls": [],
    }
    if wish["as"] == "png":
        picture = vl_convert.vegalite_to_png(wish["spec"], scale=2, **options)
        return base64.b64encode(picture).decode()
    return vl_convert.vegalite_to_svg(wish["spec"], **options)


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
