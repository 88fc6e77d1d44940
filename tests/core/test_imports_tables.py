"""Files as their owners' tools write them: read by guess alone, or refused in words."""

import csv
import zipfile
from contextlib import suppress
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from io import BytesIO, StringIO

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl.utils.datetime import CALENDAR_MAC_1904, WINDOWS_EPOCH

from core.imports import tables, workbooks
from core.imports.dates import parse_date
from core.imports.encodings import guess_encoding
from core.imports.refusals import ImportRefused
from core.imports.tables import read_table
from core.imports.values import parse_fraction, parse_id

RUSSIAN = "Имя;Город;Цена\nСветлана Ёлкина;Москва, Россия;7 768\nОльга;Псков;5 437\n"
ROWS = [["Светлана Ёлкина", "Москва, Россия", "7 768"], ["Ольга", "Псков", "5 437"]]


def table(content, name="list.csv", **dialect):
    data = content if isinstance(content, bytes) else content.encode()
    return read_table(BytesIO(data), name, dialect)


def workbook(*sheets):
    book = openpyxl.Workbook()
    book.remove(book.active)
    for title, rows in sheets:
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(row)
    file = BytesIO()
    book.save(file)
    return file.getvalue()


@pytest.mark.parametrize(
    ("encoding", "mark"),
    [
        ("utf-8", b""), ("utf-8-sig", b""), ("utf-16", b""), ("utf-16-le", b""),
        ("utf-16-be", b""), ("utf-32", b""), ("cp1251", b""), ("koi8-r", b""), ("cp866", b""),
        ("mac-cyrillic", b""),
    ],
)  # fmt: skip
def test_encoding_is_guessed(encoding, mark):
    found = table(mark + RUSSIAN.encode(encoding))
    assert found.header == ["Имя", "Город", "Цена"]
    assert list(found.rows) == ROWS


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        ("Имя\nАнна\n", "cp1251"),
        ("Имя\nАнна\n", "koi8-r"),
        ("ИМЯ;ГОРОД\nАННА;МОСКВА\n", "koi8-r"),
        ("Name;City\nJosé Muñoz;São Paulo\nZoë Kühn;Köln\n", "cp1252"),
        ("Imię;Miasto\nŁukasz Żak;Łódź\n", "cp1250"),
        ("Name,City\nMaya,Boston\n", "utf-8"),
        ("N", "utf-8"),
    ],
)
def test_short_texts_are_guessed_too(text, encoding):
    data = text.encode(encoding)
    assert data.decode(guess_encoding(BytesIO(data))) == text


@pytest.mark.parametrize("name", ["list.csv", "list.vcf"])
def test_the_wrong_encoding_shows_wrong_letters_and_refuses_in_words_at_most(name):
    data = RUSSIAN if name == "list.csv" else "BEGIN:VCARD\nFN:Ольга\nEND:VCARD\n"
    with suppress(ImportRefused):
        assert table(data, name, encoding="utf-16").rows is not None


def test_encoding_far_below_the_first_rows_counts():
    data = ("Name;Note\n" + "Maya;ok\n" * 60_000 + "Ольга;да\n").encode("cp1251")
    assert list(table(data).rows)[-1] == ["Ольга", "да"]


def test_one_torn_letter_does_not_spoil_utf8():
    data = RUSSIAN.encode() * 5 + b"\xd0;\n"
    assert table(data).dialect.encoding == "utf-8"


@pytest.mark.parametrize("sign", [",", ";", "\t", "|"])
def test_delimiter_is_guessed(sign):
    content = "\n".join(sign.join(row) for row in (["Name", "City"], ["Maya", "X"], ["Jo", "Y"]))
    found = table(content)
    assert found.dialect.delimiter == sign
    assert list(found.rows) == [["Maya", "X"], ["Jo", "Y"]]


def test_decimal_commas_do_not_win_over_semicolons():
    found = table("Name;ER;Price\nA;1,5;7,0\nB;2,5;8,0\nC, D;3,5;9,0\n")
    assert found.dialect.delimiter == ";"


def test_sep_line_is_believed():
    found = table("sep=|\nName|A;B;C\nMaya|1;2;3\n")
    assert (found.dialect.delimiter, found.dialect.header_row) == ("|", 2)
    assert list(found.rows) == [["Maya", "1;2;3"]]


@pytest.mark.parametrize(
    ("content", "header_row", "header"),
    [
        ("Report\nName,City\nMaya,Boston\nJo,Reno\n", 2, ["Name", "City"]),
        ("# made by X\n# on Monday\n#\nName,City\nMaya,Boston\n", 4, ["Name", "City"]),
        ("\n\n,,\nName,City\nMaya,Boston\n", 4, ["Name", "City"]),
        ("#,Name,Sum\n1,Maya,3\n2,Jo,4\n", 1, ["#", "Name", "Sum"]),
        ("Total,,,\nName,City,Sum,Likes\nMaya,X,1,2\nJo,Y,3,4\n", 2,
         ["Name", "City", "Sum", "Likes"]),
        ("maya@x.example,12\njo@x.example,13\n", 0, ["Column 1", "Column 2"]),
        ("name\nMaya\n", 1, ["name"]),
        ("Name,Name,name,\nA,B,C,D\n", 1, ["Name", "Name (2)", "name (3)", "Column 4"]),
        ("Name,City,,,\nA,B,,,\n", 1, ["Name", "City"]),
        ('"Full\n name",City\nA,B\n', 1, ["Full name", "City"]),
    ],
)  # fmt: skip
def test_header_row_is_found(content, header_row, header):
    found = table(content)
    assert (found.dialect.header_row, found.header) == (header_row, header)


def test_chosen_dialect_outranks_the_guess():
    found = table(RUSSIAN.encode("cp1251"), encoding="koi8-r", header_row=0, delimiter="|")
    assert found.dialect.as_json() == {
        "encoding": "koi8-r", "delimiter": "|", "header_row": 0, "sheet": "", "kind": "",
        "header_lines": 1, "last_row": 0, "tables": [],
    }  # fmt: skip
    assert len(list(found.rows)) == 3
    assert table(RUSSIAN, encoding="no-such", delimiter="ab").header[0].startswith("Имя")


def test_ragged_rows_and_blank_lines():
    found = table("A name,B name,C name\n1\n\n , ,\n1,2,3,4\n1,2,3,,\n4,5,6\n")
    assert list(found.numbered) == [
        (2, ["1", "", ""]), (5, ["1", "2", "3", "4"]), (6, ["1", "2", "3"]),
        (7, ["4", "5", "6"]),
    ]  # fmt: skip


def test_a_line_break_inside_a_cell_counts_as_one_row():
    found = table('Name,Note\nMaya,"one\ntwo"\nJo,three\n')
    assert list(found.numbered) == [(2, ["Maya", "one\ntwo"]), (3, ["Jo", "three"])]


def test_old_mac_line_ends_and_nul():
    assert list(table("Name,City\rMaya,A\0B\r").rows) == [["Maya", "AB"]]


def test_preamble_is_there_to_choose_from():
    found = table("Report\nName,City\nMaya,Boston\n")
    assert found.preamble == [(1, ["Report"]), (2, ["Name", "City"]), (3, ["Maya", "Boston"])]
    assert found.sample(5) == [["Maya", "Boston"]]


def test_xlsx_is_read_as_people_see_it():
    rows = [
        ["Report"], [], ["Name", "Followers", "ER", "Day", "Met", "On"],
        ["Анна", 1200, 0.0139, date(2026, 3, 3), datetime(2026, 3, 3, 10, 30), True],
        [], ["Bob", 12345678901, 5.0, time(9, 5), timedelta(hours=30), False],
    ]  # fmt: skip
    found = table(workbook(("Empty", []), ("Authors", rows)), "list.xlsx")
    assert found.dialect.as_json() == {
        "encoding": "", "delimiter": "", "header_row": 3, "sheet": "Authors", "kind": "",
        "header_lines": 1, "last_row": 0, "tables": [],
    }  # fmt: skip
    assert found.sheets == ["Empty", "Authors"]
    assert list(found.numbered) == [
        (4, ["Анна", "1200", "0.0139", "2026-03-03", "2026-03-03 10:30:00", "true"]),
        (6, ["Bob", "12345678901", "5", "09:05:00", "1 day, 6:00:00", "false"]),
    ]


@pytest.mark.parametrize("epoch", [WINDOWS_EPOCH, CALENDAR_MAC_1904])
def test_numbers_of_a_workbook_are_what_was_typed(epoch):
    book = openpyxl.Workbook()
    book.epoch = epoch
    sheet = book.active
    sheet.append(["Name", "Account", "As text", "Phone", "Day", "ER", "Yes", "Price", "Bare"])
    sheet.append(["Ann", 17974697564884257, "17974697564884257", 79161234567, date(2026, 3, 3),
                  0.1255, True, 1234.5, 123456789012345])  # fmt: skip
    for cell, shape in (("E2", "dd.mm.yyyy"), ("F2", "0.00%"), ("H2", '#,##0.00 "₽"')):
        sheet[cell].number_format = shape
    file = BytesIO()
    book.save(file)
    [row] = table(file.getvalue(), "list.xlsx").rows
    assert row == ["Ann", "1.797469756488426E+16", "17974697564884257", "79161234567",
                   "2026-03-03", "0.1255", "true", "1234.5", "123456789012345"]  # fmt: skip
    # A number of so many digits has lost the last ones: refused, not guessed.
    with pytest.raises(ValueError, match="lost its last digits"):
        parse_id(row[1])
    assert parse_date(row[4]) == date(2026, 3, 3)
    assert parse_fraction(row[5], percent=False) == Decimal("0.1255")


def test_header_cells_that_are_merged_and_rows_that_are_longer():
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append(["Who", None, "Instagram", None])
    for cells in ("A1:B1", "C1:D1"):
        sheet.merge_cells(cells)
    for row in (["Name", "City", "Handle", "Followers"], ["Ann", "Boston", "@ann", 5],
                ["Bob"], ["Eve", "Reno", "@eve", 6, "more"]):  # fmt: skip
        sheet.append(row)
    file = BytesIO()
    book.save(file)
    found = table(file.getvalue(), "list.xlsx")
    assert found.header[:4] == ["Who Name", "Who City", "Instagram Handle", "Instagram Followers"]
    assert [row[:5] for row in found.rows] == [
        ["Ann", "Boston", "@ann", "5", ""], ["Bob", "", "", "", ""],
        ["Eve", "Reno", "@eve", "6", "more"],
    ]  # fmt: skip


def test_tables_side_by_side_are_refused():
    known = {"name", "handle", "city"}.__contains__
    text = "Name,Handle,,Name,City\nAnn,@ann,,Bob,Reno\nEve,@eve,,,\n"
    with pytest.raises(ImportRefused, match="side by side"):
        read_table(BytesIO(text.encode()), "list.csv", None, known)
    # A note in between, or the same name right beside it, is one table.
    for one in (text.replace("@eve,,,", "@eve,x,,"), text.replace(",,Name", ",Name,x")):
        assert read_table(BytesIO(one.encode()), "list.csv", None, known).header[0] == "Name"


def test_header_nobody_knows_over_one_row_is_the_header():
    known = {"name"}.__contains__
    text = "XFirst,XLast,XMail,XPhone\nAnn,Lee,ann@x.example,555-1212\n"
    found = read_table(BytesIO(text.encode()), "list.csv", None, known)
    assert (found.header[0], list(found.rows)[0][0]) == ("XFirst", "Ann")


def test_xlsx_sheet_and_header_can_be_chosen():
    data = workbook(("One", [["Name"], ["A"]]), ("Two", [["x"], ["Name"], ["B"]]))
    found = table(data, "list.xlsx", sheet="Two", header_row=2)
    assert (found.header, list(found.rows)) == (["Name"], [["B"]])
    assert table(data, "list.xlsx", sheet="Three").dialect.sheet == "One"


def test_hidden_sheets_are_not_offered():
    book = openpyxl.Workbook()
    book.active.append(["Name"])
    book.active.append(["A"])
    book.create_sheet("Secret").sheet_state = "hidden"
    file = BytesIO()
    book.save(file)
    assert table(file.getvalue(), "list.xlsx").sheets == ["Sheet"]


def a_zip(**parts):
    file = BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name.replace("__", "/").replace("_dot_", "."), content)
    return file.getvalue()


@pytest.mark.parametrize(
    ("data", "name", "why"),
    [
        (b"", "a.csv", "is empty"),
        (b"\xef\xbb\xbf \n\n", "a.csv", "is empty"),
        (b"\x89PNG\r\n\x1a\n" + b"x" * 50, "a.csv", "picture"),
        (b"\xff\xd8\xff\xe0", "a.jpg", "picture"),
        (b"%PDF-1.7\n", "a.pdf", "PDF"),
        (b"%PDF-1.7\n", "a.csv", "PDF"),
        (b"\xd0\xcf\x11\xe0" + b"x" * 50, "a.xls", "old Excel"),
        (b"\xd0\xcf\x11\xe0" + b"x" * 50, "a.xlsx", "with a password"),
        (b"Name\tCity\nA\tB\n", "a.xls", "old Excel"),
        (b"\x1f\x8b\x08", "a.csv", "archive"),
        (b"Name,City\nA,B\n", "a.docx", "not a table"),
        (b"Name,City\nA,B\n", "a", "not a table"),
        (b"Name,City\nA,B\n", "a.xlsx", "ends in .xlsx"),
        (a_zip(readme_dot_txt="x"), "a.csv", "ends in .csv"),
        (a_zip(readme_dot_txt="x"), "a.xlsx", "archive"),
        (a_zip(mimetype="ods", content_dot_xml="x"), "a.xlsx", "not read here"),
        (a_zip(xl__workbook_dot_bin="x"), "a.xlsx", "not read here"),
        (a_zip(xl__workbook_dot_xml="<broken"), "a.xlsx", "damaged"),
        (b"PK\x03\x04 no zip at all", "a.xlsx", "damaged"),
        (b"<!DOCTYPE html><table>", "a.csv", "web page"),
        (b"Name,City\n", "a.csv", "no row under the header"),
        (b"Name,City\n,\n , \n", "a.csv", "no row under the header"),
        (("c," * 600 + "\n").encode() * 3, "a.csv", "600 columns"),
        (b"x" * 2_100_000, "a.csv", "never ends"),
        (b"," * 110_000, "a.csv", "never ends"),
        (b'Name,City\n"' + b"A,B\n" * 600_000, "a.csv", "quotation mark"),
        (workbook(("S", [])), "a.xlsx", "no rows"),
        (workbook(("S", [["Name", "City"]])), "a.xlsx", "no row under the header"),
    ],
)
def test_what_is_no_table_is_refused_in_words(data, name, why):
    with pytest.raises(ImportRefused, match=why):
        list(table(data, name).rows)


def test_too_large_a_file_is_refused_before_it_is_read(settings):
    settings.IMPORT_MAX_BYTES = 2**20
    with pytest.raises(ImportRefused, match="has 2 MB, at most 1 MB"):
        table(b"Name\n" + b"x" * 2**20)


def bomb(sheet):
    """An XLSX whose one sheet is `sheet`."""
    made = BytesIO(workbook(("S", [["Name"], ["A"]])))
    out = BytesIO()
    with zipfile.ZipFile(made) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.infolist():
            content = old.read(entry)
            new.writestr(entry.filename, sheet if "sheet1" in entry.filename else content)
    return out.getvalue()


def test_zip_bomb_is_refused():
    with pytest.raises(ImportRefused, match="unpacks to more"):
        table(bomb(b" " * 20 * 2**20), "a.xlsx")


def test_zip_bomb_that_lies_about_its_size_is_refused(monkeypatch):
    monkeypatch.setattr(workbooks, "MOST_UNPACKED", 2**20)
    data = bomb(b" " * 3 * 2**20)
    # The directory says 1,000 bytes.
    lying = data.replace((3 * 2**20).to_bytes(4, "little"), (1000).to_bytes(4, "little"))
    assert lying != data
    with pytest.raises(ImportRefused, match="unpacks to more"):
        table(lying, "a.xlsx")


@pytest.mark.parametrize(
    ("far", "why"),
    [
        (b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>', "16384 columns"),
        (b'<row r="1048576"><c r="Z1048576"><v>1</v></c></row>', "unpacks to more"),
        (b"<row r='1048576'><c s='1' r='Z1048576' t='n'><v>1</v></c></row>", "unpacks to more"),
        (b'<x:row r="1048576"><x:c t="n"  r="Z1048576"><x:v>1</x:v></x:c></x:row>', "unpacks"),
        (b'<row r="1048576">' + b"<c><v>1</v></c>" * 30 + b"</row>", "unpacks to more"),
        (b'<row r="1048576">' + b'<c t="n"><v>1</v></c>' * 600 + b"</row>", "600 columns"),
    ],
)
def test_two_far_corners_do_not_fill_the_memory(far, why):
    near = b'<worksheet><sheetData><row r="1"><c r="A1"><v>1</v></c></row>'
    with pytest.raises(ImportRefused, match=why):
        table(bomb(near + far + b"</sheetData></worksheet>"), "a.xlsx")


def test_far_cells_that_are_only_painted_do_no_harm():
    data = bomb(
        b'<worksheet><sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>Name</t></is></c></row>'
        b'<row r="2"><c r="A2" t="inlineStr"><is><t>Maya</t></is></c></row>'
        b'<row r="1048576"><c r="XFD1048576" s="0"/></row></sheetData></worksheet>'
    )
    assert list(table(data, "a.xlsx").rows) == [["Maya"]]


def test_hundred_thousand_rows_stream(tmp_path):
    path = tmp_path / "big.csv"
    path.write_text("Name;Sum\n" + "Maya;1\n" * 100_000)
    with path.open("rb") as file:
        found = read_table(file, "big.csv")
        assert sum(1 for _row in found.rows) == 100_000


def test_a_file_stays_open_for_the_second_pass():
    file = BytesIO(RUSSIAN.encode())
    for _pass in range(2):
        assert list(read_table(file, "a.csv").rows) == ROWS


@given(st.binary(max_size=300), st.sampled_from(["a.csv", "a.xlsx", "a.txt"]))
def test_any_bytes_are_read_or_refused(data, name):
    with suppress(ImportRefused):
        found = read_table(BytesIO(data), name)
        rows = list(found.rows)
        assert rows
        assert all(len(row) >= len(found.header) for row in rows)


CELLS = st.text(
    st.characters(exclude_characters="\0\r\n", exclude_categories=["Cs"]), min_size=1, max_size=8
).filter(str.strip)


@given(st.lists(st.lists(CELLS, min_size=3, max_size=3), min_size=1, max_size=5))
def test_what_a_spreadsheet_writes_is_read_back(rows):
    text = StringIO()
    csv.writer(text, delimiter=";").writerows([["Name", "City", "Note"], *rows])
    found = tables.read_table(
        BytesIO(text.getvalue().encode()),
        "a.csv",
        {"encoding": "utf-8", "delimiter": ";", "header_row": 1},
    )
    assert list(found.rows) == rows
