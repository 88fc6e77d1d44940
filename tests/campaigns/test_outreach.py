"""Asking creators to take part, and what they answer: by mail, on the page, to the manager."""

from datetime import date, timedelta

import pytest
from django.test import Client

from campaigns.actions.collaborations import (
    add_collaborations,
    answer_outreach,
    confirm_collaboration,
    decline_collaboration,
    give_up_asking,
)
from campaigns.actions.outreach import AlreadyAnswered, Ask, change_answer_by, note_reply
from campaigns.errors import Refused, WrongState
from campaigns.models import Outreach
from campaigns.outreach_emails import answer_url
from core.models import OutgoingMail
from tests import factories
from tests.campaigns.conftest import AT, TODAY, at, text_of

LATER = AT + timedelta(days=2)
BY_MAIL = Ask(message="You came to mind at once", answer_by=date(2026, 3, 10), mail=True)


@pytest.fixture
def asked(campaign, maya, manager):
    """Maya was asked by mail."""
    (row,) = add_collaborations(
        campaign=campaign, partnerships=[maya], state="invited", ask=BY_MAIL, by=manager, at=AT
    )
    return Outreach.objects.get(collaboration=row)


def _page(outreach):
    return answer_url(outreach).partition("://")[2].partition("/")[2].join(["/", ""])


def test_an_invitation_says_what_is_asked_in_their_language(campaign, sveta, maya, manager):
    for partnership, tier in ((maya, "T1"), (sveta, "T2")):
        partnership.tier = tier
        partnership.save()
    add_collaborations(
        campaign=campaign, partnerships=[maya, sveta], state="invited", ask=BY_MAIL,
        by=manager, at=AT,
    )  # fmt: skip
    english, russian = OutgoingMail.objects.order_by("to_email")
    assert english.kind == "outreach"
    assert "You came to mind at once" in english.text
    assert "among the first" in english.text
    assert "10 March" in english.text
    assert "/answer/campaign/" in english.html
    assert "сотрудни" not in english.text
    assert russian.language == "ru"
    assert "Balcony" in russian.subject
    assert "among the first" not in russian.text


def test_an_answer_on_the_page_counts_once_and_get_writes_nothing(asked, maya):
    browser, url = Client(), _page(asked)
    assert "Would you like to take part" in text_of(browser.get(url))
    asked.refresh_from_db()
    assert asked.answer == ""
    assert browser.post(url, {"answer": "maybe"}).status_code == 422
    for _click in range(2):
        answer = browser.post(url, {"answer": "yes", "words": "Gladly"})
        assert answer.status_code == 302
    asked.refresh_from_db()
    assert (asked.answer, asked.note, asked.answered_by) == ("yes", "Gladly", None)
    assert asked.collaboration.state == "confirmed"
    assert "good to have you" in text_of(browser.get(url))
    # The mail was not out yet: there is nothing left to ask.
    asked.mail.refresh_from_db()
    assert asked.mail.state == "cancelled"


def test_who_answers_second_is_told_and_loses_no_word(asked, manager):
    part = asked.collaboration
    assert decline_collaboration(collaboration=part, by=manager, at=AT, note="On holiday")
    answer = Client().post(_page(asked), {"answer": "yes", "words": "Count me in"})
    assert answer.status_code == 409
    for words in ("was not kept", "Count me in", "you said no"):
        assert words in text_of(answer)
    with pytest.raises(AlreadyAnswered):
        answer_outreach(outreach=asked, yes=True, words="", at=LATER)
    asked.refresh_from_db()
    assert (asked.answer, asked.note, asked.answered_by) == ("no", "On holiday", manager)


def test_a_page_of_a_question_that_was_closed_asks_nothing(asked, manager, client):
    part = asked.collaboration
    client.post(at("unanswered", part.public_id), {"note": "Silent since May"})
    asked.refresh_from_db()
    part.refresh_from_db()
    assert (asked.answer, part.state) == ("none", "declined")
    assert "No answer is needed" in text_of(Client().get(_page(asked)))
    with pytest.raises(WrongState):
        give_up_asking(collaboration=part, by=manager, at=AT)
    assert Client().get(_page(asked)[:-3] + "x/").status_code == 404


def test_asked_again_is_a_second_question_and_they_said_yes_is_an_answer(
    campaign, maya, asked, manager
):
    part = asked.collaboration
    decline_collaboration(collaboration=part, by=manager, at=AT)
    for _click in range(2):
        add_collaborations(
            campaign=campaign, partnerships=[maya], state="invited", by=manager, at=LATER
        )
    assert list(part.outreaches.values_list("answer", flat=True)) == ["no", ""]
    part.refresh_from_db()
    confirm_collaboration(collaboration=part, by=manager, at=LATER)
    # A yes that turns out to be a no is one question, answered otherwise.
    decline_collaboration(collaboration=part, by=manager, at=LATER)
    assert list(part.outreaches.values_list("answer", flat=True)) == ["no", "no"]
    add_collaborations(campaign=campaign, partnerships=[maya], by=manager, at=LATER)
    last = part.outreaches.last()
    assert (last.answer, last.asked_at, last.answered_at) == ("yes", LATER, LATER)


def test_a_reply_by_mail_is_kept_once_and_answers_nothing(asked, manager):
    for _time in range(2):
        assert note_reply(asked.mail, "Sounds good, when?", AT, "inbound:1") is True
    assert note_reply(asked.mail, "Friday?", AT, "inbound:2") is True
    asked.refresh_from_db()
    assert (asked.note, asked.answer) == ("Sounds good, when?\n\nFriday?", "")
    confirm_collaboration(collaboration=asked.collaboration, by=manager, at=AT, note="By phone")
    asked.refresh_from_db()
    assert asked.note.endswith("By phone")
    assert note_reply(asked.mail, "  ", AT, "inbound:3") is False


def test_more_time_is_a_day_to_come(asked, manager, client):
    with pytest.raises(Refused):
        change_answer_by(outreach=asked, answer_by=date(2026, 3, 1), today=TODAY, by=manager, at=AT)
    client.post(
        at("outreach_more_time", asked.collaboration.public_id), {"answer_by": "2026-03-20"}
    )
    asked.refresh_from_db()
    assert asked.answer_by == date(2026, 3, 20)
    confirm_collaboration(collaboration=asked.collaboration, by=manager, at=AT)
    with pytest.raises(AlreadyAnswered):
        change_answer_by(outreach=asked, answer_by=date(2026, 4, 1), today=TODAY, by=manager, at=AT)


def test_inviting_from_the_page(client, campaign, maya, sveta, brand):
    maya.tier = "T1"
    maya.save()
    nobody = factories.PartnershipFactory(
        workspace=brand.workspace, brand=brand, tier="T3",
        creator=factories.CreatorFactory(workspace=brand.workspace, name="No Mail", email=""),
    )  # fmt: skip
    url = at("add_creators", campaign.public_id)
    text = text_of(client.get(url))
    assert "has not been asked for this campaign yet: Maya Lind" in text
    assert "would be campaign 1" in text
    data = {
        f"take_{sveta.public_id}": "on", f"take_{nobody.public_id}": "on", "state": "mail",
        "message": "Привет", "answer_by": "2026-03-01", "channel": "",
    }  # fmt: skip
    assert client.post(url, data).status_code == 422
    answer = client.post(url, {**data, "answer_by": "2026-03-09"}, follow=True)
    text = text_of(answer)
    assert "No e-mail address: No Mail" in text
    assert "The first tier has not been asked yet: Maya Lind" in text
    assert "Wanted by 9 March" in text
    assert OutgoingMail.objects.get().to_email == "sveta@creators.example"
    assert set(Outreach.objects.values_list("channel", "answer")) == {("email", "")}
