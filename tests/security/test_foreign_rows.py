"""Ids of another workspace in what is posted, not only in addresses: they do nothing, and the answer
holds nothing of what they name. Each attack has its control: the same request with own ids works."""

from io import BytesIO
from typing import Any

import openpyxl
import pytest
from django.test import Client
from django_scopes import scope

from accounts.models import User, Workspace
from checkins.models import Introduction
from core.models import BulkJob, BulkRow, ExportJob
from core.search import fold
from creators.models import Channel, Creator, Goal, Merge, SavedView, StyleNote, Tag
from creators.rules.doubles import keys_of
from partnerships.models import Handover, Partnership
from tests.security.ground import address, signed_in
from tests.tenancy.world import World

SECRET = "Тайное имя"
NOTE = {"noted_on": "2026-01-05", "text": "Calmer", "link": ""}


@pytest.fixture
def world(world: World) -> World:
    with theirs():
        Creator.with_absorbed.update(name=SECRET, search=fold(SECRET), email_key="", name_key="")
        # A name that half the house has says nothing, so not all of them are found by it.
        known = Creator.with_absorbed.filter(public_id=world.ids["theirs"]["creator"])
        known.update(**keys_of(SECRET, "secret@x.example"))
        tag = Tag.objects.create(
            workspace=Workspace.objects.get(slug="theirs"), kind="tag", name=SECRET, folded="x"
        )
        Creator.objects.get(public_id=world.ids["theirs"]["creator"]).tags.add(tag)
        SavedView.objects.update(name=SECRET)
        world.ids["theirs"]["tag"] = tag.public_id
    with mine():
        tag = Tag.objects.create(
            workspace=Workspace.objects.get(slug="mine"), kind="tag", name="vip", folded="vip"
        )
        Creator.objects.get(public_id=world.ids["mine"]["creator"]).tags.add(tag)
        world.ids["mine"]["tag"] = tag.public_id
    User.objects.filter(pk=world.people["outsider"].pk).update(name=SECRET)
    return world


@pytest.fixture
def client(world) -> Client:
    return signed_in(world.people["owner"])


@pytest.fixture(params=["mine", "theirs"])
def whose(request) -> str:
    return request.param


def mine() -> Any:
    return scope(workspace=Workspace.objects.get(slug="mine"))


def theirs() -> Any:
    return scope(workspace=Workspace.objects.get(slug="theirs"))


def silent(response: Any) -> bool:
    return SECRET not in response.content.decode()


def asked(client: Client, world: World, act: str, *rows: str) -> str:
    there = client.post(address(world, "creators:bulk"), {"act": act, "row": rows})
    return there["Location"]


def test_rows_of_a_bulk_act(client, world, whose):
    there = asked(client, world, "creators.archive", world.ids[whose]["creator"])
    assert silent(client.get(there))
    client.post(there)
    report = client.get(there)
    assert silent(report)
    with mine():
        outcomes = dict(BulkRow.objects.values_list("object_id", "outcome"))
    assert outcomes[world.ids[whose]["creator"]] == {"mine": "done", "theirs": "refused"}[whose]
    with theirs():
        assert not Creator.objects.exclude(archived_at=None).exists()


@pytest.mark.parametrize(
    ("act", "data"),
    [
        ("creators.tag", {"add": "", "kind": "topic", "remove": "tag"}),
        ("partnerships.owner", {"owner": "keeper", "brand": "brand"}),
        ("partnerships.tier", {"brand": "brand", "to_tier": "T2", "reason": "Grown"}),
        ("campaigns.add", {"campaign": "campaign", "state": "invited"}),
    ],
)
def test_choices_of_a_bulk_act(client, world, whose, act, data):
    there = asked(client, world, act, world.ids["mine"]["creator"])
    named = {key: world.ids[whose].get(value, value) for key, value in data.items()}
    response = client.post(there, named)
    assert response.status_code == {"mine": 302, "theirs": 422}[whose]
    assert silent(response)
    with mine():
        state = BulkJob.objects.get(public_id=there.rstrip("/").rsplit("/", 1)[-1]).state
    assert (state == "asked") == (whose == "theirs")


def test_one_foreign_choice_among_own_ones(client, world):
    for data in (
        {"owner": world.ids["theirs"]["keeper"], "brand": world.ids["mine"]["brand"]},
        {"owner": world.ids["mine"]["keeper"], "brand": world.ids["theirs"]["brand"]},
    ):
        there = asked(client, world, "partnerships.owner", world.ids["mine"]["creator"])
        assert client.post(there, data).status_code == 422


def test_rows_to_compare(client, world, whose):
    ids = world.ids
    rows = f"row={ids[whose]['creator']}&row={ids['mine']['double']}"
    response = client.get(f"{address(world, 'creators:compare')}?{rows}")
    assert silent(response)
    names = [choice.creator.name for choice in response.context["shown"]]
    assert names == {"mine": ["Светлана Ким", "Svetlana Kim"], "theirs": ["Svetlana Kim"]}[whose]


def test_rows_to_merge(client, world, whose):
    rows = {"row": [world.ids["mine"]["double"], world.ids[whose]["creator"]], "to": "merge"}
    response = client.post(address(world, "creators:chosen"), rows, follow=True)
    assert response.status_code == {"mine": 200, "theirs": 404}[whose]
    assert silent(response)
    pair = f"{world.ids['mine']['double']}/merge/{world.ids[whose]['creator']}"
    base = address(world, "creators:directory")
    assert response.request["PATH_INFO"].startswith(base), pair
    client.post(response.request["PATH_INFO"])
    with theirs():
        assert Merge.objects.count() == 1


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_rows_of_an_export(client, world, whose, kind):
    url = f"{address(world, 'creators:export')}?row={world.ids[whose]['creator']}"
    response: Any = client.post(url, {"format": kind, "export": "0" * 12})
    data = b"".join(response.streaming_content)
    if kind == "csv":
        names = [line.split(",")[0] for line in data.decode("utf-8-sig").splitlines()[1:]]
    else:
        sheet = openpyxl.load_workbook(BytesIO(data)).active
        names = [row[0] for row in sheet.iter_rows(min_row=2, values_only=True)]
    assert names == {"mine": ["Светлана Ким"], "theirs": []}[whose]


def test_id_of_an_export_that_is_taken_elsewhere(client, world):
    url = address(world, "creators:export")
    client.post(url, {"format": "csv", "export": world.ids["theirs"]["export"]})
    with theirs():
        assert ExportJob.objects.get().created_by == world.people["outsider"]
    with mine():
        assert ExportJob.objects.count() == 2


@pytest.mark.parametrize("key", ["tag", "brand", "owner", "view"])
def test_filters_of_the_list(client, world, key):
    named = {"owner": "keeper"}.get(key, key)
    here = address(world, "creators:directory")
    known = client.get(f"{here}?{key}={world.ids['mine'][named]}")
    foreign = client.get(f"{here}?{key}={world.ids['theirs'][named]}", follow=True)
    assert silent(known)
    assert silent(foreign)
    assert f"{key}=" in known.request["QUERY_STRING"]
    assert known.status_code == 200
    if key != "view":
        # What does not exist counts for nothing: the address forgets it.
        assert f"{key}=" not in foreign.request["QUERY_STRING"]


def test_id_of_a_view_that_is_taken_elsewhere(client, world):
    url = address(world, "creators:view_save")
    data = {"name": "Mine", "query": "market=US", "public_id": world.ids["theirs"]["view"]}
    response = client.post(url, data)
    assert silent(response)
    with theirs():
        assert SavedView.objects.get().query == ""
    assert client.post(url, {**data, "public_id": "0" * 12}).status_code == 302


@pytest.mark.parametrize("public_id", ["a/b", "../../x", "new", "counts", "x" * 13, "I" * 12])
def test_id_of_a_view_is_one_of_ours_or_none(client, world, public_id):
    """One that is no part of an address would break the list of views for everybody."""
    url = address(world, "creators:view_save")
    data = {"name": "Broken", "shared": "on", "query": "", "public_id": public_id}
    assert client.post(url, data).status_code == 422
    assert client.get(address(world, "creators:views")).status_code == 200
    assert client.post(url, {**data, "public_id": "0" * 12}).status_code == 302


def test_notes_and_goals_with_ids_taken_elsewhere(client, world, whose):
    note = {**NOTE, "channel": world.ids[whose]["channel"], "public_id": "0" * 12}
    response = client.post(address(world, "creators:style_note_add"), note)
    assert response.status_code == {"mine": 302, "theirs": 422}[whose]
    assert silent(response)
    taken = {**NOTE, "public_id": world.ids["theirs"]["style_note"]}
    assert silent(client.post(address(world, "creators:style_note_add"), taken))
    goal = {"text": "A shop", "set_on": "2026-01-05", "public_id": world.ids["theirs"]["goal"]}
    assert silent(client.post(address(world, "creators:goal_add"), goal))
    with theirs():
        assert [note.text for note in StyleNote.objects.all()] == ["Calmer"]
        assert [goal.text for goal in Goal.objects.all()] == ["A book"]


def test_channel_of_another_creator_of_the_same_house(client, world):
    with mine():
        creator = Creator.objects.get(public_id=world.ids["mine"]["double"])
        channel = Channel.objects.create(
            workspace_id=creator.workspace_id, creator=creator, platform="vk", handle="x",
            handle_key="x",
        )  # fmt: skip
    url = address(world, "creators:style_note_add")
    assert client.post(url, {**NOTE, "channel": channel.public_id}).status_code == 422


def test_handing_over_to_somebody_elsewhere(client, world):
    keeper, foreign = world.ids["mine"]["keeper"], world.ids["theirs"]["keeper"]
    manager = world.people["manager"].public_id
    url = address(world, "partnerships:hand_over")
    for data in ({"to": foreign, "before": keeper}, {"to": manager, "before": foreign}):
        assert silent(client.post(url, data))
    many = address(world, "partnerships:hand_over_everything")
    with theirs():
        row = Partnership.objects.get(public_id=world.ids["theirs"]["partnership"])
    client.post(many, {"do": "1", f"to-{row.public_id}": manager, "everything_to": ""})
    client.post(many, {"do": "1", "everything_to": foreign})
    for whose in (mine, theirs):
        with whose():
            assert not Handover.objects.exists()
    # The control.
    assert client.post(url, {"to": manager, "before": keeper}).status_code == 303
    with mine():
        assert Handover.objects.count() == 1


def test_introducing_somebody_elsewhere(client, world, whose):
    url = address(world, "checkins:introduction_new")
    ids = world.ids
    pair = {
        "first": ids["mine"]["double"],
        "second": ids[whose]["creator"],
        "creator": ids[whose]["creator"],
    }
    query = "&".join(f"{key}={value}" for key, value in pair.items())
    for response in (
        client.get(f"{url}?{query}"),
        client.post(f"{url}?{query}", {**pair, "reason": "Both grow lemons"}),
    ):
        assert silent(response)
    with mine():
        assert Introduction.objects.count() == {"mine": 2, "theirs": 1}[whose]


def test_import_that_narrows_the_doubles(client, world):
    url = address(world, "creators:duplicates")
    assert silent(client.get(f"{url}?import={world.ids['theirs']['job']}"))


def test_absorbed_creator_of_another_house_leads_nowhere(client, world):
    """An old address tells where a merged creator went: only to the house it was merged in."""
    for whose, status in ((mine, 302), (theirs, 404)):
        with whose():
            gone = Creator.with_absorbed.exclude(merged_into=None).get()
        response = client.get(f"{address(world, 'creators:directory')}{gone.public_id}/")
        assert response.status_code == status
        assert silent(response)


@pytest.mark.parametrize("route", ["accounts:find", "creators:search", "creators:alike"])
def test_finding_stays_at_home(client, world, route):
    client_of_theirs = signed_in(world.people["outsider"])
    url = f"{address(world, route)}?q={SECRET}&name={SECRET}"
    answer = client.get(url)
    answer_there = client_of_theirs.get(url.replace("/mine/", "/theirs/"))
    assert world.ids["theirs"]["creator"] not in answer.content.decode()
    assert world.ids["theirs"]["creator"] in answer_there.content.decode()
