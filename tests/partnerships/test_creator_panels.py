import pytest
from django.urls import reverse

from partnerships.actions.brands import create_brand
from partnerships.actions.partnerships import end_partnership, open_partnership
from tests import factories
from tests.partnerships.conftest import AT
from tests.partnerships.pages import queries_of, text_of, url

pytestmark = pytest.mark.usefixtures("noon")


def test_profile_shows_partnerships(partnership, client, drafted):
    drafted()
    address = reverse("creators:profile", args=["north", partnership.creator.public_id])
    text = text_of(client.get(address))
    assert "T1 · Kettle &amp; Co" in text
    assert url("detail", partnership.public_id) in text
    assert f"{url('open')}?creator={partnership.creator.public_id}" in text
    assert "Draft" in text


def test_profile_of_a_creator_without_a_partnership_starts_one(creator, brand, client):
    address = reverse("creators:profile", args=["north", creator.public_id])
    assert f"{url('open')}?creator={creator.public_id}" in text_of(client.get(address))


def test_profile_has_the_same_number_of_queries(in_scope, partnership, client, manager):
    address = reverse("creators:profile", args=["north", partnership.creator.public_id])
    one = queries_of(client, address)
    for n in range(3):
        brand = create_brand(workspace=in_scope, name=f"B{n}", by=None, at=AT)
        open_partnership(
            creator=partnership.creator, brand=brand, tier="T2", reason="X", owner=manager,
            by=manager, at=AT,
        )  # fmt: skip
    assert queries_of(client, address) == one


def test_directory_narrows_by_tier_brand_and_owner(in_scope, brand, partnership, client, owner):
    other = create_brand(workspace=in_scope, name="Other", by=None, at=AT)
    second = factories.PartnershipFactory(
        workspace=in_scope, brand=other, tier="T2", owner=owner
    ).creator
    alone = factories.CreatorFactory(workspace=in_scope)
    first = partnership.creator
    address = reverse("creators:directory", args=["north"])

    def found(query: str = "") -> set:
        page = client.get(f"{address}?{query}", follow=True).context["page"]
        return {row.pk for row in page.creators}

    first, second, alone = first.pk, second.pk, alone.pk
    assert found() == {first, second, alone}
    assert found("tier=T1") == {first}
    assert found("tier=none") == {alone}
    assert found("tier=T1&tier=none") == {first, alone}
    assert found(f"brand={other.public_id}") == {second}
    # A tier at a brand is the tier there, and an owner the owner there.
    assert found(f"tier=T2&brand={other.public_id}") == {second}
    assert found(f"tier=T1&brand={other.public_id}") == set()
    assert found(f"tier=none&brand={other.public_id}") == {first, alone}
    assert found(f"tier=T1&tier=none&brand={other.public_id}") == {first, alone}
    assert found(f"owner={owner.public_id}") == {second}
    assert found(f"owner={owner.public_id}&brand={brand.public_id}") == set()
    text = text_of(client.get(f"{address}?columns=tier,owner"))
    assert "T1 Kettle &amp; Co" in text
    assert "Olga Owner" in text


def test_ended_partnerships_are_no_tier_any_more(partnership, client, manager):
    end_partnership(partnership=partnership, reason="Over", by=manager, at=AT)
    address = reverse("creators:directory", args=["north"])
    page = client.get(address, {"tier": "none"})
    assert [row.pk for row in page.context["page"].creators] == [partnership.creator.pk]
