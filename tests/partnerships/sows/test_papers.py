"""Signed papers beside agreements."""

import pytest

from core.file_names import MOST_BYTES
from core.models import AuditEntry
from partnerships.actions import files
from partnerships.errors import Refused
from partnerships.models import AgreementFile
from partnerships.rules.papers import is_paper
from tests.partnerships.conftest import AT
from tests.partnerships.pages import text_of, url
from tests.partnerships.sows.conftest import PDF, keep, signed

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("kind", "yes"),
    [
        ("application/pdf", True), ("image/jpeg", True), ("text/plain", True),
        ("application/vnd.openxmlformats-officedocument.wordprocessingml.document", True),
        ("text/html", False), ("image/svg+xml", False), ("application/octet-stream", False),
        ("application/zip", False), ("video/mp4", False),
    ],
)  # fmt: skip
def test_what_is_a_paper(kind, yes):
    assert is_paper(kind) is yes


def test_paper_is_kept_once_removed_and_brought_back(agreement, manager):
    kept = keep(agreement, manager)
    assert (kept.content_type, kept.size, kept.by) == ("application/pdf", len(PDF), manager)
    assert keep(agreement, manager).pk == kept.pk
    assert files.remove_paper(file=kept, by=manager, at=AT)
    assert not files.remove_paper(file=kept, by=manager, at=AT)
    assert keep(agreement, manager).pk == kept.pk
    kept.refresh_from_db()
    assert kept.removed_at is None
    assert not files.restore_paper(file=kept, by=manager, at=AT)
    verbs = list(AuditEntry.objects.filter(object_id=kept.public_id).values_list("verb", flat=True))
    assert sorted(verbs) == [f"agreement_file.{one}" for one in ("kept", "removed", "restored")]


def test_same_bytes_of_another_paper_are_kept_too(agreement, sow, manager):
    assert keep(agreement, manager).pk != keep(agreement, manager, sow=sow).pk


@pytest.mark.parametrize(
    ("upload", "words"),
    [
        (signed(content=b""), "empty"),
        (signed(content=b"<html><script>1</script></html>"), "no paper"),
        (signed(content=b"%PDF-1.7 <script>alert(1)</script>"), "no paper"),
    ],
)
def test_what_is_no_paper_is_refused(agreement, manager, upload, words):
    with pytest.raises(Refused, match=words) as refused:
        keep(agreement, manager, upload=upload)
    assert refused.value.field == "file"
    assert not AgreementFile.objects.exists()


def test_too_big_and_too_many_are_refused(agreement, manager, monkeypatch):
    upload = signed()
    upload.size = MOST_BYTES + 1
    with pytest.raises(Refused, match=r"25\.1 MB; a file may have 25 MB"):
        keep(agreement, manager, upload=upload)
    monkeypatch.setattr(files, "ROOM_BYTES", len(PDF) - 1)
    with pytest.raises(Refused, match="would take more"):
        keep(agreement, manager)


@pytest.mark.usefixtures("noon")
def test_paper_goes_up_and_comes_down_as_a_file(client, agreement, sow):
    add = url("paper_add", agreement.public_id)
    there = client.post(add, {"file": signed(), "sow": sow.public_id})
    assert there["Location"].startswith(url("sow", sow.public_id))
    row = AgreementFile.objects.get()
    assert row.sow == sow and "signed.pdf" in text_of(client.get(url("sow", sow.public_id)))
    assert "signed.pdf" in text_of(client.get(url("agreement", agreement.public_id)))
    answer = client.get(url("paper", row.public_id))
    assert b"".join(answer.streaming_content) == PDF
    assert answer["Content-Disposition"].startswith("attachment")
    gone = client.post(url("paper_remove", row.public_id))
    assert "Undo" in text_of(client.get(gone["Location"]))
    assert client.get(url("paper", row.public_id)).status_code == 404
    client.post(url("paper_restore", row.public_id))
    assert client.get(url("paper", row.public_id)).status_code == 200


@pytest.mark.usefixtures("noon")
def test_bad_upload_is_told(client, agreement):
    answer = client.post(url("paper_add", agreement.public_id), {}, follow=True)
    assert "This field is required" in text_of(answer)
    bad = {"file": signed("a.html", b"<html>")}
    assert "no paper" in text_of(
        client.post(url("paper_add", agreement.public_id), bad, follow=True)
    )
    unknown = {"file": signed(), "sow": "nobodyknows1"}
    assert client.post(url("paper_add", agreement.public_id), unknown).status_code == 404


@pytest.mark.usefixtures("noon")
def test_signature_takes_the_paper_along(client, drafted):
    row = drafted()
    body = {
        "signed_on": "2026-03-03", "signed_by": "Maya", "our_signed_on": "2026-03-03",
        "our_signed_by": "Dan",
    }  # fmt: skip
    bad = {**body, "file": signed("x.html", b"<html>")}
    answer = client.post(url("agreement_sign", row.public_id), bad)
    row.refresh_from_db()
    assert answer.status_code == 422 and row.state == "draft"
    assert (
        client.post(url("agreement_sign", row.public_id), {**body, "file": signed()}).status_code
        == 302
    )
    row.refresh_from_db()
    assert row.state == "signed" and row.files.get().name == "signed.pdf"
