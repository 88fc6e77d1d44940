"""Mails of partnerships: to the creator in their language, to the owner in theirs."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime

from django.conf import settings
from django.urls import reverse
from django.utils import translation

from accounts.models import User
from core.mail.outbox import cancel_mail, queue_mail
from core.models import OutgoingMail
from partnerships.agenda import Agenda, AgendaLine, hours_of
from partnerships.emails_papers import agreement_file
from partnerships.letters import page, portal_page, to_creator, to_owner
from partnerships.models import Agreement, Handover, Partnership
from partnerships.queries.terms import terms_of
from partnerships.rules.names import join_names
from partnerships.rules.term_words import InWords

# What its stop rule knows it by.
HANDOVER = "handover"
# Partnerships that a mail to a colleague names one by one.
LISTED = 30


def agreement(*, agreement: Agreement, at: datetime) -> OutgoingMail:
    """The agreement with all its terms in the text (row 18). One mail for each agreement, ever."""
    partnership = agreement.partnership
    return to_creator(
        partnership,
        key=_agreement_key(agreement),
        kind="agreement",
        context={
            "agreement": agreement,
            # As signed: before the first step of tenure.
            "words": InWords(terms_of(agreement), agreement.starts_on),
            "url": portal_page(partnership, "portal:agreement"),
        },
        about=agreement,
        at=at,
        attachments=[agreement_file(agreement)],
    )


def take_back(*, agreement: Agreement, at: datetime) -> bool:
    """Stop the mail of a withdrawn agreement; True if it had not left yet."""
    mail = OutgoingMail.objects.filter(key=_agreement_key(agreement)).first()
    return mail is not None and cancel_mail(mail, at=at, why="agreement withdrawn")


def handover(*, handovers: Sequence[Handover], at: datetime) -> OutgoingMail:
    """Another person looks after the creator from now on (row 6): one mail for all partnerships
    of theirs that were handed over together. Raises NoAddress."""
    first = handovers[0]
    with translation.override(first.partnership.creator.language):
        before = join_names(dict.fromkeys(str(row.from_owner) for row in handovers))
        brand = join_names(dict.fromkeys(str(row.partnership.brand) for row in handovers))
    return to_creator(
        first.partnership,
        key=f"handover:{first.public_id}",
        kind=HANDOVER,
        context={
            "before": before,
            "several": len({row.from_owner_id for row in handovers}),
            "brand": brand,
            "farewells": [(str(row.from_owner), row.farewell) for row in _one_each(handovers)],
        },
        about=first.partnership,
        at=at,
        sender=first.to_owner,
    )


def handover_received(
    *, handovers: Sequence[Handover], agenda: Agenda, at: datetime
) -> OutgoingMail:
    """To the new contact: what they look after now, what lies ahead, what the old one noted."""
    person = handovers[0].to_owner
    ahead: dict[int, list[AgendaLine]] = defaultdict(list)
    for line in agenda.lines:
        ahead[line.partnership_id].append(line)
    rows = [(row, ahead[row.partnership_id]) for row in handovers[:LISTED]]
    return _to_member(
        person,
        handovers,
        kind="handover_received",
        context={"rows": rows, "note": handovers[0].note, "hours": hours_of(agenda.minutes)},
        at=at,
    )


def handover_given(*, handovers: Sequence[Handover], at: datetime) -> OutgoingMail:
    """To the old contact: somebody else looks after these from now on."""
    context = {"rows": handovers[:LISTED], "to": handovers[0].to_owner}
    person = handovers[0].from_owner
    return _to_member(person, handovers, kind="handover_given", context=context, at=at)


def _to_member(
    person: User,
    handovers: Sequence[Handover],
    *,
    kind: str,
    context: dict[str, object],
    at: datetime,
) -> OutgoingMail:
    first = handovers[0]
    address = reverse("partnerships:list", args=[first.partnership.workspace.slug])
    return queue_mail(
        workspace=first.partnership.workspace,
        key=f"{kind}:{first.public_id}:{person.public_id}",
        kind=kind,
        to=(person.email, person.name),
        language=person.language,
        template=f"partnerships/mail/{kind}",
        context={
            "person": person,
            "by": first.by,
            "first": first,
            "count": len(handovers),
            "more": max(len(handovers) - LISTED, 0),
            "url": f"{settings.SITE_URL}{address}?owner={first.to_owner.public_id}",
            "zone": person.zone,
            **context,
        },
        about=first.partnership,
        at=at,
    )


def _one_each(handovers: Sequence[Handover]) -> list[Handover]:
    """The first of each old contact who left a line."""
    said = [row for row in handovers if row.farewell]
    return list({row.from_owner_id: row for row in reversed(said)}.values())


def agreement_moved(*, agreement: Agreement, at: datetime) -> OutgoingMail:
    """To the owner: the calendar has put an agreement in force, or ended it."""
    partnership = agreement.partnership
    return to_owner(
        partnership,
        key=f"agreement_moved:{agreement.public_id}:{agreement.state}",
        kind="agreement_moved",
        context={
            "agreement": agreement,
            "url": page("partnerships:agreement", partnership, agreement.public_id),
        },
        about=agreement,
        at=at,
    )


def pause_over(*, partnership: Partnership, at: datetime) -> OutgoingMail:
    """To the owner: the pause ran out, check-ins go on."""
    return to_owner(
        partnership,
        key=f"pause_over:{partnership.public_id}:{partnership.version}",
        kind="pause_over",
        context={"url": page("partnerships:detail", partnership, partnership.public_id)},
        about=partnership,
        at=at,
    )


def _agreement_key(agreement: Agreement) -> str:
    return f"agreement:{agreement.public_id}"
