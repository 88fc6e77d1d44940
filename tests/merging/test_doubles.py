"""Pairs: found by each key, ordered, told apart, bounded."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from core.models import ImportJob, ImportRow
from creators.actions import keys
from creators.actions.creators import update_creator
from creators.actions.doubles import forget_apart, tell_apart
from creators.actions.keys import fill_keys
from creators.models import Creator, NotDuplicate
from creators.queries import doubles
from creators.queries.doubles import count_doubles, doubles_of, doubles_page, looks_like
from creators.rules.doubles import MOST_ALIKE, Reason, name_key
from tests import factories
from tests.factories import NOON

pytestmark = pytest.mark.usefixtures("in_scope")


def _reasons(pair):
    return [because.reason for because in pair.reasons]


def test_a_pair_has_all_its_reasons_the_strongest_first(sveta, lana):
    [pair] = doubles_page(1).pairs
    assert {pair.first, pair.second} == {sveta, lana}
    assert _reasons(pair) == [Reason.HANDLE, Reason.NAME_AND_PLACE]
    assert pair.reasons[0].detail == "svetahome"


def test_surer_pairs_come_first(workspace, sveta, lana):
    make = factories.CreatorFactory
    for email in ("a.b@gmail.com", "ab+x@gmail.com"):
        make(workspace=workspace, name="No name in common", email=email)
    Creator.objects.filter(email="ab+x@gmail.com").update(name="Another")
    for email in ("p1@example.com", "p2@example.com"):
        make(workspace=workspace, name=f"By phone {email}", email=email, phone="+12125550123")
    for market in ("RU", "US"):
        make(workspace=workspace, name="Julia Kim", market=market)
    fill_keys()
    firsts = [_reasons(pair)[0] for pair in doubles_page(1).pairs]
    assert firsts == [Reason.MAIL, Reason.PHONE, Reason.HANDLE, Reason.NAME]


def test_a_city_in_two_scripts_is_one_city(workspace):
    for name, city in (("Юлия Ким", "Самара"), ("Julia Kim", "Samara")):
        factories.CreatorFactory(workspace=workspace, name=name, city=city)
    fill_keys()
    [pair] = doubles_page(1).pairs
    assert pair.reasons[0].reason == Reason.NAME_AND_PLACE
    assert pair.reasons[0].detail == "Самара"


def test_what_many_share_says_nothing(workspace):
    factories.CreatorFactory.create_batch(
        MOST_ALIKE + 1, workspace=workspace, name="Anna Kim", phone="+12125550123"
    )
    for platform in ("vk", "x"):
        factories.ChannelFactory(
            creator=factories.CreatorFactory(workspace=workspace),
            platform=platform,
            handle="official",
        )
    fill_keys()
    assert count_doubles() == 0


def test_one_creator_with_one_handle_everywhere_is_no_pair(workspace):
    creator = factories.CreatorFactory(workspace=workspace)
    for platform in ("vk", "x"):
        factories.ChannelFactory(creator=creator, platform=platform, handle="maya.home")
    assert count_doubles() == 0 and doubles_of(creator) == []


def test_of_two_archived_nobody_is_asked_of_one_they_are(sveta, lana):
    Creator.objects.filter(pk=lana.pk).update(archived_at=NOON)
    [pair] = doubles_page(1).pairs
    assert pair.first == sveta
    assert len(doubles_of(sveta)) == 1
    Creator.objects.filter(pk=sveta.pk).update(archived_at=NOON)
    sveta.refresh_from_db()
    assert count_doubles() == 0 and doubles_of(sveta) == []


def test_told_apart_is_not_asked_again_until_it_is_taken_back(sveta, lana, manager):
    tell_apart(one=lana, other=sveta, by=manager, at=NOON)
    tell_apart(one=sveta, other=lana, by=manager, at=NOON)
    assert NotDuplicate.objects.count() == 1
    assert count_doubles() == 0 and doubles_of(sveta) == doubles_of(lana) == []
    assert forget_apart(one=sveta, other=lana, by=manager, at=NOON)
    assert not forget_apart(one=sveta, other=lana, by=manager, at=NOON)
    assert count_doubles() == 1


def test_an_absorbed_one_is_no_candidate(sveta, lana, merged):
    merged(sveta, lana)
    lana.refresh_from_db()
    assert count_doubles() == 0 and doubles_of(sveta) == doubles_of(lana) == []


def test_who_was_told_apart_from_the_absorbed_stays_apart_from_the_kept(
    workspace, sveta, lana, manager, merged
):
    third = factories.CreatorFactory(workspace=workspace, name="Svetlana Yolkina", market="RU")
    fill_keys()
    tell_apart(one=third, other=lana, by=manager, at=NOON)
    merged(sveta, lana)
    assert count_doubles() == 0


def test_an_edit_moves_the_keys_along(sveta, lana, manager):
    values = {"name": "Somebody Else", "email": "Else.Where+x@gmail.com"}
    update_creator(creator=lana, expected=lana.version, values=values, by=manager, at=NOON)
    lana.refresh_from_db()
    assert (lana.name_key, lana.email_key) == (
        name_key("Else Somebody"),
        "elsewhere@gmail.com",
    )
    assert _reasons(doubles_page(1).pairs[0]) == [Reason.HANDLE]
    assert fill_keys() == 0


def test_keys_of_more_rows_than_one_batch(workspace, monkeypatch):
    factories.CreatorFactory.create_batch(5, workspace=workspace, name="Anna Lee")
    Creator.objects.update(name_key="", email_key="")
    monkeypatch.setattr(keys, "BATCH", 2)
    assert fill_keys() == 5
    assert set(Creator.objects.values_list("name_key", flat=True)) == {name_key("Anna Lee")}
    assert Creator.objects.exclude(email_key="").count() == 5
    assert fill_keys() == 0


@pytest.mark.parametrize(
    ("typed", "reason"),
    [
        ({"name": "Ёлкина Светлана"}, Reason.NAME),
        ({"email": "Sveta+x@example.ru"}, Reason.MAIL),
        ({"phone": "+7 495 123-45-67"}, Reason.PHONE),
        ({"handle": "@sveta.home"}, Reason.HANDLE),
        ({"handle": "https://vk.com/Sveta_Home"}, Reason.HANDLE),
    ],
)
def test_who_is_typed_looks_like_somebody_here(sveta, lana, typed, reason):
    pairs = looks_like(**{"name": "", "email": "", "phone": "", "handle": "", **typed})
    assert pairs and all(reason in _reasons(pair) for pair in pairs)


@pytest.mark.parametrize("name", ["", "Светлана", "Nobody Known"])
def test_nothing_typed_or_nobody_alike_is_no_note(sveta, name):
    assert looks_like(name=name, email="", phone="12", handle="") == []


def test_an_import_asks_of_its_own_only(workspace, sveta, lana, manager):
    job = ImportJob.objects.create(
        workspace=workspace, kind="creators", file_name="a.csv", created_by=manager
    )
    assert count_doubles(job=job) == doubles_page(1, job=job).total == 0
    ImportRow.objects.create(
        workspace=workspace, job=job, number=1, outcome="create", object_id=lana.public_id
    )
    assert count_doubles(job=job) == doubles_page(1, job=job).total == 1


def test_pages_follow_one_another_and_queries_do_not_grow(workspace, monkeypatch):
    monkeypatch.setattr(doubles, "PER_PAGE", 2)
    needed = []
    for pairs in (1, 5):
        for n in range(Creator.objects.count() // 2, pairs):
            for market in ("RU", "US"):
                creator = factories.CreatorFactory(
                    workspace=workspace, name=f"Julia Kim{chr(97 + n)}", market=market
                )
                factories.ChannelFactory(creator=creator, platform={"RU": "vk", "US": "x"}[market],
                                         handle=f"julia.kim{n}")  # fmt: skip
        fill_keys()
        with CaptureQueriesContext(
            connection,
        ) as queries:
            page = doubles_page(1)
        needed.append(len(queries))
    assert needed[0] == needed[1] <= 14
    assert (page.total, page.last, len(page.pairs), page.has_next) == (5, 3, 2, True)
    last = doubles_page(9)
    assert (last.number, last.has_previous, last.previous_page_number) == (3, True, 2)
    assert page.next_page_number == 2 and page.has_other_pages


def test_a_profile_with_many_namesakes_names_none_of_them(workspace):
    rows = factories.CreatorFactory.create_batch(
        MOST_ALIKE + 1, workspace=workspace, name="Anna Kim", market="RU"
    )
    fill_keys()
    assert doubles_of(rows[0]) == []
    assert looks_like(name="Kim Anna", email="", phone="", handle="") == []
    same = {"workspace": workspace, "name": "Anna Kim", "phone": "+12125550123"}
    first, second = factories.CreatorFactory(**same), factories.CreatorFactory(**same)
    fill_keys()
    assert [pair.second for pair in doubles_of(first)] == [second]
