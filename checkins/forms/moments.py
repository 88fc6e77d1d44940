"""A moment that somebody types by the clock of their zone (row 52)."""

from datetime import UTC, datetime
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from checkins.rules.local_time import local_moment


class MomentField(forms.DateTimeField):
    """Gives a moment of the reader's zone. The hour that daylight saving removes is refused with
    the time that comes next; of the one it repeats, the first is taken."""

    def to_python(self, value: Any) -> datetime | None:
        # Django asks the zone itself, and has one sentence for both: here it reads the words only.
        with timezone.override(UTC):
            typed = super().to_python(value)
        if typed is None or _names_a_zone(value):
            return typed
        zone: Any = timezone.get_current_timezone()
        found = local_moment(typed.date(), typed.time(), zone)
        if found.at is None:
            raise forms.ValidationError(found.problem, code="gap")
        return found.at.astimezone(zone)


def _names_a_zone(value: Any) -> bool:
    given = value if isinstance(value, datetime) else parse_datetime(str(value).strip())
    return given is not None and timezone.is_aware(given)
