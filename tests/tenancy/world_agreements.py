"""An agreement in force and a change of it that is a draft."""

from datetime import date
from typing import Any

from accounts.models import User, Workspace
from partnerships.models import Agreement, Amendment
from partnerships.queries.terms import terms_of
from tests import factories


def amended(ws: Workspace, owner: User, today: date) -> dict[str, Any]:
    agreement = Agreement.objects.create(
        workspace=ws, partnership=factories.PartnershipFactory(workspace=ws, owner=owner),
        kind="evergreen", state="in_force", starts_on=today, campaigns_a_year=4, currency="USD",
        signed_on=today, signed_by="Maya",
    )  # fmt: skip
    terms = terms_of(agreement).to_json()
    amendment = Amendment.objects.create(
        workspace=ws, agreement=agreement, number=1, effective_on=today, reason="More work",
        before=terms, after={**terms, "campaigns_a_year": 6}, by=owner,
    )  # fmt: skip
    return {"amended": agreement.public_id, "amendment": amendment.public_id}
