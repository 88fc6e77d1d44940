import pytest

from partnerships.actions.brands import create_brand
from partnerships.models import Brand, TierPolicy
from tests.partnerships.conftest import AT
from tests.partnerships.pages import queries_of, text_of, url

pytestmark = pytest.mark.usefixtures("noon")


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
            f"{tier}-campaigns_a_year": "4",
            f"{tier}-most_in_a_year": "6",
            f"{tier}-requires": ["easy", "delivers"],
            f"{tier}-least_score": "0",
            f"{tier}-least_campaigns": "1",
            f"{tier}-version": version,
        }
    return data


def test_policies_page(brand, client_as, owner):
    client, address = client_as(owner), url("policies", brand.public_id)
    assert 'name="T1-capacity_to" value="8"' in text_of(client.get(address))
    wrong = client.post(address, shares(brand, t1=50))
    assert wrong.status_code == 422
    assert "add up to 110%" in text_of(wrong)
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
