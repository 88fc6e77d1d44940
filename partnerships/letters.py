"""What every mail of a partnership shares: to the creator in their language, or to whoever looks
after them in theirs."""

from collections.abc import Sequence
from datetime import datetime

from django.conf import settings
from django.urls import reverse

from accounts.models import User
from core.mail.outbox import Attachment, queue_mail
from core.models import OutgoingMail, WorkspaceModel
from partnerships.models import Partnership


def portal_page(partnership: Partnership, name: str) -> str:
    return settings.SITE_URL + reverse(name, args=[partnership.creator.public_id])


def page(name: str, partnership: Partnership, public_id: str) -> str:
    return settings.SITE_URL + reverse(name, args=[partnership.workspace.slug, public_id])


def to_creator(
    partnership: Partnership,
    *,
    key: str,
    kind: str,
    context: dict[str, object],
    about: WorkspaceModel,
    at: datetime,
    sender: User | None = None,
    attachments: Sequence[Attachment] = (),
) -> OutgoingMail:
    """From `sender`, or from who looks after them."""
    creator, owner = partnership.creator, sender or partnership.owner
    _address, name = partnership.mail_to
    return queue_mail(
        workspace=partnership.workspace,
        key=key,
        kind=kind,
        to=partnership.mail_to,
        language=creator.language,
        template=f"partnerships/mail/{kind}",
        context={
            "partnership": partnership,
            "creator": creator,
            "brand": partnership.brand,
            "sender": owner,
            # Their manager is greeted by name, they themselves by what they like to be called.
            "greet": name if partnership.contact_name else creator.call_name,
            "zone": creator.zone,
            **context,
        },
        from_name=owner.name,
        reply_to=owner.email,
        about=about,
        attachments=attachments,
        at=at,
    )


def to_owner(
    partnership: Partnership,
    *,
    key: str,
    kind: str,
    context: dict[str, object],
    about: WorkspaceModel,
    at: datetime,
) -> OutgoingMail:
    owner = partnership.owner
    return queue_mail(
        workspace=partnership.workspace,
        key=key,
        kind=kind,
        to=(owner.email, owner.name),
        language=owner.language,
        template=f"partnerships/mail/{kind}",
        context={
            "partnership": partnership,
            "creator": partnership.creator,
            "brand": partnership.brand,
            "zone": owner.zone,
            **context,
        },
        about=about,
        at=at,
    )
