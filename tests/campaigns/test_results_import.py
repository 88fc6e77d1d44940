"""Results from files: attributed, traceable, the same twice, undone."""

import io
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django_scopes import scope
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from campaigns.actions.results import type_result
from campaigns.imports.fields import FIELDS, parse_market, parse_platform
from campaigns.models import Campaign, Deliverable, Result
from campaigns.queries.results import campaign_results, collaboration_results
from campaigns.rules.links import link_key
from core.imports import jobs
from core.imports.engine import check_job, run_job, undo_job
from core.imports.mapping import suggest
from core.models import ImportJob
from core.models.imports import ImportState
from tests import factories
from tests.campaigns.conftest import AT

FILE = Path(__file__).parents[1] / "fixtures" / "results.csv"
MONTH_FIRST = {"day_first": "month", "part": "", "market": "", "currency": ""}


@pytest.fixture(autouse=True)
def _now():
    with time_machine.travel(AT, tick=False):
        yield


@pytest.fixture
def crew(campaign: Campaign) -> dict[str, Any]:
    """The four creators of the file, their posts published; Maya's post is not typed in yet."""
    people = {
        "sveta": ("Светлана Ёлкина", "RU", "instagram", "sveta.home",
                  "https://www.instagram.com/p/Cx8Balkon01/"),
        "alina": ("Алина Каримова", "RU", "youtube", "alinakarimova",
                  "https://www.youtube.com/shorts/aKvid202602"),
        "jordan": ("Jordan Lee", "US", "instagram", "jordanlee.makes",
                   "https://instagram.com/reel/Cx8Porch0001"),
        "maya": ("Maya Thompson", "US", "tiktok", "mayamakes", ""),
    }  # fmt: skip
    found = {}
    for name, (full, market, platform, handle, link) in people.items():
        creator = factories.CreatorFactory(workspace=campaign.workspace, name=full, market=market)
        factories.ChannelFactory(creator=creator, platform=platform, handle=handle)
        partnership = factories.PartnershipFactory(
            workspace=campaign.workspace, creator=creator, brand=campaign.brand
        )
        part = factories.CollaborationFactory(campaign=campaign, partnership=partnership)
        factories.DeliverableFactory(
            collaboration=part, platform=platform, state="published" if link else "due",
            link=link, link_key=link_key(link), published_at=AT if link else None,
        )  # fmt: skip
        found[name] = part
    return found


@pytest.fixture
def bring(campaign: Campaign, manager: Any) -> Callable[..., ImportJob]:
    """`bring(text, options)`: the file through the whole wizard; `run=False` stops at the check."""

    def make(
        text: str, options: dict[str, str] | None = None, *, run: bool = True, **more: Any
    ) -> ImportJob:
        job = jobs.upload_file(
            workspace=campaign.workspace,
            kind="results",
            target_id=campaign.public_id,
            file=io.BytesIO(text.encode()),
            file_name="results.csv",
            by=manager,
            at=AT,
        )
        chosen = {**job.options, **(options or {})}
        problems = jobs.start_check(job=job, mapping=more.get("mapping", job.mapping),
                                    options=chosen)  # fmt: skip
        assert problems == more.get("problems", [])
        check_job(job.pk)
        if run:
            jobs.start_run(job=job, by=manager, at=AT)
            run_job(job.pk)
        job.refresh_from_db()
        return job

    return make


def _counts(job: ImportJob) -> dict[str, int]:
    return {key: n for key, n in job.counts.items() if not key.startswith("_")}


def _reasons(job: ImportJob) -> list[str]:
    return [row.reason for row in job.rows.order_by("number")]


def _totals(campaign: Campaign) -> dict[str, Any]:
    tally = campaign_results(campaign).tally
    return {
        "rows": tally.rows,
        **tally.sums,
        "revenue": {m.currency: m.amount for m in tally.monies},
    }


def _text() -> str:
    return FILE.read_text()


def test_the_file_is_understood_by_its_headers(campaign, crew, manager):
    header = _text().splitlines()[0].split(";")
    mapping = suggest(FIELDS, header)
    assert list(mapping) == header
    assert list(mapping.values()) == [
        "day", "handle", "link", "market", "reach", "views", "likes", "comments", "shares",
        "saves", "clicks", "purchases", "new_customers", "revenue", "currency",
    ]  # fmt: skip


def test_import_attributes_each_row_and_adds_up(campaign, crew, bring):
    job = bring(_text(), MONTH_FIRST)
    assert job.state == ImportState.DONE
    assert _counts(job) == {"create": 12, "skip": 1}
    sveta = collaboration_results(crew["sveta"])
    assert sveta.tally.rows == 4
    assert sveta.markets["RU"].sums["reach"] == 18_420 + 12_075 + 5_310
    assert sveta.markets["US"].sums["reach"] == 410
    assert sveta.tally.revenue == {"RUB": Decimal("113810.50"), "USD": Decimal("39.90")}
    alina = collaboration_results(crew["alina"]).tally
    assert alina.sums["views"] == 51_800 + 22_406
    # `н/д` is unknown, not zero.
    assert "reach" not in alina.sums
    jordan = Result.objects.filter(collaboration=crew["jordan"])
    assert [row.day for row in jordan] == [date(2026, 2, d) for d in (3, 4, 5)]
    # Not published in our books, so Maya's rows are known by her handle, and keep their link.
    maya = Result.objects.filter(collaboration=crew["maya"])
    assert {row.source_key for row in maya} == {"tiktok.com/video/7301234567890123456"}
    assert {row.deliverable for row in maya} == {None}
    assert collaboration_results(crew["maya"]).tally.revenue == {"USD": Decimal("8215.00")}


def test_each_figure_knows_its_file_and_line(campaign, crew, bring, manager):
    job = bring(_text(), MONTH_FIRST)
    row = Result.objects.get(collaboration=crew["sveta"], day=date(2026, 2, 3))
    assert (row.job, row.source_row, row.by) == (job, 3, manager)
    assert row.deliverable == crew["sveta"].deliverables.get()


def test_the_same_file_again_changes_nothing(campaign, crew, bring):
    bring(_text(), MONTH_FIRST)
    before = list(Result.objects.order_by("pk").values())
    again = bring(_text(), MONTH_FIRST)
    assert _counts(again) == {"same": 12, "skip": 1}
    assert list(Result.objects.order_by("pk").values()) == before


def test_a_newer_file_updates_and_undo_puts_back(campaign, crew, bring, manager):
    first = bring(_text(), MONTH_FIRST)
    before = _totals(campaign)
    newer = bring(_text().replace("18 420", "20 000"), MONTH_FIRST)
    assert _counts(newer) == {"update": 1, "same": 11, "skip": 1}
    changed = newer.rows.get(outcome="update")
    assert "Reach" in changed.reason
    assert _totals(campaign)["reach"] == before["reach"] + 1_580
    assert jobs.start_undo(job=newer, by=manager, at=AT)
    undo_job(newer.pk)
    assert _totals(campaign) == before
    assert Result.objects.get(public_id=changed.object_id).job == first


def test_undo_takes_all_rows_of_the_import(campaign, crew, bring, manager):
    type_result(
        collaboration=crew["maya"], day=date(2026, 2, 3), market="US", metrics={"reach": 5},
        revenue=None, by=manager, at=AT,
    )  # fmt: skip
    job = bring(_text(), MONTH_FIRST)
    jobs.start_undo(job=job, by=manager, at=AT)
    undo_job(job.pk)
    assert _totals(campaign) == {"rows": 1, "reach": 5, "revenue": {}}


def test_undo_keeps_what_a_later_import_changed(campaign, crew, bring, manager):
    first = bring(_text(), MONTH_FIRST)
    bring(_text().replace("18 420", "20 000"), MONTH_FIRST)
    jobs.start_undo(job=first, by=manager, at=AT)
    undo_job(first.pk)
    first.refresh_from_db()
    assert (first.counts["undone"], first.counts["kept"]) == (11, 1)
    assert _totals(campaign)["reach"] == 20_000


def test_rows_deleted_meanwhile_do_not_stop_an_undo(campaign, crew, bring, manager):
    job = bring(_text(), MONTH_FIRST)
    Result.objects.filter(collaboration=crew["maya"]).delete()
    jobs.start_undo(job=job, by=manager, at=AT)
    undo_job(job.pk)
    assert not Result.objects.exists()


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
        ("2026-03-04,sveta.home,,,US,5,,", "still to come"),
        ("1970-01-01,sveta.home,,,US,5,,", "long before"),
        ("unknown,sveta.home,,,US,5,,", "The date is not known."),
        (",sveta.home,,,US,5,,", "Date is missing"),
    ],
)
def test_a_row_that_cannot_be_taken_says_why(campaign, crew, bring, line, why):
    job = bring(f"{HEAD}2026-02-01,sveta.home,,,US,1,,\n{line}\n")
    assert _counts(job) == {"create": 1, "error": 1}
    assert why in _reasons(job)[1]


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


def test_a_day_before_the_campaign_is_taken_with_a_word(campaign, crew, bring):
    job = bring(f"{HEAD}2026-01-03,sveta.home,,,,5,,\n")
    assert _counts(job) == {"create": 1}
    assert "before the campaign began" in _reasons(job)[0]


def test_a_handle_of_two_creators_is_told_apart_by_platform(campaign, crew, bring):
    factories.ChannelFactory(
        creator=crew["jordan"].partnership.creator, platform="youtube", handle="sveta.home"
    )
    text = f"{HEAD}2026-02-03,sveta.home,,,,5,,\n2026-02-03,sveta.home,,YouTube,,7,,\n"
    job = bring(text)
    assert _counts(job) == {"error": 1, "create": 1}
    assert "several creators" in _reasons(job)[0]
    row = Result.objects.get()
    assert (row.collaboration, row.source_key) == (crew["jordan"], "handle:youtube:sveta.home")


def test_an_address_of_the_account_is_a_handle_too(campaign, crew, bring):
    bring(f"{HEAD}2026-02-03,https://www.instagram.com/Sveta.Home/,,,,5,,\n")
    assert Result.objects.get().collaboration == crew["sveta"]


def test_other_numbers_for_the_same_row_of_one_file_are_an_error(campaign, crew, bring):
    line = "2026-02-03,sveta.home,,,US,5,,\n"
    job = bring(HEAD + line + line + line.replace(",5,", ",6,"))
    assert _counts(job) == {"create": 1, "same": 1, "error": 1}
    assert "line 2" in _reasons(job)[1]
    assert "Line 2 has other numbers" in _reasons(job)[2]


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
    job = bring(_text(), MONTH_FIRST)
    assert _counts(job) == {"create": 8, "error": 4, "skip": 1}


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
    assert _counts(job) == {"error": 1}
    assert Deliverable.objects.filter(link_key="x.com/status/9").exists()


rows = st.lists(
    st.tuples(
        st.integers(1, 5), st.sampled_from(["sveta.home", "jordanlee.makes"]),
        st.sampled_from(["RU", "US"]), st.integers(0, 10**6), st.none() | st.integers(0, 9999),
    ),
    max_size=8, unique_by=lambda row: row[:3],
)  # fmt: skip


@settings(
    max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(found=rows, random=st.randoms(use_true_random=False), parts=st.integers(1, 3))
def test_any_split_in_any_order_with_repeats_gives_the_same_totals(
    campaign, crew, bring, found, random, parts
):
    with scope(workspace=campaign.workspace):
        Result.objects.all().delete()
        lines = [
            f"2026-02-0{day},{who},,,{market},{reach},{money or ''},{'USD' if money else ''}\n"
            for day, who, market, reach, money in found
        ]
        pieces = [lines[n::parts] for n in range(parts)]
        order = [*pieces, random.choice(pieces)]
        random.shuffle(order)
        for piece in order:
            mixed = list(piece)
            random.shuffle(mixed)
            if mixed:
                bring(HEAD + "".join(mixed))
        totals = _totals(campaign)
        assert totals["rows"] == len(found)
        assert totals.get("reach", 0) == sum(row[3] for row in found)
        assert totals["revenue"].get("USD", 0) == sum(row[4] or 0 for row in found)


def test_money_is_never_added_up_over_currencies(campaign, crew, bring):
    bring(_text(), MONTH_FIRST)
    monies = campaign_results(campaign).tally.monies
    assert {money.currency for money in monies} == {"RUB", "USD"}


def test_a_day_that_was_typed_too_is_told(campaign, crew, bring, manager):
    type_result(
        collaboration=crew["sveta"], day=date(2026, 2, 3), market="RU", metrics={"reach": 5},
        revenue=None, by=manager, at=AT,
    )  # fmt: skip
    job = bring(f"{HEAD}2026-02-03,sveta.home,,,,5,,\n2026-02-04,sveta.home,,,,5,,\n")
    double, plain = _reasons(job)
    assert double.startswith("Светлана Ёлкина. Numbers were typed")
    assert plain == "Светлана Ёлкина."
