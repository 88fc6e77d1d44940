"""A workspace's own words for its letters; every saved text stays readable (product.md, row 45)."""

from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from accounts.models import User, Workspace
from checkins.enums import TemplateKind
from checkins.errors import BrokenTemplate, Refused
from checkins.models import CheckInTemplate, TemplateVersion
from checkins.rules.wording import problems
from core.audit import record
from core.versions import EditConflict, save_version

# What stands in the form while a workspace still uses our words.
UNWRITTEN = 0
LONGEST_NAME = 80


def save_template(
    *,
    workspace: Workspace,
    kind: str,
    language: str,
    subject: str,
    body: str,
    expected: int,
    by: User,
    at: datetime,
    name: str = "",
) -> CheckInTemplate:
    """Keep the words as a new version; BrokenTemplate if a variable is missing or broken.

    `expected` is the version that was edited, UNWRITTEN for our words; EditConflict if somebody
    saved first. The same words again are no new version. What was archived comes back by it.
    """
    new = {"subject": " ".join(subject.split()), "body": body.replace("\r\n", "\n").strip()}
    wrong = problems(new["subject"], new["body"])
    if wrong:
        raise BrokenTemplate(wrong)
    place = {"kind": TemplateKind(kind), "language": language, "name": clean_name(name)}
    with transaction.atomic():
        row = CheckInTemplate.objects.filter(**place).first()
        if row is None:
            row = _write(workspace, place, new, at)
        elif not _changes(row, new, expected):
            return row
        TemplateVersion.objects.create(
            workspace=workspace, template=row, number=row.version, at=at, by=by, created_at=at,
            **new,
        )  # fmt: skip
        record(verb="check_in_template.saved", obj=row, by=by, at=at, changes=new)
    return row


def clean_name(name: str) -> str:
    name = " ".join(name.split())
    if len(name) > LONGEST_NAME:
        raise Refused(_("At most %(count)d characters.") % {"count": LONGEST_NAME}, field="name")
    return name


def archive_template(*, template: CheckInTemplate, by: User, at: datetime) -> None:
    """Out of use: nobody is offered it any more; of a standard one our words stand again."""
    _put(template, at, verb="check_in_template.archived", by=by, at=at)


def restore_template(*, template: CheckInTemplate, by: User, at: datetime) -> None:
    _put(template, None, verb="check_in_template.restored", by=by, at=at)


def use_again(*, version: TemplateVersion, by: User, at: datetime) -> CheckInTemplate:
    """An earlier text stands again, as a new version."""
    template = version.template
    return save_template(
        workspace=template.workspace,
        kind=template.kind,
        language=template.language,
        name=template.name,
        subject=version.subject,
        body=version.body,
        expected=template.version,
        by=by,
        at=at,
    )


def _put(
    template: CheckInTemplate, archived_at: datetime | None, *, verb: str, by: User, at: datetime
) -> None:
    """Twice is once; the words and their version stay as they are."""
    with transaction.atomic():
        moved = CheckInTemplate.objects.filter(
            pk=template.pk, archived_at__isnull=archived_at is not None
        ).update(archived_at=archived_at)
        if moved:
            template.archived_at = archived_at
            record(verb=verb, obj=template, by=by, at=at)


def _changes(row: CheckInTemplate, new: dict[str, str], expected: int) -> bool:
    """Writes a text that is there already; False if it says this already."""
    mine = dict(new)
    if row.archived_at is not None and expected == UNWRITTEN:
        # Nobody saw the archived words, so nobody writes over them unseen.
        expected = row.version
    elif row.archived_at is None and (row.subject, row.body) == (new["subject"], new["body"]):
        return False
    if expected == UNWRITTEN:
        raise EditConflict(theirs=row, mine=mine)
    save_version(row, expected=expected, changes={**new, "archived_at": None})
    return True


def _write(
    workspace: Workspace, place: dict[str, str], new: dict[str, str], at: datetime
) -> CheckInTemplate:
    try:
        with transaction.atomic():
            return CheckInTemplate.objects.create(
                workspace=workspace, created_at=at, **place, **new
            )
    except IntegrityError as error:
        theirs = CheckInTemplate.objects.get(**place)
        raise EditConflict(theirs=theirs, mine=new) from error
