"""Where tables begin and end, headers of two lines, files that are no table, numbers both ways."""

import io
import time
import tracemalloc
import zipfile
from datetime import date
from decimal import Decimal

import openpyxl
import pytest
from babel.dates import format_date
from babel.numbers import format_decimal
from hypothesis import given
from hypothesis import strategies as st

from core.imports.dates import guess_day_first, parse_date
from core.imports.mapping import Field, knows
from core.imports.refusals import ImportRefused
from core.imports.tables import read_table
from core.imports.values import guess_number, parse_count, parse_fraction, parse_money

KNOWN = knows(
    [Field("n", "n", ("name", "имя")), Field("f", "f", ("followers", "подписчики")),
     Field("h", "h", ("handle", "instagram", "ник"))]
)  # fmt: skip


def table(text, name="list.csv", **dialect):
    data = text if isinstance(text, bytes) else text.encode()
    return read_table(io.BytesIO(data), name, dialect, KNOWN)


def test_the_largest_of_several_tables_is_chosen_and_another_can_be():
    text = (
        "Summary\nName,Followers\nAll,5\n\nReport,of,March\nName,Handle,Followers\nA,@a,1\nB,@b,2\n"
        "C,@c,3\n\nName,Day\nX,2026-03-01\n"
    )
    found = table(text)
    assert (found.dialect.header_row, found.dialect.last_row) == (6, 9)
    assert [row[0] for row in found.rows] == ["A", "B", "C"]
    assert [tuple(t) for t in found.dialect.tables] == [
        (2, 3, 1, "Name · Followers"), (6, 9, 3, "Name · Handle · Followers"), (11, 12, 1, "Name · Day"),
    ]  # fmt: skip
    other = table(text, header_row=11)
    assert (other.header, list(other.rows)) == (["Name", "Day"], [["X", "2026-03-01"]])
    again = table(text, **found.dialect.as_json())
    assert list(again.rows) == [["A", "@a", "1"], ["B", "@b", "2"], ["C", "@c", "3"]]


def test_blank_lines_and_repeated_headers_part_nothing():
    found = table("Name,Followers\nA,1\n\nB,\n\n\nC,3\nName,Followers\nD,4\n\nTotal,8\n")
    assert found.dialect.tables == ()
    assert [row[0] for row in found.rows] == ["A", "B", "C", "D", "Total"]


def test_groups_above_the_names():
    found = table(
        "Кто,,Instagram,,YouTube,\nИмя,Город,Ник,Подписчики,Ник,Подписчики\nA,B,a,5,c,6\n"
    )
    assert (found.dialect.header_row, found.dialect.header_lines) == (2, 2)
    assert found.header == [
        "Кто Имя", "Кто Город", "Instagram Ник", "Instagram Подписчики", "YouTube Ник",
        "YouTube Подписчики",
    ]  # fmt: skip
    assert len(list(found.rows)) == 1
    assert table("Name,Handle\nA,b\n").dialect.header_lines == 1


@pytest.mark.parametrize(
    ("text", "row"),
    [
        ("maya,boston\njo,reno\n", 0),
        ("instamaskin,\nellojoint,\nciunart,\n", 0),
        ("Imię,Obserwujący\nA,5\nB,6\n", 1),
        ("Instagram,Москва,A\nInstagram,Пермь,B\n", 0),
        ("junk\n\nName;Followers\nA;5\n", 3),
        (",,,\nRank,Name,Handle,Follower Count\n1,A,@a,10.4M\n", 2),
    ],
)
def test_where_the_header_stands(text, row):
    assert table(text).dialect.header_row == row


def test_the_sheet_that_says_most():
    book = openpyxl.Workbook()
    book.active.append(["How to read this"])
    book.active.append(["see the next sheet"])
    hidden = book.create_sheet("Hidden")
    hidden.sheet_state = "hidden"
    hidden.append(["Name", "Followers", "Handle"])
    people = book.create_sheet("People")
    people.append(["Name", "Followers"])
    people.append(["A", 17841400123456789])
    file = io.BytesIO()
    book.save(file)
    found = table(file.getvalue(), "list.xlsx")
    assert (found.dialect.sheet, found.sheets) == ("People", ["Sheet", "People"])


# What is no table


def zipped(**parts):
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name.replace("__", "/").replace("_dot_", "."), data)
    return file.getvalue()


DEEP = b"<worksheet><sheetData>" + b"<row><c>" * 200_000
STRANGE = {
    "empty.csv": b"",
    "blank.csv": b"\xef\xbb\xbf \r\n\r\n",
    "book.xls": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 4000,
    "locked.xlsx": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 4000,
    "list.ods": zipped(mimetype="application/vnd.oasis.opendocument.spreadsheet", content_dot_xml="<x/>"),
    "renamed.xlsx": zipped(mimetype="x", content_dot_xml="<x/>"),
    "list.numbers": zipped(Index__Document_dot_iwa=b"x" * 500),
    "paper.csv": b"%PDF-1.7\n" + b"x" * 500,
    "program.csv": b"\x7fELF" + b"\0" * 5000,
    "page.csv": b"<!doctype html><table><tr><td>Name",
    "wide.csv": b",".join(b"c%d" % n for n in range(10_000)) + b"\n" + b"1," * 9_999 + b"1\n",
    "endless.csv": b"Name,Notes\nA,B\n" + b"A," + b"x" * 10_000_000 + b"\n",
    "quoted.csv": b'Name,Notes\nA,"' + b"x\n" * 5_000_000,
    "deep.xlsx": zipped(xl__workbook_dot_xml="<workbook/>", xl__worksheets__sheet1_dot_xml=DEEP),
    "bomb.xlsx": zipped(
        xl__workbook_dot_xml="<workbook/>", xl__worksheets__sheet1_dot_xml=b"<c>0</c>" * 12_000_000
    ),
    "cards.vcf": b"BEGIN:VCARD\n" + b"PHOTO:" + b"x" * 10_000_000,
    "short.csv": b"Name,Followers\n",
}  # fmt: skip


@pytest.mark.parametrize("name", STRANGE)
def test_what_is_no_table_is_refused_at_once_in_bounded_memory(name):
    tracemalloc.start()
    began = time.process_time()
    with pytest.raises(ImportRefused) as refused:
        list(table(STRANGE[name], name).rows)
    spent = time.process_time() - began
    _now, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert refused.value.message.endswith(".")
    assert peak < 60_000_000
    assert spent < 20


def test_rows_stream():
    """Ten times the rows take no more memory."""

    def peak(rows):
        text = "Name,Handle,Followers\n" + "".join(f"Ann {n},@ann{n},{n}\n" for n in range(rows))
        data = io.BytesIO(text.encode())
        tracemalloc.start()
        assert sum(1 for _row in read_table(data, "l.csv", None, KNOWN).rows) == rows
        found = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return found

    assert peak(100_000) < 2 * peak(20_000)


# Numbers and days, written by Babel and read again

LOCALES = st.sampled_from(["en_US", "ru_RU", "de_DE", "de_CH", "fr_FR", "en_IN"])


@given(number=st.integers(0, 10**12), locale=LOCALES)
def test_whole_numbers_come_back(number, locale):
    if locale == "en_IN":
        locale = "en_GB"
    assert parse_count(format_decimal(number, locale=locale)) == number


@given(cents=st.integers(0, 10**11), locale=st.sampled_from(["en_US", "ru_RU", "de_DE", "fr_FR"]))
def test_broken_numbers_and_money_come_back(cents, locale):
    number = Decimal(cents) / 100
    text = format_decimal(number, format="#,##0.00", locale=locale)
    assert guess_number(text) == number
    money = parse_money(f"{text} ₽")
    assert (money.amount, money.currency) == (number, "RUB")


@given(tenths=st.integers(0, 99_999), word=st.sampled_from([
    ("k", 3), ("K", 3), ("тыс.", 3), ("к", 3), ("m", 6), ("M", 6), ("млн", 6), ("b", 9), ("млрд", 9),
]), comma=st.booleans(), gap=st.sampled_from(["", " ", "\u00a0", "\u202f", "\u2009"]))  # fmt: skip
def test_short_numbers_come_back(tenths, word, comma, gap):
    text = f"{tenths // 10}{',' if comma else '.'}{tenths % 10}{gap}{word[0]}"
    assert guess_number(text) == Decimal(tenths) / 10 * Decimal(10) ** word[1]


@given(tenths=st.integers(0, 1000), comma=st.booleans(), gap=st.sampled_from(["", " ", "\u00a0"]))
def test_shares_come_back(tenths, comma, gap):
    text = f"{tenths // 10}{',' if comma else '.'}{tenths % 10}{gap}%"
    assert parse_fraction(text) == Decimal(tenths) / 1000


@given(
    day=st.dates(date(2000, 1, 1), date(2040, 12, 31)),
    shape=st.sampled_from([
        ("yyyy-MM-dd", "en"), ("dd.MM.yyyy", "ru"), ("d MMMM yyyy 'г.'", "ru"), ("d MMMM yyyy", "ru"),
        ("MMMM d, yyyy", "en"), ("d MMM yyyy", "en"), ("MMM d, yyyy", "en"), ("yyyyMMdd", "en"),
        ("yyyy/MM/dd", "en"), ("dd.MM.yy", "ru"), ("yyyy-MM-dd'T'00:00:00", "en"),
    ]),
)  # fmt: skip
def test_days_come_back(day, shape):
    assert parse_date(format_date(day, shape[0], locale=shape[1])) == day


@given(days=st.lists(st.dates(date(2020, 1, 1), date(2030, 1, 1)), min_size=1), first=st.booleans())
def test_a_column_of_days_decides_its_order(days, first):
    shape = "dd/MM/yyyy" if first else "MM/dd/yyyy"
    cells = [format_date(day, shape, locale="en") for day in days]
    order = guess_day_first(cells)
    assert order in (first, None)
    if order is None:
        assert all(day.day <= 12 for day in days)
    else:
        assert [parse_date(cell, day_first=order) for cell in cells] == days
