"""What a creator's audience said stands in their portal once the brand has answered (row 72)."""

from datetime import UTC, datetime

from django.urls import reverse
from django_scopes import scope

from campaigns.models import Feedback
from tests import factories

AT = datetime(2026, 3, 3, tzinfo=UTC)


def test_only_answered_feedback_is_shown(client_as, workspace):
    person = factories.UserFactory(email="kim@creators.example")
    with scope(workspace=workspace):
        creator = factories.CreatorFactory(workspace=workspace, person=person)
        part = factories.CollaborationFactory(
            campaign=factories.CampaignFactory(workspace=workspace),
            partnership=factories.PartnershipFactory(workspace=workspace, creator=creator),
        )
        said = {"workspace": workspace, "collaboration": part, "heard_on": AT.date()}
        Feedback.objects.create(kind="product", text="Still open", **said)
        Feedback.objects.create(
            kind="product",
            text="A lid",
            state="planned",
            answer="In autumn",
            answered_at=AT,
            **said,
        )
    page = client_as(person).get(reverse("portal:work", args=[creator.public_id]))
    text = page.content.decode()
    assert "In autumn" in text
    assert "Still open" not in text
