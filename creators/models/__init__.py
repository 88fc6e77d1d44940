from creators.models.channel import AudienceSnapshot, Channel
from creators.models.creator import Creator, CreatorQuerySet, Tag
from creators.models.rates import Rate

__all__ = [
    "AudienceSnapshot",
    "Channel",
    "Creator",
    "CreatorQuerySet",
    "Rate",
    "Tag",
]
