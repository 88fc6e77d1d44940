"""Creators sign in by a mailed code: once, in ten minutes, in three tries."""

import re
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.core.cache import cache
from django.urls import reverse

from core.models import OutgoingMail
from tests import factories

AT = datetime(2026, 3, 3, 12, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _fresh_limits(settings):
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
    cache.clear()


def _mails() -> list[OutgoingMail]:
    return list(OutgoingMail.objects.with_scopes_disabled().filter(kind="sign_in_code"))


def _ask(client, email: str) -> None:
    answer = client.post(reverse("account_request_login_code"), {"email": email})
    assert answer.status_code == 302


def _code() -> str:
    (mail,) = _mails()
    found = re.search(r"^\s*([A-Z0-9]{3,}-?[A-Z0-9]*)\s*$", mail.text, re.M)
    assert found, mail.text
    return found[1]


def _type(client, code: str) -> bool:
    """Whether the code opened the door."""
    client.post(reverse("account_confirm_login_code"), {"code": code})
    return "_auth_user_id" in client.session


def test_code_opens_the_door_in_the_creators_language(client, db):
    user = factories.UserFactory(email="anya@creators.example", language="ru", name="Аня")
    with time_machine.travel(AT, tick=False):
        _ask(client, "Anya@creators.example")
        (mail,) = _mails()
        assert mail.to_email == "anya@creators.example"
        assert "ваш код" in mail.subject
        assert _type(client, _code())
        assert client.session["_auth_user_id"] == str(user.pk)


def test_expired_code_is_refused(client, db):
    factories.UserFactory(email="anya@creators.example")
    with time_machine.travel(AT, tick=False):
        _ask(client, "anya@creators.example")
        code = _code()
    with time_machine.travel(AT + timedelta(minutes=11), tick=False):
        assert not _type(client, code)


def test_three_wrong_guesses_spend_the_code(client, db):
    factories.UserFactory(email="anya@creators.example")
    with time_machine.travel(AT, tick=False):
        _ask(client, "anya@creators.example")
        code = _code()
        for guess in ("AAAA", "BBBB", "CCCC"):
            assert not _type(client, guess)
        assert not _type(client, code)


def test_unknown_address_gets_the_same_answer_and_no_mail(client, db):
    with time_machine.travel(AT, tick=False):
        _ask(client, "nobody@creators.example")
        assert client.get(reverse("account_confirm_login_code")).status_code == 200
    assert _mails() == []
