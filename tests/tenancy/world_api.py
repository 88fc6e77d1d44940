"""A token of each workspace."""

from django.utils import timezone

from accounts.actions.tokens import make_token
from accounts.models import User, Workspace


def with_tokens(workspace: Workspace, owner: User) -> dict[str, str]:
    token, _secret = make_token(
        workspace=workspace, name="Shop", role="manager", expires_on=None, by=owner,
        at=timezone.now(),
    )  # fmt: skip
    return {"api_token": token.public_id}
