"""Input of any size and shape: bounded work, words instead of an error of ours."""

from io import BytesIO
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django_scopes import scope

from accounts.models import Workspace
from core.bulk.jobs import MOST
from core.imports.cards import MOST_PROPERTIES, read_cards
from core.imports.tables import read_table
from core.models import BulkJob, ImportJob
from creators.filters import MOST_VALUES, read_address
from creators.models import SavedView, Tag
from tests import factories
from tests.security.ground import address, signed_in

LISTS = (
    "creators:directory", "creators:export", "creators:compare", "creators:view_save",
    "partnerships:list", "campaigns:list", "accounts:find", "creators:duplicates",
)  # fmt: skip
JUNK = (
    "a\x00b", "9" * 5000, "٣٤", "²", "../../x/y", "-1", "a\r\nX-Zap: 1", "{{7*7}}%s%(name)s{0}",
    "9999-12-31", "\U0001f600" * 300, "0001-01-01T00:00", "99999999999999999999", "NaN", "true",
)  # fmt: skip
KEYS = (
    "q", "page", "row", "said", "import", "outcome", "sort", "columns", "column", "move", "view",
    "before", "year", "kind", "partnership", "direction", "tab", "open", "market", "tag", "brand",
    "tier", "owner", "size", "potential", "archived", "first", "removed", "day", "state",
)  # fmt: skip


@pytest.mark.parametrize(
    "route", [*LISTS, "creators:profile", "checkins:timeline", "creators:bulk"]
)
def test_no_query_string_breaks_a_page(world, route):
    client = signed_in(world.people["owner"])
    for junk in JUNK:
        # A redirect to an address of ours that would be too long is a 400.
        response = client.get(address(world, route), dict.fromkeys(KEYS, junk))
        assert response.status_code < 500, junk
        swapped = client.get(
            address(world, route), dict.fromkeys(KEYS, junk), headers={"HX-Request": "true"}
        )
        assert swapped.status_code < 400, junk
        assert "X-Zap" not in {*response.headers, *swapped.headers}


@pytest.mark.parametrize("route", LISTS)
def test_ten_thousand_values_are_refused(world, route):
    client = signed_in(world.people["owner"])
    many = {"row": [f"r{n}" for n in range(10_000)], "tag": ["x"] * 10_000}
    assert client.get(address(world, route), many).status_code == 400
    # The control: what a person can tick is taken.
    few = {"row": [f"r{n}" for n in range(100)]}
    assert client.get(address(world, route), few, follow=True).status_code == 200


def test_ten_thousand_rows_posted_are_refused_and_nothing_is_written(world):
    client = signed_in(world.people["owner"])
    with mine():
        there = BulkJob.objects.count()
    data = {"act": "creators.archive", "row": [f"r{n}" for n in range(10_000)]}
    for route in ("creators:bulk", "creators:chosen"):
        assert client.post(address(world, route), data).status_code == 400
    query = "tag=x&" * 10_000
    response = client.post(
        address(world, "creators:bulk"), {"all": "1", "query": query, "act": "x"}
    )
    assert response.status_code == 400
    with mine():
        assert BulkJob.objects.count() == there


def test_selection_has_an_end(world, monkeypatch):
    """All that match, however many: the ids of one more than the most are read, no more."""
    client = signed_in(world.people["owner"])
    monkeypatch.setattr("creators.selection.MOST", 2)
    with CaptureQueriesContext(connection) as queries:
        client.post(address(world, "creators:bulk"), {"act": "creators.archive", "all": "1"})
    assert any("LIMIT 3" in query["sql"] for query in queries)
    assert MOST == 10_000


@pytest.mark.parametrize("route", ["creators:directory", "accounts:find", "creators:compare"])
def test_megabyte_of_search_is_cut(world, route):
    client = signed_in(world.people["owner"])
    with CaptureQueriesContext(connection) as queries:
        response = client.get(address(world, route), {"q": "я " * 500_000}, follow=True)
    assert response.status_code == 200
    assert max(len(query["sql"]) for query in queries) < 60_000


def test_filter_takes_as_many_values_as_a_person_chooses(world):
    with mine():
        workspace = Workspace.objects.get(slug="mine")
        creator = factories.CreatorFactory(workspace=workspace)
        tags = [
            Tag.objects.create(workspace=workspace, kind="tag", name=f"t{n}", folded=f"t{n}")
            for n in range(MOST_VALUES + 5)
        ]
        creator.tags.set(tags)
        asked = read_address("&".join(f"tag={tag.public_id}" for tag in tags))
        assert len(asked.values["tag"]) == MOST_VALUES
        junk = read_address("columns=" + ",".join(f"x{n}" for n in range(5000)) + ",city,city")
        assert len(junk.columns) < 20


def test_view_is_saved_as_what_it_means(world):
    """Not the text that was posted: only what exists, so that a view cannot grow or carry markup."""
    client = signed_in(world.people["owner"])
    query = "market=US&market=XX&zap=<zap>&q=" + "я" * 500 + "&sort=zap&columns=zap"
    state = address(world, "creators:view_state")
    client.post(state, {"query": query, "version": "1"})
    with mine():
        saved = SavedView.objects.get(public_id=world.ids["mine"]["view"]).query
    assert "zap" not in saved
    assert saved.startswith("q=")
    assert saved.endswith("&market=US")
    assert len(saved) < 1300
    assert client.post(state, {"query": "", "version": "9" * 5000}).status_code == 302


CARD = "BEGIN:VCARD\nFN:Maya\n{}\nEND:VCARD\n"
CODECS = (
    "zlib", "bz2", "hex", "base64", "uu", "rot13", "idna", "punycode", "undefined", "unicode_escape",
    "raw_unicode_escape", "utf-7", "../../etc/passwd", "x" * 500,
)  # fmt: skip


@pytest.mark.parametrize("codec", CODECS)
@pytest.mark.parametrize("way", ["QUOTED-PRINTABLE", "B", "8BIT"])
def test_card_is_read_by_codecs_of_letters_only(codec, way):
    card = CARD.format(f"NOTE;ENCODING={way};CHARSET={codec}:+2AE-=00=5Cud800ж")
    (read,) = read_cards(card.splitlines(True), "utf-8")
    for one in read.properties:
        assert "\x00" not in one.value
        one.value.encode()
        assert one.rank in (1, 100)


@pytest.mark.parametrize("rank", ["²", "9" * 5000, "-1", "٣", ""])
def test_card_with_any_rank_is_read(rank):
    table = read_table(BytesIO(CARD.format(f"TEL;PREF={rank}:+15550001").encode()), "book.vcf")
    assert any("+15550001" in str(row) for row in table.rows)


def test_card_has_an_end():
    """Ten million telephones in one card would not fit into memory."""
    lines = ("TEL:1\n" for _n in range(200_000))
    (card,) = read_cards(["BEGIN:VCARD\n", *lines], "utf-8")
    assert len(card.properties) == MOST_PROPERTIES


def test_html_in_cells_of_an_import_stays_text(world):
    """Past the preview, the report, and the file of failed rows, which no spreadsheet runs."""
    client = signed_in(world.people["owner"])
    rows = "name,email\n<zap>,bad\n=cmd|' /C calc'!A0,nope\n"
    upload = SimpleUploadedFile("<zap>.csv", rows.encode())
    sent = client.post(address(world, "creators:import"), {"file": upload})
    assert sent.status_code == 302
    page = client.get(sent["Location"]).content.decode()
    assert "<zap>" not in page
    assert "&lt;zap&gt;" in page
    with mine():
        job = ImportJob.objects.exclude(public_id=world.ids["mine"]["job"]).get(kind="creators")
        assert job.file_name.count("/") == 0


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("x.xlsx", b"PK\x03\x04" + b"\x00" * 100),
        ("x.vcf", b"\xff\xfe" * 50),
        ("../../x.csv", b"\x00" * 5000),
        ("x\x00.csv", b"a," * 30_000),
        ("х" * 150, b"\x1f\x8b\x08"),
    ],
)
def test_upload_that_is_no_table_is_refused_in_words(world, name, data):
    upload = SimpleUploadedFile(name, data)
    client = signed_in(world.people["owner"])
    response = client.post(address(world, "creators:import"), {"file": upload})
    assert response.status_code in (302, 422)


def mine() -> Any:
    return scope(workspace=Workspace.objects.get(slug="mine"))
