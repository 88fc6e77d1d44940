"""Pages of ideas: the creator's own, without signing in; the manager's (product.md, row 33)."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from campaigns.actions.ideas import decide_idea
from campaigns.idea_emails import PURPOSE, answer_url
from campaigns.models import Idea
from core.models import OutgoingMail
from core.reply_pages import TRIES_A_MINUTE, make_token
from tests.campaigns.conftest import AT, at, text_of
from tests.campaigns.test_ideas import DAY, decide, say, share, tell

pytestmark = pytest.mark.django_db
WRITES = re.compile(r"^\s*(INSERT|UPDATE|DELETE)(?!.*django_(cache|session))", re.I | re.S)


@pytest.fixture
def version(part, manager):
    return share(part, manager)


@pytest.fixture
def link(version):
    return answer_url(version).partition("8000")[2]


@pytest.fixture
def anybody():
    return Client(enforce_csrf_checks=True)


def posted(**changes):
    return {"kind": "suggestion", "section": "", "text": "Film it at dawn", "once": "a", **changes}


def test_the_mail_of_a_brief_leads_to_its_page(version, link):
    mail = OutgoingMail.objects.get(kind="brief")
    assert link in mail.text
    assert link in mail.html
    assert "reply to this mail" in mail.text


def test_looking_writes_nothing_and_needs_no_cookie(anybody, link):
    with CaptureQueriesContext(connection) as asked:
        answer = anybody.get(link)
        anybody.head(link)
    assert "Sell the balcony" in text_of(answer)
    assert not [q for q in asked.captured_queries if WRITES.match(q["sql"])]
    assert "no-store" in answer["Cache-Control"]


def test_each_post_adds_one_and_the_same_words_add_one(anybody, link, version):
    for sent in (
        posted(),
        posted(),
        posted(text="Film it at dusk"),
        posted(kind="objection", section="goal", text="Not the balcony"),
        posted(once="b"),
    ):
        answer = anybody.post(link, sent)
        assert answer.status_code == 302
    assert list(Idea.objects.values_list("text", "kind", "section", "source")) == [
        ("Film it at dawn", "suggestion", "", "page"),
        ("Film it at dusk", "suggestion", "", "page"),
        ("Not the balcony", "objection", "goal", "page"),
        ("Film it at dawn", "suggestion", "", "page"),
    ]
    assert set(Idea.objects.values_list("of_version", flat=True)) == {version.pk}
    shown = text_of(anybody.get(answer["Location"]))
    assert "Thank you, noted." in shown
    assert shown.count("We are looking at it.") == 4


def test_it_suits_me_is_an_answer_and_no_idea(anybody, link):
    anybody.post(link, posted(kind="fits", text=""))
    anybody.post(link, posted(kind="fits", text="But at dawn"))
    assert list(Idea.objects.values_list("text", "state")) == [
        ("It suits me as it is", "noted"), ("But at dawn", "open"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    "wrong", [{"text": " "}, {"kind": ""}, {"section": "nowhere"}, {"text": "x" * 5001}]
)
def test_what_is_wrong_is_shown_and_nothing_is_lost(anybody, link, wrong):
    answer = anybody.post(link, posted(**wrong))
    assert answer.status_code == 422
    assert wrong.get("text", "Film it at dawn").strip() in text_of(answer)
    assert not Idea.objects.exists()


def test_they_read_what_became_of_it_once_it_was_told(anybody, link, part, manager):
    for text in ("<b>Dawn</b>", "Dusk"):
        decide(say(part, text), manager, "declined", "Too dark" if text == "Dusk" else "Too late")
    assert "Too dark" not in text_of(anybody.get(link))
    tell(part, manager)
    shown = text_of(anybody.get(link))
    assert "Too dark" in shown
    assert "&lt;b&gt;Dawn&lt;/b&gt;" in shown
    newer = share(part, manager, "At dawn", AT + DAY)
    assert answer_url(newer) in text_of(anybody.get(link))


def test_links_that_lead_nowhere(anybody, link, version, part):
    house = version.workspace.public_id
    day = part.campaign.ends_on
    for token in (
        link.rstrip("/").rpartition("/")[2][:-1] + "x",
        make_token("introduction", house, version.public_id, until=day),
        make_token(PURPOSE, house, "gone", until=day),
        make_token(PURPOSE, "gone", version.public_id, until=day),
        make_token(PURPOSE, house, until=day),
    ):
        with time_machine.travel(AT - timedelta(days=9), tick=False):
            assert anybody.get(f"/answer/brief/{token}/").status_code == 404
    with time_machine.travel(AT + timedelta(days=15), tick=False):
        assert anybody.get(link).status_code == 410
        assert anybody.post(link, posted()).status_code == 410
    for _ in range(TRIES_A_MINUTE):
        anybody.post(link, {})
    assert anybody.post(link, posted()).status_code == 429
    assert not Idea.objects.exists()


def test_it_speaks_their_language(anybody, version, part):
    creator = part.partnership.creator
    creator.language = "ru"
    creator.save()
    assert "Показать балкон" in text_of(anybody.get(answer_url(version).partition("8000")[2]))


def test_typed_from_a_call_once(client, part, version):
    sent = posted(said_on="2026-03-02", kind="objection")
    for _ in range(2):
        answer = client.post(at("ideas", part.public_id), sent)
        assert answer["Location"] == at("ideas", part.public_id)
    idea = Idea.objects.get()
    assert (idea.source, idea.kind, idea.of_version) == ("call", "objection", None)
    assert idea.said_at.astimezone(part.partnership.creator.zone).hour == 12
    client.post(at("ideas", part.public_id), posted(said_on="2026-03-03"))
    assert Idea.objects.get(kind="suggestion").of_version == version
    late = client.post(at("ideas", part.public_id), posted(said_on="2026-03-04"))
    assert late.status_code == 422
    assert "Film it at dawn" in text_of(late)


def decision(idea, state="adopted", **changes):
    return {"state": state, "answer": "", "kind": idea.kind, "used_in": "", "version": 1, **changes}


def test_decided_in_place_and_told(client, part, version, manager):
    here = at("ideas", part.public_id)
    idea = say(part, "Film it at dawn")
    refused = client.post(at("idea_decide", idea.public_id), decision(idea, "declined"))
    assert refused.status_code == 422
    assert "Say why" in text_of(refused)
    done = client.post(at("idea_decide", idea.public_id), decision(idea, used_in=version.public_id))
    assert done["Location"] == f"{here}#idea-{idea.public_id}"
    assert "Tell 1 answer" in text_of(client.get(here))
    asked = client.get(at("ideas_tell", part.public_id))
    assert "in version 1" in text_of(client.get(at("ideas_tell_preview", part.public_id)))
    assert client.post(at("ideas_tell", part.public_id), {"seen": "old"})["Location"] == at(
        "ideas_tell", part.public_id
    )
    sent = {"seen": asked.context["seen"]}
    for _ in range(2):
        assert client.post(at("ideas_tell", part.public_id), sent)["Location"] == here
    assert OutgoingMail.objects.filter(kind="ideas").count() == 1
    assert client.get(at("ideas_tell", part.public_id))["Location"] == here
    assert "told 3 Mar" in text_of(client.get(here))
    late = client.post(at("idea_decide", idea.public_id), decision(idea, version=2, answer="x"))
    assert (late.status_code, "told already" in text_of(late)) == (422, True)


def test_two_decide_at_once_and_both_see_it(client, part, version, owner):
    idea = say(part)
    decide_idea(idea=idea, expected=1, state="declined", answer="Too dark", by=owner, at=AT)
    answer = client.post(at("idea_decide", idea.public_id), decision(idea, answer="Lovely"))
    assert answer.status_code == 409
    for words in ("Too dark", "Lovely", 'value="2"'):
        assert words in text_of(answer)


def test_told_in_person_without_an_address(client, part, version, manager):
    creator = part.partnership.creator
    creator.email = ""
    creator.save()
    decide(say(part), manager)
    asked = client.get(at("ideas_tell", part.public_id))
    sent = {"seen": asked.context["seen"]}
    refused = client.post(at("ideas_tell", part.public_id), sent, follow=True)
    assert "tell them in person" in text_of(refused)
    client.post(at("ideas_tell", part.public_id), {**sent, "in_person": "1"})
    assert Idea.objects.get().told_at == AT


def test_the_list_is_narrowed(client, part, version, manager):
    decide(say(part, "Dawn"), manager)
    say(part, "Dusk", kind="objection", at=AT)
    Idea.objects.filter(text="Dusk").update(said_at=AT - timedelta(days=60))
    brand, creator = part.partnership.brand, part.partnership.creator
    for asked, shown in (
        ("", {"Dawn", "Dusk"}),
        ("state=open", {"Dusk"}),
        ("state=untold", {"Dawn"}),
        ("kind=suggestion", {"Dawn"}),
        ("days=30", {"Dawn"}),
        (f"brand={brand.public_id}&creator={creator.public_id}", {"Dawn", "Dusk"}),
        ("creator=gone", set()),
        ("state=x&kind=x&days=x", {"Dawn", "Dusk"}),
    ):
        found = text_of(client.get(f"{at('idea_list')}?{asked}"))
        assert {word for word in ("Dawn", "Dusk") if word in found} == shown


def test_pages_ask_the_same_of_one_and_of_many(client, part, version, manager):
    def count(address):
        with CaptureQueriesContext(connection) as asked:
            assert client.get(address).status_code == 200
        return len(asked)

    pages = [at("ideas", part.public_id), at("idea_list")]
    decide(say(part), manager)
    few = [count(page) for page in pages]
    for _ in range(9):
        decide(say(part), manager)
        say(part)
    assert [count(page) for page in pages] == few
