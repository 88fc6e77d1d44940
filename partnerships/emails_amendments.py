"""Mails of a change to an agreement: to the creator with what changes, to the owner when the
calendar put it in force (product.md, rows 22 and 24)."""

from datetime import datetime

from core.mail.outbox import Attachment, cancel_mail
from core.models import OutgoingMail
from partnerships.letters import page, portal_page, to_creator, to_owner
from partnerships.models import Amendment
from partnerships.papers import amendment_pdf
from partnerships.rules.term_words import Changes
from partnerships.rules.terms import Terms


def amendment(*, amendment: Amendment, at: datetime) -> OutgoingMail:
    """What changes, old and new, with the paper to sign. One mail for each change, ever."""
    partnership = amendment.agreement.partnership
    content = amendment_pdf(amendment, partnership.creator.language)
    return to_creator(
        partnership,
        key=_key(amendment),
        kind="amendment",
        context={
            "amendment": amendment,
            "agreement": amendment.agreement,
            "changes": changes_of(amendment),
            "url": portal_page(partnership, "portal:agreement"),
        },
        about=amendment,
        at=at,
        attachments=[Attachment(f"amendment-{amendment.number}.pdf", "application/pdf", content)],
    )


def amendment_in_force(*, amendment: Amendment, at: datetime) -> OutgoingMail:
    """To the owner: from today the new terms hold."""
    partnership = amendment.agreement.partnership
    return to_owner(
        partnership,
        key=f"amendment_in_force:{amendment.public_id}",
        kind="amendment_in_force",
        context={
            "amendment": amendment,
            "changes": changes_of(amendment),
            "url": page("partnerships:agreement", partnership, amendment.agreement.public_id),
        },
        about=amendment,
        at=at,
    )


def take_back(*, amendment: Amendment, at: datetime) -> bool:
    """Stop the mail of a withdrawn change; True if it had not left yet."""
    mail = OutgoingMail.objects.filter(key=_key(amendment)).first()
    return mail is not None and cancel_mail(mail, at=at, why="amendment withdrawn")


def changes_of(amendment: Amendment) -> Changes:
    return Changes(Terms.from_json(amendment.before), Terms.from_json(amendment.after))


def _key(amendment: Amendment) -> str:
    return f"amendment:{amendment.public_id}"
