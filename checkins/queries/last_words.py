"""The last contact both sides took part in, for the room of campaigns (product.md, row 38)."""

from django.db.models import F

from campaigns.last_words import LastWords
from checkins.queries.rhythm import cadence_beside, policy_cadence
from checkins.rules.warmth import CADENCE_DAYS
from partnerships.models import Partnership


def last_words(partnership_id: int) -> LastWords:
    """One query."""
    row = (
        Partnership.objects.filter(pk=partnership_id)
        .annotate(last_two_way=F("last_contact__two_way_at"), policy=policy_cadence())
        .only("tier", "cadence_override")
        .get()
    )
    return LastWords(row.last_two_way, CADENCE_DAYS.get(cadence_beside(row, row.policy)))
