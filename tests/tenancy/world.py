"""Two workspaces with one of everything each; the people who try every door."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any

from django.core.files.base import ContentFile
from django_scopes import scope

from accounts.models import Invitation, Membership, User, Workspace
from campaigns.models import Brief, BriefVersion, Learning, Result
from checkins.introduction_emails import answer_url
from checkins.models import CheckIn, CheckInTemplate, Introduction
from core.models import BulkJob, BulkRow, ExportJob, ImportJob, OutgoingMail
from creators.models import AudienceSnapshot, CreatorFile, Goal, Merge, Rate, SavedView, StyleNote
from partnerships.models import Agreement, TierPolicy
from reports.models import Summary
from reports.rules.figures import make_figures
from tests import factories
from tests.factories import fee_payment
from tests.tenancy.world_agreements import amended
from tests.tenancy.world_api import with_tokens
from tests.tenancy.world_away import was_away
from tests.tenancy.world_briefs import with_library
from tests.tenancy.world_closing import looked_back
from tests.tenancy.world_codes import coded
from tests.tenancy.world_growth import grown
from tests.tenancy.world_ideas import with_ideas
from tests.tenancy.world_inbox import with_inbox
from tests.tenancy.world_letters import with_letters
from tests.tenancy.world_live import live_rows
from tests.tenancy.world_money import money_rows
from tests.tenancy.world_outreach import asked
from tests.tenancy.world_papers import with_papers
from tests.tenancy.world_payments import paying
from tests.tenancy.world_renewals import renewing
from tests.tenancy.world_reviews import reviewed
from tests.tenancy.world_rounds import with_rounds
from tests.tenancy.world_sessions import with_sessions
from tests.tenancy.world_standing import stood
from tests.tenancy.world_talk import with_talk
from tests.tenancy.world_times import with_times
from tests.tenancy.world_today import with_snooze
from tests.tenancy.world_writing import with_versions

NOW = datetime.now(UTC)
TODAY = NOW.date()


@dataclass
class World:
    people: dict[str, User]
    workspaces: dict[str, str]  # "mine", "theirs" → slug
    ids: dict[str, dict[str, Any]]  # "mine", "theirs" → name → what stands in the URL
    sessions: dict[str, str] = field(default_factory=dict)  # who → the key of their session


def make_world() -> World:
    mine = factories.WorkspaceFactory(name="Mine", slug="mine")
    theirs = factories.WorkspaceFactory(name="Theirs", slug="theirs")
    people = {
        name: factories.UserFactory(name=name, email=f"{name}@mine.example")
        for name in ("outsider", "analyst", "manager", "owner", "creator", "other_creator")
    }
    for role in ("analyst", "manager", "owner"):
        Membership.objects.create(workspace=mine, user=people[role], role=role)
    Membership.objects.create(workspace=theirs, user=people["outsider"], role="owner")
    return World(
        people=people,
        workspaces={"mine": "mine", "theirs": "theirs"},
        ids={
            "mine": _fill(mine, people["owner"], people["creator"]),
            "theirs": _fill(theirs, people["outsider"], people["other_creator"]),
        },
    )


def _fill(ws: Workspace, owner: User, person: User) -> dict[str, Any]:
    with scope(workspace=ws):
        return _rows(ws, owner, person)


def _rows(ws: Workspace, owner: User, person: User) -> dict[str, Any]:
    creator = factories.CreatorFactory(workspace=ws, person=person, name="Светлана Ким")
    channel = factories.ChannelFactory(creator=creator, handle=f"{ws.slug}kim")
    snapshot = AudienceSnapshot.objects.create(
        workspace=ws, channel=channel, taken_on=TODAY, followers=1000
    )
    rate = Rate.objects.create(
        workspace=ws, creator=creator, format="reel", amount=900, currency="USD", valid_from=TODAY
    )
    brand = factories.BrandFactory(workspace=ws)
    policies = [
        TierPolicy.objects.create(workspace=ws, brand=brand, tier=t, cadence=c, budget_share=s)
        for t, c, s in (("T1", "monthly", 40), ("T2", "quarterly", 40), ("T3", "none", 20))
    ]
    partnership = factories.PartnershipFactory(
        workspace=ws, creator=creator, brand=brand, owner=owner
    )
    agreement = Agreement.objects.create(
        workspace=ws, partnership=partnership, kind="annual", state="sent", starts_on=TODAY,
        ends_on=TODAY + timedelta(days=364), campaigns_a_year=4, currency="USD", sent_on=TODAY,
    )  # fmt: skip
    check_in = CheckIn.objects.create(
        workspace=ws, partnership=partnership, due_on=TODAY, send_at=NOW - timedelta(hours=1),
        slot="2026-01",
        reason={"rule": "cadence", "cadence": "monthly", "from": "2026-03-03", "from_kind": "call",
                "raw": "2026-04-03", "adjusted": ""},
    )  # fmt: skip
    template = CheckInTemplate.objects.create(
        workspace=ws, kind="cadence", language="en", subject="Hi {name}",
        body="Hi {name},\n\n{personal_line}\n\n{sender}, {brand}",
    )  # fmt: skip
    introduction = Introduction.objects.create(
        workspace=ws, first=creator, second=factories.CreatorFactory(workspace=ws), owner=owner,
        reason="Both grow lemons", state="asked", asked_at=NOW,
    )  # fmt: skip
    return {
        **with_tokens(ws, owner),
        "introduction": introduction.public_id,
        "introduction_token": answer_url(introduction, "first", NOW).split("/")[-2],
        "creator": creator.public_id,
        **_doubles(ws, owner, creator),
        "channel": channel.public_id,
        "snapshot": snapshot.public_id,
        "rate": rate.public_id,
        "vetting_item": "easy",
        "view": SavedView.objects.create(
            workspace=ws, owner=owner, name="Far", folded="far", shared=True
        ).public_id,
        **_known(ws, creator),
        **paying(ws, owner, partnership),
        "brand": brand.public_id,
        "policy": policies[0].public_id,
        "partnership": partnership.public_id,
        "keeper": owner.public_id,
        "agreement": agreement.public_id,
        "check_in": check_in.public_id,
        **with_snooze(check_in, owner, NOW),
        "template": template.public_id,
        **with_versions(template, owner, NOW),
        **grown(partnership, TODAY),
        **reviewed(partnership, NOW),
        **with_papers(agreement, TODAY),
        **with_letters(partnership, owner, NOW),
        **stood(partnership, owner, TODAY),
        **with_talk(partnership, owner, NOW),
        **amended(ws, owner, TODAY),
        **renewing(ws, owner, TODAY, NOW),
        **(work := _work(ws, owner, brand, partnership)),
        **_office(ws, owner, work["campaign"]),
        **_many(ws, owner, creator),
        **money_rows(ws, owner, partnership),
    }


def _known(ws: Workspace, creator: Any) -> dict[str, Any]:
    goal = Goal.objects.create(workspace=ws, creator=creator, text="A book", set_on=TODAY)
    note = StyleNote.objects.create(workspace=ws, creator=creator, text="Calmer", noted_on=TODAY)
    file = CreatorFile(
        workspace=ws, creator=creator, name="kit.png", kind="media_kit", size=8,
        content_type="image/png", sha256=ws.slug,
    )  # fmt: skip
    file.file.save("kit", ContentFile(b"\x89PNG\r\n\x1a\n"))
    return {"goal": goal.public_id, "style_note": note.public_id, "file": file.public_id}


def _doubles(ws: Workspace, owner: User, creator: Any) -> dict[str, Any]:
    double = factories.CreatorFactory(workspace=ws, name="Svetlana Kim")
    absorbed = factories.CreatorFactory(workspace=ws, merged_into=creator, archived_at=NOW)
    merge = Merge.objects.create(workspace=ws, kept=creator, absorbed=absorbed, at=NOW, by=owner)
    return {"double": double.public_id, "merge": merge.public_id}


def _many(ws: Workspace, owner: User, creator: Any) -> dict[str, Any]:
    """A change of many creators that is done, and a list written to a file."""
    bulk = BulkJob.objects.create(
        workspace=ws, kind="creators.archive", selection=[creator.public_id], rows_total=1,
        counts={"done": 1}, state="done", back=f"/w/{ws.slug}/creators/", created_by=owner,
    )  # fmt: skip
    BulkRow.objects.create(
        workspace=ws, job=bulk, number=1, object_id=creator.public_id, object_name="Светлана Ким",
        outcome="done", after={"archived_at": ""},
    )  # fmt: skip
    export = ExportJob(
        workspace=ws, kind="creators", format="csv", language="en", state="done", rows_total=1,
        file_name="creators.csv", created_by=owner,
    )  # fmt: skip
    export.file.save("creators.csv", ContentFile(b"name\n"))
    return {"bulk": bulk.public_id, "export": export.public_id}


def _work(ws: Workspace, owner: User, brand: Any, partnership: Any) -> dict[str, Any]:
    live = factories.CampaignFactory(workspace=ws, brand=brand, owner=owner)
    part = factories.CollaborationFactory(campaign=live, partnership=partnership)
    deliverable = factories.DeliverableFactory(collaboration=part)
    sections = {"goal": {"en": "Show the balcony", "ru": "Покажите балкон"}}
    brief = Brief.objects.create(
        workspace=ws, collaboration=part, sections=sections, updated_at=NOW
    )
    version = BriefVersion.objects.create(
        workspace=ws, brief=brief, number=1, sections=sections, autonomy="guided",
        shared_at=NOW, shared_by=owner,
    )  # fmt: skip
    result = Result.objects.create(
        workspace=ws, collaboration=part, day=TODAY, market="US", reach=1000, likes=90,
        source_key="typed", updated_at=NOW, by=owner,
    )  # fmt: skip
    closed = factories.CampaignFactory(
        workspace=ws, brand=brand, owner=owner, state="closed", closed_at=NOW,
        starts_on=date(2026, 1, 1), ends_on=date(2026, 1, 31),
    )  # fmt: skip
    finished = factories.CollaborationFactory(
        campaign=closed, partnership=partnership, state="closed", closed_at=NOW
    )
    learning = Learning.objects.create(
        workspace=ws, collaboration=part, kind="worked", text="Short and true", by=owner
    )
    payment = fee_payment(finished, amount=900, currency="USD", due_on=TODAY)
    sent = factories.CollaborationFactory(
        campaign=factories.CampaignFactory(
            workspace=ws, brand=brand, owner=owner, state="closed", closed_at=NOW
        ),
        partnership=partnership, state="closed", closed_at=NOW, sequence=2,
    )  # fmt: skip
    clock = {
        "closed_at": NOW,
        "due_at": NOW + timedelta(hours=72),
        "language": "en",
        "figures": {**make_figures(slices=[], pieces=[], history=[], at=NOW), "drafted": {}},
        "chart_png": b"\x89PNG\r\n\x1a\n",
    }
    draft = Summary.objects.create(workspace=ws, collaboration=finished, **clock)
    done = Summary.objects.create(
        workspace=ws, collaboration=sent, state="sent", sent_at=NOW, sent_by=owner, **clock
    )
    return {
        "campaign": live.public_id,
        "collaboration": part.public_id,
        **with_ideas(part, version, NOW),
        **coded(part),
        **live_rows(part, TODAY, NOW),
        "deliverable": deliverable.public_id,
        **with_rounds(part, deliverable, owner, NOW),
        **was_away(partnership, owner),
        **with_sessions(partnership, version, owner, NOW),
        **with_times(partnership, owner, NOW),
        **asked(partnership, owner, NOW),
        **with_inbox(ws, NOW),
        "brief": brief.public_id,
        **with_library(brief, owner),
        "brief_version": version.public_id,
        "brief_number": version.number,
        "result": result.public_id,
        "learning": learning.public_id,
        "payment": payment.public_id,
        "summary": draft.public_id,
        "sent_summary": done.public_id,
        **looked_back(done, owner, NOW),
    }


def _office(ws: Workspace, owner: User, campaign: str) -> dict[str, Any]:
    job = ImportJob(
        workspace=ws, kind="creators", file_name="creators.csv", created_by=owner, state="checked",
        dialect={"encoding": "utf-8", "delimiter": ",", "header_row": 1, "sheet": ""},
        header=["name"], mapping={"name": "name"},
    )  # fmt: skip
    job.file.save("creators.csv", ContentFile(b"name\nMaya\n"))
    campaign_job = ImportJob(
        workspace=ws, kind="results", target_id=campaign, file_name="results.csv", created_by=owner,
        state="checked",
        dialect={"encoding": "utf-8", "delimiter": ",", "header_row": 1, "sheet": ""},
        header=["date"], mapping={"date": "day"},
    )  # fmt: skip
    campaign_job.file.save("results.csv", ContentFile(b"date\n2026-02-03\n"))
    mail = OutgoingMail.objects.create(
        workspace=ws, key=f"x:{ws.slug}", kind="brief", language="en", from_email="a@b.example",
        to_email="c@d.example", subject="Hi", text="Hi", state="unknown", created_at=NOW,
        due_at=NOW, message_id=f"<{ws.slug}@x>",
    )  # fmt: skip
    invitation = Invitation.objects.create(
        workspace=ws, email="new@mine.example", role="manager", token_hash=f"hash-{ws.slug}",
        invited_by=owner, created_at=NOW, expires_at=NOW + timedelta(days=7),
    )  # fmt: skip
    member = Membership.objects.get(workspace=ws, user=owner)
    return {
        "job": job.public_id,
        "results_job": campaign_job.public_id,
        "mail": mail.public_id,
        "invitation": invitation.public_id,
        "member": member.public_id,
    }
