"""One specific remark after a publication: asked for, refused when it is empty, sent once (row 46)."""

import re
from datetime import date, timedelta

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from hypothesis import given, settings
from hypothesis import strategies as st

from campaigns.actions.deliverables import take_back_publication
from campaigns.models import Brief, BriefVersion, Deliverable
from checkins.actions.remarks import note_remark, send_remark
from checkins.errors import AddressSuppressed, NoAddressKnown, NotOut, Resting, TooThin
from checkins.models import Touch
from checkins.queries.board import board
from checkins.queries.remarks import reason_not_to_remark
from checkins.remark_emails import opening_of, openings_of
from checkins.rules import remarks as rules
from checkins.today import Asking
from core.mail import suppression
from core.models import OutgoingMail
from tests import factories
from tests.checkins.conftest import NOW, work

SAID = "You filmed the unboxing on the balcony instead of the studio. Why there?"


@pytest.fixture(autouse=True)
def _frozen():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def post(partnership) -> Deliverable:
    row = factories.DeliverableFactory(
        collaboration=work(partnership), title="Reel", state="published", link="https://x.com/1",
        link_key="x.com/1", published_at=NOW - timedelta(hours=5),
    )  # fmt: skip
    path = "collaboration__partnership"
    return Deliverable.objects.select_related(
        "workspace", "collaboration__campaign", f"{path}__creator", f"{path}__owner", f"{path}__brand",
    ).get(pk=row.pk)  # fmt: skip


def lines(user, at=NOW, **more):
    return [
        (shelf.section, line)
        for shelf in board(Asking(user=user, at=at, **more)).shelves
        for line in shelf.lines
        if line.kind == "remark"
    ]


# --- Today


@pytest.mark.parametrize(
    ("hours", "section"),
    [(1, "week"), (47, "today"), (49, "overdue"), (24 * 14 - 1, "overdue"), (24 * 14 + 1, None)],
)
def test_today_asks_for_two_weeks(post, manager, hours, section):
    Deliverable.objects.update(published_at=NOW - timedelta(hours=hours))
    found = lines(manager)
    assert [one for one, _line in found] == ([section] if section else [])
    for _one, line in found:
        assert line.key == f"remark:{post.public_id}"
        assert line.url == reverse("checkins:remark", args=["north", post.public_id])
        assert (line.what, line.minutes) == ("A word on “Reel”", 5)


def test_today_asks_the_owner_until_it_is_written(post, manager):
    other = factories.UserFactory()
    assert not lines(other) and lines(other, mine=False)
    note_remark(deliverable=post, text=SAID, channel="telegram", by=manager, at=NOW)
    assert not lines(manager)


def test_nobody_is_asked_where_nothing_is_out_or_it_has_ended(post, partnership, manager):
    Deliverable.objects.update(state="approved", published_at=None)
    assert not lines(manager)
    Deliverable.objects.update(state="published", published_at=NOW)
    assert lines(manager)
    type(partnership).objects.update(stage="ended", ended_on=date(2026, 3, 2))
    assert not lines(manager)


# --- sending


def test_a_remark_goes_out_once_and_asks_for_nothing(post, manager):
    said = {"deliverable": post, "text": SAID, "language": "en", "by": manager, "at": NOW}
    assert send_remark(**said) is True
    assert send_remark(**said) is False
    assert note_remark(deliverable=post, text=SAID, channel="call", by=manager, at=NOW) is False
    mail, touch = OutgoingMail.objects.get(), Touch.objects.get()
    assert (mail.key, mail.kind, mail.subject) == (
        f"remark:{post.public_id}", "remark", "About “Reel”",
    )  # fmt: skip
    assert SAID in mail.text and mail.due_at == NOW
    assert (touch.kind, touch.asks, touch.direction, touch.mail) == ("question", False, "out", mail)
    assert touch.source_key == f"remark:{post.public_id}"
    assert reason_not_to_remark(mail, NOW) is None


def test_a_remark_waits_for_the_creators_morning(post, manager):
    night = NOW + timedelta(hours=10)
    send_remark(deliverable=post, text=SAID, language="ru", by=manager, at=night)
    mail = OutgoingMail.objects.get()
    assert mail.subject == "О «Reel»" and mail.due_at > night


def test_said_elsewhere_is_a_comment_of_that_channel(post, manager):
    text = "The morning light made it"
    note_remark(deliverable=post, text=text, channel="telegram", by=manager, at=NOW)
    touch = Touch.objects.get()
    assert (touch.kind, touch.channel, touch.body, touch.asks) == (
        "comment", "telegram", text, False,
    )  # fmt: skip
    assert not OutgoingMail.objects.exists()


@pytest.mark.parametrize("text", ["", "Lovely!", "Loved it"])
def test_what_would_fit_any_post_is_refused(post, manager, text):
    for act, more in ((send_remark, {"language": "en"}), (note_remark, {"channel": "call"})):
        with pytest.raises(TooThin) as refused:
            act(deliverable=post, text=text, by=manager, at=NOW, **more)
        assert refused.value.field == "text"
    assert not Touch.objects.exists()


def test_nothing_goes_where_it_must_not(post, partnership, manager):
    said = {"deliverable": post, "text": SAID, "language": "en", "by": manager, "at": NOW}
    creator = post.collaboration.partnership.creator
    suppression.suppress(email=creator.email, reason="complained", detail="", at=NOW)
    with pytest.raises(AddressSuppressed):
        send_remark(**said)
    creator.email = ""
    with pytest.raises(NoAddressKnown):
        send_remark(**said)
    post.collaboration.partnership.stage = "paused"
    with pytest.raises(Resting):
        send_remark(**said)
    Deliverable.objects.update(state="approved")
    for act, more in ((send_remark, {"language": "en"}), (note_remark, {"channel": "call"})):
        with pytest.raises(NotOut):
            act(deliverable=post, text=SAID, by=manager, at=NOW, **more)
    assert not Touch.objects.exists() and not OutgoingMail.objects.exists()


def test_stop_rule_looks_again_before_sending(post, partnership, manager):
    send_remark(deliverable=post, text=SAID, language="en", by=manager, at=NOW)
    mail = OutgoingMail.objects.get()
    type(partnership).objects.update(stage="ended", ended_on=date(2026, 3, 2))
    assert reason_not_to_remark(mail, NOW) == "the partnership is paused or has ended"
    take_back_publication(deliverable=post, by=manager, at=NOW)
    assert reason_not_to_remark(mail, NOW) == "it is not published any more"
    assert reason_not_to_remark(OutgoingMail(about_id="nobody"), NOW)


# --- the page


@pytest.fixture
def url(post):
    return reverse("checkins:remark", args=["north", post.public_id])


def test_page_shows_the_post_its_angle_and_an_opening(client_as, manager, post, url):
    part = post.collaboration
    brief = Brief.objects.create(workspace=post.workspace, collaboration=part, updated_at=NOW)
    BriefVersion.objects.create(
        workspace=post.workspace, brief=brief, number=1, autonomy="guided", shared_at=NOW,
        sections={"angle": {"en": "Mornings", "ru": "Её утро"}}, shared_by=manager,
    )  # fmt: skip
    client = client_as(manager)
    with CaptureQueriesContext(connection) as queries:
        page = client.get(url).content.decode()
    assert len(queries) < 20
    assert "Её утро" in page and "x.com/1" in page and "возвращаюсь к одному" in page
    assert "stopped at" in client.get(f"{url}?language=en").content.decode()
    for text in (opening_of(post, "ru"), "Nice"):
        thin = client.post(url, {"text": text, "language": "ru"})
        assert thin.status_code == 422 and "this would fit any post" in thin.content.decode()
    sent = client.post(url, {"text": SAID, "language": "ru"}, follow=True)
    assert "It is on its way." in sent.content.decode()
    again = client.post(url, {"text": SAID, "language": "ru"}, follow=True)
    assert "was written already" in again.content.decode()
    shown = client.get(url).content.decode()
    assert SAID in shown and "<textarea" not in shown
    beside = client.get(reverse("campaigns:deliverable", args=["north", post.public_id]))
    assert SAID in beside.content.decode()
    assert OutgoingMail.objects.count() == Touch.objects.count() == 1


def test_page_takes_what_was_said_elsewhere(client_as, manager, post, url):
    client = client_as(manager)
    beside = client.get(reverse("campaigns:deliverable", args=["north", post.public_id]))
    assert url in beside.content.decode()
    data = {"said-channel": "call", "said-text": "", "elsewhere": "1"}
    assert client.post(url, data).status_code == 422
    done = client.post(url, {**data, "said-text": SAID}, follow=True)
    assert "Noted." in done.content.decode()
    assert Touch.objects.get().channel == "call"


@pytest.mark.parametrize("problem", ["paused", "nobody", "suppressed"])
def test_page_says_why_no_mail_can_go(client_as, manager, post, url, problem):
    partnership = post.collaboration.partnership
    if problem == "paused":
        type(partnership).objects.update(stage="paused")
    elif problem == "nobody":
        type(partnership.creator).objects.update(email="")
    else:
        suppression.suppress(email=partnership.creator.email, reason="bounced", detail="", at=NOW)
    page = client_as(manager).get(url).content.decode()
    assert "note--warn" in page and "I said it elsewhere" in page
    assert not re.search(r"<button[^>]*>.*Send</button>", page)


def test_what_is_not_out_has_no_page(client_as, manager, post, url):
    Deliverable.objects.update(state="approved")
    assert client_as(manager).get(url).status_code == 404


# --- rules

OPENINGS = [rules.opening(code, name="Света", title="Reel", sender="Mara") for code in ("en", "ru")]


@pytest.mark.parametrize(
    ("text", "only"),
    [
        (OPENINGS[0], True), (OPENINGS[1].upper(), True), ("", True), ("Hi Света, why? Mara", True),
        (OPENINGS[0].replace("[…]", "it"), True),
        (OPENINGS[0].replace("[…]", "the long take by the kettle"), False),
        (OPENINGS[1].replace("[…]", "как вы молчите первые пять секунд"), False), (SAID, False),
        # Something was written, and the gap is there all the same.
        (f"{SAID} {OPENINGS[0]}", True),
    ],
)  # fmt: skip
def test_only_the_opening(text, only):
    assert rules.is_only_opening(text, OPENINGS) is only


@settings(max_examples=60)
@given(st.permutations(OPENINGS[0].replace("[…]", "").split()), st.sampled_from([" ", "\n", "… "]))
def test_the_opening_in_any_order_is_nothing_of_ones_own(words, between):
    assert rules.is_only_opening(between.join(words), OPENINGS)


def test_openings_know_whom_they_are_for(post):
    english, russian = openings_of(post)
    assert "Reel" in english and rules.GAP in english and rules.GAP in russian
    assert rules.opening("en", name="{title}", title="T", sender="{name}").count("T”") == 1
