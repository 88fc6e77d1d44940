"""What differs between two texts: all of it, and nothing else, in sentences that can be read."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from campaigns.rules.brief_diff import BriefState, compare, compare_read, compare_sections
from campaigns.rules.inherited import Inherited, Piece
from campaigns.rules.text_diff import compare_texts
from core.money import Money

TEXTS = st.text(st.sampled_from("ab .!?\nя,"), max_size=60)


@settings(max_examples=150, deadline=None)
@given(TEXTS, TEXTS)
def test_same_and_gone_give_the_old_text_same_and_new_the_new_one(old, new):
    runs = [piece for one in compare_texts(old, new) for piece in one.runs]
    assert "".join(p.text for p in runs if p.kind != "new") == old
    assert "".join(p.text for p in runs if p.kind != "gone") == new


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("Show the kettle. Be kind.", "Show the kettle. Be kind.", ["same", "same"]),
        ("Post it on Friday. Be kind.", "Post it on Monday. Be kind.", ["changed", "same"]),
        ("Be kind.", "Be kind. Name the price.", ["same", "new"]),
        ("Show the kettle.", "Сварите кофе на балконе.", ["gone", "new"]),
        ("One\nTwo", "One\nTwo\nThree", ["same", "same", "new"]),
        ("", "All new.", ["new"]),
    ],
)
def test_sentences_stand_beside_what_became_of_them(old, new, told):
    assert [one.kind for one in compare_texts(old, new)] == told


def test_a_touched_sentence_reads_as_it_was_and_as_it_is():
    [one] = compare_texts("Post it on Friday at noon.", "Post it on Monday at noon.")
    assert (one.old, one.new) == ("Post it on Friday at noon.", "Post it on Monday at noon.")
    assert [(p.kind, p.text) for p in one.runs if p.kind != "same"] == [
        ("gone", "Friday"), ("new", "Monday"),
    ]  # fmt: skip


def test_a_very_long_sentence_is_compared_whole():
    old = "word " * 600
    assert [one.kind for one in compare_texts(old, old + "more")] == ["gone", "new"]


def test_sections_are_told_in_order_and_by_language():
    old = {"goal": {"en": "Sell", "ru": "Продать"}, "must": {"en": "Link"}}
    new = {"goal": {"en": "Sell", "ru": "Показать"}, "must": {"en": ""}, "unknown": {"en": "x"}}
    found = compare_sections(old, new)
    assert [(one.key, one.language) for one in found] == [("goal", "ru"), ("must", "en")]
    assert [one.kind for one in found[1].changed] == ["gone"]
    assert compare_sections(old, new, ["ru"])[0].key == "goal"


def _state(*, autonomy="guided", fee=900, pieces=(), last=date(2026, 3, 31), **texts):
    fee = Money(Decimal(fee), "USD") if fee else None
    inherited = Inherited(tuple(pieces), date(2026, 2, 1), last, fee, paid_within=20)
    return BriefState({"goal": texts}, autonomy, inherited)


def test_days_fee_freedom_and_deliverables_are_told_as_they_were_and_as_they_are():
    reel = Piece("Reel", "instagram", "reel", date(2026, 2, 20))
    old = _state(en="Sell", pieces=[reel, Piece("Story", "instagram", "story", date(2026, 2, 21))])
    moved = Piece("Reel", "instagram", "reel", date(2026, 2, 27))
    post = Piece("Post", "instagram", "post", date(2026, 3, 1))
    new = _state(en="Sell", autonomy="free", fee=0, pieces=[moved, post], last=date(2026, 4, 2))
    diff = compare(old, new, {"guided": "Guided", "free": "Free"})
    assert not diff.texts
    assert [(one.label, one.old.partition(" due ")[2], one.new) for one in diff.changes[1:4]] == [
        ("Reel", "Feb. 20, 2026", "Instagram, Reel or short, due Feb. 27, 2026"),
        ("Story", "Feb. 21, 2026", ""),
        ("Post", "", "Instagram, Post, due March 1, 2026"),
    ]
    told = {one.label: (one.old, one.new) for one in diff.changes}
    assert told["How free the work is"] == ("Guided", "Free")
    assert told["Last day"] == ("March 31, 2026", "April 2, 2026")
    assert told["Fee"][1] == ""
    assert not compare(old, old, {})
    # A version of the time before anything was kept says nothing of it.
    assert not compare(BriefState(old.sections, "guided"), old, {})


def test_a_reader_of_one_language_is_told_what_they_read():
    old, new = _state(en="Sell", ru=""), _state(en="Sell it", ru="Показать")
    assert [one.language for one in compare_read(old, new, {}, "en").texts] == ["en"]
    [one] = compare_read(old, new, {}, "ru").texts
    assert (one.language, [s.kind for s in one.sentences]) == ("ru", ["gone", "new"])
    [gone] = compare_read(old, _state(), {}, "ru").texts
    assert (gone.language, [s.kind for s in gone.sentences]) == ("en", ["gone"])
