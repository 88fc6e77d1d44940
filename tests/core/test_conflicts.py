"""What a page shows of two texts: only what differs, in the words of the form."""

from datetime import date, time
from types import SimpleNamespace

import pytest
from django import forms
from django.http import QueryDict

from core.conflicts import Difference, differences, newer
from core.versions import EditConflict


class Form(forms.Form):
    text = forms.CharField(label="Text", required=False)
    starts = forms.TimeField(label="From", required=False)
    on = forms.DateField(label="Day", required=False)
    tier = forms.ChoiceField(
        label="Tier",
        choices=[("", "None"), ("Upper", [("gold", "Gold"), ("silver", "Silver")]), ("b", "Basic")],
    )
    plain = forms.CharField(required=False)
    version = forms.IntegerField()


SAME = {"text": "", "starts": "", "on": "", "tier": "", "plain": "", "version": "1"}
STORED = {"text": "", "starts": None, "on": None, "tier": "", "plain": "", "version": 2}


def shown(stored, typed, **more):
    form = Form(data={**SAME, **typed})
    return differences(form, {**STORED, **stored}, **more)


@pytest.mark.parametrize(
    ("stored", "typed"),
    [
        ({}, {}),
        ({"starts": time(9, 30)}, {"starts": "09:30"}),
        ({"on": date(2026, 3, 1)}, {"on": "2026-03-01"}),
        ({"text": "One\nTwo"}, {"text": "One\r\nTwo"}),
        # Two colons make no time of a text.
        ({"text": "At: 9: sharp\nTwo"}, {"text": "At: 9: sharp\r\nTwo"}),
    ],
)
def test_what_reads_the_same_is_no_difference(stored, typed):
    assert shown(stored, typed) == []


@pytest.mark.parametrize(
    ("stored", "typed", "difference"),
    [
        ({"text": "Mine: 1:00"}, {"text": "Mine: 1"}, ("Text", "Mine: 1:00", "Mine: 1")),
        ({"starts": time(9)}, {"starts": "10:00"}, ("From", "09:00", "10:00")),
        ({"starts": time(9)}, {"starts": ""}, ("From", "09:00", "")),
        # Choices are read by their words, also inside groups; one that is gone by its value.
        ({"tier": "gold"}, {"tier": "b"}, ("Tier", "Gold", "Basic")),
        ({"tier": ""}, {"tier": "silver"}, ("Tier", "None", "Silver")),
        ({"tier": "old"}, {"tier": "gold"}, ("Tier", "old", "Gold")),
        ({"plain": "a"}, {"plain": "b"}, ("plain", "a", "b")),
    ],
)
def test_a_difference_in_words(stored, typed, difference):
    assert shown(stored, typed) == [Difference(*difference)]


def test_fields_that_are_not_stored_are_left_out_and_a_page_of_forms_says_which():
    form = Form(data={"a-text": "mine", "a-plain": "typed"}, prefix="a")
    assert differences(form, {"text": "theirs"}, of="First: ") == [
        Difference("First: Text", "theirs", "mine")
    ]


@pytest.mark.parametrize(("prefix", "key"), [("", "version"), ("a", "a-version")])
def test_saving_again_stands_on_what_is_stored_now(prefix, key):
    data = QueryDict(f"{key}=1&text=mine")
    conflict = EditConflict(theirs=SimpleNamespace(version=7), mine={})
    again = newer(data, conflict, prefix=prefix)
    assert (again[key], again["text"], data[key]) == (7, "mine", "1")
