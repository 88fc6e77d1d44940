"""Lines of cards that no standard knows: junk between cards, letters in other charsets, quotes."""

import base64

import pytest

from core.imports.card_columns import cells_of
from core.imports.cards import read_cards


def cells(*lines, encoding="utf-8"):
    [card] = read_cards(["BEGIN:VCARD", "FN:A", *lines, "END:VCARD"], encoding)
    found = cells_of(card)
    assert found.pop("FN") == "A"
    return found


def test_what_stands_between_cards_is_passed_over():
    lines = [
        "Exported by a phone", "END:VCARD", "EMAIL:nobody@x.example", "BEGIN:VCARD", "FN:A",
        "only words", "5:not a name", "END:VCARD", "", "the end",
    ]  # fmt: skip
    [card] = read_cards(lines, "utf-8")
    assert (card.number, card.broken) == (1, False)
    assert [(p.name, p.value) for p in card.properties] == [("FN", "A")]
    assert list(read_cards([], "utf-8")) == []


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ('TEL;X-LABEL="work: desk":+1 212 555 0100', {"TEL": "+1 212 555 0100"}),
        # A quotation mark that never ends hides no value.
        ('NOTE;X-LABEL="torn:Likes dogs', {"NOTE": "Likes dogs"}),
        # What the standard does not know is a column of its own.
        ("X-HOBBY:chess;go", {"X-HOBBY": "chess, go"}),
        ("X-SOCIALPROFILE:ann", {"X-SOCIALPROFILE": "ann"}),
        ("X-SOCIALPROFILE;TYPE=home:https://x.com/ann", {"X-SOCIALPROFILE": "https://x.com/ann"}),
    ],
)
def test_odd_properties(line, found):
    assert cells(line) == found


@pytest.mark.parametrize(
    ("params", "raw", "text"),
    [
        ("ENCODING=B", base64.b64encode("Любит дачу".encode()).decode(), "Любит дачу"),
        ("BASE64;CHARSET=windows-1251", base64.b64encode("Дача".encode("cp1251")).decode(), "Дача"),
        ("ENCODING=B", "a", None),
        # Not in the charset that it states: tried as what Russian programs write.
        ("ENCODING=QUOTED-PRINTABLE;CHARSET=UTF-8", "=C4=E0=F7=E0", "Дача"),
        ("ENCODING=QUOTED-PRINTABLE;CHARSET=KLINGON", "=D0=94=D0=B0", "Да"),
        ("ENCODING=QUOTED-PRINTABLE;CHARSET=UTF-8", "A=98", "A\ufffd"),
    ],
)
def test_encoded_values(params, raw, text):
    assert cells(f"NOTE;{params}:{raw}").get("NOTE") == text


@pytest.mark.parametrize(
    ("charset", "text"),
    [
        ("windows-1251", "Дача"),
        # Stated wrongly, or not known: as the file is.
        ("us-ascii", "Äà÷à"),
        ("KLINGON", "Äà÷à"),
        ("ISO-8859-1", "Äà÷à"),
    ],
)
def test_a_property_in_another_charset_than_the_file(charset, text):
    raw = "Дача".encode("cp1251").decode("latin-1")
    assert cells(f"NOTE;CHARSET={charset}:{raw}", encoding="latin-1") == {"NOTE": text}
