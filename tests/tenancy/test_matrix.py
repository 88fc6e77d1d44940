"""Every route × {anonymous, outsider, analyst, manager, owner, the creator, another creator}."""

import re
from dataclasses import dataclass
from typing import Any

import pytest
from django.conf import settings
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from django_scopes import scope

from accounts.actions.tokens import make_token
from accounts.models import Role, Workspace
from accounts.permissions import may
from tests.tenancy.routes import Api, Member, Person, Portal, Public, Webhook, found_routes
from tests.tenancy.table import TABLE
from tests.tenancy.world import World

pytestmark = pytest.mark.django_db
ROUTES = found_routes()
PEOPLE = ["anonymous", "outsider", "analyst", "manager", "owner", "creator", "other_creator"]
ROLES = {"analyst": Role.ANALYST, "manager": Role.MANAGER, "owner": Role.OWNER}
WRITES = re.compile(r"^\s*(INSERT|UPDATE|DELETE)", re.I)
# What any request of a signed-in person may write: its own session.
OWN = re.compile(r'"(django_session|django_cache)"')


def test_every_route_has_a_row_and_every_row_a_route():
    assert set(ROUTES) - set(TABLE) == set(), "routes without a row in tests/tenancy/table.py"
    assert set(TABLE) - set(ROUTES) == set(), "rows without a route"


def test_planted_route_without_a_row_is_found(settings):
    from types import ModuleType

    from django.urls import clear_url_caches, path, set_urlconf

    import config.urls

    planted = ModuleType("planted_urls")
    planted.urlpatterns = [  # type: ignore[attr-defined]
        *config.urls.urlpatterns,
        path("w/<slug:workspace>/planted/", lambda request: None, name="planted"),
    ]
    import sys

    sys.modules["planted_urls"] = planted
    settings.ROOT_URLCONF = "planted_urls"
    clear_url_caches()
    try:
        assert set(found_routes()) - set(TABLE) == {"planted"}
    finally:
        del sys.modules["planted_urls"]
        set_urlconf(None)
        clear_url_caches()


@pytest.mark.parametrize("name", sorted(n for n in TABLE if isinstance(TABLE[n], Member)))
def test_workspace_view_names_the_permission_of_its_row(name):
    row, (pattern, view) = TABLE[name], ROUTES[name]
    assert isinstance(row, Member)
    assert pattern.startswith("w/<slug:workspace>/")
    assert view.permission == row.read
    assert view.write_permission == row.needed_to_write


@pytest.mark.parametrize("name", sorted(ROUTES))
def test_routes_under_a_workspace_are_member_rows(name):
    assert ROUTES[name][0].startswith("w/") == isinstance(TABLE[name], Member)
    assert ROUTES[name][0].startswith("portal/<") == isinstance(TABLE[name], Portal)


@dataclass
class Answer:
    status: int
    location: str
    wrote: list[str]


# One for all who ask: a new one would set up the whole middleware for each request.
client = Client()


def _ask(world: World, who: str, method: str, url: str) -> Answer:
    client.cookies.clear()
    if who in world.sessions:
        client.cookies[settings.SESSION_COOKIE_NAME] = world.sessions[who]
    # What one person did is undone before the next one tries.
    with transaction.atomic(), CaptureQueriesContext(connection) as queries:
        response: Any = getattr(client, method)(url)
        if response.streaming:
            b"".join(response.streaming_content)
        transaction.set_rollback(True)
    wrote = [q["sql"] for q in queries if WRITES.match(q["sql"]) and not OWN.search(q["sql"])]
    return Answer(response.status_code, response.get("Location", ""), wrote)


def _url(name: str, world: World, where: str = "mine") -> str:
    row = TABLE[name]
    ids = {arg: world.ids[where][key] for arg, key in row.ids.items()}
    if isinstance(row, Member):
        ids["workspace"] = world.workspaces["mine"]
    return reverse(name, kwargs=ids)


MEMBER_ROUTES = sorted(n for n in TABLE if isinstance(TABLE[n], Member))


@pytest.mark.parametrize("name", MEMBER_ROUTES)
def test_member_route(name, world):
    row = TABLE[name]
    assert isinstance(row, Member)
    url = _url(name, world)
    for method in ("get", "post"):
        for who in PEOPLE:
            answer = _ask(world, who, method, url)
            told = f"{method} {url} as {who}: {answer}"
            if who == "anonymous":
                assert answer.status == 302, told
                assert answer.location.startswith("/accounts/login/"), told
                assert answer.wrote == [], told
            elif who not in ROLES:
                assert answer.status == 404, told
                assert answer.wrote == [], told
            else:
                _check_member(row, ROLES[who], method, answer, told)


def _check_member(row: Member, role: str, method: str, answer: Answer, told: str) -> None:
    needed = row.read if method == "get" else row.needed_to_write
    if (row.post_only and method == "get") or (row.get_only and method == "post"):
        assert answer.status in (403, 405), told
        assert answer.wrote == [], told
    elif not may(role, needed):
        assert answer.status == 403, told
        assert answer.wrote == [], told
    elif method == "get":
        assert answer.status in (200, 302, 303), told
        assert answer.wrote == [], told
    else:
        # An empty form: refused in words (4xx) or done and redirected, never an error of ours.
        assert answer.status not in (401, 403, 404, 405) and answer.status < 500, told


@pytest.mark.parametrize("name", [n for n in MEMBER_ROUTES if TABLE[n].ids])
def test_guessed_id_of_another_workspace_is_not_found(name, world):
    url = _url(name, world, where="theirs")
    row = TABLE[name]
    assert isinstance(row, Member)
    for method in ("get", "post"):
        if (row.post_only and method == "get") or (row.get_only and method == "post"):
            continue
        answer = _ask(world, "owner", method, url)
        assert (answer.status, answer.wrote) == (404, []), f"{method} {url}: {answer}"


@pytest.mark.parametrize("name", sorted(n for n in TABLE if isinstance(TABLE[n], Portal)))
def test_portal_route(name, world):
    url = _url(name, world)
    for who in PEOPLE:
        answer = _ask(world, who, "get", url)
        expected = {"creator": 200, "anonymous": 302}.get(who, 404)
        assert (answer.status, answer.wrote) == (expected, []), f"{url} as {who}: {answer}"
        for method in ("post", "put", "patch", "delete"):
            answer = _ask(world, who, method, url)
            assert answer.status in (404, 405), f"{method} {url} as {who}: {answer}"
            assert answer.wrote == [], f"{method} {url} as {who}: {answer}"


@pytest.mark.parametrize("name", sorted(n for n in TABLE if isinstance(TABLE[n], Person)))
def test_person_route(name, world):
    row = TABLE[name]
    assert isinstance(row, Person)
    url = _url(name, world)
    for who in PEOPLE:
        for method in ("get", "post"):
            answer = _ask(world, who, method, url)
            told = f"{method} {url} as {who}: {answer}"
            if who == "anonymous":
                assert answer.status in (302, 405), told
                assert answer.wrote == [], told
            elif row.mine and row.mine != who:
                assert answer.status in (404, 405), told
                assert answer.wrote == [], told
            else:
                assert answer.status < 500, told


@pytest.mark.parametrize("name", sorted(n for n in TABLE if isinstance(TABLE[n], Public)))
def test_public_route_answers_everybody(name, world):
    for who in PEOPLE:
        for method in ("get", "post"):
            answer = _ask(world, who, method, _url(name, world))
            assert answer.status < 500, f"{method} {name} as {who}: {answer}"


@pytest.mark.parametrize("name", sorted(n for n in TABLE if isinstance(TABLE[n], Webhook)))
def test_webhook_without_the_secret_is_refused(name, world):
    for who in ("anonymous", "owner"):
        answer = _ask(world, who, "post", reverse(name))
        assert (answer.status in (400, 401, 403), answer.wrote) == (True, []), answer


API_ROUTES = sorted(n for n in TABLE if isinstance(TABLE[n], Api))
METHODS = ["get", "post", "put", "patch", "delete"]


def _secret_of(world: World, role: str, workspace: str = "mine") -> str:
    by = world.people["owner" if workspace == "mine" else "outsider"]
    where = Workspace.objects.get(slug=world.workspaces[workspace])
    with scope(workspace=where):
        return make_token(
            workspace=where, name=f"{role} {workspace}", role=role, expires_on=None, by=by,
            at=timezone.now(),
        )[1]  # fmt: skip


def _send(method: str, url: str, secret: str) -> Answer:
    client = Client(raise_request_exception=True)
    with transaction.atomic(), CaptureQueriesContext(connection) as queries:
        headers = {"Authorization": f"Bearer {secret}"}
        more = {} if method == "get" else {"data": "[]", "content_type": "application/json"}
        response = getattr(client, method)(url, headers=headers, **more)
        transaction.set_rollback(True)
    wrote = [q["sql"] for q in queries if WRITES.match(q["sql"]) and not OWN.search(q["sql"])]
    # That a token was used is written down at its door.
    wrote = [sql for sql in wrote if '"accounts_apitoken"' not in sql]
    return Answer(response.status_code, "", wrote)


def _api_url(name: str, world: World, where: str = "mine", workspace: str = "mine") -> str:
    row = TABLE[name]
    assert isinstance(row, Api)
    ids = {arg: world.ids[where][key] for arg, key in row.ids.items()}
    return reverse(name, kwargs={**ids, "workspace": world.workspaces[workspace]})


@pytest.mark.parametrize("name", API_ROUTES)
def test_api_route(name, world):
    row, url = TABLE[name], _api_url(name, world)
    assert isinstance(row, Api)
    for who in PEOPLE:
        # A browser's session opens nothing here.
        answer = _ask(world, who, "get", url)
        assert (answer.status, answer.wrote) == (401, []), f"{url} as {who}: {answer}"
    foreign = _secret_of(world, "owner", "theirs")
    secrets = {role: _secret_of(world, role) for role in Role.values}
    mine = secrets["owner"]
    for role, secret in secrets.items():
        for method in METHODS:
            answer = _send(method, url, secret)
            needed = row.needs.get(method)
            told = f"{method} {url} with {role}: {answer}"
            if needed is None:
                assert answer.status == 405, told
            elif not may(role, needed):
                assert answer.status == 403, told
            else:
                assert answer.status in (200, 400), told
            assert answer.wrote == [], told
    for method in METHODS:
        assert _send(method, url, foreign).status in (404, 405)
        assert _send(method, url, "perennial_guessed").status == 401
        if row.ids:
            theirs = _api_url(name, world, where="theirs")
            answer = _send(method, theirs, mine)
            assert (answer.status in (404, 405), answer.wrote) == (True, []), answer
