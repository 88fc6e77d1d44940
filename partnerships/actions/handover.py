"""Handing partnerships over to another contact on our side: the one way their owner changes
(product.md, row 6)."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction
from django.db.models import F

from accounts.models import User
from core.audit import record
from core.mail.outbox import NoAddress, cancel_mail
from core.models.mail import MailState
from partnerships import emails, signals
from partnerships.actions.changes import check_owner
from partnerships.agenda import agenda_of
from partnerships.models import Handover, Partnership
from partnerships.queries.handovers import is_told, of_one_mail, to_tell

# So many creators are told at once; more are told by the sweep, a minute later.
TELLS_AT_ONCE = 30
CHUNK = 500


@dataclass
class HandedOver:
    """What became of the wish. `same`: `to` looks after them already (a double click). `moved`:
    somebody else has taken them over meanwhile. `untold`: handed over, but the creator gets no
    mail: it has ended, they are archived or have no address."""

    handovers: list[Handover] = field(default_factory=list)
    same: list[Partnership] = field(default_factory=list)
    moved: list[Partnership] = field(default_factory=list)
    untold: list[Partnership] = field(default_factory=list)

    @property
    def told(self) -> int:
        """Mails to creators, on their way or about to be."""
        return len(of_one_mail(row for row in self.handovers if row.to_tell or row.mail_id))


def hand_over(
    *,
    partnership: Partnership,
    to: User,
    by: User | None,
    at: datetime,
    note: str = "",
    farewell: str = "",
    tell_creator: bool = True,
    from_owner: User | None = None,
) -> HandedOver:
    """One partnership; see `hand_over_many`. `partnership` carries the new owner and version."""
    done = hand_over_many(
        partnerships=[partnership],
        to=to,
        by=by,
        at=at,
        note=note,
        farewell=farewell,
        tell_creator=tell_creator,
        from_owner=from_owner,
    )
    partnership.refresh_from_db(fields=["owner", "version"])
    return done


def hand_over_many(
    *,
    partnerships: Iterable[Partnership],
    to: User,
    by: User | None,
    at: datetime,
    note: str = "",
    farewell: str = "",
    tell_creator: bool = True,
    from_owner: User | None = None,
) -> HandedOver:
    """Make `to` the one contact of all these, in one transaction; the same twice has one effect.

    With `from_owner` only what that person still looks after changes hands. `note` is for the
    team, `farewell` a line of the old contact in the mail to the creator: one mail for each
    creator, however many partnerships. The old and the new contact get one mail each, but for
    whoever did it themselves. Raises NotAMember.
    """
    rows = list(partnerships)
    done = HandedOver()
    if not rows:
        return done
    check_owner(rows[0].workspace_id, to)
    with transaction.atomic():
        for start in range(0, len(rows), CHUNK):
            _change([row.pk for row in rows[start : start + CHUNK]], done, to, from_owner)
        for row in done.handovers:
            row.at = row.created_at = at
            row.by, row.note, row.farewell = by, note.strip(), farewell.strip()
            _look_whom_to_tell(row, done, tell_creator)
            changes = {"owner": [str(row.from_owner), str(to)]}
            record(
                verb="partnership.handed_over", obj=row.partnership, by=by, at=at, changes=changes
            )
        Handover.objects.bulk_create(done.handovers, batch_size=CHUNK)
        if done.handovers:
            _tell(done.handovers, to=to, by=by, at=at)
    return done


def _change(ids: list[int], done: HandedOver, to: User, from_owner: User | None) -> None:
    """Set the owner of those that are still to be had; nobody else writes them until commit."""
    found = Partnership.objects.filter(pk__in=ids).select_for_update(of=("self",), no_key=True)
    mine = []
    for row in found.select_related("creator", "brand", "owner", "workspace").order_by("pk"):
        if row.owner_id == to.pk:
            done.same.append(row)
        elif from_owner is not None and row.owner_id != from_owner.pk:
            done.moved.append(row)
        else:
            mine.append(row)
    Partnership.objects.filter(pk__in=[row.pk for row in mine]).update(
        owner=to, version=F("version") + 1
    )
    for row in mine:
        before, row.owner, row.version = row.owner, to, row.version + 1
        done.handovers.append(
            Handover(workspace_id=row.workspace_id, partnership=row, from_owner=before, to_owner=to)
        )


def _look_whom_to_tell(row: Handover, done: HandedOver, tell_creator: bool) -> None:
    row.to_tell = tell_creator and is_told(row.partnership)
    if tell_creator and not row.to_tell:
        done.untold.append(row.partnership)


def _tell(rows: list[Handover], *, to: User, by: User | None, at: datetime) -> None:
    groups = of_one_mail(row for row in rows if row.to_tell)
    if len(groups) <= TELLS_AT_ONCE:
        for group in groups:
            tell_of_handover(handovers=group, at=at)
    if to != by:
        ahead = agenda_of(to, at, [row.partnership_id for row in rows])
        emails.handover_received(handovers=rows, agenda=ahead, at=at)
    given: dict[int, list[Handover]] = defaultdict(list)
    for row in rows:
        given[row.from_owner_id].append(row)
    for mine in given.values():
        if mine[0].from_owner != by:
            emails.handover_given(handovers=mine, at=at)
    ids = [row.pk for row in rows]
    told = {"workspace_id": rows[0].workspace_id, "handover_ids": ids, "at": at}
    transaction.on_commit(lambda: signals.handed_over.send(sender=Handover, **told))


def tell_of_handover(*, handovers: list[Handover], at: datetime) -> bool:
    """The one mail to a creator about these handovers; False if it was queued already, or cannot
    be: then nobody waits for it any more."""
    with transaction.atomic():
        rows = Handover.objects.filter(pk__in=[row.pk for row in handovers], to_tell=True)
        if not rows.select_for_update().values_list("pk"):
            return False
        try:
            mail = emails.handover(handovers=handovers, at=at)
        except NoAddress:
            mail = None
        rows.update(to_tell=False, mail=mail)
    for row in handovers:
        row.to_tell, row.mail = False, mail
    return mail is not None


def tell_waiting(*, at: datetime) -> int:
    """Every creator of the workspace who is still to be told; gives the number of mails."""
    return sum(tell_of_handover(handovers=group, at=at) for group in to_tell())


def take_back(*, handovers: Iterable[Handover], by: User, at: datetime) -> HandedOver:
    """Undo: each partnership goes back to whom it came from, if the new contact still has it. A
    mail that has not left is stopped, and its creator hears nothing at all; the others are told.
    Raises NotAMember if the old contact is no member any more."""
    groups: dict[tuple[int, bool], list[Handover]] = defaultdict(list)
    rows = list(handovers)
    whole = HandedOver()
    with transaction.atomic():
        for one in of_one_mail(rows):
            heard = _has_heard(one, at)
            for row in one:
                groups[row.from_owner_id, heard].append(row)
        for (_owner, heard), some in groups.items():
            done = hand_over_many(
                partnerships=[row.partnership for row in some],
                to=some[0].from_owner,
                from_owner=some[0].to_owner,
                by=by,
                at=at,
                tell_creator=heard,
            )
            for name in ("handovers", "same", "moved", "untold"):
                getattr(whole, name).extend(getattr(done, name))
    return whole


def _has_heard(handovers: list[Handover], at: datetime) -> bool:
    """Whether the creator knows, or may know. Stops the telling where there is time."""
    waiting = Handover.objects.filter(pk__in=[row.pk for row in handovers], to_tell=True)
    if waiting.update(to_tell=False):
        return False
    mail = handovers[0].mail
    if mail is None or mail.state == MailState.CANCELLED:
        return False
    return not cancel_mail(mail, at=at, why="handed back")
