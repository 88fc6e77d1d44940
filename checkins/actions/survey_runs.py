"""Putting a survey to creators: each gets one mail and one reminder at most, and each answers once,
without their name (product.md, row 65)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from checkins import survey_emails as emails
from checkins.actions.surveys import locked
from checkins.actions.touches import log_touch
from checkins.enums import Direction, QuestionKind, SurveyState, TouchKind
from checkins.errors import Refused
from checkins.models import Survey, SurveyAnswer, SurveyInvite, SurveyQuestion
from checkins.queries.survey_audience import Person, audience
from checkins.queries.surveys import asked_of
from checkins.rules.surveys import SCALE, clean
from core.audit import record
from core.mail.outbox import NoAddress
from core.mail.suppression import suppression_of
from core.models import OutgoingMail
from core.versions import save_version

# A survey that is open for less is answered by nobody; for more, forgotten.
SHORTEST, LONGEST = timedelta(days=3), timedelta(days=90)
REMIND_AFTER = timedelta(days=7)
# Letters of an answer in somebody's own words.
LONGEST_TEXT = 3000


@dataclass(frozen=True)
class Opened:
    """How many were asked, and whom no mail reaches."""

    asked: int
    left_out: list[Person] = field(default_factory=list)


class Answered(Refused):
    message = _("Your answer is with us already.")


class NotOpen(Refused):
    message = _("This survey is closed.")


class Incomplete(Refused):
    """`fields`: public ids of the questions that miss an answer, or have a wrong one."""

    message = _("Some questions still need an answer.")

    def __init__(self, fields: Sequence[str]) -> None:
        self.fields = list(fields)
        super().__init__()


def open_survey(
    *, survey: Survey, expected: int, creators: set[str], closes_on: date, by: User, at: datetime
) -> Opened:
    """Ask the chosen ones of the audience (public ids of creators): one mail each. Whom no mail
    reaches is left out and given back. Refused, SurveyMoved, EditConflict."""
    _refuse_day(closes_on, at)
    with transaction.atomic():
        row = locked(survey, SurveyState.DRAFT)
        if not row.questions.exists():
            raise Refused(_("A survey needs a question."), field="creators")
        chosen = audience().chosen(creators)
        asked = [one for one in chosen if not one.problem]
        if not asked:
            raise Refused(_("Choose at least one creator whom a mail reaches."), field="creators")
        changes = {"state": SurveyState.OPEN, "opened_at": at, "closes_on": closes_on}
        save_version(survey, expected=expected, changes=changes)
        for one in asked:
            _invite(survey, one, by=by, at=at)
        told = {"asked": len(asked), "until": closes_on}
        record(verb="survey.opened", obj=survey, by=by, at=at, changes=told)
    return Opened(len(asked), [one for one in chosen if one.problem])


def _refuse_day(closes_on: date, at: datetime) -> None:
    today = at.astimezone(UTC).date()
    if not today + SHORTEST <= closes_on <= today + LONGEST:
        raise Refused(_("Leave it open for at least 3 days and at most 90."), field="closes_on")


def _invite(survey: Survey, one: Person, *, by: User, at: datetime) -> None:
    invite = SurveyInvite(
        workspace=survey.workspace, survey=survey, creator=one.creator,
        partnership=one.partnership, created_at=at,
    )  # fmt: skip
    invite.save(force_insert=True)
    try:
        mail = emails.ask(invite=invite, at=at)
    except NoAddress as error:
        # Known, and yet none that a server would take.
        words = _("The address of %(name)s is none that mail can go to.") % {"name": one.creator}
        raise Refused(words, field="creators") from error
    SurveyInvite.objects.filter(pk=invite.pk).update(mail=mail)
    # To many at once, so no contact that the next check-in would be counted from.
    log_touch(
        partnership=one.partnership,
        kind=TouchKind.SURVEY,
        direction=Direction.OUT,
        at=at,
        by=by,
        asks=True,
        subject=mail.subject,
        mail=mail,
        source_key=f"survey:{invite.public_id}",
    )


def remind(*, survey: Survey, by: User | None, at: datetime) -> int:
    """Once, and only those who have not answered; gives how many mails were queued now."""
    with transaction.atomic():
        row = locked(survey, SurveyState.OPEN)
        waiting = list(
            row.invites.filter(answered_on=None).select_related(
                "workspace", "creator", "survey", "partnership__creator", "partnership__brand",
                "partnership__owner",
            )
        )  # fmt: skip
        keys = {emails.mail_key(emails.REMIND, one) for one in waiting}
        sent = set(OutgoingMail.objects.filter(key__in=keys).values_list("key", flat=True))
        todo = [one for one in waiting if emails.mail_key(emails.REMIND, one) not in sent]
        n = sum(_remind(one, at) for one in todo)
        if n:
            record(verb="survey.reminded", obj=row, by=by, at=at, changes={"reminded": n})
    return n


def _remind(invite: SurveyInvite, at: datetime) -> bool:
    address = invite.partnership.mail_to[0].strip()
    if not address or suppression_of(address):
        return False
    try:
        emails.remind(invite=invite, at=at)
    except NoAddress:
        return False
    return True


def close_survey(*, survey: Survey, by: User | None, at: datetime) -> bool:
    """From now on nobody answers, and the results are shown. False if it was closed already."""
    with transaction.atomic():
        changes = {"state": SurveyState.CLOSED, "closed_at": at}
        closed = Survey.objects.filter(pk=survey.pk, state=SurveyState.OPEN).update(
            **changes, version=F("version") + 1
        )
        if closed:
            record(verb="survey.closed", obj=survey, by=by, at=at)
    return bool(closed)


def answer_survey(
    *, invite: SurveyInvite, values: Mapping[str, Any], language: str, at: datetime
) -> None:
    """The answers without the person, and that the person has answered, in one transaction; of two
    at once one is kept. `values`: public id of a question → what the form says. No audit row: it
    would tell the moment. Raises Incomplete, Answered, NotOpen."""
    survey = invite.survey
    kept = _kept(list(survey.questions.all()), values)
    with transaction.atomic():
        state = Survey.objects.select_for_update(of=("self",)).get(pk=survey.pk).state
        if state != SurveyState.OPEN:
            raise NotOpen
        today = at.astimezone(UTC).date()
        mine = SurveyInvite.objects.filter(pk=invite.pk, answered_on=None)
        if not mine.update(answered_on=today):
            raise Answered
        SurveyAnswer.objects.create(
            workspace_id=survey.workspace_id,
            survey=survey,
            market=invite.creator.market,
            language=language,
            values=kept,
            # Of all the same: it tells nothing.
            created_at=survey.opened_at or survey.created_at,
        )


def _kept(questions: Sequence[SurveyQuestion], values: Mapping[str, Any]) -> dict[str, Any]:
    kept: dict[str, Any] = {}
    wrong: list[str] = []
    for row in questions:
        try:
            value = clean(asked_of(row), values.get(row.public_id))
        except (TypeError, ValueError):
            value = None
        if not _fits(row, value):
            wrong.append(row.public_id)
        elif value is not None:
            kept[row.public_id] = value
    if wrong or not kept:
        raise Incomplete(wrong)
    return kept


def _fits(row: SurveyQuestion, value: Any) -> bool:
    if value is None:
        return not row.required
    if row.kind == QuestionKind.SCALE:
        return value in SCALE
    if row.kind == QuestionKind.TEXT:
        return len(value) <= LONGEST_TEXT
    return all(0 <= place < len(row.choices) for place in value)
