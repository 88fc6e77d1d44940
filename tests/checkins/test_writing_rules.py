"""What a letter asks, what its answer is called, what stands in its headers (rows 44 and 45)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checkins.enums import TemplateKind
from checkins.rules import writing as rules


@pytest.mark.parametrize(
    ("theirs", "ours"),
    [
        ("Как вы?", "Re: Как вы?"), ("RE: re: Как вы?", "Re: Как вы?"), ("", ""), ("Re:", ""),
        ("Отв: [2] : x", "Re: [2] : x"), ("Ответ: Fwd: Как?", "Re: Как?"), ("Re[2]: a", "Re: a"),
        ("Really?", "Re: Really?"), ("x" * 300, "Re: " + "x" * 196),
    ],
)  # fmt: skip
def test_subject_of_an_answer(theirs, ours):
    assert rules.answer_subject(theirs) == ours


@pytest.mark.parametrize("bad", ["", "no", "<a@b", "<a b@c>", "<a@b>\r\nBcc: x@y", "<a@b><c@d>"])
def test_no_header_is_made_of_anything_but_a_message_id(bad):
    assert rules.thread_headers(bad, "<ours@x>") == {}
    assert rules.thread_headers("<their@x>", bad)["References"] == "<their@x>"


@given(st.text(), st.text())
def test_headers_are_one_line_whatever_comes(theirs, ours):
    for value in rules.thread_headers(theirs, ours).values():
        assert "\n" not in value and "\r" not in value


def test_every_kind_says_what_it_asks_and_can_be_chosen():
    assert set(rules.ORDER) == set(TemplateKind)
    assert all(rules.says_of(kind) for kind in TemplateKind)
