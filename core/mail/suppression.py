"""Addresses nothing more is sent to: they bounced, or somebody there complained."""

from datetime import datetime

from core.models import Suppression


def suppress(*, email: str, reason: str, detail: str, at: datetime) -> None:
    """`reason` is "bounced" or "complained". The first reason stands; a complaint outweighs it."""
    row, new = Suppression.objects.get_or_create(
        email=email.lower(), defaults={"reason": reason, "detail": detail[:500], "at": at}
    )
    if not new and reason == "complained":
        Suppression.objects.filter(pk=row.pk).exclude(reason=reason).update(
            reason=reason, detail=detail[:500], at=at
        )


def suppression_of(email: str) -> Suppression | None:
    return Suppression.objects.filter(email=email.lower()).first()


def lift(email: str) -> bool:
    """A person has heard that the address is right after all; True if it was suppressed."""
    deleted, _by_model = Suppression.objects.filter(email=email.lower()).delete()
    return bool(deleted)
