"""Reviews are asked for, kept and dropped (product.md, rows 17, 60)."""

from datetime import UTC, date, datetime

import pytest
import time_machine

from core.mail.outbox import NoAddress
from core.models import AuditEntry, OutgoingMail
from core.versions import EditConflict
from partnerships.actions import deciding, openings
from partnerships.actions.partnerships import activate_partnership
from partnerships.enums import Decision
from partnerships.errors import ReasonMissing, Refused, WrongState
from partnerships.models import Agreement, ContinuationReview, Opening, Partnership
from partnerships.review_words import words_for_creator
from partnerships.tasks import keep_reviews_everywhere
from tests import factories
from tests.partnerships.conftest import AT
from tests.partnerships.reviews.conftest import ALIGNED, agreed, decide, fresh, keep, worked


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
