"""Concerns and the days of their path (product.md, row 53)."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django_scopes import scope
from hypothesis import given
from hypothesis import strategies as st

from accounts.models import Membership
from core.models import AuditEntry, OutgoingMail
from core.versions import EditConflict
from partnerships.actions import concerns as actions
from partnerships.enums import Severity
from partnerships.errors import NotAMember, Refused, WrongState
from partnerships.models import Concern, ConcernNote, Escalation, EscalationStep
from partnerships.queries import concerns as queries
from partnerships.rules.concerns import (
    DEFAULT_PATH,
    Step,
    is_raised,
    next_step,
    path_from,
    steps_due,
)
from partnerships.tasks import escalate_concerns
from tests import factories
from tests.partnerships.conftest import AT
from tests.partnerships.pages import queries_of, text_of, url

DAY = timedelta(days=1)
STEPS = st.lists(
    st.builds(Step, st.integers(0, 40), st.sampled_from(["owner", "contact", "owners"]))
)


@pytest.fixture
def boss(in_scope):
    person = factories.UserFactory(name="Olga", email="olga@north.example", language="ru")
    Membership.objects.create(workspace=in_scope, user=person, role="owner")
    return person


@pytest.fixture
def opened(partnership, manager):
    def make(severity="medium", owner=None, **fields):
        values = {
            "title": "Silent for weeks", "text": "No reply since the shoot", "severity": severity,
            "owner": owner or manager, **fields,
        }  # fmt: skip
        return actions.open_concern(partnership=partnership, values=values, by=manager, at=AT)

    return make


@given(STEPS, st.integers(0, 60), st.integers(0, 60))
def test_what_is_due_stays_due(steps, sooner, later):
    early, late = sorted((sooner, later))
    first = steps_due(steps, clock_from=AT, at=AT + early * DAY)
    assert set(first) <= set(steps_due(steps, clock_from=AT, at=AT + late * DAY))


@given(STEPS, st.integers(0, 60))
def test_a_taken_step_is_never_due_again(steps, days):
    at = AT + days * DAY
    due = steps_due(steps, clock_from=AT, at=at)
    assert steps_due(steps, clock_from=AT, at=at, taken=due) == []
    following = next_step(steps, clock_from=AT, taken=due)
    assert following is None or following[1] > at


@pytest.mark.parametrize(
    ("severity", "days", "due"),
    [
        ("low", 13, []),
        ("low", 14, [(14, "contact")]),
        ("medium", 2, []),
        ("medium", 3, [(3, "contact")]),
        ("medium", 7, [(3, "contact"), (7, "owners")]),
        ("high", 0, [(0, "contact")]),
        ("high", 2, [(0, "contact"), (2, "owners")]),
        ("critical", 0, [(0, "contact"), (0, "owners")]),
        ("critical", 1, [(0, "contact"), (0, "owners"), (1, "owners")]),
    ],
)
def test_default_path(severity, days, due):
    assert steps_due(DEFAULT_PATH[severity], clock_from=AT, at=AT + days * DAY) == due


def test_severities_have_an_order_and_a_path_of_ones_own_replaces_the_default():
    assert is_raised("low", "medium") and not is_raised("high", "high")
    assert not is_raised("critical", "low")
    assert path_from([]) == DEFAULT_PATH
    assert path_from([("low", 5, "owners"), ("low", 1, "owner")]) == {
        "low": [(1, "owner"), (5, "owners")]
    }


@pytest.mark.django_db
def test_each_step_is_told_once(opened, boss, manager):
    concern = opened("medium")
    assert not OutgoingMail.objects.exists()
    assert actions.escalate_concern(concern=concern, at=AT + 2 * DAY) == []
    [step] = actions.escalate_concern(concern=concern, at=AT + 3 * DAY)
    assert (step.to, step.told) == ("contact", [manager.name])
    assert actions.escalate_concern(concern=concern, at=AT + 3 * DAY) == []
    assert [mail.to_email for mail in OutgoingMail.objects.all()] == [manager.email]
    actions.escalate_concern(concern=concern, at=AT + 8 * DAY)
    last = OutgoingMail.objects.get(to_email=boss.email)
    assert "проблема" in last.subject.lower() and "Silent for weeks" in last.text
    assert "8" in last.text


@pytest.mark.django_db
def test_job_twice_and_after_an_outage_tells_once(opened, boss, manager, time_machine):
    concern = opened("medium")
    time_machine.move_to(AT + 20 * DAY, tick=False)
    assert escalate_concerns() == 2
    assert escalate_concerns() == 0
    mails = OutgoingMail.objects.filter(kind="concern_escalated")
    assert sorted(mail.to_email for mail in mails) == sorted([manager.email, boss.email])
    assert "Open for 20 days" in mails.get(to_email=manager.email).text
    assert Escalation.objects.filter(concern=concern).count() == 2


@pytest.mark.django_db
def test_second_worker_finds_the_step_taken(opened, boss, monkeypatch):
    concern = opened("medium")
    actions.escalate_concern(concern=concern, at=AT + 3 * DAY)
    # The other worker asked before the first one wrote.
    monkeypatch.setattr(actions, "taken_steps", lambda _concern: [])
    assert actions.escalate_concern(concern=concern, at=AT + 3 * DAY) == []
    assert Escalation.objects.count() == OutgoingMail.objects.count() == 1


@pytest.mark.django_db
def test_one_person_in_two_steps_gets_one_mail(opened, boss, partnership):
    partnership.owner = boss
    partnership.save()
    opened("critical", boss)
    kinds = OutgoingMail.objects.filter(to_email=boss.email).values_list("kind", flat=True)
    assert sorted(kinds) == ["concern_escalated", "concern_yours"]
    assert Escalation.objects.count() == 2


@pytest.mark.django_db
def test_owners_hear_of_it_where_the_contact_has_left(opened, boss, manager):
    concern = opened("medium")
    Membership.objects.filter(user=manager).delete()
    [step] = actions.escalate_concern(concern=concern, at=AT + 3 * DAY)
    assert step.told == [str(boss)]


@pytest.mark.django_db
def test_owners_hear_of_it_where_the_contact_only_reads(opened, boss, manager):
    concern = opened("medium")
    Membership.objects.filter(user=manager).update(role="analyst")
    [step] = actions.escalate_concern(concern=concern, at=AT + 3 * DAY)
    assert step.told == [str(boss)]


@pytest.mark.django_db
def test_ended_partnership_still_escalates(opened, partnership, boss):
    concern = opened("medium")
    partnership.stage, partnership.ended_on = "ended", AT.date()
    partnership.save()
    assert actions.escalate_concern(concern=concern, at=AT + 3 * DAY)


@pytest.mark.django_db
def test_raising_starts_the_clock_anew_and_lowering_does_not(opened, boss, manager):
    concern = opened("medium")
    values = {"title": "Silent", "text": "", "severity": "high", "owner": manager}
    later = AT + DAY
    actions.update_concern(concern=concern, expected=1, values=values, by=manager, at=later)
    assert concern.clock_from == later
    # High tells the contact at once.
    assert Escalation.objects.get().at == later
    values["severity"] = "low"
    actions.update_concern(concern=concern, expected=2, values=values, by=manager, at=AT + 2 * DAY)
    assert concern.clock_from == later
    with pytest.raises(EditConflict):
        actions.update_concern(concern=concern, expected=2, values=values, by=manager, at=AT)


@pytest.mark.django_db
def test_new_owner_is_told_in_their_language(opened, boss, manager):
    concern = opened("low")
    values = {"title": "Silent", "text": "", "severity": "low", "owner": boss}
    actions.update_concern(concern=concern, expected=1, values=values, by=manager, at=AT)
    mail = OutgoingMail.objects.get()
    assert (mail.to_email, mail.language) == (boss.email, "ru")
    assert "Silent" in mail.text and "looks after" not in mail.text
    stranger = factories.UserFactory()
    values["owner"] = stranger
    with pytest.raises(NotAMember):
        actions.update_concern(concern=concern, expected=2, values=values, by=manager, at=AT)


@pytest.mark.django_db
def test_closed_one_is_quiet_and_reopened_one_starts_anew(opened, boss, manager):
    concern = opened("medium")
    with pytest.raises(Refused):
        actions.close_concern(concern=concern, resolution=" ", by=manager, at=AT)
    actions.close_concern(concern=concern, resolution="We talked", by=manager, at=AT + DAY)
    with pytest.raises(WrongState):
        actions.close_concern(concern=concern, resolution="Again", by=manager, at=AT + DAY)
    with pytest.raises(WrongState):
        actions.update_concern(concern=concern, expected=2, values={}, by=manager, at=AT)
    assert actions.escalate_concern(concern=concern, at=AT + 9 * DAY) == []
    back = AT + 10 * DAY
    actions.reopen_concern(concern=concern, by=manager, at=back)
    assert (concern.closed_at, concern.resolution, concern.clock_from) == (None, "", back)
    assert ConcernNote.objects.get().text == "We talked"
    with pytest.raises(WrongState):
        actions.reopen_concern(concern=concern, by=manager, at=back)


@pytest.mark.django_db
def test_a_form_sent_twice_is_one_concern(opened):
    assert opened(public_id="23456789abcd") == opened(public_id="23456789abcd")
    assert Concern.objects.count() == 1
    assert AuditEntry.objects.filter(verb="concern.opened").count() == 1


@pytest.mark.django_db
def test_note_needs_words(opened, manager):
    concern = opened()
    with pytest.raises(Refused):
        actions.note_concern(concern=concern, text="\n", by=manager, at=AT)
    actions.note_concern(concern=concern, text=" Called them ", by=manager, at=AT)
    assert ConcernNote.objects.get().text == "Called them"


@pytest.mark.django_db
def test_path_of_the_workspace(in_scope, boss):
    steps = {severity: [Step(1, "owner")] for severity in Severity.values}
    actions.set_path(workspace=in_scope, steps=steps, by=boss, at=AT)
    assert queries.escalation_path() == steps
    actions.set_path(workspace=in_scope, steps=steps, by=boss, at=AT)
    assert AuditEntry.objects.filter(verb="escalation.path").count() == 1
    for wrong in ([], [Step(400, "owner")]):
        with pytest.raises(Refused):
            actions.set_path(workspace=in_scope, steps={**steps, "low": wrong}, by=boss, at=AT)
    assert EscalationStep.objects.count() == 4


# Pages


@pytest.mark.django_db
def test_concern_goes_its_way_on_pages(client, partnership, manager, boss):
    new = url("concern_new", partnership.public_id)
    values = {"title": "", "text": "", "severity": "high", "owner": manager.public_id}
    assert client.post(new, values).status_code == 422
    client.post(new, {**values, "title": "Missed two dates"})
    concern = Concern.objects.get()
    detail = url("detail", partnership.public_id)
    for tab in ("", "agreement", "reviews", "growth", "money"):
        assert "Missed two dates" in text_of(client.get(f"{detail}?tab={tab}"))
    one = url("concern", concern.public_id)
    assert client.post(url("concern_note", concern.public_id), {"text": ""}).status_code == 422
    client.post(url("concern_note", concern.public_id), {"text": "Called them"})
    page = text_of(client.get(one))
    assert "Called them" in page and "Told: " in page
    edit = {**values, "title": "Missed three dates", "version": "1", "owner": boss.public_id}
    client.post(url("concern_edit", concern.public_id), edit)
    assert client.post(url("concern_edit", concern.public_id), edit).status_code == 409
    assert "Missed three dates" in text_of(client.get(url("concerns")))
    assert client.post(url("concern_close", concern.public_id), {}).status_code == 422
    client.post(url("concern_close", concern.public_id), {"resolution": "A new calendar"})
    assert "A new calendar" in text_of(client.get(one))
    assert "Missed three dates" not in text_of(client.get(url("concerns")))
    assert "Missed three dates" in text_of(client.get(url("concerns") + "?state=closed"))
    assert "A new calendar" in text_of(client.get(f"{detail}?tab=reviews"))
    client.post(url("concern_reopen", concern.public_id))
    assert "Missed three dates" in text_of(client.get(url("concerns")))
    assert client.post(url("concern_reopen", concern.public_id)).status_code == 302


@pytest.mark.django_db
def test_list_narrows(client, opened, manager, boss):
    opened("low", title="Small thing")
    opened("critical", boss, title="Big thing")
    here = url("concerns")
    assert "Small thing" not in text_of(client.get(f"{here}?severity=critical"))
    assert "Big thing" not in text_of(client.get(f"{here}?owner=me"))
    assert "Big thing" in text_of(client.get(f"{here}?owner={boss.public_id}&state=all"))
    assert "No concern fits" in text_of(client.get(f"{here}?severity=%00x"))


@pytest.mark.django_db
def test_list_asks_a_fixed_number_of_queries(client, opened):
    opened()
    one = queries_of(client, url("concerns"))
    for _ in range(5):
        opened()
    assert queries_of(client, url("concerns")) == one <= 15


@pytest.mark.django_db
def test_partnership_list_and_profile_show_a_mark(client, opened, partnership):
    opened("high")
    assert "1 concern · High" in text_of(client.get(url("list")))
    profile = reverse("creators:profile", args=["north", partnership.creator.public_id])
    assert "Silent for weeks" in text_of(client.get(profile))


@pytest.mark.django_db
def test_path_page_for_roles(client_as, boss, manager):
    here = url("escalation_path")
    as_manager = client_as(manager)
    assert "14" in text_of(as_manager.get(here)) or as_manager.get(here).status_code == 200
    assert as_manager.post(here, {}).status_code == 403
    client = client_as(boss)
    full = {f"{severity}_contact": "2" for severity in Severity.values}
    assert client.post(here, {}).status_code == 422
    assert client.post(here, {**full, "low_again": "1"}).status_code == 422
    client.post(here, {**full, "low_owners": "3", "low_again": "9"})
    assert queries.escalation_path()["low"] == [(2, "contact"), (3, "owners"), (9, "owners")]
    assert 'value="9"' in text_of(client.get(here))


@pytest.mark.django_db
def test_creator_sees_and_hears_nothing_of_it(client_as, opened, partnership, boss):
    person = factories.UserFactory(email=partnership.creator.email)
    creator = partnership.creator
    creator.person = person
    creator.save()
    concern = opened("critical", title="Zebra trouble", text="Zebra details")
    actions.escalate_concern(concern=concern, at=AT + 9 * DAY)
    client = client_as(person)
    for name in ("portal:home", "portal:agreement"):
        page = client.get(reverse(name, args=[creator.public_id]), follow=True)
        assert "Zebra" not in text_of(page)
    with scope(workspace=partnership.workspace):
        told = OutgoingMail.objects.filter(text__contains="Zebra")
        assert told.exists() and not told.filter(to_email=creator.email).exists()
