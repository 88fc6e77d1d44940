"""Words that wait: a line of Today, their page, what is quoted of them."""

import re
from datetime import date, timedelta

import pytest
import time_machine
from django.core.files.base import ContentFile
from hypothesis import given
from hypothesis import strategies as st

from checkins.actions.touches import log_touch
from checkins.models import Touch
from checkins.queries.board import board
from checkins.queries.timeline import timeline
from checkins.rules.answering import QUOTED, answer_by, quote
from checkins.today import Asking, Section
from core.models import InboundFile, InboundMail
from tests import factories
from tests.checkins.conftest import NOW
from tests.checkins.life import asking as timeline_of
from tests.core.test_file_types import png

PAGE = "/w/north/touches/{}/"


@pytest.fixture(autouse=True)
def _now():
    with time_machine.travel(NOW, tick=False):
        yield


def said(partnership, body="When does the tea come?", *, ago=timedelta(hours=2), **more):
    return log_touch(
        partnership=partnership, kind="reply", direction="in", by=None, body=body, at=NOW - ago,
        logged_at=NOW, subject="Re: tea", source_key=f"inbound:{body[:5]}{ago}", waits=True, **more,
    )  # fmt: skip


def inbound(partnership, **more):
    return InboundMail.objects.create(
        workspace=partnership.workspace, event_key=f"k{partnership.pk}", received_at=NOW,
        from_email="other@example.com", to_email="x@y.example", subject="Re: tea", text="",
        **more,
    )  # fmt: skip


def lines(manager, **more):
    found = board(Asking(user=manager, at=NOW, **more))
    return [
        (shelf.section, line)
        for shelf in found.shelves
        for line in shelf.lines
        if line.kind == "answer"
    ]


def text(response):
    return re.sub(r"\s+", " ", response.content.decode())


def test_one_line_for_each_partnership_quotes_the_newest(partnership, manager):
    said(partnership, ago=timedelta(hours=5))
    newest = said(partnership, "And the second question")
    [(section, line)] = lines(manager)
    assert (section, line.title) == (Section.TODAY, "Светлана Ким")
    assert line.what == "“And the second question”"
    assert "2 messages" in line.reason
    assert "3 March" in line.reason
    assert line.key == f"answer:{newest.public_id}"
    answer, none = line.actions
    assert (none.post, newest.public_id in none.url) == (True, True)
    assert partnership.public_id in answer.url


def test_after_two_working_days_it_is_late(partnership, manager):
    # Tuesday noon: Friday's words may wait until today, Thursday's until yesterday.
    said(partnership, ago=timedelta(days=4))
    [(section, _line)] = lines(manager)
    assert section == Section.TODAY
    said(partnership, "Earlier", ago=timedelta(days=5))
    [(section, line)] = lines(manager)
    assert (section, line.due_on) == (Section.OVERDUE, date(2026, 3, 2))


def test_what_belongs_to_a_colleague_is_not_mine(partnership, manager, owner):
    said(partnership)
    assert lines(owner) == []
    assert len(lines(owner, mine=False)) == 1


def test_files_without_words_are_said(partnership, manager):
    row = inbound(partnership)
    for name in ("a.png", "b.pdf"):
        InboundFile.objects.create(mail=row, name=name, content_type="x", size=1)
    said(partnership, "", inbound=row)
    [(_section, line)] = lines(manager)
    assert line.what == "sent 2 files"


def test_the_line_asks_nothing_more_however_many_wait(
    partnership, manager, django_assert_max_num_queries
):
    said(partnership)
    for n in range(6):
        said(factories.PartnershipFactory(workspace=partnership.workspace, owner=manager), f"{n}")
    with django_assert_max_num_queries(10):
        found = lines(manager)
    assert len(found) == 7


def test_no_answer_needed_takes_the_line_away(partnership, manager, client_as):
    touch = said(partnership)
    client = client_as(manager)
    response = client.post(f"{PAGE.format(touch.public_id)}no-answer/", {"next": "/w/north/today/"})
    assert (response.status_code, response.headers["Location"]) == (303, "/w/north/today/")
    assert lines(manager) == []
    assert client.get(f"{PAGE.format(touch.public_id)}no-answer/").status_code == 405


def test_the_page_shows_all_words_with_what_was_said_around(partnership, manager, client_as):
    log_touch(
        partnership=partnership, kind="message", direction="out", by=manager, body="Our earlier",
        at=NOW - timedelta(days=3), logged_at=NOW,
    )  # fmt: skip
    row = inbound(partnership, from_known=False)
    touch = said(partnership, f"Long {'word ' * 300}<b>end</b>", inbound=row)
    shown = text(client_as(manager).get(PAGE.format(touch.public_id)))
    assert "&lt;b&gt;end&lt;/b&gt;" in shown
    assert "Our earlier" in shown
    assert "from another address: other@example.com" in shown
    assert shown.index("&lt;b&gt;end") < shown.index("Our earlier")
    assert "Waits for an answer" in shown


def test_files_are_saved_never_shown_and_pictures_are_drawn(partnership, manager, client_as):
    row = inbound(partnership)
    made = {}
    for name, kind, data in (
        ("sea.png", "image/png", png()), ("page.html", "text/html", b"<script>"),
    ):  # fmt: skip
        made[name] = InboundFile(mail=row, name=name, content_type=kind, size=len(data))
        made[name].content.save(name, ContentFile(data))
    InboundFile.objects.create(mail=row, name="v.exe", content_type="x", size=9, refused="type")
    touch = said(partnership, inbound=row)
    client = client_as(manager)
    shown = text(client.get(PAGE.format(touch.public_id)))
    assert "not kept: not a kind of file we take" in shown
    url = "/w/north/touch-files/{}/"
    page = client.get(url.format(made["page.html"].public_id))
    assert page.headers["Content-Type"] == "application/octet-stream"
    assert page.headers["Content-Disposition"].startswith("attachment")
    assert client.get(f"{url.format(made['page.html'].public_id)}preview/").status_code == 404
    drawn = client.get(f"{url.format(made['sea.png'].public_id)}preview/")
    assert (drawn.status_code, drawn.headers["Content-Type"]) == (200, "image/png")
    refused = InboundFile.objects.get(name="v.exe")
    assert client.get(url.format(refused.public_id)).status_code == 404
    # Of a mail that nobody has filed: not from here.
    Touch.objects.filter(pk=touch.pk).update(inbound=None)
    assert client.get(url.format(made["sea.png"].public_id)).status_code == 404


def test_the_timeline_tells_files_and_a_strange_address(partnership):
    row = inbound(partnership, from_known=False)
    InboundFile.objects.create(mail=row, name="a.png", content_type="x", size=1)
    touch = said(partnership, inbound=row)
    entry = timeline(timeline_of(partnership)).lines[0].entry
    assert entry.facts == (
        "1 file", "from another address: other@example.com", "Waits for an answer",
    )  # fmt: skip
    assert touch.public_id in entry.link


@pytest.mark.parametrize(
    ("came", "market", "last"),
    [
        ("2026-03-02", "", "2026-03-04"),  # Monday
        ("2026-03-05", "", "2026-03-09"),  # Thursday: Friday and Monday
        ("2026-03-07", "", "2026-03-10"),  # Saturday
        # 8 March is kept on Monday, the 9th.
        ("2026-03-05", "RU", "2026-03-10"),
    ],
)
def test_an_answer_is_in_time_for_two_working_days(came, market, last):
    assert answer_by(date.fromisoformat(came), market) == date.fromisoformat(last)


@pytest.mark.parametrize(
    ("words", "quoted"),
    [
        ("Short", "Short"),
        ("Two\n\n lines ", "Two lines"),
        (f"{'word ' * 30}", f"{'word ' * 16}word…"),
        ("x" * 200, f"{'x' * (QUOTED - 1)}…"),
        ("", ""),
    ],
)
def test_a_quote_is_one_line_cut_between_words(words, quoted):
    assert quote(words) == quoted


@given(st.text(), st.integers(2, 200))
def test_a_quote_is_never_longer_than_asked(words, most):
    found = quote(words, most)
    assert len(found) <= most
    assert "\n" not in found
