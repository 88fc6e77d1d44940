"""The brief: written, shared in versions that never change, locked (product.md, rows 33, 36)."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from accounts.models import User
from campaigns import emails
from campaigns.actions.changes import lock, open_campaign, tell
from campaigns.actions.ideas import link_used
from campaigns.enums import CollaborationState
from campaigns.errors import (
    ExclusivityClash,
    ReasonForChange,
    Refused,
    Unchanged,
    WrongState,
)
from campaigns.models import Brief, BriefTemplate, BriefVersion, Collaboration
from campaigns.queries.brief_versions import drafted, inherited_moved
from campaigns.queries.ideas import open_in
from campaigns.queries.overlap import clashes_of
from campaigns.rules.briefs import changed_texts, clean_sections, is_blank
from campaigns.rules.inherited import Inherited
from campaigns.signals import brief_shared
from core.audit import record
from core.mail.outbox import NoAddress
from core.versions import EditConflict, save_version


def save_brief(
    *,
    collaboration: Collaboration,
    sections: Mapping[str, Any],
    autonomy: str,
    expected: int,
    by: User | None,
    at: datetime,
    template: BriefTemplate | None = None,
) -> Brief:
    """Keep the working text. `expected` is the version that was on the page; 0: no brief yet.
    `template`: where it begins; one that is there already remembers its own.

    EditConflict, with both texts, if somebody else saved meanwhile (unless they saved the same).
    """
    new: dict[str, Any] = {"sections": clean_sections(sections), "autonomy": autonomy}
    if template is not None:
        new["template"] = template
    with transaction.atomic():
        open_campaign(collaboration.campaign)
        if lock(collaboration).state == CollaborationState.DECLINED:
            raise WrongState(_("They declined. Ask them again first."))
        brief = Brief.objects.select_for_update().filter(collaboration=collaboration).first()
        if brief is None:
            return _begin(collaboration, new, by, at)
        new.pop("template", None)
        if not _differs(brief, new):
            return brief
        stored = clean_sections(brief.sections)
        told = [f"{key}.{language}" for key, language in changed_texts(stored, new["sections"])]
        save_version(brief, expected=expected, changes={**new, "updated_at": at, "updated_by": by})
        changes = {"texts": told, "autonomy": autonomy}
        record(verb="brief.saved", obj=brief, by=by, at=at, changes=changes)
    return brief


def share_brief(
    *, brief: Brief, expected: int, reason: str = "", by: User, at: datetime
) -> BriefVersion:
    """Show the creator the text as it stands, what it is built on and what it inherits: a version
    that never changes, a mail in their language, a page in their portal.

    `expected` is the version that was looked at: EditConflict if it is no longer the text.
    Unchanged if they have all of it already (a double click); Refused if it is blank, and, at
    `reason`, if it is locked and nothing says what changed and why (row 36); ExclusivityClash if
    a clause forbids the work (row 37). A creator without an address gets no mail: `brief_mail`
    (queries) is then None.
    """
    collaboration = brief.collaboration
    with transaction.atomic():
        open_campaign(collaboration.campaign)
        part = lock(collaboration)
        if part.state == CollaborationState.DECLINED:
            raise WrongState(_("They declined. Ask them again first."))
        collaboration.fee_amount, collaboration.fee_currency = part.fee_amount, part.fee_currency
        fresh = lock(brief)
        if fresh.version != expected:
            raise EditConflict(theirs=fresh, mine={})
        fresh.collaboration = collaboration
        newest = fresh.versions.first()
        version = drafted(fresh, newest)
        _check(version, newest, reason.strip())
        version.reason, version.shared_by, version.shared_at = reason.strip(), by, at
        version.created_at = at
        version.save()
        version.brief = brief
        said = {"number": version.number, "after_lock": version.after_lock}
        record(verb="brief.shared", obj=brief, by=by, at=at, changes=said)
        link_used(version=version, at=at)
        _mail(version, at)
        tell(
            brief_shared,
            BriefVersion,
            workspace_id=version.workspace_id,
            brief_version_id=version.pk,
            at=at,
        )
    return version


def _check(version: BriefVersion, newest: BriefVersion | None, reason: str) -> None:
    """Why it cannot be shared, if it cannot."""
    if is_blank(version.sections):
        raise Refused(_("The brief is still empty."))
    if newest is not None and not _differs(version, _words(newest)):
        now = Inherited.from_json(version.terms)
        if now is None or not inherited_moved(newest, now):
            raise Unchanged(newest.number)
    clash = next(iter(clashes_of(version.brief.collaboration)), None)
    if clash is not None:
        raise ExclusivityClash(clash.guard.clause.category, clash.guard.brand)
    if version.after_lock and not reason:
        raise ReasonForChange


def lock_brief(*, brief: Brief, by: User | None, at: datetime) -> bool:
    """Agreed: what is shared after this is a moved goalpost. False if it is locked already.

    Refused while the creator has not seen the text as it stands, or an idea of theirs waits for an
    answer (row 33).
    """
    with transaction.atomic():
        open_campaign(brief.collaboration.campaign)
        fresh = lock(brief)
        if fresh.locked_at is not None:
            brief.locked_at = fresh.locked_at
            return False
        newest = fresh.versions.first()
        if newest is None or _differs(fresh, _words(newest)):
            raise Refused(_("Share this text first: a lock holds what the creator has seen."))
        if waiting := open_in(brief.collaboration):
            raise Refused(_still_open(waiting))
        # Not an edit of the text: whoever is writing meanwhile has no conflict.
        Brief.objects.filter(pk=brief.pk).update(locked_at=at)
        record(verb="brief.locked", obj=brief, by=by, at=at, changes={"number": newest.number})
    brief.locked_at = at
    return True


def _still_open(n: int) -> str:
    words = ngettext(
        "%(n)d idea of theirs is not answered yet: answer it, then lock.",
        "%(n)d ideas of theirs are not answered yet: answer them, then lock.",
        n,
    )
    return words % {"n": n}


def _begin(
    collaboration: Collaboration, new: Mapping[str, Any], by: User | None, at: datetime
) -> Brief:
    """Make the row; whoever made it a moment earlier is the other side of a conflict."""
    try:
        with transaction.atomic():
            brief = Brief.objects.create(
                workspace_id=collaboration.workspace_id,
                collaboration=collaboration,
                updated_at=at,
                updated_by=by,
                common_seen=clean_sections(collaboration.campaign.common),
                created_at=at,
                **new,
            )
    except IntegrityError:
        theirs = Brief.objects.get(collaboration=collaboration)
        raise EditConflict(theirs=theirs, mine=dict(new)) from None
    record(verb="brief.begun", obj=brief, by=by, at=at)
    return brief


def _differs(brief: Brief | BriefVersion, words: Mapping[str, Any]) -> bool:
    other = brief.autonomy != words["autonomy"]
    return other or bool(changed_texts(brief.sections, words["sections"]))


def _words(version: BriefVersion) -> dict[str, Any]:
    return {"sections": version.sections, "autonomy": version.autonomy}


def _mail(version: BriefVersion, at: datetime) -> None:
    try:
        emails.brief(version=version, at=at)
    except NoAddress:
        # The version stands in the portal; the page tells whoever shared it to send it by hand.
        return
