"""The inbox: what found no place waits for a person, and becomes a contact of whose it is."""

from datetime import timedelta

import pytest
from django.core.files.base import ContentFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django_scopes import scope

from checkins.actions.inbox import put_aside
from checkins.errors import Refused
from checkins.models import Touch
from checkins.queries.board import board
from checkins.queries.inbox import Shown, counts, offered
from checkins.today import Asking
from core.models import AuditEntry, InboundFile, InboundMail, OutgoingMail
from core.search import fold_all
from creators.models import Creator
from tests import factories
from tests.checkins.conftest import NOW


def came(workspace, n=1, **fields):
    given = {
        "workspace": workspace, "event_key": f"k{n}{fields.get('state', '')}", "received_at": NOW,
        "from_email": "kim@example.com", "from_name": "Светлана Ким", "to_email": "hello@in.example",
        "subject": f"Балкон {n}", "text": "Давайте в мае", "state": "stranger",
    }  # fmt: skip
    return InboundMail.objects.create(**{**given, **fields})


def url(name, workspace, *args):
    return reverse(f"checkins:{name}", args=[workspace.slug, *args])


@pytest.fixture
def signed_in(manager):
    client = Client()
    client.force_login(manager)
    return client


def test_a_stranger_is_offered_by_address_and_filed_once(signed_in, partnership, manager):
    ws = partnership.workspace
    row = came(ws)
    page = signed_in.get(url("inbox_mail", ws, row.public_id))
    assert [p.pk for p in page.context["offered"]] == [partnership.pk]
    to = {"partnership": partnership.public_id}
    answer = signed_in.post(url("inbox_file", ws, row.public_id), to)
    touch = Touch.objects.get()
    assert answer.url == url("touch", ws, touch.public_id)
    assert (touch.partnership, touch.body, touch.inbound) == (partnership, "Давайте в мае", row)
    assert (touch.direction, touch.kind, touch.awaits_answer) == ("in", "reply", True)
    row.refresh_from_db()
    assert (row.state, row.handled_by) == ("filed", manager)
    # Filed by somebody else meanwhile.
    assert signed_in.post(url("inbox_file", ws, row.public_id), to).status_code == 422
    assert Touch.objects.count() == 1


def test_nobody_chosen_is_told_and_nothing_is_filed(signed_in, partnership):
    ws = partnership.workspace
    row = came(ws)
    for chosen in ({}, {"partnership": "nobody"}):
        answer = signed_in.post(url("inbox_file", ws, row.public_id), chosen)
        assert answer.status_code == 422
        assert "Choose whose mail it is." in answer.content.decode()
    assert not Touch.objects.exists()


@pytest.mark.parametrize("state", ["bounce", "complaint", "filed", "received"])
def test_a_report_or_a_filed_mail_is_not_filed_by_hand(signed_in, partnership, state):
    ws = partnership.workspace
    row = came(ws, state=state)
    to = {"partnership": partnership.public_id}
    assert signed_in.post(url("inbox_file", ws, row.public_id), to).status_code == 422
    assert not Touch.objects.exists()


def test_whose_it_may_be(partnership, in_scope):
    Creator.objects.update(search=fold_all("Светлана Ким"))
    mail = OutgoingMail.objects.create(
        workspace=in_scope, key="x", kind="note", language="ru", from_email="p@example.com",
        to_email="kim@example.com", subject="Май", text="…", created_at=NOW, due_at=NOW,
        message_id="<x@x>",
    )  # fmt: skip
    by_mail = came(in_scope, 1, from_email="agent@x.example", from_name="", answers=mail)
    by_name = came(in_scope, 2, from_email="other@x.example")
    nobody = came(in_scope, 3, from_email="other@x.example", from_name="Никто Никак")
    assert offered(by_mail, "") == offered(by_name, "") == [partnership]
    assert offered(nobody, "") == []
    assert offered(nobody, "свет") == [partnership]


def test_put_aside_takes_it_off_the_list_once_and_is_told(signed_in, partnership, manager):
    ws = partnership.workspace
    row = came(ws)
    assert counts()["waiting"] == 1
    assert signed_in.post(url("inbox_aside", ws, row.public_id)).status_code == 303
    assert counts() == {"waiting": 0, "automatic": 0, "returned": 0, "all": 1}
    assert not put_aside(inbound=row, by=manager, at=NOW)
    assert AuditEntry.objects.filter(verb="inbound.put_aside").count() == 1
    # It may still be filed: minds change.
    to = {"partnership": partnership.public_id}
    assert signed_in.post(url("inbox_file", ws, row.public_id), to).status_code == 303


def test_what_belongs_to_nobody_is_not_put_aside(manager, in_scope):
    with pytest.raises(Refused):
        put_aside(inbound=InboundMail(workspace=None), by=manager, at=NOW)


def test_filed_from_another_address_waits_to_be_looked_at(signed_in, partnership):
    ws = partnership.workspace
    row = came(ws, state="filed", from_known=False)
    came(ws, 2, state="filed", from_known=True)
    assert counts()["waiting"] == 1
    page = signed_in.get(url("inbox", ws)).content.decode()
    assert "Another address" in page
    signed_in.post(url("inbox_aside", ws, row.public_id))
    assert counts()["waiting"] == 0


def test_an_automatic_answer_suggests_the_absence(signed_in, partnership):
    ws = partnership.workspace
    row = came(ws, state="automatic", text="Я в отпуске с 5 по 12 марта")
    assert Shown(row).away.until.isoformat() == "2026-03-12"
    page = signed_in.get(url("inbox_mail", ws, row.public_id)).content.decode()
    assert "?first=2026-03-05&amp;until=2026-03-12" in page
    assert Shown(came(ws, 2, state="stranger", text="до 12 марта")).away is None


def test_source_and_files_are_saved_never_shown(signed_in, partnership):
    ws = partnership.workspace
    row = came(ws)
    assert signed_in.get(url("inbox_raw", ws, row.public_id)).status_code == 404
    row.raw.save("x.eml", ContentFile(b"From: a\n\n<script>x</script>"))
    answer = signed_in.get(url("inbox_raw", ws, row.public_id))
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert answer.headers["Content-Type"] == "text/plain; charset=utf-8"
    assert "sandbox" in answer.headers["Content-Security-Policy"]
    kept = InboundFile(mail=row, name="a.pdf", content_type="application/pdf", size=1)
    kept.content.save("a", ContentFile(b"%PDF-"))
    no = InboundFile.objects.create(
        mail=row, name="b.exe", content_type="application/octet-stream", size=1, refused="type"
    )
    assert (
        signed_in.get(url("inbox_attachment", ws, kept.public_id)).headers["Content-Disposition"]
        == 'attachment; filename="a.pdf"'
    )
    assert signed_in.get(url("inbox_attachment", ws, no.public_id)).status_code == 404
    page = signed_in.get(url("inbox_mail", ws, row.public_id)).content.decode()
    assert "not kept: not a kind of file we take" in page


def test_markup_of_strangers_is_text(signed_in, partnership):
    ws = partnership.workspace
    bad = "<img src=x onerror=alert(1)>"
    row = came(ws, subject=bad, text=bad, from_name=bad)
    for page in (url("inbox", ws), url("inbox_mail", ws, row.public_id)):
        assert "<img src=x" not in signed_in.get(page).content.decode()


def test_the_list_costs_the_same_with_one_and_many(
    signed_in, partnership, django_assert_max_num_queries
):
    ws = partnership.workspace
    came(ws)
    signed_in.get(url("inbox", ws))
    with django_assert_max_num_queries(12) as one:
        signed_in.get(f"{url('inbox', ws)}?tab=all")
    for n in range(2, 12):
        row = came(ws, n)
        Touch.objects.create(
            workspace=ws, partnership=partnership, at=NOW, direction="in", kind="reply",
            channel="email", inbound=row, created_at=NOW,
        )  # fmt: skip
    with django_assert_max_num_queries(len(one)) as many:
        signed_in.get(f"{url('inbox', ws)}?tab=all")
    assert len(many) == len(one)


def test_an_empty_inbox_says_what_it_is_for(signed_in, partnership):
    page = signed_in.get(url("inbox", partnership.workspace)).content.decode()
    assert "No mail has come in yet" in page


def test_today_tells_how_many_wait(partnership, manager, in_scope):
    def lines():
        shown = board(Asking(manager, NOW)).by_key()
        return [line for key, line in shown.items() if key.startswith("inbox:")]

    assert lines() == []
    came(in_scope, 1, received_at=NOW - timedelta(days=1))
    came(in_scope, 2, state="expired")
    came(in_scope, 3, state="automatic")
    [line] = lines()
    assert line.what == "2 mails wait to be filed"
    assert "2 March" in line.reason
    assert line.url == url("inbox", in_scope)


def test_mails_of_another_workspace_do_not_exist(signed_in, partnership):
    ws = partnership.workspace
    other = factories.WorkspaceFactory()
    with scope(workspace=other):
        theirs = came(other, 9)
    nobodys = InboundMail(
        workspace=None, event_key="n", received_at=timezone.now(), from_email="a@b.c",
        to_email="", subject="x", state="stranger",
    )  # fmt: skip
    nobodys.save()
    mine = came(ws)
    page = signed_in.get(f"{url('inbox', ws)}?tab=all").content.decode()
    assert mine.public_id in page
    for row in (theirs, nobodys):
        assert row.public_id not in page
        for name in ("inbox_mail", "inbox_raw"):
            assert signed_in.get(url(name, ws, row.public_id)).status_code == 404
        for name in ("inbox_file", "inbox_aside"):
            answer = signed_in.post(
                url(name, ws, row.public_id), {"partnership": partnership.public_id}
            )
            assert answer.status_code == 404


def test_a_partnership_of_another_workspace_cannot_be_chosen(signed_in, partnership):
    ws = partnership.workspace
    other = factories.WorkspaceFactory()
    with scope(workspace=other):
        theirs = factories.PartnershipFactory(workspace=other)
    row = came(ws)
    to = {"partnership": theirs.public_id}
    assert signed_in.post(url("inbox_file", ws, row.public_id), to).status_code == 422
    row.refresh_from_db()
    assert row.state == "stranger"
