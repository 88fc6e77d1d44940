"""The quarterly business review: opened, written, finished, opened again (product.md, row 67)."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from core.audit import record
from core.versions import save_version
from partnerships.actions.changes import changed, move
from partnerships.errors import ReasonMissing, Refused, WrongState
from partnerships.models import Brand, BusinessReview, Partnership
from partnerships.queries.business_reviews import figures
from partnerships.rules.growth import quarter_of

TEXTS = ("challenges", "market", "focus", "adjustments")


def open_review(
    *, brand: Brand, quarter: date, by: User | None, at: datetime,
    partnership: Partnership | None = None,
) -> BusinessReview:  # fmt: skip
    """Of a brand's programme, or of one `partnership` of it; the one that is there if there is
    one. Refused for a quarter that is still to come."""
    if quarter != quarter_of(quarter):
        raise Refused(_("Choose a quarter."), field="quarter")
    if quarter > at.date():
        raise Refused(_("This quarter is still to come."), field="quarter")
    of = {"brand": brand, "partnership": partnership, "quarter": quarter}
    if there := BusinessReview.objects.filter(**of).first():
        return there
    try:
        with transaction.atomic():
            review = BusinessReview.objects.create(
                workspace_id=brand.workspace_id, created_at=at, **of
            )
            record(verb="business_review.opened", obj=review, by=by, at=at, changes=of)
    except IntegrityError:
        # Somebody opened the same one in this very moment: theirs stands.
        return BusinessReview.objects.get(**of)
    return review


def write_review(
    *,
    review: BusinessReview,
    expected: int,
    values: Mapping[str, str],
    by: User | None,
    at: datetime,
) -> None:
    """The four texts; WrongState once it is finished, EditConflict if `expected` is over."""
    if review.finished_at:
        raise WrongState(_("It is finished. Open it again to change it."))
    told = {name: values[name].strip() for name in TEXTS}
    differences = changed(review, told)
    with transaction.atomic():
        save_version(review, expected=expected, changes=told)
        if differences:
            record(verb="business_review.written", obj=review, by=by, at=at, changes=differences)


def finish_review(*, review: BusinessReview, by: User, at: datetime) -> None:
    """Freezes the figures as they are now. Refused while nobody wrote what the focus is."""
    if review.finished_at:
        raise WrongState
    if not review.focus.strip():
        raise Refused(_("Write where you focus next before you finish it."))
    new = {"figures": figures(review, at), "finished_at": at, "finished_by": by}
    with transaction.atomic():
        # The figures stand in the row: of them the audit tells only who froze them and when.
        told = {"figures": "frozen", "finished_by": by.public_id}
        move(review, verb="business_review.finished", new=new, by=by, at=at, told=told)


def reopen_review(*, review: BusinessReview, reason: str, by: User | None, at: datetime) -> None:
    """To be changed; the figures that were frozen go into the audit, with the reason."""
    if not review.finished_at:
        raise WrongState
    if not reason.strip():
        raise ReasonMissing
    new: dict[str, Any] = {"figures": {}, "finished_at": None, "finished_by": None}
    with transaction.atomic():
        move(
            review, verb="business_review.reopened", new=new, by=by, at=at,
            told={"reason": reason.strip(), "finished_by": None},
        )  # fmt: skip
