"""Papers: typeset PDFs to sign, send and print (product.md, rows 18, 20, 67).

A paper is data that a Typst template lays out. The data goes in as a JSON file beside the template,
never as part of its source, so that no text of a person is ever read as markup. The same data gives
the same bytes: no clock, no fonts of the machine, no network.

The layout every paper shares, `templates/core/papers/paper.typ`, takes `lang`, `title` and, where
there are any, `kicker`, `subtitle`, `mark` (a word across the head, such as "Draft"), `footer` and
`sections`: a list of `{"title", "blocks"}`. A block has one key that says what it is: `facts`
(label, value pairs), `table` (`head`, `rows`, `numeric`: places of the columns of figures),
`words`, `quiet`, `picture` (name of one of `pictures`, with `alt`) or `signatures` (`side`, `name`,
`signed`).
"""

import json
import unicodedata
from collections.abc import Mapping
from typing import Any

import typst
from django.conf import settings

from core.audit import jsonable

LAYOUT = "core/papers/paper.typ"
# Signs that turn the reading direction could make a price read otherwise than it is stored.
_TURNING = "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
_EMOJI = "".join(map(chr, range(0x1F000, 0x1FB00))) + "\u200d\ufe0e\ufe0f\u20e3"
_LEFT_OUT = frozenset(_TURNING + _EMOJI)


class PaperFailed(Exception):
    """The template could not be laid out with these data; the words are for the log."""


def typeset(
    template: str, data: Mapping[str, Any], *, pictures: Mapping[str, bytes] | None = None
) -> bytes:
    """The PDF of `template` (a name under templates/) with `data`, whatever json can hold, dates
    and decimals as text. `pictures`: name → SVG or PNG. Raises PaperFailed."""
    return _compiled(template, data, pictures or {}, form="pdf")


def as_html(template: str, data: Mapping[str, Any]) -> str:
    """The same words as HTML, for whoever has to read a paper without its looks."""
    return _compiled(template, data, {}, form="html").decode()


def _compiled(
    template: str, data: Mapping[str, Any], pictures: Mapping[str, bytes], *, form: str
) -> bytes:
    files = {
        "main": _source(template),
        "data.json": json.dumps(
            {
                **_clean(jsonable(data)),
                # Files beside a template have to be text: pictures go in as numbers.
                "pictures": {name: list(drawn) for name, drawn in pictures.items()},
            },
            ensure_ascii=False,
        ).encode(),
    }
    try:
        made = _compile(files, format=form, ignore_system_fonts=True, timestamp=0)
    except (RuntimeError, ValueError) as error:
        raise PaperFailed(f"{template}: {error}") from error
    return bytes(made) if isinstance(made, bytes) else str(made).encode()


# It takes several files in memory, which its types do not say.
_compile: Any = typst.compile


def _source(name: str) -> bytes:
    """A template of ours, as it stands: Django's own tags mean nothing in it."""
    path = settings.BASE_DIR / "templates" / name
    if not path.is_file():
        raise PaperFailed(f"There is no paper {name}")
    return bytes(path.read_bytes())


def _clean(value: Any) -> Any:
    if isinstance(value, str):
        return _clean_text(value)
    if isinstance(value, list):
        return [_clean(one) for one in value]
    if isinstance(value, dict):
        return {key: _clean(one) for key, one in value.items()}
    return value


def _clean_text(text: str) -> str:
    """Without signs that no paper can show: control signs, halves of a pair, turned direction,
    and emoji, of which no font of a paper knows the drawing."""
    text = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))
    return "".join(
        sign
        for sign in text
        if sign == "\n"
        or (unicodedata.category(sign) not in ("Cc", "Cs") and sign not in _LEFT_OUT)
    )
