"""Pages of a million rows of results: only the days that stand on a page are put in order."""

from datetime import date
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Count
from django.utils.functional import cached_property


class ResultPages(Paginator):
    """Of `result_rows`, whose newest day comes first. One query counts the rows of each day, one
    reads a page, wherever it is."""

    object_list: Any  # results, by the newest day

    @cached_property
    def days(self) -> list[tuple[date, int]]:
        counted = self.object_list.order_by("-day").values("day").annotate(rows=Count("pk"))
        return [(one["day"], one["rows"]) for one in counted]

    @cached_property
    def count(self) -> int:
        return sum(rows for _day, rows in self.days)

    def page(self, number: Any) -> Page:
        number = self.validate_number(number)
        start = (number - 1) * self.per_page
        # Rows of newer days, rows up to the last day taken, the days of the page.
        before = upto = 0
        shown: list[date] = []
        for day, rows in self.days:
            upto += rows
            if upto <= start:
                before = upto
                continue
            shown.append(day)
            if upto >= start + self.per_page:
                break
        if not shown:
            return Page(self.object_list.none(), number, self)
        found = self.object_list.filter(day__lte=shown[0], day__gte=shown[-1])
        place = start - before
        return Page(found[place : place + self.per_page], number, self)
