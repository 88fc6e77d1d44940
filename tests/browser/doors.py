"""Signing in without the form: for tests that are about something else."""

from django.test import Client

from accounts.models import User


def cookies(user: User, base: str) -> list[dict]:
    """The session of `user` as a browser's context takes it."""
    client = Client()
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    return [{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": base}]
