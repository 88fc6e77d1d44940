import re
from datetime import date

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from core import panels as core_panels
from core.panels import Column, _Registry
from partnerships.actions.agreements import record_signature, send_agreement
from partnerships.actions.brands import create_brand
from partnerships.actions.partnerships import end_partnership, open_partnership
from partnerships.actions.tiers import change_tier
from partnerships.models import Agreement, Brand, Partnership, TierPolicy
from tests import factories
from tests.partnerships.conftest import AT


@pytest.fixture(autouse=True)
def _noon():
    with time_machine.travel(AT, tick=False):
        yield


@pytest.fixture
def client(client_as, manager):
    return client_as(manager)


def url(name: str, *args: str) -> str:
    return reverse(f"partnerships:{name}", args=["north", *args])


def queries_of(client, address: str) -> int:
    client.get(address)
    with CaptureQueriesContext(connection) as queries:
        assert client.get(address).status_code == 200
    return len(queries)


def text_of(response) -> str:
    return re.sub(r"\s+", " ", response.content.decode())


# The list


def test_list_of_nothing_starts_with_a_brand(in_scope, client, client_as, owner):
    page = text_of(client_as(owner).get(url("list")))
    assert "First, a brand" in page
    assert url("brands") in page
    assert "An owner of this workspace adds the first one" in text_of(client.get(url("list")))


def test_list_with_a_brand_starts_with_a_partnership(brand, client, client_as, analyst):
    assert "No partnerships yet" in text_of(client.get(url("list")))
    assert url("open") not in text_of(client_as(analyst).get(url("list")))


def test_list_groups_by_brand_and_tier_with_places(brand, client, manager, fill):
    fill(brand, "T1", 6, manager)
    fill(brand, "T2", 2, manager)
    page = client.get(url("list"))
    groups = [(g.brand.name, g.tier, len(g.lines)) for g in page.context["groups"]]
    assert groups == [("Kettle & Co", "T1", 6), ("Kettle & Co", "T2", 2)]
    text = text_of(page)
    assert "6 of 8 places" in text
    assert "2 free" in text
    assert "13 more wanted" in text


def test_list_tells_over_capacity(brand, client, manager, fill):
    fill(brand, "T1", 10, manager)
    text = text_of(client.get(url("list")))
    assert "10 of 8 places" in text
    assert "2 over" in text


def test_list_filters(in_scope, brand, client, manager, owner, partnership):
    other = create_brand(workspace=in_scope, name="Other", by=None, at=AT)
    theirs = factories.PartnershipFactory(
        workspace=in_scope, brand=other, tier="T2", owner=owner, stage="paused"
    )
    ended = factories.PartnershipFactory(
        workspace=in_scope, brand=brand, owner=owner, stage="ended", ended_on=date(2026, 1, 1)
    )
    partnership.creator.search = "svetlana elkina"
    partnership.creator.save()

    def found(**query: str) -> set[Partnership]:
        groups = client.get(url("list"), query).context["groups"]
        return {line.partnership for group in groups for line in group.lines}

    assert found() == {partnership, theirs}
    assert found(brand=other.public_id) == {theirs}
    assert found(tier="T1") == {partnership}
    assert found(owner="me") == {partnership}
    assert found(owner=owner.public_id) == {theirs}
    assert found(stage="paused") == {theirs}
    assert found(stage="ended") == {ended}
    assert found(stage="all") == {partnership, theirs, ended}
    assert found(q="Светлана Ё") == {partnership}
    assert found(tier="T9") == set()
    assert found(q="\x00") == {partnership, theirs}


def test_list_address_has_no_empty_wishes(brand, client):
    response = client.get(url("list"), {"q": "", "tier": "T1", "stage": ""})
    assert response.status_code == 302
    assert response.url == f"{url('list')}?tier=T1"


def test_list_swap_is_what_a_fresh_page_shows(brand, partnership, client):
    fresh = client.get(url("list"), {"tier": "T1"}).content.decode()
    swap = client.get(url("list"), {"tier": "T1", "q": ""}, headers={"HX-Request": "true"})
    assert swap.headers["HX-Push-Url"] == f"{url('list')}?tier=T1"
    assert "<html" not in swap.content.decode()
    assert swap.content.decode().strip() in fresh


def test_list_has_the_same_number_of_queries(in_scope, brand, client, manager, fill, drafted):
    drafted()
    one = queries_of(client, url("list"))
    for n in range(3):
        other = create_brand(workspace=in_scope, name=f"Brand {n}", by=None, at=AT)
        fill(other, "T1", 9, manager)
        fill(other, "T2", 5, manager)
    assert queries_of(client, url("list")) == one
    assert one <= 14


def test_list_asks_each_column_once(brand, partnership, client, monkeypatch):
    asked = []

    def load(ids):
        asked.append(list(ids))
        return {partnership.pk: "warm as toast"}

    monkeypatch.setattr(core_panels, "_registry", _Registry())
    column = Column("partnerships.list", "warmth", "Warmth", "tests/cell.html", load)
    core_panels.register_column(column)
    monkeypatch.setattr(
        "core.templatetags.ui.render_to_string", lambda name, context: context["value"]
    )
    text = text_of(client.get(url("list")))
    assert asked == [[partnership.pk]]
    assert '<th scope="col">Warmth</th>' in text
    assert "warm as toast" in text


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
    for tier in ("T2", "T3", "T1"):
        change_tier(
            partnership=partnership, expected=partnership.version, to_tier=tier, reason="X",
            by=manager, at=AT,
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


@pytest.fixture
def creator(in_scope):
    return factories.CreatorFactory(workspace=in_scope, name="Светлана", search="svetlana")


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
        "owner": partnership.owner.public_id,
        "contact_name": "",
        "contact_email": "",
        "cadence_override": "",
        "tell_creator": "on",
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


def test_handover_without_an_address_warns(partnership, client, owner):
    partnership.creator.email = ""
    partnership.creator.save()
    response = client.post(
        url("edit", partnership.public_id), edited(partnership, owner=owner.public_id), follow=True
    )
    assert "nobody was told" in text_of(response)


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
    assert client.post(end, {"reason": "Other plans"}).status_code == 302
    assert Partnership.objects.get().stage == "ended"


def test_finish_the_opening(partnership, client):
    partnership.stage = "opening"
    partnership.save()
    assert client.post(url("activate", partnership.public_id)).status_code == 302
    assert Partnership.objects.get().stage == "active"


# The agreement


def filled(**changes):
    return {
        "kind": "annual",
        "starts_on": "2026-04-01",
        "ends_on": "2027-03-31",
        "campaigns_a_year": "4",
        "guaranteed_a_year": "2",
        "currency": "USD",
        "payment_days": "30",
        "notice_days": "30",
        "rates-TOTAL_FORMS": "3",
        "rates-INITIAL_FORMS": "0",
        "rates-0-format": "reel",
        "rates-0-amount": "1200.50",
        "rates-1-format": "",
        "rates-1-amount": "",
        "rates-2-format": "story",
        "rates-2-amount": "0",
        **changes,
    }


def test_draft_by_page(partnership, client):
    address = url("agreement_new", partnership.public_id)
    assert 'value="2026-03-03"' in text_of(client.get(address))
    response = client.post(address, filled())
    made = Agreement.objects.get()
    assert response.url == url("agreement", made.public_id)
    assert list(made.rates.values_list("format", "amount")) == [("reel", 1200.5), ("story", 0)]


def test_draft_with_errors_keeps_what_was_typed(partnership, client):
    address = url("agreement_new", partnership.public_id)
    for changes, words in (
        ({"ends_on": ""}, "Say until when it holds."),
        ({"rates-1-format": "post"}, "Which price?"),
        ({"rates-1-amount": "5"}, "For what?"),
        ({"rates-1-format": "reel", "rates-1-amount": "5"}, "Each format has one price."),
        ({"rates-0-amount": "-1"}, "greater than or equal to 0"),
        ({"campaigns_a_year": "many"}, "Enter a whole number."),
        ({"rates-TOTAL_FORMS": "junk"}, "ManagementForm"),
        ({"rates-TOTAL_FORMS": "100000"}, "at most"),
    ):
        response = client.post(address, filled(usage="Own channels", **changes))
        text = text_of(response)
        assert response.status_code == 422, changes
        assert words in text, changes
        assert 'value="Own channels"' in text
    assert not Agreement.objects.exists()


def test_one_more_row_without_scripts(partnership, client):
    address = url("agreement_new", partnership.public_id)
    response = client.post(address, filled(add_row="1", campaigns_a_year=""))
    text = text_of(response)
    assert response.status_code == 200
    assert 'name="rates-3-format"' in text
    assert 'value="1200.50"' in text
    # Nothing is finished, so nothing is wrong yet.
    assert 'class="errors"' not in text
    assert client.post(address, {"add_row": "1"}).status_code == 200
    assert not Agreement.objects.exists()


def test_edit_draft_by_page(drafted, client):
    agreement = drafted()
    address = url("agreement", agreement.public_id)
    assert 'value="1200.50"' in text_of(client.get(address))
    assert client.post(address, filled(version="1", campaigns_a_year="5")).status_code == 302
    response = client.post(address, filled(version="1", campaigns_a_year="6"))
    assert response.status_code == 409
    text = text_of(response)
    assert re.findall(r'name="version" value="(\d+)"', text) == ["2"]
    assert 'name="campaigns_a_year" value="6"' in text
    assert Agreement.objects.get().campaigns_a_year == 5
    assert client.post(address, filled(version="2", ends_on="2025-01-01")).status_code == 422


def test_life_of_an_agreement_by_pages(drafted, client, manager):
    agreement = drafted(starts_on=date(2026, 3, 1), ends_on=date(2027, 2, 28))
    ids = agreement.public_id
    assert "maya@creators.example" in text_of(client.get(url("agreement_send", ids)))
    assert client.post(url("agreement_send", ids)).url == url("agreement", ids)
    assert "Waiting for the signature" in text_of(client.get(url("agreement", ids)))
    assert client.post(url("agreement", ids), filled(version="2")).status_code == 302
    assert 'value="Maya Lind"' in text_of(client.get(url("agreement_sign", ids)))
    future = {"signed_on": "2026-03-04", "signed_by": "Maya"}
    assert client.post(url("agreement_sign", ids), future).status_code == 422
    assert (
        client.post(
            url("agreement_sign", ids), {"signed_on": "2026-03-02", "signed_by": "Maya"}
        ).status_code
        == 302
    )
    text = text_of(client.get(url("agreement", ids)))
    assert "In force" in text
    assert "0 / 4" in text
    assert client.get(url("agreement_notice", ids)).status_code == 200
    notice = {"notice_by": "creator", "given_on": "2026-03-02"}
    assert client.post(url("agreement_notice", ids), notice).status_code == 302
    text = text_of(client.get(url("agreement", ids)))
    assert "The creator gave notice on 2 March. The last day is 1 April" in text
    assert client.get(url("agreement_end", ids)).status_code == 200
    assert client.post(url("agreement_end", ids), {"reason": "New terms"}).status_code == 302
    text = text_of(client.get(url("agreement", ids)))
    assert "New terms" in text
    assert url("agreement_new", agreement.partnership.public_id) in text


def test_withdraw_and_discard_by_pages(drafted, client, manager):
    sent, draft = drafted(), drafted()
    send_agreement(agreement=sent, by=manager, at=AT)
    assert "Withdraw" in text_of(client.get(url("agreement_end", sent.public_id)))
    client.post(url("agreement_end", sent.public_id), {"reason": "Wrong price"})
    assert "Wrong price" in text_of(client.get(url("agreement", sent.public_id)))
    address = url("agreement_discard", draft.public_id)
    assert client.get(address).status_code == 200
    assert client.post(address).url == url("detail", draft.partnership.public_id)
    assert not Agreement.objects.filter(pk=draft.pk).exists()


def test_send_without_an_address_says_where_to_mend_it(drafted, client):
    agreement = drafted()
    creator = agreement.partnership.creator
    creator.email = ""
    creator.save()
    address = url("agreement_send", agreement.public_id)
    for response in (client.get(address), client.post(address)):
        assert "has no e-mail address" in text_of(response)
    assert Agreement.objects.get().state == "draft"


def test_agreement_shows_the_fate_of_its_mail(drafted, client, manager):
    agreement = drafted()
    send_agreement(agreement=agreement, by=manager, at=AT)
    text = text_of(client.get(url("agreement", agreement.public_id)))
    assert "maya@creators.example" in text
    assert "Queued" in text


# Settings


def test_brands_page(in_scope, client_as, owner, manager):
    client = client_as(owner)
    assert "Add the first brand" in text_of(client.get(url("brands")))
    response = client.post(url("brands"), {"name": "Kettle", "website": "kettle.example"})
    brand = Brand.objects.get()
    assert response.url == url("policies", brand.public_id)
    assert brand.website == "https://kettle.example"
    again = client.post(url("brands"), {"name": "Kettle"})
    assert again.status_code == 422
    assert "already here" in text_of(again)
    assert client_as(manager).post(url("brands"), {"name": "Mine"}).status_code == 403
    assert "Add a brand" not in text_of(client_as(manager).get(url("brands")))


def test_edit_and_put_away_a_brand(brand, client_as, owner):
    client = client_as(owner)
    address = url("brand", brand.public_id)
    assert 'value="Kettle &amp; Co"' in text_of(client.get(address))
    data = {"name": "Teapot", "about": "Tea", "version": "1"}
    assert client.post(address, data).status_code == 302
    assert client.post(address, {**data, "name": "Cup"}).status_code == 409
    create_brand(workspace=brand.workspace, name="Taken", by=None, at=AT)
    assert client.post(address, {**data, "name": "Taken", "version": "2"}).status_code == 422
    client.post(url("brand_archive", brand.public_id))
    assert Brand.objects.get(pk=brand.pk).archived_at == AT
    assert "Take back into use" in text_of(client.get(url("brands")))
    client.post(url("brand_restore", brand.public_id))
    assert Brand.objects.get(pk=brand.pk).archived_at is None


def test_brand_in_use_is_not_put_away(brand, partnership, client_as, owner):
    response = client_as(owner).post(url("brand_archive", brand.public_id), follow=True)
    assert "still alive" in text_of(response)


def shares(brand, t1=40, t2=40, t3=20, version=1):
    rows = {"T1": ("monthly", t1), "T2": ("quarterly", t2), "T3": ("none", t3)}
    data = {}
    for tier, (cadence, share) in rows.items():
        data |= {
            f"{tier}-cadence": cadence,
            f"{tier}-budget_share": share,
            f"{tier}-capacity_from": "",
            f"{tier}-capacity_to": "9" if tier == "T1" else "",
            f"{tier}-version": version,
        }
    return data


def test_policies_page(brand, client_as, owner):
    client, address = client_as(owner), url("policies", brand.public_id)
    assert 'name="T1-capacity_to" value="8"' in text_of(client.get(address))
    wrong = client.post(address, shares(brand, t1=50))
    assert wrong.status_code == 422
    assert "add up to 110 %" in text_of(wrong)
    turned = shares(brand) | {"T1-capacity_from": "10"}
    assert "below" in text_of(client.post(address, turned))
    assert TierPolicy.objects.get(tier="T1").capacity_to == 8
    assert client.post(address, shares(brand)).status_code == 302
    assert TierPolicy.objects.get(tier="T1").capacity_to == 9
    late = client.post(address, shares(brand, t1=30, t2=50))
    assert late.status_code == 409
    assert "T1 · Budget share" in text_of(late)
    assert 'name="T1-version" value="2"' in text_of(late)
    assert 'name="T1-budget_share" value="30"' in text_of(late)


def test_policies_are_read_by_members(brand, client):
    text = text_of(client.get(url("policies", brand.public_id)))
    assert "5–8" in text
    assert '<form class="form"' not in text
    assert client.post(url("policies", brand.public_id), shares(brand)).status_code == 403


def test_settings_have_the_same_number_of_queries(in_scope, brand, client_as, owner, fill):
    client = client_as(owner)
    one = queries_of(client, url("brands"))
    for n in range(4):
        fill(create_brand(workspace=in_scope, name=f"B{n}", by=None, at=AT), "T1", 3, owner)
    assert queries_of(client, url("brands")) == one


# On the pages of creators


def test_profile_shows_partnerships(partnership, client, drafted):
    drafted()
    address = reverse("creators:profile", args=["north", partnership.creator.public_id])
    text = text_of(client.get(address))
    assert "T1 · Kettle &amp; Co" in text
    assert url("detail", partnership.public_id) in text
    assert f"{url('open')}?creator={partnership.creator.public_id}" in text
    assert "Draft" in text


def test_profile_of_a_creator_without_a_partnership_starts_one(creator, brand, client):
    address = reverse("creators:profile", args=["north", creator.public_id])
    assert f"{url('open')}?creator={creator.public_id}" in text_of(client.get(address))


def test_profile_has_the_same_number_of_queries(in_scope, partnership, client, manager):
    address = reverse("creators:profile", args=["north", partnership.creator.public_id])
    one = queries_of(client, address)
    for n in range(3):
        brand = create_brand(workspace=in_scope, name=f"B{n}", by=None, at=AT)
        open_partnership(
            creator=partnership.creator, brand=brand, tier="T2", reason="X", owner=manager,
            by=manager, at=AT,
        )  # fmt: skip
    assert queries_of(client, address) == one


def test_directory_narrows_by_tier_brand_and_owner(in_scope, brand, partnership, client, owner):
    other = create_brand(workspace=in_scope, name="Other", by=None, at=AT)
    second = factories.PartnershipFactory(
        workspace=in_scope, brand=other, tier="T2", owner=owner
    ).creator
    alone = factories.CreatorFactory(workspace=in_scope)
    first = partnership.creator
    address = reverse("creators:directory", args=["north"])

    def found(**query: str) -> set:
        return set(client.get(address, query).context["page"].creators)

    assert found() == {first, second, alone}
    assert found(tier="T1") == {first}
    assert found(tier="none") == {alone}
    assert found(tier=other.public_id) == {second}
    assert found(tier=f"{other.public_id}:T2") == {second}
    assert found(tier=f"{other.public_id}:T1") == set()
    assert found(owner=owner.public_id) == {second}
    text = text_of(client.get(address))
    assert "T1 Kettle &amp; Co" in text
    assert "Olga Owner" in text


def test_ended_partnerships_are_no_tier_any_more(partnership, client, manager):
    end_partnership(partnership=partnership, reason="Over", by=manager, at=AT)
    address = reverse("creators:directory", args=["north"])
    page = client.get(address, {"tier": "none"})
    assert set(page.context["page"].creators) == {partnership.creator}


# In Russian


def test_pages_speak_russian(partnership, client, manager, drafted):
    manager.language = "ru"
    manager.save()
    drafted()
    page = text_of(client.get(url("detail", partnership.public_id)))
    assert 'lang="ru"' in page
    assert "Договор" in page
    assert "Партнёрства" in text_of(client.get(url("list")))
