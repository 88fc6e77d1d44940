"""Codes: compared as people write them, one creator's in a campaign, added and removed once."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from campaigns.actions.codes import add_code, remove_code
from campaigns.enums import CodeKind
from campaigns.errors import Refused, WrongState
from campaigns.models import TrackingCode
from campaigns.rules.codes import code_key, keys_in
from core.models import AuditEntry
from tests.campaigns.conftest import AT, at, text_of


@pytest.mark.parametrize(
    ("kind", "value", "cell"),
    [
        ("discount", "MAYA10", "maya10"),
        ("discount", " Maya10 ", "'MAYA10"),
        ("discount", "MAYA10", "FREESHIP, maya10"),
        ("discount", "MAYA10", "https://shop.example/discount/MAYA10?redirect=/"),
        ("discount", "ВЕСНА", "весна"),
        ("utm", "utm_content=Maya", "maya"),
        ("utm", "?utm_source=ig&utm_campaign=spring&utm_content=maya", "Maya"),
        ("utm", "spring_maya", "/kettles?utm_source=ig&utm_campaign=Spring_Maya"),
        ("link", "https://www.shop.example/maya/", "shop.example/maya"),
        ("link", "https://shop.example/?ref=maya&a=1", "https://shop.example/?a=1&ref=maya"),
    ],
)
def test_a_cell_names_the_code(kind, value, cell):
    assert code_key(kind, value) in keys_in(cell)


@pytest.mark.parametrize("cell", ["", "  ", "(other)", "MAYA100", "https://shop.example/?ref=x"])
def test_another_cell_does_not(cell):
    assert code_key("discount", "MAYA10") not in keys_in(cell)
    assert code_key("link", "https://shop.example/?ref=maya") not in keys_in(cell)


@settings(max_examples=60)
@given(kind=st.sampled_from(CodeKind.values), value=st.text(max_size=40))
def test_any_text_gives_some_key_and_is_found_by_itself(kind, value):
    key = code_key(kind, value)
    assert len(key) <= 300
    assert all(isinstance(found, str) and found for found in keys_in(value))
    if kind == CodeKind.DISCOUNT and key and value.isalnum():
        assert key in keys_in(value)


def test_a_code_is_one_creators_in_a_campaign(part, crew, manager):
    code = add_code(collaboration=part, kind="discount", value=" MAYA10 ", by=manager, at=AT)
    again = add_code(collaboration=part, kind="discount", value="maya10", by=manager, at=AT)
    assert (again.pk, code.value) == (code.pk, "MAYA10")
    with pytest.raises(Refused, match=r"MAYA10.* is a code of Maya"):
        add_code(collaboration=crew["jordan"], kind="utm", value="MAYA10", by=manager, at=AT)
    with pytest.raises(Refused, match="nothing to know"):
        add_code(collaboration=part, kind="discount", value=" ' ", by=manager, at=AT)
    assert remove_code(code=code, by=manager, at=AT)
    assert not remove_code(code=code, by=manager, at=AT)
    verbs = AuditEntry.objects.filter(verb__startswith="code.").values_list("verb", flat=True)
    assert sorted(verbs) == ["code.added", "code.removed"]


def test_who_declined_gets_no_code(part, manager):
    part.state = "declined"
    part.save()
    with pytest.raises(WrongState):
        add_code(collaboration=part, kind="discount", value="MAYA10", by=manager, at=AT)


def test_codes_are_added_and_removed_on_their_page(client, part, crew):
    here = at("codes", part.public_id)
    client.post(here, {"kind": "discount", "value": "MAYA10"}, follow=True)
    assert "MAYA10" in text_of(client.get(here))
    taken = client.post(at("codes", crew["jordan"].public_id), {"kind": "utm", "value": "maya10"})
    assert taken.status_code == 422
    assert "is a code of Maya" in text_of(taken)
    code = TrackingCode.objects.get()
    for _click in range(2):
        answer = client.post(at("code_remove", code.public_id))
        if answer.status_code == 404:
            break
    assert not TrackingCode.objects.exists()
