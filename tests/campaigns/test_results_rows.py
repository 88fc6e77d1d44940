"""What a row of a results file may say, and what becomes of it."""

from datetime import date
from pathlib import Path

import pytest

from campaigns.actions.results import type_result
from campaigns.imports.fields import parse_market, parse_platform
from campaigns.models import Deliverable, Result
from campaigns.queries.results import campaign_results
from tests import factories
from tests.campaigns.conftest import AT, counts_of, reasons_of

FILE = Path(__file__).parents[1] / "fixtures" / "results.csv"
MONTH_FIRST = {"day_first": "month", "part": "", "market": "", "currency": ""}


HEAD = "date,username,link,platform,country,reach,revenue,currency\n"


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ("2026-02-03,@stranger,,,US,5,,", "Nobody in this campaign is “@stranger”."),
        ("2026-02-03,,https://x.com/a/status/1,,US,5,,", "No deliverable of this campaign"),
        ("2026-02-03,,,,US,5,,", "Neither a link nor a handle"),
        ("2026-02-03,sveta.home,https://instagram.com/p/Cx8Porch0001,,US,5,,", "The link is of"),
        (f"2026-02-03,,https://x.example/{'a' * 500},,US,5,,", "too long"),
        ("2026-02-03,sveta.home,,,US,many,,", "not a number"),
        ("2026-02-03,sveta.home,,,US,,,", "This row has no number."),
        ("2026-02-03,sveta.home,,,US,,100,", "does not say its currency"),
        ("2026-02-03,sveta.home,,,US,,100,GBP", "currency"),
        ("2026-02-03,sveta.home,,,US,,-100,USD", "is no revenue"),
        ("2026-02-03,sveta.home,,Myspace,US,5,,", "no platform that is known"),
        ("03/04/2026,sveta.home,,,US,5,,", "two different days"),
        ("2026-13-03,sveta.home,,,US,5,,", "no such day"),
        ("2026-03-05,sveta.home,,,US,5,,", "still to come"),
        ("1970-01-01,sveta.home,,,US,5,,", "long before"),
        ("unknown,sveta.home,,,US,5,,", "The date is not known."),
        (",sveta.home,,,US,5,,", "Date is missing"),
    ],
)
def test_a_row_that_cannot_be_taken_says_why(campaign, crew, bring, line, why):
    job = bring(f"{HEAD}2026-02-01,sveta.home,,,US,1,,\n{line}\n")
    assert counts_of(job) == {"create": 1, "error": 1}
    assert why in reasons_of(job)[1]


def test_the_person_says_what_the_file_does_not(campaign, crew, bring):
    options = {
        "part": crew["jordan"].public_id, "market": "ZZ", "currency": "EUR", "day_first": "day",
    }  # fmt: skip
    bring(f"{HEAD}03/02/2026,,,,,5,100,\n", options)
    row = Result.objects.get()
    assert (row.collaboration, row.day, row.market) == (crew["jordan"], date(2026, 2, 3), "ZZ")
    assert (row.revenue_amount, row.revenue_currency, row.source_key) == (100, "EUR", "rows")


def test_a_market_that_nobody_says_is_the_creators_own(campaign, crew, bring):
    bring(f"{HEAD}2026-02-03,sveta.home,,,,5,,\n")
    assert Result.objects.get().market == "RU"


@pytest.mark.parametrize(
    ("day", "outside", "outcome", "why"),
    [
        ("2026-01-03", "", "error", "before the campaign began"),
        ("2026-01-03", "keep", "create", "before the campaign began"),
        ("2026-01-03", "skip", "skip", "before the campaign began"),
        ("2026-02-25", "", "create", "is after the campaign's end"),
        ("2026-02-25", "skip", "skip", "is after the campaign's end"),
        ("2026-03-02", "", "error", "long after the campaign's end"),
        ("2026-03-02", "keep", "create", "long after the campaign's end"),
    ],
)
def test_days_outside_the_campaign(campaign, crew, bring, day, outside, outcome, why):
    campaign.ends_on = date(2026, 2, 20) if day < "2026-03" else date(2025, 12, 31)
    campaign.starts_on = min(campaign.starts_on, campaign.ends_on)
    campaign.save()
    job = bring(f"{HEAD}{day},sveta.home,,,,5,,\n", {"outside": outside})
    assert counts_of(job) == {outcome: 1}
    assert why in reasons_of(job)[0]


def test_a_handle_of_two_creators_is_told_apart_by_platform(campaign, crew, bring):
    factories.ChannelFactory(
        creator=crew["jordan"].partnership.creator, platform="youtube", handle="sveta.home"
    )
    text = f"{HEAD}2026-02-03,sveta.home,,,,5,,\n2026-02-03,sveta.home,,YouTube,,7,,\n"
    job = bring(text)
    assert counts_of(job) == {"error": 1, "create": 1}
    assert "several creators" in reasons_of(job)[0]
    row = Result.objects.get()
    assert (row.collaboration, row.source_key) == (crew["jordan"], "handle:youtube:sveta.home")


def test_an_address_of_the_account_is_a_handle_too(campaign, crew, bring):
    bring(f"{HEAD}2026-02-03,https://www.instagram.com/Sveta.Home/,,,,5,,\n")
    assert Result.objects.get().collaboration == crew["sveta"]


def test_other_numbers_for_the_same_row_of_one_file_are_an_error(campaign, crew, bring):
    line = "2026-02-03,sveta.home,,,US,5,,\n"
    job = bring(HEAD + line + line + line.replace(",5,", ",6,"))
    assert counts_of(job) == {"create": 1, "same": 1, "error": 1}
    assert "line 2" in reasons_of(job)[1]
    assert "Line 2 has other numbers" in reasons_of(job)[2]


def test_a_resumed_run_finds_the_earlier_line_in_the_database(campaign, crew, bring, manager):
    """The worker that remembered line 2 is dead; the next one meets line 3."""
    from campaigns.imports.results import ResultsImporter
    from core.imports.registry import Line

    line = "2026-02-03,sveta.home,,,US,5,,\n"
    job = bring(HEAD + line)
    cells = {"day": "2026-02-03", "handle": "sveta.home", "market": "US", "reach": "5"}
    importer = ResultsImporter()
    known = importer.prepare(job, lambda: iter(()))
    lines = [Line(3, cells, cells), Line(4, cells, {**cells, "reach": "6"})]
    same, other = importer.apply(job, known, lines)
    assert (same.outcome, other.outcome) == ("same", "error")
    assert Result.objects.count() == 1


def test_who_declined_has_no_rows(campaign, crew, bring):
    crew["sveta"].state = "declined"
    crew["sveta"].save()
    job = bring(FILE.read_text(), MONTH_FIRST)
    assert counts_of(job) == {"create": 8, "error": 4, "skip": 1}


def test_a_file_without_numbers_cannot_be_checked(campaign, crew, bring):
    mapping = {"date": "day", "username": "handle"}
    words = "Say which column holds a number: views, reach, orders, revenue …"
    bring(f"{HEAD}2026-02-03,sveta.home,,,,5,,\n", mapping=mapping, problems=[words], run=False)


def test_options_are_guessed_from_the_file(campaign, crew, bring):
    text = "date,username,Revenue (USD)\n26/02/2026,sveta.home,5\n"
    job = bring(text)
    assert job.options["currency"] == "USD"
    assert job.options["day_first"] == "day"
    assert Result.objects.get().revenue_currency == "USD"


def test_report_names_a_row_by_its_handle_or_link():
    from campaigns.imports.results import ResultsImporter

    mapping = {"u": "handle", "l": "link", "d": "day"}
    name_of = ResultsImporter().name_of
    assert name_of({"d": "1", "u": "maya", "l": "x"}, mapping) == "maya"
    assert name_of({"d": "1", "l": "x"}, mapping) == "x"
    assert name_of({"d": "1"}, mapping) == "1"


@pytest.mark.parametrize(
    ("cell", "market"),
    [("ru", "RU"), ("Россия", "RU"), ("U.S.", "US"), ("Germany", "ZZ"), ("ZZ", "ZZ")],
)
def test_parse_market(cell, market):
    assert parse_market(cell) == market


@pytest.mark.parametrize(
    ("cell", "platform"), [("YouTube", "youtube"), ("ВКонтакте", "vk"), ("Twitter", "x")]
)
def test_parse_platform(cell, platform):
    assert parse_platform(cell) == platform


def test_another_campaigns_links_are_unknown_here(campaign, crew, bring, manager):
    """Two campaigns of a creator with one post each: rows go where their link is."""
    other = factories.CampaignFactory(workspace=campaign.workspace, brand=campaign.brand)
    factories.DeliverableFactory(
        collaboration=factories.CollaborationFactory(
            campaign=other, partnership=crew["sveta"].partnership
        ),
        link="https://x.com/a/status/9", link_key="x.com/status/9",
    )  # fmt: skip
    job = bring(f"{HEAD}2026-02-03,,https://x.com/a/status/9,,,5,,\n")
    assert counts_of(job) == {"error": 1}
    assert Deliverable.objects.filter(link_key="x.com/status/9").exists()


def test_money_is_never_added_up_over_currencies(campaign, crew, bring):
    bring(FILE.read_text(), MONTH_FIRST)
    monies = campaign_results(campaign).tally.monies
    assert {money.currency for money in monies} == {"RUB", "USD"}


def test_a_day_that_was_typed_too_is_told(campaign, crew, bring, manager):
    type_result(
        collaboration=crew["sveta"], day=date(2026, 2, 3), market="RU", metrics={"reach": 5},
        revenue=None, by=manager, at=AT,
    )  # fmt: skip
    job = bring(f"{HEAD}2026-02-03,sveta.home,,,,5,,\n2026-02-04,sveta.home,,,,5,,\n")
    double, plain = reasons_of(job)
    assert double.startswith("Светлана Ёлкина. Numbers were typed")
    assert plain == "Светлана Ёлкина."
