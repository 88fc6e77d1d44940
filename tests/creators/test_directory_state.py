"""The directory's address: what it narrows to, in which order and with which columns."""

import re
from datetime import date, timedelta

import pytest
from django.http import QueryDict
from django.urls import reverse
from django_scopes import scope
from hypothesis import given
from hypothesis import strategies as st

from core.panels import Column, Filter
from creators.actions.creators import create_creator, update_creator
from creators.actions.style_notes import add_style_note, remove_style_note
from creators.actions.tags import set_tags
from creators.directory import _filters
from creators.enums import ContentFormat, Market, Platform
from creators.filters import read_address
from creators.models import Creator, Rate, Tag
from creators.offers import Offers, narrowed_by
from creators.queries.directory import all_columns, columns_for, rows_of
from creators.rows import draw_rows
from tests import factories
from tests.factories import NOON

HTMX = {"HTTP_HX_REQUEST": "true"}


@pytest.fixture
def in_scope(workspace):
    with scope(workspace=workspace):
        yield workspace


@pytest.fixture
def here(workspace):
    return reverse("creators:directory", args=[workspace.slug])


@pytest.fixture
def people(in_scope):
    """Ann of the US with everything, Яна of Russia, Zed of elsewhere of whom nothing is known."""
    made = {}
    for name, values in {
        "Ann": {"market": "US", "language": "en", "followers": 60_000, "potential": 81},
        "Яна": {"market": "RU", "language": "ru", "followers": 900, "potential": 40},
        "Zed": {"market": "ZZ", "language": "en", "followers": 0},
    }.items():
        made[name] = factories.CreatorFactory(workspace=in_scope, name=name, **values)
    factories.ChannelFactory(creator=made["Ann"], platform="instagram")
    factories.ChannelFactory(creator=made["Яна"], platform="vk")
    for kind, until in (("reel", None), ("post", date(2026, 1, 1))):
        Rate.objects.create(
            workspace=in_scope, creator=made["Ann"], format=kind, amount=900, currency="USD",
            valid_from=date(2025, 1, 1), valid_until=until,
        )  # fmt: skip
    tags = {"topic": ["Home"], "expertise": ["Film"], "tag": ["vip"]}
    set_tags(creator=made["Ann"], tags=tags, by=None, at=NOON)
    # What a channel without a snapshot does not know.
    Creator.objects.filter(name="Ann").update(followers=60_000)
    return made


def _names(query):
    return [creator.name for creator in read_address(query).creators]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("market=US", ["Ann"]),
        ("market=US&market=RU", ["Ann", "Яна"]),
        ("market=Mars", ["Ann", "Zed", "Яна"]),
        ("market=Mars&market=RU", ["Яна"]),
        ("language=ru", ["Яна"]),
        ("platform=instagram", ["Ann"]),
        ("platform=instagram&platform=vk", ["Ann", "Яна"]),
        ("size=50k", ["Ann"]),
        ("size=50k&size=unknown", ["Ann", "Zed"]),
        ("format=reel", ["Ann"]),
        ("format=post", []),
        ("potential=80", ["Ann"]),
        ("potential=80&potential=40", ["Ann", "Яна"]),
        ("potential=none", ["Zed"]),
        ("market=US&language=ru", []),
    ],
)
def test_filters_narrow_and_join_their_values_by_or(people, query, found):
    assert _names(query) == found


def test_tags_of_each_kind_are_a_filter_of_their_own(people):
    for key, name in (("topic", "Home"), ("expertise", "Film"), ("tag", "vip")):
        tag = Tag.objects.get(name=name).public_id
        assert _names(f"{key}={tag}") == ["Ann"]
        other = {"topic": "tag", "expertise": "topic", "tag": "topic"}[key]
        assert len(_names(f"{other}={tag}")) == 3


@pytest.mark.parametrize(
    ("sort", "found"),
    [
        ("-followers", ["Ann", "Яна", "Zed"]),
        ("followers", ["Zed", "Яна", "Ann"]),
        ("-potential", ["Ann", "Яна", "Zed"]),
        ("market", ["Яна", "Ann", "Zed"]),
        ("-market", ["Zed", "Ann", "Яна"]),
        ("-name", ["Яна", "Zed", "Ann"]),
        ("city", ["Ann", "Zed", "Яна"]),
    ],
)
def test_orders_of_columns(people, sort, found):
    assert _names(f"sort={sort}") == found


def test_filter_of_an_upper_room_joins_by_or(people):
    one = Filter(
        "creators.directory", "named", "Named", lambda rows, value: rows.filter(name=value), list
    )
    rows = Creator.objects.order_by("name")
    both = narrowed_by(one, rows, ["Ann", "Zed"], {})
    assert [creator.name for creator in both] == ["Ann", "Zed"]
    assert [creator.name for creator in narrowed_by(one, rows, ["Zed"], {})] == ["Zed"]


def test_own_filters_narrow_by_one_value_too(people):
    offers = Offers()
    for one in _filters():
        values = list(offers.labels(one))
        for value in values:
            assert one.narrow(Creator.objects.all(), value).count() <= 3, one.key


CHOICES = {
    "market": list(Market.values),
    "platform": list(Platform.values),
    "format": list(ContentFormat.values),
    "size": ["small", "1m", "unknown"],
    "potential": ["80", "none"],
    "archived": ["only", "too"],
}
COLUMNS = ["followers", "city", "rate", "topics", "email", "created"]


@st.composite
def states(draw):
    query = QueryDict(mutable=True)
    text = st.text(st.characters(blacklist_categories=["Cs"]), max_size=30)
    query["q"] = draw(text)
    for key, values in CHOICES.items():
        picked = draw(st.lists(st.sampled_from([*values, "", "?"]), max_size=4))
        query.setlist(key, picked)
    query["sort"] = draw(st.sampled_from(["", "name", "-name", "-followers", "created", "x"]))
    query["columns"] = ",".join(draw(st.lists(st.sampled_from([*COLUMNS, "nothing"]), max_size=8)))
    query["page"] = draw(st.sampled_from(["", "2", "x"]))
    return query


@given(states())
def test_state_and_address_mean_the_same(query):
    asked = read_address(query.urlencode())
    again = read_address(asked.saved_state)
    assert again.is_exact
    assert again.saved_state == asked.saved_state
    assert (again.values, again.words, again.sort) == (asked.values, asked.words, asked.sort)
    assert again.column_keys == asked.column_keys
    assert read_address(asked.address().removeprefix("?").removeprefix(".")).is_exact


def test_columns_are_chosen_in_the_address(client_as, manager, people, here):
    client = client_as(manager)
    page = client.get(f"{here}?columns=city,followers,nothing,city", follow=True)
    assert page.context["asked"].column_keys == ["city", "followers"]
    heads = re.findall(r'<th scope="col"[^>]*>(?:<a[^>]*>)?([^<]+)', page.content.decode())
    assert heads[-3:] == ["Creator", "City", "Followers"]
    assert read_address("columns=").columns == columns_for()
    assert not read_address(f"columns={','.join(c.key for c in columns_for())}").has_own_columns


def test_columns_move_without_a_script(client_as, manager, people, here):
    client = client_as(manager)
    chosen = "column=city&column=followers&column=email"
    moved = client.get(f"{here}?{chosen}&move=email:up&market=US")
    assert moved.url == f"{here}?market=US&columns=city,email,followers&open=columns"
    stays = client.get(f"{here}?{chosen}&move=city:up")
    assert stays.url == f"{here}?columns=city,followers,email&open=columns"
    down = client.get(f"{here}?{chosen}&move=city:down", **HTMX)
    assert down.headers["HX-Push-Url"] == f"{here}?columns=followers,city,email"
    text = down.content.decode()
    assert 'id="column-choices" hx-swap-oob="true"' in text
    assert text.index('value="followers" checked') < text.index('value="city" checked')


def test_every_column_draws_and_tells(people):
    rows, filled = rows_of(Creator.objects.order_by("name")[:3], all_columns())
    pk = people["Ann"].pk
    told = {
        one.column.key: one.column.plain(one.values[pk])
        for one in filled
        if one.values.get(pk) is not None and one.column.plain
    }
    assert told["followers"] == 60_000
    assert (told["market"], told["language"]) == ("United States", "English")
    assert (told["topics"], told["expertise"], told["tags"]) == ("Home", "Film", "vip")
    assert (told["rate"], told["potential"]) == ("Reel or short $900", 81)
    assert told["channels"].startswith("Instagram: ")
    assert isinstance(told["created"], date)
    assert [row.name for row in rows] == ["Ann", "Zed", "Яна"]


def test_nothing_from_outside_is_markup(client_as, manager, in_scope, here):
    bad = '<script>alert("x")</script>'
    creator = factories.CreatorFactory(
        workspace=in_scope, name=bad, city=bad, email='"<b>"@x.example'
    )
    factories.ChannelFactory(creator=creator, handle=bad, url="javascript:alert(1)")
    set_tags(
        creator=creator, by=None, at=NOON,
        tags={"topic": [bad, "b<i>", "c<i>", "d<i>"], "tag": [bad], "expertise": [bad]},
    )  # fmt: skip
    brand = factories.BrandFactory(workspace=in_scope, name=bad)
    owner = factories.UserFactory(name=bad)
    factories.PartnershipFactory(workspace=in_scope, creator=creator, brand=brand, owner=owner)
    every = ",".join(column.key for column in all_columns())
    for query in (f"columns={every}", f"q={bad}", "open=filters", "open=columns"):
        text = client_as(manager).get(f"{here}?{query}", follow=True).content.decode()
        text = text.split("<main")[1].split("</main>")[0]
        assert "<script" not in text, query
        assert "<b>" not in text
        assert "<i>" not in text
    assert "&lt;script&gt;" in text


def test_column_with_a_template_is_drawn_with_the_page_beside_it(in_scope):
    creator = factories.CreatorFactory(workspace=in_scope)
    column = Column(
        "creators.directory", "x", "X", "components/chip.html",
        load=lambda ids: {creator.pk: {"text": "<b>", "tone": "good"}},
    )  # fmt: skip
    rows, filled = rows_of(Creator.objects.all()[:1], [column])

    class Page:
        creators = rows

    Page.filled = filled
    drawn = draw_rows(Page, slug="north", ticks=False, shared={})
    assert "&lt;b&gt;" in drawn
    assert 'type="checkbox"' not in drawn


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("дача", ["Светлана"]),
        ("dacha SCHENOK", ["Светлана"]),
        ("щенок кошка", []),
        ("8 (495) 123-45-67", ["Светлана"]),
        ("гончарка", []),
    ],
)
def test_search_reads_notes_and_phones(in_scope, query, found):
    values = {"name": "Светлана", "market": "RU", "phone": "+74951234567"}
    creator = create_creator(workspace=in_scope, values=values, by=None, at=NOON)
    update_creator(
        creator=creator, expected=1, values={"about": "Пишет про дачу, любит слово дача"},
        by=None, at=NOON,
    )  # fmt: skip
    for n, text in enumerate(["Щенок в кадре", "Гончарка"]):
        note = add_style_note(
            creator=creator, noted_on=NOON.date() + timedelta(days=n), text=text, by=None, at=NOON
        )
    remove_style_note(note=note, by=None, at=NOON)
    assert _names(QueryDict(f"q={query}").urlencode()) == found
