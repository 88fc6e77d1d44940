import pytest

from creators.rules.payouts import (
    FIELDS,
    NotValid,
    account_fits_bank,
    clean_account,
    clean_bank,
    clean_card,
    clean_fields,
    clean_name,
    clean_note,
    clean_phone,
    hint_of,
    luhn,
)


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("GB82 WEST 1234 5698 7654 32", "GB82WEST12345698765432"),
        ("de89370400440532013000", "DE89370400440532013000"),
        ("NO93 8601 1117 947", "NO9386011117947"),
        ("40817 810 5 0000 0000042", "40817810500000000042"),
    ],
)
def test_account_kept(text, kept):
    assert clean_account(text) == kept


@pytest.mark.parametrize(
    "text",
    ["GB82 WEST 1234 5698 7654 33", "GB82WEST123456987654", "1234567890", "hello", "DE", "X" * 40],
)
def test_account_refused(text):
    with pytest.raises(NotValid) as refused:
        clean_account(text)
    assert text not in str(refused.value)


@pytest.mark.parametrize(("text", "kept"), [("deutdeff", "DEUTDEFF"), ("DEUT DE FF 500", "DEUTDEFF500"),
                                            ("044525225", "044525225")])  # fmt: skip
def test_bank_kept(text, kept):
    assert clean_bank(text) == kept


@pytest.mark.parametrize("text", ["DEUTDEF", "0445252", "994525225", "DEUTDEFF5"])
def test_bank_refused(text):
    with pytest.raises(NotValid):
        clean_bank(text)


def test_account_has_one_fitting_key():
    fitting = [k for k in range(10) if account_fits_bank(f"40817810{k}00000000042", "044525225")]
    assert len(fitting) == 1
    # An account of the Bank of Russia itself is checked by other digits.
    assert sum(account_fits_bank(f"30101810{k}00000000225", "044525000") for k in range(10)) == 1


@pytest.mark.parametrize(("number", "good"), [("4111111111111111", True), ("4111111111111112", False),
                                              ("79927398713", True)])  # fmt: skip
def test_luhn(number, good):
    assert luhn(number) is good


@pytest.mark.parametrize("text", ["4111 1111 1111 1112", "411111", "hello"])
def test_card_refused(text):
    with pytest.raises(NotValid):
        clean_card(text)


@pytest.mark.parametrize(("text", "kept"), [("8 916 123-45-67", "+79161234567"),
                                            ("+7 916 123 45 67", "+79161234567")])  # fmt: skip
def test_phone_kept(text, kept):
    assert clean_phone(text) == kept


@pytest.mark.parametrize("text", ["+1 415 555 2671", "12", "phone", "+7 916"])
def test_phone_refused(text):
    with pytest.raises(NotValid):
        clean_phone(text)


def test_texts_have_an_end():
    assert clean_name(" Ann   Lee ") == "Ann Lee"
    for clean, long in ((clean_name, "x" * 141), (clean_note, "x" * 301)):
        with pytest.raises(NotValid):
            clean(long)


GOOD = {
    "bank": {"holder": "Ann", "account": "GB82WEST12345698765432", "bank": "WESTGB2L"},
    "card": {"holder": "Ann", "card": "4111111111111111"},
    "sbp": {"phone": "+79161234567", "bank_name": "Bank"},
    "paypal": {"email": "ann@x.example"},
    "wise": {"email": "ann@x.example"},
    "other": {"text": "By hand"},
}


@pytest.mark.parametrize("method", list(FIELDS))
def test_fields_of_each_way(method):
    kept, wrong = clean_fields(method, {**GOOD[method], "stray": "x"})
    assert (kept, wrong) == (GOOD[method], {})
    kept, wrong = clean_fields(method, {})
    assert set(wrong) == {one.key for one in FIELDS[method]}


def test_fields_say_each_mistake_beside_it():
    _kept, wrong = clean_fields("paypal", {"email": "nobody"})
    assert set(wrong) == {"email"}
    mixed = {**GOOD["bank"], "bank": "044525225"}
    assert set(clean_fields("bank", mixed)[1]) == {"bank"}
    key = next(
        k for k in range(10) if not account_fits_bank(f"40817810{k}00000000042", "044525225")
    )
    russian = {"holder": "Аня", "account": f"40817810{key}00000000042", "bank": "044525225"}
    assert set(clean_fields("bank", russian)[1]) == {"account"}


@pytest.mark.parametrize(
    ("method", "hint"),
    [("bank", "…5432"), ("card", "…1111"), ("sbp", "…4567"), ("paypal", "a…@…mple"), ("other", "")],
)
def test_hint(method, hint):
    assert hint_of(method, GOOD[method]) == hint
    assert len(hint) <= 12
