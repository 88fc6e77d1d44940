"""One contact on our side; a handover keeps history and tells the creator (product.md, row 6)."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from accounts.models import Membership
from core.mail.stop_rules import reason_to_stop
from core.models import AuditEntry, OutgoingMail
from partnerships.actions import handover as actions
from partnerships.actions.handover import hand_over, hand_over_many, take_back, tell_waiting
from partnerships.actions.partnerships import end_partnership
from partnerships.errors import NotAMember
from partnerships.models import Handover, Partnership
from partnerships.queries.handovers import handovers_of, keepers
from partnerships.rules.names import join_names
from partnerships.tasks import tell_handovers
from tests import factories
from tests.partnerships.conftest import AT
from tests.partnerships.pages import queries_of, text_of, url

LATER = AT + timedelta(days=3)


def mails(kind: str) -> list[OutgoingMail]:
    return list(OutgoingMail.objects.filter(kind=kind).order_by("pk"))


def handed(partnership, owner, **more):
    return hand_over(partnership=partnership, to=owner, **{"by": owner, "at": AT, **more})


@pytest.fixture
def second(partnership, manager) -> Partnership:
    """The same creator with another brand, tier T3."""
    return factories.PartnershipFactory(
        workspace=partnership.workspace,
        creator=partnership.creator,
        brand=factories.BrandFactory(workspace=partnership.workspace, name="Second"),
        owner=manager,
    )


def test_handover_keeps_history_and_tells_everybody_once(
    partnership, manager, owner, heard, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        done = handed(
            partnership, owner, by=None, note="Loves voice mails", farewell="It was a joy.\nMaria"
        )
    assert (partnership.owner, partnership.version) == (owner, 2)
    row = Handover.objects.get()
    assert (row.from_owner, row.to_owner, row.at, row.to_tell) == (manager, owner, AT, False)
    assert (done.handovers, done.told, done.same, done.moved, done.untold) == ([row], 1, [], [], [])
    assert AuditEntry.objects.get(verb="partnership.handed_over").changes == {
        "owner": ["Maria Manager", "Olga Owner"]
    }
    [mail] = mails("handover")
    assert mail == row.mail
    assert (mail.to_email, mail.reply_to) == ("maya@creators.example", owner.email)
    assert mail.from_email.startswith('"Olga Owner"')
    for part in (mail.text, mail.html):
        assert "It was a joy." in part
        assert "Loves voice mails" not in part
    [received] = mails("handover_received")
    assert received.to_email == owner.email
    assert "Loves voice mails" in received.text
    assert "Maya Lind × Kettle & Co" in received.text
    [given] = mails("handover_given")
    assert (given.to_email, "Maya Lind" in given.text) == (manager.email, True)
    assert [(name, told["handover_ids"]) for name, told in heard] == [("handed_over", [row.pk])]


def test_the_same_twice_has_one_effect(partnership, owner):
    handed(partnership, owner)
    again = handed(partnership, owner)
    assert (again.handovers, again.same) == ([], [partnership])
    assert Handover.objects.count() == 1
    assert len(mails("handover")) == 1
    assert Partnership.objects.get().version == 2


def test_of_one_creator_handed_over_together_one_mail_names_both_brands(
    partnership, second, manager, owner
):
    done = hand_over_many(partnerships=[partnership, second], to=owner, by=manager, at=AT)
    assert (len(done.handovers), done.told) == (2, 1)
    [mail] = mails("handover")
    assert "Kettle & Co and Second" in mail.text
    assert {row.mail_id for row in Handover.objects.all()} == {mail.pk}
    # Who did it themselves is not told what they did.
    assert mails("handover_given") == []
    [received] = mails("handover_received")
    assert "2 partnerships" in received.subject


def test_their_own_contacts_get_a_mail_each(partnership, second, owner):
    Partnership.objects.filter(pk=second.pk).update(
        contact_name="Ann", contact_email="a@agent.example"
    )
    hand_over_many(partnerships=[partnership, second], to=owner, by=owner, at=AT)
    assert sorted(mail.to_email for mail in mails("handover")) == [
        "a@agent.example", "maya@creators.example",
    ]  # fmt: skip
    assert "Hi Ann," in mails("handover")[-1].text


def test_two_old_contacts_are_both_named_in_russian(partnership, second, owner, analyst):
    Partnership.objects.filter(pk=second.pk).update(owner=analyst)
    creator = partnership.creator
    creator.language, creator.short_name = "ru", "Майя"
    creator.save()
    hand_over_many(
        partnerships=[partnership, second], to=owner, by=None, at=AT, farewell="Спасибо за всё"
    )
    [mail] = mails("handover")
    assert mail.language == "ru"
    assert "Здравствуйте, Майя!" in mail.text
    assert "передают мне все дела" in mail.text
    assert "Maria Manager" in mail.text
    assert "Andrew Analyst" in mail.text
    assert len(mails("handover_given")) == 2


@pytest.mark.parametrize("why", ["silent", "no address", "archived", "ended"])
def test_whom_no_mail_reaches_is_said(partnership, manager, owner, why):
    creator = partnership.creator
    if why == "ended":
        end_partnership(partnership=partnership, reason="Over", by=manager, at=AT)
    elif why == "archived":
        creator.archived_at = AT
    elif why == "no address":
        creator.email = ""
    creator.save()
    done = handed(partnership, owner, tell_creator=why != "silent")
    assert Partnership.objects.get().owner == owner
    assert (mails("handover"), done.told) == ([], 0)
    assert done.untold == ([] if why == "silent" else [partnership])


def test_an_address_no_server_would_take_is_no_error(partnership, owner):
    Partnership.objects.update(contact_email="nobody at all")
    handed(partnership, owner)
    assert (mails("handover"), Handover.objects.get().to_tell) == ([], False)


def test_only_what_the_old_contact_still_has_changes_hands(partnership, second, manager, owner):
    Partnership.objects.filter(pk=second.pk).update(owner=owner)
    third = factories.UserFactory()
    done = hand_over_many(
        partnerships=[partnership, second], to=manager, from_owner=third, by=manager, at=AT
    )
    assert (done.handovers, done.same, done.moved) == ([], [partnership], [second])
    assert not Handover.objects.exists()


def test_nothing_to_hand_over(owner):
    assert hand_over_many(partnerships=[], to=owner, by=owner, at=AT).handovers == []


@pytest.mark.parametrize("who", ["analyst", "outsider"])
def test_only_who_may_edit_takes_over(partnership, manager, who, request):
    with pytest.raises(NotAMember):
        handed(partnership, request.getfixturevalue(who))
    assert Partnership.objects.get().owner == manager


def test_many_creators_are_told_by_the_sweep(brand, manager, owner, fill, monkeypatch):
    monkeypatch.setattr(actions, "TELLS_AT_ONCE", 2)
    done = hand_over_many(partnerships=fill(brand, "T3", 3, manager), to=owner, by=owner, at=AT)
    assert (done.told, mails("handover")) == (3, [])
    assert tell_handovers() == 3
    assert tell_handovers() == 0
    assert len(mails("handover")) == 3
    assert not Handover.objects.filter(mail=None).exists()
    rows = list(Handover.objects.select_related("partnership__creator"))
    assert actions.tell_of_handover(handovers=rows[:1], at=AT) is False


def test_a_chunk_at_a_time(brand, manager, owner, fill, monkeypatch):
    monkeypatch.setattr(actions, "CHUNK", 2)
    done = hand_over_many(partnerships=fill(brand, "T3", 5, manager), to=owner, by=owner, at=AT)
    assert len(done.handovers) == 5
    assert set(Partnership.objects.values_list("owner", "version")) == {(owner.pk, 2)}


def test_taken_back_in_time_the_creator_hears_nothing(partnership, manager, owner):
    done = handed(partnership, owner)
    back = take_back(handovers=done.handovers, by=owner, at=LATER)
    assert (Partnership.objects.get().owner, back.told) == (manager, 0)
    assert [mail.state for mail in mails("handover")] == ["cancelled"]
    # Once more changes nothing.
    assert take_back(handovers=done.handovers, by=owner, at=LATER).handovers == []


def test_taken_back_too_late_the_creator_is_told(partnership, manager, owner):
    done = handed(partnership, owner)
    OutgoingMail.objects.filter(kind="handover").update(state="sent")
    done.handovers[0].mail.refresh_from_db()
    assert take_back(handovers=done.handovers, by=owner, at=LATER).told == 1
    assert mails("handover")[-1].reply_to == manager.email


def test_taken_back_before_the_sweep_nobody_is_told(partnership, owner, monkeypatch):
    monkeypatch.setattr(actions, "TELLS_AT_ONCE", 0)
    done = handed(partnership, owner)
    take_back(handovers=done.handovers, by=owner, at=LATER)
    assert (tell_waiting(at=LATER), mails("handover")) == (0, [])


def test_told_in_silence_and_taken_back_in_silence(partnership, owner):
    done = handed(partnership, owner, tell_creator=False)
    assert take_back(handovers=done.handovers, by=owner, at=LATER).told == 0


def test_stop_rule_knows_who_looks_after_them_by_now(partnership, manager, owner):
    handed(partnership, owner)
    [mail] = mails("handover")
    assert reason_to_stop(mail, at=AT) is None
    handed(partnership, manager, at=LATER, tell_creator=False)
    assert "somebody else" in str(reason_to_stop(mail, at=LATER))
    partnership.creator.archived_at = LATER
    partnership.creator.save()
    assert "archived" in str(reason_to_stop(mail, at=LATER))
    Handover.objects.all().delete()
    assert reason_to_stop(mail, at=LATER) is None


def test_keepers_from_when_to_when(partnership, manager, owner):
    partnership.started_on = date(2026, 1, 15)
    partnership.save()
    handed(partnership, owner)
    handed(partnership, manager, at=LATER)
    rows = handovers_of(partnership)
    found = [(k.user, k.since, k.until) for k in keepers(partnership, rows)]
    assert found == [
        (manager, date(2026, 3, 6), None),
        (owner, date(2026, 3, 3), date(2026, 3, 6)),
        (manager, date(2026, 1, 15), date(2026, 3, 3)),
    ]


@given(st.lists(st.text(min_size=1), min_size=1, max_size=6))
def test_every_name_is_in_the_sentence(names):
    assert all(name in join_names(names) for name in names)


# Pages


def form_of(partnership, to, **more):
    return {
        "to": to.public_id, "before": partnership.owner.public_id, "tell_creator": "on",
        "note": "", "farewell": "", **more,
    }  # fmt: skip


def test_hand_over_page(partnership, client, owner, manager):
    address = url("hand_over", partnership.public_id)
    shown = text_of(client.get(address))
    assert "Olga Owner" in shown
    assert "Maria Manager is the owner now" in shown
    assert 'id="act-title"' in text_of(client.get(address, headers={"HX-Request": "true"}))
    assert client.post(address, {"note": "Mind the cat"}).status_code == 422
    first = client.post(address, form_of(partnership, owner, note="Mind the cat"), follow=True)
    assert "looks after 1 partnership from now on. 1 mail" in text_of(first)
    again = client.post(address, form_of(partnership, owner), follow=True)
    assert "looks after it already" in text_of(again)
    assert Handover.objects.count() == 1
    page = text_of(client.get(url("detail", partnership.public_id)))
    assert "Mind the cat" in page
    assert "The creator was told by mail" in page


def test_hand_over_page_takes_nothing_from_who_was_faster(partnership, client, manager, owner):
    third = factories.UserFactory(name="Third")
    Membership.objects.create(workspace=partnership.workspace, user=third, role="manager")
    data = form_of(partnership, owner)
    hand_over(partnership=partnership, to=third, by=owner, at=AT)
    response = client.post(url("hand_over", partnership.public_id), data, follow=True)
    assert "Somebody was faster" in text_of(response)
    assert Partnership.objects.get().owner == third


def test_hand_over_page_goes_back_to_where_one_came_from(partnership, client, owner):
    address = url("hand_over", partnership.public_id)
    data = form_of(partnership, owner, next="/w/north/today/")
    assert client.post(address, data).headers["Location"] == "/w/north/today/"
    data = form_of(partnership, owner, next="https://elsewhere.example/")
    assert client.post(address, data).headers["Location"] == url("detail", partnership.public_id)


def test_nobody_to_hand_over_to(partnership, client):
    assert "Invite a manager first" in text_of(client.get(url("hand_over", partnership.public_id)))
    keeper = partnership.owner.public_id
    assert "Invite a manager first" in text_of(client.get(url("hand_over_everything", keeper)))


def test_everything_is_shown_before_it_is_shared_out(partnership, second, client, manager, owner):
    third = factories.UserFactory(name="Third Person")
    Membership.objects.create(workspace=partnership.workspace, user=third, role="manager")
    other = factories.PartnershipFactory(
        workspace=partnership.workspace, brand=partnership.brand, owner=manager
    )
    address = url("hand_over_everything", manager.public_id)
    assert "3 partnerships" in text_of(client.get(address))
    assert client.post(address, {}).status_code == 422
    data = {
        "everything_to": owner.public_id,
        "tell_creator": "on",
        f"to-{other.public_id}": third.public_id,
        f"to-{second.public_id}": "keep",
    }
    shown = text_of(client.post(address, data))
    assert "Third Person" in shown
    assert "2 mails to creators" in shown
    assert "h →" in shown
    assert not Handover.objects.exists()
    assert "Look at the result first" in text_of(client.post(address, {**data, "back": "1"}))
    for _click in range(2):
        assert client.post(address, {**data, "do": "1"}).status_code == 303
    owners = dict(Partnership.objects.values_list("pk", "owner__name"))
    assert owners == {
        partnership.pk: "Olga Owner", second.pk: "Maria Manager", other.pk: "Third Person",
    }  # fmt: skip
    assert len(mails("handover")) == 2
    data = {"everything_to": owner.public_id, "do": "1"}
    assert client.post(address, data).headers["Location"] == url("list")
    assert "Nobody is left without an owner" in text_of(client.get(address))
    assert "looks after nobody" in text_of(client.post(address, data, follow=True))


def test_everything_of_nobody_here_is_not_found(client, outsider, in_scope):
    assert client.get(url("hand_over_everything", outsider.public_id)).status_code == 404
    assert client.get(url("hand_over_everything", "nobody")).status_code == 404


def test_everything_asks_a_fixed_number_of_queries(brand, client, manager, owner, fill):
    address = url("hand_over_everything", manager.public_id)
    fill(brand, "T3", 1, manager)
    few = queries_of(client, address)
    fill(brand, "T3", 20, manager)
    assert queries_of(client, address) == few


def test_who_still_looks_after_creators_does_not_leave(partnership, client_as, manager, owner):
    client = client_as(owner)
    member = Membership.objects.get(user=manager)
    page = url("hand_over_everything", manager.public_id)
    for name, data in (("member_remove", {}), ("member_role", {"role": "analyst"})):
        address = reverse(f"accounts:{name}", args=["north", member.public_id])
        response = client.post(address, data)
        assert response.headers["Location"] == page
        assert "still looks after 1 partnership" in text_of(client.get(page))
    assert Membership.objects.get(user=manager).role == "manager"
    hand_over(partnership=partnership, to=owner, by=owner, at=AT)
    client.post(reverse("accounts:member_remove", args=["north", member.public_id]))
    assert not Membership.objects.filter(user=manager).exists()


def test_their_contact_changes_and_the_history_keeps_it(partnership, client):
    address = url("edit", partnership.public_id)
    data = {"contact_name": "Ann Agent", "contact_email": "ann@agent.example", "version": 1}
    client.post(address, {**data, "cadence_override": ""})
    client.post(address, {"contact_name": "", "version": 2, "cadence_override": "monthly"})
    client.post(address, {"contact_name": "", "version": 3, "cadence_override": ""})
    page = text_of(client.get(url("detail", partnership.public_id)))
    assert "Maya Lind → Ann Agent" in page
    assert "ann@agent.example → –" in page
    assert page.count("Their contact has changed") == 2


def test_both_contacts_stand_on_the_profile(partnership, client):
    Partnership.objects.update(contact_name="Ann Agent", contact_email="ann@agent.example")
    address = reverse("creators:profile", args=["north", partnership.creator.public_id])
    shown = text_of(client.get(address))
    assert "Ann Agent" in shown
    assert "Maria Manager" in shown
