import pytest
from hypothesis import given
from hypothesis import strategies as st

from checkins.enums import TemplateKind
from checkins.rules.wording import VARIABLES, fill, left_bare, problems, unknown, used
from checkins.templates_text import ANSWER, DEFAULTS

GOOD = "Hi {name},\n\n{personal_line}\n\nHow are you?\n\n{sender}"
VALUES = {"name": "Maya", "sender": "Olga", "brand": "North", "personal_line": ""}


@pytest.mark.parametrize("words", DEFAULTS.values())
def test_our_own_words_are_in_order(words):
    assert problems(words.subject, words.body) == []
    body = fill(words.body, VALUES)
    assert "{" not in body
    assert "\n\n\n" not in body
    # Three sentences and a signature.
    middle = body.split("\n\n")[1:-1]
    assert sum(middle[0].count(mark) for mark in ".?!") == 3
    assert len(middle) == 1


def test_every_kind_has_our_words_in_both_languages_and_nothing_that_could_be_missing():
    assert set(DEFAULTS) == {(kind, code) for kind in TemplateKind.values for code in ("en", "ru")}
    for words in [*DEFAULTS.values(), *ANSWER.values()]:
        text = words if isinstance(words, str) else words.subject + words.body
        assert used(text) <= {"name", "sender", "brand", "personal_line"}


@pytest.mark.parametrize(
    ("subject", "body", "field"),
    [
        ("", GOOD, "subject"),
        ("Hi {nam}", GOOD, "subject"),
        ("Hi {name", GOOD, "subject"),
        ("Hi {personal_line}", GOOD, "subject"),
        ("Hi", "", "body"),
        ("Hi", "Hello {personal_line} {sender}", "body"),
        ("Hi", "Hello {name} {sender}", "body"),
        ("Hi", "Hello {name} {personal_line}", "body"),
        ("Hi", GOOD + "{personal_line}", "body"),
        ("Hi", GOOD + "{}", "body"),
        ("Hi", GOOD + "{0}", "body"),
        ("Hi", GOOD + "{name!r}", "body"),
        ("Hi", GOOD + "{name:>9}", "body"),
        ("Hi", GOOD + "{name.__class__}", "body"),
        ("Hi", GOOD + "{name:{sender}}", "body"),
        ("Hi", GOOD + "{ name }", "body"),
        ("Hi {since!s}", GOOD, "subject"),
        ("Hi", GOOD + "{last_posts}", "body"),
        ("Hi", GOOD + "}", "body"),
    ],
)
def test_broken_templates_are_named(subject, body, field):
    assert field in [at for at, _words in problems(subject, body)]


def test_missing_variables_are_told_together():
    [(_, words)] = problems("Hi", "Hello")
    assert "{name}" in words
    assert "{sender}" in words


def test_fill_closes_up_an_empty_line():
    assert fill(GOOD, VALUES) == "Hi Maya,\n\nHow are you?\n\nOlga"
    assert fill(GOOD, {**VALUES, "personal_line": "Loved it."}) == (
        "Hi Maya,\n\nLoved it.\n\nHow are you?\n\nOlga"
    )


def test_fill_takes_doubled_brackets_as_plain_ones():
    assert fill("{{{name}}}", VALUES) == "{Maya}"


@given(st.text(), st.text())
def test_any_text_is_judged_and_values_are_never_read_as_templates(name, line):
    assert isinstance(problems(name, line), list)
    filled = fill("{name}|{personal_line}", {**VALUES, "name": "{brand}", "personal_line": "%s"})
    assert filled == "{brand}|%s"


@given(st.sets(st.sampled_from(VARIABLES)), st.sets(st.sampled_from(VARIABLES)))
def test_what_is_used_and_not_known_is_named_once_and_in_order(asked, known):
    values = dict.fromkeys(known, "x") | dict.fromkeys(asked - known, " ")
    text = " ".join(f"{{{name}}}" for name in sorted(asked))
    assert used(text) == asked
    missing = unknown(used(text, text), values)
    assert set(missing) == asked - known - {"personal_line"}
    assert missing == [name for name in VARIABLES if name in missing]
    assert left_bare("{nobody} {", text) == [name for name in VARIABLES if name in asked]
