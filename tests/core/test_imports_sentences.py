"""A reason is kept with its origin, and reads in the language of whoever reads."""

import json
from datetime import date

import pytest
from django.utils import translation
from django.utils.translation import gettext_lazy
from hypothesis import given
from hypothesis import strategies as st

from core.imports import pages
from core.imports.sentences import Sentence, gettext, joined, ngettext, recorded, spoken
from tests.core.notes_importer import checked, ran


def kept(value):
    return json.loads(json.dumps(recorded(value)))


def in_russian(value):
    with translation.override("ru"):
        return spoken(kept(value))


def test_message_values_and_labels_are_said_again():
    why = gettext("“%(cell)s” is not a number.") % {"cell": "много"}
    label = gettext_lazy("Name")
    assert in_russian(why) == "«много» — не число."
    with translation.override("ru"):
        name = str(label)
    assert in_russian(joined([label, why], by=": ")) == f"{name}: «много» — не число."
    assert str(joined([label, why], by=": ")) == "Name: “много” is not a number."


def test_numbers_choose_their_form_again():
    columns = ngettext(
        "The file has %(columns)s column, at most %(most)s can be imported.",
        "The file has %(columns)s columns, at most %(most)s can be imported.", 3,
    ) % {"columns": 3, "most": 500}  # fmt: skip
    assert "3 столбца" in in_russian(columns)


def test_days_are_written_as_the_reader_writes_them():
    day = gettext("“%(cell)s” is not a number.") % {"cell": date(2026, 3, 3)}
    assert "3 марта" in in_russian(day)


def test_a_sentence_survives_an_exception():
    why = gettext("“%(cell)s” is not a number.") % {"cell": "x"}
    assert isinstance(str(ValueError(why)), Sentence)


@given(st.text(max_size=30), st.integers(0, 10**6))
def test_what_is_recorded_says_the_same_in_the_same_language(text, number):
    with translation.override("en"):
        why = gettext("“%(cell)s” is not a number.") % {"cell": text}
        whole = joined([why, "", text, number])
        assert spoken(kept(whole)) == str.__str__(whole)


@pytest.mark.parametrize(
    ("language", "words"), [("en", "could not be saved"), ("ru", "не удалось")]
)
def test_report_reads_in_the_language_of_its_reader(upload, manager, language, words):
    job = ran(checked(upload("n1;breaks")), manager)
    with translation.override(language):
        told = pages.get_report(job, "", None).rows[0]
        assert words in told.why
        assert words in pages.write_failed_rows(job).read().decode()
