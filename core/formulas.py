"""Text from people in files that spreadsheets open: no cell is taken for a formula.

A spreadsheet runs a cell that begins with one of these signs, or their full-width doubles, in some
programs also behind spaces. Such text gets an apostrophe in front, the spreadsheets' own sign for
"text". What is nothing but a number or a phone number with its sign does no harm and stays as it
is: `-12,5`, `+7 916 123-45-67`.
"""

import re

_RUNS = re.compile(r"'*[\s\x00\ufeff\u200b]*[=+\-@\t\r\n\x00\uff1d\uff0b\uff0d\uff20]")
# A blank line end or a tab in front is enough for some.
_RUNS_BLANK = re.compile(r"'*[\t\r\n\x00]")
# A spreadsheet of the other language ends a cell at the other sign, quotation marks or not: what
# follows it would begin a cell.
_SIGN = r"'*(?:[=@]|[+\-](?!\d))"
_INSIDE = re.compile(rf"([;,])(?={_SIGN})")
_MARKED = re.compile(rf"([;,])'(?={_SIGN})")
_NUMBER = re.compile(r"[+-][\d\s.,()\-]*\d[\d\s.,()\-]*%?", re.ASCII)


def runs(text: str) -> bool:
    """Whether a spreadsheet might take `text` for a formula."""
    if _NUMBER.fullmatch(text.replace("\u00a0", " ").replace("\u202f", " ")):
        return "\n" in text or "\r" in text or "\t" in text
    return bool(_RUNS.match(text) or _RUNS_BLANK.match(text))


def safe(text: str) -> str:
    """`text` as no spreadsheet runs it (`readable` takes the marks off again)."""
    text = _INSIDE.sub(r"\1'", text)
    return f"'{text}" if runs(text) else text


def readable(text: str) -> str:
    """What was written before `safe`."""
    return _MARKED.sub(r"\1", _without_mark(text))


def _without_mark(text: str) -> str:
    return text[1:] if text.startswith("'") and (runs(text[1:]) or _signed(text[1:])) else text


def _signed(text: str) -> bool:
    return text[:1] in ("+", "-")
