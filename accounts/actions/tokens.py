"""Tokens of scripts: made, used, taken back (product.md, People: Script)."""

from datetime import date, datetime, timedelta

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from accounts.models import ApiToken, User, Workspace
from accounts.models.token import digest_of, new_secret
from core.audit import record

# A token in use is written down this often, not at each request.
NOTED_EVERY = timedelta(minutes=10)


class TokenRefused(Exception):
    """Says why, beside the name."""


def make_token(
    *,
    workspace: Workspace,
    name: str,
    role: str,
    expires_on: date | None,
    by: User,
    at: datetime,
) -> tuple[ApiToken, str]:
    """The row, and the secret: this once and never again. Raises TokenRefused for a name that is
    in use, which a form sent twice meets."""
    secret = new_secret()
    try:
        with transaction.atomic():
            token = ApiToken.objects.create(
                workspace=workspace,
                name=name.strip(),
                role=role,
                expires_on=expires_on,
                digest=digest_of(secret),
                user=by,
                created_at=at,
            )
            said = {"name": token.name, "role": role, "until": expires_on}
            record(verb="token.made", obj=token, by=by, at=at, changes=said)
    except IntegrityError as error:
        raise TokenRefused(
            _("There is a token of this name already. Take it back first, or choose another name.")
        ) from error
    return token, secret


def revoke_token(*, token: ApiToken, by: User, at: datetime) -> bool:
    """From now on it opens nothing. False if it was taken back already."""
    with transaction.atomic():
        done = ApiToken.objects.filter(pk=token.pk, revoked_at=None).update(revoked_at=at)
        if done:
            record(verb="token.revoked", obj=token, by=by, at=at, changes={"name": token.name})
    return bool(done)


def note_use(*, token: ApiToken, at: datetime) -> None:
    """When it was used last, as near as NOTED_EVERY."""
    if token.last_used_at is None or token.last_used_at < at - NOTED_EVERY:
        ApiToken.objects.filter(pk=token.pk).update(last_used_at=at)
