"""Ticking creators in the directory, the question, the report, the undo."""

from datetime import timedelta

import pytest
from django.utils import timezone

from core.bulk import jobs, tasks
from core.models import BulkJob
from core.models.bulk import BulkState
from creators.actions.retagging import named_tags
from creators.models import Creator
from tests import factories


@pytest.fixture
def here(workspace):
    return f"/w/{workspace.slug}/creators/"


@pytest.fixture
def crowd(in_scope):
    return [
        factories.CreatorFactory(workspace=in_scope, name=f"Creator {n:03}", market="US")
        for n in range(3)
    ]


@pytest.fixture
def ask(client_as, manager, here):
    """The bar's button: `ask(act, creators)` gives the client and the address of the question."""

    def press(act, creators=(), **data):
        client = client_as(manager)
        rows = {"row": [creator.public_id for creator in creators]}
        return client, client.post(f"{here}bulk/", {"act": act, **rows, **data})["Location"]

    return press


ADD = {"add": "spring", "kind": "tag"}


def test_bar_offers_what_the_role_may(client_as, manager, analyst, crowd, here):
    Creator.objects.filter(pk=crowd[0].pk).update(archived_at=timezone.now())
    page = client_as(manager).get(here).content.decode()
    for act in ("creators.tag", "partnerships.owner", "partnerships.tier", "campaigns.add",
                "creators.archive"):  # fmt: skip
        assert f'value="{act}"' in page
    assert 'value="creators.restore"' not in page
    put_away = client_as(manager).get(f"{here}?archived=only").content.decode()
    assert 'value="creators.restore"' in put_away
    assert 'value="creators.archive"' not in put_away
    read = client_as(analyst).get(here).content.decode()
    assert 'value="creators.tag"' not in read
    assert 'value="export"' in read


def test_asked_done_and_undone(ask, crowd, here):
    client, there = ask("creators.tag", crowd[:2])
    question = client.get(there).content.decode()
    assert "2 creators" in question
    assert "Creator 000" in question
    assert client.post(there, {"add": "", "kind": "tag"}).status_code == 422
    done = client.post(there, ADD, follow=True)
    assert done.redirect_chain == [(here, 302)]
    assert "2 creators changed." in done.content.decode()
    assert f'action="{there}undo/"' in done.content.decode()
    assert named_tags(crowd[0])["tag"] == ["spring"]
    # A second click on the same form finds it done, and does nothing more.
    assert client.post(there, ADD)["Location"] == there
    report = client.get(there).content.decode()
    assert "+ spring" in report
    assert client.get(f"{here}bulk/").content.decode().count("2 creators changed") == 1
    undone = client.post(f"{there}undo/", follow=True)
    assert "Undone: everything is as it was." in undone.content.decode()
    assert named_tags(crowd[0])["tag"] == []
    assert client.post(f"{there}undo/", {"stay": "1"})["Location"] in (there, here)


def test_what_matched_when_it_was_asked_is_what_is_done(ask, crowd, in_scope):
    client, there = ask("creators.tag", all="1", query="market=US")
    factories.CreatorFactory(workspace=in_scope, name="Too late", market="US")
    client.post(there, ADD)
    job = BulkJob.objects.get()
    assert job.counts == {"done": 3}
    assert job.back.endswith("/creators/?market=US")


def test_rows_left_out_lead_to_the_report(ask, crowd, other_workspace):
    stranger = factories.CreatorFactory(workspace=other_workspace, name="Of another house")
    client, there = ask("creators.tag", [crowd[0], stranger])
    assert "Of another house" not in client.get(there).content.decode()
    answer = client.post(there, ADD)
    assert answer["Location"] == there
    page = client.get(there).content.decode()
    assert "It is no longer here." in page
    assert "Of another house" not in page
    filtered = client.get(f"{there}?outcome=refused").content.decode()
    assert "Creator 000" not in filtered


def test_nothing_ticked_and_acts_nobody_knows(ask, client_as, manager, here, crowd):
    client, there = ask("creators.tag")
    assert there == here
    assert "Nothing is ticked" in client.get(here).content.decode()
    assert client.post(f"{here}bulk/", {"act": "no.such", "row": "x"}).status_code == 404
    assert "Nothing was changed in bulk yet" in client.get(f"{here}bulk/").content.decode()


def test_question_is_whose_it_is_and_analysts_write_nothing(
    ask, client_as, owner, analyst, crowd, here
):
    _client, there = ask("creators.archive", crowd)
    assert client_as(owner).get(there).status_code == 404
    assert client_as(analyst).post(there).status_code == 403
    assert client_as(analyst).post(f"{here}bulk/", {"act": "creators.archive"}).status_code == 403
    assert client_as(owner).post(f"{there}undo/").status_code == 404
    assert Creator.objects.active().count() == 3


def test_many_show_how_far_they_are(ask, crowd, monkeypatch, here):
    monkeypatch.setattr(tasks, "AT_ONCE", 1)
    monkeypatch.setattr(tasks, "ring", lambda *args: True)
    client, there = ask("creators.archive", crowd)
    assert client.post(there)["Location"] == there
    assert "waiting for a free worker" in client.get(there).content.decode()
    bar = client.get(there, headers={"HX-Request": "true"}).content.decode()
    assert "bulk-progress" in bar and "<html" not in bar
    job = BulkJob.objects.get()
    assert tasks.work_on_bulk(job.workspace_id, job.pk)
    assert client.get(there, headers={"HX-Request": "true"})["HX-Redirect"] == there
    assert client.post(f"{there}undo/")["Location"] == there
    assert BulkJob.objects.get().state == BulkState.UNDOING


def test_report_costs_the_same_for_one_and_for_many(
    in_scope, manager, client_as, django_assert_max_num_queries, here
):
    counts = []
    client = client_as(manager)
    for number in (1, 40):
        rows = [factories.CreatorFactory(workspace=in_scope) for _ in range(number)]
        job = jobs.ask_bulk(
            workspace=in_scope, kind="creators.archive", back=here, by=manager,
            selection=[row.public_id for row in rows], at=timezone.now() - timedelta(hours=1),
        )  # fmt: skip
        jobs.confirm_bulk(job=job, options={}, by=manager, at=timezone.now())
        tasks.see_to(job)
        with django_assert_max_num_queries(15) as seen:
            client.get(f"{here}bulk/{job.public_id}/")
        counts.append(len(seen))
    assert counts[0] == counts[1]


def test_two_ticked_creators_lead_to_the_preview_of_their_merge(client_as, manager, crowd, here):
    client = client_as(manager)
    two = [creator.public_id for creator in crowd[:2]]
    led = client.post(f"{here}chosen/", {"to": "merge", "row": two})
    assert led["Location"] == f"{here}{two[0]}/merge/{two[1]}/"
    assert client.get(led["Location"]).status_code == 200
    for rows in (two[:1], [creator.public_id for creator in crowd]):
        back = client.post(f"{here}chosen/", {"to": "merge", "row": rows}, follow=True)
        assert "Tick the two creators who are one person." in back.content.decode()
