"""Whenever the cheap way takes a line, `compose` says the same of it."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from campaigns.imports.quick import Quick
from campaigns.imports.results import ResultsImporter
from campaigns.imports.rows import compose
from core.imports.lines import raw_row
from core.models import ImportJob

HEADER = ["date", "username", "link", "platform", "country", "views", "likes", "sold", "cur", "x"]
MAPPING = {
    "date": "day", "username": "handle", "link": "link", "platform": "platform",
    "country": "market", "views": "views", "likes": "likes", "sold": "revenue", "cur": "currency",
}  # fmt: skip
DAYS = [
    "2026-02-03", "2026-02-03 11:30:05", "2026-02-03T23:59:00Z", "20260204", "2026-2-3",
    "03.02.2026", "02/03/2026", "2026-13-01", "2026-03-09", "1970-01-01", "2026-01-05", "Feb 3",
    "", "n/a", "Total", "46084", "2026-02-03 00:00 –", "2026-02-03 ",
]  # fmt: skip
HANDLES = ["sveta.home", "@sveta.home", "jordanlee.makes", "", "@stranger", "Total", "'=a", " "]
LINKS = ["", "https://www.instagram.com/p/Cx8Balkon01/", "instagram.com/reel/Cx8Porch0001", "x"]
COUNTS = [
    "", "0", "7", "007", "1 234", "1,234", "1.234", "-3", "−3", "n/a", "12k", "1e3", "٣", "²",
    "999999999999999", "1000000000000000", "10000000000000000", "5\t6", " 8", "'9", "+4",
]  # fmt: skip
MONEY = ["", "0", "12", "12.5", "12.50", "1.234", "0012", "$5", "5 ₽", "-1", "n/a", "99999999999"]
plain = {
    "day": st.sampled_from(DAYS[:3]), "who": st.sampled_from(HANDLES[:3]),
    "count": st.integers(0, 10**6).map(str), "money": st.sampled_from(MONEY[:5]),
}  # fmt: skip


def mixed(good, odd):
    """Mostly what the cheap way takes, so that it is tried."""
    return st.integers(0, 5).flatmap(lambda n: st.sampled_from(odd) if n == 0 else good)


rows = st.lists(
    st.tuples(
        mixed(plain["day"], DAYS), mixed(plain["who"], HANDLES),
        mixed(st.sampled_from(LINKS[:1]), LINKS),
        mixed(st.just(""), ["", "Instagram", "YouTube", "Myspace"]),
        mixed(st.sampled_from(["US", "RU", ""]), ["Германия", "??", "us"]),
        mixed(plain["count"], COUNTS), mixed(plain["count"], COUNTS),
        mixed(plain["money"], MONEY),
        mixed(st.sampled_from(["USD", "RUB"]), ["", "GBP", "руб."]),
        st.sampled_from(["", "note", "Total", "Итого:", " ", "7"]),
    ).map(list),
    min_size=6, max_size=25,
)  # fmt: skip
options = st.fixed_dictionaries(
    {
        "part": st.just(""), "market": st.sampled_from(["", "US"]),
        "currency": st.sampled_from(["", "EUR"]), "day_first": st.sampled_from(["", "day"]),
        "decimal": st.sampled_from(["", ".", ","]), "outside": st.sampled_from(["", "keep", "skip"]),
    }
)  # fmt: skip


@pytest.mark.usefixtures("in_scope")
@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(found=rows, chosen=options, first=st.integers(0, 9))
def test_a_line_taken_the_cheap_way_is_what_compose_says(campaign, crew, found, chosen, first):
    # The columns in any order: what stands at the edges says whether a row is a total.
    header = HEADER[first:] + HEADER[:first]
    job = ImportJob(
        workspace=campaign.workspace, kind="results", target_id=campaign.public_id, header=header,
        mapping=MAPPING, options=chosen, created_at=campaign.created_at,
    )  # fmt: skip
    known = ResultsImporter().prepare(job, lambda: iter(()))
    quick = Quick(job, known)
    for number, cells in enumerate(found + found, start=2):
        row = cells[first:] + cells[:first]
        cheap = quick.quick(row)
        if cheap is None:
            quick.careful(number, row)
            continue
        wish = compose(
            quick.mapper.line(number, raw_row(header, row)), known.campaign, known.people,
            known.options,
        )  # fmt: skip
        assert not wish.problems
        assert not wish.skipped
        assert cheap == quick.written(wish)
        assert cheap.key == quick.written(wish).key
    assert not quick.off


@pytest.mark.usefixtures("in_scope")
def test_plain_lines_are_taken_the_cheap_way_once_their_owner_and_day_are_known(campaign, crew):
    job = ImportJob(
        workspace=campaign.workspace, kind="results", target_id=campaign.public_id, header=HEADER,
        mapping=MAPPING, options={}, created_at=campaign.created_at,
    )  # fmt: skip
    quick = Quick(job, ResultsImporter().prepare(job, lambda: iter(())))
    row = ["2026-02-03", "sveta.home", "", "", "US", "7", "5", "12.50", "USD", ""]
    assert quick.quick(row) is None
    quick.careful(2, row)
    assert quick.quick([*row[:5], "8", *row[6:]]) is not None
    assert quick.quick([*row[:5], "8 тыс.", *row[6:]]) is None
