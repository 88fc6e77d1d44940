"""The world, made once for a module of tests: making it costs more than most of what is tried in it.
What anybody does in it is rolled back with their test."""

from collections.abc import Iterator
from copy import deepcopy
from typing import Any

import pytest
from django.conf import settings as configured
from django.db import transaction
from django.test import Client, override_settings

from tests.tenancy.world import World, make_world


def _files(where: Any) -> dict[str, Any]:
    options = {"location": str(where), "base_url": None}
    return {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": options}


@pytest.fixture(scope="module")
def standing(django_db_setup, django_db_blocker, tmp_path_factory) -> Iterator[tuple[World, Any]]:
    where = tmp_path_factory.mktemp("files")
    stores = {**configured.STORAGES, "default": _files(where)}
    with django_db_blocker.unblock(), transaction.atomic():
        with override_settings(STORAGES=stores):
            made = make_world()
        made.sessions = {who: _signed_in(user) for who, user in made.people.items()}
        yield made, where
        transaction.set_rollback(True)


def _signed_in(user: Any) -> str:
    """The key of a session: signing in costs more than most pages."""
    client = Client()
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client.cookies[configured.SESSION_COOKIE_NAME].value


@pytest.fixture
def world(standing, db, settings) -> World:
    """A test may write into it: its rows, and what is remembered of them, are its own."""
    made, where = standing
    settings.STORAGES = {**settings.STORAGES, "default": _files(where)}
    return deepcopy(made)
