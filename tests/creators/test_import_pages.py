"""The pages of the import: everything a person sees and presses on the way."""

from io import BytesIO

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from core.imports import tasks
from core.models import ImportJob
from core.models.imports import ImportState
from creators.models import Creator

LIST = "Name;City;Followers\nMaya;Boston;5\nJo;Reno;many\n"
PNG = b"\x89PNG\r\n\x1a\n" + b"x" * 100


@pytest.fixture
def client(client_as, manager, in_scope) -> Client:
    return client_as(manager)


@pytest.fixture
def at(in_scope):
    def address(page, job=None):
        args = [in_scope.slug, *([job.public_id] if job else [])]
        return reverse(f"creators:import{page}", args=args)

    return address


@pytest.fixture
def upload(client, at):
    def post(content=LIST, name="list.csv"):
        data = content if isinstance(content, bytes) else content.encode()
        return client.post(at(""), {"file": SimpleUploadedFile(name, data)})

    return post


@pytest.fixture
def job(upload):
    upload()
    return ImportJob.objects.get()


def columns(**more):
    return {
        "column_0": "name", "column_1": "city", "column_2": "followers", "market": "US",
        "platform": "", "currency": "USD", "taken_on": "2026-03-03", **more,
    }  # fmt: skip


def work(job):
    """What the worker does that the page has rung for."""
    assert tasks.work_on_import(job.workspace_id, job.pk)
    job.refresh_from_db()


@pytest.fixture
def checked(client, at, job):
    client.post(at("_map", job), columns())
    work(job)
    return job


def test_the_whole_way(client, at, upload, django_capture_on_commit_callbacks, monkeypatch):
    rung = []
    monkeypatch.setattr(tasks, "ring", lambda task, *ids: rung.append(ids))
    answer = upload()
    job = ImportJob.objects.get()
    assert answer.headers["Location"] == at("_map", job)
    page = client.get(at("_map", job)).content.decode()
    assert '<option value="followers" selected>' in page
    assert "Boston" in page
    with django_capture_on_commit_callbacks(execute=True):
        answer = client.post(at("_map", job), columns())
    assert answer.headers["Location"] == at("_progress", job)
    assert b"Checking the rows" in client.get(at("_progress", job)).content
    work(job)
    page = client.get(at("_report", job)).content.decode()
    assert "Nothing is saved yet. 1 row will be imported" in page
    assert "“many” is not a number" in page
    assert not Creator.objects.exists()
    with django_capture_on_commit_callbacks(execute=True):
        client.post(at("_run", job))
        client.post(at("_run", job))
    work(job)
    assert "Import finished: 1 row is in." in client.get(at("_report", job)).content.decode()
    creator = Creator.objects.get()
    assert creator.public_id in client.get(at("_report", job)).content.decode()
    with django_capture_on_commit_callbacks(execute=True):
        answer = client.post(at("_undo", job))
    work(job)
    page = client.get(at("_report", job)).content.decode()
    assert "everything is as it was before" in page
    assert creator.public_id not in page
    assert not Creator.objects.exists()
    # Checked, run, undone: once each, whatever was pressed twice.
    assert rung == [(job.workspace_id, job.pk)] * 3


@pytest.mark.parametrize(
    ("content", "name", "words"),
    [
        (b"", "list.csv", "The file is empty"),
        (PNG, "list.csv", "This is a picture"),
        (b"Name\n", "list.csv", "no row under the header"),
        (b"Name\nMaya\n", "list.docx", "not a table"),
    ],
)
def test_refused_file_is_told_beside_the_field(upload, content, name, words):
    answer = upload(content, name)
    assert answer.status_code == 422
    page = answer.content.decode()
    assert words in page
    assert 'aria-invalid="true"' in page
    assert not ImportJob.objects.exists()


def test_no_file_is_told(client, at):
    assert client.post(at("")).status_code == 422


def test_upload_page_lists_earlier_imports(client, at, job):
    page = client.get(at("")).content.decode()
    assert "Earlier imports" in page
    assert at("_report", job) in page


def test_reading_another_way_guesses_anew(client, at, upload):
    upload("Имя;Город\nОльга;Псков\n".encode("cp1251"))
    job = ImportJob.objects.get()
    assert job.mapping == {"Имя": "name", "Город": "city"}
    read = {"read": "1", "read-encoding": "koi8-r", "read-delimiter": ";", "read-header_row": "1"}
    assert client.post(at("_map", job), read).status_code == 302
    job.refresh_from_db()
    assert (job.dialect["encoding"], job.mapping) == ("koi8-r", {})
    read["read-encoding"] = "cp1251"
    client.post(at("_map", job), {**read, "read-header_row": "0"})
    job.refresh_from_db()
    assert job.header == ["Column 1", "Column 2"]
    assert client.post(at("_map", job), {**read, "read-encoding": "latin"}).status_code == 422
    answer = client.post(at("_map", job), {**read, "read-header_row": "2"}, follow=True)
    assert "There is no row under the header" in answer.content.decode()


def test_sheet_can_be_chosen(client, at, upload):
    book = openpyxl.Workbook()
    for sheet, name in ((book.active, "Maya"), (book.create_sheet("Second"), "Ольга")):
        sheet.append(["Name", "City"])
        sheet.append([name, "X"])
    file = BytesIO()
    book.save(file)
    upload(file.getvalue(), "list.xlsx")
    job = ImportJob.objects.get()
    page = client.get(at("_map", job)).content.decode()
    assert "Maya" in page
    assert "Encoding" not in page
    client.post(at("_map", job), {"read": "1", "read-sheet": "Second", "read-header_row": "1"})
    assert "Ольга" in client.get(at("_map", job)).content.decode()


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"column_0": "", "column_1": ""}, "Say which column is the name, or the channel."),
        ({"column_1": "name"}, "are both “Name”"),
        ({"taken_on": "2999-01-01"}, "This day has not come yet."),
        ({"taken_on": "1999-01-01"}, "after the year 2000"),
        ({"taken_on": ""}, "This field is required."),
        ({"column_2": "passport"}, "Select a valid choice"),
        ({"currency": "GBP"}, "Select a valid choice"),
    ],
)
def test_mapping_that_cannot_be_checked_loses_nothing(client, at, job, changes, words):
    answer = client.post(at("_map", job), columns(column_2="tags", **changes)
                         if "column_2" not in changes else columns(**changes))  # fmt: skip
    page = answer.content.decode()
    assert answer.status_code == 422
    assert words in page
    if "column_2" not in changes:
        assert '<option value="tags" selected>' in page
    job.refresh_from_db()
    assert job.state == ImportState.UPLOADED


def test_pages_lead_to_where_the_job_is(client, at, job, checked):
    def leads(page):
        return client.get(at(page, job)).headers.get("Location", "")

    assert leads("_progress") == at("_report", job)
    assert leads("_map") == ""
    client.post(at("_run", job))
    assert leads("_report") == at("_progress", job)
    assert leads("_map") == at("_report", job)
    assert client.post(at("_map", job), columns()).headers["Location"] == at("_report", job)
    work(job)
    assert leads("_map") == at("_report", job)


def test_uploaded_job_has_no_report_yet(client, at, job):
    assert client.get(at("_report", job)).headers["Location"] == at("_map", job)


def test_progress_is_asked_for_in_pieces(client, at, job):
    client.post(at("_map", job), columns())
    asking = {"headers": {"HX-Request": "true"}}
    page = client.get(at("_progress", job), **asking).content.decode()
    assert "waiting for a free worker" in page
    assert "<html" not in page
    assert 'hx-swap-oob="true"' in page
    assert (
        'hx-swap-oob="true"'
        not in client.get(at("_progress", job) + "?said=checking-0", **asking).content.decode()
    )
    work(job)
    answer = client.get(at("_progress", job), **asking)
    assert answer.headers["HX-Redirect"] == at("_report", job)


def test_report_narrows_by_outcome(client, at, checked):
    page = client.get(at("_report", checked) + "?outcome=error").content.decode()
    assert "Jo" in page
    assert "Maya" not in page


def test_rows_in_error_are_a_file(client, at, checked):
    answer = client.get(at("_failed_rows", checked))
    assert answer.headers["Content-Disposition"] == (
        "attachment; filename*=utf-8''list%20%E2%80%93%20rows%20to%20mend.csv"
    )
    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    assert text.splitlines()[1].startswith("Jo;Reno;many;Followers:")


def test_nothing_to_import_has_no_button(client, at, upload):
    upload("Name;Followers\nMaya;many\n")
    job = ImportJob.objects.get()
    client.post(at("_map", job), columns(column_1="followers"))
    work(job)
    page = client.get(at("_report", job)).content.decode()
    assert "Nothing of this file would change anything here" in page
    assert "Run the import" not in page


def test_failed_job_says_why_and_lets_the_columns_be_changed(client, at, job):
    client.post(at("_map", job), columns())
    job.file.storage.delete(job.file.name)
    work(job)
    page = client.get(at("_report", job)).content.decode()
    assert "The file is no longer there" in page
    assert "Run the import" not in page
    answer = client.get(at("_map", job), follow=True)
    assert answer.redirect_chain[-1][0] == at("_report", job)


def test_job_of_another_kind_is_not_found(client, at, job):
    ImportJob.objects.update(kind="results")
    assert client.get(at("_report", job)).status_code == 404


def test_everything_in_russian(client, at, checked, manager):
    manager.language = "ru"
    manager.save()
    assert "Импорт авторов" in client.get(at("")).content.decode()
    assert "Что в каком столбце" in client.get(at("_map", checked)).content.decode()
    assert "Будет внесена 1 строка" in client.get(at("_report", checked)).content.decode()


@pytest.mark.parametrize("page", ["", "_map", "_report", "_progress", "_failed_rows"])
def test_analyst_does_not_import(client_as, analyst, at, checked, page):
    args = checked if page else None
    assert client_as(analyst).get(at(page, args)).status_code == 403


def test_upload_page_costs_the_same_for_one_and_many(
    client, at, upload, django_assert_max_num_queries
):
    upload()
    client.get(at(""))
    for _ in range(6):
        with django_assert_max_num_queries(6):
            client.get(at(""))
        upload()
