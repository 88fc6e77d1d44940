from datetime import date

import pytest

from core import panels as core_panels
from core.panels import Column, _Registry
from partnerships.actions.brands import create_brand
from partnerships.models import Partnership
from tests import factories
from tests.partnerships.conftest import AT
from tests.partnerships.pages import queries_of, text_of, url

pytestmark = pytest.mark.usefixtures("noon")


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
        groups = client.get(url("list"), query, follow=True).context["groups"]
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
    assert one <= 12


def test_list_asks_each_column_once(brand, partnership, client, monkeypatch):
    asked = []

    def load(ids):
        asked.append(list(ids))
        return {partnership.pk: "warm as toast"}

    monkeypatch.setattr(core_panels, "_registry", _Registry())
    column = Column("partnerships.list", "warmth", "Warmth", "tests/cell.html", load)
    core_panels.register_column(column)
    monkeypatch.setattr("creators.rows.render_to_string", lambda name, context: context["value"])
    text = text_of(client.get(url("list")))
    assert asked == [[partnership.pk]]
    assert '<th scope="col">Warmth</th>' in text
    assert "warm as toast" in text


def test_list_escapes_what_people_wrote(brand, client, partnership):
    Partnership.objects.update(cadence_override="quarterly")
    partnership.creator.name = "<b>Ann</b> & Co"
    partnership.creator.save()
    partnership.owner.name = "<i>Olga</i>"
    partnership.owner.save()
    page = client.get(url("list")).content.decode()
    assert "&lt;b&gt;Ann&lt;/b&gt; &amp; Co</a>" in page
    assert "&lt;i&gt;Olga&lt;/i&gt;</td>" in page
    assert "<b>Ann" not in page
    assert "<i>Olga" not in page
    assert "own rhythm: Quarterly" in page
