"""Tokens of scripts: shown once, good for what their role may, gone when taken back."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.urls import reverse

from accounts.actions.tokens import TokenRefused, make_token, note_use, revoke_token
from accounts.models import ApiToken, Membership
from tests import factories

NOW = datetime(2026, 3, 3, 12, tzinfo=UTC)


@pytest.fixture
def made(in_scope, owner):
    def make(role="manager", expires_on=None, by=owner, name="Shop"):
        return make_token(
            workspace=in_scope, name=name, role=role, expires_on=expires_on, by=by, at=NOW
        )

    return make


def ask(client, secret, path="campaigns:api_campaigns", slug="north"):
    return client.get(reverse(path, args=[slug]), headers={"Authorization": f"Bearer {secret}"})


def test_secret_is_shown_once_and_only_its_digest_is_kept(owner, client_as, in_scope):
    client = client_as(owner)
    url = reverse("accounts:tokens", args=["north"])
    page = client.post(url, {"name": "Shop", "role": "manager", "expires_on": ""}).text
    token = ApiToken.objects.get()
    secret = page.partition("perennial_")[2].partition("<")[0]
    assert len(secret) == 43
    assert ask(client, f"perennial_{secret}").status_code == 200
    assert secret not in client.get(url).text
    assert secret not in token.digest
    # The form sent twice makes one, and says so.
    again = client.post(url, {"name": "Shop", "role": "manager", "expires_on": ""})
    assert again.status_code == 422
    assert ApiToken.objects.count() == 1
    past = {"name": "Old", "role": "manager", "expires_on": "2020-01-01"}
    assert client.post(url, past).status_code == 422
    client.post(reverse("accounts:token_revoke", args=["north", token.public_id]))
    assert ask(client, f"perennial_{secret}").status_code == 401
    # Its name is free again.
    assert client.post(url, {"name": "Shop", "role": "analyst"}).status_code == 200


def test_token_taken_back_twice_is_taken_back_once(made, owner):
    token, _secret = made()
    assert revoke_token(token=token, by=owner, at=NOW)
    assert not revoke_token(token=token, by=owner, at=NOW)
    made()
    with pytest.raises(TokenRefused):
        made()


def test_last_day_is_the_workspaces_own(made, client, in_scope):
    in_scope.zone = "Pacific/Kiritimati"
    in_scope.save()
    _token, secret = made(expires_on=NOW.date())
    # Noon in Greenwich is two in the morning of the next day there.
    with time_machine.travel(NOW - timedelta(hours=3)):
        assert ask(client, secret).status_code == 200
    with time_machine.travel(NOW):
        assert ask(client, secret).status_code == 401


def test_token_does_no_more_than_whoever_made_it(made, client, owner, in_scope):
    _token, secret = made()
    assert ask(client, secret).status_code == 200
    member = Membership.objects.get(user=owner)
    member.delete()
    assert ask(client, secret).status_code == 401
    Membership.objects.create(workspace=in_scope, user=owner, role="analyst")
    campaign = factories.CampaignFactory(workspace=in_scope)
    url = reverse("campaigns:api_results", args=["north", campaign.public_id])
    headers = {"Authorization": f"Bearer {secret}"}
    answer = client.post(url, data="[]", content_type="application/json", headers=headers)
    assert answer.status_code == 403
    owner.is_active = False
    owner.save()
    assert ask(client, secret).status_code == 401


@pytest.mark.parametrize(
    "header", ["", "Bearer", "Bearer ", "Basic abc", "Bearer perennial_no", "Token x"]
)
def test_without_a_good_token_nobody_learns_anything(client, in_scope, header):
    for slug in ("north", "no-such-place"):
        url = reverse("campaigns:api_campaigns", args=[slug])
        answer = client.get(url, headers={"Authorization": header} if header else {})
        assert answer.status_code == 401


def test_use_is_noted_now_and_then(made, client):
    token, secret = made()
    with time_machine.travel(NOW, tick=False):
        ask(client, secret)
    token.refresh_from_db()
    assert token.last_used_at == NOW
    note_use(token=token, at=NOW + timedelta(minutes=9))
    note_use(token=token, at=NOW + timedelta(minutes=11))
    token.refresh_from_db()
    assert token.last_used_at == NOW + timedelta(minutes=11)


def test_too_many_requests_are_told_to_wait(made, client, monkeypatch):
    from accounts.api.doors import TokenThrottle

    monkeypatch.setattr(TokenThrottle, "rate", "2/min")
    _token, secret = made()
    assert [ask(client, secret).status_code for _n in range(3)] == [200, 200, 429]
