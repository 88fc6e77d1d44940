"""Rows for tests. Every factory of a workspace model takes `workspace=` and hands it down."""

from datetime import UTC, date, datetime

import factory
from factory.django import DjangoModelFactory

from accounts.models import User, Workspace
from campaigns.models import Campaign, Collaboration, Deliverable, Payment, Result
from creators.enums import VettingItem
from creators.models import Channel, Creator, VettingMark
from partnerships.models import Brand, Partnership

NOON = datetime(2026, 3, 3, 12, tzinfo=UTC)


class WorkspaceFactory(DjangoModelFactory):
    class Meta:
        model = Workspace

    name = factory.Sequence(lambda n: f"Workspace {n}")
    slug = factory.Sequence(lambda n: f"workspace-{n}")


class UserFactory(DjangoModelFactory):
    class Meta:
        model = User

    name = factory.Sequence(lambda n: f"Person {n}")
    email = factory.Sequence(lambda n: f"person{n}@example.com")
    password = "!"


class CreatorFactory(DjangoModelFactory):
    class Meta:
        model = Creator

    workspace = factory.SubFactory(WorkspaceFactory)
    name = factory.Sequence(lambda n: f"Creator {n}")
    email = factory.Sequence(lambda n: f"creator{n}@example.com")
    market = "US"
    language = "en"
    zone = "America/Los_Angeles"


class ChannelFactory(DjangoModelFactory):
    class Meta:
        model = Channel

    workspace = factory.SelfAttribute("creator.workspace")
    creator = factory.SubFactory(CreatorFactory)
    platform = "instagram"
    handle = factory.Sequence(lambda n: f"handle{n}")
    handle_key = factory.SelfAttribute("handle")


class BrandFactory(DjangoModelFactory):
    class Meta:
        model = Brand

    workspace = factory.SubFactory(WorkspaceFactory)
    name = factory.Sequence(lambda n: f"Brand {n}")


class PartnershipFactory(DjangoModelFactory):
    class Meta:
        model = Partnership

    workspace = factory.SubFactory(WorkspaceFactory)
    creator = factory.SubFactory(CreatorFactory, workspace=factory.SelfAttribute("..workspace"))
    brand = factory.SubFactory(BrandFactory, workspace=factory.SelfAttribute("..workspace"))
    owner = factory.SubFactory(UserFactory)
    tier = "T1"
    stage = "active"
    started_on = date(2025, 1, 15)


class CampaignFactory(DjangoModelFactory):
    class Meta:
        model = Campaign

    workspace = factory.SubFactory(WorkspaceFactory)
    brand = factory.SubFactory(BrandFactory, workspace=factory.SelfAttribute("..workspace"))
    name = factory.Sequence(lambda n: f"Campaign {n}")
    starts_on = date(2026, 2, 1)
    ends_on = date(2026, 2, 28)
    state = "live"
    owner = factory.SubFactory(UserFactory)


class CollaborationFactory(DjangoModelFactory):
    class Meta:
        model = Collaboration

    workspace = factory.SelfAttribute("campaign.workspace")
    campaign = factory.SubFactory(CampaignFactory)
    partnership = factory.SubFactory(
        PartnershipFactory,
        workspace=factory.SelfAttribute("..campaign.workspace"),
        brand=factory.SelfAttribute("..campaign.brand"),
    )
    sequence = 1
    fee_amount = 1000
    fee_currency = "USD"


class DeliverableFactory(DjangoModelFactory):
    class Meta:
        model = Deliverable

    workspace = factory.SelfAttribute("collaboration.workspace")
    collaboration = factory.SubFactory(CollaborationFactory)
    title = factory.Sequence(lambda n: f"Deliverable {n}")
    format = "reel"
    platform = "instagram"
    due_on = date(2026, 2, 14)


class ResultFactory(DjangoModelFactory):
    class Meta:
        model = Result

    workspace = factory.SelfAttribute("collaboration.workspace")
    collaboration = factory.SubFactory(CollaborationFactory)
    day = date(2026, 2, 15)
    market = "US"
    reach = 1000
    likes = 50
    source_key = factory.Sequence(lambda n: f"row{n}")
    updated_at = NOON


def vetted(creator, *items, verdict="yes"):
    """`creator`, with an answer to each of `items` of the checklist; without any, to all."""
    for item in items or VettingItem.values:
        VettingMark.objects.create(
            workspace_id=creator.workspace_id,
            creator=creator,
            item=item,
            verdict=verdict,
            evidence="Seen twice",
            at=NOON,
        )
    return creator


def fee_payment(part: Collaboration, **fields) -> Payment:  # type: ignore[no-untyped-def]
    """What is owed for a collaboration, as `campaigns.actions.payments.owe` writes it."""
    return Payment.objects.create(
        workspace=part.workspace, partnership=part.partnership, collaboration=part,
        key=f"fee:{part.public_id}", **fields,
    )  # fmt: skip
