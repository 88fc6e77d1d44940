"""The creator's ideas: said, decided, used by a version, told (product.md, rows 33 and 34)."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from campaigns import idea_emails
from campaigns.actions.changes import lock, said, tell
from campaigns.enums import IdeaKind, IdeaSource, IdeaState
from campaigns.errors import Refused
from campaigns.models import BriefVersion, Collaboration, Idea
from campaigns.queries.ideas import told_next
from campaigns.rules.briefs import SECTION_KEYS
from campaigns.rules.ideas import NEEDS_WORDS, USED, fingerprint, tidy
from campaigns.signals import idea_received, ideas_told
from core.audit import record
from core.mail.outbox import NoAddress
from core.models import OutgoingMail
from core.versions import EditConflict, save_version
from partnerships.actions.changes import changed


def record_idea(
    *,
    collaboration: Collaboration,
    text: str,
    kind: str = IdeaKind.SUGGESTION,
    source: str,
    said_at: datetime,
    by: User | None,
    at: datetime,
    section: str = "",
    of_version: BriefVersion | None = None,
    source_key: str = "",
    state: str = IdeaState.OPEN,
) -> Idea:
    """Keep what the creator said, in their words, also when the campaign is over: nothing said is
    lost. `by`: who typed it, None: they did.

    `source_key` makes it once-only: the same again gives the idea that is there. `state` NOTED:
    they answered, and there was no idea in it. Refused: no words, or said in the future.
    """
    words = tidy(text)
    if not words:
        raise Refused(_("Write what they said."), field="text")
    if said_at > at:
        raise Refused(_("This has not happened yet."), field="said_at")
    noted = state == IdeaState.NOTED
    row = Idea(
        workspace_id=collaboration.workspace_id,
        collaboration=collaboration,
        of_version=of_version,
        section=section if section in SECTION_KEYS else "",
        kind=IdeaKind(kind),
        text=words,
        source=IdeaSource(source),
        source_key=source_key,
        said_at=said_at,
        by=by,
        state=IdeaState.NOTED if noted else IdeaState.OPEN,
        decided_at=at if noted else None,
        decided_by=by if noted else None,
        created_at=at,
    )
    try:
        with transaction.atomic():
            row.save(force_insert=True)
            record(verb="idea.received", obj=row, by=by, at=at, changes={"source": row.source})
            tell(idea_received, Idea, workspace_id=row.workspace_id, idea_id=row.pk, at=at)
    except IntegrityError:
        there = Idea.objects.filter(source_key=source_key).first() if source_key else None
        if there is None:
            raise
        return there
    return row


def decide_idea(
    *,
    idea: Idea,
    expected: int,
    state: str,
    answer: str,
    by: User,
    at: datetime,
    kind: str = "",
    used_in: BriefVersion | None = None,
) -> Idea:
    """What becomes of it; may be decided anew until the creator was told.

    `answer` is read by the creator: needed for adapted and declined. `used_in`: a version that has
    it already; without one, an adopted or adapted idea points to the next version that is shared.
    EditConflict if somebody decided otherwise meanwhile, Refused once it was told.
    """
    verdict = IdeaState(state)
    words = tidy(answer)
    if verdict == IdeaState.OPEN:
        raise Refused(_("Choose what becomes of it."), field="state")
    if verdict in NEEDS_WORDS and not words:
        raise Refused(_("Say why, in words for the creator."), field="answer")
    with transaction.atomic():
        fresh = lock(idea)
        new: dict[str, Any] = {
            "state": verdict,
            "answer": "" if verdict == IdeaState.NOTED else words,
            "kind": IdeaKind(kind or fresh.kind),
            "used_in": _used_in(fresh, verdict, used_in),
        }
        differences = changed(fresh, new)
        if not differences:
            return fresh
        if fresh.told_at is not None:
            raise Refused(_("They were told already. Say the rest in person."))
        changes = {**new, "decided_at": at, "decided_by": by}
        save_version(fresh, expected=expected, changes=changes)
        record(verb=f"idea.{verdict}", obj=fresh, by=by, at=at, changes=said(differences))
    return fresh


def _used_in(idea: Idea, verdict: IdeaState, version: BriefVersion | None) -> BriefVersion | None:
    if verdict not in USED:
        return None
    if version is not None and version.brief.collaboration_id != idea.collaboration_id:
        raise Refused(_("This version belongs to another brief."), field="used_in")
    return version or idea.used_in


def link_used(*, version: BriefVersion, at: datetime) -> int:
    """Adopted and adapted ideas that no version used yet are used by this one; gives how many.

    Called within the transaction that shares it. Nobody's edit: versions stay.
    """
    rows = Idea.objects.select_for_update().filter(
        collaboration=version.brief.collaboration_id, state__in=USED, used_in=None
    )
    found = list(rows)
    for row in found:
        record(verb="idea.used", obj=row, by=None, at=at, changes={"version": version.number})
    Idea.objects.filter(pk__in=[row.pk for row in found]).update(used_in=version)
    return len(found)


def tell_ideas(
    *,
    collaboration: Collaboration,
    seen: str,
    by: User,
    at: datetime,
    in_person: bool = False,
) -> list[Idea]:
    """All answers that the creator has not heard, in one mail; gives the ideas it told.

    `seen` is the fingerprint of what was looked at: EditConflict if it is something else by now.
    Nothing left to tell (a double click): nothing is sent. `in_person`: they were told without a
    mail. Refused where there is no address.
    """
    with transaction.atomic():
        part = lock(collaboration)
        rows = list(told_next(part).select_for_update(of=("self",)))
        if not rows:
            return []
        if fingerprint((row.public_id, row.version) for row in rows) != seen:
            raise EditConflict(theirs=collaboration, mine={})
        mail = None if in_person else _mail(collaboration, rows, seen, by, at)
        Idea.objects.filter(pk__in=[row.pk for row in rows]).update(told=mail, told_at=at)
        heard = {"ideas": [row.public_id for row in rows], "in_person": in_person}
        record(verb="ideas.told", obj=collaboration, by=by, at=at, changes=heard)
        if mail is not None:
            tell(ideas_told, Collaboration, workspace_id=part.workspace_id, mail_id=mail.pk, at=at)
    return rows


def _mail(
    collaboration: Collaboration, rows: Sequence[Idea], seen: str, by: User, at: datetime
) -> OutgoingMail:
    try:
        return idea_emails.told(
            collaboration=collaboration, ideas=rows, seen=seen, sender=by, at=at
        )
    except NoAddress:
        words = _("%(creator)s has no e-mail address: tell them in person, and note it here.")
        name = {"creator": collaboration.partnership.creator}
        raise Refused(words % name) from None
