"""Charts: one definition serves page and mail (experience.md, ground rules).

`svg(chart)` for pages, in the page's colours (`svgs` for several at once); `png(chart)` for mail,
on white; `table(chart)` is the same numbers as text and stands beside every picture, because a
picture never carries the message. Pictures come back empty, with a line in the log, when they
cannot be drawn.
"""

from core.charts.chart import Chart, table
from core.charts.drawing import png, svg, svgs

__all__ = ["Chart", "png", "svg", "svgs", "table"]
