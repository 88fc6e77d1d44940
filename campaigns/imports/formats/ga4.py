"""Google Analytics 4: `#` comments with the first and the last day of the report, then a table.

Visits (sessions) of a link are its clicks here. A report without a day column is one row for the
whole stretch of days; its day is the last of them.
"""

import re
from collections.abc import Sequence
from datetime import date

from django.utils.translation import gettext_lazy as _

from campaigns.imports.formats.shape import Format, Mapped

_WORDS = {
    "": {
        "en": "total users|active users|new users|page title and screen class|page path|"
        "engaged sessions|key events|conversions",
        "ru": "всего пользователей|активные пользователи|новые пользователи|конверсии",
    },
}  # fmt: skip
_NOTE = _("Visits of the site count as clicks, views of its pages as views.")
_EVENTS = {
    "en": "event count", "ru": "количество событий|число событий",
    "de": "ereignisanzahl|anzahl der ereignisse", "es": "número de eventos|recuento de eventos",
    "pt": "contagem de eventos", "fr": "nombre d événements", "hi": "इवेंट की संख्या",
}  # fmt: skip
_TRAFFIC = {
    "en": "sessions|engaged sessions|session campaign|session source medium|session source|"
    "session primary channel group|session manual ad content|total users|active users|"
    "ecommerce purchases|purchase revenue",
    "ru": "сеансы|сеансы с взаимодействием|активные пользователи|всего пользователей",
    "de": "sitzungen|sitzungen mit interaktionen|aktive nutzer|nutzer insgesamt",
    "es": "sesiones|sesiones con interacción|usuarios activos|total de usuarios",
    "pt": "sessões|sessões engajadas|usuários ativos|total de usuários",
    "fr": "sessions|sessions avec engagement|utilisateurs actifs|nombre total d utilisateurs",
    "hi": "सत्र|सक्रिय उपयोगकर्ता",
}  # fmt: skip
_DAY = re.compile(r"(?<!\d)20\d{6}(?!\d)")


def period(preamble: Sequence[str]) -> tuple[date, date] | None:
    """The first and the last day that comments above the table name, in whatever language."""
    days = sorted({found for row in preamble if row.startswith("#") for found in _DAY.findall(row)})
    try:
        found = [date(int(day[:4]), int(day[4:6]), int(day[6:])) for day in days]
    except ValueError:
        return None
    return (found[0], found[-1]) if found else None


def _has_comments(mapped: Mapped) -> bool:
    return any(row.startswith("#") for row in mapped.preamble)


EVENTS = Format(
    "ga4.events", _("Google Analytics 4, events"), "", _WORDS, _EVENTS, (("metric",), ("value",)),
    note=_NOTE,
)  # fmt: skip
TRAFFIC = Format(
    "ga4.traffic", _("Google Analytics 4, visits"), "", _WORDS, _TRAFFIC,
    (("clicks", "purchases", "revenue", "views"),), order=3, note=_NOTE,
)  # fmt: skip
COMMENTED = Format(
    "ga4.report", _("Google Analytics 4, a report"), "", _WORDS,
    needs=(("clicks", "purchases", "revenue", "views", "value", "new_customers"),),
    fits=_has_comments, order=5, note=_NOTE,
)  # fmt: skip

FORMATS = (EVENTS, TRAFFIC, COMMENTED)
