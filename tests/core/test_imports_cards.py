"""Address books: what applications write into vCards, read as a table of one card a row."""

import base64
import quopri
from io import BytesIO

import pytest
import vobject
from hypothesis import given
from hypothesis import strategies as st

from core.imports.card_columns import BROKEN
from core.imports.refusals import ImportRefused
from core.imports.tables import CARDS, read_table


def cards(text, encoding="utf-8", name="contacts.vcf"):
    data = text if isinstance(text, bytes) else text.encode(encoding)
    table = read_table(BytesIO(data), name)
    rows = [dict(zip(table.header, row, strict=False)) for row in table.rows]
    return [{name: cell for name, cell in row.items() if cell} for row in rows]


def card(*lines, version="3.0"):
    return "\r\n".join(["BEGIN:VCARD", f"VERSION:{version}", *lines, "END:VCARD", ""])


def test_three_versions_in_one_file():
    found = cards(
        card("FN:Anna Lee", "EMAIL;INTERNET:a@x.example", version="2.1")
        + card("FN:Boris", "item1.EMAIL;type=INTERNET;type=pref:b@x.example")
        + card("FN:Vera", "EMAIL;PREF=2:old@x.example", "EMAIL;PREF=1:v@x.example", version="4.0")
    )
    assert found == [
        {"FN": "Anna Lee", "EMAIL": "a@x.example"},
        {"FN": "Boris", "EMAIL": "b@x.example"},
        {"FN": "Vera", "EMAIL": "v@x.example\nold@x.example"},
    ]


def test_quoted_printable_in_its_own_charset_and_with_soft_breaks():
    cyrillic = quopri.encodestring("Светлана Ёлкина".encode("cp1251")).decode()
    note = quopri.encodestring(("Любит собак. " * 12).encode()).decode()
    found = cards(
        card(
            f"FN;CHARSET=windows-1251;ENCODING=QUOTED-PRINTABLE:{cyrillic}",
            f"NOTE;ENCODING=QUOTED-PRINTABLE;CHARSET=UTF-8:{note}",
            "TEL;CELL:+79161234567",
            version="2.1",
        )
    )
    assert found[0]["FN"] == "Светлана Ёлкина"
    assert found[0]["NOTE"] == ("Любит собак. " * 12).strip()
    assert found[0]["TEL"] == "+79161234567"


def test_folded_lines_and_escapes():
    found = cards(
        card("FN:Ann", "NOTE:one\\, two\\; three", "  and four\\nfive", "N:Lee;Ann;Mary\\, Jo;;")
    )
    assert found[0]["NOTE"] == "one, two; three and four\nfive"
    assert (found[0]["N family"], found[0]["N additional"]) == ("Lee", "Mary, Jo")


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1251"])
def test_encodings_are_seen(encoding):
    text = card("FN:Светлана Ёлкина", "NOTE:Снимает дачу и огород") * 3
    assert [row["FN"] for row in cards(text, encoding)] == ["Светлана Ёлкина"] * 3


def test_pictures_are_left_out_folded_or_in_one_line():
    picture = base64.b64encode(b"x" * 300_000).decode()
    folded = "\r\n ".join(picture[i : i + 70] for i in range(0, len(picture), 70))
    found = cards(
        card("FN:A", f"PHOTO;ENCODING=b;TYPE=JPEG:{folded}", "EMAIL:a@x.example")
        + card("FN:B", f"PHOTO;BASE64:{picture}", "EMAIL:b@x.example")
    )
    assert [row["EMAIL"] for row in found] == ["a@x.example", "b@x.example"]
    assert set(found[0]) == {"FN", "EMAIL"}


def test_accounts_of_all_fashions():
    found = cards(
        card(
            "FN:A",
            "item1.URL;type=pref:https://instagram.com/ann",
            "item1.X-ABLabel:_$!<HomePage>!$_",
            "item2.URL:ann_home",
            "item2.X-ABLabel:Telegram",
            "X-SOCIALPROFILE;type=twitter;x-user=ann:http://www.twitter.com/x-apple:ann",
            "IMPP;X-SERVICE-TYPE=Telegram:x-apple:ann_tg",
            "X-TELEGRAM:ann_two",
        )
    )
    assert found[0]["URL"].split("\n") == ["https://instagram.com/ann", "Telegram: ann_home"]
    assert found[0]["X-SOCIALPROFILE"].split("\n") == [
        "twitter: ann", "Telegram: ann_tg", "telegram: ann_two",
    ]  # fmt: skip


def test_address_company_and_a_fax_that_is_no_phone():
    found = cards(
        card(
            "FN:A", "ADR;TYPE=HOME:;;Main 5;Austin;TX;78701;USA", "ORG:IBM;Accounting",
            "TEL;TYPE=WORK,FAX:+1 212 555 0100", "TEL;TYPE=CELL:+1 212 555 0101",
            "CATEGORIES:Food,Home\\, garden",
        )
    )  # fmt: skip
    assert found[0]["ADR"] == "Main 5, Austin, TX, 78701, USA"
    assert (found[0]["ADR city"], found[0]["ADR country"]) == ("Austin", "USA")
    assert (found[0]["ORG"], found[0]["TEL"]) == ("IBM, Accounting", "+1 212 555 0101")
    assert found[0]["CATEGORIES"].split("\n") == ["Food", "Home, garden"]


def test_a_card_that_breaks_off_is_marked_and_harms_no_other():
    text = "BEGIN:VCARD\nFN:Torn\n" + card("FN:Whole") + "BEGIN:VCARD\nFN:Last\nEMAIL:l@x.ex"
    table = read_table(BytesIO(text.encode()), "c.vcf")
    assert [(number, row[0], BROKEN in row) for number, row in table.numbered] == [
        (1, "Torn", True), (2, "Whole", False), (3, "Last", True),
    ]  # fmt: skip


@pytest.mark.parametrize("name", ["contacts.vcf", "contacts.txt", "contacts.csv"])
def test_cards_are_known_by_what_is_in_the_file(name):
    table = read_table(BytesIO(card("FN:A").encode()), name)
    assert table.dialect.kind == CARDS


@pytest.mark.parametrize("data", [b"name,email\nA,a@x.example\n", b"BEGIN:VCARD\nEND:VCARD\n"])
def test_address_book_without_cards_is_refused(data):
    with pytest.raises(ImportRefused, match="no contact"):
        read_table(BytesIO(data), "contacts.vcf")


TEXT = st.text(
    st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Zl", "Zp"), exclude_characters="\x85"),
    min_size=1, max_size=90,
).map(str.strip).filter(bool)  # fmt: skip


@given(name=TEXT, note=TEXT, family=TEXT)
def test_what_another_library_writes_is_read(name, note, family):
    """vobject folds, escapes and orders as the standard says: what it wrote comes back."""
    made = vobject.vCard()
    made.add("fn").value = name
    made.add("n").value = vobject.vcard.Name(family=family, given="Ann")
    made.add("note").value = note
    found = cards(made.serialize())[0]
    assert (found["FN"], found["NOTE"], found["N family"]) == (name, note, family)
