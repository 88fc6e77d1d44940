"""What of this room hangs on a creator, and how two rows' worth of it become one."""

from datetime import timedelta
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from creators.merging import Carried, Ledger, register_carried, register_notes
from creators.models import (
    Creator,
    FitRating,
    NotDuplicate,
    PayoutDetails,
    PotentialScore,
    Rate,
    VettingMark,
)
from creators.queries.merging import tags_gained

DAY = timedelta(days=1)


def register() -> None:
    register_carried(
        Carried("creators.channel.creator", words=_channels, order=10),
        Carried("creators.creator_tags.creator", settle=_drop_shared_tags, order=11),
        Carried("creators.rate.creator", words=_rates, settle=_one_current_rate, order=20),
        Carried("creators.stylenote.creator", words=_style_notes, order=30),
        Carried("creators.goal.creator", words=_goals, order=31),
        Carried("creators.creatorfile.creator", words=_files, order=32),
        Carried("creators.vettingmark.creator", words=_marks, settle=_one_current_mark, order=40),
        Carried("creators.fitrating.creator", words=_ratings, settle=_one_rating_each, order=41),
        Carried("creators.potentialscore.creator", settle=_one_score_a_day, order=42),
        Carried("creators.payoutdetails.creator", settle=_one_account_each, order=45),
        Carried("creators.notduplicate.first", settle=_tell_apart_anew, order=50),
        Carried("creators.notduplicate.second", order=51),
    )
    register_notes("creators", _notes)


def _notes(kept: Creator, absorbed: Creator) -> list[str]:
    notes = []
    if names := tags_gained(kept, absorbed):
        notes.append(_("Tags are united; new here: %(tags)s.") % {"tags": ", ".join(names)})
    if kept.archived_at and not absorbed.archived_at:
        notes.append(_("%(name)s comes back from the archive.") % {"name": kept.name})
    if kept.portal_open or absorbed.portal_open:
        notes.append(_("Whoever holds the e-mail you choose signs in to the portal, nobody else."))
    return notes


def _drop_shared_tags(ledger: Ledger, kept: Creator, absorbed: Creator) -> None:
    through = Creator.tags.through.objects
    mine = through.filter(creator=kept).values_list("tag_id", flat=True)
    ledger.delete(through.filter(creator=absorbed, tag_id__in=list(mine)))


def _one_current_rate(ledger: Ledger, kept: Creator, absorbed: Creator) -> None:
    """Two open prices of one kind: the later one is the price, the earlier ended the day before."""
    open_now = Rate.objects.filter(valid_until=None)
    mine = {(rate.format, rate.currency): rate for rate in open_now.filter(creator=kept)}
    for theirs in open_now.filter(creator=absorbed):
        ours = mine.get((theirs.format, theirs.currency))
        if ours is None:
            continue
        older, newer = sorted([theirs, ours], key=lambda rate: rate.valid_from)
        # Of two from one day the kept creator's stands (sorting leaves it second).
        last = max(newer.valid_from - DAY, older.valid_from)
        ledger.change([older], valid_until=last)


def _one_account_each(ledger: Ledger, kept: Creator, absorbed: Creator) -> None:
    """Of two accounts of one currency the one that was written last is right."""
    mine = {row.currency: row for row in PayoutDetails.objects.filter(creator=kept)}
    for theirs in PayoutDetails.objects.filter(creator=absorbed):
        if ours := mine.get(theirs.currency):
            ledger.delete([min(ours, theirs, key=lambda row: row.updated_at)])


def _one_current_mark(ledger: Ledger, kept: Creator, absorbed: Creator) -> None:
    """The newer answer to an item counts; the older one is history."""
    current = VettingMark.objects.filter(current=True)
    mine = {mark.item: mark for mark in current.filter(creator=kept)}
    for theirs in current.filter(creator=absorbed):
        if ours := mine.get(theirs.item):
            ledger.change([min(theirs, ours, key=lambda mark: mark.at)], current=False)


def _one_rating_each(ledger: Ledger, kept: Creator, absorbed: Creator) -> None:
    """A person rated both: the newer rating is what they think."""
    mine = {rating.by_id: rating for rating in FitRating.objects.filter(creator=kept)}
    for theirs in FitRating.objects.filter(creator=absorbed, by__in=mine):
        ledger.delete([min(theirs, mine[theirs.by_id], key=lambda rating: rating.at)])


def _one_score_a_day(ledger: Ledger, kept: Creator, absorbed: Creator) -> None:
    days = PotentialScore.objects.filter(creator=kept).values_list("on", flat=True)
    ledger.delete(PotentialScore.objects.filter(creator=absorbed, on__in=list(days)))


def _tell_apart_anew(ledger: Ledger, kept: Creator, absorbed: Creator) -> None:
    """Who is somebody else than the absorbed one is somebody else than the kept one. Pairs stand
    in order, so they are put in order here, and nothing is left to move."""
    for pair in NotDuplicate.objects.filter(Q(first=absorbed) | Q(second=absorbed)):
        other = pair.second_id if pair.first_id == absorbed.pk else pair.first_id
        first, second = sorted([kept.pk, other])
        known = NotDuplicate.objects.filter(first_id=first, second_id=second)
        if other == kept.pk or known.exists():
            ledger.delete([pair])
        else:
            ledger.change([pair], first=_row(first), second=_row(second))


def _row(pk: int) -> Any:
    return Creator.with_absorbed.get(pk=pk)


def _channels(n: int) -> str:
    return ngettext(
        "%(n)d channel with its audience", "%(n)d channels with their audience", n
    ) % {"n": n}  # fmt: skip


def _rates(n: int) -> str:
    return ngettext("%(n)d price of the rate card", "%(n)d prices of the rate card", n) % {"n": n}


def _style_notes(n: int) -> str:
    return ngettext("%(n)d note on style", "%(n)d notes on style", n) % {"n": n}


def _goals(n: int) -> str:
    return ngettext("%(n)d goal with its reviews", "%(n)d goals with their reviews", n) % {"n": n}


def _files(n: int) -> str:
    return ngettext("%(n)d file", "%(n)d files", n) % {"n": n}


def _marks(n: int) -> str:
    return ngettext("%(n)d vetting answer", "%(n)d vetting answers", n) % {"n": n}


def _ratings(n: int) -> str:
    return ngettext("%(n)d rating of fit", "%(n)d ratings of fit", n) % {"n": n}
