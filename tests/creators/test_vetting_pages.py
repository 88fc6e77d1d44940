"""The tab, the weights, the comparison: as they are read and written."""

import re
from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django_scopes import scope

from core.money import Money
from creators.actions import potential
from creators.actions.rates import set_rate
from creators.actions.vetting import rate_fit
from creators.enums import VettingItem
from creators.models import Creator, FitRating, PotentialWeights, VettingMark
from tests import factories
from tests.creators.conftest import TUESDAY
from tests.creators.test_vetting_actions import grown

pytestmark = pytest.mark.usefixtures("tuesday")


@pytest.fixture
def creator(workspace):
    with scope(workspace=workspace):
        found = factories.CreatorFactory(workspace=workspace, name="Maya Lind", followers=20_000)
        grown(found, 10_000, 9_900, 9_000)
        potential.sweep_potential(workspace=workspace, at=TUESDAY)
    return found


@pytest.fixture
def tab(creator, url):
    return f"{url('profile', creator.public_id)}?tab=vetting"


def text_of(response):
    return response.content.decode()


def answer_of(item="easy", **changes):
    fields = {"verdict": "yes", "evidence": "Never late", "link": "", "seen": "", **changes}
    return {f"{item}-{name}": value for name, value in fields.items()}


def queries_of(client, address):
    client.get(address)
    with CaptureQueriesContext(connection) as caught:
        assert client.get(address).status_code == 200
    return len(caught)


def test_tab_explains_score_and_checklist(tab, client_as, manager):
    text = text_of(client_as(manager).get(tab))
    for words in (
        '<span class="score">', "of 100", "Based on 3 of 4 parts.", "The audience is shrinking.",
        "unknown, not counted (of 25)", "0 of 20 points", "How it is computed",
        "No first tier yet", "The data leans to no.", "gate to the first tier",
    ):  # fmt: skip
        assert words in text, words
    for item in VettingItem:
        assert str(item.label) in text


def test_answer_by_page(tab, client_as, manager, url, creator, workspace):
    client = client_as(manager)
    address = url("vetting_answer", creator.public_id, "easy")
    refused = client.post(address, answer_of(evidence=" "))
    assert refused.status_code == 422
    assert "<details" in text_of(refused)
    assert client.post(address, answer_of(), follow=True).redirect_chain[-1][0] == tab
    assert client.post(address, answer_of(evidence="Otherwise", verdict="no")).status_code == 409
    with scope(workspace=workspace):
        mark = VettingMark.objects.get()
    late = client.post(address, answer_of(evidence="I saw otherwise", verdict="no"))
    text = text_of(late)
    assert "Maria Manager answered this while you were writing" in text
    assert "Never late" in text
    assert "I saw otherwise" in text
    assert f'name="easy-seen" value="{mark.public_id}"' in text
    again = answer_of(evidence="I saw otherwise", verdict="no", seen=mark.public_id)
    assert client.post(address, again).status_code == 302
    assert "1 earlier answer" in text_of(client.get(tab))
    assert client.post(url("vetting_answer", creator.public_id, "x"), {}).status_code == 404


def test_rate_by_page(tab, client_as, manager, url, creator, workspace):
    client, address = client_as(manager), url("fit_rate", creator.public_id)
    mine = {"values": "4", "culture": "5", "note": "Kind", "version": "0"}
    assert client.post(address, {**mine, "values": "6"}).status_code == 422
    assert client.post(address, mine).status_code == 302
    text = text_of(client.get(tab))
    assert "Based on 4 of 4 parts." in text
    assert "Rated 4.5 of 5 by 1 person." in text
    late = client.post(address, {**mine, "values": "1"})
    assert late.status_code == 409
    assert "Keep mine" in text_of(late)
    with scope(workspace=workspace):
        assert FitRating.objects.get().values == 4


def test_analyst_reads_and_presses_nothing(tab, client_as, analyst, url, creator):
    client = client_as(analyst)
    text = text_of(client.get(tab))
    assert "Save my rating" not in text
    assert "Save the answer" not in text
    assert client.post(url("fit_rate", creator.public_id), {}).status_code == 403
    assert "Save the weights" not in text_of(client.get(url("potential_weights")))


def test_tab_has_the_same_number_of_queries(tab, client_as, manager, owner, creator, workspace):
    client = client_as(manager)
    one = queries_of(client, tab)
    with scope(workspace=workspace):
        factories.vetted(creator)
        for month in range(2):
            grown(creator, 100, 200, 300 + month)
        for person in (manager, owner):
            rate_fit(
                creator=creator, values=3, culture=3, note="", expected=0, by=person, at=TUESDAY
            )
    # Two sentences of the rater's name come with the ratings.
    assert queries_of(client, tab) == one


def test_chart_of_the_history(tab, client_as, manager, creator, workspace):
    client = client_as(manager)
    assert "Potential over time" not in text_of(client.get(tab))
    with scope(workspace=workspace):
        for n in range(1, 3):
            at = TUESDAY + timedelta(days=n)
            rate_fit(
                creator=creator, values=n, culture=n, note="", expected=n - 1, by=manager, at=at
            )
    assert "Potential over time" in text_of(client.get(tab))


def test_too_little_known_says_what_is_missing(client_as, manager, url, workspace):
    with scope(workspace=workspace):
        bare = factories.CreatorFactory(workspace=workspace)
    page = client_as(manager).get(f"{url('profile', bare.public_id)}?tab=vetting")
    assert "Not enough is known for a score." in text_of(page)
    assert "Unknown: nobody has rated it yet." in text_of(page)
    overview = text_of(client_as(manager).get(url("profile", bare.public_id)))
    assert "Too little is known for a score" in overview


def test_overview_shows_score_flag_and_gate(client_as, manager, url, creator, workspace):
    with scope(workspace=workspace):
        factories.vetted(creator, "easy")
        known = Creator.objects.get().potential
    text = text_of(client_as(manager).get(url("profile", creator.public_id)))
    assert f'<span class="strong">{known}</span>' in text
    assert "audience shrinking" in text
    assert "1 of 8 with yes" in text


# Weights


def test_weights_are_previewed_then_saved(client_as, owner, url, creator, workspace, monkeypatch):
    rung = []
    monkeypatch.setattr("creators.views.vetting.ring", rung.append)
    client, address = client_as(owner), url("potential_weights")
    data = {"performance": 60, "stability": 20, "fit": 20, "growth": 0, "version": 0}
    assert client.get(address).status_code == 200
    refused = client.post(address, {**data, "fit": 25})
    assert refused.status_code == 422
    assert "add up to 105" in text_of(refused)
    preview = client.post(address, {**data, "preview": "1"})
    assert "Maya Lind" in text_of(preview)
    assert "nothing is saved yet" in text_of(preview)
    with scope(workspace=workspace):
        assert not PotentialWeights.objects.exists()
    assert client.post(address, data).status_code == 302
    assert len(rung) == 1
    assert "Nothing changed." in text_of(client.post(address, {**data, "version": 1}, follow=True))
    late = client.post(address, {**data, "fit": 10, "growth": 10})
    assert late.status_code == 409
    assert "Keep mine" in text_of(late)
    with scope(workspace=workspace):
        assert PotentialWeights.objects.get().version == 1


def test_preview_with_nobody_scored(client_as, owner, url):
    data = {"performance": 35, "stability": 20, "fit": 25, "growth": 20, "version": 0}
    page = client_as(owner).post(url("potential_weights"), {**data, "preview": "1"})
    assert "Nobody has a score yet" in text_of(page)


# Comparison


@pytest.fixture
def others(workspace):
    with scope(workspace=workspace):
        found = factories.CreatorFactory.create_batch(6, workspace=workspace, followers=1_300)
        for n, person in enumerate(found):
            grown(person, 1000, 1100 + 10 * n, 1300)
            set_rate(
                creator=person, format="reel", price=Money(Decimal(100 + n), "USD"),
                valid_from=TUESDAY.date(), by=None, at=TUESDAY,
            )  # fmt: skip
        factories.vetted(found[0])
        for person in found:
            person.search = person.name.lower()
            person.save()
    return found


def rows(*people):
    return "?" + "&".join(f"row={person.public_id}" for person in people)


def test_comparison_marks_the_best_not_by_colour_alone(client_as, analyst, url, creator, others):
    page = client_as(analyst).get(url("compare") + rows(creator, others[0]))
    text = text_of(page)
    lines = {
        str(line.label): line for section in page.context["comparison"].sections
        for line in section.lines
    }  # fmt: skip
    assert [cell.best for cell in lines["Followers"].cells] == [True, False]
    assert [cell.best for cell in lines["Growth a month"].cells] == [False, True]
    assert lines["Growth a month"].cells[0].flag == "shrinking"
    assert [cell.verdict for cell in lines["Easy to work with"].cells] == ["", "yes"]
    assert [cell.text for cell in lines["Reel or short, USD"].cells] == ["–", "$100"]
    assert not any(cell.best for cell in lines["Reel or short, USD"].cells), "one is no contest"
    assert "best of these" in text
    assert "Tier" in text
    assert "Last contact" in text


def test_cheapest_is_best_and_equals_are_not(client_as, manager, url, others):
    page = client_as(manager).get(url("compare") + rows(*others[:2]))
    lines = {
        str(line.label): line for section in page.context["comparison"].sections
        for line in section.lines
    }  # fmt: skip
    assert [cell.best for cell in lines["Reel or short, USD"].cells] == [True, False]
    assert not any(cell.best for cell in lines["Followers"].cells)


def test_comparison_takes_one_more_up_to_five(client_as, manager, url, others):
    client = client_as(manager)
    empty = text_of(client.get(url("compare")))
    assert "Whom to compare?" in empty
    one = text_of(client.get(f"{url('compare')}{rows(others[0])}&q={others[1].name.split()[1]}"))
    assert f"row={others[0].public_id}&amp;row={others[1].public_id}" in one
    assert f'href="{rows(others[0]).replace("&", "&amp;")}' in one
    full = client.get(url("compare") + rows(*others, others[0]))
    assert len(full.context["comparison"].candidates) == 5
    assert "Take somebody out first" in text_of(full)
    assert re.search(r'<a class="button[^>]*no-print"', text_of(full))
    lost = client.get(url("compare") + rows(others[0]) + "&row=nobody&q=%00")
    assert len(lost.context["comparison"].candidates) == 1
    assert "Nobody found" in text_of(client.get(url("compare") + "?q=zzzzzz"))


def test_comparison_has_the_same_number_of_queries(client_as, manager, url, others, workspace):
    client = client_as(manager)
    with scope(workspace=workspace):
        potential.sweep_potential(workspace=workspace, at=TUESDAY)
    address = url("compare")
    nobody = "&q=zzzzzz"
    two = queries_of(client, address + rows(*others[:2]) + nobody)
    assert queries_of(client, address + rows(*others[:4]) + nobody) == two


# The portal


def test_creator_never_sees_score_or_answers(client_as, creator, workspace, manager):
    person = factories.UserFactory()
    with scope(workspace=workspace):
        creator.person, creator.portal_open = person, True
        creator.save()
        factories.PartnershipFactory(workspace=workspace, creator=creator, owner=manager)
        factories.vetted(creator)
    client = client_as(person)
    for name in ("home", "results", "agreement", "work", "payments"):
        page = client.get(reverse(f"portal:{name}", args=[creator.public_id]))
        assert page.status_code == 200
        for words in ("Seen twice", "otential", "ating", "hecklist"):
            assert words not in text_of(page), (name, words)
