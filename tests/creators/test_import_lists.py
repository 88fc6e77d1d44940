"""Lists of creators in, on a database: what is guessed and what is written."""

from datetime import UTC, date, datetime
from decimal import Decimal
from io import BytesIO
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from core.imports import jobs, registry
from core.imports.tables import read_table
from core.models import AuditEntry, ImportJob
from core.search import fold
from creators.actions.rates import set_rate
from creators.imports.importer import KIND
from creators.models import AudienceSnapshot, Channel, Creator, Tag
from tests import factories
from tests.creators.lists import NOON, counts, everything, reasons, usd

FIXTURE = Path(__file__).parents[1] / "fixtures" / "creators.csv"


def test_fixture_comes_in_as_it_says(load):
    job = load(content=FIXTURE.read_bytes(), name="creators.csv")
    assert counts(job) == {"create": 10}
    sveta = Creator.objects.get(email="sveta@creators.example")
    assert (sveta.name, sveta.call_name, sveta.market, sveta.city) == (
        "Светлана Ёлкина", "Света", "RU", "Екатеринбург",
    )  # fmt: skip
    assert (str(sveta.zone), sveta.language, sveta.payment_days) == (
        "Asia/Yekaterinburg", "ru", 14,
    )  # fmt: skip
    assert str(sveta.phone) == "+79123456789"
    assert sveta.followers == 51800
    assert {tag.name for tag in sveta.tags.all()} == {"дом", "дача"}
    assert fold("Ёлкина") in sveta.search
    assert "sveta.home" in sveta.search
    channel = sveta.channels.get()
    assert (channel.url, channel.engagement) == (
        "https://instagram.com/sveta.home", Decimal("0.042"),
    )  # fmt: skip
    snapshot = channel.snapshots.get()
    assert (snapshot.taken_on, snapshot.source) == (date(2026, 3, 3), "creators.csv")
    rates = sveta.rates.order_by("format").values_list("format", "amount", "currency")
    assert list(rates) == [("reel", 45000, "RUB"), ("story", 18500, "RUB")]
    grace = Creator.objects.get(email="grace@creators.example")
    assert (grace.followers, str(grace.zone)) == (87450, "America/New_York")
    assert grace.rates.get(format="integration").amount == Decimal("2250.50")
    assert Channel.objects.filter(platform="vk", handle_key="timur.akhmetov").exists()
    assert Creator.objects.get(email="maya@creators.example").followers == 1_200_000


PRICE_LIST = """\
Name;Location;Audience;Audience_Qaulity;Price1;Post_kind1;Price2;Post_kind2;Price3;Post_kind3
Инна;Москва, Россия;10 358;;7 768 ₽;Интеграция;5 437 ₽;Преролл;11 652 ₽;Эксклюзивное видео
Инна;Москва, Россия;3 005;<span>29%</span>;907 ₽;Интеграция;834 ₽;Преролл;1 360 ₽;Эксклюзивное видео
Юлия;Тюмень, Россия;1 220 713;<span>25%</span>;6 054 ₽;Пост + Stories;4 237 ₽;Серия Stories (3-5);\
9 081 ₽;Пост в ленте
Олесь;Минск, Беларусь;851;;388 ₽;Интеграция;271 ₽;Преролл;582 ₽;Эксклюзивное видео
"""


def test_price_list_without_accounts_comes_in_by_guess_alone(load):
    content = PRICE_LIST.replace("\n", "\r\n").encode()
    job = load(content=content, name="Getblogger_parser__youtubers.csv")
    assert counts(job) == {"create": 4}
    assert "Audience_Qaulity" not in job.mapping
    assert list(
        Creator.objects.order_by("pk").values_list("name", "city", "market", "zone", "followers")
    ) == [
        ("Инна", "Москва", "RU", ZoneInfo("Europe/Moscow"), 10358),
        ("Инна", "Москва", "RU", ZoneInfo("Europe/Moscow"), 3005),
        ("Юлия", "Тюмень", "RU", ZoneInfo("Asia/Yekaterinburg"), 1220713),
        ("Олесь", "Минск", "ZZ", ZoneInfo("Europe/Minsk"), 851),
    ]
    third = Creator.objects.get(name="Юлия").rates.order_by("format")
    assert list(third.values_list("format", "amount", "currency", "note")) == [
        ("other", 6054, "RUB", "Пост + Stories"), ("post", 9081, "RUB", ""),
        ("story", 4237, "RUB", "Серия Stories (3-5)"),
    ]  # fmt: skip
    assert not Channel.objects.exists()
    again = load(content=content, name="Getblogger_parser__youtubers.csv")
    assert counts(again) == {"error": 2, "same": 2}


def test_account_list_comes_in_by_guess_alone(load):
    content = (
        "\ufeffrank,channel_info,influence_score,posts,followers,avg_likes,60_day_eng_rate,"
        "new_post_avg_like,total_likes,country\n"
        "1,maya.moves,92,3.3k,475.8m,8.7m,1.39%,6.5m,29.0b,Spain\n"
        "2,jo_cooks,91,0.89k,66.2m,8.3m,NaN%,5.9m,57.4b,\n"
    ).encode()
    job = load(content=content, name="top_insta_influencers_data.csv")
    assert counts(job) == {"create": 2}
    maya, jo = Channel.objects.order_by("pk")
    assert (maya.platform, maya.handle, maya.followers, maya.engagement) == (
        "instagram", "maya.moves", 475_800_000, Decimal("0.0139"),
    )  # fmt: skip
    assert (jo.followers, jo.engagement) == (66_200_000, None)
    assert (maya.creator.market, maya.creator.name) == ("ZZ", "maya.moves")


def test_one_audit_row_for_all_creators(load):
    load("A;;;;;;;;", "B;;;;;;;;")
    assert not AuditEntry.objects.exclude(verb__startswith="import.").exists()
    assert AuditEntry.objects.get(verb="import.done").changes == {"create": 2}


def test_importing_again_changes_nothing(load):
    load(content=FIXTURE.read_bytes(), name="creators.csv")
    before = everything()
    job = load(content=FIXTURE.read_bytes(), name="creators.csv")
    assert counts(job) == {"same": 10}
    assert everything() == before


def test_older_list_does_not_overrule_a_later_price(load, in_scope):
    creator = factories.CreatorFactory(workspace=in_scope, email="a@x.example")
    set_rate(creator=creator, format="reel", price=usd(100), valid_from=date(2026, 6, 1),
             by=None, at=NOON)  # fmt: skip
    job = load("A;a@x.example;;;;;$120;;", "B;;;;;;;;")
    assert counts(job) == {"error": 1, "create": 1}
    assert "has a price from" in reasons(job)[0][1]
    same = load("A;a@x.example;;;;;$100;;", run=False)
    assert "update" in same.counts


def test_older_list_adds_to_the_history_of_a_channel(load):
    load("A;;@a;500;2%;;;;")
    load("A;;@a;300;1%;;;;", options={"taken_on": "2025-12-01"})
    channel = Channel.objects.get()
    assert (channel.followers, channel.engagement) == (500, Decimal("0.02"))
    assert AudienceSnapshot.objects.count() == 2
    assert Creator.objects.get().followers == 500


def test_followers_without_a_channel_count_until_one_is_known(load):
    load("A;;;10 358;;Москва;;;")
    creator = Creator.objects.get()
    assert (creator.stated_followers, creator.followers) == (10358, 10358)
    load("A;;@a;500;;Москва;;;")
    creator.refresh_from_db()
    assert (creator.stated_followers, creator.followers) == (10358, 500)


def test_same_tag_in_another_spelling_is_one_tag(load):
    load("A;;;;;;;Дом, dom;", "B;;;;;;;ДОМ;")
    assert Tag.objects.count() == 1
    assert Tag.objects.get().creators.count() == 2


def test_formula_is_kept_as_the_text_it_is(load):
    load("=HYPERLINK(1);;;;;;;;+1-2")
    creator = Creator.objects.get()
    assert (creator.name, creator.about) == ("=HYPERLINK(1)", "+1-2")


def test_bad_rows_are_left_out_and_can_be_brought_back(load):
    job = load("A;a@x.example;;;;;;;", "B;nonsense;;lots;;;;;", "C;c@x.example;;;;;;;")
    assert counts(job) == {"create": 2, "error": 1}
    assert reasons(job)[1][1] == (
        "E-mail: “nonsense” is not an e-mail address. Followers: “lots” is not a number."
    )


def test_mapping_needs_a_name_or_a_channel(load):
    importer = registry.importer_of(KIND)
    assert importer.missing({"a": "email"}) == []
    assert importer.missing({"a": "city"}) == ["Say which column is the name, or the channel."]
    assert importer.missing({"a": "handle:vk"}) == []
    assert importer.missing({"a": "name", "b": "format.2"}) == ["Format 2 has no price beside it."]


@pytest.mark.parametrize(
    ("header", "row", "options"),
    [
        ("Имя;Цена1", "Анна;5", {"market": "RU", "currency": "RUB", "platform": ""}),
        ("Name;TikTok", "Ann;@ann", {"market": "US", "currency": "USD", "platform": "tiktok"}),
        ("Name;Country", "Ann;Spain", {"market": "ZZ", "currency": "USD", "platform": ""}),
    ],
)
def test_options_are_guessed(load, header, row, options):
    job = load(row, header=header, run=False)
    assert job.options == {**options, "taken_on": "2026-03-03"}


def test_snapshot_day_is_the_workspace_s_day(load, in_scope, time_machine):
    in_scope.zone = "Pacific/Kiritimati"
    in_scope.save()
    time_machine.move_to(datetime(2026, 3, 3, 11, tzinfo=UTC))
    assert load("A;;;;;;;;", run=False).options["taken_on"] == "2026-03-04"


def test_day_is_not_remembered_but_the_rest_is(load, time_machine):
    load("A;;;;;;;;", options={"market": "RU", "taken_on": "2026-01-01"})
    job = load("B;;;;;;;;", run=False)
    assert (job.options["market"], job.options["taken_on"]) == ("RU", "2026-03-03")


def test_addresses_give_their_column_away(in_scope, manager):
    content = "Who;X1;X2\nAnn;https://t.me/ann;ann@x.example\nBob;https://t.me/bob;b@x.example\n"
    job = ImportJob(workspace=in_scope, kind=KIND, file_name="list.csv", created_by=manager)
    table = read_table(BytesIO(content.encode()), "list.csv")
    guess = registry.importer_of(KIND).guess(job, table, table.sample(10))
    assert guess.mapping == {"X1": "handle", "X2": "email"}


def test_report_names_rows(load):
    job = load("A;;;;;;;;", ";;@b;;;;;;", ";c@x.example;;bad;;;;;", run=False)
    importer = registry.importer_of(KIND)
    assert [importer.name_of(row.raw, job.mapping) for row in job.rows.all()] == [
        "A", "@b", "c@x.example",
    ]  # fmt: skip
    assert importer.name_of({}, job.mapping) == ""


def test_bare_handles_ask_for_their_platform_before_the_check(in_scope, manager):
    def asked(text, **options):
        job = jobs.upload_file(
            workspace=in_scope, kind=KIND, file=BytesIO(text.encode()), file_name="l.csv",
            by=manager, at=NOON,
        )  # fmt: skip
        mapping = {name: {"Nick": "handle"}.get(name, key) for name, key in job.mapping.items()}
        chosen = {**job.options, **options}
        return jobs.start_check(job=job, mapping={**mapping, "Nick": "handle"}, options=chosen)

    bare = "Name;Nick;City\nAnn;@ann;Boston\nBob;bob.b;Reno\nEve;;Reno\n"
    [problem] = asked(bare)
    assert problem == (
        "The handles do not say their platform. Choose it under “Platform of handles without one”."
    )
    assert asked(bare, platform="instagram") == []
    # One that says it is enough: the others are told by the check.
    assert asked(bare.replace("bob.b", "https://youtube.com/@bob")) == []
    assert asked("Name;Nick;Platform\nAnn;@ann;Instagram\n") == []
    assert asked("Name;Nick;City\nAnn;;Boston\nBob;;Reno\n") == []


def test_id_that_a_spreadsheet_ruined_is_no_handle(load):
    job = load("Ann;;1.797469756488426E+16;;;;;;")
    assert [outcome for outcome, _why in reasons(job)] == ["error"]
    assert "lost its last digits" in job.rows.get().reason
