"""Papers: what people wrote stays text, the same data gives the same bytes (core/papers.py)."""

import html
import re
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.papers import LAYOUT, PaperFailed, as_html, typeset

NASTY = [
    '#import "paper.typ": *', "#panic()", "*bold* _thin_", "$x^2$", "\\ \\u{1f600}", '"); #read("/etc/passwd")',
    "= heading", "// gone", "/* gone */", "<label> @label", "- item\n+ item", "`raw` ```js```", "~ -- ---",
    "{{ title }} {% now 'Y' %}", "</script>", "Ёлка № 5 — «сосна»", "שלום مرحبا",
]  # fmt: skip


def data(text="", **more):
    return {
        "lang": "en", "title": "Paper", "kicker": text, "footer": text, "mark": text,
        "sections": [
            {
                "title": text,
                "blocks": [
                    {"facts": [[text, text]]},
                    {"table": {"head": [text, "B"], "rows": [[text, "1"]], "numeric": [1]}},
                    {"words": text},
                    {"quiet": text},
                    {"signatures": [{"side": text, "name": text, "signed": "", "below": text}]},
                ],
            }
        ],
        **more,
    }  # fmt: skip


def words_of(template, values):
    """The words on the paper, one line."""
    found = re.sub(r"<br>|</(td|th|p|div|h\d)>", " ", as_html(template, values))
    return " ".join(html.unescape(re.sub(r"<[^>]+>", "", found)).split())


@pytest.mark.parametrize("text", NASTY)
def test_text_of_a_person_is_never_read_as_markup(text):
    assert typeset(LAYOUT, data(text)).startswith(b"%PDF-")
    assert words_of(LAYOUT, data(text)).count(" ".join(text.split())) >= 8


@settings(max_examples=25, deadline=None)
@given(st.text(max_size=80))
def test_any_text_can_be_laid_out(text):
    assert typeset(LAYOUT, data(text)).startswith(b"%PDF-")


def test_same_data_gives_the_same_bytes():
    assert typeset(LAYOUT, data("Ёлка")) == typeset(LAYOUT, data("Ёлка"))
    assert typeset(LAYOUT, data("Ёлка")) != typeset(LAYOUT, data("Сосна"))


def test_long_text_takes_more_pages():
    def pages(words):
        return len(re.findall(rb"/Type\s*/Page\b", typeset(LAYOUT, data("", sections=[
            {"title": "", "blocks": [{"words": words}]}]))))  # fmt: skip

    assert pages("short") == 1
    assert pages("word " * 2000) > 2
    assert pages("x" * 10_000) >= 1


def test_days_and_decimals_are_written_as_text():
    row = [[date(2026, 3, 1), Decimal("1.50")]]
    values = data("", sections=[{"title": "T", "blocks": [{"table": {"head": ["a", "b"], "rows": [
        [str(cell) for cell in row[0]]]}}]}])  # fmt: skip
    assert "2026-03-01 1.50" in words_of(LAYOUT, values)


def test_turned_and_control_signs_and_emoji_are_left_out():
    assert "Pay 100 yes" in words_of(LAYOUT, data("Pay \u202e100\x00\ud800 😀yes"))


def test_unknown_template_is_refused():
    with pytest.raises(PaperFailed, match="no paper"):
        typeset("core/papers/none.typ", {})


def test_data_that_does_not_fit_is_refused_with_its_cause():
    with pytest.raises(PaperFailed, match="title"):
        typeset(LAYOUT, {"lang": "en"})


def test_broken_picture_is_refused():
    values = data("", sections=[{"title": "", "blocks": [{"picture": "a.png"}]}])
    with pytest.raises(PaperFailed):
        typeset(LAYOUT, values, pictures={"a.png": b"no picture"})
