"""The act itself: what is kept, what is refused, who may be in the way."""

from datetime import timedelta
from decimal import Decimal

import pytest

from campaigns.models import Collaboration, Outreach
from checkins.models import CheckIn, Touch
from core.models import AuditEntry, OutgoingMail
from core.money import Money
from core.search import fold
from core.versions import EditConflict
from creators.actions.channels import add_channel
from creators.actions.creators import update_creator
from creators.actions.merge import merge_creators, undo_merge
from creators.actions.rates import set_rate
from creators.errors import MergedSince, MergeRefused, Refused
from creators.models import Channel, Creator, FitRating, Merge, Rate, VettingMark
from creators.queries.merging import get_preview, kept_for
from creators.rules.handles import parse_handle
from creators.rules.merging import chosen_values
from partnerships.models import Agreement, Partnership
from tests import factories
from tests.factories import NOON, fee_payment
from tests.merging.conftest import LATER

pytestmark = pytest.mark.usefixtures("in_scope")
DAY = timedelta(days=1)


def _partners(workspace, owner, *creators, **more):
    brand = factories.BrandFactory(workspace=workspace)
    return [
        factories.PartnershipFactory(
            workspace=workspace, creator=creator, brand=brand, owner=owner, **more
        )
        for creator in creators
    ]


def test_fields_are_chosen_and_texts_joined(sveta, lana, merged):
    merged(sveta, lana, name="kept", email="absorbed", about="both")
    sveta.refresh_from_db()
    assert sveta.name == "Светлана Ёлкина"
    assert sveta.email == "sveta.y@example.com"
    assert sveta.about == "Дача\n\nBalcony"
    # Filled over empty.
    assert (sveta.city, str(sveta.phone)) == ("Пермь", "+74951234567")
    assert sveta.email_key == "sveta.y@example.com"
    assert "sveta.home" in sveta.search
    assert Channel.objects.filter(creator=sveta).count() == 2


@pytest.mark.parametrize(
    ("mine", "theirs", "both"),
    [
        ("Дача", "Дача, балкон", "Дача, балкон"),
        ("Дача, балкон", "балкон", "Дача, балкон"),
        ("Дача", "балкон", "Дача\n\nбалкон"),
    ],
)
def test_a_text_that_holds_the_other_is_not_said_twice(sveta, lana, mine, theirs, both):
    sveta.about, lana.about = mine, theirs
    assert chosen_values(sveta, lana, {"about": "both"})["about"] == both


def test_the_absorbed_one_is_seen_nowhere_and_leads_to_the_kept(sveta, lana, merged):
    merged(sveta, lana)
    assert not Creator.objects.filter(pk=lana.pk).exists()
    lana.refresh_from_db()
    assert lana.merged_into_id == sveta.pk and lana.archived_at == LATER
    assert kept_for(lana.public_id) == sveta
    assert kept_for(sveta.public_id) is None
    assert kept_for("nobody") is None


def test_both_rows_tell_of_it(sveta, lana, merged):
    merged(sveta, lana)
    verbs = dict(AuditEntry.objects.filter(at=LATER).values_list("object_id", "verb"))
    assert verbs == {sveta.public_id: "creator.merged", lana.public_id: "creator.absorbed"}


def test_a_second_click_merges_once(sveta, lana, manager, merged):
    done = merged(sveta, lana)
    again = merge_creators(kept=sveta, absorbed=lana, choices={}, seen="old", by=manager, at=LATER)
    assert again == done and Merge.objects.count() == 1


def test_a_change_since_the_preview_is_a_conflict(sveta, lana, manager):
    seen = get_preview(sveta, lana).seen
    update_creator(
        creator=lana, expected=lana.version, values={"city": "Perm"}, by=manager, at=NOON
    )
    with pytest.raises(EditConflict):
        merge_creators(kept=sveta, absorbed=lana, choices={}, seen=seen, by=manager, at=LATER)
    assert not Merge.objects.exists()


def test_what_was_hung_on_since_the_preview_is_a_conflict(sveta, lana, manager):
    seen = get_preview(sveta, lana).seen
    add_channel(creator=lana, handle=parse_handle("vk.com/lana"), by=manager, at=NOON)
    with pytest.raises(EditConflict):
        merge_creators(kept=sveta, absorbed=lana, choices={}, seen=seen, by=manager, at=LATER)


def test_a_form_opened_before_does_not_fit_any_more(sveta, lana, manager, merged):
    version = sveta.version
    done = merged(sveta, lana)
    between = Creator.objects.get(pk=sveta.pk).version
    with pytest.raises(EditConflict):
        update_creator(creator=sveta, expected=version, values={"city": "X"}, by=manager, at=LATER)
    undo_merge(merge=done, by=manager, at=LATER)
    with pytest.raises(EditConflict):
        update_creator(creator=sveta, expected=between, values={"city": "X"}, by=manager, at=LATER)


def test_one_that_was_absorbed_meanwhile_is_refused(workspace, sveta, lana, manager, merged):
    third = factories.CreatorFactory(workspace=workspace)
    merged(third, lana)
    with pytest.raises(MergedSince):
        merge_creators(kept=sveta, absorbed=lana, choices={}, seen="", by=manager, at=LATER)


def test_an_archived_one_that_is_kept_comes_back(sveta, lana, merged, manager):
    Creator.objects.filter(pk=sveta.pk).update(archived_at=NOON)
    sveta.refresh_from_db()
    assert any("archive" in note for note in get_preview(sveta, lana).notes)
    done = merged(sveta, lana)
    assert Creator.objects.get(pk=sveta.pk).archived_at is None
    undo_merge(merge=done, by=manager, at=LATER)
    assert Creator.objects.get(pk=sveta.pk).archived_at == NOON


def test_the_later_price_is_the_price(sveta, lana, manager, merged):
    for creator, amount, day in ((sveta, 900, NOON - DAY), (lana, 700, NOON)):
        set_rate(
            creator=creator, format="reel", price=Money(Decimal(amount), "USD"), valid_from=day.date(),
            by=manager, at=NOON,
        )  # fmt: skip
    merged(sveta, lana)
    rates = Rate.objects.filter(creator=sveta).order_by("valid_from")
    assert [(r.amount, r.valid_until) for r in rates] == [(900, (NOON - DAY).date()), (700, None)]


def test_of_two_prices_from_one_day_the_kept_one_stands(sveta, lana, manager, merged):
    for creator, amount in ((sveta, 900), (lana, 700)):
        set_rate(
            creator=creator, format="reel", price=Money(Decimal(amount), "USD"), valid_from=NOON.date(),
            by=manager, at=NOON,
        )  # fmt: skip
    merged(sveta, lana)
    assert Rate.objects.get(creator=sveta, valid_until=None).amount == 900


def test_the_newer_answer_and_rating_count(workspace, sveta, lana, manager, merged):
    for creator, verdict, at in ((sveta, "yes", NOON + DAY), (lana, "no", NOON)):
        VettingMark.objects.create(
            workspace=workspace, creator=creator, item="easy", verdict=verdict, evidence="e",
            by=manager, at=at,
        )  # fmt: skip
        FitRating.objects.create(
            workspace=workspace, creator=creator, by=manager, values=4, culture=4, at=at
        )
    merged(sveta, lana)
    assert VettingMark.objects.get(creator=sveta, current=True).verdict == "yes"
    assert VettingMark.objects.filter(creator=sveta).count() == 2
    assert FitRating.objects.get(creator=sveta).at == NOON + DAY


def test_the_portal_is_for_whoever_holds_the_chosen_address(sveta, lana, merged):
    person = factories.UserFactory(email="sveta.y@example.com")
    Creator.objects.filter(pk=lana.pk).update(portal_open=True, person=person)
    merged(sveta, lana, email="kept")
    sveta.refresh_from_db()
    assert sveta.portal_open and sveta.person.email == "sveta@example.ru"


def test_the_person_behind_a_closed_portal_is_carried(sveta, lana, merged):
    person = factories.UserFactory()
    Creator.objects.filter(pk=lana.pk).update(person=person)
    merged(sveta, lana)
    assert Creator.objects.get(pk=sveta.pk).person == person


def test_two_partnerships_with_one_brand_become_one(workspace, manager, sveta, lana, merged):
    ours, theirs = _partners(workspace, manager, sveta, lana, contact_name="")
    Partnership.objects.filter(pk=ours.pk).update(tier="T2")
    Partnership.objects.filter(pk=theirs.pk).update(contact_name="Olga", contact_email="o@x.y")
    Touch.objects.create(
        workspace=workspace, partnership=ours, at=NOON, direction="both", kind="call",
        channel="call",
    )  # fmt: skip
    mail = OutgoingMail.objects.create(
        workspace=workspace, key="k", kind="x", language="en", from_email="a@b.c",
        to_email="d@e.f", subject="s", text="t", created_at=NOON, due_at=NOON, message_id="<1@x>",
        about_type="partnerships.partnership", about_id=ours.public_id,
    )  # fmt: skip
    done = merged(sveta, lana)
    # The other one stands higher, so it is the one that stays.
    left = Partnership.objects.get(creator=sveta)
    assert left.pk == theirs.pk and left.contact_name == "Olga"
    assert Touch.objects.get().partnership_id == left.pk
    mail.refresh_from_db()
    assert mail.about_id == left.public_id
    assert Merge.objects.get(pk=done.pk).addresses == {ours.public_id: left.public_id}


def test_two_planned_check_ins_are_one(workspace, manager, sveta, lana, merged):
    for row in _partners(workspace, manager, sveta, lana, tier="T3"):
        CheckIn.objects.create(
            workspace=workspace, partnership=row, due_on=NOON.date(), send_at=NOON, slot="2026-03",
            personal_line="Hi" if row.creator_id == lana.pk else "",
            reason={"rule": "cadence", "cadence": "monthly", "from": "2026-02-03",
                    "from_kind": "call", "raw": "2026-03-03", "adjusted": ""},
        )  # fmt: skip
    merged(sveta, lana)
    assert CheckIn.objects.filter(partnership__creator=sveta).count() >= 2
    assert CheckIn.objects.filter(state="planned").count() <= 1
    assert set(CheckIn.objects.exclude(state="planned").values_list("state", flat=True)) == {
        "moved"
    }


def test_two_agreements_that_bind_are_refused(workspace, manager, sveta, lana, merged):
    for row in _partners(workspace, manager, sveta, lana):
        Agreement.objects.create(
            workspace=workspace, partnership=row, kind="evergreen", state="in_force",
            starts_on=NOON.date(), campaigns_a_year=4, currency="USD",
        )  # fmt: skip
    with pytest.raises(MergeRefused) as refused:
        merged(sveta, lana)
    assert Partnership.objects.first().brand.name in str(refused.value)
    Agreement.objects.filter(partnership__creator=lana).update(ends_on=NOON.date())
    assert "until" in get_preview(sveta, lana).refusals[0]
    # One after the other they bind no day twice.
    Agreement.objects.filter(partnership__creator=sveta).update(
        starts_on=NOON.date() + timedelta(days=1)
    )
    assert get_preview(sveta, lana).refusals == []
    Agreement.objects.filter(partnership__creator=sveta).update(starts_on=NOON.date())
    Agreement.objects.filter(partnership__creator=lana).update(state="ended")
    merged(sveta, lana)


def test_work_on_both_sides_of_one_campaign_is_refused_by_name(
    workspace, manager, sveta, lana, merged
):
    campaign, parts = _in_one_campaign(workspace, manager, sveta, lana)
    for part in parts:
        fee_payment(part, amount=1, currency="USD", due_on=NOON.date())
    with pytest.raises(MergeRefused) as refused:
        merged(sveta, lana)
    assert campaign.name in str(refused.value)
    assert Creator.objects.filter(pk=lana.pk).exists()


@pytest.mark.parametrize("worked", [0, 1])
def test_an_empty_part_in_the_same_campaign_gives_way(
    workspace, manager, sveta, lana, merged, worked
):
    _campaign, parts = _in_one_campaign(workspace, manager, sveta, lana)
    factories.DeliverableFactory(collaboration=parts[worked])
    asked = [
        Outreach.objects.create(
            workspace=workspace, collaboration=parts[1 - worked], asked_at=NOON, channel="call",
            answer=answer, answered_at=NOON if answer else None,
        )
        for answer in ("no", "")
    ]  # fmt: skip
    done = merged(sveta, lana)
    # What was said stays theirs; a question to one who takes part already is none.
    assert [row.pk for row in parts[worked].outreaches.all()] == [asked[0].pk]
    assert list(Collaboration.objects.values_list("pk", flat=True)) == [parts[worked].pk]
    assert Collaboration.objects.get().partnership.creator == sveta
    undo_merge(merge=done, by=manager, at=LATER)
    assert Collaboration.objects.count() == 2
    assert {row.collaboration_id for row in Outreach.objects.all()} == {parts[1 - worked].pk}
    assert Outreach.objects.count() == 2


def _in_one_campaign(workspace, manager, sveta, lana):
    ours, theirs = _partners(workspace, manager, sveta, lana)
    campaign = factories.CampaignFactory(workspace=workspace, brand=ours.brand, owner=manager)
    parts = [
        factories.CollaborationFactory(campaign=campaign, partnership=row) for row in (ours, theirs)
    ]
    return campaign, parts


def test_campaigns_are_counted_anew(workspace, manager, sveta, lana, merged):
    ours, theirs = _partners(workspace, manager, sveta, lana)
    for n, row in enumerate((ours, theirs, ours)):
        factories.CollaborationFactory(
            partnership=row,
            campaign=factories.CampaignFactory(
                workspace=workspace, brand=ours.brand, owner=manager,
                starts_on=NOON.date() + n * DAY, ends_on=NOON.date() + n * DAY,
            ),
        )  # fmt: skip
    done = merged(sveta, lana)
    numbers = Collaboration.objects.order_by("campaign__starts_on").values_list("sequence")
    assert list(numbers) == [(1,), (2,), (3,)]
    undo_merge(merge=done, by=manager, at=LATER)
    assert {n for (n,) in Collaboration.objects.values_list("sequence")} == {1}


def test_undo_leaves_and_names_what_was_edited_since(sveta, lana, manager, merged):
    done = merged(sveta, lana, about="both", email="kept")
    sveta.refresh_from_db()
    new = {"about": "Written since", "city": "Москва"}
    update_creator(creator=sveta, expected=sveta.version, values=new, by=manager, at=LATER)
    add_channel(creator=sveta, handle=parse_handle("vk.com/new"), by=manager, at=LATER)
    left = undo_merge(merge=done, by=manager, at=LATER)
    sveta.refresh_from_db()
    lana.refresh_from_db()
    assert left == ["Светлана Ёлкина: About"]
    assert (sveta.about, sveta.city) == ("Written since", "Москва")
    assert lana.merged_into_id is None and lana.archived_at is None
    assert set(Channel.objects.filter(creator=sveta).values_list("handle", flat=True)) == {
        "sveta_home", "new",
    }  # fmt: skip
    # What lists show follows from what is there now.
    assert fold("new") in sveta.search and fold("sveta.home") in lana.search


def test_undo_keeps_the_other_archived_if_its_address_has_a_new_holder(
    workspace, sveta, lana, manager, merged
):
    done = merged(sveta, lana, email="kept")
    factories.CreatorFactory(workspace=workspace, email="sveta.y@example.com")
    left = undo_merge(merge=done, by=manager, at=LATER)
    lana.refresh_from_db()
    assert lana.merged_into_id is None and lana.archived_at is not None
    assert len(left) == 1


def test_what_was_deleted_since_stays_deleted(sveta, lana, manager, merged):
    done = merged(sveta, lana)
    Channel.objects.filter(handle_key="sveta.home").delete()
    assert undo_merge(merge=done, by=manager, at=LATER) == []
    assert Channel.objects.count() == 1
    assert "sveta.home" not in Creator.objects.get(pk=lana.pk).search


def test_undo_twice_is_undo_once(sveta, lana, manager, merged):
    done = merged(sveta, lana)
    undo_merge(merge=done, by=manager, at=LATER)
    assert undo_merge(merge=done, by=manager, at=LATER) == []
    assert AuditEntry.objects.filter(verb="creator.merge_undone").count() == 2
    # And they may be merged again.
    merged(lana, sveta)


def test_merges_are_undone_from_the_last(workspace, sveta, lana, manager, merged):
    third, fourth = factories.CreatorFactory.create_batch(2, workspace=workspace)
    first = merged(sveta, lana)
    second = merged(sveta, third)
    with pytest.raises(Refused, match=third.name):
        undo_merge(merge=first, by=manager, at=LATER)
    up = merged(fourth, sveta)
    assert kept_for(lana.public_id) == fourth
    with pytest.raises(Refused, match="another"):
        undo_merge(merge=second, by=manager, at=LATER)
    for done in (up, second, first):
        assert undo_merge(merge=done, by=manager, at=LATER) == []
    assert Creator.objects.count() == 4
