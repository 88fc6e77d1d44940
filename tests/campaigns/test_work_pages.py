"""Deliverables, results, learnings and payments on their pages."""

from datetime import timedelta

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from campaigns.actions.deliverables import publish_deliverable
from campaigns.models import (
    Deliverable,
    Learning,
    Payment,
    Result,
)
from core.imports.engine import check_job, run_job, undo_job
from core.models import ImportJob
from tests import factories
from tests.campaigns.conftest import AT, TODAY, at, text_of
from tests.factories import fee_payment

# Deliverables


def _deliverable(**changes):
    return {
        "title": "Story", "content_format": "story", "platform": "instagram",
        "due_on": "2026-03-20", **changes,
    }  # fmt: skip


def test_add_and_edit_a_deliverable(client, part):
    part.partnership.creator.lead_days = 30
    part.partnership.creator.save()
    url = at("deliverable_new", part.public_id)
    answer = client.post(url, _deliverable(), follow=True)
    assert "Maya Lind asks for 30 days; this date leaves fewer." in text_of(answer)
    assert client.post(url, _deliverable(due_on="soon")).status_code == 422
    row = Deliverable.objects.get()
    edit = at("deliverable_edit", row.public_id)
    assert client.post(edit, _deliverable(title="Two stories", version=1)).status_code == 302
    answer = client.post(edit, _deliverable(title="Mine", version=1))
    assert answer.status_code == 409
    assert "Two stories" in text_of(answer)


def test_publish_a_deliverable(client, reel):
    url = at("deliverable_publish", reel.public_id)
    assert client.get(url).status_code == 200
    data = {"link": "instagram.com/reel/Cx12", "published_at": "2026-03-03T11:30"}
    assert client.post(url, {**data, "link": "not a link"}).status_code == 422
    assert client.post(url, data).status_code == 302
    # A double click.
    assert client.post(url, data).status_code == 302
    reel.refresh_from_db()
    assert (reel.link, reel.link_key) == (
        "https://instagram.com/reel/Cx12", "instagram.com/p/Cx12",
    )  # fmt: skip
    assert Payment.objects.count() == 1
    edit = at("deliverable_edit", reel.public_id)
    assert "instagram.com/reel/Cx12" in text_of(client.get(edit))
    assert "taken off" in text_of(client.get(at("deliverable_take_back", reel.public_id)))
    client.post(at("deliverable_take_back", reel.public_id))
    reel.refresh_from_db()
    assert reel.state == "approved"
    client.post(at("deliverable_remove", reel.public_id))
    assert not Deliverable.objects.exists()


def test_a_published_deliverable_cannot_be_removed(client, reel, manager):
    publish_deliverable(
        deliverable=reel, link="https://x.com/a/status/1", published_at=AT, by=manager, at=AT
    )
    answer = client.post(at("deliverable_remove", reel.public_id), follow=True)
    assert "so it stays" in text_of(answer)
    assert Deliverable.objects.exists()


# Results


def _result(part, **changes):
    return {
        "part": part.public_id, "deliverable": "", "day": "2026-03-01", "market": "US",
        "reach": "51.8K", "likes": "1 204", "revenue": "120,50", "currency": "USD", **changes,
    }  # fmt: skip


def test_type_results(client, part, reel):
    url = at("result_new", part.campaign.public_id)
    assert client.get(url, {"who": part.public_id}).context["form"].initial["market"] == "US"
    answer = client.post(url, _result(part))
    assert answer["Location"] == at("results", part.campaign.public_id)
    row = Result.objects.get()
    assert (row.reach, row.likes, row.revenue_amount) == (51_800, 1_204, 120.5)
    answer = client.post(url, _result(part, reach="7"))
    assert answer.status_code == 422
    assert 'type="checkbox" name="replace"' in text_of(answer)
    assert client.post(url, _result(part, reach="7", replace="on")).status_code == 302
    assert client.post(url, _result(part, another="1", day="2026-03-02"))["Location"] == url
    answer = client.post(url, _result(part, day="2026-03-03", reach="", likes="", revenue=""))
    assert "Type at least one number." in text_of(answer)
    assert "is not a number" in text_of(client.post(url, _result(part, reach="lots")))


def test_typing_what_a_file_has_too_is_told(client, part, manager):
    job = ImportJob.objects.create(
        workspace=part.workspace, kind="results", file_name="x.csv", created_by=manager
    )
    Result.objects.create(
        workspace=part.workspace, collaboration=part, day="2026-03-01", market="US", reach=5,
        source_key="x", updated_at=AT, job=job, source_row=7,
    )  # fmt: skip
    url = at("result_new", part.campaign.public_id)
    text = text_of(client.post(url, _result(part), follow=True))
    assert "A file has numbers for this day" in text
    assert "line 7" in text


def test_a_deliverable_of_somebody_else_is_refused(client, part, sveta, reel):
    other = factories.CollaborationFactory(campaign=part.campaign, partnership=sveta)
    answer = client.post(
        at("result_new", part.campaign.public_id), _result(other, deliverable=reel.public_id)
    )
    assert answer.status_code == 422
    assert "of somebody else" in text_of(answer)


def test_typing_without_anybody_says_where_to_begin(client, campaign):
    answer = client.get(at("result_new", campaign.public_id))
    assert "Nobody takes part yet" in text_of(answer)


def test_the_rows_behind_the_totals(client, part):
    client.post(at("result_new", part.campaign.public_id), _result(part))
    url = at("results", part.campaign.public_id)
    text = text_of(client.get(url))
    assert "51,800" in text
    assert "typed by Maria Manager" in text
    assert "No row fits." in text_of(client.get(url, {"market": "RU"}))
    delete = at("result_delete", Result.objects.get().public_id)
    assert client.get(delete).status_code == 200
    client.post(delete)
    assert not Result.objects.exists()
    assert "No results yet" in text_of(client.get(url))


def test_the_rows_have_fixed_queries(client, part, manager):
    def count():
        with CaptureQueriesContext(connection) as queries:
            client.get(at("results", part.campaign.public_id))
        return len(queries)

    def add(n):
        Result.objects.create(
            workspace=part.workspace, collaboration=part, day=TODAY, market="US", reach=5,
            source_key=f"x{n}", updated_at=AT, by=manager,
        )  # fmt: skip

    add(0)
    client.get(at("list"))
    one = count()
    for n in range(1, 9):
        add(n)
    assert count() == one


# Results from files, through the pages


def test_the_wizard_brings_a_file_in_and_takes_it_back(client, part, settings):
    settings.CELERY_TASK_ALWAYS_EAGER = True
    factories.ChannelFactory(creator=part.partnership.creator, handle="maya.lind")
    upload = at("results_import", part.campaign.public_id)
    assert "Import results" in text_of(client.get(upload))
    refused = client.post(upload, {"file": SimpleUploadedFile("x.png", b"\x89PNG")})
    assert refused.status_code == 422
    text = "date,username,reach,revenue\n2026-03-01,@maya.lind,500,$12.50\n2026-03-01,@nobody,5,\n"
    answer = client.post(upload, {"file": SimpleUploadedFile("r.csv", text.encode())})
    job = ImportJob.objects.get()
    assert (job.kind, job.target_id) == ("results", part.campaign.public_id)
    columns = at("results_import_map", job.public_id)
    assert answer["Location"] == columns
    assert "Rows that name no creator belong to" in text_of(client.get(columns))
    mapped = {f"column_{n}": key for n, key in enumerate(["day", "handle", "reach", "revenue"])}
    assert client.post(columns, {"column_0": "day"}).status_code == 422
    client.post(columns, {**mapped, "part": "", "market": "", "currency": "", "day_first": ""})
    check_job(job.pk)
    report = at("results_import_report", job.public_id)
    page = text_of(client.get(report))
    assert "Nobody in this campaign is “@nobody”." in page
    assert "Maya Lind." in page
    client.post(at("results_import_run", job.public_id))
    run_job(job.pk)
    assert Result.objects.get().reach == 500
    assert "See the results" in text_of(client.get(report))
    assert b"@nobody" in b"".join(client.get(at("results_import_failed_rows", job.public_id)))
    assert client.get(at("results_import_progress", job.public_id))["Location"] == report
    assert "r.csv" in text_of(client.get(at("results", part.campaign.public_id)))
    client.post(at("results_import_undo", job.public_id))
    undo_job(job.pk)
    assert not Result.objects.exists()


# Learnings


def test_learnings_are_added_and_deleted(client, part):
    url = at("learnings", part.public_id)
    assert client.get(url).status_code == 200
    client.post(url, {"worked": "A\nB", "did_not": "", "next_time": ""})
    learning = Learning.objects.first()
    delete = at("learning_delete", learning.public_id)
    assert "A" in text_of(client.get(delete))
    client.post(delete)
    assert [row.text for row in Learning.objects.all()] == ["B"]


# Payments


def test_payments(client, part, workspace):
    payment = fee_payment(part, amount=900, currency="USD",
        due_on=TODAY - timedelta(days=1),
    )  # fmt: skip
    url = at("payments")
    text = text_of(client.get(url))
    assert "$900" in text
    assert "0%" in text
    page = at("payment_paid", payment.public_id)
    assert client.get(page).context["form"].initial["paid_on"] == TODAY
    assert client.post(page, {"paid_on": "2026-03-09"}).status_code == 422
    answer = client.post(page, {"paid_on": "2026-03-01", "next": f"{url}?state=overdue"})
    assert answer["Location"] == f"{url}?state=overdue"
    payment.refresh_from_db()
    assert str(payment.paid_on) == "2026-03-01"
    assert "Nothing is overdue" in text_of(client.get(url, {"state": "overdue"}))
    assert "100%" in text_of(client.get(url, {"state": "paid"}))
    client.post(at("payment_unpaid", payment.public_id))
    payment.refresh_from_db()
    assert payment.paid_on is None
    assert "Nothing was paid yet" in text_of(client.get(url, {"state": "paid"}))
    assert "Nothing is due" in text_of(client.get(url, {"state": "due"}))
