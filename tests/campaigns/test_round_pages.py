"""Pages of a deliverable: its rounds from both sides, its files (row 41)."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from campaigns.actions.submissions import ask_revision, submit_deliverable
from campaigns.deliverable_emails import answer_url
from campaigns.models import Deliverable, DeliverableFile, Submission
from campaigns.queries.rounds import seen_of
from core.models import OutgoingMail
from tests.campaigns.conftest import AT, at, text_of
from tests.core.test_file_types import png

NOTE = "Open with the balcony, <b>not</b> the box."


def shot(name="shot.png", data=None):
    return SimpleUploadedFile(name, png() if data is None else data)


@pytest.fixture
def handed(reel, manager):
    submit_deliverable(deliverable=reel, link="https://d.example/1", by=manager, at=AT)
    return reel


@pytest.fixture
def asked(handed, manager):
    ask_revision(deliverable=handed, note=NOTE, by=manager, at=AT)
    return Submission.objects.select_related("workspace").get()


def test_a_round_from_hand_in_to_approval(client, reel):
    page = at("deliverable", reel.public_id)
    assert "Nothing handed in yet" in text_of(client.get(page))
    hand_in = at("deliverable_hand_in", reel.public_id)
    assert client.post(hand_in, {"link": "javascript:alert(1)"}).status_code == 422
    data = {"link": "d.example/1", "note": "Rough cut", "file": shot("cut.png")}
    answer = client.post(hand_in, data, follow=True)
    assert "Handed in." in text_of(answer)
    for words in ("https://d.example/1", "Rough cut", "cut.png", "Waits for our word"):
        assert words in text_of(answer)
    revise = at("deliverable_revise", reel.public_id)
    seen = seen_of(reel)
    assert client.post(revise, {"note": "", "seen": seen}).status_code == 422
    letter = client.post(revise, {"note": NOTE, "preview": "1"}, headers={"HX-Request": "true"})
    assert "&lt;b&gt;not&lt;/b&gt;" in text_of(letter) and "<h1" not in text_of(letter)
    assert not OutgoingMail.objects.exists()
    answer = client.post(revise, {"note": NOTE, "told": "on", "seen": seen}, follow=True)
    assert "A revision is asked for." in text_of(answer)
    # A double click.
    assert client.post(revise, {"note": NOTE, "told": "on", "seen": seen}).status_code == 302
    assert OutgoingMail.objects.count() == 1
    client.post(hand_in, {"link": "d.example/2"})
    approve = at("deliverable_approve", reel.public_id)
    seen = seen_of(reel)
    assert "is approved" in text_of(client.get(approve))
    client.post(approve, {"word": "The light!", "told": "on", "seen": seen})
    # A colleague whose page is older: nothing typed is lost, nothing is changed.
    late = client.post(revise, {"note": "And the sound", "seen": seen})
    assert late.status_code == 409
    assert "And the sound" in text_of(late) and "The light!" in text_of(late)
    reel.refresh_from_db()
    assert (reel.state, reel.revisions) == ("approved", 1)
    assert OutgoingMail.objects.count() == 2


def test_a_bare_approval_of_the_campaign_page(client, handed):
    campaign = at("detail", handed.collaboration.campaign.public_id)
    assert at("deliverable", handed.public_id) in text_of(client.get(campaign))
    answer = client.post(at("deliverable_approve", handed.public_id), {"next": campaign})
    assert answer["Location"].startswith(campaign)
    answer = client.post(at("deliverable_revise", handed.public_id), {"note": "x"}, follow=True)
    assert Deliverable.objects.get().state == "revision"
    answer = client.post(at("deliverable_publish", handed.public_id), {
        "link": "x.com/a/status/1", "published_at": "2026-03-03T11:30",
    })  # fmt: skip
    assert answer.status_code == 302
    answer = client.post(at("deliverable_approve", handed.public_id), {}, follow=True)
    assert "no longer in a state" in text_of(answer)


def test_an_open_round_is_corrected_side_by_side(client, handed):
    url = at("deliverable_hand_in", handed.public_id)
    page = client.get(url)
    version = page.context["form"]["version"].value()
    assert client.post(url, {"link": "d.example/2", "version": version}).status_code == 302
    late = client.post(url, {"link": "d.example/3", "version": version})
    assert late.status_code == 409
    assert "d.example/2" in text_of(late) and "d.example/3" in text_of(late)
    again = late.context["theirs_version"]
    assert client.post(url, {"link": "d.example/3", "version": again}).status_code == 302
    assert Submission.objects.get().link == "https://d.example/3"


def test_hand_in_that_came_second_keeps_what_was_typed(client, reel, manager, monkeypatch):
    """The page is drawn before, the colleague is faster, both at the same moment."""
    from campaigns.views import rounds

    real = rounds.rounds_of
    monkeypatch.setattr(rounds, "rounds_of", lambda one: real(one).none())
    submit_deliverable(deliverable=reel, link="https://d.example/1", by=manager, at=AT)
    late = client.post(at("deliverable_hand_in", reel.public_id), {"link": "d.example/2"})
    assert late.status_code == 422 and "d.example/2" in text_of(late)
    assert "Somebody noted this round meanwhile" in text_of(late)


def test_files_come_go_and_come_back(client, reel):
    add = at("deliverable_file_add", reel.public_id)
    said = {"kind": "screenshot"}
    assert client.post(add, said).status_code == 422
    assert "is empty" in text_of(client.post(add, {**said, "file": shot(data=b"")}))
    page = client.post(add, {**said, "file": shot()}, follow=True)
    assert "“shot.png” is kept." in text_of(page)
    assert "here already" in text_of(client.post(add, {**said, "file": shot("b.png")}, follow=True))
    client.post(add, {"kind": "file", "file": shot("page.html", b"<html><script>1</script>")})
    html, picture = DeliverableFile.objects.order_by("content_type").reverse()
    got = client.get(at("deliverable_file", html.public_id))
    assert got["Content-Type"] == "application/octet-stream"
    assert got["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert client.get(at("deliverable_file_preview", html.public_id)).status_code == 404
    small = client.get(at("deliverable_file_preview", picture.public_id))
    assert small["Content-Type"] == "image/png"
    gone = client.post(at("deliverable_file_remove", picture.public_id), follow=True)
    assert "is removed." in text_of(gone) and "Undo" in text_of(gone)
    assert client.get(at("deliverable_file", picture.public_id)).status_code == 404
    DeliverableFile.objects.filter(pk=html.pk).update(size=10**9)
    full = client.post(at("deliverable_file_restore", picture.public_id), follow=True)
    assert "may have 250 MB together" in text_of(full)
    DeliverableFile.objects.filter(pk=html.pk).update(size=9)
    for _click in range(2):
        back = client.post(at("deliverable_file_restore", picture.public_id), follow=True)
    assert "shot.png" in text_of(back)
    assert client.get(at("deliverable_file", picture.public_id)).status_code == 200


def test_the_page_asks_a_fixed_number_of_questions(client, reel, manager):
    page = at("deliverable", reel.public_id)
    client.get(page)
    with CaptureQueriesContext(connection) as few:
        client.get(page)
    for n in range(4):
        submit_deliverable(deliverable=reel, link=f"https://d.example/{n}", by=manager, at=AT)
        ask_revision(deliverable=reel, note=NOTE, by=manager, at=AT)
        client.post(at("deliverable_file_add", reel.public_id),
                    {"kind": "file", "file": shot(f"{n}.txt", b"x%d" % n)})  # fmt: skip
    with CaptureQueriesContext(connection) as many:
        shown = text_of(client.get(page))
    assert len(many) == len(few)
    assert "usually the brief was not clear" in shown


# --- the creator's own page


def test_the_creator_answers_once_without_signing_in(asked):
    url, guest = answer_url(asked, AT).removeprefix("http://testserver"), Client()
    url = url[url.index("/answer/") :]
    page = text_of(guest.get(url))
    assert "&lt;b&gt;not&lt;/b&gt;" in page and "put a link" in page
    assert 'type="file"' not in page
    assert guest.post(url, {"link": ""}).status_code == 422
    answer = guest.post(url, {"link": "d.example/2", "note": "Better?"}, follow=True)
    assert "Thank you, it is with us" in text_of(answer) and "Better?" in text_of(answer)
    guest.post(url, {"link": "d.example/2", "note": "Better?"})
    row = Submission.objects.get(number=2)
    assert (row.link, row.by, row.submitted_at) == ("https://d.example/2", None, timezone.now())
    # Another one is not taken, and not lost.
    other = guest.post(url, {"link": "d.example/3", "note": "This one"})
    assert other.status_code == 409
    assert "This one" in text_of(other) and "was not taken" in text_of(other)
    assert Submission.objects.count() == 2


def test_a_page_that_came_too_late_says_so(asked, handed, manager):
    url = answer_url(asked, AT)
    url = url[url.index("/answer/") :]
    Deliverable.objects.update(
        state="published", link="https://x.com/1", link_key="x.com/1", published_at=AT
    )
    assert "No draft is needed any more" in text_of(Client().get(url))
    assert Client().post(url, {"link": "d.example/2"}).status_code == 302
    assert Submission.objects.count() == 1
    assert Client().get(url[:-3] + "x/").status_code == 404
