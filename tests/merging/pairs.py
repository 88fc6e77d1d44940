"""Two rows of one person with all that may hang on them, and every row of the house as it is."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.apps import apps
from django.core.files.base import ContentFile
from hypothesis import strategies as st

from campaigns.models import Brief, Learning
from checkins.models import CheckIn, Introduction, LastContact, Touch
from core.models import AuditEntry, OutgoingMail, WorkspaceModel
from creators.actions.found_by import refresh
from creators.models import (
    AudienceSnapshot,
    Creator,
    CreatorFile,
    FitRating,
    Goal,
    GoalReview,
    Merge,
    NotDuplicate,
    PotentialScore,
    Rate,
    StyleNote,
    Tag,
    VettingMark,
)
from creators.rules.doubles import keys_of
from partnerships.models import Agreement, Handover, TierChange
from reports.models import Summary
from reports.rules.figures import make_figures
from tests import factories
from tests.factories import fee_payment

NOON = factories.NOON
DAY = date(2026, 2, 1)
SIDES = ("kept", "absorbed")
TEXT = st.sampled_from(["", "Балкон", "Balcony", "Two\nlines"])


@dataclass
class Pair:
    kept: Creator
    absorbed: Creator
    rows: dict[str, Any]


def every_row() -> dict[str, list[dict[str, Any]]]:
    """Label → all rows, but for what tells of the merge itself."""
    found = {}
    for model in apps.get_models(include_auto_created=True):
        mine = issubclass(model, WorkspaceModel) or model is OutgoingMail
        if not mine and model is not Creator.tags.through:
            continue
        if model not in (AuditEntry, Merge):
            found[model._meta.label] = list(model._base_manager.order_by("pk").values())
    return found


def counts() -> Counter[str]:
    return Counter({label: len(rows) for label, rows in every_row().items()})


@st.composite
def plans(draw: Any) -> dict[str, Any]:
    """What hangs on either side: small numbers and yes or no, each possible against each."""
    some = st.integers(0, 2)
    side = st.fixed_dictionaries(
        {
            "about": TEXT, "goals": TEXT, "city": st.sampled_from(["", "Пермь", "Perm"]),
            "lead_days": st.sampled_from([None, 7, 14]), "zone": st.sampled_from(["UTC", "Asia/Almaty"]),
            "email": st.booleans(), "portal": st.booleans(), "person": st.booleans(),
            "quiet": st.booleans(), "archived": st.booleans(), "phone": st.sampled_from(["", "+74951234567"]),
            "stated": st.sampled_from([None, 900]),
            "channels": some, "rates": some, "notes": some, "tags": st.sets(st.integers(0, 2)),
            "marks": st.sets(st.sampled_from(["delivers", "easy"])), "rated": st.booleans(),
            "score": st.sampled_from([None, 0, 1]), "introduced": st.booleans(), "apart": st.booleans(),
            "partner": st.sampled_from(["", "T1", "T2", "T3"]), "ended": st.booleans(),
            "agreed": st.sampled_from(["", "draft", "ended"]),
            "touches": some, "planned": st.booleans(), "contact": st.booleans(),
            "campaigns": st.sets(st.integers(0, 2)), "shared_campaign": st.booleans(),
        }
    )  # fmt: skip
    return {
        "kept": draw(side), "absorbed": draw(side), "each_other": draw(st.booleans()),
        "told_apart": draw(st.booleans()),
        "newer": draw(st.booleans()),
    }  # fmt: skip


def build(ws: Any, by: Any, plan: dict[str, Any]) -> Pair:
    """Rows of both; whatever cannot be merged is left out, so that a merge may be tried."""
    brand = factories.BrandFactory(workspace=ws)
    mail = OutgoingMail.objects.create(
        workspace=ws, key="first", kind="x", language="en", from_email="a@b.c", to_email="d@e.f",
        subject="s", text="t", created_at=NOON, due_at=NOON, message_id="<1@x>",
        state="sent",
    )  # fmt: skip
    campaigns = [
        factories.CampaignFactory(
            workspace=ws, brand=brand, owner=by, state="live", starts_on=DAY + timedelta(days=30 * n),
            ends_on=DAY + timedelta(days=30 * n + 20),
        )
        for n in range(5)
    ]  # fmt: skip
    third = factories.CreatorFactory(workspace=ws)
    tags = [Tag.objects.create(workspace=ws, name=f"t{n}", folded=f"t{n}") for n in range(3)]
    made = {}
    for number, side in enumerate(SIDES):
        made[side] = _creator(ws, by, plan[side], number, tags)
        _own(ws, by, made[side], plan[side], third, number)
        _work(ws, by, made[side], plan[side], brand, campaigns, mail, number)
    kept, absorbed = made["kept"], made["absorbed"]
    if plan["each_other"]:
        Introduction.objects.create(workspace=ws, first=absorbed, second=kept, reason="r", owner=by)
    if plan["told_apart"]:
        NotDuplicate.objects.create(workspace=ws, first=kept, second=absorbed, at=NOON, by=by)
    return Pair(kept, absorbed, {"brand": brand, "third": third, "campaigns": campaigns})


def _creator(ws: Any, by: Any, plan: dict[str, Any], number: int, tags: list[Tag]) -> Creator:
    name = ["Светлана Ёлкина", "Svetlana Yolkina"][number]
    email = f"s{number}@example.com" if plan["email"] else ""
    creator = factories.CreatorFactory(
        workspace=ws, name=name, email=email, about=plan["about"], goals=plan["goals"],
        city=plan["city"], lead_days=plan["lead_days"], zone=plan["zone"],
        market=["RU", "US"][number], phone=plan["phone"], portal_open=plan["portal"],
        stated_followers=plan["stated"],
        person=factories.UserFactory() if plan["person"] else None,
        quiet_from="22:00" if plan["quiet"] else None, quiet_until="08:00" if plan["quiet"] else None,
        archived_at=NOON if plan["archived"] else None, **keys_of(name, email),
    )  # fmt: skip
    creator.tags.set([tags[n] for n in plan["tags"]])
    creator.refresh_from_db()
    return creator


def _own(
    ws: Any, by: Any, creator: Creator, plan: dict[str, Any], third: Creator, number: int
) -> None:
    channel = None
    for n in range(plan["channels"]):
        channel = factories.ChannelFactory(
            creator=creator, platform=["vk", "x"][n], handle=f"sveta{number}", followers=100 + n
        )
        AudienceSnapshot.objects.create(workspace=ws, channel=channel, taken_on=DAY, followers=100)
    for n in range(plan["rates"]):
        Rate.objects.create(
            workspace=ws, creator=creator, format=["reel", "post"][n], amount=Decimal(900),
            currency="USD", valid_from=DAY + timedelta(days=number * plan["notes"]),
        )  # fmt: skip
    for n in range(plan["notes"]):
        StyleNote.objects.create(
            workspace=ws, creator=creator, noted_on=DAY, text=f"{n}", channel=channel, by=by
        )
        goal = Goal.objects.create(workspace=ws, creator=creator, text=f"{n}", set_on=DAY)
        GoalReview.objects.create(workspace=ws, goal=goal, reviewed_on=DAY, state="open", by=by)
        CreatorFile.objects.create(
            workspace=ws, creator=creator, file=ContentFile(b"x", name="x.txt"), name="x.txt",
            kind="other", content_type="text/plain", size=1, sha256="0", by=by,
        )  # fmt: skip
    for item in plan["marks"]:
        VettingMark.objects.create(
            workspace=ws, creator=creator, item=item, verdict="yes", evidence="seen", by=by,
            at=NOON + timedelta(days=number),
        )  # fmt: skip
    if plan["rated"]:
        FitRating.objects.create(
            workspace=ws, creator=creator, by=by, values=4, culture=3, at=NOON + timedelta(days=1)
        )
    if plan["score"] is not None:
        PotentialScore.objects.create(
            workspace=ws, creator=creator, on=DAY + timedelta(days=plan["score"]), score=50,
            parts={}, weights={}, computed_at=NOON,
        )  # fmt: skip
        Creator.objects.filter(pk=creator.pk).update(potential=50)
    if plan["introduced"]:
        pair = [third, creator] if number else [creator, third]
        Introduction.objects.create(
            workspace=ws, first=pair[0], second=pair[1], reason="r", owner=by
        )
    if plan["apart"]:
        first, second = sorted([creator, third], key=lambda row: row.pk)
        NotDuplicate.objects.create(workspace=ws, first=first, second=second, at=NOON, by=by)
    refresh(creator)
    creator.refresh_from_db()


def _work(
    ws: Any, by: Any, creator: Creator, plan: dict[str, Any], brand: Any, campaigns: list[Any],
    mail: OutgoingMail, number: int,
) -> None:  # fmt: skip
    if not plan["partner"]:
        return
    partnership = factories.PartnershipFactory(
        workspace=ws, creator=creator, brand=brand, owner=by, tier=plan["partner"],
        started_on=DAY - timedelta(days=100 * number),
        stage="ended" if plan["ended"] else "active", ended_on=DAY if plan["ended"] else None,
    )  # fmt: skip
    TierChange.objects.create(
        workspace=ws, partnership=partnership, at=NOON, by=by, to_tier="T1", reason="r"
    )
    Handover.objects.create(
        workspace=ws, partnership=partnership, at=NOON, by=by, from_owner=by, to_owner=by
    )
    if plan["agreed"]:
        Agreement.objects.create(
            workspace=ws, partnership=partnership, kind="annual", state=plan["agreed"],
            starts_on=DAY, ends_on=DAY + timedelta(days=364), campaigns_a_year=4, currency="USD",
        )  # fmt: skip
    for n in range(plan["touches"]):
        Touch.objects.create(
            workspace=ws, partnership=partnership, at=NOON - timedelta(days=n + 10 * number),
            direction="both", kind="call", channel="call", by=by,
            mail=mail if n == number == 0 else None,
        )  # fmt: skip
    if plan["contact"]:
        LastContact.objects.create(workspace=ws, partnership=partnership, contact_at=NOON)
    if plan["planned"] and not plan["ended"]:
        CheckIn.objects.create(
            workspace=ws, partnership=partnership, due_on=date(2026, 4, 3), send_at=NOON,
            slot="2026-04", personal_line="Hi" if number else "",
            reason={"rule": "cadence", "cadence": "monthly", "from": "2026-03-03",
                    "from_kind": "call", "raw": "2026-04-03", "adjusted": ""},
        )  # fmt: skip
    _parts(ws, by, partnership, plan, campaigns, number)


def _parts(
    ws: Any, by: Any, partnership: Any, plan: dict[str, Any], campaigns: list[Any], number: int
) -> None:
    # The kept one takes part in every second campaign with work; the other in the ones between,
    # and maybe, with nothing done yet, in one of the kept one's.
    for place in sorted(plan["campaigns"]):
        index = place * 2 + number
        if index >= len(campaigns):
            continue
        part = factories.CollaborationFactory(campaign=campaigns[index], partnership=partnership)
        Brief.objects.create(workspace=ws, collaboration=part, updated_at=NOON)
        deliverable = factories.DeliverableFactory(collaboration=part)
        factories.ResultFactory(collaboration=part, deliverable=deliverable)
        Learning.objects.create(workspace=ws, collaboration=part, kind="worked", text="t", by=by)
        fee_payment(part, amount=900, currency="USD", due_on=DAY)
        Summary.objects.create(
            workspace=ws, collaboration=part, closed_at=NOON, due_at=NOON, language="en",
            figures=make_figures(slices=[], pieces=[], history=[], at=NOON), chart_png=b"\x89PNG",
        )  # fmt: skip
    if plan["shared_campaign"] and number:
        empty = factories.CollaborationFactory(campaign=campaigns[0], partnership=partnership)
        Brief.objects.create(workspace=ws, collaboration=empty, updated_at=NOON)
