"""Decisions, what is shared of them, and their pages."""

from datetime import date

import pytest

from core.models import OutgoingMail
from partnerships.actions import openings
from partnerships.actions.marks import mark_audit
from partnerships.errors import ReasonMissing, Refused, WrongState
from partnerships.models import Agreement, AuditMark, Opening, Partnership
from partnerships.queries.audit import audits
from partnerships.queries.reviews import to_review
from partnerships.tasks import keep_reviews_everywhere
from tests import factories
from tests.partnerships.conftest import AT
from tests.partnerships.pages import queries_of, text_of, url
from tests.partnerships.reviews.conftest import (
    ALIGNED,
    DECIDED,
    agreed,
    decide,
    fresh,
    keep,
    worked,
)


@pytest.mark.django_db
def test_mark_is_kept_over_the_computed_light(partnership, manager, noon):
    for light in ("green", "green", "red"):
        mark_audit(
            partnership=partnership, item="input", light=light, reason="Saw it", by=manager, at=AT
        )
    with pytest.raises(ReasonMissing):
        mark_audit(partnership=partnership, item="input", light="red", reason="", by=manager, at=AT)
    assert AuditMark.objects.count() == 2
    found = audits([partnership], AT)[partnership.pk].input
    assert (found.light, found.computed) == ("red", "")


@pytest.mark.django_db
def test_audits_take_the_same_queries_for_many(
    partnership, brand, manager, fill, django_assert_num_queries
):
    fill(brand, "T2", 6, manager)
    rows = list(Partnership.objects.select_related("creator", "brand"))
    for row in rows:
        worked(row, US=60)
    for some in (rows[:1], rows):
        with django_assert_num_queries(2):
            assert len(audits(some, AT)) == len(some)


@pytest.mark.django_db
def test_job_reads_the_same_for_many(partnership, brand, manager, fill, noon):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    def reads():
        with CaptureQueriesContext(connection) as found:
            keep()
        return len(found)

    one = reads()
    fill(brand, "T2", 6, manager)
    assert reads() == one


@pytest.mark.django_db
def test_pages_from_evidence_to_the_mail(client, partnership, review, manager):
    tab = url("detail", partnership.public_id) + "?tab=reviews"
    assert "To decide: After the first campaign" in text_of(client.get(tab))
    page = url("review_decide", review.public_id)
    assert "No KPIs were agreed" in text_of(client.get(page))
    assert client.post(page, {"decision": "adjust", "reason": "x"}).status_code == 422
    stale = {**DECIDED, "version": review.version - 1}
    assert client.post(page, stale).status_code == 409
    answer = client.post(page, {**DECIDED, "version": review.version})
    assert answer.status_code == 302 and answer.url == url("review_share", review.public_id)
    assert "we would love to go on" in text_of(client.get(answer.url))
    client.post(answer.url, {"shared_text": "Hi Maya", "tell": "on"})
    assert OutgoingMail.objects.get().text.startswith("Hi Maya")
    shown = text_of(client.get(tab))
    assert "Told the creator on" in shown and "Decide anew" in shown
    client.post(url("review_reopen", review.public_id), {"reason": "New figures"})
    assert "Earlier decisions" in text_of(client.get(tab))


@pytest.mark.django_db
def test_pages_of_the_opening_and_the_lights(client, partnership, noon):
    Partnership.objects.update(stage="opening", started_on=date(2026, 2, 2))
    tab = url("detail", partnership.public_id) + "?tab=reviews"
    assert "week 5 of 13" in text_of(client.get(tab))
    page = url("opening_alignment", partnership.public_id)
    assert client.post(page, {"story": "x"}).status_code == 422
    assert client.post(page, {**ALIGNED, "version": 1}).status_code == 302
    finish = url("activate", partnership.public_id)
    assert "Still missing" in text_of(client.get(finish))
    assert client.post(finish, {}).status_code == 422
    mark = url("audit_mark", partnership.public_id, "input")
    client.post(mark, {"light": "green", "reason": "Her idea"})
    assert "Her idea" in text_of(client.get(tab))
    assert client.get(url("audit_mark", partnership.public_id, "charm")).status_code == 404


@pytest.mark.django_db
def test_reviews_tab_has_few_queries(client, partnership, review):
    partnership.refresh_from_db()
    assert queries_of(client, url("detail", partnership.public_id) + "?tab=reviews") <= 15


@pytest.mark.django_db
def test_analyst_reads_the_evidence_and_does_not_decide(client_as, analyst, review):
    page = url("review_decide", review.public_id)
    reader = client_as(analyst)
    shown = reader.get(page)
    assert shown.status_code == 200 and "What speaks for what" in text_of(shown)
    assert "You decide" not in text_of(shown)
    assert reader.post(page, {**DECIDED, "version": review.version}).status_code == 403
    assert fresh().decision == ""
    for name in ("review_share", "review_reopen"):
        assert reader.get(url(name, review.public_id)).status_code == 403


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("decision", "state", "leads_to", "words"),
    [
        ("adjust", "in_force", "amendment_new", "Draft the amendment"),
        ("adjust", "", "agreement_new", "Draft the agreement"),
        ("stop", "in_force", "agreement_notice", "Give notice"),
        ("stop", "in_notice", "agreement", "Notice is given"),
        ("stop", "", "end", "End the partnership"),
        ("extend", "in_force", "sow_new", "Next statement of work"),
    ],
)
def test_decision_leads_to_what_follows(
    client, partnership, review, manager, decision, state, leads_to, words
):
    to = partnership
    if state:
        to = agreed(partnership)
        Agreement.objects.update(state=state)
    decide(review, manager, decision=decision, adjustments="Fewer pieces")
    shown = text_of(client.get(url("detail", partnership.public_id) + "?tab=reviews"))
    assert words in shown and url(leads_to, to.public_id) in shown
    Partnership.objects.update(stage="ended", ended_on=date(2026, 3, 3))
    shown = text_of(client.get(url("detail", partnership.public_id) + "?tab=reviews"))
    # The menu of an ended one offers none of it either.
    assert url(leads_to, to.public_id) + '"' not in shown.split('id="reviews-title"')[1]


@pytest.mark.django_db
def test_evidence_says_which_costs_it_holds(client, partnership, review):
    shown = text_of(client.get(url("review_decide", review.public_id)))
    assert "Campaign fees" in shown and "without retainer, bonuses and product" in shown
    assert url("detail", partnership.public_id) + "?tab=money" in shown


@pytest.mark.django_db
def test_list_narrows_to_what_is_undecided(client, partnership, brand, review, manager, fill):
    [other] = fill(brand, "T2", 1, manager)
    shown = text_of(client.get(url("list") + "?flag=undecided"))
    assert partnership.public_id in shown and other.public_id not in shown
    decide(review, manager)
    assert partnership.public_id not in text_of(client.get(url("list") + "?flag=undecided"))


@pytest.mark.django_db
def test_undecided_of_an_ended_one_are_seen_by_the_job_alone(partnership, review):
    Partnership.objects.update(stage="ended", ended_on=date(2026, 3, 3))
    assert to_review() == [partnership]
    keep()
    assert to_review() == []


@pytest.mark.django_db
def test_a_failing_workspace_does_not_hold_up_the_others(partnership, noon, monkeypatch):
    from partnerships import tasks_reviews

    other = factories.WorkspaceFactory()
    worked(partnership)
    kept = tasks_reviews.keep_reviews

    def failing(**given):
        if not given["partnerships"]:
            raise ValueError("broken")
        return kept(**given)

    monkeypatch.setattr(tasks_reviews, "keep_reviews", failing)
    assert other.pk and keep_reviews_everywhere() == 1
    assert (tasks_reviews.review(partnership.workspace_id, [partnership.pk])) == 0


@pytest.mark.django_db
def test_a_decision_taken_while_the_job_ran_stands(partnership, review, manager, monkeypatch):
    part = partnership.collaborations.get()
    factories.ResultFactory(collaboration=part, day=date(2025, 12, 11), reach=1000, likes=10)
    stale = fresh()
    decide(fresh(), manager)
    monkeypatch.setattr(
        "partnerships.actions.reviews._reviews", lambda rows: {partnership.pk: [stale]}
    )
    assert keep() == 0
    assert fresh().decision == "extend" and fresh().evidence["markets"]["US"]["rows"] == 1


@pytest.mark.django_db
def test_ended_opening_is_written_no_more(partnership, manager, noon):
    Partnership.objects.update(stage="ended", ended_on=date(2026, 3, 3))
    partnership.refresh_from_db()
    with pytest.raises(WrongState):
        openings.write_alignment(
            partnership=partnership, expected=1, values=ALIGNED, by=manager, at=AT
        )
    assert not Opening.objects.exists()


@pytest.mark.django_db
def test_mark_of_nothing_known_is_refused(partnership, manager, noon):
    for item, light in (("charm", "green"), ("work", "blue")):
        with pytest.raises(Refused) as refused:
            mark_audit(
                partnership=partnership, item=item, light=light, reason="x", by=manager, at=AT
            )
        assert refused.value.field == "light"


@pytest.mark.django_db
def test_pages_in_russian(client, partnership, review, manager):
    manager.language = "ru"
    manager.save()
    shown = text_of(client.get(url("review_decide", review.public_id)))
    assert "Гонорары" in shown and "Решаете вы" in shown
    tab = text_of(client.get(url("detail", partnership.public_id) + "?tab=reviews"))
    assert "Decide" not in tab
