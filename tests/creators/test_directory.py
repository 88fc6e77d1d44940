"""The directory: found over case and script, filtered, ordered, at a fixed number of queries."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation
from django_scopes import scope

from core import panels
from core.panels import Column
from creators.actions import creators as actions
from creators.actions.channels import add_channel
from creators.models import Creator, Tag
from creators.queries import directory as queries
from creators.rules.handles import parse_handle
from tests import factories
from tests.factories import NOON

HTMX = {"HTTP_HX_REQUEST": "true"}


@pytest.fixture
def here(workspace):
    return reverse("creators:directory", args=[workspace.slug])


@pytest.fixture
def add(workspace):
    """`add("Name", market="RU", channel="t.me/name", tags={…})`: by the action, as people do."""

    def make(name, *, channel="", tags=None, minutes=0, **values):
        with scope(workspace=workspace):
            return actions.create_creator(
                workspace=workspace,
                values={"name": name, "market": "US", **values},
                tags=tags,
                channel=parse_handle(channel) if channel else None,
                by=None,
                at=NOON + timedelta(minutes=minutes),
            )

    return make


@pytest.fixture
def shown(client_as, manager, here):
    """The names in the list at a query string, in order."""
    client = client_as(manager)

    def names(query=""):
        page = client.get(f"{here}?{query}", follow=True).context["page"]
        return [creator.name for creator in page.creators]

    return names


def _fragment(html):
    return re.search(r'<div class="stack stack--tight" id="results">.*', html, re.S)[0]


def _same_part(page, part):
    page, part = (
        re.sub(r'(?<=csrfmiddlewaretoken" value=")\w+', "", text) for text in (page, part)
    )
    return _fragment(page)[: len(part.strip())] == part.strip()


@pytest.mark.parametrize("query", ["", "?q=creator", "?market=US&sort=-followers"])
def test_queries_do_not_grow_with_rows(client_as, manager, workspace, add, here, query):
    client = client_as(manager)

    def count():
        with CaptureQueriesContext(
            connection,
        ) as queries_made:
            assert client.get(here + query).status_code == 200
        return len(queries_made)

    add("Creator 0", channel="t.me/creator_0", tags={"topic": ["Home"]})
    count()
    one = count()
    for n in range(1, 60):
        add(f"Creator {n}", channel=f"t.me/creator_{n}", tags={"topic": [f"Topic {n}"]})
    assert count() == one <= 12


@pytest.mark.parametrize(
    "query", ["", "q=ann", "market=US&sort=-followers&page=2", "q=zzz", "archived=only"]
)
def test_swap_equals_a_fresh_page(client_as, manager, add, here, query):
    for n in range(55):
        add(f"Ann {n:02}", channel=f"t.me/ann_{n:02}")
    client = client_as(manager)
    fresh = client.get(f"{here}?{query}").content.decode()
    # As htmx sends it: every field of the form, empty ones too.
    swap = client.get(f"{here}?language=&tag=&{query}", **HTMX).content.decode()
    assert swap.strip().startswith('<div class="stack stack--tight" id="results">')
    assert "<html" not in swap
    assert _same_part(fresh, swap)


def test_swap_gives_the_address_without_empty_fields(client_as, manager, add, here):
    add("Ann")
    client = client_as(manager)
    moved = client.get(f"{here}?q=&market=US&sort=name", **HTMX)
    assert moved.headers["HX-Push-Url"] == f"{here}?market=US"
    typed = client.get(f"{here}?q=an", HTTP_HX_TRIGGER_NAME="q", **HTMX)
    assert typed.headers["HX-Replace-Url"] == f"{here}?q=an"
    assert "HX-Push-Url" not in typed.headers
    back = client.get(f"{here}?q=an", HTTP_HX_HISTORY_RESTORE_REQUEST="true", **HTMX)
    assert b"<html" in back.content
    assert "HX-Request" in back.headers["Vary"]


def test_form_without_script_ends_at_the_short_address(client_as, manager, add, here):
    add("Ann")
    answer = client_as(manager).get(f"{here}?q=&market=US&tag=&archived=&sort=-followers")
    assert answer.headers["Location"] == f"{here}?market=US&sort=-followers"
    bare = client_as(manager).get(f"{here}?q=&market=nowhere")
    assert bare.headers["Location"] == here


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("q=светлана", ["Svetlana Yolkina", "Светлана Ёлкина"]),
        ("q=SVETLANA", ["Svetlana Yolkina", "Светлана Ёлкина"]),
        ("q=елкина+светл", ["Svetlana Yolkina", "Светлана Ёлкина"]),
        ("q=vetla", ["Svetlana Yolkina", "Светлана Ёлкина"]),
        ("q=@Dacha.Home", ["Светлана Ёлкина"]),
        ("q=sv@example.ru", ["Светлана Ёлкина"]),
        ("q=perm", ["Светлана Ёлкина"]),
        ("q=рецепты", ["Светлана Ёлкина"]),
        ("q=100%25", []),
        ("q=%00", ["Maya", "Svetlana Yolkina", "Светлана Ёлкина"]),
    ],
)
def test_search_finds_over_case_and_script(shown, add, query, found):
    add("Светлана Ёлкина", email="sv@example.ru", city="Пермь", channel="t.me/dacha.home",
        tags={"topic": ["Рецепты"]})  # fmt: skip
    add("Svetlana Yolkina")
    add("Maya")
    assert shown(query) == found


def test_each_filter_narrows(shown, add, workspace):
    add("Ann", market="US", language="en", channel="instagram.com/ann", tags={"topic": ["Home"]})
    add("Яна", market="RU", language="ru", channel="t.me/yana", tags={"tag": ["vip"]})
    with scope(workspace=workspace):
        Creator.objects.filter(name="Ann").update(followers=60_000)
        topic, vip = (Tag.objects.get(name=name).public_id for name in ("Home", "vip"))
    for query in ("market=US", "language=en", "platform=instagram", "size=50k", f"topic={topic}"):
        assert shown(query) == ["Ann"], query
    for query in ("market=RU", "language=ru", "platform=telegram", "size=unknown", f"tag={vip}"):
        assert shown(query) == ["Яна"], query
    assert shown("market=RU&platform=instagram") == []
    # A value that is no choice narrows nothing.
    assert shown("market=Mars") == ["Ann", "Яна"]


def test_archived_are_left_out_unless_asked_for(shown, add, workspace):
    add("Ann")
    gone = add("Gone")
    with scope(workspace=workspace):
        actions.archive_creator(creator=gone, by=None, at=NOON)
    assert shown() == ["Ann"]
    assert shown("archived=too") == ["Ann", "Gone"]
    assert shown("archived=only") == ["Gone"]


def test_chips_name_each_filter_and_lead_to_the_list_without_it(
    client_as, manager, workspace, add, here
):
    add("Яна", market="RU", tags={"topic": ["Дача"]})
    client = client_as(manager)
    with scope(workspace=workspace):
        tag_id = Tag.objects.get().public_id
    page = client.get(f"{here}?q=ян&market=RU&topic={tag_id}")
    chips = {chip.text: chip for chip in page.context["asked"].chips()}
    assert set(chips) == {"Russia", "Дача"}
    assert f"topic={tag_id}" in chips["Russia"].without
    assert "market" not in chips["Russia"].without
    alone = client.get(f"{here}?market=RU").context["asked"].chips()[0]
    assert alone.without == "."


def test_orders(shown, add, workspace):
    for minutes, (name, followers) in enumerate([("Bea", 10), ("Ann", 30), ("Cy", 20)]):
        made = add(name, minutes=minutes)
        with scope(workspace=workspace):
            Creator.objects.filter(pk=made.pk).update(followers=followers)
    assert shown() == ["Ann", "Bea", "Cy"]
    assert shown("sort=-name") == ["Cy", "Bea", "Ann"]
    assert shown("sort=-followers") == ["Ann", "Cy", "Bea"]
    assert shown("sort=followers") == ["Bea", "Cy", "Ann"]
    assert shown("sort=-created") == ["Cy", "Ann", "Bea"]
    assert shown("sort=created") == ["Bea", "Ann", "Cy"]
    assert shown("sort=password") == ["Ann", "Bea", "Cy"]


def test_header_turns_the_order_around(client_as, manager, add, here):
    add("Ann")
    client = client_as(manager)
    first = client.get(f"{here}?market=US").context["asked"]
    assert (first.by_name.state, first.by_name.url) == ("ascending", "?market=US&sort=-name")
    by_followers = _sort_link(first, "followers")
    assert (by_followers.state, by_followers.icon) == ("", "")
    turned = _sort_link(client.get(f"{here}?sort=-followers").context["asked"], "followers")
    assert (turned.state, turned.url) == ("descending", "?sort=followers")


def _sort_link(asked, key):
    return asked.by_column(next(column for column in asked.columns if column.key == key))


@pytest.mark.parametrize("query", ["", "q=ann&"])
def test_counting_and_paging_stop_at_a_limit(monkeypatch, client_as, manager, add, here, query):
    monkeypatch.setattr(queries, "PER_PAGE", 2)
    monkeypatch.setattr(queries, "COUNTED", 5)
    monkeypatch.setattr(queries, "SEARCHED", 5)
    for n in range(5):
        add(f"Ann {n}")
    client = client_as(manager)
    page = client.get(f"{here}?{query}page=2").context["page"]
    assert [c.name for c in page.creators] == ["Ann 2", "Ann 3"]
    assert (page.total, page.is_more, page.last, page.has_next) == (5, False, 3, True)
    add("Ann 5")
    last = client.get(f"{here}?{query}page=99")
    page = last.context["page"]
    assert [c.name for c in page.creators] == ["Ann 4"]
    assert (page.total, page.is_more, page.is_end_of_counting) == (5, True, True)
    assert "More than 5 creators" in last.content.decode()


@pytest.mark.parametrize("page", ["0", "-1", "x", "9" * 40, "2"])
def test_page_that_does_not_exist_is_the_nearest_one(shown, add, page):
    add("Ann")
    assert shown(f"page={page}") == ["Ann"]


def test_filters_are_read_when_they_are_opened(client_as, manager, add, here):
    add("Яна", market="RU", tags={"topic": ["Дача"]})
    client = client_as(manager)
    closed = client.get(f"{here}?market=RU&q=ян").content.decode()
    assert "Дача" not in closed
    # What narrows already goes along with a search.
    assert '<input type="hidden" name="market" value="RU">' in closed
    assert "?q=%D1%8F%D0%BD&amp;market=RU&amp;open=filters" in closed
    opened = client.get(f"{here}?market=RU&open=filters").content.decode()
    assert "Дача" in opened
    assert 'value="RU" checked>' in opened
    swap = client.get(f"{here}?market=RU&open=filters", **HTMX)
    assert "Дача" in swap.content.decode()
    assert 'id="results"' not in swap.content.decode()
    assert "HX-Push-Url" not in swap.headers


def test_column_of_an_upper_room_is_filled_once_and_narrows(
    monkeypatch, client_as, manager, add, here
):
    loads = []

    def load(ids):
        loads.append(list(ids))
        return {pk: {"text": f"T{pk}", "tone": "good"} for pk in loads[-1]}

    column = Column(
        slot="creators.directory", key="tier", title="Tier", template="components/chip.html",
        load=load, narrow=lambda rows, value: rows.filter(name=value),
        choices=lambda: [("Ann", "The first tier")],
    )  # fmt: skip
    monkeypatch.setattr(panels, "_registry", panels._Registry())
    panels.register_column(column)
    ann, bea = add("Ann"), add("Bea")
    client = client_as(manager)
    page = client.get(here).content.decode()
    assert loads == [[ann.pk, bea.pk]]
    assert f"T{ann.pk}" in page
    narrowed = client.get(f"{here}?tier=Ann")
    assert [c.name for c in narrowed.context["page"].creators] == ["Ann"]
    assert [chip.text for chip in narrowed.context["asked"].chips()] == ["The first tier"]


def test_empty_directory_says_how_to_begin(client_as, manager, analyst, workspace, here):
    page = client_as(manager).get(here).content.decode()
    assert reverse("creators:create", args=[workspace.slug]) in page
    assert "Nobody is here yet" in page
    assert 'name="q" value=""' not in page.split("<main")[1]
    reading = client_as(analyst).get(here).content.decode().split("<main")[1]
    assert "Nobody is here yet" in reading
    assert reverse("creators:create", args=[workspace.slug]) not in reading


def test_nothing_found_offers_to_clear(client_as, manager, add, workspace, here):
    made = add("Ann")
    client = client_as(manager)
    page = client.get(f"{here}?q=zzz").content.decode()
    assert "Nobody fits" in page
    assert "Try fewer letters" in page
    assert "No creator fits all" in client.get(f"{here}?market=RU").content.decode()
    with scope(workspace=workspace):
        actions.archive_creator(creator=made, by=None, at=NOON)
    assert "Everybody here is archived" in client.get(here).content.decode()


def test_rows_of_another_workspace_are_not_there(shown, add, other_workspace):
    add("Ann")
    stranger = factories.CreatorFactory(workspace=other_workspace, name="Stranger", search="ann")
    with scope(workspace=other_workspace):
        add_channel(creator=stranger, handle=parse_handle("t.me/ann"), by=None, at=NOON)
        theirs = Tag.objects.create(workspace=other_workspace, name="Theirs", folded="theirs")
    assert shown() == ["Ann"]
    assert shown("q=ann") == ["Ann"]
    assert shown("platform=telegram") == []
    assert shown(f"tag={theirs.public_id}") == ["Ann"]


def test_directory_in_russian(client_as, manager, add, here):
    manager.language = "ru"
    manager.save()
    for n in range(3):
        add(f"Анна {n}")
    # The middleware leaves the reader's language behind, for this thread's next test too.
    with translation.override("en"):
        page = client_as(manager).get(here).content.decode()
    assert "3 автора" in page
    assert "Подписчики" in page
