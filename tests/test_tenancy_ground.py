import pytest
from django_scopes import scope
from django_scopes.exceptions import ScopeError

from core.models import ForeignRowError
from creators.models import Creator
from partnerships.models import Partnership
from tests import factories


def test_unscoped_read_raises(db):
    with pytest.raises(ScopeError):
        Creator.objects.count()


def test_scope_hides_other_workspace(workspace, other_workspace):
    mine = factories.CreatorFactory(workspace=workspace)
    factories.CreatorFactory(workspace=other_workspace)
    with scope(workspace=workspace):
        assert list(Creator.objects.all()) == [mine]


def test_save_refuses_foreign_row(workspace, other_workspace):
    stranger = factories.CreatorFactory(workspace=other_workspace)
    with pytest.raises(ForeignRowError):
        factories.PartnershipFactory(workspace=workspace, creator=stranger)


def test_bulk_create_refuses_foreign_row(workspace, other_workspace, manager):
    stranger = factories.CreatorFactory(workspace=other_workspace)
    brand = factories.BrandFactory(workspace=workspace)
    row = Partnership(
        workspace=workspace, creator_id=stranger.pk, brand=brand, owner=manager,
        started_on="2026-01-01",
    )  # fmt: skip
    with scope(workspace=workspace), pytest.raises(ForeignRowError):
        Partnership.objects.bulk_create([row])
