"""Pages of results are those of the whole list, wherever its days end."""

import pytest

from campaigns.queries.result_pages import ResultPages
from campaigns.queries.results import result_rows
from tests.campaigns.imports.conftest import HEAD


@pytest.mark.parametrize("size", [1, 2, 3, 4, 7, 100])
def test_pages_are_slices_of_the_list(campaign, crew, bring, size, django_assert_num_queries):
    # Days of one, two, four and three rows.
    days = {1: 1, 2: 2, 5: 4, 9: 3}
    bring(HEAD + "".join(
        f"2026-02-0{day},sveta.home,https://x.com/a/status/{post},,US,5,,,\n"
        for day, posts in days.items() for post in range(posts)
    ))  # fmt: skip
    rows = result_rows(campaign)
    whole = list(rows)
    pages = ResultPages(rows, size)
    assert (pages.count, pages.num_pages) == (10, -(-10 // size))
    for number in pages.page_range:
        with django_assert_num_queries(1):
            found = list(pages.get_page(number))
        assert found == whole[(number - 1) * size : number * size]
    # Past the end the last one is shown, as by every list.
    assert pages.get_page("99").number == pages.num_pages
    assert list(ResultPages(result_rows(campaign, market="RU"), size).get_page(1)) == []
