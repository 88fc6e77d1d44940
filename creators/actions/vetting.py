"""Answers to the checklist and ratings of fit, by people (product.md, rows 11 to 13)."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from core.audit import record
from core.versions import EditConflict, save_version
from creators.actions.found_by import locked
from creators.actions.potential import score_creators
from creators.enums import Verdict, VettingItem
from creators.errors import AnsweredMeanwhile, EvidenceMissing, RatingOutOfRange, Refused
from creators.models import Creator, FitRating, VettingMark


def answer_item(
    *,
    creator: Creator,
    item: str,
    verdict: str,
    evidence: str,
    by: User,
    at: datetime,
    link: str = "",
    seen: str = "",
) -> VettingMark:
    """A new current answer to one item; the one before stays as history.

    `seen`: public id of the answer that stood when the person began to write ("" for none). If
    another one stands by now, AnsweredMeanwhile carries it. The same answer by the same person
    again (a double click) gives the one that is there.
    """
    if item not in VettingItem.values or verdict not in Verdict.values:
        raise Refused(_("Choose an answer."), field="verdict")
    evidence, link = evidence.strip(), link.strip()
    if not evidence:
        raise EvidenceMissing
    with transaction.atomic():
        locked(creator)
        current = VettingMark.objects.filter(creator=creator, item=item, current=True).first()
        if current is not None:
            said = (current.verdict, current.evidence, current.link, current.by_id)
            if said == (verdict, evidence, link, by.pk):
                return current
        if (current.public_id if current else "") != seen:
            raise AnsweredMeanwhile(current)
        if current is not None:
            VettingMark.objects.filter(pk=current.pk).update(current=False)
        mark = VettingMark.objects.create(
            workspace_id=creator.workspace_id,
            creator=creator,
            item=item,
            verdict=verdict,
            evidence=evidence,
            link=link,
            at=at,
            by=by,
            created_at=at,
        )
        changes = {
            "creator": creator,
            "item": item,
            "verdict": [current.verdict, verdict] if current else verdict,
        }
        record(verb="vetting.answered", obj=mark, by=by, at=at, changes=changes)
    return mark


def rate_fit(
    *,
    creator: Creator,
    values: int,
    culture: int,
    note: str,
    expected: int,
    by: User,
    at: datetime,
) -> FitRating:
    """The rating of one person, their own; a later one replaces it, and the score follows at once.

    `expected`: version of the rating that the form showed, 0 if there was none. Raises
    RatingOutOfRange, EditConflict.
    """
    if not (1 <= values <= 5 and 1 <= culture <= 5):
        raise RatingOutOfRange
    new = {"values": values, "culture": culture, "note": note.strip()}
    with transaction.atomic():
        locked(creator)
        rating = FitRating.objects.filter(creator=creator, by=by).first()
        before = {name: getattr(rating, name) for name in new} if rating else {}
        if before == new:
            assert rating is not None
            return rating
        if rating is None:
            rating = FitRating.objects.create(
                workspace_id=creator.workspace_id,
                creator=creator,
                by=by,
                at=at,
                created_at=at,
                **new,
            )
        elif rating.version != expected:
            # Only from another window of the same person.
            raise EditConflict(theirs=rating, mine=new)
        else:
            save_version(rating, expected=expected, changes={**new, "at": at})
        changes = {name: [before.get(name), value] for name, value in new.items()}
        record(verb="fit.rated", obj=rating, by=by, at=at, changes={"creator": creator, **changes})
        score_creators(creator_ids=[creator.pk], at=at)
    return rating
