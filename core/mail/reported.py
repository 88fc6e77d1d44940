"""What a mail system told of a mail of ours becomes its state, and perhaps the end of an address.

A report names its mail by the Message-ID of what came back, or by our own header in it. Where it
names only the receiver, the newest mail to that address counts, if it left only days ago and its
way out tells nothing itself: such a report could be anybody's invention.
"""

import hashlib
from datetime import datetime, timedelta

from django.db import IntegrityError, transaction

from core.mail.reports import Report
from core.mail.rows import all_mails
from core.mail.signals import tell_moved
from core.mail.suppression import suppress
from core.mail.tracking import move_up
from core.models import MailEvent, OutgoingMail
from core.models.mail import MailState

# Mail servers give up after five days; then it is late for news.
NEWS = timedelta(days=7)


def reported_mail(report: Report, *, at: datetime) -> OutgoingMail | None:
    """The mail of ours that a report is about."""
    if report.own and (mail := all_mails().filter(public_id=report.own).first()):
        return mail
    mails = {mail.message_id: mail for mail in all_mails().filter(message_id__in=report.ids)}
    bare = [one.strip("<>") for one in report.ids]
    for mail in all_mails().filter(provider_id__in=[*report.ids, *bare]).exclude(provider_id=""):
        mails.setdefault(mail.message_id, mail)
    if mails:
        order = [*report.ids, *mails]
        return next(mails[one] for one in order if one in mails)
    who = [fate.recipient for fate in report.fates if fate.recipient]
    rows = all_mails().filter(
        to_email__in=who, state__in=[MailState.SENT, MailState.UNKNOWN], sent_at__gte=at - NEWS
    )
    return rows.order_by("-sent_at", "-pk").first()


def apply_report(*, mail: OutgoingMail, report: Report, source: str, at: datetime) -> bool:
    """Note it with the mail, once for each `source`; True if it was new.

    For ever and nobody there: bounced, and nothing more goes to that address. For ever for another
    reason (full, blocked): bounced. Late: noted.
    """
    final = report.complaint or any(fate.final for fate in report.fates)
    kind = "complained" if report.complaint else "bounced" if final else "deferred"
    with transaction.atomic():
        if not _note(mail, kind, report.detail, source, at):
            return False
        if not final:
            return True
        state = MailState.COMPLAINED if report.complaint else MailState.BOUNCED
        if move_up(mail, state, at=at, detail=report.detail):
            tell_moved(mail)
        if report.complaint or any(fate.hard for fate in report.fates):
            suppress(email=mail.to_email, reason=state, detail=report.detail, at=at)
    return True


def _note(mail: OutgoingMail, kind: str, detail: str, source: str, at: datetime) -> bool:
    digest = hashlib.sha256(f"inbound:{source}:{kind}".encode()).hexdigest()
    try:
        with transaction.atomic():
            MailEvent.objects.create(mail=mail, at=at, kind=kind, detail=detail, event_id=digest)
    except IntegrityError:
        return False
    return True
