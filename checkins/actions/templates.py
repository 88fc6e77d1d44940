"""A workspace's own words for its check-ins (product.md, row 45)."""

from datetime import datetime

from django.db import IntegrityError, transaction

from accounts.models import User, Workspace
from checkins.errors import BrokenTemplate
from checkins.models import CheckInTemplate
from checkins.rules.wording import problems
from core.audit import record
from core.versions import EditConflict, save_version

# What stands in the form while a workspace still uses our words.
UNWRITTEN = 0


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
) -> CheckInTemplate:
    """Keep the words; BrokenTemplate if a variable is missing or broken.

    `expected` is the version that was edited, UNWRITTEN for our words; EditConflict if somebody
    saved first.
    """
    new = {"subject": " ".join(subject.split()), "body": body.replace("\r\n", "\n").strip()}
    wrong = problems(new["subject"], new["body"])
    if wrong:
        raise BrokenTemplate(wrong)
    with transaction.atomic():
        if expected == UNWRITTEN:
            row = _write(workspace, kind, language, new, at)
        else:
            row = CheckInTemplate.objects.get(kind=kind, language=language)
            save_version(row, expected=expected, changes=new)
        record(verb="check_in_template.saved", obj=row, by=by, at=at, changes=new)
    return row


def _write(
    workspace: Workspace, kind: str, language: str, new: dict[str, str], at: datetime
) -> CheckInTemplate:
    try:
        with transaction.atomic():
            return CheckInTemplate.objects.create(
                workspace=workspace, kind=kind, language=language, created_at=at, **new
            )
    except IntegrityError as error:
        theirs = CheckInTemplate.objects.get(kind=kind, language=language)
        raise EditConflict(theirs=theirs, mine=new) from error
