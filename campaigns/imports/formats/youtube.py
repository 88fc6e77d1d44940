"""YouTube Studio, advanced mode, “Export current view”: a zip of a table, a chart and totals.

The column of contents holds the id of the video; the first row of the table adds the others up
(videos that were deleted count there too, so it may be more than the sum). Subscribers are those
gained less those lost. Income that is estimated there is the creator's own, not the brand's.
"""

import re

from django.utils.translation import gettext_lazy as _

from campaigns.imports.formats.shape import Format, Mapped

_ID = re.compile(r"[\w-]{11}", re.ASCII)
_CONTENT = {
    "post": {
        "en": "content|video|videos|video id", "ru": "контент|видео|идентификатор видео",
        "de": "inhalt|inhalte|video|videos|video id", "es": "contenido|vídeo|video|vídeos",
        "pt": "conteúdo|vídeo|vídeos", "fr": "contenu|vidéo|vidéos|contenus",
        "hi": "कॉन्टेंट|सामग्री|वीडियो", "it": "contenuti|contenuto|video", "uk": "контент|відео",
        "pl": "treść|treści|film|filmy", "tr": "içerik|video",
    },
    "": {
        "en": "your estimated revenue|estimated revenue|estimated partner revenue|"
        "transaction revenue|youtube ad revenue|revenue",
        "ru": "расчетный доход|ваш расчетный доход|доход", "de": "geschätzter umsatz",
        "es": "ingresos estimados|tus ingresos estimados", "pt": "receita estimada",
        "fr": "revenus estimés|vos revenus estimés",
    },
}  # fmt: skip
_TITLES = {
    "en": "video title", "ru": "название видео", "de": "videotitel|video titel",
    "es": "título del vídeo|título del video", "pt": "título do vídeo",
    "fr": "titre de la vidéo", "hi": "वीडियो का शीर्षक|वीडियो का टाइटल", "it": "titolo video|"
    "titolo del video", "uk": "назва відео", "pl": "tytuł filmu", "tr": "video başlığı",
}  # fmt: skip
_SERIES_MARKS = {
    language: "|".join(words)
    for language, words in {
        "en": ("watch time hours", "engaged views"), "ru": ("время просмотра часы",),
        "de": ("wiedergabezeit stunden",), "es": ("tiempo de visualización horas",),
        "pt": ("tempo de exibição horas",), "fr": ("durée de visionnage heures",),
        "hi": ("देखने का कुल समय घंटे", "वॉच टाइम घंटे"), "it": ("tempo di visualizzazione ore",),
        "uk": ("час перегляду години",), "pl": ("czas oglądania godziny",),
        "tr": ("izlenme süresi saat",),
    }.items()
}  # fmt: skip
_NOTE = _(
    "Subscribers are those gained less those lost. Estimated revenue is the creator's own income "
    "and is left out. The file's own total may be more than the sum of its rows."
)
_NUMBERS = ("views", "watch_hours", "impressions", "likes", "follows", "reach", "comments")


def _has_ids(mapped: Mapped) -> bool:
    """Ids of videos, whatever the column is called; the row of totals has none."""
    cells = [cell for cell in mapped.column("post") if cell.strip()]
    return not cells or 2 * sum(1 for cell in cells if _ID.fullmatch(cell.strip())) >= len(cells)


CHART = Format(
    "youtube.chart", _("YouTube Studio, videos day by day"), "youtube", _CONTENT, _TITLES,
    (("post",), ("day",), _NUMBERS), _has_ids, note=_NOTE,
)  # fmt: skip
VIDEOS = Format(
    "youtube.videos", _("YouTube Studio, table of videos"), "youtube", _CONTENT, _TITLES,
    (("post",), _NUMBERS), _has_ids, order=2, note=_NOTE,
)  # fmt: skip
GEOGRAPHY = Format(
    "youtube.geography", _("YouTube Studio, by country"), "youtube", {"": _CONTENT[""]},
    _SERIES_MARKS, (("market",), _NUMBERS), order=3, note=_NOTE,
)  # fmt: skip
SERIES = Format(
    "youtube.series", _("YouTube Studio, the channel day by day"), "youtube",
    {"": _CONTENT[""]}, _SERIES_MARKS, (("day",), _NUMBERS), order=4, note=_NOTE,
)  # fmt: skip

FORMATS = (CHART, VIDEOS, GEOGRAPHY, SERIES)
