"""Two people saved one record: what a page shows of both, so that neither text is lost."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django import forms

from core.versions import EditConflict

_TIME = re.compile(r"\d\d:\d\d:00")


@dataclass(frozen=True)
class Difference:
    """One field of an edit conflict, both texts as a person reads them."""

    label: str
    theirs: str
    mine: str


def differences(form: forms.Form, theirs: Mapping[str, Any], *, of: str = "") -> list[Difference]:
    """Fields of `form` whose stored value (`theirs`, like the form's initial) is not what was
    typed; `of` stands before the labels where several forms share a page."""
    found = []
    for name, field in form.fields.items():
        if name not in theirs or name == "version":
            continue
        stored, typed = _plain(theirs[name]), _plain(form.data.get(form.add_prefix(name)))
        if stored != typed:
            label = f"{of}{field.label or name}"
            found.append(Difference(label, _read(field, stored), _read(field, typed)))
    return found


def newer(data: Any, conflict: EditConflict, *, prefix: str = "") -> Any:
    """What was typed, on the version that is stored now: saving again is a decision."""
    data = data.copy()
    data[f"{prefix}-version" if prefix else "version"] = conflict.theirs.version
    return data


def _plain(value: Any) -> str:
    # A form field of time shows no seconds, a text area has its own line ends.
    text = "" if value is None else str(value).replace("\r\n", "\n")
    return text.removesuffix(":00") if _TIME.fullmatch(text) else text


def _read(field: forms.Field, value: str) -> str:
    for key, label in _flat(getattr(field, "choices", None) or ()):
        if str(getattr(key, "value", key)) == value:
            return str(label)
    return value


def _flat(choices: Any) -> Iterator[tuple[Any, Any]]:
    for key, label in choices:
        if isinstance(label, list | tuple):
            yield from label
        else:
            yield key, label
