"""Rounds of a deliverable: handed in, changed, approved, each with one effect (row 41)."""

from datetime import timedelta

import pytest
from django.core.files.base import ContentFile
from hypothesis import given, settings
from hypothesis import strategies as st

from campaigns.actions import submissions as act
from campaigns.actions.collaborations import decline_collaboration
from campaigns.actions.deliverables import (
    publish_deliverable,
    remove_deliverable,
    take_back_publication,
)
from campaigns.actions.evidence import keep_evidence, publish_with_evidence, submit_with_draft
from campaigns.errors import Refused, RoundAnswered, WrongState
from campaigns.models import Deliverable, DeliverableFile, Submission
from campaigns.queries.rounds import reason_not_to_ask, seen_of, standing
from campaigns.rules import rounds as rules
from core.models import OutgoingMail
from core.versions import EditConflict
from tests.campaigns.conftest import AT
from tests.core.test_file_types import png

NOTE = "Open with the balcony, not the box: they come for her mornings."
DRAFT = "https://drive.example/draft-1"


@pytest.fixture
def who(manager):
    return {"by": manager, "at": AT}


def told(reel):
    return [
        (row.number, row.link, row.verdict, row.verdict_note)
        for row in Submission.objects.filter(deliverable=reel)
    ]


def test_the_way_from_due_to_approved_is_kept_round_by_round(reel, manager):
    steps = (
        (act.submit_deliverable, {"link": DRAFT, "note": "Rough cut"}),
        (act.ask_revision, {"note": NOTE}),
        (act.submit_deliverable, {"link": "https://drive.example/draft-2"}),
        (act.approve_deliverable, {"word": "The light!"}),
        (act.ask_revision, {"note": "The legal line is missing"}),
        (act.approve_deliverable, {}),
    )
    for n, (step, words) in enumerate(steps):
        now = {"by": manager, "at": AT + timedelta(hours=n)}
        assert step(deliverable=reel, **words, **now) is True
        # A double click does it once.
        assert step(deliverable=reel, **words, **now) is False
    assert told(reel) == [
        (1, DRAFT, "revision", NOTE),
        (2, "https://drive.example/draft-2", "approved", "The light!"),
        # Looked at once more: the same draft.
        (3, "https://drive.example/draft-2", "revision", "The legal line is missing"),
        (4, "https://drive.example/draft-2", "approved", ""),
    ]
    reel.refresh_from_db()
    assert (reel.state, reel.revisions) == ("approved", 2)
    assert standing(reel).unclear
    assert [one.again for one in standing(reel).rounds] == [True, True, False, False]


def test_owned_work_goes_out_without_a_round(reel, who):
    link = {"link": "https://x.com/a/status/1", "published_at": AT}
    assert publish_deliverable(deliverable=reel, **link, **who)
    assert told(reel) == []
    take_back_publication(deliverable=reel, **who)
    # Seen without being handed in.
    act.ask_revision(deliverable=reel, note=NOTE, **who)
    assert told(reel) == [(1, "", "revision", NOTE)]


def test_a_step_that_does_not_follow_is_refused(reel, who):
    with pytest.raises(WrongState):
        act.ask_revision(deliverable=reel, note=NOTE, **who)
    publish_deliverable(
        deliverable=reel, link="https://x.com/a/status/1", published_at=AT, **who
    )  # fmt: skip
    for step in (act.approve_deliverable, act.submit_deliverable):
        with pytest.raises(WrongState):
            step(deliverable=reel, **who)
    assert Deliverable.objects.get().state == "published"
    assert told(reel) == []


def test_steps_of_who_declined_are_refused(part, reel, who):
    decline_collaboration(collaboration=part, **who)
    for step, words in (
        (act.submit_deliverable, {}),
        (act.ask_revision, {"note": NOTE}),
        (act.approve_deliverable, {}),
    ):
        with pytest.raises(WrongState):
            step(deliverable=reel, **words, **who)


def test_a_revision_without_words_is_refused(reel, who):
    act.submit_deliverable(deliverable=reel, **who)
    with pytest.raises(Refused) as refused:
        act.ask_revision(deliverable=reel, note="  \n", **who)
    assert refused.value.field == "note"
    assert told(reel) == [(1, "", "", "")]


def test_an_answered_round_is_not_answered_otherwise(reel, who):
    act.submit_deliverable(deliverable=reel, **who)
    seen = seen_of(reel)
    assert act.approve_deliverable(deliverable=reel, word="Yes", seen=seen, **who)
    # The same form again, and a colleague's that was drawn before.
    assert not act.approve_deliverable(deliverable=reel, word="Yes", seen=seen, **who)
    with pytest.raises(RoundAnswered) as there:
        act.ask_revision(deliverable=reel, note=NOTE, seen=seen, **who)
    assert there.value.round.verdict_note == "Yes"
    assert told(reel) == [(1, "", "approved", "Yes")]
    assert not OutgoingMail.objects.exists()


def test_other_words_for_what_was_asked_already_are_not_dropped(reel, who):
    act.submit_deliverable(deliverable=reel, **who)
    act.ask_revision(deliverable=reel, note=NOTE, **who)
    with pytest.raises(RoundAnswered):
        act.ask_revision(deliverable=reel, note="And the sound", **who)
    act.approve_deliverable(deliverable=reel, word="Yes", **who)
    with pytest.raises(RoundAnswered):
        act.approve_deliverable(deliverable=reel, word="No", **who)
    # A bare button says nothing that could be lost.
    assert not act.approve_deliverable(deliverable=reel, **who)
    assert [verdict for _n, _link, verdict, _note in told(reel)] == ["revision", "approved"]


def test_a_verdict_on_another_draft_than_the_one_looked_at_is_refused(reel, who):
    seen = seen_of(reel)
    act.submit_deliverable(deliverable=reel, link=DRAFT, **who)
    with pytest.raises(RoundAnswered):
        act.approve_deliverable(deliverable=reel, seen=seen, **who)
    assert told(reel) == [(1, DRAFT, "", "")]


def test_a_round_is_corrected_until_it_is_answered(reel, who):
    act.submit_deliverable(deliverable=reel, link=DRAFT, **who)
    row = Submission.objects.get()
    seen = rules.mark_of(DRAFT, "")
    change = {"submission": row, "expected": seen, "note": "", **who}
    act.change_round(link="https://a.example/1", **change)
    act.change_round(link="https://a.example/1", **change)
    with pytest.raises(EditConflict) as conflict:
        act.change_round(link="https://a.example/2", **change)
    assert conflict.value.theirs.link == "https://a.example/1"
    act.approve_deliverable(deliverable=reel, **who)
    with pytest.raises(RoundAnswered):
        act.change_round(link="https://a.example/2", **change)
    assert told(reel) == [(1, "https://a.example/1", "approved", "")]


# --- mail


def test_a_revision_is_mailed_once_with_its_words(reel, who):
    act.submit_deliverable(deliverable=reel, link=DRAFT, **who)
    act.ask_revision(deliverable=reel, note=NOTE, **who)
    act.ask_revision(deliverable=reel, note=NOTE, **who)
    mail = OutgoingMail.objects.get()
    row = Submission.objects.get()
    assert (mail.key, row.mail) == (f"revision:{reel.public_id}:1", mail)
    assert NOTE in mail.text and DRAFT in mail.text and "/answer/round/" in mail.text
    assert mail.reply_to == reel.collaboration.partnership.owner.email
    assert "our brief was not clear" not in mail.text
    assert reason_not_to_ask(mail, AT) is None
    act.submit_deliverable(deliverable=reel, **who)
    assert "no longer waited for" in reason_not_to_ask(mail, AT)
    act.ask_revision(deliverable=reel, note=NOTE, **who)
    # A third round is on us, and the mail says so.
    assert "our brief was not clear" in OutgoingMail.objects.get(key__endswith=":2").text


def test_stop_rule_knows_ended_partnerships_and_other_mails(reel, who):
    act.submit_deliverable(deliverable=reel, **who)
    act.ask_revision(deliverable=reel, note=NOTE, **who)
    mail = OutgoingMail.objects.get()
    partnership = reel.collaboration.partnership
    type(partnership).objects.update(stage="ended", ended_on=AT.date())
    assert reason_not_to_ask(mail, AT) == "the partnership has ended"
    assert reason_not_to_ask(OutgoingMail(about_id="nobody"), AT) is None


@pytest.mark.parametrize(("told_", "email"), [(False, "maya@example.com"), (True, "")])
def test_a_revision_without_mail_is_asked_all_the_same(reel, who, told_, email):
    creator = reel.collaboration.partnership.creator
    creator.email = email
    creator.save()
    act.submit_deliverable(deliverable=reel, **who)
    assert act.ask_revision(deliverable=reel, note=NOTE, told=told_, **who)
    assert not OutgoingMail.objects.exists()
    assert Submission.objects.get().mail is None


def test_a_kind_word_is_mailed_if_wanted(reel, who):
    act.submit_deliverable(deliverable=reel, **who)
    act.approve_deliverable(deliverable=reel, word="The light made it.", told=True, **who)
    mail = OutgoingMail.objects.get()
    assert mail.key == f"approval:{reel.public_id}:1" and "The light made it." in mail.text
    assert reason_not_to_ask(mail, AT) is None


# --- the creator's own page


@pytest.fixture
def asked(reel, who):
    act.submit_deliverable(deliverable=reel, **who)
    act.ask_revision(deliverable=reel, note=NOTE, **who)
    return Submission.objects.select_related("deliverable__collaboration").get()


def test_the_creator_hands_in_once(asked):
    reply = {"asked": asked, "link": DRAFT, "note": "Better?", "at": AT}
    first = act.hand_in(**reply)
    assert act.hand_in(**reply) == first
    assert (first.number, first.by, first.note) == (2, None, "Better?")
    with pytest.raises(RoundAnswered):
        act.hand_in(**{**reply, "link": "https://a.example/other"})


def test_the_creator_fills_a_round_that_was_only_marked(asked, reel, who):
    act.submit_deliverable(deliverable=reel, **who)
    row = act.hand_in(asked=asked, link=DRAFT, note="", at=AT)
    assert (row.number, row.link, row.by) == (2, DRAFT, who["by"])


def test_no_draft_is_taken_when_none_is_waited_for(asked, reel, who):
    publish_deliverable(
        deliverable=reel, link="https://x.com/a/status/1", published_at=AT, **who
    )  # fmt: skip
    asked.deliverable.refresh_from_db()
    with pytest.raises(WrongState):
        act.hand_in(asked=asked, link=DRAFT, note="", at=AT)


# --- files


def shot(content=None, name="shot.png"):
    return ContentFile(png() if content is None else content, name=name)


def test_published_with_a_screenshot_both_or_nothing(reel, who):
    said = {"deliverable": reel, "link": "https://x.com/a/status/1", "published_at": AT, **who}
    with pytest.raises(Refused) as refused:
        publish_with_evidence(upload=shot(b""), **said)
    assert refused.value.field == "file"
    assert Deliverable.objects.get().state == "due"
    reel.refresh_from_db()
    assert publish_with_evidence(upload=shot(), **said) is True
    assert publish_with_evidence(upload=shot(), **said) is False
    row = DeliverableFile.objects.get()
    assert (row.kind, row.content_type, row.can_be_drawn) == ("screenshot", "image/png", True)


def test_a_draft_as_a_file_stands_in_its_round(reel, who):
    said = {"deliverable": reel, "link": "", "note": "Rough", **who}
    assert submit_with_draft(upload=shot(name="cut.png"), **said)
    assert not submit_with_draft(upload=shot(name="cut.png"), **said)
    row = DeliverableFile.objects.get()
    assert (row.submission.number, row.kind) == (1, "draft")
    with pytest.raises(Refused, match="meanwhile"):
        submit_with_draft(upload=None, **{**said, "note": "Mine"})
    found = standing(reel)
    assert [line.row for line in found.rounds[0].files] == [row] and not found.files


def test_what_was_handed_in_or_has_files_is_not_removed(reel, who):
    keep_evidence(deliverable=reel, upload=shot(), name="a.png", kind="file", **who)
    with pytest.raises(WrongState, match="has files"):
        remove_deliverable(deliverable=reel, **who)


# --- rules


@pytest.mark.parametrize(
    ("revisions", "number", "unclear"), [(0, 1, False), (1, 2, False), (2, 3, True), (7, 8, True)]
)
def test_more_than_two_rounds_say_that_the_brief_was_unclear(revisions, number, unclear):
    assert rules.round_after(revisions) == number
    assert rules.says_unclear_brief(revisions) is unclear


@settings(max_examples=50)
@given(*[st.text(max_size=12)] * 4)
def test_a_mark_tells_one_text_from_another(link, note, other, words):
    # A link has no line break in it, so the two cannot run into each other.
    link, other = link.replace("\n", ""), other.replace("\n", "")
    same = (link, note) == (other, words)
    assert (rules.mark_of(link, note) == rules.mark_of(other, words)) is same
