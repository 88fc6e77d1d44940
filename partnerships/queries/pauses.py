from datetime import datetime, timedelta

from django.db.models import QuerySet

from partnerships.enums import Stage
from partnerships.models import Partnership


def pauses_running_out(at: datetime) -> QuerySet[Partnership]:
    """Paused partnerships whose last day may have passed where the creator lives."""
    latest = (at + timedelta(hours=14)).date()
    return (
        Partnership.objects.filter(stage=Stage.PAUSED, paused_until__lt=latest)
        .select_related("creator", "brand", "owner", "workspace")
        .order_by("pk")
    )
