"""Results sent by scripts: each row answered, none doubled, none harmed by another."""

import json

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.actions.tokens import make_token
from campaigns.models import Result, TrackingCode
from campaigns.serializers import MOST_ROWS
from core.models import AuditEntry
from tests import factories


@pytest.fixture
def part(in_scope, manager):
    creator = factories.CreatorFactory(workspace=in_scope, name="Maya", market="RU")
    factories.ChannelFactory(creator=creator, handle="maya")
    campaign = factories.CampaignFactory(workspace=in_scope)
    partnership = factories.PartnershipFactory(
        workspace=in_scope, creator=creator, brand=campaign.brand, owner=manager
    )
    return factories.CollaborationFactory(campaign=campaign, partnership=partnership)


@pytest.fixture
def send(client, part, in_scope, manager):
    def token(name):
        return make_token(
            workspace=in_scope, name=name, role="manager", expires_on=None, by=manager,
            at=timezone.now(),
        )[1]  # fmt: skip

    secrets = {"Shop": token("Shop"), "Other": token("Other")}

    def post(rows, name="Shop", status=200):
        answer = client.post(
            reverse("campaigns:api_results", args=["north", part.campaign.public_id]),
            data=rows if isinstance(rows, str) else json.dumps(rows),
            content_type="application/json",
            headers={"Authorization": f"Bearer {secrets[name]}"},
        )
        assert answer.status_code == status, answer.content
        return answer.json().get("rows") if status == 200 else answer.json()

    post.secret = secrets["Shop"]
    return post


def row(part=None, **more):
    whose = {"collaboration": part.public_id} if part else {}
    return {"key": "a", "day": "2026-02-03", "reach": 100, **whose, **more}


def test_the_same_rows_again_change_nothing_and_newer_numbers_update(send, part):
    first = row(part, likes=-1, revenue={"amount": "12.50", "currency": "USD"})
    [made] = send([first])
    assert made["outcome"] == "created"
    assert send([first, first]) == [{"outcome": "same", "id": made["id"]}] * 2
    [newer] = send([row(part, reach=140)])
    assert newer == {"outcome": "updated", "id": made["id"]}
    result = Result.objects.get()
    # What the newer row does not know stays.
    assert (result.reach, result.likes, str(result.revenue_amount)) == (140, -1, "12.50")
    assert (result.market, result.job, result.by.name) == ("RU", None, "Maria Manager")
    told = AuditEntry.objects.filter(verb="results.reported")
    assert [entry.changes["rows"] for entry in told] == [1, 1]


def test_scripts_do_not_write_over_each_other(send, part):
    send([row(part)])
    assert send([row(part, reach=7)], name="Other")[0]["outcome"] == "created"
    assert sorted(Result.objects.values_list("reach", flat=True)) == [7, 100]


def test_whose_it_is_may_be_said_as_a_file_says_it(send, part):
    link = "https://www.instagram.com/reel/abc123/"
    piece = factories.DeliverableFactory(
        collaboration=part, link=link, link_key="instagram.com/p/abc123"
    )
    TrackingCode.objects.create(
        workspace=part.workspace, collaboration=part, kind="discount", value="MAYA10", key="maya10"
    )
    told = send([
        row(key="1", handle="@Maya"), row(key="2", link=link), row(key="3", code="maya10"),
        row(key="4", handle="nobody"), row(key="5", collaboration="nosuchid"),
    ])  # fmt: skip
    assert [one["outcome"] for one in told] == ["created"] * 3 + ["refused"] * 2
    assert "nobody" in told[3]["reason"]
    assert Result.objects.get(deliverable=piece).source_key.endswith(":2")


@pytest.mark.parametrize(
    ("bad", "says"),
    [
        ({"day": "2099-01-01"}, "still to come"),
        ({"day": "03.02.2026"}, "day:"),
        ({"reach": -1}, "reach:"),
        ({"reach": 2**63}, "reach:"),
        ({"reach": None}, "no number"),
        ({"views": 1, "wiews": 2}, "wiews"),
        ({"collaboration": None}, "collaboration"),
        ({"revenue": {"amount": "-1", "currency": "USD"}}, "revenue"),
        ({"revenue": {"amount": "1", "currency": "XXX"}}, "revenue"),
        ({"key": ""}, "key"),
    ],
)
def test_a_bad_row_is_refused_in_words_and_the_others_are_written(send, part, bad, says):
    told = send([{**row(part), **bad}, row(part, key="good")])
    assert told[0]["outcome"] == "refused"
    assert says in told[0]["reason"]
    assert told[1]["outcome"] == "created"
    assert Result.objects.count() == 1


@pytest.mark.parametrize(
    "body", ["{", "{}", "[]", '"text"', "[1]", json.dumps([{}] * (MOST_ROWS + 1))]
)
def test_what_is_no_list_of_rows_is_refused_whole(send, body):
    status = 200 if body == "[1]" else 400
    answer = send(body, status=status)
    if status == 200:
        assert answer[0]["outcome"] == "refused"
    assert Result.objects.count() == 0


def test_campaigns_and_rows_are_read_in_pages(send, part, client):
    send([row(part, key=str(n)) for n in range(60)])
    headers = {"Authorization": f"Bearer {send.secret}"}
    campaign = part.campaign
    one = client.get(
        reverse("campaigns:api_campaign", args=["north", campaign.public_id]), headers=headers
    ).json()
    assert one["collaborations"][0]["id"] == part.public_id
    with CaptureQueriesContext(connection) as queries:
        page = client.get(
            reverse("campaigns:api_results", args=["north", campaign.public_id]), headers=headers
        ).json()
    # The limit of requests is counted in the cache, which is a table here.
    asked = [q["sql"] for q in queries if "SELECT" in q["sql"] and "django_cache" not in q["sql"]]
    # Session, person and the door: three; the campaign and its rows: two.
    assert len(asked) <= 6, asked
    assert len(page["results"]) == 50
    rest = client.get(page["next"], headers=headers).json()
    assert len(rest["results"]) == 10
    url = reverse("campaigns:api_campaigns", args=["north"])
    listed = client.get(url, {"state": "live"}, headers=headers).json()["results"]
    assert [each["id"] for each in listed] == [campaign.public_id]
    assert client.get(url, {"state": "planned"}, headers=headers).json()["results"] == []
    assert client.get(url, {"state": "odd"}, headers=headers).status_code == 400


def test_description_for_programs_tells_all_doors(client, db):
    told = client.get(reverse("api_schema")).content.decode()
    for words in ("/campaigns/{public_id}/results/", "watch_seconds", "bearer"):
        assert words in told
