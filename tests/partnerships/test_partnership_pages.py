import re
from datetime import date

import pytest
from django.urls import reverse

from partnerships.actions.agreements import record_signature
from partnerships.actions.brands import create_brand
from partnerships.actions.partnerships import end_partnership, open_partnership
from partnerships.actions.tiers import change_tier
from partnerships.models import Partnership
from tests import factories
from tests.partnerships.conftest import AT
from tests.partnerships.pages import queries_of, text_of, url

pytestmark = pytest.mark.usefixtures("noon")


# One partnership


def test_detail(partnership, client, manager, drafted):
    partnership.cadence_override = "quarterly"
    partnership.save()
    agreement = drafted(starts_on=date(2026, 1, 1), ends_on=date(2026, 12, 31))
    record_signature(agreement=agreement, signed_on=AT.date(), signed_by="Maya", by=manager, at=AT)
    change_tier(
        partnership=partnership, expected=1, to_tier="T2", reason="Slower year", by=manager,
        at=AT, override=True,
    )  # fmt: skip
    text = text_of(client.get(url("detail", partnership.public_id)))
    for words in (
        "Maya Lind</a> × Kettle &amp; Co", "T2 · regular", "Annual agreement", "In force",
        "0 / 4", "4 more campaigns are promised", "2 of them are guaranteed",
        "own rhythm; T2 says: Quarterly", "Slower year", "gut feeling", "1 of 20 places",
    ):  # fmt: skip
        assert words in text, words


def test_detail_has_the_same_number_of_queries(partnership, client, manager, drafted):
    address = url("detail", partnership.public_id)
    drafted()
    one = queries_of(client, address)
    for year in range(2027, 2030):
        drafted(starts_on=date(year, 4, 1), ends_on=date(year + 1, 3, 31))
    factories.vetted(partnership.creator)
    for tier in ("T2", "T3", "T1"):
        change_tier(
            partnership=partnership, expected=partnership.version, to_tier=tier, reason="X",
            by=manager, at=AT, override=True,
        )  # fmt: skip
    assert queries_of(client, address) == one


def test_detail_of_an_ended_one_offers_to_start_anew(partnership, client, manager):
    end_partnership(partnership=partnership, reason="Other plans", by=manager, at=AT)
    text = text_of(client.get(url("detail", partnership.public_id)))
    assert "Other plans" in text
    assert f"?creator={partnership.creator.public_id}&amp;brand=" in text
    assert url("end", partnership.public_id) not in text


def test_detail_for_an_analyst_has_nothing_to_press(partnership, client_as, analyst, drafted):
    agreement = drafted()
    client = client_as(analyst)
    text = text_of(client.get(url("detail", partnership.public_id)))
    for name in ("edit", "change_tier", "pause", "end", "agreement_new"):
        assert url(name, partnership.public_id) not in text, name
    assert url("agreement_send", agreement.public_id) not in text
    assert client.post(url("pause", partnership.public_id)).status_code == 403
    page = client.get(url("agreement", agreement.public_id))
    assert page.status_code == 200
    assert '<form class="form narrow"' not in text_of(page)


# Opening


def opening(creator, brand, manager, **changes):
    return {
        "brand": brand.public_id,
        "tier": "T1",
        "reason": "Third season",
        "stage": "opening",
        "started_on": "2026-03-03",
        "owner": manager.public_id,
        **changes,
    }


def test_open_asks_whom_first(creator, brand, client):
    assert creator.name in text_of(client.get(url("open"), {"q": "svetlana"}))
    assert creator.name not in text_of(client.get(url("open"), {"q": "nobody"}))
    assert client.post(url("open")).status_code == 422
    assert "Choose a creator." in text_of(client.get(url("open"), {"creator": "zzz"}))


def test_open_without_a_brand(creator, client):
    assert "First, a brand" in text_of(client.get(f"{url('open')}?creator={creator.public_id}"))


def test_open(creator, brand, client, manager):
    address = f"{url('open')}?creator={creator.public_id}"
    page = client.get(address)
    assert f'value="{manager.public_id}" selected' in text_of(page)
    assert "over_capacity_reason" not in text_of(page)
    response = client.post(address, opening(creator, brand, manager))
    made = Partnership.objects.get()
    assert (response.status_code, response.url) == (302, url("detail", made.public_id))
    assert (made.creator, made.brand, made.tier, made.owner) == (creator, brand, "T1", manager)


def test_open_twice_says_so_and_loses_nothing(creator, brand, client, manager):
    address = f"{url('open')}?creator={creator.public_id}"
    open_partnership(
        creator=creator, brand=brand, tier="T3", reason="First", owner=manager, by=manager, at=AT
    )
    create_brand(workspace=brand.workspace, name="Other", by=None, at=AT)
    response = client.post(address, opening(creator, brand, manager, contact_name="Ann"))
    assert response.status_code == 422
    assert 'value="Ann"' in text_of(response)
    assert Partnership.objects.count() == 1


def test_open_in_a_race_is_a_clear_error(creator, brand, client, manager, monkeypatch):
    """The brand was still free when the form was read."""
    address = f"{url('open')}?creator={creator.public_id}"
    open_partnership(
        creator=creator, brand=brand, tier="T3", reason="First", owner=manager, by=manager, at=AT
    )
    monkeypatch.setattr("partnerships.queries.opening.living_of", lambda creator: [])
    response = client.post(address, opening(creator, brand, manager))
    assert response.status_code == 422
    assert "are partners already" in text_of(response)
    assert Partnership.objects.count() == 1


def test_open_into_a_full_tier_asks_why(creator, brand, client, manager, fill):
    fill(brand, "T1", 8, manager)
    address = f"{url('open')}?creator={creator.public_id}"
    response = client.post(address, opening(creator, brand, manager))
    assert response.status_code == 422
    text = text_of(response)
    assert "The tier is full: 8 of 8 places." in text
    assert 'name="over_capacity_reason"' in text
    data = opening(creator, brand, manager, over_capacity_reason="Two leave in May", reason="")
    assert "Two leave in May" in text_of(client.post(address, data))
    data = opening(creator, brand, manager, over_capacity_reason="Two leave in May")
    assert client.post(address, data).status_code == 302


def test_open_with_a_stranger_as_owner_is_refused(creator, brand, client, outsider, manager):
    address = f"{url('open')}?creator={creator.public_id}"
    data = opening(creator, brand, manager, owner=outsider.public_id)
    assert client.post(address, data).status_code == 422
    assert not Partnership.objects.exists()


# Editing


def edited(partnership, **changes):
    return {
        "contact_name": "",
        "contact_email": "",
        "cadence_override": "",
        "version": partnership.version,
        **changes,
    }


def test_edit(partnership, client):
    address = url("edit", partnership.public_id)
    assert client.get(address).status_code == 200
    response = client.post(address, edited(partnership, contact_name="Ann"))
    assert response.status_code == 302
    assert Partnership.objects.get().contact_name == "Ann"


def test_two_edits_at_once_show_both_and_lose_neither(partnership, client):
    address = url("edit", partnership.public_id)
    client.post(address, edited(partnership, contact_name="Theirs"))
    response = client.post(address, edited(partnership, contact_name="Mine"))
    assert response.status_code == 409
    text = text_of(response)
    assert "Theirs" in text
    assert 'value="Mine"' in text
    assert re.findall(r'name="version" value="(\d+)"', text) == ["2"]
    assert Partnership.objects.get().contact_name == "Theirs"
    again = client.post(address, edited(partnership, contact_name="Mine", version=2))
    assert again.status_code == 302
    assert Partnership.objects.get().contact_name == "Mine"


def test_change_tier_page(partnership, client):
    address = url("change_tier", partnership.public_id)
    assert "8 places" in text_of(client.get(address))
    data = {"to_tier": "T2", "reason": "Slower year", "version": 1}
    assert client.post(address, {**data, "to_tier": "T1"}).status_code == 422
    assert client.post(address, data).status_code == 302
    assert Partnership.objects.get().tier == "T2"
    late = client.post(address, {**data, "to_tier": "T3"})
    assert late.status_code == 409
    assert "T2 · regular" in text_of(late)


def test_tier_page_says_what_is_missing(partnership, client):
    partnership.tier = "T2"
    partnership.save()
    address = url("change_tier", partnership.public_id)
    profile = reverse("creators:profile", args=["north", partnership.creator.public_id])
    text = text_of(client.get(address))
    assert f"{profile}?tab=vetting" in text
    assert "The gate: without a yes no first tier." in text
    data = {"to_tier": "T1", "reason": "I just know", "version": 1, "override": "on"}
    refused = client.post(address, data)
    assert refused.status_code == 422
    assert "only for creators who are easy to work with" in text_of(refused)
    assert "I just know" in text_of(refused)
    factories.vetted(partnership.creator, "easy")
    no_override = {**data, "override": ""}
    asked = client.post(address, no_override)
    assert asked.status_code == 422
    assert "Not met yet: Delivers consistently" in text_of(asked)
    assert client.post(address, data).status_code == 302
    detail = text_of(client.get(url("detail", partnership.public_id)))
    assert "gut feeling" in detail
    assert "without a yes to: Delivers consistently" in detail


def test_open_page_says_what_is_missing(creator, brand, client, manager):
    creator.vetting.all().delete()
    address = f"{url('open')}?creator={creator.public_id}"
    refused = client.post(address, opening(creator, brand, manager, override="on"))
    assert refused.status_code == 422
    assert "only for creators who are easy to work with" in text_of(refused)
    assert "?tab=vetting" in text_of(refused)
    assert not Partnership.objects.exists()


def test_stages_by_page(partnership, client):
    pause, resume, end = (url(n, partnership.public_id) for n in ("pause", "resume", "end"))
    for address in (pause, resume, end):
        assert client.get(address).status_code == 200
    assert client.post(pause, {"reason": ""}).status_code == 422
    assert client.post(pause, {"reason": "Baby", "until": "2026-02-01"}).status_code == 422
    assert client.post(pause, {"reason": "Baby", "until": "2026-05-01"}).status_code == 302
    assert "Baby" in text_of(client.get(url("detail", partnership.public_id)))
    twice = client.post(pause, {"reason": "Baby"}, follow=True)
    assert "Somebody may have been faster" in text_of(twice)
    assert client.post(resume).status_code == 302
    unsaid = client.post(end, {"reason": "Other plans"})
    assert unsaid.status_code == 422
    assert "Other plans" in text_of(unsaid)
    assert client.post(end, {"reason": "Other plans", "end_kind": "fit"}).status_code == 302
    assert Partnership.objects.get().stage == "ended"


def test_finish_the_opening(partnership, client):
    partnership.stage = "opening"
    partnership.save()
    page = url("activate", partnership.public_id)
    shown = text_of(client.get(page))
    for missing in ("the alignment record", "the first campaign", "the co-creation review"):
        assert f"<li>{missing}</li>" in shown
    refused = client.post(page)
    assert refused.status_code == 422 and "Why you finish without it" in text_of(refused)
    assert Partnership.objects.get().stage == "opening"
    assert client.post(page, {"reason": "Friends for years"}).status_code == 302
    assert Partnership.objects.get().stage == "active"
