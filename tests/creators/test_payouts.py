"""Payment details: encrypted in the table, plain nowhere, read by few, each look written down."""

import json
from datetime import UTC, datetime
from io import StringIO

import pytest
from cryptography.fernet import Fernet
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import override_settings
from django.urls import reverse

from accounts.models import Membership
from accounts.permissions import sees_payouts
from core.models import AuditEntry
from core.secrets import Unreadable, check_keys, decrypt, encrypt
from creators.actions.payouts import (
    CannotRead,
    EnteredMeanwhile,
    FieldsWrong,
    NotAllowed,
    remove_payout,
    reveal_payout,
    rotate_payouts,
    save_payout,
)
from creators.models import PayoutDetails
from tests import factories

AT = datetime(2026, 3, 3, 12, tzinfo=UTC)
CARD = "4111111111111111"
KEYS = [Fernet.generate_key().decode() for _ in range(2)]


@pytest.fixture
def maya(in_scope):
    return factories.CreatorFactory(workspace=in_scope, name="Maya Lind")


def save(maya, by, expected=0, **more):
    values = {"currency": "USD", "method": "card", "fields": {"holder": "M Lind", "card": CARD}}
    return save_payout(creator=maya, expected=expected, by=by, at=AT, **{**values, **more})


@pytest.fixture
def payout(maya, owner):
    return save(maya, owner)


def member(user) -> Membership:
    return Membership.objects.get(user=user)


def at(name, *args):
    return reverse(f"creators:{name}", args=["north", *args])


def dump() -> str:
    """All text of all tables."""
    found = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')
            found.append(str(cursor.fetchall()))
    return "\n".join(found)


# At rest


def test_cipher_in_the_table_and_plain_text_in_none(maya, payout, owner, client_as):
    client = client_as(owner)
    client.post(at("payout_look", maya.public_id, payout.public_id))
    client.post(at("payout", maya.public_id, "RUB") + "?method=card",
                {"version": "0", "holder": "Мая", "card": CARD})  # fmt: skip
    assert PayoutDetails.objects.count() == 2
    everything = dump()
    assert payout.secret in everything
    assert payout.secret.startswith("gAAAA")
    assert CARD not in everything
    assert "M Lind" not in everything
    assert json.loads(decrypt(payout.secret)) == {"holder": "M Lind", "card": CARD}


def test_same_text_is_never_the_same_cipher():
    assert encrypt("a") != encrypt("a")


@pytest.mark.parametrize(("given", "n"), [([], 0), (["no key"], 1), ([KEYS[0]], 0)])
def test_check_of_keys(given, n):
    with override_settings(FIELD_KEYS=given):
        assert len(check_keys(None)) == n


def test_check_of_a_served_machine_without_a_key_of_its_own():
    with override_settings(FIELD_KEYS=[], HTTPS=True):
        assert [one.id for one in check_keys(None)] == ["core.W001"]


def test_rotation(maya, owner):
    with override_settings(FIELD_KEYS=[KEYS[0]]):
        row = save(maya, owner)
    with override_settings(FIELD_KEYS=[KEYS[1]]):
        with pytest.raises(Unreadable):
            decrypt(row.secret)
        with pytest.raises(CannotRead) as refused:
            reveal_payout(payout=row, member=member(owner), at=AT)
        assert "FIELD_KEYS" in str(refused.value)
        with pytest.raises(CommandError):
            call_command("rotate_field_keys", stdout=StringIO())
    with override_settings(FIELD_KEYS=[KEYS[1], KEYS[0]]):
        assert rotate_payouts(at=AT).done == 1
        out = StringIO()
        call_command("rotate_field_keys", stdout=out)
        assert "1 written anew" in out.getvalue()
    row.refresh_from_db()
    with override_settings(FIELD_KEYS=[KEYS[1]]):
        assert reveal_payout(payout=row, member=member(owner), at=AT)["card"] == CARD
    assert row.version == 1


def test_new_key_is_a_key():
    out = StringIO()
    call_command("new_field_key", stdout=out)
    Fernet(out.getvalue().strip())


# Who, and what the audit keeps


def test_replaced_whole(maya, payout, owner):
    with pytest.raises(EnteredMeanwhile):
        save(maya, owner)
    row = save(maya, owner, payout.version, method="paypal", fields={"email": "m@x.example"})
    assert (row.pk, row.hint) == (payout.pk, "m…@…mple")
    assert reveal_payout(payout=row, member=member(owner), at=AT) == {"email": "m@x.example"}


def test_replacing_what_is_gone(maya, payout, owner):
    assert remove_payout(payout=payout, by=owner, at=AT) is True
    assert remove_payout(payout=payout, by=owner, at=AT) is False
    with pytest.raises(EnteredMeanwhile):
        save(maya, owner, 1)


def test_wrong_fields_are_named_without_what_was_typed(maya, owner):
    with pytest.raises(FieldsWrong) as wrong:
        save(maya, owner, fields={"holder": "", "card": "4111111111111112"})
    assert set(wrong.value.errors) == {"holder", "card"}
    assert "4111" not in str(wrong.value.errors)


@pytest.mark.parametrize(
    ("role", "chosen", "sees"),
    [("owner", False, True), ("manager", False, False), ("manager", True, True),
     ("analyst", True, False)],
)  # fmt: skip
def test_who_sees(role, chosen, sees):
    assert sees_payouts(Membership(role=role, sees_payouts=chosen)) is sees


def test_each_look_is_written_down(payout, owner, manager):
    with pytest.raises(NotAllowed):
        reveal_payout(payout=payout, member=member(manager), at=AT)
    reveal_payout(payout=payout, member=member(owner), at=AT)
    looked = AuditEntry.objects.filter(verb="payout.looked_at")
    assert [(one.by, one.changes) for one in looked] == [
        (owner, {"currency": "USD", "for": "page"})
    ]


# Pages


def test_masked_on_the_profile_for_all(client_as, maya, payout, owner, manager, analyst):
    for user, shows in ((owner, True), (manager, False), (analyst, False)):
        text = client_as(user).get(at("profile", maya.public_id) + "?tab=rates").content.decode()
        assert "…1111" in text
        assert CARD not in text
        assert (at("payout_look", maya.public_id, payout.public_id) in text) is shows


def test_look(client_as, maya, payout, owner, manager, analyst):
    url = at("payout_look", maya.public_id, payout.public_id)
    answer = client_as(owner).post(url)
    assert CARD in answer.content.decode()
    assert "no-store" in answer["Cache-Control"]
    assert client_as(manager).post(url).status_code == 302
    assert client_as(analyst).post(url).status_code == 403
    Membership.objects.filter(user=manager).update(sees_payouts=True)
    assert CARD in client_as(manager).post(url).content.decode()


def test_manager_enters_what_they_may_not_read(client_as, maya, manager):
    url = at("payout", maya.public_id, "USD") + "?method=card"
    client = client_as(manager)
    wrong = client.post(url, {"version": "0", "holder": "M Lind", "card": "4111111111111112"})
    assert wrong.status_code == 422
    text = wrong.content.decode()
    assert "The check digit does not fit" in text
    assert "4111111111111112" not in text
    assert "M Lind" not in text
    assert client.post(url, {"version": "0", "holder": "M Lind", "card": CARD}).status_code == 302
    assert PayoutDetails.objects.get().updated_by == manager
    # The form of before: somebody entered details since.
    late = client.post(url, {"version": "0", "holder": "M Lind", "card": CARD})
    assert late.status_code == 422
    assert "Somebody entered details" in late.content.decode()


def test_unknown_currency_is_no_page(client_as, maya, manager):
    assert client_as(manager).get(at("payout", maya.public_id, "XXX")).status_code == 404


def test_each_way_has_its_form_in_both_languages(client_as, maya, manager):
    client = client_as(manager)
    manager.language = "ru"
    manager.save()
    text = client.get(at("payout", maya.public_id, "RUB")).content.decode()
    assert "Телефон" in text
    assert "Реквизиты" in text
    for method in ("bank", "card", "sbp", "paypal", "wise", "other", "nonsense"):
        url = at("payout", maya.public_id, "USD") + f"?method={method}"
        assert client.get(url).status_code == 200


def test_removed(client_as, maya, payout, manager):
    client_as(manager).post(at("payout_remove", maya.public_id, payout.public_id))
    assert not PayoutDetails.objects.exists()


def test_unreadable_says_what_to_do(client_as, maya, payout, owner):
    with override_settings(FIELD_KEYS=[KEYS[0]]):
        url = at("payout_look", maya.public_id, payout.public_id)
        text = client_as(owner).post(url, follow=True).content.decode()
    assert "put the old key back" in text


# The switch


def test_owner_lets_a_manager_see(client_as, owner, manager, analyst, in_scope):
    page = reverse("accounts:members", args=["north"])
    client = client_as(owner)
    for sees in ("1", "0"):
        url = reverse("accounts:member_payouts", args=["north", member(manager).public_id])
        client.post(url, {"sees": sees})
        assert member(manager).sees_payouts is (sees == "1")
    assert AuditEntry.objects.filter(verb="payment details").count() == 2
    for user in (owner, analyst):
        url = reverse("accounts:member_payouts", args=["north", member(user).public_id])
        assert "payment details" in client.post(url, {"sees": "1"}, follow=True).content.decode()
        assert member(user).sees_payouts is False
    assert "No payment details" in client.get(page).content.decode()
    assert "No payment details" not in client_as(manager).get(page).content.decode()
    url = reverse("accounts:member_payouts", args=["north", member(manager).public_id])
    assert client_as(manager).post(url, {"sees": "1"}).status_code == 403
