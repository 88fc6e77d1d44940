"""The derived columns of a creator, kept by every action that changes what they are made of."""

from django.db.models import Sum

from creators.models import Channel, Creator, StyleNote, Tag
from creators.rules.search import creator_search_text

# More than fit into what is searched of them.
MOST_NOTES = 20


def locked(creator: Creator) -> Creator:
    """The row as it stands now, held until the transaction ends: two acts on one creator follow
    one another, so that neither computes from what the other is about to change."""
    return Creator.objects.select_for_update().get(pk=creator.pk)


def found_by(creator: Creator) -> str:
    """Creator.search as it should be, from the stored channels, tags and style notes and the
    values of `creator`."""
    notes = StyleNote.objects.filter(creator=creator, removed_at=None)
    return creator_search_text(
        name=creator.name,
        short_name=creator.short_name,
        email=creator.email,
        phone=str(creator.phone or ""),
        city=creator.city,
        handles=Channel.objects.filter(creator=creator).values_list("handle", flat=True),
        tags=Tag.objects.filter(creators=creator).values_list("name", flat=True),
        about=creator.about,
        notes=notes.order_by("-noted_on", "-pk").values_list("text", flat=True)[:MOST_NOTES],
    )


def refresh(creator: Creator) -> None:
    """Store search text and followers anew. The caller holds the row (`locked`)."""
    creator.search = found_by(creator)
    total = Channel.objects.filter(creator=creator).aggregate(total=Sum("followers"))["total"]
    creator.followers = total or creator.stated_followers or 0
    Creator.objects.filter(pk=creator.pk).update(search=creator.search, followers=creator.followers)
