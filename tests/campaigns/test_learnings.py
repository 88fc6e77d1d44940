"""Learnings of a part and of a whole campaign: kept, said better, found again."""

import pytest

from campaigns.actions.closing import close_campaign
from campaigns.actions.learnings import edit_learning, save_campaign_learnings, save_learnings
from campaigns.errors import Refused
from campaigns.models import ClosingMark, Learning
from campaigns.queries.learnings import campaign_learnings, found_learnings
from core.versions import EditConflict
from tests import factories
from tests.campaigns.conftest import AT, at, text_of


@pytest.fixture
def learned(campaign, part, manager):
    (mine,) = save_learnings(
        collaboration=part, texts={"worked": "Утренний свет"}, by=manager, at=AT
    )
    (whole,) = save_campaign_learnings(
        campaign=campaign, texts={"did_not": "Too many rounds"}, by=manager, at=AT
    )
    return mine, whole


def test_closing_keeps_those_of_the_whole_once(campaign, part, manager):
    whole = {"next_time": "Begin earlier\nBegin earlier"}
    close_campaign(campaign=campaign, by=manager, at=AT, whole=whole)
    close_campaign(campaign=campaign, by=manager, at=AT, whole=whole)
    assert [row.text for row in campaign_learnings(campaign.brand)] == ["Begin earlier"]
    assert list(campaign_learnings(campaign.brand, but=campaign)) == []


def test_found_by_words_kind_creator_campaign_and_brand(learned, campaign, part, maya):
    mine, whole = learned
    other = factories.BrandFactory(workspace=campaign.workspace, name="Other")
    assert set(found_learnings()) == {mine, whole}
    assert list(found_learnings(q="utrennii СВЕТ")) == [mine]
    assert list(found_learnings(kind="did_not")) == [whole]
    assert list(found_learnings(creator=maya.creator)) == [mine]
    assert set(found_learnings(campaign=campaign, brand=campaign.brand)) == {mine, whole}
    assert list(found_learnings(brand=other)) == []


def test_said_better_but_never_over_somebody_else(learned, manager, owner):
    mine, _whole = learned
    seen = (mine.kind, mine.text)
    new = {"kind": "next_time", "text": " Film  early "}
    for _twice in range(2):
        edit_learning(learning=mine, **new, seen=seen, by=manager, at=AT)
    assert Learning.objects.get(pk=mine.pk).text == "Film early"
    with pytest.raises(EditConflict):
        edit_learning(learning=mine, kind="worked", text="Mine", seen=seen, by=owner, at=AT)
    with pytest.raises(Refused):
        edit_learning(learning=mine, kind="worked", text=" ", seen=seen, by=owner, at=AT)


def test_the_pages(client, learned, campaign, part, django_assert_max_num_queries):
    mine, whole = learned
    page = at("learnings_list")
    with django_assert_max_num_queries(14):
        shown = text_of(client.get(page))
    assert "Утренний свет" in shown
    assert "the campaign as a whole" in shown
    assert "No learning fits" in text_of(client.get(page, {"q": "nothing", "brand": "x"}))
    edit = at("learning", mine.public_id)
    assert client.get(edit).status_code == 200
    seen = {"seen_kind": "worked", "seen_text": mine.text}
    assert client.post(edit, {"kind": "worked", "text": "", **seen}).status_code == 422
    assert client.post(edit, {"kind": "worked", "text": "Light", **seen}).status_code == 302
    clash = client.post(edit, {"kind": "did_not", "text": "Mine", **seen})
    assert clash.status_code == 409
    assert 'value="Light"' in text_of(clash)
    more = at("campaign_learnings", campaign.public_id)
    assert "Too many rounds" in text_of(client.get(more))
    assert client.post(more, {"worked": "A short brief"}).status_code == 302
    assert campaign.learnings.count() == 2


def test_the_closing_page_says_what_is_missing_and_takes_ticks(client, campaign, part, reel):
    page = at("close", campaign.public_id)
    shown = text_of(client.get(page))
    for words in ("not published – Reel on the balcony", "no results.", "No objective was set",
                  "no payment details"):  # fmt: skip
        assert words in shown
    tick = at("closing_tick", campaign.public_id)
    for _twice in range(2):
        client.post(tick, {"item": "thanked", "do": "tick"})
    assert ClosingMark.objects.get().item == "thanked"
    client.post(tick, {"item": "thanked", "do": "untick"})
    assert not ClosingMark.objects.exists()
    assert client.post(tick, {"item": "nonsense"}).status_code == 400
    long = {f"{part.public_id}-worked": "x" * 4001}
    assert client.post(page, long).status_code == 422
    assert client.post(page, {"whole-worked": "Short"}).status_code == 302
    assert campaign.learnings.get().text == "Short"
    assert client.get(page).status_code == 302


def test_opened_again_with_a_reason(client, campaign, part, manager):
    page = at("reopen", campaign.public_id)
    close_campaign(campaign=campaign, by=manager, at=AT)
    assert client.post(page, {"reason": ""}).status_code == 422
    for _twice in range(2):
        assert client.post(page, {"reason": "Late sales"}).status_code == 302
    campaign.refresh_from_db()
    assert (campaign.state, campaign.reopen_reason) == ("live", "Late sales")
    assert "Late sales" in text_of(client.get(at("detail", campaign.public_id)))
    assert "Late sales" in text_of(client.get(at("close", campaign.public_id)))
