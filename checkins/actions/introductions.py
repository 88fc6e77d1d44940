"""Bringing two creators together: planned, both asked, taken back (product.md, row 51)."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from accounts.models import User
from checkins import introduction_emails as emails
from checkins.actions.touches import log_touch
from checkins.enums import Direction, IntroductionState, Side, TouchKind
from checkins.errors import KnowEachOther, NotOpen, NotReachable, ReasonMissing, Refused
from checkins.models import Introduction
from checkins.queries.introductions import one_partnership
from checkins.rules.introductions import ASK, mail_key
from core.audit import record
from core.mail.outbox import cancel_mail
from core.mail.suppression import suppression_of
from core.models import OutgoingMail
from core.versions import save_version
from creators.models import Creator

OPEN = (IntroductionState.PLANNED, IntroductionState.ASKED)
_PATH = ("workspace", "owner", "first", "second")


def plan_introduction(
    *,
    first: Creator,
    second: Creator,
    reason: str,
    other_reason: str = "",
    owner: User,
    by: User,
    at: datetime,
) -> Introduction:
    """Nothing goes out yet. `reason` is read by both; `other_reason` by the second, and has to be
    there where their languages differ. Refuses two who are being introduced or were before."""
    if first == second:
        raise Refused(_("It takes two."), field="second")
    if first.archived_at or second.archived_at:
        raise Refused(_("Archived creators are not introduced to anybody."), field="second")
    words = _words(first, second, reason, other_reason)
    with transaction.atomic():
        # One at a time for these two, in whichever order they are named.
        pair = Creator.objects.filter(pk__in=[first.pk, second.pk]).order_by("pk")
        list(pair.select_for_update(no_key=True).values_list("pk"))
        either = Q(first=first, second=second) | Q(first=second, second=first)
        over = [IntroductionState.DECLINED, IntroductionState.WITHDRAWN]
        if Introduction.objects.filter(either).exclude(state__in=over).exists():
            raise KnowEachOther
        introduction = Introduction.objects.create(
            workspace_id=first.workspace_id,
            first=first,
            second=second,
            owner=owner,
            created_at=at,
            **words,
        )
        record(verb="introduction.planned", obj=introduction, by=by, at=at, changes=words)
    return introduction


def _words(first: Creator, second: Creator, reason: str, other_reason: str) -> dict[str, str]:
    reason, other_reason = reason.strip(), other_reason.strip()
    if not reason:
        raise ReasonMissing(_("Say why these two: it is the first thing they read."))
    if first.language == second.language:
        other_reason = ""
    elif not other_reason:
        words = _("They read different languages: say it in both.")
        raise ReasonMissing(words, field="other_reason")
    return {"reason": reason, "other_reason": other_reason}


def reword_introduction(
    *,
    introduction: Introduction,
    expected: int,
    reason: str,
    other_reason: str,
    by: User,
    at: datetime,
) -> None:
    """Before anybody was asked. EditConflict if `expected` is no longer the version."""
    if introduction.state != IntroductionState.PLANNED:
        raise NotOpen
    new = _words(introduction.first, introduction.second, reason, other_reason)
    old = {name: getattr(introduction, name) for name in new}
    if new == old:
        return
    with transaction.atomic():
        save_version(introduction, expected=expected, changes=new)
        changes = {name: [old[name], new[name]] for name in new}
        record(verb="introduction.reworded", obj=introduction, by=by, at=at, changes=changes)


def ask_both(*, introduction: Introduction, by: User, at: datetime) -> None:
    """One mail to each who has not answered yet, with a page for the answer; in their working
    hours. Raises NotReachable unless it reaches both: then nothing has been sent."""
    with transaction.atomic():
        row = locked(introduction, IntroductionState.PLANNED)
        refuse_unreachable(row)
        move(row, introduction, "introduction.asked", by=by, at=at, new={
            "state": IntroductionState.ASKED, "asked_at": at,
        })  # fmt: skip
        for side in Side:
            if row.agreed(side) is None:
                mail = emails.ask(introduction=row, side=side, at=at)
                log_mail(row, side, mail, by=by, at=at)


def withdraw_introduction(
    *, introduction: Introduction, by: User, at: datetime, reason: str = ""
) -> None:
    """We take it back: mails that have not left are stopped, and whoever said yes is told that it
    does not come about. `reason` is for the team."""
    with transaction.atomic():
        row = locked(introduction, *OPEN)
        new = {"state": IntroductionState.WITHDRAWN, "outcome": reason.strip(), "closed_at": at}
        move(row, introduction, "introduction.withdrawn", by=by, at=at, new=new)
        let_go(row, at=at, why="withdrawn")


# What the acts of this room on introductions share


def locked(introduction: Introduction, *states: str) -> Introduction:
    """The row as it is now, held until commit. NotOpen if it is in none of `states`."""
    row = (
        Introduction.objects.select_related(*_PATH)
        .select_for_update(of=("self",))
        .get(pk=introduction.pk)
    )
    if row.state not in states:
        raise NotOpen
    return row


def move(
    row: Introduction,
    shown: Introduction,
    verb: str,
    *,
    by: User | None,
    at: datetime,
    new: Mapping[str, Any],
    told: Mapping[str, Any] | None = None,
) -> None:
    """Save `new` to the locked `row`, and carry it into the caller's object. `told`: what the
    audit says instead, where the values themselves are rows."""
    save_version(row, expected=row.version, changes=new)
    record(verb=verb, obj=row, by=by, at=at, changes=new if told is None else told)
    for name in (*new, "version"):
        setattr(shown, name, getattr(row, name))


def refuse_unreachable(row: Introduction) -> None:
    words = unreachable(row)
    if words:
        raise NotReachable(words)


def unreachable(row: Introduction) -> str:
    """Why mail does not reach both, in words; "" if it does."""
    for creator in (row.first, row.second):
        name = {"name": creator}
        if creator.archived_at:
            return _("%(name)s is archived.") % name
        if not creator.email.strip():
            return _("%(name)s has no e-mail address. Ask them another way.") % name
        if suppression_of(creator.email.strip()):
            return _("Mail to %(name)s bounced or was complained about. Ask another way.") % name
    return ""


def let_go(row: Introduction, *, at: datetime, why: str) -> None:
    """Stop what has not left yet; a kind word to whoever said yes and would wait for more."""
    for side in Side:
        key = mail_key(row.public_id, side, ASK)
        mail = OutgoingMail.objects.filter(key=key).first()
        if mail is not None:
            cancel_mail(mail, at=at, why=f"introduction {why}")
        me = row.creator_of(side)
        if row.agreed(side) and me.email.strip() and not me.archived_at:
            emails.not_now(introduction=row, side=side, at=at)


def log_mail(
    row: Introduction, side: str, mail: OutgoingMail, *, by: User | None, at: datetime
) -> None:
    """A mail of an introduction is a contact that asks for nothing of ours (row 44)."""
    partnership = one_partnership(row.creator_of(side), row.owner)
    if partnership is not None:
        log_touch(
            partnership=partnership,
            kind=TouchKind.INTRODUCTION,
            direction=Direction.OUT,
            at=at,
            by=by,
            subject=mail.subject,
            mail=mail,
            source_key=mail.key,
        )
