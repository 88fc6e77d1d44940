"""The 72-hour summary: drafted, edited, sent exactly once (product.md, row 57)."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from accounts.models import User
from campaigns.actions.changes import lock
from campaigns.enums import CampaignState, CollaborationState
from campaigns.models import Campaign, Collaboration
from checkins.actions.touches import log_touch
from checkins.enums import Direction, TouchKind
from core import audit
from core.charts import png, svg
from core.models import OutgoingMail
from core.versions import EditConflict, save_version
from creators.models import Creator
from partnerships.models import Partnership
from reports import emails
from reports.actions.withdrawing import kept_words, withdraw_draft
from reports.errors import SummaryRefused
from reports.models import Correction, Summary, SummaryState
from reports.queries.figures import figures_of
from reports.rules.charts import summary_chart
from reports.rules.clock import Quiet, due_at, mail_leaves_at
from reports.rules.figures import is_changed
from reports.rules.wording import WORDS, drafted_words

EDITABLE = (*WORDS, "personal")
OVERTAKEN = gettext_noop("The campaign was opened again; closing it makes a new summary.")


def draft_summary(*, collaboration: Collaboration, at: datetime) -> Summary:
    """Make the draft of a closed collaboration at once, or give the summary that is there.

    The clock runs from the campaign's closing, not from `at`. Raises SummaryRefused if the
    collaboration is not closed.
    """
    found = Summary.objects.filter(collaboration=collaboration).first()
    if found and not withdraw_draft(summary=found, at=at):
        return found
    closed_at = collaboration.campaign.closed_at
    if closed_at is None or collaboration.state != CollaborationState.CLOSED:
        raise SummaryRefused(_("The campaign is not closed yet."))
    language = collaboration.partnership.creator.language
    # Pictures are drawn before the transaction: nobody waits for a pencil with the door locked.
    taken = _take(collaboration, language, at)
    try:
        with transaction.atomic():
            summary = Summary.objects.create(
                workspace=collaboration.workspace,
                collaboration=collaboration,
                language=language,
                closed_at=closed_at,
                due_at=due_at(closed_at),
                **taken,
                **{**taken["figures"]["drafted"], **kept_words(collaboration)},
            )
            audit.record(verb="draft summary", obj=summary, by=None, at=at)
    except IntegrityError:
        # Another worker was a moment faster.
        return Summary.objects.get(collaboration=collaboration)
    return summary


def refresh_summary(*, summary: Summary, by: User | None, at: datetime) -> Summary:
    """Take the figures anew. Words nobody touched follow them; edited ones stay as they are.

    Raises SummaryRefused if it was sent, EditConflict if somebody edits it at this moment.
    """
    current = _unsent(summary)
    taken = _take(current.collaboration, current.language, at)
    old, new = current.figures, taken["figures"]
    if not is_changed(old, new) and new["drafted"] == old["drafted"]:
        return current
    words = {
        name: new["drafted"][name]
        for name in WORDS
        if getattr(current, name) == old["drafted"][name]
    }
    with transaction.atomic():
        save_version(current, expected=current.version, changes={**taken, **words})
        audit.record(verb="take figures anew", obj=current, by=by, at=at)
    return current


def edit_summary(
    *, summary: Summary, changes: Mapping[str, str], expected: int, by: User, at: datetime
) -> Summary:
    """Save the words. Raises SummaryRefused if it was sent, EditConflict over somebody's edit.
    Saving what stands there already changes nothing, so a double click is harmless."""
    current = _unsent(summary)
    changes = {name: text for name, text in changes.items() if name in EDITABLE}
    if all(getattr(current, name) == text for name, text in changes.items()):
        return current
    with transaction.atomic():
        save_version(current, expected=expected, changes=changes)
        audit.record(verb="edit summary", obj=current, by=by, at=at, changes=changes)
    return current


def send_summary(
    *,
    summary: Summary,
    by: User | None,
    at: datetime,
    expected: int | None = None,
) -> Summary:
    """Send it exactly once: whoever comes second finds it sent, and nothing is doubled.

    With `expected` the words must still be those of that version (EditConflict). A held summary
    is sent by a person only. Raises NoAddress if the creator has none.
    """
    allowed = [SummaryState.DRAFT, SummaryState.HELD] if by else [SummaryState.DRAFT]
    with transaction.atomic():
        current = load_summary(summary)
        if current.state == SummaryState.SENT:
            return current
        campaign = hold_closed(current.collaboration.campaign)
        if campaign.closed_at != current.closed_at:
            raise SummaryRefused(_(OVERTAKEN))
        if expected is not None and current.version != expected:
            raise EditConflict(theirs=current, mine={})
        claimed = Summary.objects.filter(
            pk=current.pk, state__in=allowed, version=current.version
        ).update(state=SummaryState.SENT, sent_at=at, sent_by=by, version=current.version + 1)
        if not claimed:
            current = load_summary(summary)
            if current.state == SummaryState.SENT:
                return current
            # A draft held or edited at this very moment, or a held one the clock may not send.
            raise EditConflict(theirs=current, mine={})
        current = load_summary(summary)
        _mail(current, by, at)
        audit.record(
            verb="send summary", obj=current, by=by, at=at, changes={"by_itself": by is None}
        )
    return current


def send_by_itself(*, summary: Summary, at: datetime) -> Summary:
    """At 66 hours: with the newest figures, in the name of whoever looks after the creator."""
    current = refresh_summary(summary=summary, by=None, at=at)
    return send_summary(summary=current, by=None, at=at)


def hold_summary(*, summary: Summary, reason: str, by: User, at: datetime) -> Summary:
    """Keep it from going out by itself. Raises SummaryRefused without a reason, or if sent."""
    reason = " ".join(reason.split())
    if not reason:
        raise SummaryRefused(_("Say why it waits: the owners will be told."))
    changes = {"held_at": at, "held_by": by, "hold_reason": reason, "state": SummaryState.HELD}
    return _move(summary, SummaryState.DRAFT, changes, "hold summary", by, at)


def release_summary(*, summary: Summary, by: User, at: datetime) -> Summary:
    """Back on the clock. The reason stays in the audit log."""
    changes = {"held_at": None, "held_by": None, "hold_reason": "", "state": SummaryState.DRAFT}
    return _move(summary, SummaryState.HELD, changes, "release summary", by, at)


def sender_of(summary: Summary, by: User | None) -> User:
    """Whose name stands under it: the sender's, else the partnership's owner's."""
    return by or summary.collaboration.partnership.owner


def quiet_of(creator: Creator) -> Quiet:
    return Quiet(creator.zone, creator.quiet_from, creator.quiet_until)


def _mail(summary: Summary, by: User | None, at: datetime) -> None:
    partnership = summary.collaboration.partnership
    leaves_at = mail_leaves_at(at, summary.closed_at, quiet_of(partnership.creator))
    mail = emails.summary(
        summary=summary, sender=sender_of(summary, by), at=at, leaves_at=leaves_at
    )
    keep_mail(summary, mail, partnership, by=by, at=at)


def keep_mail(
    row: Summary | Correction,
    mail: OutgoingMail,
    partnership: Partnership,
    *,
    by: User | None,
    at: datetime,
) -> None:
    """The mail stands with what it tells, and is a contact."""
    type(row).objects.filter(pk=row.pk).update(mail=mail)
    row.mail = mail
    log_touch(
        partnership=partnership,
        kind=TouchKind.SUMMARY,
        direction=Direction.OUT,
        at=at,
        by=by,
        subject=mail.subject,
        mail=mail,
    )


def _take(collaboration: Collaboration, language: str, at: datetime) -> dict[str, Any]:
    """Figures with the words made of them, and the chart as both pictures."""
    figures = figures_of(collaboration, at)
    figures["drafted"] = drafted_words(
        figures=figures,
        name=collaboration.partnership.creator.call_name,
        campaign=collaboration.campaign.name,
        learnings=list(collaboration.learnings.values_list("kind", "text")),
        language=language,
    )
    chart = summary_chart(figures, collaboration.campaign.name, language)
    return {
        "figures": figures,
        "chart_svg": svg(chart) if chart else "",
        "chart_png": (png(chart) or None) if chart else None,
    }


def _move(
    summary: Summary, since: str, changes: dict[str, Any], verb: str, by: User, at: datetime
) -> Summary:
    """Change the state if it is still `since`. A second click finds it moved and does nothing."""
    with transaction.atomic():
        current = load_summary(summary)
        if current.state == changes["state"]:
            return current
        _refuse_sent(current)
        moved = Summary.objects.filter(pk=current.pk, state=since, version=current.version).update(
            **changes, version=current.version + 1
        )
        if not moved:
            raise EditConflict(theirs=load_summary(summary), mine=changes)
        told = {"reason": [current.hold_reason, changes["hold_reason"]]}
        current = load_summary(summary)
        audit.record(verb=verb, obj=current, by=by, at=at, changes=told)
    return current


def hold_closed(campaign: Campaign) -> Campaign:
    """The campaign, closed until the transaction ends; SummaryRefused if it is open again."""
    fresh = lock(campaign)
    if fresh.state != CampaignState.CLOSED:
        raise SummaryRefused(_("The campaign is open again. Close it first."))
    return fresh


def load_summary(summary: Summary) -> Summary:
    """As it stands. SummaryRefused if it left with the clock of a campaign opened again."""
    rows = Summary.objects.select_related(
        "workspace",
        "collaboration__campaign__brand",
        "collaboration__campaign__owner",
        "collaboration__partnership__creator",
        "collaboration__partnership__brand",
        "collaboration__partnership__owner",
    )
    found = rows.filter(pk=summary.pk).first()
    if found is None:
        raise SummaryRefused(_(OVERTAKEN))
    return found


def _unsent(summary: Summary) -> Summary:
    current = load_summary(summary)
    _refuse_sent(current)
    return current


def _refuse_sent(summary: Summary) -> None:
    if summary.state == SummaryState.SENT:
        raise SummaryRefused(_("This summary was sent already; what was sent stays as it is."))
