"""Writing a letter, choosing who gets it, sending it on its way, stopping it (product.md, row 48).

Its copies are made by actions/letter_copies.py.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User, Workspace
from checkins import letter_emails as emails
from checkins.enums import LetterState, NotSent
from checkins.errors import BrokenLetter, NobodyGetsIt, NotADraft, Refused
from checkins.models import Letter, LetterCopy, LetterText
from checkins.queries.audience import audience_of
from checkins.rules.letters import LANGUAGES, Audience, problems
from core.audit import record
from core.mail.outbox import cancel_mail
from core.models import OutgoingMail
from core.models.mail import MailState
from core.versions import save_version
from partnerships.models import Brand, Partnership


@dataclass(frozen=True)
class Text:
    subject: str = ""
    body: str = ""
    context: str = ""

    def __bool__(self) -> bool:
        return bool(self.subject or self.body or self.context)


def create_letter(
    *,
    workspace: Workspace,
    kind: str,
    title: str,
    texts: Mapping[str, Text],
    audience: Audience | None = None,
    by: User,
    at: datetime,
) -> Letter:
    """A draft. BrokenLetter where a text is half written or has a broken variable."""
    clean = _checked(texts)
    with transaction.atomic():
        letter = Letter.objects.create(
            workspace=workspace,
            kind=kind,
            title=title.strip(),
            audience=_known_audience(audience or Audience()).to_json(),
            author=by,
            created_at=at,
        )
        _write(letter, clean, at)
        changes = {"kind": kind, "title": letter.title, "languages": sorted(clean)}
        record(verb="letter.written", obj=letter, by=by, at=at, changes=changes)
    return letter


def change_letter(
    *,
    letter: Letter,
    expected: int,
    kind: str,
    title: str,
    texts: Mapping[str, Text],
    by: User,
    at: datetime,
) -> None:
    """Only a draft. EditConflict if `expected` is no longer the version; a language left empty is
    taken out."""
    clean = _checked(texts)
    with transaction.atomic():
        row = locked(letter, LetterState.DRAFT)
        save_version(row, expected=expected, changes={"kind": kind, "title": title.strip()})
        LetterText.objects.filter(letter=row).exclude(language__in=clean).delete()
        _write(row, clean, at)
        changes = {"kind": kind, "title": row.title, "languages": sorted(clean)}
        record(verb="letter.changed", obj=row, by=by, at=at, changes=changes)
    _carry(row, letter)


def choose_audience(
    *, letter: Letter, expected: int, audience: Audience, by: User, at: datetime
) -> None:
    """Only of a draft. Ids that name nothing of the workspace are left out."""
    with transaction.atomic():
        row = locked(letter, LetterState.DRAFT)
        kept = _known_audience(audience).to_json()
        save_version(row, expected=expected, changes={"audience": kept})
        record(verb="letter.audience_chosen", obj=row, by=by, at=at, changes={"audience": kept})
    _carry(row, letter)


def send_letter(
    *, letter: Letter, expected: int, on: date | None = None, by: User, at: datetime
) -> None:
    """Let it go out: now, or on the day `on` of each reader. EditConflict if it was changed since
    it was looked at; NobodyGetsIt where no one would."""
    today = at.astimezone(by.zone).date()
    if on is not None and on < today:
        raise Refused(_("This day has passed."), field="on")
    with transaction.atomic():
        row = locked(letter, LetterState.DRAFT)
        languages = _fit_to_send(row)
        audience = Audience.from_json(row.audience)
        people = audience_of(audience, languages=languages, at=at, send_on=on, letter=row)
        if all(one.why_not for one in people):
            raise NobodyGetsIt
        state = LetterState.SCHEDULED if on else LetterState.SENDING
        new: dict[str, Any] = {"state": state, "send_on": on, "sent_by": by}
        save_version(row, expected=expected, changes=new)
        told = {
            "on": on,
            "audience": row.audience,
            "people": len(people),
            "get_it": sum(one.why_not is None for one in people),
        }
        verb = "letter.scheduled" if on else "letter.sending"
        record(verb=verb, obj=row, by=by, at=at, changes=told)
    _carry(row, letter)


def stop_letter(*, letter: Letter, by: User, at: datetime) -> int:
    """What has not left yet does not leave any more; gives how many copies were taken back. One
    that only waited for its day is a draft again."""
    with transaction.atomic():
        row = locked(letter, LetterState.SCHEDULED, LetterState.SENDING, LetterState.SENT)
        if row.state == LetterState.SCHEDULED:
            new: dict[str, Any] = {"state": LetterState.DRAFT, "send_on": None, "sent_by": None}
        elif row.state == LetterState.SENDING:
            new = {"state": LetterState.SENT, "sent_at": at}
        else:
            new = {}
        taken = _take_back(row, at)
        save_version(row, expected=row.version, changes=new)
        record(verb="letter.stopped", obj=row, by=by, at=at, changes={"taken_back": taken})
    _carry(row, letter)
    return taken


def _take_back(letter: Letter, at: datetime) -> int:
    taken = []
    waiting = LetterCopy.objects.filter(letter=letter, mail__state=MailState.QUEUED)
    for copy in waiting.select_related("mail"):
        if copy.mail is not None and cancel_mail(copy.mail, at=at, why="the letter was stopped"):
            taken.append(copy.pk)
    LetterCopy.objects.filter(pk__in=taken).update(not_sent=NotSent.STOPPED)
    return len(taken)


def remove_letter(*, letter: Letter, by: User, at: datetime) -> None:
    """A draft that nobody got anything of; the audit keeps that it was there."""
    with transaction.atomic():
        row = locked(letter, LetterState.DRAFT)
        record(verb="letter.removed", obj=row, by=by, at=at, changes={"title": row.title})
        row.delete()


def send_test(
    *, letter: Letter, language: str, partnership: Partnership, by: User, at: datetime
) -> OutgoingMail:
    """One to oneself, as `partnership` would read it. Refused where the text is not there."""
    text = LetterText.objects.filter(letter=letter, language=language).first()
    if text is None:
        raise Refused(_("There is no text in this language yet."))
    with transaction.atomic():
        mail = emails.test(letter=letter, text=text, partnership=partnership, to=by, at=at)
        record(verb="letter.tested", obj=letter, by=by, at=at, changes={"language": language})
    return mail


# What the acts on letters share


def locked(letter: Letter, *states: str) -> Letter:
    """The row as it is now, held until commit; NotADraft if it is in none of `states`."""
    rows = Letter.objects.select_related("workspace").select_for_update(of=("self",))
    row = rows.filter(pk=letter.pk).first()
    if row is None or row.state not in states:
        raise NotADraft
    return row


def _carry(row: Letter, shown: Letter) -> None:
    for name in ("kind", "title", "audience", "state", "send_on", "sent_at", "version"):
        setattr(shown, name, getattr(row, name))


def _checked(texts: Mapping[str, Text]) -> dict[str, Text]:
    """The texts that are there, tidy. BrokenLetter with the form's field names."""
    clean = {
        language: Text(
            subject=" ".join(text.subject.split()),
            body=_tidy(text.body),
            context=_tidy(text.context),
        )
        for language, text in texts.items()
        if language in LANGUAGES
    }
    clean = {language: text for language, text in clean.items() if text}
    wrong = [
        (f"{name}_{language}", words)
        for language, text in clean.items()
        for name, words in problems(text.subject, text.body, text.context)
    ]
    if wrong:
        raise BrokenLetter(wrong)
    return clean


def _tidy(text: str) -> str:
    return text.replace("\r\n", "\n").strip()


def _write(letter: Letter, texts: Mapping[str, Text], at: datetime) -> None:
    for language, text in texts.items():
        LetterText.objects.update_or_create(
            letter=letter,
            language=language,
            defaults={"subject": text.subject, "body": text.body, "context": text.context},
            create_defaults={
                "workspace": letter.workspace, "subject": text.subject, "body": text.body,
                "context": text.context, "created_at": at,
            },
        )  # fmt: skip


def _fit_to_send(letter: Letter) -> list[str]:
    """The languages it is written in. BrokenLetter if it cannot go out as it is."""
    texts = list(LetterText.objects.filter(letter=letter))
    if not texts:
        raise Refused(_("Write it first: there is no text in any language."))
    for text in texts:
        wrong = problems(text.subject, text.body, text.context)
        if wrong:
            raise BrokenLetter([(f"{name}_{text.language}", words) for name, words in wrong])
    return [text.language for text in texts]


def _known_audience(audience: Audience) -> Audience:
    """Without ids of nothing: what narrows to them would mean nobody, and nobody would see why."""
    brands = Brand.objects.filter(public_id__in=audience.brands)
    people = Partnership.objects.filter(public_id__in=audience.people)
    return Audience(
        brands=tuple(brands.values_list("public_id", flat=True)) if audience.brands else (),
        tiers=audience.tiers,
        markets=audience.markets,
        languages=audience.languages,
        slow_days=audience.slow_days,
        unwritten_days=audience.unwritten_days,
        people=tuple(people.values_list("public_id", flat=True)) if audience.people else (),
    )
