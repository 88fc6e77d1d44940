"""Writing a brief: the common part, templates, citations, and what stands against sharing."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from campaigns.actions.brief_templates import (
    archive_template,
    make_template,
    restore_template,
    use_template,
)
from campaigns.actions.briefs import lock_brief, save_brief, share_brief
from campaigns.actions.citations import cite, uncite
from campaigns.actions.collaborations import add_collaborations
from campaigns.actions.common_part import pass_common, save_common, spread_common, take_common
from campaigns.errors import (
    CampaignClosed,
    ExclusivityClash,
    TemplateEmpty,
    TemplateNameTaken,
    Unchanged,
)
from campaigns.models import Brief, BriefTemplate, Learning
from campaigns.queries.brief_sources import sources_of
from campaigns.queries.overlap import clashes_of
from campaigns.rules.citations import Source
from campaigns.rules.inherited import Inherited
from core.models import AuditEntry, OutgoingMail
from core.versions import EditConflict
from creators.models import Goal
from partnerships.models import Agreement, Exclusivity
from tests import factories
from tests.campaigns.conftest import AT, TEXT, TODAY, dollars

COMMON = {"goal": {"en": "One aim for all", "ru": "Одна цель"}, "must": {"en": "#ad"}}


def save(part, by, sections=TEXT, expected=0, **more):
    values = {"autonomy": "guided", "at": AT, **more}
    return save_brief(collaboration=part, sections=sections, expected=expected, by=by, **values)


@pytest.fixture
def brief(part, manager):
    return save(part, manager)


@pytest.fixture
def common(campaign, manager):
    assert save_common(campaign=campaign, sections=COMMON, expected=1, by=manager, at=AT)
    return campaign


def _agreement(partnership):
    return Agreement.objects.create(
        workspace=partnership.workspace, partnership=partnership, kind="annual",
        state="in_force", starts_on=TODAY - timedelta(days=90),
        ends_on=TODAY + timedelta(days=300), campaigns_a_year=4, currency="USD",
        uses=["organic"],
    )  # fmt: skip


# The common part


def test_the_common_part_is_kept_once_and_conflicts_in_words(common, manager):
    assert not save_common(campaign=common, sections=COMMON, expected=1, by=manager, at=AT)
    with pytest.raises(EditConflict) as told:
        save_common(campaign=common, sections=TEXT, expected=1, by=manager, at=AT)
    assert told.value.theirs.common["must"]["en"] == "#ad"
    assert AuditEntry.objects.filter(verb="campaign.common").count() == 1


def test_one_click_takes_the_common_part_over_and_keeps_own_words(common, part, manager):
    part.campaign = common
    brief = save(part, manager, {"goal": {"en": "My own"}})
    save_common(
        campaign=common, sections={"goal": {"en": "Another"}}, expected=2, by=manager, at=AT
    )
    assert take_common(brief=brief, key="goal", by=manager, at=AT)
    assert not take_common(brief=brief, key="goal", by=manager, at=AT)
    assert not take_common(brief=brief, key="nonsense", by=manager, at=AT)
    brief = Brief.objects.get()
    assert (brief.sections["goal"]["en"], brief.version) == ("Another\n\nMy own", 2)


def test_own_words_are_kept_and_not_asked_about_again(common, part, manager):
    part.campaign = common
    brief = save(part, manager, {"must": {"en": "Mine"}})
    save_common(campaign=common, sections={"must": {"en": "New"}}, expected=2, by=manager, at=AT)
    assert pass_common(brief=brief, key="must", by=manager, at=AT)
    assert not pass_common(brief=brief, key="must", by=manager, at=AT)
    assert not pass_common(brief=brief, key="nonsense", by=manager, at=AT)
    brief = Brief.objects.get()
    assert (brief.sections["must"]["en"], brief.version) == ("Mine", 1)
    assert brief.common_seen["must"]["en"] == "New"


def test_the_common_part_goes_into_unlocked_briefs_without_own_words(
    common, part, sveta, owner, manager
):
    (other,) = add_collaborations(
        campaign=common, partnerships=[sveta], fees={sveta.pk: dollars(1)}, by=manager, at=AT
    )
    part.campaign = other.campaign = common
    begun = save(part, manager, common.common)
    locked = save(other, manager, common.common)
    share_brief(brief=locked, expected=1, by=manager, at=AT)
    lock_brief(brief=locked, by=manager, at=AT)
    new = {**common.common, "goal": {"en": "Another"}}
    save_common(campaign=common, sections=new, expected=2, by=owner, at=AT)
    assert spread_common(campaign=common, by=owner, at=AT) == 1
    assert spread_common(campaign=common, by=owner, at=AT) == 0
    begun.refresh_from_db()
    locked.refresh_from_db()
    assert (begun.sections["goal"]["en"], begun.updated_by) == ("Another", owner)
    assert locked.sections["goal"]["en"] == "One aim for all"


# Templates


def template(workspace, by, name="Launch", brand=None, sections=TEXT):
    return make_template(
        workspace=workspace, name=name, brand=brand, sections=sections, autonomy="free", by=by,
        at=AT,
    )  # fmt: skip


def test_a_template_is_made_once_and_named_once(in_scope, manager, brand):
    made = template(in_scope, manager)
    assert template(in_scope, manager) == made
    with pytest.raises(TemplateNameTaken):
        template(in_scope, manager, brand=brand)
    with pytest.raises(TemplateEmpty):
        template(in_scope, manager, "Empty", sections={})
    assert archive_template(template=made, by=manager, at=AT)
    assert not archive_template(template=made, by=manager, at=AT)
    template(in_scope, manager, brand=brand)
    with pytest.raises(TemplateNameTaken):
        restore_template(template=made, by=manager, at=AT)


def test_a_brief_begins_with_a_template_below_the_common_part(common, part, manager):
    part.campaign = common
    made = template(part.workspace, manager, sections={**TEXT, "context": {"ru": "Осторожно"}})
    brief = use_template(collaboration=part, template=made, by=manager, at=AT)
    assert (brief.template, brief.autonomy, brief.version) == (made, "free", 1)
    assert brief.sections["goal"]["en"] == "One aim for all"
    assert brief.sections["context"]["ru"] == "Осторожно"
    # A second one fills nothing that is written, and takes no freedom back.
    other = template(part.workspace, manager, "Other", sections={"angle": {"en": "Slow"}})
    again = use_template(collaboration=part, template=other, by=manager, at=AT)
    assert (again.sections["angle"]["en"], again.autonomy) == ("Slow", "free")
    assert Brief.objects.get().template == made


# Citations


def test_a_citation_keeps_its_words_and_stands_once(brief, manager):
    source = Source("learning", "learning:x", "Morning light", "Last autumn")
    assert cite(brief=brief, source=source, by=manager, at=AT)
    assert not cite(brief=brief, source=source, by=manager, at=AT)
    assert Brief.objects.get().version == 1
    assert uncite(brief=brief, key="learning:x", by=manager, at=AT)
    assert not uncite(brief=brief, key="learning:x", by=manager, at=AT)
    brief.collaboration.campaign.state, brief.collaboration.campaign.closed_at = "closed", AT
    brief.collaboration.campaign.save()
    with pytest.raises(CampaignClosed):
        cite(brief=brief, source=source, by=manager, at=AT)


def test_a_shared_version_keeps_what_it_cites_and_inherits(brief, part, reel, manager):
    creator = part.partnership.creator
    agreement = _agreement(part.partnership)
    boundary = Source("preference", "preference:boundaries", "No betting")
    for source in (Source("goal", "goal:x", "A book"), boundary):
        cite(brief=brief, source=source, by=manager, at=AT)
    version = share_brief(brief=brief, expected=1, by=manager, at=AT)
    assert [row["text"] for row in version.citations] == ["A book", "No betting"]
    mail = OutgoingMail.objects.get()
    assert "A book" in mail.text
    assert "A book" in mail.html
    assert "No betting" not in mail.text + mail.html
    told = Inherited.from_json(version.terms)
    assert told is not None
    assert [piece.title for piece in told.pieces] == ["Reel on the balcony"]
    assert told.terms is not None
    assert told.terms.ends_on == agreement.ends_on
    # Nothing new to read, until a day moves: that is shared again.
    with pytest.raises(Unchanged):
        share_brief(brief=brief, expected=1, by=manager, at=AT)
    reel.due_on += timedelta(days=3)
    reel.save()
    assert share_brief(brief=brief, expected=1, by=manager, at=AT).number == 2
    assert creator.payment_days


def test_only_those_who_said_yes_are_named_to_the_creator(brief, part, sveta, manager):
    other = factories.CollaborationFactory(
        campaign=part.campaign, partnership=sveta, state="invited"
    )
    assert share_brief(brief=brief, expected=1, by=manager, at=AT).terms["also"] == []
    other.state = "confirmed"
    other.save()
    # Who else takes part is no change of their own work.
    with pytest.raises(Unchanged):
        share_brief(brief=brief, expected=1, by=manager, at=AT)


# Exclusivity


@pytest.fixture
def rival(part, manager):
    """Maya works for another maker of kettles, whose agreement keeps 30 days free."""
    brand = factories.BrandFactory(workspace=part.workspace, name="Samovar", about="Kettles, only")
    partnership = factories.PartnershipFactory(
        workspace=part.workspace, creator=part.partnership.creator, brand=brand, owner=manager
    )
    agreement = _agreement(partnership)
    Exclusivity.objects.create(
        workspace=part.workspace, agreement=agreement, category="Kettles", days_after=30
    )
    campaign = factories.CampaignFactory(
        workspace=part.workspace, brand=brand, name="Steam", starts_on=part.campaign.starts_on,
        ends_on=part.campaign.starts_on + timedelta(days=2),
    )  # fmt: skip
    return factories.CollaborationFactory(campaign=campaign, partnership=partnership)


def test_a_clause_of_another_brand_blocks_sharing_and_is_named(rival, brief, part, manager):
    part.campaign.brand.about = "We make kettles."
    part.campaign.brand.save()
    with pytest.raises(ExclusivityClash) as told:
        share_brief(brief=brief, expected=1, by=manager, at=AT)
    assert "Samovar" in str(told.value)
    assert "Kettles" in str(told.value)
    assert not OutgoingMail.objects.exists()
    (clash,) = clashes_of(part)
    assert (clash.guard.owner, clash.work.campaign) == (manager.name, part.campaign.name)
    # From the other side too: it is their clause that our campaign stands against.
    (mirrored,) = clashes_of(rival)
    assert mirrored.work.campaign == part.campaign.name


def test_a_brand_of_another_trade_is_free_to_share(rival, brief, manager):
    assert share_brief(brief=brief, expected=1, by=manager, at=AT).number == 1


# What is at hand


def test_sources_are_those_of_the_creator_and_the_brand(part, sveta, manager):
    creator = part.partnership.creator
    creator.boundaries, creator.lead_days = "No betting", 10
    creator.save()
    goal = Goal.objects.create(
        workspace=part.workspace, creator=creator, text="A book", set_on=TODAY
    )
    earlier = factories.CampaignFactory(
        workspace=part.workspace, brand=part.campaign.brand, name="Autumn", state="closed",
        closed_at=AT, starts_on=TODAY - timedelta(days=200),
    )  # fmt: skip
    mine = factories.CollaborationFactory(
        campaign=earlier, partnership=part.partnership, state="closed", closed_at=AT
    )
    factories.ResultFactory(collaboration=mine, reach=1000, likes=50)
    for owned in ({"collaboration": mine}, {"campaign": earlier}):
        Learning.objects.create(
            workspace=part.workspace, kind="worked", text=f"Of {next(iter(owned))}", **owned
        )
    theirs = factories.CollaborationFactory(campaign=earlier, partnership=sveta)
    Learning.objects.create(
        workspace=part.workspace, kind="worked", text="Sveta's", collaboration=theirs
    )
    found = sources_of(part)
    texts = {source.key.partition(":")[0]: source.text for source in found}
    assert texts == {
        "preference": "No betting", "goal": "A book", "learning": "Of collaboration",
        "campaign-learning": "Of campaign", "result": texts["result"],
    }  # fmt: skip
    assert "reach 1K" in texts["result"]
    assert found.named(f"goal:{goal.public_id}").goal_id == goal.pk
    assert found.named("goal:nothing") is None


def test_the_page_asks_as_often_for_many_as_for_one(client, part, sveta, manager):
    from tests.campaigns.conftest import at

    address = at("brief", part.public_id)
    client.get(address)

    def asked():
        with CaptureQueriesContext(
            connection,
        ) as queries:
            assert client.get(address).status_code == 200
        return len(queries)

    def grow(n):
        for k in range(n):
            campaign = factories.CampaignFactory(
                workspace=part.workspace, brand=part.campaign.brand, state="closed", closed_at=AT,
                name=f"Past {k} of {n}", starts_on=TODAY - timedelta(days=100 + k),
            )  # fmt: skip
            past = factories.CollaborationFactory(
                campaign=campaign, partnership=part.partnership, state="closed", closed_at=AT
            )
            factories.ResultFactory(collaboration=past)
            Learning.objects.create(
                workspace=part.workspace, kind="worked", text=f"L{k}{n}", collaboration=past
            )
            factories.DeliverableFactory(collaboration=part, title=f"D{k}{n}")

    grow(1)
    once = asked()
    grow(5)
    assert asked() == once


def test_templates_count_the_briefs_that_began_with_them(client, part, manager):
    from tests.campaigns.conftest import at, text_of

    made = template(part.workspace, manager)
    use_template(collaboration=part, template=made, by=manager, at=AT)
    assert "1 brief began with it" in text_of(client.get(at("brief_templates")))
    assert BriefTemplate.objects.get().version == 1
