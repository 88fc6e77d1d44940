"""Whatever people type is text on every page (quality.md, security: XSS)."""

import html
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any
from urllib.parse import quote

import pytest
from django.apps import apps
from django.db import models
from django_scopes import scope

from accounts.models import User, Workspace
from campaigns.forms.feedback import FeedbackForm
from core.models import WorkspaceModel
from creators.forms.notes import StyleNoteForm
from creators.forms.vetting import AnswerForm
from creators.models import Creator, FitRating, SavedView, Tag, VettingMark
from creators.rules.handles import HandleError, parse_handle
from tests.security.ground import PAYLOADS, pages_to_read, signed_in, wrong_in
from tests.tenancy.world import World

# Fields that forms never take as they are: keys, words of an enumeration, what is computed.
MADE_BY_US = {
    "public_id", "name_key", "email_key", "handle_key", "loose_key", "link_key", "source_key",
    "search", "folded", "sha256", "content_type", "claim", "slot", "key", "language", "currency",
    "fee_currency", "revenue_currency", "query", "back", "verb", "object_type", "object_id",
    "target_id", "item", "phone", "chart_svg", "autonomy", "market", "kind",
}  # fmt: skip
# Their forms refuse what is no address: tests below.
ADDRESSES = (models.URLField,)


def text_fields(model: Any) -> Iterator[models.Field]:
    for one in model._meta.concrete_fields:
        if not isinstance(one, models.CharField | models.TextField) or one.choices:
            continue
        if one.name not in MADE_BY_US and not isinstance(one, ADDRESSES):
            yield one


def poison(world: World, turn: int) -> int:
    """Every text field of every row of the workspace becomes payloads; gives how many did."""
    done = turn
    workspace = Workspace.objects.get(slug="mine")
    with scope(workspace=workspace):
        for model in apps.get_models():
            if not issubclass(model, WorkspaceModel):
                continue
            for row in getattr(model, "with_absorbed", model.objects).all():
                values = {}
                for one in text_fields(model):
                    values[one.name] = payload(done, one.max_length or 600)
                    done += 1
                model._base_manager.filter(pk=row.pk).update(**values)
    for user in User.objects.all():
        User.objects.filter(pk=user.pk).update(name=payload(done, 100))
        done += 1
    Workspace.objects.filter(pk=workspace.pk).update(name=payload(done, 80))
    return done - turn


def payload(start: int, longest: int) -> str:
    """As many payloads as fit, beginning with another one each time."""
    text = PAYLOADS[start % len(PAYLOADS)]
    for more in range(1, len(PAYLOADS)):
        longer = f"{text} {PAYLOADS[(start + more) % len(PAYLOADS)]}"
        if len(longer) > longest:
            break
        text = longer
    return text[:longest]


@pytest.fixture
def world(world: World) -> World:
    workspace = Workspace.objects.get(slug="mine")
    owner = world.people["owner"]
    with scope(workspace=workspace):
        creator = Creator.objects.get(public_id=world.ids["mine"]["creator"])
        for kind in ("topic", "expertise", "tag"):
            creator.tags.add(
                Tag.objects.create(workspace=workspace, kind=kind, name=kind, folded=kind)
            )
        for item in ("easy", "niche"):
            VettingMark.objects.create(
                workspace=workspace, creator=creator, item=item, verdict="yes", evidence="x", by=owner,
                at=datetime(2026, 3, 3, tzinfo=UTC),
            )  # fmt: skip
        FitRating.objects.create(
            workspace=workspace,
            creator=creator,
            by=owner,
            values=4,
            culture=4,
            note="x",
            at=datetime(2026, 3, 3, tzinfo=UTC),
        )
    return world


@pytest.mark.parametrize("turn", [0, 17])
def test_no_text_becomes_markup_on_any_page(world, turn):
    assert poison(world, turn) > 100
    clients = {who: signed_in(world.people[who]) for who in ("owner", "creator")}
    wrong, seen = {}, 0
    for who, url in pages_to_read(world):
        for htmx in ({}, {"HX-Request": "true"}):
            response: Any = clients[who].get(url, headers=htmx)
            if response.streaming or "html" not in response.headers.get("Content-Type", ""):
                continue
            page = response.content.decode()
            if found := wrong_in(page):
                wrong[url] = found
            # The control: the same page would be found guilty if its escapes were none.
            seen += bool("zap" in page and wrong_in(html.unescape(page)))
    assert wrong == {}
    assert seen > 60, "the payloads are hardly anywhere, so nothing was tried"


@pytest.mark.parametrize("text", [" ".join(PAYLOADS[n::7])[:200] for n in range(7)])
def test_what_an_address_says_stays_text(client_as, manager, workspace, text):
    with scope(workspace=workspace):
        SavedView.objects.create(
            workspace=workspace, owner=manager, name=text[:60], folded="x", query=f"q={quote(text)}"
        )
    client = client_as(manager)
    base = f"/w/{workspace.slug}"
    keys = (
        "q",
        "said",
        "import",
        "outcome",
        "sort",
        "columns",
        "view",
        "next",
        "row",
        "tab",
        "name",
    )
    query = "&".join(f"{key}={quote(text)}" for key in keys)
    for page in ("creators/", "find/", "creators/compare/", "creators/duplicates/", "creators/views/",
                 "creators/export/", "creators/views/new/", "creators/alike/", "creators/bulk/",
                 "partnerships/", "campaigns/", "introductions/new/"):  # fmt: skip
        response = client.get(f"{base}/{page}?{query}", follow=True)
        assert wrong_in(response.content.decode()) == [], page


BAD_LINKS = (
    "javascript:zap()", "JaVaScRiPt:zap()", " javascript:zap()", "java\tscript:zap()",
    "data:text/html,<zap>", "vbscript:zap", "javascript://x.example/%0azap()", "file:///etc/passwd",
    "blob:https://x.example/1", "javascript:zap()//https://x.example",
)  # fmt: skip


@pytest.mark.parametrize("link", BAD_LINKS)
def test_links_that_run_something_are_refused_where_they_are_typed(in_scope, link):
    creator = Creator(pk=0, workspace=in_scope)
    note = StyleNoteForm({"link": link}, creator=creator)
    answer = AnswerForm({"link": link})
    said = FeedbackForm({"link": link})
    assert "link" in said.errors
    assert "link" in note.errors
    assert "link" in answer.errors
    # The control: a good one is taken by the same forms.
    assert "link" not in AnswerForm({"link": "https://x.example/reel/1"}).errors


@pytest.mark.parametrize("link", [*BAD_LINKS, *PAYLOADS])
def test_channel_is_an_address_on_the_web_or_none(link):
    for platform in ("", "instagram", "telegram", "other"):
        try:
            found = parse_handle(link, platform)
        except HandleError:
            continue
        assert found.url == "" or found.url.startswith(("https://", "http://")), found
        assert not set("<>\"' \n\r\t") & set(found.url + found.handle), found
