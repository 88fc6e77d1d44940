"""A creator's ideas from being said to being told (product.md, rows 33 and 34)."""

from datetime import timedelta

import pytest

from campaigns.actions.briefs import lock_brief, save_brief, share_brief
from campaigns.actions.closing import close_campaign
from campaigns.actions.ideas import decide_idea, record_idea, tell_ideas
from campaigns.errors import Refused
from campaigns.models import Brief, Idea
from campaigns.queries.co_briefed import co_briefed
from campaigns.queries.ideas import of_parts, told_next
from campaigns.rules.ideas import fingerprint
from core.mail.replies import handler_of
from core.models import AuditEntry, OutgoingMail
from core.together import read_together
from core.versions import EditConflict
from partnerships import ideas as known
from partnerships.ideas import ideas_asked, ideas_told
from partnerships.rules.audit import Ideas
from tests import factories
from tests.campaigns.conftest import AT, TEXT

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def share(part, by, words="", at=AT):
    texts = {**TEXT, "angle": {"en": words}} if words else TEXT
    before = Brief.objects.filter(collaboration=part).first()
    brief = save_brief(
        collaboration=part, sections=texts, autonomy="guided",
        expected=before.version if before else 0, by=by, at=at,
    )  # fmt: skip
    return share_brief(brief=brief, expected=brief.version, reason="Later", by=by, at=at)


def say(part, text="Film it at dawn", key="", at=AT, **changes):
    values = {"kind": "suggestion", "source": "mail", "by": None, **changes}
    return record_idea(
        collaboration=part, text=text, source_key=key, said_at=at, at=at, **values
    )  # fmt: skip


def decide(idea, by, state="adopted", answer="", expected=None, **more):
    return decide_idea(
        idea=idea, expected=expected or Idea.objects.get(pk=idea.pk).version, state=state,
        answer=answer, by=by, at=AT, **more,
    )  # fmt: skip


def tell(part, by, at=AT, **more):
    seen = fingerprint((row.public_id, row.version) for row in told_next(part))
    return tell_ideas(collaboration=part, seen=seen, by=by, at=at, **more)


@pytest.fixture
def version(part, manager):
    return share(part, manager)


def test_the_same_answer_comes_in_once(part, version):
    first = say(part, " Film it\r\nat dawn ", key="inbound:1", of_version=version)
    assert say(part, "Film it\nat dawn", key="inbound:1") == first
    assert (first.text, first.state, first.of_version) == ("Film it\nat dawn", "open", version)
    assert AuditEntry.objects.filter(verb="idea.received").count() == 1
    # Without a key, what is said twice is said twice.
    assert say(part) != say(part)


@pytest.mark.parametrize(
    ("changes", "field"), [({"text": " "}, "text"), ({"said_at": AT + DAY}, "said_at")]
)
def test_no_words_and_days_to_come_are_refused(part, changes, field):
    values = {"text": "Dawn", "said_at": AT, "source": "call", "by": None, "at": AT}
    with pytest.raises(Refused) as told:
        record_idea(collaboration=part, **{**values, **changes})
    assert told.value.field == field


def test_what_comes_after_the_end_is_kept_too(part, version, manager):
    close_campaign(campaign=part.campaign, by=manager, at=AT)
    assert say(part, at=AT + DAY).state == "open"


@pytest.mark.parametrize(
    ("state", "answer", "field"),
    [("open", "", "state"), ("adapted", " ", "answer"), ("declined", "", "answer")],
)
def test_a_decision_lacks_something(part, manager, state, answer, field):
    with pytest.raises(Refused) as told:
        decide(say(part), manager, state, answer)
    assert told.value.field == field


def test_decided_anew_until_it_is_told(part, version, manager, owner):
    idea = say(part)
    decide(idea, manager, "declined", "Too dark")
    # Twice the same is one decision, whatever version was on the page.
    assert decide(idea, manager, "declined", "Too dark ", expected=1).version == 2
    with pytest.raises(EditConflict) as told:
        decide(idea, owner, "adopted", expected=1)
    assert told.value.theirs.answer == "Too dark"
    decide(idea, owner, "adapted", "At dusk", kind="objection")
    assert tell(part, manager) == [idea]
    with pytest.raises(Refused):
        decide(idea, owner, "declined", "No")
    idea.refresh_from_db()
    assert (idea.state, idea.kind, idea.answer) == ("adapted", "objection", "At dusk")


def test_the_next_version_uses_what_was_taken_up(part, version, manager):
    taken, adapted, declined, still_open = [say(part, text) for text in "abcd"]
    already = say(part, "e")
    decide(taken, manager)
    decide(adapted, manager, "adapted", "So")
    decide(declined, manager, "declined", "No")
    decide(already, manager, used_in=version)
    second = share(part, manager, "At dawn", AT + DAY)
    third = share(part, manager, "At dusk", AT + DAY)
    assert third.number == 3
    used = dict(Idea.objects.values_list("text", "used_in__number"))
    assert used == {"a": 2, "b": 2, "c": None, "d": None, "e": 1}
    assert AuditEntry.objects.filter(verb="idea.used").count() == 2
    # Declined after all: no version has it.
    assert decide(taken, manager, "declined", "No").used_in is None
    assert decide(still_open, manager, "noted", "Whatever").answer == ""
    assert second.used_ideas.count() == 1


def test_a_version_of_another_brief_is_refused(part, version, manager):
    other = factories.CollaborationFactory(campaign=part.campaign)
    with pytest.raises(Refused) as told:
        decide(say(other), manager, used_in=version)
    assert told.value.field == "used_in"


def test_one_mail_tells_all_and_only_once(part, version, manager, django_assert_num_queries):
    for text, state, answer in (
        ("Film it at dawn", "adopted", ""),
        ("No #ad in the title", "declined", "The law wants it"),
        ("All clear", "noted", ""),
        ("Red kettle", "open", ""),
    ):
        idea = say(part, text)
        if state != "open":
            decide(idea, manager, state, answer)
    share(part, manager, "At dawn")
    OutgoingMail.objects.all().delete()
    assert len(tell(part, manager)) == 2
    assert tell(part, manager) == []
    [mail] = OutgoingMail.objects.filter(kind="ideas")
    for words in ("“Film it at dawn”", "in version 2", "“No #ad in the title”", "The law wants it"):
        assert words in mail.text
        assert words.replace("'", "&#x27;") in mail.html
    assert "All clear" not in mail.text
    assert "Red kettle" not in mail.text
    assert (mail.to_email, mail.reply_to) == ("maya@creators.example", manager.email)
    assert set(Idea.objects.exclude(told=None).values_list("text", flat=True)) == {
        "Film it at dawn", "No #ad in the title",
    }  # fmt: skip
    # Later answers go out in a mail of their own.
    decide(Idea.objects.get(text="Red kettle"), manager)
    tell(part, manager, AT + DAY)
    assert OutgoingMail.objects.filter(kind="ideas").count() == 2


def test_what_was_not_looked_at_is_not_sent(part, version, manager):
    idea = decide(say(part), manager)
    seen = fingerprint([(idea.public_id, idea.version)])
    decide(idea, manager, "declined", "After all")
    with pytest.raises(EditConflict):
        tell_ideas(collaboration=part, seen=seen, by=manager, at=AT)
    assert not OutgoingMail.objects.filter(kind="ideas").exists()


def test_without_an_address_they_are_told_in_person(part, manager):
    part.partnership.creator.email = ""
    part.partnership.creator.save()
    decide(say(part), manager)
    with pytest.raises(Refused):
        tell(part, manager)
    assert Idea.objects.get().told_at is None
    tell(part, manager, in_person=True)
    assert (Idea.objects.get().told_at, Idea.objects.get().told) == (AT, None)


def test_no_lock_while_an_idea_waits(part, version, manager):
    idea = say(part)
    with pytest.raises(Refused, match="1 idea of theirs"):
        lock_brief(brief=version.brief, by=manager, at=AT)
    decide(idea, manager, "declined", "No")
    assert lock_brief(brief=version.brief, by=manager, at=AT)


def test_a_reply_by_mail_is_an_idea(part, version, manager):
    mail = OutgoingMail.objects.get(kind="brief")
    take = handler_of("brief")
    assert take(mail, "Film it at dawn", AT, "inbound:1")
    assert take(mail, "Film it at dawn", AT, "inbound:1")
    assert not take(mail, " \n", AT, "inbound:2")
    idea = Idea.objects.get()
    assert (idea.source, idea.of_version, idea.by) == ("mail", version, None)
    decide(idea, manager)
    tell(part, manager)
    answered = OutgoingMail.objects.get(kind="ideas")
    assert handler_of("ideas")(answered, "Thank you", AT, "inbound:3")
    assert Idea.objects.get(text="Thank you").of_version == version
    for kind, lost in (("brief", mail), ("ideas", answered)):
        lost.about_id = "gone"
        assert not handler_of(kind)(lost, "Hello", AT, "inbound:4")


def test_sums_for_many_parts_in_one_query(part, version, manager, django_assert_num_queries):
    other = factories.CollaborationFactory(campaign=part.campaign)
    decide(say(part), manager)
    decide(say(part), manager, "noted")
    say(part)
    with django_assert_num_queries(1):
        found = of_parts([part.pk, other.pk])
    mine = found[part.pk]
    assert (mine.counts.received, mine.counts.open, mine.untold, mine.answers) == (2, 1, 1, 1)
    assert found[other.pk].counts.received == 0
    with django_assert_num_queries(1):
        told = ideas_told(read_together(ideas_asked([part.partnership_id, other.partnership_id])))
    assert (told[part.partnership_id], told[other.partnership_id]) == (Ideas(2, 1), Ideas(0, 0))


def test_nobody_records_ideas(monkeypatch):
    """Which is not the same as none."""
    monkeypatch.setattr(known, "_known", [])
    assert ideas_asked([1]) == []
    assert ideas_told([]) is None


def test_who_was_briefed_together(part, version, manager, django_assert_num_queries):
    silent = factories.CollaborationFactory(campaign=part.campaign)
    decide(say(part), manager)
    lock_brief(brief=version.brief, by=manager, at=AT + DAY)
    with django_assert_num_queries(2):
        assert co_briefed([part.pk, silent.pk]) == {part.pk: True, silent.pk: False}
