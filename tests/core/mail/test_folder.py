from email import message_from_bytes, policy

import pytest
from django.core.mail import EmailMessage

from core.mail.delivery import deliver
from core.mail.folder import FolderBackend, file_name
from core.mail.rows import all_mails
from tests.factories import NOON, WorkspaceFactory


def test_mail_is_one_file_of_its_message_id(queue, settings):
    mail = queue()
    assert deliver(mail.pk, at=NOON) == "sent"
    all_mails().update(state="queued")
    assert deliver(mail.pk, at=NOON) == "sent"
    [path] = settings.MAIL_FOLDER.iterdir()
    assert path.name == file_name(mail.message_id)
    message = message_from_bytes(path.read_bytes(), policy=policy.default)
    assert message["Message-ID"] == mail.message_id
    assert b"\r\n" in path.read_bytes()


def test_message_id_leads_nowhere_else(tmp_path):
    message = EmailMessage("s", "b", to=["a@b.example"], headers={"Message-ID": "<../../x@y>"})
    FolderBackend(file_path=str(tmp_path / "in")).send_messages([message])
    assert [p.parent.name for p in tmp_path.rglob("*.eml")] == ["in"]


@pytest.mark.parametrize(("is_demo", "outside"), [(True, 0), (False, 1)])
def test_mail_of_a_demo_never_leaves_the_house(queue, smtp, settings, is_demo, outside):
    demo = WorkspaceFactory(is_demo=is_demo)
    assert deliver(queue(workspace=demo).pk, at=NOON) == "sent"
    assert len(smtp.mails) == outside
    kept = list(settings.MAIL_FOLDER.glob("*.eml")) if settings.MAIL_FOLDER.exists() else []
    assert len(kept) == 1 - outside


def test_full_disk_has_not_taken_the_mail(queue, monkeypatch):
    def full(self, messages):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(FolderBackend, "send_messages", full)
    mail = queue()
    assert deliver(mail.pk, at=NOON) == "queued"
    assert "No space left" in all_mails().get(pk=mail.pk).last_error
