"""Светлана twice: once in Cyrillic, once in Latin letters."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django_scopes import scope

from creators.actions.channels import add_channel
from creators.actions.creators import create_creator
from creators.actions.merge import merge_creators
from creators.queries.merging import get_preview
from creators.rules.handles import parse_handle
from tests.factories import NOON

LATER = NOON + timedelta(days=3)


@pytest.fixture
def sveta(workspace, manager):
    return _creator(
        workspace, manager, "t.me/sveta_home", name="Светлана Ёлкина", market="RU", city="Пермь",
        email="sveta@example.ru", about="Дача",
    )  # fmt: skip


@pytest.fixture
def lana(workspace, manager):
    return _creator(
        workspace, manager, "instagram.com/sveta.home", name="Svetlana Yolkina", market="RU",
        email="sveta.y@example.com", about="Balcony", phone="+74951234567",
    )  # fmt: skip


def _creator(workspace, by, handle, **values):
    with scope(workspace=workspace):
        creator = create_creator(workspace=workspace, values=values, by=by, at=NOON)
        add_channel(creator=creator, handle=parse_handle(handle), by=by, at=NOON)
    return creator


@pytest.fixture
def merged(manager):
    """`merged(kept, absorbed, about="both")`: the merge, with the preview's choices else."""

    def make(kept, absorbed, **choices):
        kept.refresh_from_db()
        absorbed.refresh_from_db()
        preview = get_preview(kept, absorbed, choices=choices)
        chosen = {field.name: field.chosen for field in preview.fields}
        return merge_creators(
            kept=kept, absorbed=absorbed, choices=chosen, seen=preview.seen, by=manager, at=LATER
        )

    return make


@pytest.fixture
def url(workspace):
    return lambda name, *ids: reverse(f"creators:{name}", args=[workspace.slug, *ids])
