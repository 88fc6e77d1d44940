"""A form changes what it shows and nothing else, whatever else is posted with it."""

from typing import Any

import pytest
from django.apps import apps
from django.utils import timezone
from django_scopes import scope

from accounts.models import Workspace
from creators.models import (
    Channel,
    Creator,
    CreatorFile,
    FitRating,
    Goal,
    Rate,
    SavedView,
    StyleNote,
    VettingMark,
)
from partnerships.models import Objective, Opportunity, Partnership, Support
from tests.security.ground import address, signed_in
from tests.tenancy.world import World, make_world

DETAILS = {
    "name": "Света", "short_name": "", "email": "s@x.example", "phone": "", "market": "RU",
    "city": "Тула", "language": "ru", "zone": "Europe/Moscow", "about": "Писатель",
}  # fmt: skip
PREFERENCES = {
    "contact_by": "email", "lead_days": "9", "quiet_from": "22:00", "quiet_until": "09:00",
    "briefing": "Briefly", "payment_days": "14",
}  # fmt: skip
WISHES = {"goals": "A book", "boundaries": "No betting"}
DAY = "2026-01-05"
# What actions keep beside the words of a form.
KEPT = {"version", "search", "name_key", "email_key"}
CHANGES: dict[str, tuple[Any, str, dict[str, str], set[str]]] = {
    "creators:edit": (Creator, "creator", DETAILS, set()),
    "creators:preferences": (Creator, "creator", PREFERENCES, set()),
    "creators:wishes": (Creator, "creator", WISHES, set()),
    "creators:goal": (Goal, "goal", {"text": "A shop", "set_on": DAY}, set()),
    "creators:style_note": (
        StyleNote, "style_note", {"noted_on": DAY, "text": "Louder", "link": "", "channel": ""}, set(),
    ),
    "partnerships:opportunity": (
        Opportunity, "opportunity", {"kind": "feature", "title": "Seven", "text": "", "on": DAY}, set(),
    ),
    "partnerships:objective": (
        Objective, "objective",
        {"audience": "Men who bake", "market": "RU", "metric": "views", "starts_on": DAY, "ends_on": "2026-12-31", "currency": ""},
        set(),
    ),
    "partnerships:larger_goal": (Partnership, "partnership", {"larger_goal": "A film"}, set()),
    "creators:view": (SavedView, "view", {"name": "Near", "shared": ""}, {"folded"}),
    "creators:channel": (
        Channel, "channel", {"handle": "instagram.com/other", "platform": ""},
        {"handle_key", "loose_key", "url"},
    ),
}  # fmt: skip
MADE: dict[str, tuple[Any, dict[str, str]]] = {
    "partnerships:opportunity_new": (Opportunity, {"kind": "series", "title": "Six", "text": "", "on": ""}),
    "partnerships:objective_new": (
        Objective,
        {"audience": "Cooks", "market": "US", "metric": "reach", "target": "900", "currency": "", "starts_on": DAY, "ends_on": "2026-12-31"},
    ),
    "partnerships:support_new": (
        Support, {"kind": "shared", "on": DAY, "text": "Her book", "link": ""},
    ),
    "creators:create": (Creator, DETAILS),
    "creators:goal_add": (Goal, {"text": "A shop", "set_on": DAY}),
    "creators:style_note_add": (StyleNote, {"noted_on": DAY, "text": "Louder", "link": ""}),
    "creators:rate_set": (
        Rate, {"format": "story", "amount": "900", "currency": "USD", "valid_from": DAY, "note": ""},
    ),
    "creators:channel_add": (Channel, {"handle": "t.me/other", "platform": ""}),
    "creators:vetting_answer": (VettingMark, {"easy-verdict": "yes", "easy-evidence": "Twice"}),
    "creators:fit_rate": (FitRating, {"values": "4", "culture": "4", "note": "", "version": "0"}),
    "creators:view_save": (SavedView, {"name": "Near", "query": ""}),
}  # fmt: skip


@pytest.fixture
def world(db) -> World:
    return make_world()


def junk(world: World) -> dict[str, str]:
    """Every field of every model of the roster, with a value it would take."""
    foreign = Workspace.objects.get(slug="theirs")
    found = {}
    for model in apps.get_app_config("creators").get_models():
        for one in model._meta.concrete_fields:
            kind = one.get_internal_type()
            value = "1"
            if "Date" in kind or "Time" in kind:
                value = "2001-01-01"
            elif kind in ("CharField", "TextField"):
                value = "zap"
            found[one.name] = found[one.attname] = value
    found["public_id"] = "0" * 12
    found["workspace"] = found["workspace_id"] = str(foreign.pk)
    for name in ("person", "owner", "by", "created_by"):
        found[name] = found[f"{name}_id"] = str(world.people["outsider"].pk)
    return found


def values(row: Any) -> dict[str, Any]:
    return {one.attname: getattr(row, one.attname) for one in row._meta.concrete_fields}


def mine() -> Any:
    return scope(workspace=Workspace.objects.get(slug="mine"))


@pytest.mark.parametrize("route", CHANGES)
def test_only_what_the_form_shows_changes(world, route):
    model, name, data, more = CHANGES[route]
    with mine():
        before = values(model.objects.get(public_id=world.ids["mine"][name]))
    sent = {**junk(world), **data, "version": str(before.get("version", ""))}
    response = signed_in(world.people["owner"]).post(address(world, route), sent)
    assert response.status_code in (302, 303)
    with mine():
        after = values(model.objects.get(pk=before["id"]))
    changed = {key for key in after if after[key] != before[key]}
    assert changed - {f"{key}_id" for key in data} <= set(data) | more | KEPT
    # The control: it was a form that works.
    assert changed & set(data)


@pytest.mark.parametrize("route", MADE)
def test_what_is_made_belongs_to_whoever_made_it(world, route):
    model, data = MADE[route]
    start = timezone.now()
    with mine():
        there = set(model.objects.values_list("pk", flat=True))
    # An id may be chosen beforehand; one that is none of ours would be refused, so none is sent.
    sent = {**junk(world), "public_id": "", "topics": "", "expertise": "", "tags": "", **data}
    sent["channel"] = ""
    response = signed_in(world.people["owner"]).post(address(world, route), sent)
    assert response.status_code in (302, 303)
    with mine():
        (made,) = model.objects.exclude(pk__in=there)
        assert made.workspace.slug == "mine"
        assert made.created_at >= start
        assert getattr(made, "version", 1) == 1
        assert getattr(made, "removed_at", None) is None
        assert getattr(made, "archived_at", None) is None
        assert getattr(made, "merged_into_id", None) is None
        assert getattr(made, "person_id", None) is None
        for who in ("by", "owner"):
            assert getattr(made, who, None) in (None, world.people["owner"])
        if hasattr(made, "creator") and model is not Creator:
            assert made.creator.public_id == world.ids["mine"]["creator"]
        assert CreatorFile.objects.count() == 1
