"""Saved views of the directory: own and shared, changed over a version, deleted and brought back."""

from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django_scopes import scope

from core.models import AuditEntry
from core.versions import EditConflict
from creators.actions import saved_views as actions
from creators.errors import NameMissing, ViewNameTaken
from creators.models import SavedView
from creators.rules.saved_views import may_change
from tests import factories
from tests.factories import NOON


@pytest.fixture
def save(workspace, manager):
    def make(name="Far", query="market=RU", by=None, **more):
        with scope(workspace=workspace):
            return actions.save_view(
                workspace=workspace, name=name, query=query, by=by or manager, at=NOON, **more
            )

    return make


@pytest.fixture
def at(workspace):
    def url(name, *ids):
        return reverse(f"creators:{name}", args=[workspace.slug, *ids])

    return url


@pytest.fixture
def in_scope(workspace):
    with scope(workspace=workspace):
        yield workspace


def _told(view):
    return list(
        AuditEntry.objects.filter(object_id=view.public_id)
        .order_by("pk")
        .values_list("verb", flat=True)
    )


def test_view_is_saved_once_for_each_name_of_a_person(in_scope, save, owner):
    view = save("  Тёплые   авторы ", public_id="v1")
    assert (view.name, view.version, view.shared) == ("Тёплые авторы", 1, False)
    # The second click of the same form, then another form with the same name in other letters.
    assert save("Тёплые авторы", public_id="v1") == view
    with pytest.raises(ViewNameTaken):
        save("ТЕПЛЫЕ АВТОРЫ", public_id="v2")
    assert save("Тёплые авторы", by=owner).owner == owner
    with pytest.raises(NameMissing):
        save("  ")
    assert save("★").folded == "★"
    assert _told(view) == ["view.saved"]


def test_view_changes_over_its_version(in_scope, save, manager):
    view, other = save(), save("Near")
    late = SavedView.objects.get(pk=view.pk)
    change = SimpleNamespace(by=manager, at=NOON)
    values = {"name": "Farther", "shared": True, "query": "market=US"}
    assert actions.update_view(view=view, expected=1, values=values, **vars(change))
    assert not actions.update_view(view=view, expected=1, values=values, **vars(change))
    view.refresh_from_db()
    assert (view.name, view.shared, view.query, view.version) == ("Farther", True, "market=US", 2)
    with pytest.raises(EditConflict):
        actions.update_view(view=late, expected=1, values={"query": "q=x"}, **vars(change))
    with pytest.raises(ViewNameTaken):
        actions.update_view(view=other, expected=1, values={"name": "FARTHER"}, **vars(change))
    with pytest.raises(NameMissing):
        actions.update_view(view=other, expected=1, values={"name": " "}, **vars(change))
    assert _told(view) == ["view.saved", "view.changed"]


def test_view_is_deleted_and_brought_back_once(in_scope, save, manager):
    view = save()
    late = NOON + timedelta(hours=1)
    assert actions.delete_view(view=view, by=manager, at=late)
    assert not actions.delete_view(view=view, by=manager, at=late)
    assert actions.restore_view(view=view, by=manager, at=late)
    assert not actions.restore_view(view=view, by=manager, at=late)
    assert _told(view) == ["view.saved", "view.deleted", "view.restored"]
    actions.delete_view(view=view, by=manager, at=late)
    save()
    with pytest.raises(ViewNameTaken):
        actions.restore_view(view=view, by=manager, at=late)


@pytest.mark.parametrize(
    ("own", "shared", "workspace_owner", "may"),
    [
        (True, False, False, True),
        (True, True, False, True),
        (False, True, True, True),
        (False, True, False, False),
        (False, False, True, False),
    ],
)
def test_who_may_change_a_view(own, shared, workspace_owner, may):
    assert may_change(own=own, shared=shared, workspace_owner=workspace_owner) is may


def test_saving_the_list_as_it_is(client_as, manager, at, in_scope):
    factories.CreatorFactory(workspace=in_scope, market="RU")
    client = client_as(manager)
    page = client.get(at("directory") + "?market=RU&sort=-followers").content.decode()
    assert f"{at('view_save')}?market=RU&amp;sort=-followers" in page
    form = client.get(at("view_save") + "?sort=-followers&market=RU&market=Mars&page=3")
    sent = {name: form.context["form"].initial[name] for name in ("query", "public_id")}
    assert sent["query"] == "market=RU&sort=-followers"
    refused = client.post(at("view_save"), {**sent, "name": ""})
    assert refused.status_code == 422
    assert "market=RU&amp;sort=-followers" in refused.content.decode()
    for _click in range(2):
        done = client.post(at("view_save"), {**sent, "name": "Far", "shared": "on"})
    view = SavedView.objects.get()
    assert (view.query, view.shared, view.owner) == (sent["query"], True, manager)
    assert done.url == f"{at('directory')}?{view.query}&view={view.public_id}"
    again = client.post(at("view_save"), {**sent, "public_id": "z" * 12, "name": "far"})
    assert "You have a view of this name already." in again.content.decode()


def test_changed_view_says_so_and_is_saved_over_its_version(client_as, manager, at, in_scope, save):
    factories.CreatorFactory(workspace=in_scope, market="RU")
    view = save()
    client = client_as(manager)
    same = client.get(f"{at('directory')}?market=RU&view={view.public_id}")
    assert same.context["saved"] == view
    assert not same.context["changed"]
    assert "Save changes" not in same.content.decode()
    other = client.get(f"{at('directory')}?market=RU&language=ru&view={view.public_id}")
    text = other.content.decode()
    assert "Save changes" in text
    assert f'href="?market=RU&amp;view={view.public_id}"' in text
    sent = {"query": other.context["asked"].saved_state, "version": view.version}
    client.post(at("view_state", view.public_id), sent)
    view.refresh_from_db()
    assert (view.query, view.version) == ("market=RU&language=ru", 2)
    # Somebody was faster: nothing is written, and the list stays as it was wanted.
    late = client.post(at("view_state", view.public_id), {"query": "market=US", "version": 1})
    assert late.url == f"{at('directory')}?market=US&view={view.public_id}"
    view.refresh_from_db()
    assert view.query == "market=RU&language=ru"


def test_own_views_are_ones_own_and_shared_ones_everybodys(
    client_as, manager, owner, analyst, at, in_scope, save
):
    factories.CreatorFactory(workspace=in_scope, market="RU")
    mine, shared = save("Mine"), save("Team", shared=True)

    def tabs(who):
        page = client_as(who).get(at("directory"))
        return [tab["view"].name for tab in page.context["tabs"]]

    assert tabs(manager) == ["Mine", "Team"]
    assert tabs(owner) == tabs(analyst) == ["Team"]
    assert client_as(owner).get(at("view", mine.public_id)).status_code == 404
    # A view one does not see is no view: the list is as its address says.
    page = client_as(owner).get(f"{at('directory')}?market=RU&view={mine.public_id}")
    assert "saved" not in page.context
    # An owner of the workspace looks after shared ones, a colleague does not.
    changed = {"name": "Team 2", "shared": "on", "version": shared.version}
    assert client_as(owner).post(at("view", shared.public_id), changed).status_code == 302
    shared.refresh_from_db()
    assert shared.name == "Team 2"
    theirs = save("Boss", by=owner, shared=True)
    for name in ("view", "view_state", "view_delete", "view_restore"):
        answer = client_as(manager).post(at(name, theirs.public_id), {"name": "X", "version": 1})
        assert answer.url == at("views"), name
        assert client_as(analyst).post(at(name, theirs.public_id)).status_code == 403
    theirs.refresh_from_db()
    assert (theirs.name, theirs.version, theirs.removed_at) == ("Boss", 1, None)


def test_edit_conflict_shows_both_names(client_as, manager, at, in_scope, save):
    view = save()
    client = client_as(manager)
    client.post(at("view", view.public_id), {"name": "Theirs", "version": 1})
    late = client.post(at("view", view.public_id), {"name": "Mine", "version": 1})
    text = late.content.decode()
    assert "Theirs" in text
    assert "Mine" in text
    kept = client.post(at("view", view.public_id), {"name": "Mine", "version": 2})
    assert kept.url == at("views")
    taken = save("Other")
    answer = client.post(at("view", taken.public_id), {"name": "MINE", "version": 1})
    assert answer.status_code == 422


def test_deleted_view_can_be_undone(client_as, manager, at, in_scope, save):
    view = save()
    client = client_as(manager)
    page = client.post(at("view_delete", view.public_id), follow=True).content.decode()
    assert at("view_restore", view.public_id) in page
    assert "No view is saved yet" in page
    assert client.get(at("view", view.public_id)).status_code == 404
    page = client.post(at("view_restore", view.public_id), follow=True).content.decode()
    assert "Only you see it" in page
    client.post(at("view_delete", view.public_id))
    save()
    page = client.post(at("view_restore", view.public_id), follow=True).content.decode()
    assert "You have a view of this name already." in page


def test_counts_are_told_at_a_query_for_each_view(client_as, manager, at, in_scope, save):
    for n in range(3):
        factories.CreatorFactory(workspace=in_scope, market="RU", name=f"Р{n}")
    client = client_as(manager)

    def queries(name):
        with CaptureQueriesContext(connection) as made:
            answer = client.get(at(name))
        return len(made), answer.content.decode()

    save("One"), save("Two", query="market=US")
    queries("view_counts")
    two, text = queries("view_counts")
    assert '<span class="count">3</span>' in text
    assert '<span class="count">0</span>' in text
    save("Three", query="q=р")
    assert queries("view_counts")[0] == two + 1
    assert "Three" in queries("views")[1]
