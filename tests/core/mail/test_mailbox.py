"""The mailbox page: what stands in the folder, shown as its reader sees it, able to do nothing."""

from datetime import timedelta
from runpy import run_path

import pytest
from django.test import Client

import core.urls
from core.mail import letters
from core.mail.delivery import deliver
from core.mail.folder import file_name
from core.mail.outbox import Attachment
from core.models import OutgoingMail
from tests.factories import NOON


@pytest.fixture
def mailbox() -> Client:
    return Client()


def write(queue, key="a:1", at=NOON, **fields) -> str:
    """Queue and deliver; the name of its file."""
    given = {"template": "t/hello", "context": {"name": "Ann <b>"}, "at": at, **fields}
    mail = queue(key, **given)
    assert deliver(mail.pk, at=at) == "sent"
    return file_name(mail.message_id).removesuffix(".eml")


def test_newest_mail_is_first(queue, mailbox):
    write(queue, "a:1", NOON, to=("first@example.com", "Аня"))
    write(queue, "a:2", NOON + timedelta(hours=1), to=("second@example.com", ""))
    page = mailbox.get("/mailbox/").content.decode()
    assert page.index("second@example.com") < page.index("first@example.com")
    assert "Аня" in page
    assert "Ann &lt;b&gt; asks &amp; waits" in page


def test_empty_mailbox_says_so(db, mailbox):
    assert "No mail yet" in mailbox.get("/mailbox/").content.decode()


def test_letter_in_its_frame(queue, mailbox):
    chart = Attachment("chart.png", "image/png", b"\x89PNG", "chart")
    mail = queue("a:1", template="t/hello", context={"name": "x"}, attachments=[chart])
    OutgoingMail._base_manager.update(html=mail.html.replace("<p>", '<img src="cid:chart"><p>'))
    deliver(mail.pk, at=NOON)
    name = file_name(mail.message_id).removesuffix(".eml")
    page = mailbox.get(f"/mailbox/{name}/").content.decode()
    assert f'src="/mailbox/{name}/html/"' in page
    assert 'sandbox="allow-popups allow-popups-to-escape-sandbox"' in page
    frame = mailbox.get(f"/mailbox/{name}/html/")
    html = frame.content.decode()
    assert 'src="data:image/png;base64,iVBORw=="' in html
    assert '<head><base target="_blank">' in html
    policy = frame["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "sandbox allow-popups" in policy
    assert "script" not in policy
    assert letters.letter(name).files == []


def test_plain_text_and_attachments(queue, mailbox):
    files = [Attachment("Договор.pdf", "text/html", b"<script>1</script>")]
    name = write(queue, attachments=files)
    page = mailbox.get(f"/mailbox/{name}/?tab=text").content.decode()
    assert "Tom &amp; Ann &lt;b&gt;" in page
    assert "<iframe" not in page
    file = mailbox.get(f"/mailbox/{name}/file/1/")
    assert file.content == b"<script>1</script>"
    assert file["Content-Type"] == "application/octet-stream"
    assert file["Content-Disposition"].startswith("attachment;")
    assert mailbox.get(f"/mailbox/{name}/file/2/").status_code == 404


def test_mail_without_html_is_shown_as_text(queue, mailbox):
    name = write(queue, template="t/plain")
    assert "Only words." in mailbox.get(f"/mailbox/{name}/").content.decode()
    assert mailbox.get(f"/mailbox/{name}/html/").status_code == 404


@pytest.mark.parametrize("name", ["0" * 40, "passwd", "..%2f..%2fetc", "a" * 39])
def test_no_other_file_is_shown(db, mailbox, settings, name):
    settings.MAIL_FOLDER.mkdir()
    (settings.MAIL_FOLDER / "passwd.eml").write_text("Subject: secret\n\nx")
    assert mailbox.get(f"/mailbox/{name}/").status_code == 404


def test_file_of_another_hand_is_shown_as_far_as_it_goes(settings, mailbox, db):
    settings.MAIL_FOLDER.mkdir()
    (settings.MAIL_FOLDER / f"{'b' * 40}.eml").write_bytes(b"X: 1\n\nbody")
    (settings.MAIL_FOLDER / f"{'c' * 40}.eml").write_bytes(
        b"Date: Tue, 03 Mar 2026 12:00:00 -0000\nContent-Type: multipart/mixed; boundary=b\n\n"
        b"--b\nContent-Type: application/pdf\nContent-Disposition: attachment\n\nx\n--b--\n"
    )
    assert [heading.at.year for heading in letters.headings()] == [2026, 1970]
    assert letters.letter("b" * 40).text.strip() == "body"
    found = letters.letter("c" * 40)
    assert (found.text, found.html, found.files[0].name) == ("", "", "file-1")
    for name in ("b" * 40, "c" * 40):
        assert mailbox.get(f"/mailbox/{name}/").status_code == 200


def test_mail_written_anew_is_read_anew(queue, settings):
    name = write(queue)
    assert letters.headings()[0].subject.startswith("Ann")
    path_ = settings.MAIL_FOLDER / f"{name}.eml"
    path_.write_bytes(b"Subject: other\n\n")
    assert letters.headings()[0].subject == "other"


def test_without_the_setting_there_is_no_mailbox(settings):
    settings.MAILBOX_PAGE = False
    assert "mailbox" not in {route.name for route in run_path(core.urls.__file__)["urlpatterns"]}
    settings.MAILBOX_PAGE = True
    assert "mailbox" in {route.name for route in run_path(core.urls.__file__)["urlpatterns"]}
