"""Fixtures of every test: one workspace with its three roles, another one to be kept out of."""

from collections.abc import Callable, Iterator
from pathlib import Path
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import translation
from django_scopes import scope
from hypothesis import HealthCheck, settings

from accounts.models import Membership, Role, User, Workspace
from core import catalogues
from tests import factories

# How fast a shared machine is says nothing about the code.
settings.register_profile(
    "house", settings.default, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("house")


@pytest.fixture(autouse=True)
def _embedded(settings, tmp_path):
    settings.MEDIA_ROOT = str(tmp_path / "files")
    settings.STORAGES = {
        "default": {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": str(tmp_path / "files"), "base_url": None},
        },
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.MAIL_FOLDER = tmp_path / "mail"
    settings.EMAIL_FILE_PATH = str(tmp_path / "mail")


@pytest.fixture(autouse=True)
def _own_cache(settings):
    """Limits counted by one test are not another's: the workers of a run share one Redis, where
    emptying the cache would empty it for all of them."""
    settings.CACHES = {"default": {**settings.CACHES["default"], "KEY_PREFIX": uuid4().hex}}


@pytest.fixture
def workspace(db) -> Workspace:
    return factories.WorkspaceFactory(name="North & Steppe", slug="north")


@pytest.fixture
def other_workspace(db) -> Workspace:
    return factories.WorkspaceFactory(name="Another house", slug="another")


@pytest.fixture
def in_scope(workspace: Workspace) -> Iterator[Workspace]:
    """The test runs inside the workspace's scope."""
    with scope(workspace=workspace):
        yield workspace


def _member(workspace: Workspace, role: str, name: str) -> User:
    user = factories.UserFactory(name=name, email=f"{role}@north.example")
    Membership.objects.create(workspace=workspace, user=user, role=role)
    return user


@pytest.fixture
def owner(workspace: Workspace) -> User:
    return _member(workspace, Role.OWNER, "Olga Owner")


@pytest.fixture
def manager(workspace: Workspace) -> User:
    return _member(workspace, Role.MANAGER, "Maria Manager")


@pytest.fixture
def analyst(workspace: Workspace) -> User:
    return _member(workspace, Role.ANALYST, "Andrew Analyst")


@pytest.fixture
def outsider(other_workspace: Workspace) -> User:
    user = factories.UserFactory(name="Oscar Outsider", email="owner@another.example")
    Membership.objects.create(workspace=other_workspace, user=user, role=Role.OWNER)
    return user


@pytest.fixture
def client_as() -> Callable[[User], Client]:
    """`client_as(manager).get(...)`: a signed-in test client."""

    def make(user: User) -> Client:
        client = Client()
        client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
        return client

    return make


def pytest_configure(config: pytest.Config) -> None:
    """Russian is tested as it is written: catalogues are compiled first."""
    catalogues.compile_all(Path(__file__).resolve().parent.parent)


@pytest.fixture(autouse=True)
def _speak_english_again():
    """A signed-in reader's language stays with the thread; the next test starts in English."""
    yield
    translation.activate("en")
