"""The directory as a file: what is shown, safe to open, and the same when it comes back."""

import csv
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from io import BytesIO, StringIO

import openpyxl
import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone, translation

from core.exports import engine, tasks
from core.exports import jobs as export_jobs
from core.exports.writers import write_csv, write_xlsx
from core.imports import engine as import_engine
from core.imports import jobs as import_jobs
from core.models import AuditEntry, ExportJob
from core.models.exports import ExportState
from core.money import Money
from creators.actions.channels import add_channel, record_snapshot
from creators.actions.creators import create_creator
from creators.actions.rates import set_rate
from creators.rules.handles import parse_handle
from creators.views import export as export_views
from tests import factories

NOON = datetime(2026, 3, 3, 12, tzinfo=UTC)
ATTACKS = ["=1+1", "+cmd|' /C calc'!A0", "@SUM(1)", "\t=1", "\r=1", "\x00=1", "\uff1d1+1", "-2+A1"]


def person(workspace, by, name, *, market="US", email="", channels=()):
    creator = create_creator(
        workspace=workspace, values={"name": name, "market": market, "email": email}, by=by,
        at=NOON,
    )  # fmt: skip
    for address, followers in channels:
        channel = add_channel(creator=creator, handle=parse_handle(address), by=by, at=NOON)
        if followers:
            record_snapshot(
                channel=channel, taken_on=NOON.date(), followers=followers, by=by, at=NOON
            )
    return creator


@pytest.fixture
def listed(in_scope, manager):
    return [
        person(in_scope, manager, "Анна Ёлкина", market="RU", email="anna@x.example", channels=[
            ("https://t.me/annayolka", 51_800), ("https://www.instagram.com/anna.e/", 1_200),
            ("https://www.instagram.com/anna.two/", 300),
        ]),
        person(in_scope, manager, "Ben", email="ben@x.example",
               channels=[("https://www.youtube.com/@benwalks", 333_300)]),
        person(in_scope, manager, "=cmd()", market="ZZ"),
    ]  # fmt: skip


@pytest.fixture
def at_home(workspace):
    return f"/w/{workspace.slug}/creators/"


def ask(client, address, query="", **data):
    page = client.get(f"{address}export/?{query}")
    assert page.status_code == 200
    form = page.context["form"]
    return client.post(
        f"{address}export/?{query}", {"format": "csv", "export": form["export"].value(), **data}
    )


def cells(response):
    text = b"".join(response).decode("utf-8-sig")
    return list(csv.reader(StringIO(text), delimiter=";" if ";" in text.split("\n")[0] else ","))


@pytest.mark.parametrize("text", ATTACKS)
def test_no_cell_is_run(text):
    file = BytesIO()
    write_csv(file, ["a", text], [[text, -5]], language="en", pulse=lambda n: None)
    for row in csv.reader(StringIO(file.getvalue().decode("utf-8-sig"), newline="")):
        for cell in row:
            assert cell in ("a", "-5") or cell.startswith("'")
    file = BytesIO()
    write_xlsx(file, ["a"], [[text]], title="[x]", pulse=lambda n: None)
    cell = openpyxl.load_workbook(file).active["A2"]
    assert (cell.data_type, cell.quotePrefix) == ("s", True)


def test_values_are_real_in_a_workbook():
    file = BytesIO()
    row = ["x" * 40_000, 12, Decimal("1.5"), date(2026, 3, 3), NOON, None]
    assert write_xlsx(file, list("abcdef"), [row], title="Creators", pulse=lambda n: None) == 1
    sheet = openpyxl.load_workbook(file).active
    found = [cell.value for cell in sheet[2]]
    assert len(found[0]) == 32_767
    assert found[1:] == [12, 1.5, datetime(2026, 3, 3), datetime(2026, 3, 3, 12), None]
    assert (sheet.freeze_panes, sheet.auto_filter.ref) == ("B2", "A1:F2")


def test_numbers_and_delimiter_follow_the_language():
    row = [Decimal("-1.50"), 7, date(2026, 3, 3), NOON, "+7 916 123-45-67", "a;b", None]
    found = {}
    for language in ("en", "ru"):
        file = BytesIO()
        write_csv(file, ["h"], [row], language=language, pulse=lambda n: None)
        assert file.getvalue().startswith(b"\xef\xbb\xbf")
        found[language] = file.getvalue().decode("utf-8-sig").splitlines()[1]
    assert found["en"] == "-1.50,7,2026-03-03,2026-03-03 12:00,+7 916 123-45-67,a;b,"
    assert found["ru"] == '-1,50;7;2026-03-03;2026-03-03 12:00;+7 916 123-45-67;"a;b";'


def test_file_has_what_the_list_shows(client_as, analyst, listed, manager, at_home):
    set_rate(
        creator=listed[0], format="reel", price=Money(Decimal(900), "USD"),
        valid_from=NOON.date(), by=manager, at=NOON,
    )  # fmt: skip
    query = "sort=-name&columns=channels,email,rate"
    response = ask(client_as(analyst), at_home, query)
    assert response["Content-Disposition"].startswith("attachment; filename=")
    assert response["X-Content-Type-Options"] == "nosniff"
    rows = cells(response)
    assert rows[0] == [
        "Name", "Instagram", "Instagram followers", "Instagram 2", "Instagram 2 followers",
        "YouTube", "YouTube followers", "Telegram", "Telegram followers", "E-mail",
        "Reel or short, USD",
    ]  # fmt: skip
    assert [row[0] for row in rows[1:]] == ["Анна Ёлкина", "Ben", "'=cmd()"]
    assert rows[1][1:5] == [
        "https://instagram.com/anna.e", "1200", "https://instagram.com/anna.two", "300",
    ]  # fmt: skip
    assert rows[1][-2:] == ["anna@x.example", "900.00"]
    entry = AuditEntry.objects.get(verb="list.exported")
    assert (entry.by, entry.changes["rows"]) == (analyst, 3)
    assert entry.changes["filter"] == query


def test_ticked_rows_alone_and_in_the_language_of_the_reader(
    client_as, manager, listed, at_home, other_workspace
):
    manager.language = "ru"
    manager.save()
    stranger = factories.CreatorFactory.build(workspace=other_workspace)
    query = f"row={listed[1].public_id}&row={stranger.public_id}&columns=market"
    rows = cells(ask(client_as(manager), at_home, query))
    assert rows == [["Имя", "Рынок"], ["Ben", "США"]]


def test_second_click_is_one_export_and_another_format_is_another(
    client_as, manager, listed, at_home
):
    client = client_as(manager)
    first = ask(client, at_home, export="a" * 12)
    assert first.status_code == 200
    assert ask(client, at_home, export="a" * 12).status_code == 200
    assert ExportJob.objects.count() == 1
    book = ask(client, at_home, export="a" * 12, format="xlsx")
    assert openpyxl.load_workbook(BytesIO(b"".join(book))).active.max_row == 4
    assert ExportJob.objects.count() == 2
    assert ask(client, at_home, format="pdf").status_code == 422


@pytest.fixture
def large(monkeypatch):
    monkeypatch.setattr(export_jobs, "AT_ONCE", 1)
    monkeypatch.setattr(export_views, "AT_ONCE", 1)


def test_large_list_is_written_by_a_worker_and_kept_a_week(
    client_as, analyst, listed, at_home, large, django_capture_on_commit_callbacks, monkeypatch
):
    rung = []
    monkeypatch.setattr(tasks, "ring", lambda task, *ids: rung.append(ids) or True)
    client = client_as(analyst)
    with django_capture_on_commit_callbacks(execute=True):
        there = ask(client, at_home, format="xlsx")["Location"]
    job = ExportJob.objects.get()
    assert rung == [(job.workspace_id, job.pk)]
    assert client.get(f"{there}file/").status_code == 404
    assert b"Writing the file" in client.get(there).content
    assert tasks.work_on_export(*rung[0])
    assert not tasks.work_on_export(*rung[0])
    assert client.get(there, headers={"HX-Request": "true"})["HX-Redirect"] == there
    assert b"kept for 7 days" in client.get(there).content
    book = openpyxl.load_workbook(BytesIO(b"".join(client.get(f"{there}file/"))))
    assert book.active.max_row == 4
    job.refresh_from_db()
    stored = job.file.name
    with time_machine.travel(timezone.now() + timedelta(days=8)):
        tasks.sweep_exports()
    job.refresh_from_db()
    assert (job.state, bool(job.file)) == (ExportState.EXPIRED, False)
    assert not job.file.storage.exists(stored)
    assert b"not kept any more" in client.get(there).content


def test_worker_that_dies_is_followed_by_another(in_scope, manager, listed, monkeypatch):
    rung = []
    monkeypatch.setattr(tasks, "ring", lambda task, *ids: rung.append(ids) or True)
    job = ExportJob.objects.create(
        workspace=in_scope, kind="creators", format="csv", language="en", rows_total=3,
        file_name="x.csv", created_by=manager,
    )  # fmt: skip

    class Killed(BaseException):
        pass

    def die(*args, **kwargs):
        raise Killed

    with monkeypatch.context() as broken:
        broken.setattr(engine, "write_csv", die)
        with pytest.raises(Killed):
            engine.run_export(job.pk)
    assert tasks.sweep_exports() == 0
    with time_machine.travel(timezone.now() + timedelta(seconds=61)):
        assert tasks.sweep_exports() == 1
        assert engine.run_export(job.pk)
    job.refresh_from_db()
    assert (job.state, job.rows_done) == (ExportState.DONE, 3)


@pytest.mark.parametrize(
    ("error", "words"), [(engine.TooLong("Choose CSV."), "Choose CSV."), (RuntimeError(), "broke")]
)
def test_export_that_fails_says_why(in_scope, manager, monkeypatch, error, words):
    job = ExportJob.objects.create(
        workspace=in_scope, kind="creators", format="xlsx", language="en", created_by=manager
    )

    def fail(*args, **kwargs):
        raise error

    monkeypatch.setattr(engine, "write_xlsx", fail)
    assert engine.run_export(job.pk)
    job.refresh_from_db()
    assert job.state == ExportState.FAILED
    assert words in job.problem


@pytest.mark.parametrize("language", ["en", "ru"])
@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_what_comes_back_is_the_same(client_as, manager, listed, in_scope, at_home, language, kind):
    manager.language = language
    manager.save()
    listed[2].delete()
    response = ask(
        client_as(manager), at_home, "columns=email,market,channels,followers,phone", format=kind
    )
    with time_machine.travel(NOON), translation.override(language):
        job = import_jobs.upload_file(
            workspace=in_scope, kind="creators", file=BytesIO(b"".join(response)),
            file_name=f"creators.{kind}", by=manager, at=NOON,
        )  # fmt: skip
        options = {**job.options, "taken_on": "2026-03-03"}
        assert not import_jobs.start_check(job=job, mapping=job.mapping, options=options)
        assert import_engine.check_job(job.pk)
    assert list(job.rows.values_list("outcome", "reason")) == [("same", "")] * 2


def test_directory_leads_to_the_file(client_as, analyst, listed, at_home, workspace):
    client = client_as(analyst)
    page = client.get(f"{at_home}?market=RU").content.decode()
    assert f'href="{reverse("creators:export", args=[workspace.slug])}?market=RU"' in page
    chosen = client.post(f"{at_home}chosen/", {"to": "export", "row": listed[0].public_id})
    assert chosen["Location"] == f"{at_home}export/?row={listed[0].public_id}"
    everyone = client.post(f"{at_home}chosen/", {"to": "export", "all": "1", "query": "market=RU"})
    assert everyone["Location"] == f"{at_home}export/?market=RU"
    assert client.post(f"{at_home}chosen/", {"to": "export"})["Location"] == at_home
    two = {"to": "compare", "row": [c.public_id for c in listed[:2]]}
    assert "compare/?row=" in client.post(f"{at_home}chosen/", two)["Location"]
    one = {"to": "compare", "row": listed[0].public_id}
    assert client.post(f"{at_home}chosen/", one)["Location"] == at_home
