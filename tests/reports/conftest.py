from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest

from accounts.models import Membership, User, Workspace
from campaigns.models import Collaboration
from core.charts import drawing
from reports.actions.corrections import keep_correction
from reports.actions.summaries import draft_summary, send_summary
from reports.models import Summary
from tests import factories

CLOSED = factories.NOON
HOUR = timedelta(hours=1)
PICTURE = b"\x89PNG picture"


@pytest.fixture(autouse=True)
def _quick_pictures(monkeypatch: pytest.MonkeyPatch, settings: Any) -> None:
    """Drawing is tested with the charts; here a picture is only there or not."""
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.dummy.DummyCache"}}

    def draw(wish: dict[str, Any]) -> str:
        if wish["as"] == "png":
            return drawing.base64.b64encode(PICTURE).decode()
        return '<svg xmlns="http://www.w3.org/2000/svg"/>'

    monkeypatch.setattr(drawing.artist, "draw", draw)


@pytest.fixture
def caretaker(workspace: Workspace) -> User:
    """Looks after the creator."""
    user = factories.UserFactory(name="Vera Keeper", email="vera@north.example", zone="UTC")
    Membership.objects.create(workspace=workspace, user=user, role="manager")
    return user


@pytest.fixture
def closed(in_scope: Workspace, caretaker: User) -> Callable[..., Collaboration]:
    """`closed("Spring", at=..., partnership=...)`: a finished collaboration of Maya's."""

    def make(
        campaign: str = "Spring", *, at: datetime = CLOSED, partnership: Any = None, **creator: Any
    ) -> Collaboration:
        if partnership is None:
            values = {"name": "Maya Lind", "email": "maya@lind.example", "zone": "UTC", **creator}
            partnership = factories.PartnershipFactory(
                workspace=in_scope,
                creator=factories.CreatorFactory(workspace=in_scope, **values),
                owner=caretaker,
            )
        return factories.CollaborationFactory(
            campaign=factories.CampaignFactory(
                workspace=in_scope,
                brand=partnership.brand,
                name=campaign,
                owner=caretaker,
                state="closed",
                closed_at=at,
            ),
            partnership=partnership,
            state="closed",
            closed_at=at,
        )

    return make


@pytest.fixture
def draft(closed: Callable[..., Collaboration]) -> Callable[..., Summary]:
    """A drafted summary with one result row: 1,000 reached, 50 likes."""

    def make(campaign: str = "Spring", *, at: datetime = CLOSED, **creator: Any) -> Summary:
        part = closed(campaign, at=at, **creator)
        factories.ResultFactory(collaboration=part)
        return draft_summary(collaboration=part, at=at)

    return make


@pytest.fixture
def sent(draft: Callable[..., Summary], manager: User) -> Summary:
    """A summary that went out: 1,000 reached, 50 likes."""
    return send_summary(summary=draft(), by=manager, at=CLOSED + 20 * HOUR)


@pytest.fixture
def waiting(sent: Summary, manager: User) -> Any:
    """The correction of it, after 500 more were reached."""
    from tests.reports.corrected import FOUND, late

    late(sent, manager)
    return keep_correction(summary=sent, at=FOUND)
