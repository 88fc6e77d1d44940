"""Money, folding, versions, audit, mail addresses: the ground the rooms stand on."""

from datetime import UTC, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from config.mail_url import mail_settings
from core import audit
from core.ids import ALPHABET, new_public_id
from core.models import AuditEntry
from core.money import CurrencyMismatch, Money, format_money, totals
from core.search import fold, fold_all
from core.versions import EditConflict, save_version
from creators.models import Creator
from tests import factories

AT = datetime(2026, 3, 3, 12, tzinfo=UTC)


def money(amount, currency="USD"):
    return Money(Decimal(amount), currency)


@pytest.mark.parametrize(
    ("amount", "currency", "english", "russian"),
    [
        ("1234.5", "USD", "$1,234.50", "1 234,50 $"),
        ("1234.5", "RUB", "₽1,234.50", "1 234,50 ₽"),
        ("145000", "RUB", "₽145,000", "145 000 ₽"),
        ("2400", "USD", "$2,400", "2 400 $"),
        ("-3", "USD", "-$3", "-3 $"),
        ("0.005", "USD", "$0.01", "0,01 $"),
    ],
)
def test_money_reads_as_its_language_writes_it(amount, currency, english, russian):
    def plain(text):
        return text.replace("\u00a0", " ")

    assert plain(format_money(money(amount, currency), "en")) == english
    assert plain(format_money(money(amount, currency), "ru")) == russian


def test_currencies_never_meet_in_a_sum():
    with pytest.raises(CurrencyMismatch):
        money(1) + money(1, "RUB")
    with pytest.raises(CurrencyMismatch):
        money(1) - money(1, "RUB")
    with pytest.raises(TypeError, match="takes a Decimal, not float"):
        Money(1.5, "USD")  # type: ignore[arg-type]
    assert money(2) - money(1) == money(1)
    assert money(2) * 3 == money(6)


@given(
    st.lists(
        st.tuples(st.decimals(-(10**6), 10**6, places=2), st.sampled_from(["USD", "RUB", "EUR"]))
    )
)
def test_totals_keep_each_currency(rows):
    found = {m.currency: m.amount for m in totals(Money(a, c) for a, c in rows)}
    assert found == {c: sum(a for a, d in rows if d == c) for c in {c for _, c in rows}}


@pytest.mark.parametrize(
    ("cyrillic", "latin"),
    [
        ("Светлана Ёлкина", "svetlana YOLKINA"),
        ("Юлия", "Yulia"),
        ("Юлия", "Julia"),
        ("Хабаров", "Khabarov"),
        ("Щукин", "Shchukin"),
        ("Алексей", "Alexey"),
        ("Цой", "Tsoy"),
        ("Дмитрий", "Dmitry"),
        ("Наталья", "Natalya"),
        ("ёж", "еж"),
        ("José", "jose"),
    ],
)
def test_fold_finds_across_scripts(cyrillic, latin):
    assert fold(cyrillic) == fold(latin)


@given(st.text())
def test_fold_is_stable(text):
    assert fold(fold(text)) == fold(text)


def test_fold_all_keeps_fields_apart():
    assert fold_all("Ann", None, "", "Lee") == "ann | lee"
    assert "nl" not in fold_all("Ann", "Lee")


def test_public_ids_are_long_and_differ():
    ids = {new_public_id() for _ in range(1000)}
    assert len(ids) == 1000
    assert all(len(i) == 12 and set(i) <= set(ALPHABET) for i in ids)


def test_save_version_has_one_winner_and_loses_nothing(workspace):
    creator = factories.CreatorFactory(workspace=workspace, about="as it was")
    mine, theirs = (Creator._base_manager.get(pk=creator.pk) for _ in range(2))
    save_version(theirs, expected=1, changes={"about": "theirs"})
    assert theirs.version == 2
    with pytest.raises(EditConflict) as conflict:
        save_version(mine, expected=1, changes={"about": "mine"})
    assert conflict.value.theirs.about == "theirs"
    assert conflict.value.mine == {"about": "mine"}
    creator.refresh_from_db()
    assert (creator.about, creator.version) == ("theirs", 2)


def test_audit_row_tells_who_what_and_from_what_to_what(workspace, manager, in_scope):
    creator = factories.CreatorFactory(workspace=workspace, name="Maya")
    audit.record(
        verb="rate", obj=creator, by=manager, at=AT,
        changes={"amount": [Decimal("1.50"), Decimal("2")], "creator": creator},
    )  # fmt: skip
    entry = AuditEntry.objects.get()
    assert (entry.by, entry.object_type, entry.object_id) == (
        manager, "creators.creator", creator.public_id,
    )  # fmt: skip
    assert entry.changes == {"amount": ["1.50", "2"], "creator": creator.public_id}


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("folder:///tmp/mail", {"EMAIL_FILE_PATH": "/tmp/mail"}),
        (
            "smtp://me:p%40ss@mail.example:587?tls=1",
            {
                "EMAIL_HOST": "mail.example", "EMAIL_PORT": 587, "EMAIL_HOST_USER": "me",
                "EMAIL_HOST_PASSWORD": "p@ss", "EMAIL_USE_TLS": True,
            },
        ),
        ("smtps://mail.example", {"EMAIL_PORT": 465, "EMAIL_USE_SSL": True}),
        (
            "anymail+mailgun://KEY@mg.example?webhook_signing_key=S",
            {"EMAIL_BACKEND": "anymail.backends.mailgun.EmailBackend"},
        ),
    ],
)  # fmt: skip
def test_mail_url_names_the_way_out(url, expected):
    found = mail_settings(url)
    assert {key: found[key] for key in expected} == expected


def test_anymail_url_carries_key_domain_and_more():
    assert mail_settings("anymail+mailgun://KEY@mg.example?webhook_signing_key=S")["ANYMAIL"] == {
        "MAILGUN_API_KEY": "KEY", "MAILGUN_SENDER_DOMAIN": "mg.example",
        "MAILGUN_WEBHOOK_SIGNING_KEY": "S", "REQUESTS_TIMEOUT": (5, 20),
    }  # fmt: skip


def test_unknown_mail_url_says_what_it_may_be():
    with pytest.raises(ValueError, match="smtp://user"):
        mail_settings("carrier-pigeon://loft")
