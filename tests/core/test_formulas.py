"""No spreadsheet runs what somebody typed; numbers and phones stay what they are."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.formulas import readable, safe

ATTACKS = [
    "=1+1",
    '=HYPERLINK("https://evil.example","x")',
    "+cmd|' /C calc'!A0",
    "-2+3+cmd|' /C calc'!A0",
    "@SUM(1+1)*cmd|' /C calc'!A0",
    "\t=1+1",
    "\r=1+1",
    "\n=1+1",
    "\x00=1+1",
    " =1+1",
    "\u200b=1+1",
    "\u00a0=1+1",
    "\uff1d1+1",
    "\uff0bcmd",
    "\uff0dcmd",
    "\uff20SUM(1)",
    "-",
    "+A1",
    "-12\n=1+1",
    "'=1+1",
]
HARMLESS = [
    "Maya", "-5", "-12.5", "-12,5 %", "-1 234,50", "+7 916 123-45-67", "+1 (202) 555-0143", "0812",
    "1-2", "maya@example.com", "", "'tis", "— =",
]  # fmt: skip


@pytest.mark.parametrize("text", ATTACKS)
def test_what_would_run_is_marked(text):
    assert safe(text) == f"'{text}"


@pytest.mark.parametrize("text", HARMLESS)
def test_what_does_no_harm_stays(text):
    assert safe(text) == text


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ('x;=HYPERLINK("https://evil.example")', 'x;\'=HYPERLINK("https://evil.example")'),
        ("x,=1+1", "x,'=1+1"),
        (";@SUM(1)", ";'@SUM(1)"),
        ("x;-cmd", "x;'-cmd"),
        ("x;'=1", "x;''=1"),
        # Lists as people write them.
        ("5,+7 916,-3", "5,+7 916,-3"),
        ("a, @b; =c", "a, @b; =c"),
    ],
)
def test_what_would_run_behind_the_other_delimiter_is_marked(text, written):
    assert safe(text) == written
    assert readable(written) == text


@given(
    st.text(alphabet="=+-@;,'\t0a", max_size=10)
    | st.text(max_size=20)
    | st.sampled_from(ATTACKS + HARMLESS)
)
def test_it_comes_back_as_it_was(text):
    assert readable(safe(text)) == text


@given(st.text(alphabet="=+-@\t\r\n '0a(\uff1d", max_size=8))
def test_nothing_begins_with_a_sign_but_a_number(text):
    first = safe(text)[:1]
    if first in ("=", "@", "\t", "\r", "\n", "\uff1d"):
        pytest.fail(f"{safe(text)!r}")
    if first in ("+", "-"):
        assert set(safe(text)) <= set("+-0123456789 .,()%"), safe(text)
