"""Forms of the import pages: the file, how it is read, which column is what."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.imports.encodings import OFFERED
from core.imports.mapping import Field, choices, most_pairs
from core.imports.shape import DELIMITERS
from core.imports.tables import NumberedRow
from core.models import ImportJob

_ENCODINGS = {
    "utf-8": "UTF-8", "utf-8-sig": "UTF-8", "utf-16": "UTF-16", "cp1251": "Windows-1251",
    "koi8-r": "KOI8-R", "cp866": "DOS 866", "mac-cyrillic": "Mac Cyrillic",
    "cp1252": "Windows-1252", "cp1250": "Windows-1250",
}  # fmt: skip
# Rows offered as the header.
_ROWS_SHOWN = 15


class UploadForm(forms.Form):
    # An empty file is refused in our own words.
    file = forms.FileField(
        label=gettext_lazy("File"),
        allow_empty_file=True,
        max_length=200,
        widget=forms.FileInput(attrs={"accept": ".csv,.tsv,.txt,.xlsx"}),
        help_text=gettext_lazy("CSV, TSV, TXT or XLSX, up to 50 MB."),
    )


class DialectForm(forms.Form):
    """How the file is read; opens with the guess."""

    encoding = forms.ChoiceField(label=gettext_lazy("Encoding"))
    delimiter = forms.ChoiceField(label=gettext_lazy("Delimiter"))
    sheet = forms.ChoiceField(label=gettext_lazy("Sheet"))
    header_row = forms.TypedChoiceField(
        label=gettext_lazy("Row with the names of the columns"), coerce=int
    )

    def __init__(
        self,
        data: Any,
        *,
        job: ImportJob,
        sheets: Sequence[str],
        preamble: Sequence[NumberedRow],
    ) -> None:
        super().__init__(data, initial=job.dialect, prefix="read")
        if job.dialect["sheet"]:
            del self.fields["encoding"], self.fields["delimiter"]
            self._choose("sheet", [(name, name) for name in sheets])
        else:
            del self.fields["sheet"]
            self._choose("encoding", _encodings(job.dialect["encoding"]))
            self._choose("delimiter", _delimiters(job.dialect["delimiter"]))
        self._choose("header_row", _header_rows(preamble, job.dialect["header_row"]))

    def _choose(self, name: str, options: list[tuple[Any, Any]]) -> None:
        self.fields[name].choices = options  # type: ignore[attr-defined]


class ColumnsForm(forms.Form):
    """One choice for each column of the file."""

    def __init__(
        self,
        data: Any,
        *,
        header: Sequence[str],
        mapping: Mapping[str, str],
        fields: Sequence[Field],
    ) -> None:
        super().__init__(data)
        self.header = list(header)
        offered = [
            ("", gettext_lazy("– leave out –")),
            *choices(fields, most_pairs(mapping)),
        ]
        for place, name in enumerate(self.header):
            self.fields[f"column_{place}"] = forms.ChoiceField(
                label=name, choices=offered, required=False, initial=mapping.get(name, "")
            )

    def mapping(self) -> dict[str, str]:
        """{header: key} of the columns that are something."""
        chosen = {
            name: self.cleaned_data[f"column_{place}"] for place, name in enumerate(self.header)
        }
        return {name: key for name, key in chosen.items() if key}


def _encodings(guessed: str) -> list[tuple[str, str]]:
    names = dict.fromkeys([guessed, *OFFERED])
    if guessed == "utf-8-sig":
        del names["utf-8"]
    return [(name, _ENCODINGS.get(name, name)) for name in names]


def _delimiters(guessed: str) -> list[tuple[str, str]]:
    words = {
        ",": _("comma ,"), ";": _("semicolon ;"), "\t": _("tab"), "|": _("bar |"),
    }  # fmt: skip
    return [(sign, words.get(sign, sign)) for sign in dict.fromkeys([guessed, *DELIMITERS])]


def _header_rows(preamble: Sequence[NumberedRow], chosen: int) -> list[tuple[int, str]]:
    rows: list[tuple[int, str]] = [(0, _("None: the first row is data already"))]
    for number, row in preamble:
        text = " · ".join(cell.strip() for cell in row if cell.strip())
        if text and (number <= _ROWS_SHOWN or number == chosen):
            rows.append((number, f"{number}: {Truncator(text).chars(70)}"))
    return rows
