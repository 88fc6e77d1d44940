"""A form changes what it shows and nothing else, whatever else is posted with it."""

from typing import Any

import pytest
from django.apps import apps
from django.utils import timezone
from django_scopes import scope

from accounts.models import Workspace
from campaigns.models import (
    BriefTemplate,
    Campaign,
    CampaignObjective,
    Debrief,
    Feedback,
    Idea,
    Learning,
    Submission,
    SyncNote,
    TrackingCode,
)
from checkins.models import (
    AdvisoryQuestion,
    CheckInTemplate,
    Letter,
    Session,
    SessionDecision,
    SessionGuest,
    Survey,
    Touch,
)
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
from reports.models import Correction
from tests.security.ground import address, signed_in
from tests.tenancy.world import World

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
TEXTS = {"goal_en": "One aim", "goal_ru": "Одна цель"}
LETTER = {
    "kind": "market", "subject_en": "Hi {name}", "body_en": "Rain", "context_en": "",
    "subject_ru": "", "body_ru": "", "context_ru": "",
}  # fmt: skip
QUESTION = {"q0-kind": "text", "q0-text_en": "Why?", "q0-text_ru": "Почему?"}
# What actions keep beside the words of a form.
KEPT = {"version", "search", "name_key", "email_key"}
CHANGES: dict[str, tuple[Any, str, dict[str, str], set[str]]] = {
    "checkins:session_decision": (
        SessionDecision, "session_decision", {"text": "Fewer scripts", "shared": "", "asked": "a" * 12}, set(),
    ),
    "checkins:session_guest_fee": (
        # The budget of that world is used up, so the page asks why.
        SessionGuest, "session_guest", {"fee": "90", "currency": "USD", "over_budget_reason": "Snow"},
        set(),
    ),
    "checkins:session_notes": (Session, "session", {"notes": "Bring samples"}, set()),
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
    "campaigns:objective": (
        CampaignObjective, "target",
        {"metric": "views", "market": "RU", "target": "77", "currency": ""}, set(),
    ),
    "campaigns:feedback_edit": (
        Feedback, "feedback", {"kind": "audience", "text": "Louder", "heard_on": DAY, "link": ""}, set(),
    ),
    "campaigns:feedback_answer": (
        Feedback, "feedback", {"state": "noted", "answer": "Thanks"}, {"answered_at", "answered_by_id"},
    ),
    "campaigns:idea_decide": (
        Idea, "idea", {"state": "declined", "answer": "Too dark", "kind": "objection", "used_in": ""},
        {"decided_at", "decided_by_id"},
    ),
    "checkins:template": (
        CheckInTemplate, "template",
        {"subject": "Hey {name}", "body": "{name} {personal_line} {sender}", "language": "en"}, set(),
    ),
    "campaigns:sync": (SyncNote, "sync", {"audience": "Loud", "agreed": ""}, set()),
    "campaigns:common_part": (Campaign, "campaign", {**TEXTS, "common": ""}, set()),
    "campaigns:brief_template": (
        BriefTemplate, "brief_template", {"name": "Second", "brand": "", "autonomy": "free", **TEXTS},
        {"sections"},
    ),
    "campaigns:learning": (
        Learning, "learning",
        {"kind": "did_not", "text": "Louder", "seen_kind": "worked", "seen_text": "Short and true"}, set(),
    ),
    "reports:correction": (Correction, "correction", {"note": "The file was late", "do": "save"}, set()),
    "partnerships:larger_goal": (Partnership, "partnership", {"larger_goal": "A film"}, set()),
    "checkins:survey_edit": (
        Survey, "survey",
        {"title_en": "Why?", "title_ru": "Почему?", "intro_en": "", "intro_ru": "", "count": "1", **QUESTION},
        set(),
    ),
    "checkins:letter_edit": (Letter, "letter", {"title": "Autumn", **LETTER}, set()),
    "checkins:advice_question": (
        AdvisoryQuestion, "advisory_question", {"answer": "Reels", "minutes": "9", "used": "A brief"},
        {"answered_at"},
    ),
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
    "campaigns:ideas": (
        Idea, {"kind": "objection", "section": "goal", "said_on": DAY, "text": "Louder"},
    ),
    "campaigns:objective_new": (
        CampaignObjective, {"metric": "clicks", "market": "", "target": "9", "currency": ""},
    ),
    "campaigns:feedback_new": (
        Feedback, {"kind": "product", "text": "A lid", "heard_on": DAY, "link": ""},
    ),
    "campaigns:codes": (TrackingCode, {"kind": "discount", "value": "LOUD9"}),
    "campaigns:debrief": (Debrief, {"version": "0", "kind": "win", "ours": "Earlier"}),
    "campaigns:sync_new": (SyncNote, {"held_on": DAY, "audience": "Quiet", "agreed": ""}),
    "partnerships:support_new": (
        Support, {"kind": "shared", "on": DAY, "text": "Her book", "link": ""},
    ),
    "campaigns:brief_template_new": (
        BriefTemplate, {"name": "Second", "brand": "", "autonomy": "free", **TEXTS, "version": "0"},
    ),
    "campaigns:deliverable_hand_in": (
        Submission, {"link": "https://d.example/9", "note": "Cut", "version": ""},
    ),
    "checkins:write": (
        Touch, {"subject": "The kettle", "body": "It boiled through the first seconds", "language": "en"},
    ),
    "checkins:session_decision_new": (
        SessionDecision, {"text": "No scripts", "shared": "on", "asked": "a" * 12},
    ),
    "checkins:letter_new": (Letter, {"title": "Autumn", **LETTER}),
    "checkins:advice_ask": (
        AdvisoryQuestion, {"question": "Louder?", "scope": "in", "scope_note": "", "by_mail": ""},
    ),
    "checkins:remark": (
        Touch, {"text": "The morning light made this one", "language": "en"},
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
