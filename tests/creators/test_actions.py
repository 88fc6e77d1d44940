"""Every branch of what writes creators and tags."""

from datetime import time

import pytest
from django.db import IntegrityError

from core.models import AuditEntry
from core.versions import EditConflict
from creators import errors
from creators.actions import creators, tags
from creators.models import Creator, Tag
from creators.rules.handles import parse_handle
from tests import factories
from tests.factories import NOON

pytestmark = pytest.mark.usefixtures("in_scope")
SVETA = {"name": "Светлана Ёлкина", "email": " Sveta@Example.RU ", "market": "RU", "city": "Пермь"}


def _create(workspace, by, **more):
    values = {**SVETA, **more.pop("values", {})}
    return creators.create_creator(workspace=workspace, values=values, by=by, at=NOON, **more)


def _stored(creator):
    return Creator.objects.get(pk=creator.pk)


def _verbs():
    return list(AuditEntry.objects.order_by("pk").values_list("verb", flat=True))


def test_create_folds_what_it_is_found_by_and_tells_who_did_it(workspace, manager):
    made = _create(workspace, manager, tags={"topic": ["Кухня", " кухня ", ""]})
    stored = _stored(made)
    assert stored.email == "sveta@example.ru"
    assert stored.created_at == NOON
    assert stored.search == "svetlana elkina | sveta@eksample.ru | perm | kuhnia"
    assert [str(tag) for tag in stored.tags.all()] == ["Кухня"]
    entry = AuditEntry.objects.get()
    assert (entry.verb, entry.by, entry.at) == ("creator.created", manager, NOON)
    assert entry.changes["name"] == "Светлана Ёлкина"


def test_create_twice_with_one_id_is_one_creator(workspace, manager):
    first = _create(workspace, manager, public_id="0123456789ab")
    again = _create(workspace, manager, public_id="0123456789ab")
    assert first == again
    assert Creator.objects.count() == 1


def test_create_with_an_id_of_another_workspace_takes_its_own(workspace, other_workspace, manager):
    stranger = factories.CreatorFactory(workspace=other_workspace)
    made = _create(workspace, manager, public_id=stranger.public_id)
    assert made.public_id != stranger.public_id
    assert made.workspace == workspace


def test_create_refuses_an_address_that_is_taken(workspace, manager):
    _create(workspace, manager)
    with pytest.raises(errors.EmailTaken):
        _create(workspace, manager, values={"name": "Somebody else"})


def test_create_brings_the_first_channel_or_nothing(workspace, manager):
    channel = parse_handle("t.me/sveta_home")
    made = _create(workspace, manager, channel=channel)
    assert made.channels.get().handle == "sveta_home"
    assert made.search == _stored(made).search
    assert "sveta_home" in made.search
    with pytest.raises(errors.ChannelTaken):
        _create(workspace, manager, values={"email": ""}, channel=channel)
    assert Creator.objects.count() == 1


def test_what_the_database_refuses_is_not_taken_for_a_double(workspace, manager):
    for email in ("", "sveta@example.ru"):
        with pytest.raises(IntegrityError):
            _create(workspace, manager, values={"payment_days": -1, "email": email})
    made = _create(workspace, manager)
    with pytest.raises(IntegrityError):
        creators.update_creator(
            creator=made, expected=1, values={"payment_days": -1}, by=manager, at=NOON
        )


def test_create_without_a_name_is_refused(workspace, manager):
    with pytest.raises(errors.NameMissing):
        _create(workspace, manager, values={"name": "  "})


def test_create_sets_no_field_beyond_the_form(workspace, manager):
    with pytest.raises(TypeError):
        _create(workspace, manager, values={"followers": 10})


def test_update_writes_differences_and_moves_the_version(workspace, manager):
    made = _create(workspace, manager, tags={"topic": ["Кухня"], "tag": ["vip"]})
    changed = creators.update_creator(
        creator=made,
        expected=1,
        values={"name": "Светлана Ёлкина", "city": "Казань", "zone": "Europe/Moscow",
                "phone": "+74951234567", "quiet_from": time(21)},
        tags={"topic": ["Дача"]},
        by=manager,
        at=NOON,
    )  # fmt: skip
    stored = _stored(made)
    assert changed
    assert (stored.city, str(stored.zone), stored.version) == ("Казань", "Europe/Moscow", 2)
    assert {str(tag) for tag in stored.tags.all()} == {"Дача", "vip"}
    assert "kazan" in stored.search
    assert "dacha" in stored.search
    assert "kuhnia" not in stored.search
    told = AuditEntry.objects.get(verb="creator.updated").changes
    assert told["city"] == ["Пермь", "Казань"]
    assert told["tags"] == [["vip", "Кухня"], ["vip", "Дача"]]
    assert "name" not in told


def test_update_without_a_difference_writes_nothing(workspace, manager):
    made = _create(workspace, manager, tags={"topic": ["Кухня"]})
    changed = creators.update_creator(
        creator=made, expected=1, values={"city": "Пермь"}, tags={"topic": ["кухня"]},
        by=manager, at=NOON,
    )  # fmt: skip
    assert not changed
    assert _stored(made).version == 1
    assert _verbs() == ["creator.created"]


def test_update_of_tags_alone_is_an_edit_too(workspace, manager):
    made = _create(workspace, manager)
    creators.update_creator(
        creator=made, expected=1, values={}, tags={"tag": ["vip"]}, by=manager, at=NOON
    )
    assert _stored(made).version == 2
    assert _stored(made).search.endswith("| vip")


def test_update_over_a_newer_version_changes_neither_text_nor_tags(workspace, manager):
    made = _create(workspace, manager)
    late = _stored(made)
    creators.update_creator(
        creator=made, expected=1, values={"city": "Казань"}, by=manager, at=NOON
    )
    with pytest.raises(EditConflict) as conflict:
        creators.update_creator(
            creator=late, expected=1, values={"city": "Уфа"}, tags={"tag": ["late"]},
            by=manager, at=NOON,
        )  # fmt: skip
    assert conflict.value.theirs.city == "Казань"
    assert _stored(made).city == "Казань"
    assert not _stored(made).tags.exists()


def test_update_refuses_a_taken_address_and_an_empty_name(workspace, manager):
    _create(workspace, manager)
    other = _create(workspace, manager, values={"email": "other@example.ru"})
    for values, error in [
        ({"email": "SVETA@example.ru"}, errors.EmailTaken),
        ({"name": ""}, errors.NameMissing),
    ]:
        with pytest.raises(error):
            creators.update_creator(
                creator=_stored(other), expected=1, values=values, by=manager, at=NOON
            )
    assert _stored(other).email == "other@example.ru"


def test_archive_and_restore_once_each(workspace, manager):
    made = _create(workspace, manager)
    assert creators.archive_creator(creator=made, by=manager, at=NOON)
    assert not creators.archive_creator(creator=made, by=manager, at=NOON)
    assert _stored(made).archived_at == NOON
    assert creators.restore_creator(creator=made, by=manager, at=NOON)
    assert not creators.restore_creator(creator=made, by=manager, at=NOON)
    assert _stored(made).archived_at is None
    assert _verbs() == ["creator.created", "creator.archived", "creator.restored"]


def test_restore_waits_while_another_has_the_address(workspace, manager):
    made = _create(workspace, manager)
    creators.archive_creator(creator=made, by=manager, at=NOON)
    _create(workspace, manager, values={"name": "The new holder"})
    with pytest.raises(errors.EmailTakenSince):
        creators.restore_creator(creator=made, by=manager, at=NOON)
    assert _stored(made).archived_at


def test_set_tags_replaces_the_kinds_it_names(workspace, manager):
    made = _create(workspace, manager, tags={"topic": ["Кухня"], "tag": ["vip"]})
    other = _create(workspace, manager, values={"email": "o@example.ru"})
    assert tags.set_tags(
        creator=made, tags={"tag": ["Long  list", "VIP"], "topic": []}, by=manager, at=NOON
    )
    assert not tags.set_tags(creator=made, tags={}, by=manager, at=NOON)
    tags.set_tags(creator=other, tags={"tag": ["vip"]}, by=manager, at=NOON)
    assert {tag.name for tag in made.tags.all()} == {"Long list", "vip"}
    assert Tag.objects.filter(kind="tag").count() == 2
    assert "long list" in _stored(made).search


def test_topic_that_becomes_a_free_tag_of_the_same_name_is_a_change(workspace, manager):
    made = _create(workspace, manager, tags={"topic": ["Сад"]})
    assert tags.set_tags(creator=made, tags={"topic": [], "tag": ["сад"]}, by=manager, at=NOON)
    assert [(tag.kind, tag.name) for tag in tags.current_tags(made)] == [("tag", "сад")]
