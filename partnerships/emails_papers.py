"""Mails that carry a paper: the SOW of a quarter (product.md, row 20)."""

from datetime import datetime

from core.mail.outbox import Attachment, cancel_mail
from core.models import OutgoingMail
from core.money import Money
from partnerships.letters import to_creator
from partnerships.models import Agreement, Sow
from partnerships.papers import agreement_pdf, sow_pdf
from partnerships.rules.growth import quarter_name

PDF = "application/pdf"


def agreement_file(agreement: Agreement) -> Attachment:
    """The agreement as it goes out, in the creator's language."""
    creator = agreement.partnership.creator
    content = agreement_pdf(agreement, creator.language)
    return Attachment(f"agreement-{agreement.starts_on:%Y-%m-%d}.pdf", PDF, content)


def sow(*, sow: Sow, at: datetime) -> OutgoingMail:
    """The SOW with its paper; one mail each time it was made ready and sent."""
    partnership = sow.agreement.partnership
    content = sow_pdf(sow, partnership.creator.language)
    name = f"sow-{sow.quarter.year}-q{(sow.quarter.month + 2) // 3}.pdf"
    return to_creator(
        partnership,
        key=_sow_key(sow),
        kind="sow",
        context={
            "sow": sow,
            "quarter": _Quarter(sow),
            "budget_from": Money(sow.budget_from, sow.currency),
            "budget_to": Money(sow.budget_to, sow.currency),
        },
        about=sow,
        at=at,
        attachments=[Attachment(name, PDF, content)],
    )


def take_back_sow(*, sow: Sow, at: datetime) -> bool:
    """Stop the mail of one that is taken back; True if it had not left yet."""
    mail = OutgoingMail.objects.filter(key=_sow_key(sow)).first()
    return mail is not None and cancel_mail(mail, at=at, why="SOW taken back")


class _Quarter:
    """Its name in whichever language the mail is rendered in."""

    def __init__(self, sow: Sow) -> None:
        self.day = sow.quarter

    def __str__(self) -> str:
        return quarter_name(self.day)


def _sow_key(sow: Sow) -> str:
    # The version counts up with each edit and each sending: a sent one has that of its sending.
    return f"sow:{sow.public_id}:{sow.version}"
