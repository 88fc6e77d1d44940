"""Openings and continuation reviews: clock, people, mails, pages (product.md, rows 16, 17, 66)."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
import time_machine

from core.mail.outbox import NoAddress
from core.models import AuditEntry, OutgoingMail
from core.versions import EditConflict
from partnerships.actions import deciding, openings
from partnerships.actions.marks import mark_audit
from partnerships.actions.partnerships import activate_partnership
from partnerships.actions.reviews import keep_reviews
from partnerships.enums import Decision
from partnerships.errors import ReasonMissing, Refused, WrongState
from partnerships.models import Agreement, AuditMark, ContinuationReview, Kpi, Opening, Partnership
from partnerships.queries.audit import audits
from partnerships.queries.reviews import to_review
from partnerships.review_words import words_for_creator
from partnerships.tasks import keep_reviews_everywhere
from tests import factories
from tests.partnerships.conftest import AT
from tests.partnerships.pages import queries_of, text_of, url

ALIGNED = {"platforms": ["youtube"], "story": "Hers", "success": "A film", "vision": ""}
DECIDED = {"decision": "extend", "reason": "Steady", "adjustments": ""}


def agreed(partnership, *kpis):
    row = Agreement.objects.create(
        workspace=partnership.workspace, partnership=partnership, kind="annual", state="in_force",
        starts_on=date(2025, 6, 1), ends_on=date(2026, 5, 31), campaigns_a_year=3, currency="USD",
    )  # fmt: skip
    for market, goal, floor in kpis:
        Kpi.objects.create(
            workspace=row.workspace, agreement=row, market=market, metric="engagement_rate",
            goal=Decimal(goal), floor=Decimal(floor),
        )  # fmt: skip
    return row


def worked(partnership, closed=AT - timedelta(days=1), **figures):
    """A first campaign, closed, with a result on each market of `figures`: likes of 1000."""
    campaign = factories.CampaignFactory(
        workspace=partnership.workspace, brand=partnership.brand, starts_on=date(2025, 12, 1),
        ends_on=date(2025, 12, 20), state="closed", closed_at=closed,
    )  # fmt: skip
    part = factories.CollaborationFactory(
        campaign=campaign, partnership=partnership, state="closed", closed_at=closed
    )
    for market, likes in figures.items():
        factories.ResultFactory(
            collaboration=part, day=date(2025, 12, 10), market=market, reach=1000, likes=likes
        )
    return part


def keep(at=AT):
    return keep_reviews(partnerships=to_review(), at=at)


@pytest.fixture
def review(partnership, noon):
    worked(partnership, US=60)
    assert keep() == 1
    return fresh()


def fresh():
    rows = ContinuationReview.objects.select_related(
        "partnership__creator", "partnership__brand", "partnership__owner", "workspace"
    )
    row = rows.get(kind="first_campaign")
    row.partnership.workspace = row.workspace
    return row


def decide(review, manager, **changes):
    values = {**DECIDED, "expected": review.version, **changes}
    deciding.decide_review(review=review, by=manager, at=AT, **values)


@pytest.mark.django_db
def test_first_campaign_asks_once(partnership, review):
    assert keep() == 0
    assert keep_reviews_everywhere() == 0
    assert (review.occasion, review.proposal) == ("first_campaign", "adjust")
    # Closed on Monday 2 March: a week, on a working day.
    assert review.due_on == date(2026, 3, 9)
    assert review.evidence["revenue"] == [] and review.evidence["cost"] == [["1000.00", "USD"]]


@pytest.mark.django_db
def test_two_workers_ask_once(partnership, noon, monkeypatch):
    worked(partnership)
    monkeypatch.setattr("partnerships.actions.reviews._reviews", lambda rows: {})
    assert (keep(), keep()) == (1, 0)
    assert ContinuationReview.objects.count() == 1


@pytest.mark.django_db
def test_mixed_markets_propose_to_adjust_and_unmeasured_stays_unknown(partnership, noon):
    agreed(partnership, ("US", "0.05", "0.03"), ("RU", "0.05", "0.03"))
    worked(partnership, US=60, RU=20)
    keep()
    quarterly = ContinuationReview.objects.get(kind="quarterly")
    verdicts = {one["market"]: one["verdict"] for one in quarterly.evidence["kpis"]}
    assert verdicts == {"US": "continue", "RU": "end"}
    assert (quarterly.occasion, quarterly.proposal) == ("2025-Q4", "adjust")
    # 1 January is a holiday.
    assert quarterly.due_on == date(2026, 1, 2)


@pytest.mark.django_db
def test_evidence_follows_until_it_is_decided(partnership, review, manager):
    part = partnership.collaborations.get()
    factories.ResultFactory(collaboration=part, day=date(2025, 12, 11), reach=1000, likes=10)
    assert (keep(), keep()) == (1, 0)
    newer = fresh()
    assert newer.evidence["markets"]["US"]["rows"] == 2
    with pytest.raises(EditConflict):
        decide(review, manager)
    decide(fresh(), manager)
    factories.ResultFactory(collaboration=part, day=date(2025, 12, 12), reach=1000, likes=10)
    assert keep() == 0
    assert fresh().evidence == newer.evidence


@pytest.mark.django_db
def test_reopened_campaign_drops_the_review_and_closing_asks_again(partnership, review):
    part = partnership.collaborations.get()
    type(part).objects.filter(pk=part.pk).update(closed_at=None, state="confirmed")
    assert (keep(), keep()) == (1, 0)
    assert fresh().dropped_at == AT
    type(part).objects.filter(pk=part.pk).update(closed_at=AT, state="closed")
    assert (keep(), keep()) == (1, 0)
    assert fresh().dropped_at is None


@pytest.mark.django_db
def test_ended_partnership_drops_what_is_undecided(partnership, review):
    Partnership.objects.update(stage="ended", ended_on=date(2026, 3, 3))
    assert (keep(), keep()) == (1, 0)
    assert fresh().dropped_at == AT


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("zone", "at", "asked"),
    [
        # New Year in Kiritimati is 14 hours before London, in Los Angeles 8 hours after.
        ("Pacific/Kiritimati", datetime(2025, 12, 31, 9, 59, tzinfo=UTC), 0),
        ("Pacific/Kiritimati", datetime(2025, 12, 31, 10, 0, tzinfo=UTC), 1),
        ("America/Los_Angeles", datetime(2026, 1, 1, 7, 59, tzinfo=UTC), 0),
        ("America/Los_Angeles", datetime(2026, 1, 1, 8, 0, tzinfo=UTC), 1),
    ],
)
def test_quarter_ends_where_the_creator_lives(partnership, zone, at, asked):
    type(partnership.creator).objects.update(zone=zone)
    agreed(partnership)
    with time_machine.travel(at, tick=False):
        keep(at)
    found = ContinuationReview.objects.filter(occasion="2025-Q4")
    assert found.count() == asked
    assert [row.due_on for row in found] == [date(2026, 1, 2)] * asked


@pytest.mark.django_db
@pytest.mark.parametrize("change", ["tier", "late", "notice", "none"])
def test_quarterly_is_asked_of_bound_t1_and_t2_alone(partnership, noon, change):
    row = agreed(partnership)
    if change == "tier":
        Partnership.objects.update(tier="T3")
    elif change == "late":
        Partnership.objects.update(started_on=date(2025, 12, 1))
    elif change == "notice":
        Agreement.objects.update(state="in_notice")
    else:
        row.delete()
    assert keep() == 0


@pytest.mark.django_db
def test_decision_needs_words_and_is_taken_once(review, manager):
    with pytest.raises(ReasonMissing):
        decide(review, manager, reason=" ")
    with pytest.raises(Refused):
        decide(review, manager, decision="maybe")
    with pytest.raises(Refused) as missing:
        decide(review, manager, decision="adjust")
    assert missing.value.field == "adjustments"
    decide(review, manager)
    with pytest.raises(WrongState):
        decide(fresh(), manager)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("language", "says", "asks"),
    [("en", "just reply", "how we go on"), ("ru", "просто ответьте", "как идём дальше")],
)
def test_decision_is_told_once_in_their_language(review, manager, language, says, asks):
    review.partnership.creator.language = language
    review.partnership.creator.save()
    decide(review, manager)
    text = words_for_creator(review)
    assert ("Здравствуйте" in text) == (language == "ru")
    deciding.share_review(review=review, text=text, tell=True, by=manager, at=AT)
    with pytest.raises(WrongState):
        deciding.share_review(review=review, text=text, tell=True, by=manager, at=AT)
    mail = OutgoingMail.objects.get()
    assert text.split("\n")[0] in mail.text and says in mail.text and asks in mail.subject
    assert says in mail.html and (mail.language, mail.reply_to) == (language, manager.email)
    assert fresh().mail == mail and fresh().shared_text == text


@pytest.mark.django_db
@pytest.mark.parametrize("decision", Decision.values)
def test_each_decision_has_its_words(review, manager, decision):
    decide(review, manager, decision=decision, adjustments="Fewer pieces")
    assert "Maya" in words_for_creator(review)


@pytest.mark.django_db
def test_share_without_an_address_writes_nothing(review, manager):
    review.partnership.creator.email = ""
    decide(review, manager)
    with pytest.raises(NoAddress):
        deciding.share_review(review=review, text="Hi", tell=True, by=manager, at=AT)
    with pytest.raises(Refused):
        deciding.share_review(review=review, text=" ", tell=False, by=manager, at=AT)
    deciding.share_review(review=review, text="Hi", tell=False, by=manager, at=AT)
    assert fresh().shared_at == AT and not OutgoingMail.objects.exists()


@pytest.mark.django_db
def test_changed_mind_leaves_the_first_decision_behind(review, manager):
    decide(review, manager)
    with pytest.raises(ReasonMissing):
        deciding.reopen_review(review=review, reason="", by=manager, at=AT)
    deciding.reopen_review(review=review, reason="New figures", by=manager, at=AT)
    with pytest.raises(WrongState):
        deciding.reopen_review(review=review, reason="Again", by=manager, at=AT)
    assert fresh().decision == ""
    entry = AuditEntry.objects.get(verb="review.reopened")
    assert (entry.changes["decision"], entry.changes["why"]) == ("extend", "New figures")


@pytest.mark.django_db
def test_opening_is_written_and_finished_with_a_reason(partnership, manager, noon):
    Partnership.objects.update(stage="opening", started_on=date(2026, 2, 2))
    partnership.refresh_from_db()
    keep_reviews_everywhere()
    assert keep_reviews_everywhere() == 0
    assert Opening.objects.get().starts_on == date(2026, 2, 2)
    values = {"partnership": partnership, "by": manager, "at": AT}
    openings.write_alignment(expected=1, values=ALIGNED, **values)
    with pytest.raises(EditConflict):
        openings.write_alignment(expected=1, values={**ALIGNED, "story": "Ours"}, **values)
    row = Opening.objects.get()
    assert (row.aligned_on, row.story) == (date(2026, 3, 3), "Hers")
    with pytest.raises(Refused) as asked:
        activate_partnership(partnership=partnership, by=manager, at=AT)
    assert asked.value.field == "reason" and "first campaign" in str(asked.value)
    partnership.refresh_from_db()
    activate_partnership(partnership=partnership, by=manager, at=AT, reason="Friends for years")
    assert Opening.objects.get().finished_on == date(2026, 3, 3)
    told = AuditEntry.objects.get(verb="partnership.activated").changes
    assert told["missing"] == ["campaign", "review"]


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
