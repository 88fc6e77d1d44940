"""Mails of accounts: invitation, sign-in code, password reset."""

import hashlib
from datetime import datetime

from django.conf import settings
from django.urls import reverse
from django.utils import translation

from accounts.models import Invitation, User
from core.mail.outbox import queue_mail
from core.models import OutgoingMail


def invitation(*, invitation: Invitation, token: str, at: datetime) -> OutgoingMail:
    return queue_mail(
        workspace=invitation.workspace,
        key=f"invitation:{invitation.public_id}",
        kind="invitation",
        to=(invitation.email, ""),
        language=invitation.language,
        template="accounts/mail/invitation",
        context={
            "invitation": invitation,
            "url": settings.SITE_URL + reverse("accounts:join", args=[token]),
        },
        from_name=str(invitation.invited_by),
        reply_to=invitation.invited_by.email,
        at=at,
    )


def sign_in_code(*, email: str, code: str, at: datetime) -> OutgoingMail:
    """The mailed code. One logical mail for each code, whatever asks for it."""
    return _own(email, "sign_in_code", code, {"code": code}, at)


def password_reset(*, email: str, url: str, at: datetime) -> OutgoingMail:
    return _own(email, "password_reset", url, {"url": url}, at)


def notice(*, email: str, prefix: str, subject: str, text: str, at: datetime) -> OutgoingMail:
    """A security notice of the sign-in library ("your password was changed")."""
    return _own(
        email,
        "security_notice",
        f"{prefix}{at.isoformat()}",
        {"subject": subject, "text": text},
        at,
    )


def _own(email: str, kind: str, secret: str, context: dict[str, str], at: datetime) -> OutgoingMail:
    user = User.objects.filter(email=email.lower()).first()
    language = user.language if user else (translation.get_language() or "en")[:2]
    digest = hashlib.sha256(f"{email}:{secret}".encode()).hexdigest()[:32]
    return queue_mail(
        workspace=None,
        key=f"{kind}:{digest}",
        kind=kind,
        to=(email, user.name if user else ""),
        language=language,
        template=f"accounts/mail/{kind}",
        context={**context, "name": user.name if user else ""},
        at=at,
    )
