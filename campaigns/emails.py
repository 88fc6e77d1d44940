"""Mails of campaigns: to the creator, in their language."""

from datetime import datetime

from django.conf import settings
from django.urls import reverse

from campaigns.idea_emails import answer_url
from campaigns.models import BriefVersion
from campaigns.queries.goalposts import changes_for_reader
from campaigns.rules.briefs import read_in
from campaigns.rules.citations import read as read_citations
from campaigns.rules.inherited import Inherited
from core.mail.outbox import queue_mail
from core.models import OutgoingMail


def brief_key(version: BriefVersion) -> str:
    return f"brief:{version.brief.public_id}:{version.number}"


def brief_context(version: BriefVersion) -> dict[str, object]:
    """What the mail says; the preview before sharing says the same. `version` need not be saved
    for that: its page in the portal is then left out."""
    collaboration = version.brief.collaboration
    partnership = collaboration.partnership
    creator = partnership.creator
    _address, name = partnership.mail_to
    url = ""
    if version.pk:
        path = reverse("portal:brief", args=[creator.public_id, version.public_id])
        url = settings.SITE_URL + path
    inherited = Inherited.from_json(version.terms) or Inherited()
    return {
        "version": version,
        "campaign": collaboration.campaign,
        "brand": partnership.brand,
        "creator": creator,
        "changes": changes_for_reader(version, creator.language),
        "sections": read_in(version.sections, creator.language),
        "inherited": inherited,
        "built_on": read_citations(version.citations, creator=True),
        "sender": partnership.owner,
        # Their manager is greeted by name, they themselves by what they like to be called.
        "greet": name if partnership.contact_name else creator.call_name,
        "zone": creator.zone,
        "url": url,
        "answer_url": answer_url(version) if version.pk else f"{settings.SITE_URL}/answer/…",
    }


def brief(*, version: BriefVersion, at: datetime) -> OutgoingMail:
    """A version of the brief, whole in the mail (rows 33, 36). NoAddress if there is none."""
    partnership = version.brief.collaboration.partnership
    return queue_mail(
        workspace=version.workspace,
        key=brief_key(version),
        kind="brief",
        to=partnership.mail_to,
        language=partnership.creator.language,
        template="campaigns/mail/brief",
        context=brief_context(version),
        from_name=partnership.owner.name,
        reply_to=partnership.owner.email,
        about=version,
        at=at,
    )
