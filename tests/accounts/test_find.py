"""The palette: any record or page by part of its name, and only of this workspace."""

import pytest
from django.urls import reverse
from django_scopes import scope

from accounts.finding import places_for
from accounts.models import Role
from core.search import fold_all
from tests import factories

pytestmark = pytest.mark.django_db


def _creator(workspace, name, **more):
    return factories.CreatorFactory(workspace=workspace, name=name, search=fold_all(name), **more)


@pytest.fixture
def find(client_as, manager):
    def get(q, **headers):
        response = client_as(manager).get("/w/north/find/", {"q": q}, headers=headers)
        assert response.status_code == 200
        return response.content.decode()

    return get


@pytest.fixture
def sveta(workspace):
    with scope(workspace=workspace):
        return _creator(workspace, "Светлана Ёлкина")


def test_person_found_in_either_alphabet_with_their_partnership(find, workspace, sveta):
    with scope(workspace=workspace):
        partnership = factories.PartnershipFactory(workspace=workspace, creator=sveta)
    for q in ("svetlana", "ЕЛКИНА", "yolk"):
        found = find(q)
        assert f"/creators/{sveta.public_id}/" in found
        assert f"/partnerships/{partnership.public_id}/" in found


def test_campaign_found_by_its_name_or_brand(find, workspace):
    with scope(workspace=workspace):
        campaign = factories.CampaignFactory(workspace=workspace, name="Первый свет")
    address = f"/campaigns/{campaign.public_id}/"
    assert address in find("pervy")
    assert address in find(campaign.brand.name)
    assert address not in find("second light")


def test_pages_are_offered_at_once_and_narrowed_by_words(find):
    # Without the shell, which has links of its own.
    part = {"HX-Request": "true"}
    assert "/w/north/today/" in find("", **part)
    narrowed = find("campaign", **part)
    assert "/w/north/campaigns/" in narrowed
    assert "/w/north/today/" not in narrowed


def test_one_letter_finds_nobody(find, sveta):
    assert sveta.public_id not in find("s")


def test_nothing_found_says_so_and_escapes(find):
    found = find("<script>zzz")
    assert "&lt;script&gt;zzz" in found
    assert "<script>zzz" not in found


def test_another_workspace_is_not_found(find, other_workspace):
    with scope(workspace=other_workspace):
        stranger = _creator(other_workspace, "Svetlana Stranger")
    assert stranger.public_id not in find("stranger")


def test_palette_gets_the_list_alone(find, sveta):
    part = find("svet", **{"HX-Request": "true"})
    assert sveta.public_id in part
    assert "<html" not in part


def test_analyst_is_not_offered_what_only_editors_do(workspace):
    offered = {hit.url for hit in places_for(workspace, Role.ANALYST, "")}
    assert reverse("creators:directory", args=["north"]) in offered
    assert reverse("creators:create", args=["north"]) not in offered
    assert reverse("creators:create", args=["north"]) in {
        hit.url for hit in places_for(workspace, Role.MANAGER, "")
    }


def test_queries_do_not_grow_with_what_is_found(
    client_as, manager, workspace, django_assert_max_num_queries
):
    with scope(workspace=workspace):
        for n in range(8):
            creator = _creator(workspace, f"Svetlana {n}")
            factories.PartnershipFactory(workspace=workspace, creator=creator)
    client = client_as(manager)
    # Session, person, membership; creators with their channels; all other records in one.
    with django_assert_max_num_queries(6):
        client.get("/w/north/find/", {"q": "svetlana"})
