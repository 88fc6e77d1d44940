"""Files of a creator, from the profile's tab: uploaded, handed out sealed, removed, brought back."""

from urllib.parse import quote

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django_scopes import scope

from core.file_names import MOST_BYTES
from creators.models import CreatorFile
from tests import factories
from tests.core.test_file_types import gif, png

pytestmark = pytest.mark.usefixtures("tuesday")


def upload(name="kit.png", data=None, more=()):
    files = [SimpleUploadedFile(name, png() if data is None else data), *more]
    return {"files": files, "kind": "media_kit", "note": "Spring"}


def test_files_are_kept_listed_and_handed_out_sealed(
    client_as, manager, sveta, url, tab, workspace
):
    client = client_as(manager)
    page = SimpleUploadedFile("Страница \u202eмоя.html", b"<html><script>alert(1)</script>")
    answer = client.post(url("file_add", sveta.public_id), upload(more=[page]), follow=True)
    assert "2 files are kept." in answer.content.decode()
    with scope(workspace=workspace):
        kept = {f.content_type: f for f in CreatorFile.objects.all()}
    html = kept["text/html"]
    got = client.get(url("file", sveta.public_id, html.public_id))
    assert got["Content-Type"] == "application/octet-stream"
    assert (
        got["Content-Disposition"] == f"attachment; filename*=utf-8''{quote('Страница моя.html')}"
    )
    assert got["X-Content-Type-Options"] == "nosniff"
    assert got["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert b"".join(got.streaming_content) == b"<html><script>alert(1)</script>"
    assert client.get(url("file_preview", sveta.public_id, html.public_id)).status_code == 404
    small = client.get(url("file_preview", sveta.public_id, kept["image/png"].public_id))
    assert small["Content-Type"] == "image/png"
    assert "sandbox" in small["Content-Security-Policy"]
    shown = tab(manager, "files")
    assert url("file_preview", sveta.public_id, kept["image/png"].public_id) in shown
    assert url("file_preview", sveta.public_id, html.public_id) not in shown


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("logo.svg", b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>"),
        ("feed.xml", b"<?xml version='1.0'?><x/>"),
        ("shell.pHaR", b"<?php __HALT_COMPILER(); ?>"),
        ("cat.gif", gif(after=b"<script>alert(1)</script>")),
        ("cat.png", b"<html>not a cat"),
    ],
)
def test_active_content_is_never_drawn(client_as, manager, sveta, url, only, tab, name, data):
    client = client_as(manager)
    client.post(url("file_add", sveta.public_id), upload(name, data))
    file = only(CreatorFile)
    got = client.get(url("file", sveta.public_id, file.public_id))
    assert got["Content-Type"] == "application/octet-stream"
    assert got["Content-Disposition"] == f'attachment; filename="{name}"'
    assert client.get(url("file_preview", sveta.public_id, file.public_id)).status_code == 404
    shown = tab(manager, "files")
    assert "<img" not in shown.split("<main")[1].split("</main>")[0]
    assert ("Its content is not what its name says" in shown) == (name in ("cat.gif", "cat.png"))


def test_same_file_twice_says_so(client_as, manager, sveta, url, only):
    client = client_as(manager)
    client.post(url("file_add", sveta.public_id), upload())
    page = client.post(url("file_add", sveta.public_id), upload("again.png"), follow=True)
    assert "These bytes are here already, as “kit.png”" in page.content.decode()
    assert only(CreatorFile).name == "kit.png"


def test_refusal_of_one_file_keeps_what_was_typed_and_those_before_it(
    client_as, manager, sveta, url, only
):
    big = SimpleUploadedFile("big.mov", b"x" * (MOST_BYTES + 1))
    answer = client_as(manager).post(url("file_add", sveta.public_id), upload(more=[big]))
    page = answer.content.decode()
    assert answer.status_code == 422
    for words in [
        "“big.mov” has 25.1 MB; a file may have 25 MB at most.",
        "1 file is kept.",
        "Spring",
    ]:
        assert words in page, words
    assert only(CreatorFile).name == "kit.png"


@pytest.mark.parametrize(
    ("sent", "words"),
    [
        ({"kind": "other"}, "This field is required."),
        (upload("empty.txt", b""), "“empty.txt” is empty."),
        (upload(more=[SimpleUploadedFile(f"{n}.txt", b"x") for n in range(10)]), "At most 10 files"),
        ({**upload(), "kind": "x"}, "Select a valid choice."),
    ],
)  # fmt: skip
def test_upload_says_what_is_wrong(client_as, manager, sveta, url, sent, words):
    answer = client_as(manager).post(url("file_add", sveta.public_id), sent)
    assert answer.status_code == 422
    assert words in answer.content.decode()


def test_removed_file_is_not_handed_out_until_it_is_back(client_as, manager, sveta, url, only):
    client = client_as(manager)
    client.post(url("file_add", sveta.public_id), upload())
    ids = [sveta.public_id, only(CreatorFile).public_id]
    page = client.post(url("file_remove", *ids), follow=True).content.decode()
    assert "“kit.png” is removed." in page and "Undo" in page
    for name in ("file", "file_preview"):
        assert client.get(url(name, *ids)).status_code == 404
    page = client.post(url("file_restore", *ids), follow=True).content.decode()
    assert "“kit.png” is back." in page
    assert client.get(url("file", *ids)).status_code == 200


def test_restoring_says_when_there_is_no_room(client_as, manager, workspace, sveta, url, only):
    client = client_as(manager)
    client.post(url("file_add", sveta.public_id), upload())
    ids = [sveta.public_id, only(CreatorFile).public_id]
    client.post(url("file_remove", *ids))
    with scope(workspace=workspace):
        CreatorFile.objects.update(size=10**9)
    page = client.post(url("file_restore", *ids), follow=True).content.decode()
    assert "The files of one creator may have 250 MB together" in page


def test_file_whose_bytes_are_lost_is_not_found(client_as, manager, sveta, url, only):
    client = client_as(manager)
    client.post(url("file_add", sveta.public_id), upload())
    file = only(CreatorFile)
    file.file.storage.delete(file.file.name)
    assert client.get(url("file", sveta.public_id, file.public_id)).status_code == 404


def test_file_of_another_creator_is_not_reached_through_this_one(
    client_as, manager, workspace, sveta, url, only
):
    client = client_as(manager)
    client.post(url("file_add", sveta.public_id), upload())
    other = factories.CreatorFactory(workspace=workspace)
    assert client.get(url("file", other.public_id, only(CreatorFile).public_id)).status_code == 404
