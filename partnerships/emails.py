"""Mails of partnerships: to the creator in their language, to the owner in theirs."""

from datetime import datetime

from django.conf import settings
from django.urls import reverse

from accounts.models import User
from core.mail.outbox import cancel_mail, queue_mail
from core.models import OutgoingMail
from partnerships.models import Agreement, Partnership
from partnerships.queries.agreements import rate_lines


def agreement(*, agreement: Agreement, at: datetime) -> OutgoingMail:
    """The agreement with its terms in the text (row 18). One mail for each agreement, ever."""
    partnership = agreement.partnership
    return _to_creator(
        partnership,
        key=_agreement_key(agreement),
        kind="agreement",
        context={
            "agreement": agreement,
            "rates": rate_lines(agreement),
            "url": _portal(partnership, "portal:agreement"),
        },
        about=agreement,
        at=at,
    )


def take_back(*, agreement: Agreement, at: datetime) -> bool:
    """Stop the mail of a withdrawn agreement; True if it had not left yet."""
    mail = OutgoingMail.objects.filter(key=_agreement_key(agreement)).first()
    return mail is not None and cancel_mail(mail, at=at, why="agreement withdrawn")


def handover(*, partnership: Partnership, before: User, at: datetime) -> OutgoingMail:
    """Another person looks after the creator from now on (row 6)."""
    return _to_creator(
        partnership,
        key=f"handover:{partnership.public_id}:{partnership.version}",
        kind="handover",
        context={"before": before, "url": _portal(partnership, "portal:home")},
        about=partnership,
        at=at,
    )


def agreement_moved(*, agreement: Agreement, at: datetime) -> OutgoingMail:
    """To the owner: the calendar has put an agreement in force, or ended it."""
    partnership = agreement.partnership
    return _to_owner(
        partnership,
        key=f"agreement_moved:{agreement.public_id}:{agreement.state}",
        kind="agreement_moved",
        context={
            "agreement": agreement,
            "url": _page("partnerships:agreement", partnership, agreement.public_id),
        },
        about=agreement,
        at=at,
    )


def pause_over(*, partnership: Partnership, at: datetime) -> OutgoingMail:
    """To the owner: the pause ran out, check-ins go on."""
    return _to_owner(
        partnership,
        key=f"pause_over:{partnership.public_id}:{partnership.version}",
        kind="pause_over",
        context={"url": _page("partnerships:detail", partnership, partnership.public_id)},
        about=partnership,
        at=at,
    )


def _agreement_key(agreement: Agreement) -> str:
    return f"agreement:{agreement.public_id}"


def _portal(partnership: Partnership, name: str) -> str:
    return settings.SITE_URL + reverse(name, args=[partnership.creator.public_id])


def _page(name: str, partnership: Partnership, public_id: str) -> str:
    return settings.SITE_URL + reverse(name, args=[partnership.workspace.slug, public_id])


def _to_creator(
    partnership: Partnership,
    *,
    key: str,
    kind: str,
    context: dict[str, object],
    about: Agreement | Partnership,
    at: datetime,
) -> OutgoingMail:
    creator, owner = partnership.creator, partnership.owner
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
        at=at,
    )


def _to_owner(
    partnership: Partnership,
    *,
    key: str,
    kind: str,
    context: dict[str, object],
    about: Agreement | Partnership,
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
