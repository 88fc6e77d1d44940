"""The editor's buttons, the library and the common part, as two people meet them; no scripts."""

import pytest

from campaigns.actions.brief_templates import make_template
from campaigns.actions.briefs import save_brief
from campaigns.actions.common_part import save_common
from campaigns.models import Brief, BriefTemplate, Citation, Learning
from campaigns.rules.briefs import LANGUAGES, SECTION_KEYS
from tests import factories
from tests.campaigns.conftest import AT, TEXT, at, text_of
from tests.campaigns.test_brief_writing import rival  # noqa: F401

COMMON = {"goal": {"en": "One aim for all", "ru": "Одна цель"}}


def typed(version=0, **texts):
    empty = {f"{key}_{language}": "" for key in SECTION_KEYS for language in LANGUAGES}
    return {**empty, "autonomy": "guided", "version": version, **texts}


@pytest.fixture
def learning(part, manager):
    past = factories.CollaborationFactory(
        campaign=factories.CampaignFactory(
            workspace=part.workspace, brand=part.campaign.brand, name="Autumn", state="closed",
            closed_at=AT,
        ),
        partnership=part.partnership, state="closed", closed_at=AT,
    )  # fmt: skip
    return Learning.objects.create(
        workspace=part.workspace, kind="worked", text="Morning light", collaboration=past
    )


def test_cite_saves_what_was_typed_and_remove_takes_it_out(client, part, learning):
    url = at("brief", part.public_id)
    key = f"learning:{learning.public_id}"
    assert f'value="{key}"' in text_of(client.get(url))
    for version in (0, 1):
        answer = client.post(url, typed(version, goal_en="Typed", cite=key))
        assert answer["Location"] == f"{url}#cited"
    assert Brief.objects.get().sections["goal"]["en"] == "Typed"
    assert Citation.objects.get().text == "Morning light"
    share = text_of(client.get(at("brief_share", part.public_id)))
    assert "Morning light" in share
    assert "Morning light" in text_of(client.get(at("brief_preview", part.public_id)))
    client.post(url, typed(1, goal_en="Typed", uncite=key))
    assert not Citation.objects.exists()


def test_what_cannot_be_cited_saves_nothing_and_loses_nothing(client, part):
    answer = client.post(at("brief", part.public_id), typed(goal_en="Typed", cite="learning:no"))
    assert answer.status_code == 422
    assert "not there any more" in text_of(answer)
    assert answer.context["form"]["goal_en"].value() == "Typed"
    assert not Brief.objects.exists()


def test_a_new_brief_begins_with_the_common_part_and_follows_it_by_click(
    client, part, campaign, manager
):
    url = at("brief", part.public_id)
    save_common(campaign=campaign, sections=COMMON, expected=1, by=manager, at=AT)
    first = client.get(url)
    assert first.context["form"]["goal_ru"].value() == "Одна цель"
    assert "As in the common part" in text_of(first)
    client.post(url, typed(goal_en="One aim for all", goal_ru="Одна цель", must_en="#ad"))
    later = {"goal": {"en": "Another", "ru": "Другая"}}
    save_common(campaign=campaign, sections=later, expected=2, by=manager, at=AT)
    assert "The common part has changed" in text_of(client.get(url))
    answer = client.post(
        url, typed(1, goal_en="My words", goal_ru="Одна цель", must_en="#ad 2", take="goal")
    )
    assert answer["Location"] == f"{url}#section-goal"
    sections = Brief.objects.get().sections
    assert sections["goal"] == {"en": "Another\n\nMy words", "ru": "Другая"}
    assert sections["must"]["en"] == "#ad 2"
    answer = client.post(url, typed(3, goal_en="My words", **{"pass": "nonsense"}))
    assert answer["Location"] == url


def test_the_common_part_page_conflicts_with_both_texts_and_goes_into_briefs(
    client, client_as, owner, part, campaign, manager
):
    url = at("common_part", campaign.public_id)
    save_brief(collaboration=part, sections=TEXT, autonomy="guided", expected=0, by=manager, at=AT)
    client_as(owner).post(url, {**typed(1), "must_en": "Theirs"})
    answer = client.post(url, {**typed(1), "must_en": "Mine"})
    assert answer.status_code == 409
    assert "Theirs" in text_of(answer)
    version = answer.context["form"]["version"].value()
    answer = client.post(url, {**typed(version), "must_en": "Mine", "spread": "1"}, follow=True)
    assert "1 brief took it over." in text_of(answer)
    assert Brief.objects.get().sections["must"]["en"] == "Mine"
    campaign.state, campaign.closed_at = "closed", AT
    campaign.version = version + 1
    campaign.save()
    assert "<textarea" not in text_of(client.get(url))


def test_a_template_from_a_brief_to_a_brief(client, part, brand, manager):
    url = at("brief", part.public_id)
    answer = client.post(url, typed(goal_en="Sell", as_template="1"))
    assert answer["Location"] == at("brief_template_from", part.public_id)
    page = client.get(answer["Location"])
    assert page.context["form"]["goal_en"].value() == "Sell"
    made = {
        **typed(),
        "name": "Launch",
        "brand": brand.public_id,
        "goal_en": "Sell",
        "must_ru": "!",
    }
    client.post(answer["Location"], made)
    (row,) = BriefTemplate.objects.all()
    answer = client.post(url, typed(1, goal_en="Sell", then_template="1"))
    assert "Launch" in text_of(client.get(answer["Location"]))
    answer = client.post(answer["Location"], {"template": row.public_id}, follow=True)
    assert "Began with the template" in text_of(answer)
    assert Brief.objects.get().sections["must"]["ru"] == "!"
    assert client.post(at("brief_template_new"), {**made, "must_ru": "?"}).status_code == 422
    client.post(at("brief_template_archive", row.public_id))
    assert "Templates put away" in text_of(client.get(at("brief_templates")))
    client.post(at("brief_template_restore", row.public_id))
    assert BriefTemplate.objects.get().archived_at is None


def test_two_who_edit_a_template_see_both_texts(client, part, manager):
    row = make_template(
        workspace=part.workspace, name="Launch", brand=None, sections=TEXT, autonomy="free",
        by=manager, at=AT,
    )  # fmt: skip
    url = at("brief_template", row.public_id)
    first = {**typed(1), "name": "Theirs", "brand": "", "goal_en": "Their goal"}
    assert client.post(url, first).status_code == 302
    answer = client.post(url, {**first, "name": "Mine", "goal_en": "My goal"})
    assert answer.status_code == 409
    for words in ("Theirs", "Mine", "Their goal", "My goal"):
        assert words in text_of(answer)


def test_a_closed_campaign_begins_with_no_template(client, part, campaign, manager):
    row = make_template(
        workspace=part.workspace, name="Launch", brand=None, sections=TEXT, autonomy="free",
        by=manager, at=AT,
    )  # fmt: skip
    campaign.state, campaign.closed_at = "closed", AT
    campaign.save()
    url = at("brief_template_use", part.public_id)
    answer = client.post(url, {"template": row.public_id}, follow=True)
    assert "The campaign is closed" in text_of(answer)
    assert not Brief.objects.exists()


def test_a_clause_blocks_the_button_and_names_whom_to_ask(client, part, rival, manager):  # noqa: F811
    part.campaign.brand.about = "We make kettles."
    part.campaign.brand.save()
    url = at("brief", part.public_id)
    client.post(url, typed(goal_en="Sell"))
    text = text_of(client.get(url))
    for words in ("Samovar", "Kettles", f"Talk to {manager.name}", "“Balcony” for Kettle"):
        assert words.replace("&", "&amp;") in text
    page = client.get(at("brief_share", part.public_id))
    assert "Share and send the mail" not in text_of(page)
    answer = client.post(at("brief_share", part.public_id), {"version": 1})
    assert "Not shared" in text_of(answer)
