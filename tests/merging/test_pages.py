"""The pages: pairs, preview, merge, undo, and where old addresses lead."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django_scopes import scope

from creators.actions.creators import update_creator
from creators.models import Channel, Creator, Merge, NotDuplicate
from partnerships.models import Partnership
from tests import factories
from tests.factories import NOON


@pytest.fixture
def desk(client_as, manager):
    return client_as(manager)


def _count(workspace):
    with scope(workspace=workspace):
        return Creator.objects.count()


def test_the_list_shows_pairs_with_reasons(desk, url, sveta, lana):
    html = desk.get(url("duplicates")).content.decode()
    assert "Светлана Ёлкина" in html and "Svetlana Yolkina" in html
    assert "Same handle: svetahome" in html and "Same name and place" in html


def test_an_analyst_reads_and_has_no_buttons(client_as, analyst, url, sveta, lana):
    html = client_as(analyst).get(url("duplicates")).content.decode()
    assert "Svetlana Yolkina" in html and "Compare and merge" not in html
    assert client_as(analyst).get(url("merge", sveta.public_id, lana.public_id)).status_code == 403


def test_an_empty_list_says_what_it_is_for(desk, url):
    html = desk.get(url("duplicates") + "?page=x&import=\x00").content.decode()
    assert "No two creators look like one person" in html


def test_the_count_is_quiet(desk, url, sveta, lana):
    assert "1 possible duplicate" in desk.get(url("duplicates_count")).content.decode()


def test_who_is_being_added_is_compared(desk, url, sveta):
    html = desk.get(url("alike"), {"name": "Yolkina Svetlana"}).content.decode()
    assert "This looks like Светлана Ёлкина" in html
    assert desk.get(url("alike")).content.decode().strip() == ""
    assert 'hx-get="' + url("alike") in desk.get(url("create")).content.decode()


def test_a_profile_names_the_possible_double(desk, url, sveta, lana):
    html = desk.get(url("profile", sveta.public_id)).content.decode()
    assert "Possible duplicate of" in html and url("profile", lana.public_id) in html
    assert (
        "Possible duplicate"
        not in desk.get(url("profile", sveta.public_id) + "?tab=rates").content.decode()
    )  # noqa: E501


def test_different_people_and_back(desk, url, workspace, sveta, lana):
    answer = desk.post(url("apart", sveta.public_id, lana.public_id), follow=True)
    html = answer.content.decode()
    assert "are two people" in html and url("apart_undo", sveta.public_id, lana.public_id) in html
    desk.post(url("apart_undo", sveta.public_id, lana.public_id))
    with scope(workspace=workspace):
        assert not NotDuplicate.objects.exists()
    desk.post(url("apart", sveta.public_id, sveta.public_id))


def test_the_preview_says_what_moves_and_swaps(desk, url, sveta, lana):
    html = desk.get(url("merge", sveta.public_id, lana.public_id)).content.decode()
    assert "1 channel with its audience" in html
    assert url("merge", lana.public_id, sveta.public_id) in html
    assert "Both, one after the other" in html


def test_merge_undo_and_the_old_address(desk, url, workspace, sveta, lana):
    address = url("merge", sveta.public_id, lana.public_id)
    seen = desk.get(address).context["preview"].seen
    given = {"seen": seen, "field_name": "kept", "field_email": "absorbed", "field_about": "both"}
    answer = desk.post(address, given, follow=True)
    assert "is part of" in answer.content.decode()
    with scope(workspace=workspace):
        done = Merge.objects.get()
        kept = Creator.objects.get()
        assert kept.email == "sveta.y@example.com" and kept.about == "Дача\n\nBalcony"
        assert Channel.objects.filter(creator=kept).count() == 2
    # A second click of the same form.
    assert desk.post(address, given).status_code == 302
    old = desk.get(url("profile", lana.public_id), follow=True)
    assert old.redirect_chain[0][0] == url("profile", sveta.public_id)
    assert "was merged into" in old.content.decode()
    assert "Undo the merge" in old.content.decode()
    assert desk.get(address).status_code == 302
    assert desk.get(url("edit", lana.public_id)).status_code == 404
    for narrowed in ("?archived=only", "?archived=too", "?q=yolkina"):
        assert lana.public_id not in desk.get(url("directory") + narrowed).content.decode()
    back = desk.post(url("merge_undo", done.public_id), follow=True).content.decode()
    assert "are two again" in back
    assert _count(workspace) == 2


def test_undo_names_what_it_left(desk, url, workspace, manager, sveta, lana):
    address = url("merge", sveta.public_id, lana.public_id)
    desk.post(address, {"seen": desk.get(address).context["preview"].seen, "field_about": "both"})
    with scope(workspace=workspace):
        done, kept = Merge.objects.get(), Creator.objects.get()
        update_creator(
            creator=kept, expected=kept.version, values={"about": "New"}, by=manager, at=NOON
        )
    html = desk.post(url("merge_undo", done.public_id), follow=True).content.decode()
    assert "left as it is: Светлана Ёлкина: About" in html


def test_a_change_meanwhile_shows_the_page_again_with_the_choices(
    desk, url, workspace, manager, sveta, lana
):
    address = url("merge", sveta.public_id, lana.public_id)
    seen = desk.get(address).context["preview"].seen
    with scope(workspace=workspace):
        update_creator(
            creator=lana, expected=lana.version, values={"city": "Perm"}, by=manager, at=NOON
        )
    answer = desk.post(address, {"seen": seen, "field_about": "absorbed"})
    assert answer.status_code == 409
    chosen = {field.name: field.chosen for field in answer.context["preview"].fields}
    assert chosen["about"] == "absorbed" and "city" in chosen
    assert _count(workspace) == 2


def test_a_refusal_is_told_and_offers_no_button(desk, url, workspace, manager, sveta, lana):
    with scope(workspace=workspace):
        brand = factories.BrandFactory(workspace=workspace)
        campaign = factories.CampaignFactory(workspace=workspace, brand=brand, owner=manager)
        for creator in (sveta, lana):
            part = factories.CollaborationFactory(
                campaign=campaign,
                partnership=factories.PartnershipFactory(
                    workspace=workspace, creator=creator, brand=brand, owner=manager
                ),
            )
            factories.DeliverableFactory(collaboration=part)
    address = url("merge", sveta.public_id, lana.public_id)
    shown = desk.get(address)
    assert campaign.name in shown.content.decode()
    assert desk.post(address, {"seen": shown.context["preview"].seen}).status_code == 422


def test_one_absorbed_elsewhere_meanwhile(desk, url, workspace, merged, sveta, lana):
    with scope(workspace=workspace):
        third = factories.CreatorFactory(workspace=workspace)
        merged(third, lana)
    answer = desk.post(url("merge", sveta.public_id, lana.public_id), follow=True)
    assert "merged with another creator meanwhile" in answer.content.decode()
    assert desk.get(url("merge", sveta.public_id, sveta.public_id)).status_code == 404


def test_an_earlier_merge_is_not_undone_before_a_later_one(
    desk, url, workspace, merged, sveta, lana
):  # noqa: E501
    with scope(workspace=workspace):
        first = merged(sveta, lana)
        merged(sveta, factories.CreatorFactory(workspace=workspace, name="Third"))
    html = desk.post(url("merge_undo", first.public_id), follow=True).content.decode()
    assert "Third was merged into this creator since" in html


def test_the_preview_asks_as_often_for_much_as_for_little(desk, url, workspace, sveta, lana):
    address = url("merge", sveta.public_id, lana.public_id)
    desk.get(address)
    needed = []
    for _round in range(3):
        with CaptureQueriesContext(connection) as queries:
            desk.get(address)
        needed.append(len(queries))
        with scope(workspace=workspace):
            for n in range(4):
                factories.ChannelFactory(creator=lana, handle=f"more{_round}{n}")
                factories.PartnershipFactory(workspace=workspace, creator=lana)
    assert needed[1] == needed[2] <= 45


def test_the_address_of_a_partnership_that_became_another_leads_there(
    desk, url, workspace, manager, sveta, lana
):
    with scope(workspace=workspace):
        brand = factories.BrandFactory(workspace=workspace)
        kept, gone = [
            factories.PartnershipFactory(
                workspace=workspace, creator=who, brand=brand, owner=manager, tier="T3"
            )
            for who in (sveta, lana)
        ]
    address = url("merge", sveta.public_id, lana.public_id)
    desk.post(address, {"seen": desk.get(address).context["preview"].seen})
    there = f"/w/{workspace.slug}/partnerships/"
    with scope(workspace=workspace):
        left = Partnership.objects.get()
    old = gone if left == kept else kept
    assert desk.get(f"{there}{old.public_id}/")["Location"] == f"{there}{left.public_id}/"
    assert desk.get(f"{there}nobody123456/").status_code == 404
