"""Choosing one creator in the forms of other rooms."""

import pytest
from django.forms import ValidationError
from django_scopes import scope

from core.ids import new_public_id
from creators.actions import creators as actions
from creators.forms.picker import CreatorField
from creators.queries.picker import picker
from tests import factories
from tests.creators.conftest import TUESDAY

pytestmark = pytest.mark.usefixtures("tuesday")
HTMX = {"HTTP_HX_REQUEST": "true"}


def test_search_answers_scripts_and_pickers(client_as, manager, sveta, url, workspace):
    client = client_as(manager)
    for n in range(12):
        factories.CreatorFactory(workspace=workspace, name=f"Other {n:02}", search=f"other {n}")
    found = client.get(url("search"), {"q": "elkina"}).json()["results"]
    assert found == [
        {
            "id": sveta.public_id, "name": "Светлана Ёлкина", "market": "RU", "city": "Пермь",
            "followers": 0, "handle": "sveta_home",
        }
    ]  # fmt: skip
    assert len(client.get(url("search"), {"q": "other"}).json()["results"]) == 10
    chosen = {"q": "other", "creator": sveta.public_id, "form_id": "new", "name": "<b>"}
    options = client.get(url("search"), chosen, **HTMX).content.decode()
    assert options.count('type="radio" name="creator"') == 11
    assert f'value="{sveta.public_id}" form="new" checked' in options
    assert "<form" not in options
    without = {"q": "elkina", "exclude": sveta.public_id}
    assert client.get(url("search"), without).json()["results"] == []
    assert "Nobody fits" in client.get(url("search"), without, **HTMX).content.decode()


def test_picker_offers_active_creators_of_this_workspace(workspace, other_workspace, sveta):
    factories.CreatorFactory(workspace=other_workspace, name="Stranger")
    with scope(workspace=workspace):
        found = picker(q="ел\x00кина", chosen_id=sveta.public_id)
        assert found.shown == [sveta]
        actions.archive_creator(creator=sveta, by=None, at=TUESDAY)
        gone = picker(chosen_id=sveta.public_id)
        assert gone.chosen is None
        assert gone.shown == []


def test_creator_field_takes_an_active_creator_of_this_workspace(workspace, other_workspace, sveta):
    stranger = factories.CreatorFactory(workspace=other_workspace)
    with scope(workspace=workspace):
        assert CreatorField().clean(sveta.public_id) == sveta
        assert CreatorField(required=False).clean("") is None
        actions.archive_creator(creator=sveta, by=None, at=TUESDAY)
        for public_id in ["", sveta.public_id, stranger.public_id, new_public_id()]:
            with pytest.raises(ValidationError):
                CreatorField().clean(public_id)
