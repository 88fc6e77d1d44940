"""Offers, roadmap, support and roles (product.md, rows 50, 73, 74)."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.mail.outbox import NoAddress
from core.models import AuditEntry, OutgoingMail
from core.versions import EditConflict
from partnerships.actions import opportunities as offers
from partnerships.actions import roadmap
from partnerships.enums import OpportunityState as S
from partnerships.errors import ReasonMissing, Refused, WrongState
from partnerships.models import Opportunity, Partnership, RoadmapItem, RoleChange, Support
from partnerships.queries.growth import growth
from partnerships.rules.growth import (
    TRANSITIONS,
    give_and_take,
    may_become,
    quarter_after,
    quarter_name,
    quarter_of,
    quarters_around,
)
from tests import factories
from tests.partnerships.conftest import AT
from tests.partnerships.pages import queries_of, text_of, url

TODAY = AT.date()
DAY = timedelta(days=1)
VALUES = {"kind": "series", "title": "Six mornings", "text": "Hers alone", "on": None}
ITEM = {
    "quarter": date(2026, 1, 1), "kind": "trying", "text": "Longer pieces", "state": "planned",
    "outcome": "", "shared": False,
}  # fmt: skip


@pytest.fixture
def offer(partnership, manager):
    return offers.add_opportunity(partnership=partnership, values=VALUES, by=manager, at=AT)


@given(st.dates(date(1990, 1, 1), date(2100, 12, 31)))
def test_quarter_holds_its_day(day):
    first = quarter_of(day)
    assert first <= day < quarter_after(first)
    assert first.day == 1 and first.month in (1, 4, 7, 10)


@given(st.dates(date(1990, 1, 1), date(2100, 12, 31)), st.integers(-40, 40))
def test_quarters_there_and_back_are_the_same(day, by):
    first = quarter_of(day)
    assert quarter_after(quarter_after(first, by), -by) == first


@given(
    st.dates(date(2020, 1, 1), date(2030, 1, 1)),
    st.lists(st.dates(date(2019, 1, 1), date(2032, 1, 1))),
)
def test_roadmap_leaves_no_quarter_out_between(today, days):
    planned = [quarter_of(day) for day in days]
    shown = quarters_around(today, planned)
    assert all(
        after == quarter_after(before) for before, after in zip(shown, shown[1:], strict=False)
    )
    assert quarter_of(today) in shown and shown[-1] >= max([*planned, quarter_of(today)])
    assert shown[0] >= quarter_after(quarter_of(today), -4)


@pytest.mark.parametrize(
    ("support", "campaigns", "given_n", "asked", "owing"),
    [
        ([], [], 0, 0, False),
        ([], [TODAY], 0, 1, True),
        ([TODAY], [TODAY], 1, 1, False),
        ([TODAY - 365 * DAY], [TODAY - 364 * DAY], 0, 1, True),
        ([TODAY + DAY], [TODAY + DAY], 0, 0, False),
    ],
)
def test_give_and_take_counts_a_year(support, campaigns, given_n, asked, owing):
    found = give_and_take(support, campaigns, today=TODAY)
    assert (found.given, found.asked, found.owing) == (given_n, asked, owing)
    assert found.last == (support[0] if support else None)


def test_transitions_lead_nowhere_from_the_end():
    assert all(not may_become(state, target) for state in (S.DONE, S.DROPPED) for target in S)
    assert set(TRANSITIONS) == set(S)


@pytest.mark.django_db
def test_offer_goes_its_way_and_is_told_once(offer, manager):
    offers.offer_opportunity(opportunity=offer, tell=True, by=manager, at=AT)
    with pytest.raises(WrongState):
        offers.offer_opportunity(opportunity=offer, tell=True, by=manager, at=AT)
    mail = OutgoingMail.objects.get()
    assert (mail.key, mail.to_email) == (f"opportunity:{offer.public_id}", "maya@creators.example")
    assert (
        "Six mornings" in mail.subject and "Hers alone" in mail.text and "Hers alone" in mail.html
    )
    offers.answer_opportunity(
        opportunity=offer, accepted=False, answered_on=TODAY, answer=" Not now ", by=manager, at=AT
    )
    assert (offer.state, offer.answer) == (S.DECLINED, "Not now")
    offers.answer_opportunity(
        opportunity=offer, accepted=True, answered_on=TODAY, answer="Yes", by=manager, at=AT
    )
    offers.finish_opportunity(opportunity=offer, done_on=TODAY, by=manager, at=AT)
    stored = Opportunity.objects.get()
    assert (stored.state, stored.done_on, stored.answered_on) == (S.DONE, TODAY, TODAY)
    verbs = AuditEntry.objects.filter(object_id=offer.public_id).values_list("verb", flat=True)
    assert set(verbs) == {
        "opportunity.added", "opportunity.offered", "opportunity.declined", "opportunity.accepted",
        "opportunity.done",
    }  # fmt: skip


@pytest.mark.django_db
def test_offer_mail_is_in_the_creators_language(offer, manager):
    offer.partnership.creator.language = "ru"
    offers.offer_opportunity(opportunity=offer, tell=True, by=manager, at=AT)
    mail = OutgoingMail.objects.get()
    assert "Здравствуйте, Maya" in mail.text and "Просто ответьте" in mail.text
    assert mail.subject.endswith("это для вас?")


@pytest.mark.django_db
def test_offer_without_an_address_writes_nothing(offer, manager):
    offer.partnership.creator.email = ""
    with pytest.raises(NoAddress):
        offers.offer_opportunity(opportunity=offer, tell=True, by=manager, at=AT)
    assert Opportunity.objects.get().state == S.IDEA
    offers.offer_opportunity(opportunity=offer, tell=False, by=manager, at=AT)
    assert Opportunity.objects.get().state == S.OFFERED and not OutgoingMail.objects.exists()


@pytest.mark.django_db
def test_offer_is_told_by_one_of_two_people(offer, manager):
    stale = Opportunity.objects.select_related("partnership__creator").get(pk=offer.pk)
    offers.offer_opportunity(opportunity=offer, tell=True, by=manager, at=AT)
    with pytest.raises(WrongState):
        offers.offer_opportunity(opportunity=stale, tell=True, by=manager, at=AT)
    assert OutgoingMail.objects.count() == 1


@pytest.mark.django_db
@pytest.mark.parametrize("day", [TODAY + DAY, TODAY - DAY])
def test_answer_is_neither_before_the_offer_nor_to_come(offer, manager, day):
    offers.offer_opportunity(opportunity=offer, tell=False, by=manager, at=AT)
    with pytest.raises(Refused) as refused:
        offers.answer_opportunity(
            opportunity=offer, accepted=True, answered_on=day, answer="", by=manager, at=AT
        )
    assert refused.value.field == "answered_on"
    assert Opportunity.objects.get().state == S.OFFERED


@pytest.mark.django_db
def test_offer_does_not_take_place_tomorrow(offer, manager):
    with pytest.raises(Refused):
        offers.finish_opportunity(opportunity=offer, done_on=TODAY + DAY, by=manager, at=AT)
    with pytest.raises(WrongState):
        offers.finish_opportunity(opportunity=offer, done_on=TODAY, by=manager, at=AT)


@pytest.mark.django_db
def test_only_an_idea_is_reworded(offer, manager):
    words = {**VALUES, "title": "Seven"}
    offers.update_opportunity(opportunity=offer, expected=1, values=words, by=manager, at=AT)
    offers.update_opportunity(opportunity=offer, expected=2, values=words, by=manager, at=AT)
    assert AuditEntry.objects.filter(verb="opportunity.updated").count() == 1
    with pytest.raises(EditConflict):
        offers.update_opportunity(opportunity=offer, expected=1, values=VALUES, by=manager, at=AT)
    offer.refresh_from_db()
    offers.offer_opportunity(opportunity=offer, tell=False, by=manager, at=AT)
    with pytest.raises(WrongState):
        offers.update_opportunity(opportunity=offer, expected=9, values=VALUES, by=manager, at=AT)
    offers.drop_opportunity(opportunity=offer, by=manager, at=AT)
    assert Opportunity.objects.get().state == S.DROPPED


@pytest.mark.django_db
def test_idea_sent_twice_is_one(partnership, manager):
    values = {**VALUES, "public_id": "0123456789ab"}
    for _time in range(2):
        offers.add_opportunity(partnership=partnership, values=values, by=manager, at=AT)
    assert Opportunity.objects.get().public_id == "0123456789ab"
    assert AuditEntry.objects.filter(verb="opportunity.added").count() == 1


@pytest.mark.django_db
def test_id_that_is_taken_elsewhere_gives_another_row(partnership, manager):
    elsewhere = factories.PartnershipFactory(workspace=factories.WorkspaceFactory())
    Opportunity(
        workspace=elsewhere.workspace, partnership=elsewhere, kind="series", title="Theirs",
        public_id="0123456789ab",
    ).save()  # fmt: skip
    made = offers.add_opportunity(
        partnership=partnership, values={**VALUES, "public_id": "0123456789ab"}, by=manager, at=AT
    )
    assert made.public_id != "0123456789ab" and made.partnership == partnership


@pytest.mark.django_db
def test_ended_partnership_takes_no_offer_and_no_role(partnership, manager):
    partnership.stage, partnership.ended_on = "ended", TODAY
    with pytest.raises(WrongState):
        offers.add_opportunity(partnership=partnership, values=VALUES, by=manager, at=AT)
    with pytest.raises(WrongState):
        _role(partnership, "advisor", by=manager)


@pytest.mark.django_db
def test_roadmap_is_written_changed_and_removed(partnership, manager):
    values = {**ITEM, "public_id": "0123456789ab"}
    item = roadmap.add_item(partnership=partnership, values=values, by=manager, at=AT)
    assert roadmap.add_item(partnership=partnership, values=values, by=manager, at=AT) == item
    new = {**ITEM, "state": "done", "outcome": "Comments tripled"}
    roadmap.update_item(item=item, expected=1, values=new, by=manager, at=AT)
    roadmap.update_item(item=item, expected=2, values=new, by=manager, at=AT)
    with pytest.raises(EditConflict):
        roadmap.update_item(item=item, expected=1, values=ITEM, by=manager, at=AT)
    assert RoadmapItem.objects.get().outcome == "Comments tripled"
    with pytest.raises(Refused) as refused:
        roadmap.add_item(
            partnership=partnership, values={**ITEM, "quarter": date(2026, 2, 1)}, by=manager, at=AT
        )
    assert refused.value.field == "quarter"
    roadmap.remove_item(item=RoadmapItem.objects.get(), by=manager, at=AT)
    said = AuditEntry.objects.get(verb="roadmap.removed")
    assert said.changes["text"] == "Longer pieces" and not RoadmapItem.objects.exists()


@pytest.mark.django_db
def test_larger_goal_is_kept_and_conflicts_are_told(partnership, manager):
    for expected in (1, 2):
        roadmap.set_larger_goal(
            partnership=partnership, expected=expected, goal=" A film ", by=manager, at=AT
        )
    assert Partnership.objects.get().larger_goal == "A film"
    assert AuditEntry.objects.filter(verb="partnership.goal_set").count() == 1
    with pytest.raises(EditConflict):
        roadmap.set_larger_goal(partnership=partnership, expected=1, goal="", by=manager, at=AT)


@pytest.mark.django_db
def test_support_is_noted_once_and_not_ahead(partnership, manager):
    values = {
        "kind": "shared",
        "on": TODAY,
        "text": "Her book",
        "link": "",
        "public_id": "0123456789ab",
    }
    for _time in range(2):
        row = roadmap.note_support(partnership=partnership, values=values, by=manager, at=AT)
    assert Support.objects.count() == 1
    with pytest.raises(Refused):
        roadmap.note_support(
            partnership=partnership, values={**values, "on": TODAY + DAY}, by=manager, at=AT
        )
    roadmap.remove_support(support=row, by=manager, at=AT)
    assert not Support.objects.exists()


def _role(partnership, role, *, by, reason="She asked for it", opportunity=None):
    return roadmap.change_role(
        partnership=partnership, role=role, reason=reason, terms="A year", opportunity=opportunity,
        by=by, at=AT,
    )  # fmt: skip


@pytest.mark.django_db
def test_role_follows_from_an_accepted_offer(partnership, offer, manager):
    offers.offer_opportunity(opportunity=offer, tell=False, by=manager, at=AT)
    offers.answer_opportunity(
        opportunity=offer, accepted=True, answered_on=TODAY, answer="", by=manager, at=AT
    )
    row = _role(partnership, "ambassador", by=manager, opportunity=offer)
    assert (row.from_role, row.to_role) == ("partner", "ambassador")
    assert Partnership.objects.get().role == "ambassador"
    assert Opportunity.objects.get().state == S.DONE


@pytest.mark.django_db
def test_role_is_not_changed_without_a_reason_or_to_itself(partnership, offer, manager):
    with pytest.raises(ReasonMissing):
        _role(partnership, "advisor", by=manager, reason=" ")
    with pytest.raises(Refused):
        _role(partnership, "partner", by=manager)
    # An offer that nobody accepted is not carried out by it.
    _role(partnership, "advisor", by=manager, opportunity=offer)
    assert Opportunity.objects.get().state == S.IDEA and RoleChange.objects.count() == 1


@pytest.mark.django_db
def test_silence_is_counted_from_two_weeks_on(offer, manager):
    offers.offer_opportunity(opportunity=offer, tell=False, by=manager, at=AT)
    partnership = Partnership.objects.select_related("creator").get()
    assert [row.waits for row in growth(partnership, TODAY + 13 * DAY).offers] == [0]
    assert [row.waits for row in growth(partnership, TODAY + 14 * DAY).offers] == [14]


@pytest.mark.django_db
@pytest.mark.usefixtures("noon")
def test_growth_tab_asks_the_same_for_one_and_many(client, partnership, manager):
    page = f"{url('detail', partnership.public_id)}?tab=growth"

    def add():
        offers.add_opportunity(partnership=partnership, values=VALUES, by=manager, at=AT)
        roadmap.add_item(partnership=partnership, values=ITEM, by=manager, at=AT)
        roadmap.note_support(
            partnership=partnership, values={"kind": "shared", "on": TODAY, "text": "x", "link": ""},
            by=manager, at=AT,
        )  # fmt: skip

    add()
    one = queries_of(client, page)
    for _time in range(14):
        add()
    assert queries_of(client, page) == one <= 22
    assert "older ones are in the timeline" in text_of(client.get(page))


@pytest.mark.django_db
@pytest.mark.usefixtures("noon")
def test_offer_pages_say_what_is_missing(client, offer):
    address = url("opportunity_offer", offer.public_id)
    offer.partnership.creator.email = ""
    offer.partnership.creator.save()
    refused = client.post(address, {"tell": "on"})
    assert refused.status_code == 422 and "Untick the mail" in text_of(refused)
    assert client.post(address, {}).status_code == 302
    answer = url("opportunity_answer", offer.public_id)
    assert client.post(answer, {"answered_on": "2026-03-03"}).status_code == 422
    assert client.post(answer, {"accepted": "yes", "answered_on": "2026-03-03"}).status_code == 302
    done = url("opportunity_done", offer.public_id)
    assert client.post(done, {"done_on": "2026-03-03"}).status_code == 302
    late = client.post(url("opportunity_drop", offer.public_id), follow=True)
    assert "faster" in text_of(late) and Opportunity.objects.get().state == S.DONE


@pytest.mark.django_db
@pytest.mark.usefixtures("noon")
def test_conflict_shows_both_texts(client, offer, manager):
    address = url("opportunity", offer.public_id)
    offers.update_opportunity(
        opportunity=offer, expected=1, values={**VALUES, "title": "Theirs"}, by=manager, at=AT
    )
    mine = {"kind": "series", "title": "Mine", "text": "", "on": "", "version": "1"}
    both = client.post(address, mine)
    assert both.status_code == 409 and "Theirs" in text_of(both) and "Mine" in text_of(both)
    assert client.post(address, {**mine, "version": "2"}).status_code == 302
    assert Opportunity.objects.get().title == "Mine"


@pytest.mark.django_db
@pytest.mark.usefixtures("noon")
def test_pages_of_the_roadmap(client, partnership):
    page = url("roadmap_new", partnership.public_id)
    assert "Q1 2026" in text_of(client.get(f"{page}?quarter=2026-04-01"))
    data = {"quarter": "2026-01-01", "kind": "learned", "text": "Kitchen", "state": "done"}
    assert client.post(page, data).status_code == 302
    item = RoadmapItem.objects.get()
    edit = url("roadmap_item", item.public_id)
    assert client.post(edit, {**data, "text": "Her kitchen", "version": "1"}).status_code == 302
    assert client.post(edit, {**data, "text": "", "version": "2"}).status_code == 422
    goal = url("larger_goal", partnership.public_id)
    assert (
        client.post(goal, {"larger_goal": "A film", "version": partnership.version}).status_code
        == 302
    )
    role = url("role", partnership.public_id)
    assert 'value="advisor" selected' in text_of(client.get(f"{role}?role=advisor"))
    assert client.post(role, {"role": "advisor", "reason": "Asked"}).status_code == 302
    support = url("support_new", partnership.public_id)
    assert (
        client.post(support, {"kind": "shared", "on": "2026-03-01", "text": "Book"}).status_code
        == 302
    )
    shown = text_of(client.get(f"{url('detail', partnership.public_id)}?tab=growth"))
    assert all(word in shown for word in ("Her kitchen", "A film", "Advisor", "Book"))
    assert client.post(url("roadmap_remove", item.public_id)).status_code == 302
    assert client.post(url("support_remove", Support.objects.get().public_id)).status_code == 302
    assert not RoadmapItem.objects.exists() and not Support.objects.exists()


def test_quarter_is_named_in_both_languages():
    from django.utils import translation

    assert quarter_name(date(2026, 7, 1)) == "Q3 2026"
    with translation.override("ru"):
        assert quarter_name(date(2026, 7, 1)) == "3 кв. 2026"
