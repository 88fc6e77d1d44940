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
from core.imports.streams import NumberedRow
from core.imports.tables import CARDS
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
        widget=forms.FileInput(attrs={"accept": ".csv,.tsv,.txt,.xlsx,.vcf"}),
        help_text=gettext_lazy(
            "CSV, TSV, TXT, XLSX or contacts as vCard (VCF), up to 50 MB. Exports of Google "
            "Contacts, Outlook and iCloud are read as they are."
        ),
    )


class DialectForm(forms.Form):
    """How the file is read; opens with the guess."""

    encoding = forms.ChoiceField(label=gettext_lazy("Encoding"))
    delimiter = forms.ChoiceField(label=gettext_lazy("Delimiter"))
    sheet = forms.ChoiceField(label=gettext_lazy("Sheet"))
    table = forms.TypedChoiceField(label=gettext_lazy("Table"), coerce=int)
    header_row = forms.TypedChoiceField(
        label=gettext_lazy("Row with the names of the columns"), coerce=int
    )
    header_lines = forms.TypedChoiceField(
        label=gettext_lazy("Lines of the header"),
        coerce=int,
        required=False,
        empty_value="1",
        choices=[
            (1, gettext_lazy("one: a name over each column")),
            (2, gettext_lazy("two: groups above the names")),
        ],
    )

    def __init__(
        self,
        data: Any,
        *,
        job: ImportJob,
        sheets: Sequence[str],
        preamble: Sequence[NumberedRow],
    ) -> None:
        dialect = {"header_lines": 1, "tables": [], **job.dialect}
        super().__init__(data, initial={**dialect, "table": dialect["header_row"]}, prefix="read")
        if dialect["sheet"]:
            del self.fields["encoding"], self.fields["delimiter"]
            self._choose("sheet", [(name, name) for name in sheets])
        else:
            del self.fields["sheet"]
            self._choose("encoding", _encodings(dialect["encoding"]))
            self._choose("delimiter", _delimiters(dialect["delimiter"]))
        self.tables = dialect["tables"]
        if self.tables:
            self._choose("table", _tables(self.tables, dialect["header_row"]))
        else:
            del self.fields["table"]
        self._choose("header_row", _header_rows(preamble, dialect["header_row"]))
        if dialect.get("kind") == CARDS:
            for name in ("delimiter", "header_row", "header_lines"):
                del self.fields[name]

    def dialect(self) -> dict[str, Any]:
        """How to read the file now. Another sheet, delimiter or encoding has tables of its own,
        and its header is guessed anew; another table begins with its own header."""
        chosen = dict(self.cleaned_data)
        chosen["header_lines"] = int(chosen.get("header_lines") or 1)
        table = chosen.pop("table", None)
        if {"sheet", "delimiter"} & set(self.changed_data):
            return {name: chosen.get(name, "") for name in ("sheet", "delimiter", "encoding")}
        if "table" in self.changed_data:
            chosen |= {"header_row": table, "header_lines": 1}
        return chosen

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


def _tables(tables: Sequence[Sequence[Any]], chosen: int) -> list[tuple[int, str]]:
    offered = [
        (first, _("Rows %(first)s to %(last)s: %(names)s")
         % {"first": first, "last": last, "names": Truncator(names).chars(60)})
        for first, last, _rows, names in tables
    ]  # fmt: skip
    known = {first for first, _words in offered}
    return (
        offered
        if chosen in known
        else [(chosen, _("From row %(row)s") % {"row": chosen}), *offered]
    )


def _header_rows(preamble: Sequence[NumberedRow], chosen: int) -> list[tuple[int, str]]:
    rows: list[tuple[int, str]] = [(0, _("None: the first row is data already"))]
    for number, row in preamble:
        text = " · ".join(cell.strip() for cell in row if cell.strip())
        if text and (number <= _ROWS_SHOWN or number == chosen):
            rows.append((number, f"{number}: {Truncator(text).chars(70)}"))
    return rows
