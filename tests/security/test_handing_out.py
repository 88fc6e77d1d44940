"""What leaves the house: files, lists, the page behind a signed link, the creator's portal."""

import csv
from datetime import UTC, datetime
from io import BytesIO, StringIO
from typing import Any

import openpyxl
import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django_scopes import scope

from accounts.models import Workspace
from checkins.models import Introduction
from core import downloads
from core.formulas import runs
from creators.models import Creator, CreatorFile, FitRating, Goal, StyleNote, VettingMark
from tests.security.ground import address, signed_in
from tests.tenancy.routes import Member, Portal
from tests.tenancy.table import TABLE
from tests.tenancy.test_matrix import OWN, WRITES
from tests.tenancy.world import World

SVG = b'<svg xmlns="http://www.w3.org/2000/svg" onload="zap()"><script>zap()</script></svg>'
PNG = b"\x89PNG\r\n\x1a\n"
UPLOADS = [
    ("kit.svg", SVG), ("kit.png", SVG), ("kit.jpg", b"\xef\xbb\xbf  \n" + SVG),
    ("kit.html", b"<html><script>zap()</script>"), ("kit.png", PNG + b"<script>zap()</script>"),
    ("shell.pHaR", b"<?php __HALT_COMPILER(); ?>"), ("shell.PHP.png", b"GIF89a<?php zap() ?>"),
    ("kit.gif", b"GIF89a=1;/*" + b"\x00" * 20 + b"*/zap()"), ("kit.xml", b"<?xml version='1.0'?><x/>"),
    ("kit.pdf", b"%PDF-1.7 <script>zap()</script>"), ("kit.js", b"#!/usr/bin/env node\nzap()"),
    ("kit.zip", b"PK\x03\x04META-INF/MANIFEST.MF"), ("kit.webp", b"RIFF\xff\xff\xff\xffWEBPVP8 "),
    ('"; filename="zap.html', b"text"), ("zap.html\r\nX-Zap: 1", b"text"), ("../../../zap.html", b"x"),
    ("gnp.\u202elmth", b"<html>"), ("con", b"x"), ("." * 50, b"x"), ("я" * 190 + ".html", b"x"),
]  # fmt: skip
SHOWN = {"text/html", "image/svg+xml", "application/xml", "text/xml", "text/javascript"}


def mine() -> Any:
    return scope(workspace=Workspace.objects.get(slug="mine"))


def kept_after(world: World, name: str, data: bytes) -> CreatorFile:
    client = signed_in(world.people["owner"])
    upload = SimpleUploadedFile("x", data)
    # Past the cleaning that a test's own upload does.
    upload._name = name  # type: ignore[attr-defined]
    sent = {"files": [upload], "kind": "media_kit", "note": ""}
    assert client.post(address(world, "creators:file_add"), sent).status_code == 302
    with mine():
        kept: CreatorFile = CreatorFile.objects.exclude(sha256="mine").get()
    return kept


@pytest.mark.parametrize(("name", "data"), UPLOADS)
def test_upload_is_saved_never_shown(world, name, data):
    kept = kept_after(world, name, data)
    base = f"{address(world, 'creators:profile')}files/"
    assert "/" not in kept.name
    # On the disk it has a name without an ending, and is nowhere a server hands out.
    assert "." not in (kept.file.name or "").rsplit("/", 1)[-1]
    client = signed_in(world.people["owner"])
    mine_now = address(world, "creators:file").replace(world.ids["mine"]["file"], kept.public_id)
    answer: Any = client.get(mine_now)
    assert b"".join(answer.streaming_content) == data, base
    assert answer["Content-Disposition"].startswith("attachment")
    assert answer["Content-Type"] not in SHOWN
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Security-Policy"] == downloads.SEALED
    assert "X-Zap" not in answer
    preview = address(world, "creators:file_preview").replace(
        world.ids["mine"]["file"], kept.public_id
    )
    assert client.get(preview).status_code == 404


def test_without_the_seal_a_page_would_be_a_page(monkeypatch, world):
    """The control: the same file would go out as what it is if its type were not looked at."""
    kept = kept_after(world, "kit.svg", SVG)
    monkeypatch.setattr(downloads, "ACTIVE", frozenset())
    url = address(world, "creators:file").replace(world.ids["mine"]["file"], kept.public_id)
    assert signed_in(world.people["owner"]).get(url)["Content-Type"] in SHOWN


FORMULAS = (
    "=cmd|' /C calc'!A0", "+1+cmd()", "-2+3+cmd()", "@SUM(1)", "\t=1+1", "\r=1+1", " =1+1", "＝1+1",
    '"=1+1', "'=1+1", "\ufeff=1+1", "=HYPERLINK(\"//zap.example\")", "\n=1", "%0A=1",
)  # fmt: skip


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_list_runs_in_no_spreadsheet(world, kind):
    with mine():
        creator = Creator.objects.get(public_id=world.ids["mine"]["creator"])
        for text in FORMULAS:
            Creator.objects.filter(pk=creator.pk).update(name=text, city=text)
            url = f"{address(world, 'creators:export')}?row={creator.public_id}&columns=city"
            sent = {"format": kind, "export": "0" * 12}
            answer: Any = signed_in(world.people["analyst"]).post(url, sent)
            data = b"".join(answer.streaming_content)
            assert answer["Content-Disposition"].startswith("attachment")
            assert answer["X-Content-Type-Options"] == "nosniff"
            if kind == "csv":
                rows = list(csv.reader(StringIO(data.decode("utf-8-sig"), newline="")))
                assert not any(runs(cell) and not cell.startswith("'") for cell in rows[1])
                # The control: this very text would run, or begins with a sign that hides nothing.
                assert runs(text) == rows[1][0].startswith("'") or text.startswith("'")
            else:
                sheet = openpyxl.load_workbook(BytesIO(data)).active
                assert {cell.data_type for cell in sheet[2] if cell.value} <= {"s"}


def test_token_of_one_house_one_person_one_time(world):
    """Forged, of the other house, too old, sent twice: see test_introduction_answer.py as well."""
    good = address(world, "checkins:introduction_answer")
    token = good.rstrip("/").rsplit("/", 1)[-1]
    theirs = world.ids["theirs"]["introduction_token"]
    client = Client(enforce_csrf_checks=True)
    parts, other = token.split("."), theirs.split(".")
    forged = [
        ".".join([other[0], *parts[1:]]), ".".join([parts[0], other[1], *parts[2:]]),
        ".".join([*parts[:-1], other[-1]]), ".".join([*parts[:-2], "29991231", parts[-1]]),
        token.replace("first", "second"), token + "x", token[:-1], "." * 5, "a" * 3000, "%00",
    ]  # fmt: skip
    for each in forged:
        answer = client.post(good.replace(token, each), {"answer": "yes"})
        assert answer.status_code == 404, each
    with mine():
        assert Introduction.objects.get().first_agreed is None
    with time_machine.travel(datetime(2030, 1, 1, tzinfo=UTC), tick=False):
        assert client.post(good, {"answer": "yes"}).status_code == 410
    # The control: the one that was signed works, once; a second answer changes nothing.
    assert client.post(good, {"answer": "yes"}).status_code == 302
    client.post(good, {"answer": "no"})
    with mine():
        assert Introduction.objects.get().first_agreed is True
    with scope(workspace=Workspace.objects.get(slug="theirs")):
        assert Introduction.objects.get().first_agreed is None


@pytest.mark.parametrize("address_of_proxy", ["X-Forwarded-For", "X-Real-Ip", "Forwarded"])
def test_limit_of_tries_is_not_walked_around(world, address_of_proxy):
    client = Client()
    for number in range(31):
        headers = {address_of_proxy: f"10.0.0.{number}"}
        last = client.get("/answer/introduction/guess/", headers=headers)
    assert last.status_code == 429


INTERNAL = "Совсем не для автора"


def test_portal_says_nothing_of_what_is_ours(world):
    workspace = Workspace.objects.get(slug="mine")
    owner = world.people["owner"]
    with mine():
        creator = Creator.objects.get(public_id=world.ids["mine"]["creator"])
        Creator.objects.filter(pk=creator.pk).update(
            about=INTERNAL, briefing=INTERNAL, goals=INTERNAL, boundaries=INTERNAL
        )
        Goal.objects.update(text=INTERNAL)
        StyleNote.objects.update(text=INTERNAL)
        CreatorFile.objects.update(name=INTERNAL, note=INTERNAL)
        Introduction.objects.update(
            reason=INTERNAL, other_reason=INTERNAL, first_line=INTERNAL, second_line=INTERNAL
        )
        now = datetime.now(UTC)
        VettingMark.objects.create(
            workspace=workspace, creator=creator, item="easy", verdict="no", evidence=INTERNAL,
            by=owner, at=now,
        )  # fmt: skip
        FitRating.objects.create(
            workspace=workspace,
            creator=creator,
            by=owner,
            values=1,
            culture=1,
            note=INTERNAL,
            at=now,
        )
    theirs = signed_in(world.people["creator"])
    for name, row in TABLE.items():
        if isinstance(row, Portal):
            page = theirs.get(address(world, name))
            assert page.status_code == 200
            assert INTERNAL not in page.content.decode(), name
            assert "otential" not in page.content.decode(), name
    # The control: the house reads it on its own page.
    profile = signed_in(owner).get(f"{address(world, 'creators:profile')}?tab=vetting")
    assert INTERNAL in profile.content.decode()


NEW = [
    name
    for name, row in TABLE.items()
    if isinstance(row, Member) and name.startswith("creators:") and not row.get_only
]


def test_analyst_writes_nothing_of_the_roster(world):
    """But the row that tells who took a list out of the house."""
    client = signed_in(world.people["analyst"])
    data = {"name": "Zap", "query": "market=US", "act": "creators.archive", "all": "1", "text": "x",
            "row": [world.ids["mine"]["creator"]], "add": "zap", "kind": "tag"}  # fmt: skip
    for name in NEW:
        if name == "creators:export":
            continue
        with CaptureQueriesContext(connection) as queries:
            client.post(address(world, name), data)
        wrote = [q["sql"] for q in queries if WRITES.match(q["sql"]) and not OWN.search(q["sql"])]
        assert wrote == [], name
    # The control: a manager's same request writes.
    with CaptureQueriesContext(connection) as queries:
        signed_in(world.people["manager"]).post(address(world, "creators:bulk"), data)
    assert any("core_bulkjob" in q["sql"] and WRITES.match(q["sql"]) for q in queries)
