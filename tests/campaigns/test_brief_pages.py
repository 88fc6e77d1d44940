"""The brief, as two managers and its reader meet it."""

from datetime import timedelta

from campaigns.actions.briefs import save_brief
from campaigns.actions.learnings import save_learnings
from campaigns.models import (
    Brief,
    BriefVersion,
)
from core.models import OutgoingMail
from tests import factories
from tests.campaigns.conftest import AT, TEXT, TODAY, at, text_of

# The brief


def _brief(**texts):
    data = {f"{key}_{language}": "" for key in
            ("goal", "audience", "angle", "must", "must_not", "context")
            for language in ("en", "ru")}  # fmt: skip
    return {**data, "autonomy": "guided", "version": 0, **texts}


def test_the_brief_stands_beside_what_is_known(client, part, reel, manager):
    creator = part.partnership.creator
    creator.briefing, creator.lead_days = "Send a voice note first", 10
    creator.save()
    reel.due_on = TODAY + timedelta(days=3)
    reel.save()
    past = factories.CollaborationFactory(
        campaign=factories.CampaignFactory(
            workspace=part.workspace, brand=part.campaign.brand, name="Last autumn",
            state="closed", closed_at=AT,
        ),
        partnership=part.partnership, state="closed", closed_at=AT,
    )  # fmt: skip
    save_learnings(collaboration=past, texts={"worked": "Morning light"}, by=manager, at=AT)
    text = text_of(client.get(at("brief", part.public_id)))
    for words in ("Send a voice note first", "Morning light", "Last autumn", "7 days less"):
        assert words in text


def test_save_share_and_lock(client, part):
    url = at("brief", part.public_id)
    answer = client.post(url, _brief(goal_en="Sell", then_share="1"))
    assert answer["Location"] == at("brief_share", part.public_id)
    assert "Still empty: Audience" in text_of(client.get(answer["Location"]))
    preview = client.get(at("brief_preview", part.public_id))
    assert "Sell" in text_of(preview)
    assert "default-src 'none'" in preview["Content-Security-Policy"]
    for _click in range(2):
        answer = client.post(at("brief_share", part.public_id), {"version": 1}, follow=True)
    assert "This text is what the creator has already: version 1." in text_of(answer)
    assert OutgoingMail.objects.count() == BriefVersion.objects.count() == 1
    client.post(at("brief_lock", part.public_id))
    text = text_of(client.get(url))
    assert "Locked, version 1" in text
    assert "moves the goalposts" in text
    assert "Sell" in text_of(client.get(at("brief_version", part.public_id, 1)))
    assert client.get(at("brief_version", part.public_id, 2)).status_code == 404
    # Nothing to share: back to the text.
    assert client.get(at("brief_share", part.public_id)).status_code == 302


def test_sharing_what_somebody_changed_meanwhile_asks_to_look_again(client, part, owner):
    client.post(at("brief", part.public_id), _brief(goal_en="Mine"))
    save_brief(collaboration=part, sections=TEXT, autonomy="guided", expected=1, by=owner, at=AT)
    for version in (1, "x", ""):
        answer = client.post(at("brief_share", part.public_id), {"version": version})
        assert answer["Location"] == at("brief_share", part.public_id)
    assert not BriefVersion.objects.exists()


def test_locking_what_was_not_shared_is_refused_in_words(client, part):
    client.post(at("brief", part.public_id), _brief(goal_en="Mine"))
    answer = client.post(at("brief_lock", part.public_id), follow=True)
    assert "Share this text first" in text_of(answer)


def test_sharing_without_an_address_says_so(client, part):
    creator = part.partnership.creator
    creator.email = ""
    creator.save()
    client.post(at("brief", part.public_id), _brief(goal_en="Mine"))
    assert "has no e-mail address" in text_of(client.get(at("brief_share", part.public_id)))
    answer = client.post(at("brief_share", part.public_id), {"version": 1}, follow=True)
    assert "send the text yourself" in text_of(answer)
    assert "no address, no mail" in text_of(answer)


def test_two_managers_write_the_same_brief_and_nothing_is_lost(client, client_as, part, owner):
    url = at("brief", part.public_id)
    client_as(owner).post(url, _brief(goal_en="Theirs", must_en="Only theirs", autonomy="free"))
    answer = client.post(url, _brief(goal_en="Mine", angle_ru="Только моё"))
    assert answer.status_code == 409
    text = text_of(answer)
    for words in ("Theirs", "Mine", "Only theirs", "Только моё", "Olga Owner", "Free", "Guided"):
        assert words in text
    assert Brief.objects.get().sections["goal"]["en"] == "Theirs"
    form = answer.context["form"]
    assert form["goal_en"].value() == "Mine"
    again = _brief(goal_en="Mine", angle_ru="Только моё", version=form["version"].value())
    assert client.post(url, again).status_code == 302
    assert Brief.objects.get().sections["goal"]["en"] == "Mine"


def test_a_brief_of_a_closed_campaign_is_read_only(client, part, manager):
    save_brief(collaboration=part, sections=TEXT, autonomy="guided", expected=0, by=manager, at=AT)
    part.campaign.state, part.campaign.closed_at = "closed", AT
    part.campaign.save()
    answer = client.get(at("brief", part.public_id))
    assert "Sell the balcony" in text_of(answer)
    assert "<textarea" not in text_of(answer)
    answer = client.post(at("brief", part.public_id), _brief(goal_en="Late", version=1))
    assert answer.status_code == 422
    assert "The campaign is closed" in answer.context["form"].non_field_errors()[0]


def test_an_analyst_reads_and_writes_nothing(client_as, analyst, part, reel):
    reader = client_as(analyst)
    for name, key in (
        ("detail", part.campaign.public_id), ("brief", part.public_id),
        ("results", part.campaign.public_id),
    ):  # fmt: skip
        answer = reader.get(at(name, key))
        assert answer.status_code == 200
        assert 'method="post" action="/w/' not in text_of(answer)
    assert reader.post(at("brief", part.public_id), _brief(goal_en="x")).status_code == 403
    assert reader.post(at("start", part.campaign.public_id)).status_code == 403
    assert not Brief.objects.exists()
