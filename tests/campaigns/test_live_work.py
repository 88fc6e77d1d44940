"""Targets, weekly syncs and feedback of a running campaign, from the page to its effect."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from campaigns.actions.feedback import add_feedback, answer_feedback, tell_answers
from campaigns.actions.syncs import note_sync
from campaigns.errors import Refused, WrongState
from campaigns.models import CampaignObjective, Feedback, Result, SyncNote
from checkins.models import Touch
from checkins.tasks import plan
from core.models import OutgoingMail
from core.versions import EditConflict
from tests.campaigns.conftest import AT, TODAY, at, text_of

SAID = {"kind": "product", "text": "A lid that stays open", "heard_on": TODAY, "link": ""}


def tab(client, campaign, name):
    return text_of(client.get(at("detail", campaign.public_id), {"tab": name}))


# Targets


def test_a_target_is_set_once_corrected_and_removed(client, campaign, part):
    new = at("objective_new", campaign.public_id)
    form = client.get(new).context["form"]
    data = {"metric": "engagement_rate", "market": "", "target": "4,5", "currency": "",
            "public_id": form["public_id"].value()}  # fmt: skip
    assert client.post(new, data).status_code == 302
    assert client.post(new, data).status_code == 302, "a double click"
    row = CampaignObjective.objects.get()
    assert row.target == Decimal("0.0450")
    again = client.post(new, {**data, "public_id": ""})
    assert again.status_code == 422
    assert "There is a target of this measure" in text_of(again)

    page = at("objective", row.public_id)
    data = {"metric": "revenue", "market": "US", "target": "9 000", "currency": "USD", "version": 1}
    assert client.post(page, data).status_code == 302
    late = client.post(page, {**data, "target": "1"})
    assert late.status_code == 409
    assert "9000" in text_of(late) or "9,000" in text_of(late)
    row.refresh_from_db()
    assert (row.metric, row.market, row.target, row.currency) == ("revenue", "US", 9000, "USD")
    assert client.post(at("objective_remove", row.public_id)).status_code == 302
    assert not CampaignObjective.objects.exists()


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"metric": "revenue", "currency": ""}, "Choose the currency"),
        ({"metric": "engagement_rate", "target": "140"}, "A rate is at most"),
        ({"target": "0"}, "above zero"),
        ({"target": "many"}, "many"),
    ],
)
def test_a_target_that_says_nothing_is_refused(client, campaign, given, words):
    data = {"metric": "reach", "market": "", "target": "10", "currency": "", **given}
    answer = client.post(at("objective_new", campaign.public_id), data)
    assert answer.status_code == 422
    assert words in text_of(answer)


def test_the_page_holds_results_against_the_target(client, campaign, part):
    CampaignObjective.objects.create(
        workspace=campaign.workspace, campaign=campaign, metric="reach", market="US", target=1000
    )
    text = tab(client, campaign, "")
    assert "not measured yet" in text
    Result.objects.create(
        workspace=campaign.workspace, collaboration=part, day=TODAY, market="US", reach=1000,
        source_key="typed", updated_at=AT,
    )  # fmt: skip
    text = tab(client, campaign, "results")
    assert "reached" in text
    assert at("results", campaign.public_id) + "?market=US" in text


# Syncs


def test_a_sync_is_noted_once_and_logged_as_a_contact(
    client, part, django_capture_on_commit_callbacks
):
    new = at("sync_new", part.public_id)
    data = {"held_on": TODAY.isoformat(), "audience": "They ask for a lid", "agreed": ""}
    with django_capture_on_commit_callbacks(execute=True):
        assert client.post(new, data).status_code == 302
        assert client.post(new, data).status_code == 302
    note = SyncNote.objects.get()
    touch = Touch.objects.get()
    assert (touch.kind, touch.direction) == ("call", "both")
    assert touch.source_key == f"sync:{note.public_id}"
    other = client.post(new, {**data, "audience": "Another"})
    assert other.status_code == 409
    assert "They ask for a lid" in text_of(other)
    kept = {**data, "audience": "Another", "version": other.context["theirs_version"]}
    assert client.post(new, kept).status_code == 302
    note.refresh_from_db()
    assert note.audience == "Another"
    assert client.post(at("sync", note.public_id), {"audience": "", "agreed": "", "version": 2}
                       ).status_code == 422  # fmt: skip


def test_a_sync_whose_signal_was_lost_is_swept(part, manager):
    note = note_sync(
        collaboration=part, held_on=TODAY - timedelta(days=1), audience="Quiet", agreed="",
        by=manager, at=AT,
    )  # fmt: skip
    assert not Touch.objects.exists()
    plan()
    plan()
    assert Touch.objects.get().source_key == f"sync:{note.public_id}"


def test_a_sync_of_tomorrow_or_before_the_start_is_refused(part, manager, planned, sveta):
    with pytest.raises(Refused):
        note_sync(collaboration=part, held_on=TODAY + timedelta(days=2), audience="x", agreed="",
                  by=manager, at=AT)  # fmt: skip
    part.campaign.state = "planned"
    part.campaign.save()
    with pytest.raises(WrongState):
        note_sync(collaboration=part, held_on=TODAY, audience="x", agreed="", by=manager, at=AT)


# Feedback


@pytest.fixture
def said(part, manager) -> Feedback:
    return add_feedback(collaboration=part, values=SAID, by=manager, at=AT)


def test_feedback_is_answered_and_told_in_one_mail(client, part, said, manager):
    more = add_feedback(collaboration=part, values={**SAID, "text": "A red one"}, by=manager, at=AT)
    assert "2 product suggestions without an answer" in tab(client, part.campaign, "")
    page = at("feedback_answer", said.public_id)
    data = {"state": "planned", "answer": "In autumn.", "version": 1}
    assert client.post(page, {**data, "answer": " "}).status_code == 422
    assert client.post(page, data).status_code == 302
    assert client.post(page, data).status_code == 302, "a double click"
    late = client.post(page, {**data, "answer": "Never."})
    assert late.status_code == 409
    assert "In autumn." in text_of(late)
    answer_feedback(feedback=more, state="refused", answer="No.", expected=1, by=manager, at=AT)

    share = at("feedback_share", part.public_id)
    preview = client.get(at("feedback_preview", part.public_id))
    assert "In autumn." in text_of(preview)
    # It stands in a frame of the page that sends it.
    assert preview.headers["X-Frame-Options"] == "SAMEORIGIN"
    assert "script-src 'none'" in preview.headers["Content-Security-Policy"]
    assert client.get(share).status_code == 200
    client.post(share)
    client.post(share)
    mail = OutgoingMail.objects.get(kind="feedback")
    assert "In autumn." in mail.text
    assert "A red one" in mail.text
    assert set(Feedback.objects.values_list("told", flat=True)) == {mail.pk}
    said.refresh_from_db()
    with pytest.raises(WrongState):
        answer_feedback(
            feedback=said, state="refused", answer="Oh", expected=said.version, by=manager, at=AT
        )


def test_without_an_address_nothing_is_told(part, said, manager):
    answer_feedback(feedback=said, state="noted", answer="Yes", expected=1, by=manager, at=AT)
    part.partnership.creator.email = ""
    part.partnership.creator.save()
    part.refresh_from_db()
    with pytest.raises(Refused):
        tell_answers(collaboration=part, by=manager, at=AT)
    said.refresh_from_db()
    assert said.told is None


def test_what_was_said_stays_once_the_brand_answered(client, said, manager):
    page = at("feedback_edit", said.public_id)
    words = {**SAID, "heard_on": TODAY.isoformat(), "text": "A wide lid"}
    assert client.post(page, {**words, "version": 1}).status_code == 302
    assert client.post(page, {**words, "text": "x", "version": 1}).status_code == 409
    said.refresh_from_db()
    with pytest.raises(EditConflict):
        answer_feedback(feedback=said, state="noted", answer="Yes", expected=1, by=manager, at=AT)
    answer_feedback(feedback=said, state="noted", answer="Yes", expected=2, by=manager, at=AT)
    client.post(page, {**words, "text": "Another", "version": 3})
    client.post(at("feedback_remove", said.public_id))
    said.refresh_from_db()
    assert said.text == "A wide lid"


def test_feedback_that_is_open_can_be_removed(client, said):
    page = at("feedback_remove", said.public_id)
    assert client.post(page).status_code == 302
    assert client.post(page).status_code == 404
    assert not Feedback.objects.exists()


@pytest.mark.parametrize(
    ("given", "field"),
    [({"text": " "}, "text"), ({"heard_on": date(2026, 3, 5)}, "heard_on")],
)
def test_feedback_of_tomorrow_or_without_words_is_refused(part, manager, given, field):
    with pytest.raises(Refused) as refused:
        add_feedback(collaboration=part, values={**SAID, **given}, by=manager, at=AT)
    assert refused.value.field == field


def test_the_list_narrows_by_state_kind_brand_and_words(client, said, manager):
    add_feedback(collaboration=said.collaboration, values={**SAID, "kind": "audience",
                 "text": "Loved the light"}, by=manager, at=AT)  # fmt: skip

    def found(**asked):
        return [row.text for row in client.get(at("feedback"), asked).context["rows"]]

    assert len(found()) == 2
    assert found(kind="product") == ["A lid that stays open"]
    assert found(q="light") == ["Loved the light"]
    assert found(brand="stranger") == []
    answer_feedback(feedback=said, state="noted", answer="Yes", expected=1, by=manager, at=AT)
    assert found(state="noted") == ["A lid that stays open"]
    assert found() == ["Loved the light"]
    assert len(found(state="all")) == 2
