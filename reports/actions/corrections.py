"""Corrections of summaries that were sent: found, worded, sent exactly once or dropped
(product.md, row 57)."""

from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from accounts.models import User
from campaigns.enums import CampaignState, CollaborationState
from core import audit
from core.charts import png, svg
from core.versions import EditConflict, save_version
from reports import correction_emails
from reports.actions.summaries import hold_closed, keep_mail, load_summary, quiet_of, sender_of
from reports.errors import SummaryRefused
from reports.models import Correction, CorrectionState, Summary, SummaryState
from reports.queries.corrections import Story, file_since, story_of, with_everything
from reports.queries.figures import figures_of
from reports.rules.charts import summary_chart
from reports.rules.clock import mail_leaves_at
from reports.rules.corrections import Move, correction_due_at, drafted_note, next_move


def keep_correction(*, summary: Summary, at: datetime) -> Correction | None:
    """Look at the figures of a sent summary anew: make, refresh or drop its one draft. Gives the
    draft that there is then.

    Called as often as anybody likes, by any number of workers. Nothing happens while the campaign
    is open again. EditConflict if a person edits or sends the draft at this moment.
    """
    current = load_summary(summary)
    part = current.collaboration
    if current.state != SummaryState.SENT:
        return None
    story = story_of(current)
    if part.state != CollaborationState.CLOSED or part.campaign.state != CampaignState.CLOSED:
        return story.draft
    now = figures_of(part, at, closed_at=current.closed_at)
    draft = story.draft
    move = next_move(
        told=story.told.figures,
        now=now,
        draft=draft.figures if draft else None,
        refused=story.refused,
    )
    if move is Move.MAKE:
        return _make(story, now, at)
    if draft is None:
        return None
    if move is Move.DROP:
        new = {"state": CorrectionState.DROPPED, "decided_at": at}
        _change(draft, {**new, "drop_reason": ""}, "correction not needed", None, at)
        return None
    new = _pictured(current, now) if move is Move.REFRESH else {}
    closed_at = part.campaign.closed_at
    if closed_at is not None and closed_at > draft.found_at:
        # Opened and closed again meanwhile: its clock starts anew.
        new |= {"found_at": closed_at, "due_at": correction_due_at(closed_at), "reminded_at": None}
    if new:
        _change(draft, new, "take corrected figures anew", None, at)
    return draft


def edit_correction(
    *, correction: Correction, note: str, expected: int, by: User, at: datetime
) -> Correction:
    """Say why. SummaryRefused if it was sent or dropped, EditConflict over somebody's edit."""
    current = _waiting(correction)
    note = _said(note)
    if current.note != note:
        _change(current, {"note": note}, "edit correction", by, at, expected=expected)
    return current


def send_correction(
    *, correction: Correction, by: User | None, at: datetime, expected: int | None = None
) -> Correction:
    """Send it exactly once: whoever comes second finds it sent.

    With `expected` it must be as the sender saw it (EditConflict). SummaryRefused if it was
    dropped or the campaign is open again; NoAddress if the creator has none.
    """
    with transaction.atomic():
        current = load_correction(correction)
        if current.state == CorrectionState.SENT:
            return current
        current = _waiting(current)
        hold_closed(current.summary.collaboration.campaign)
        if expected is not None and current.version != expected:
            raise EditConflict(theirs=current, mine={})
        claimed = Correction.objects.filter(
            pk=current.pk, state=CorrectionState.DRAFT, version=current.version
        ).update(
            state=CorrectionState.SENT, decided_at=at, decided_by=by, version=current.version + 1
        )
        current = load_correction(correction)
        if not claimed:
            if current.state == CorrectionState.SENT:
                return current
            raise EditConflict(theirs=current, mine={})
        _mail(current, by, at)
        told = {"by_itself": by is None, "note": current.note, "number": current.number}
        audit.record(verb="send correction", obj=current, by=by, at=at, changes=told)
    return current


def send_correction_by_itself(*, correction: Correction, at: datetime) -> Correction | None:
    """At 66 hours, with the newest figures; None if they went back meanwhile."""
    draft = keep_correction(summary=correction.summary, at=at)
    return send_correction(correction=draft, by=None, at=at) if draft else None


def drop_correction(
    *, correction: Correction, reason: str, by: User, at: datetime, expected: int | None = None
) -> Correction:
    """Not told, for a reason that is kept. The same figures ask no second time; other ones do.
    SummaryRefused without a reason, or if it was sent."""
    reason = " ".join(reason.split())
    if not reason:
        raise SummaryRefused(_("Say why it is not told: it stays in the record."))
    current = load_correction(correction)
    if current.state == CorrectionState.DROPPED:
        return current
    new = {"state": CorrectionState.DROPPED, "decided_at": at, "decided_by": by}
    expected = current.version if expected is None else expected
    current = _waiting(current)
    _change(current, {**new, "drop_reason": reason}, "drop correction", by, at, expected=expected)
    return current


def load_correction(correction: Correction) -> Correction:
    return with_everything().get(pk=correction.pk)


def _make(story: Story, now: dict[str, Any], at: datetime) -> Correction | None:
    summary, told = story.summary, story.told
    campaign = summary.collaboration.campaign
    again = campaign.reopened_at
    note = drafted_note(
        reason=campaign.reopen_reason if again and again > told.at else "",
        file_name=file_since(summary, told.at),
        language=summary.language,
    )
    # Pictures are drawn before the transaction.
    taken = _pictured(summary, now)
    try:
        with transaction.atomic():
            last = summary.corrections.aggregate(last=Max("number"))["last"] or 0
            correction = Correction.objects.create(
                workspace_id=summary.workspace_id,
                summary=summary,
                number=last + 1,
                found_at=at,
                due_at=correction_due_at(at),
                note=note,
                created_at=at,
                **taken,
            )
            audit.record(verb="draft correction", obj=correction, by=None, at=at)
    except IntegrityError:
        # Another worker was a moment faster.
        return story_of(summary).draft
    return correction


def _pictured(summary: Summary, figures: dict[str, Any]) -> dict[str, Any]:
    campaign = summary.collaboration.campaign
    chart = summary_chart(figures, campaign.name, summary.language)
    return {
        "figures": figures,
        "chart_svg": svg(chart) if chart else "",
        "chart_png": (png(chart) or None) if chart else None,
    }


def _mail(correction: Correction, by: User | None, at: datetime) -> None:
    summary = correction.summary
    partnership = summary.collaboration.partnership
    mail = correction_emails.correction(
        story=story_of(summary),
        correction=correction,
        sender=sender_of(summary, by),
        at=at,
        leaves_at=mail_leaves_at(at, correction.found_at, quiet_of(partnership.creator)),
    )
    keep_mail(correction, mail, partnership, by=by, at=at)


def _waiting(correction: Correction) -> Correction:
    current = load_correction(correction)
    if current.state == CorrectionState.SENT:
        raise SummaryRefused(_("This correction was sent already; what was sent stays as it is."))
    if current.state == CorrectionState.DROPPED:
        raise SummaryRefused(_("This correction is not needed any more."))
    return current


def _said(note: str) -> str:
    note = note.replace("\r\n", "\n").strip()
    if not note:
        raise SummaryRefused(_("Say why the figures changed: the creator will ask."))
    return note


def _change(
    draft: Correction,
    new: dict[str, Any],
    verb: str,
    by: User | None,
    at: datetime,
    *,
    expected: int | None = None,
) -> None:
    """Write to a draft that is still one, of the version expected. EditConflict."""
    with transaction.atomic():
        version = draft.version if expected is None else expected
        save_version(draft, expected=version, changes=new)
        told = {k: v for k, v in new.items() if k in ("note", "drop_reason", "found_at")}
        audit.record(verb=verb, obj=draft, by=by, at=at, changes=told)
