"""The portal writes nothing: not by discipline, the database refuses."""

import pytest
from django.db import DatabaseError, connection, transaction
from django.http import HttpResponse
from django.test import RequestFactory
from django_scopes import scope

from creators.models import Creator
from portal.middleware import ReadOnlyMiddleware
from tests import factories

pytestmark = pytest.mark.django_db


def _request_that_writes(workspace, path):
    def view(request):
        with scope(workspace=workspace), transaction.atomic():
            Creator.objects.update(name="Overwritten")
        return HttpResponse("written")

    return ReadOnlyMiddleware(view)(RequestFactory().get(path))


def test_write_by_a_portal_request_fails_in_the_database(workspace):
    creator = factories.CreatorFactory(workspace=workspace, name="Maya")
    with pytest.raises(DatabaseError, match="(?i)read.?only"):
        _request_that_writes(workspace, "/portal/anything/")
    creator.refresh_from_db()
    assert creator.name == "Maya"


def test_same_write_elsewhere_succeeds(workspace):
    creator = factories.CreatorFactory(workspace=workspace, name="Maya")
    assert _request_that_writes(workspace, "/w/x/").content == b"written"
    creator.refresh_from_db()
    assert creator.name == "Overwritten"


def test_connection_writes_again_after_a_portal_request(workspace):
    ReadOnlyMiddleware(lambda request: HttpResponse("read"))(RequestFactory().get("/portal/x/"))
    factories.CreatorFactory(workspace=workspace)
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM creators_creator")
        assert cursor.fetchone()[0] == 1


def test_connection_writes_again_after_a_failed_portal_request(workspace):
    def broken(request):
        raise ValueError("broken")

    with pytest.raises(ValueError, match="broken"):
        ReadOnlyMiddleware(broken)(RequestFactory().get("/portal/x/"))
    factories.CreatorFactory(workspace=workspace)
