"""Rounds of a deliverable: handed in, asked to be revised with notes, approved (row 41).

A verdict belongs to a round. Where none is open, as after an approval or for work that was looked
at without being handed in, one is opened and answered in the same moment.
"""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from campaigns import deliverable_emails as emails
from campaigns.actions.changes import lock, step, tell
from campaigns.actions.deliverables import still_part
from campaigns.enums import DeliverableState, Verdict
from campaigns.errors import Refused, RoundAnswered, WrongState
from campaigns.models import Deliverable, Submission
from campaigns.rules.rounds import mark_of, standing_of
from campaigns.rules.states import deliverable_sources
from campaigns.signals import round_told
from core.audit import record
from core.mail.outbox import NoAddress
from core.versions import EditConflict


def submit_deliverable(
    *,
    deliverable: Deliverable,
    by: User | None,
    at: datetime,
    link: str = "",
    note: str = "",
) -> bool:
    """Handed in: the next round begins, with the draft at `link` and the creator's words. False if
    it is with us already; then nothing is changed (`change_round`)."""
    with transaction.atomic():
        still_part(deliverable)
        moved = _step(deliverable, DeliverableState.SUBMITTED, "deliverable.submitted", by, at)
        if moved:
            _begin(deliverable, link=link, note=note, by=by, at=at)
    if not moved and deliverable.state != DeliverableState.SUBMITTED:
        raise WrongState
    return moved


def hand_in(*, asked: Submission, link: str, note: str, at: datetime) -> Submission:
    """On the creator's own page: the draft that follows the revision `asked`, once. The same again
    gives the round that is there; a round that a colleague has only marked takes it in.

    RoundAnswered if that round says something else, WrongState if no draft is waited for.
    """
    link, note = link.strip(), note.strip()
    with transaction.atomic():
        still_part(asked.deliverable)
        rows = Submission.objects.filter(deliverable=asked.deliverable, number__gt=asked.number)
        following = rows.order_by("number").first()
        if following is None:
            if not submit_deliverable(
                deliverable=asked.deliverable, by=None, at=at, link=link, note=note
            ):
                raise WrongState
            following = rows.get()
            _tell(following, at)
        elif not (following.link or following.note or following.verdict):
            _change(following, link=link, note=note, by=None, at=at)
            _tell(following, at)
        elif mark_of(following.link, following.note) != mark_of(link, note):
            raise RoundAnswered(following)
    return following


def change_round(
    *, submission: Submission, expected: str, link: str, note: str, by: User | None, at: datetime
) -> None:
    """Correct the link or the words of a round that is not answered. `expected`: `mark_of` what was
    seen. RoundAnswered, EditConflict."""
    link, note = link.strip(), note.strip()
    with transaction.atomic():
        still_part(submission.deliverable)
        fresh = Submission.objects.get(pk=submission.pk)
        if fresh.verdict:
            raise RoundAnswered(fresh)
        there = mark_of(fresh.link, fresh.note)
        if there == mark_of(link, note):
            return
        if there != expected:
            raise EditConflict(theirs=fresh, mine={"link": link, "note": note})
        _change(fresh, link=link, note=note, by=by, at=at)


def ask_revision(
    *,
    deliverable: Deliverable,
    note: str,
    by: User | None,
    at: datetime,
    seen: str | None = None,
    told: bool = True,
) -> bool:
    """One more round, counted: `note` says to the creator what should change and why, and is mailed
    to them if `told` and an address is known. False if this was asked already.

    `seen`: `standing_of` the round that was looked at; RoundAnswered if it was answered otherwise,
    or another one has begun.
    """
    note = note.strip()
    if not note:
        words = _("Say what should change and why: the creator works from these words.")
        raise Refused(words, field="note")
    with transaction.atomic():
        still_part(deliverable)
        if _answered(deliverable, seen, Verdict.REVISION, note):
            return False
        new: dict[str, Any] = {"revisions": lock(deliverable).revisions + 1}
        to, verb = DeliverableState.REVISION, "deliverable.revision_asked"
        moved = _step(deliverable, to, verb, by, at, **new)
        if moved:
            row = _answer(deliverable, Verdict.REVISION, note, by=by, at=at)
            if told:
                _mail(row, at)
            _tell(row, at)
    if not moved:
        _refuse_late(deliverable, to, note)
    return moved


def approve_deliverable(
    *,
    deliverable: Deliverable,
    by: User | None,
    at: datetime,
    word: str = "",
    seen: str | None = None,
    told: bool = False,
) -> bool:
    """Closes the round; a kind `word` is mailed if `told`. False if it is approved. `seen` as for
    `ask_revision`."""
    word = word.strip()
    with transaction.atomic():
        still_part(deliverable)
        if _answered(deliverable, seen, Verdict.APPROVED, word):
            return False
        to = DeliverableState.APPROVED
        # What is published is approved again by taking the publication back.
        moved = _step(
            deliverable, to, "deliverable.approved", by, at, but=DeliverableState.PUBLISHED
        )
        if moved:
            row = _answer(deliverable, Verdict.APPROVED, word, by=by, at=at)
            if told:
                _mail(row, at)
    if not moved:
        _refuse_late(deliverable, to, word)
    return moved


def _refuse_late(deliverable: Deliverable, to: str, note: str) -> None:
    """It stands there already: what was typed is not dropped for what somebody else said."""
    if deliverable.state != to:
        raise WrongState
    last = _last(deliverable)
    if note and last is not None and last.verdict_note != note:
        raise RoundAnswered(last)


def _step(
    deliverable: Deliverable,
    to: str,
    verb: str,
    by: User | None,
    at: datetime,
    *,
    but: str = "",
    **new: Any,
) -> bool:
    sources = deliverable_sources(to) - {but}
    return step(deliverable, sources=sources, new={"state": to, **new}, verb=verb, by=by, at=at)


def _begin(
    deliverable: Deliverable, *, link: str, note: str, by: User | None, at: datetime
) -> Submission:
    last = _last(deliverable)
    return Submission.objects.create(
        workspace_id=deliverable.workspace_id,
        deliverable=deliverable,
        number=last.number + 1 if last else 1,
        submitted_at=at,
        link=link.strip(),
        note=note.strip(),
        by=by,
        created_at=at,
    )


def _answer(
    deliverable: Deliverable, verdict: str, note: str, *, by: User | None, at: datetime
) -> Submission:
    last = _last(deliverable)
    row = last if last is not None and not last.verdict else None
    if row is None:
        # The same draft, looked at once more.
        row = _begin(deliverable, link=last.link if last else "", note="", by=by, at=at)
    row.deliverable = deliverable
    row.verdict, row.verdict_note, row.verdict_at, row.verdict_by = verdict, note, at, by
    row.save(update_fields=["verdict", "verdict_note", "verdict_at", "verdict_by"])
    return row


def _answered(deliverable: Deliverable, seen: str | None, verdict: str, note: str) -> bool:
    """Whether this very answer was given since; RoundAnswered if anything else happened."""
    last = _last(deliverable)
    if seen is None or seen == standing_of(last):
        return False
    if last is not None and (last.verdict, last.verdict_note) == (verdict, note):
        return True
    raise RoundAnswered(last)


def _last(deliverable: Deliverable) -> Submission | None:
    return Submission.objects.filter(deliverable=deliverable).order_by("number").last()


def _change(row: Submission, *, link: str, note: str, by: User | None, at: datetime) -> None:
    said = {
        name: [getattr(row, name), new]
        for name, new in (("link", link), ("note", note))
        if getattr(row, name) != new
    }
    row.link, row.note = link, note
    row.save(update_fields=["link", "note"])
    record(verb="submission.changed", obj=row, by=by, at=at, changes=said)


def _mail(row: Submission, at: datetime) -> None:
    try:
        row.mail = emails.verdict(submission=row, at=at)
    except NoAddress:
        return
    row.save(update_fields=["mail"])


def _tell(row: Submission, at: datetime) -> None:
    tell(round_told, Submission, workspace_id=row.workspace_id, submission_id=row.pk, at=at)
