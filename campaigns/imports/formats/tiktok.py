"""TikTok Studio: the account day by day (overview, followers, viewers) and its videos.

Days have no year (`February 28`, `28 августа`); what is not known yet is `undefined`.
"""

from django.utils.translation import gettext_lazy as _

from campaigns.imports.formats.shape import Format, Mapped

_PROFILE = {
    "en": "profile views", "ru": "просмотры профиля", "de": "profilaufrufe|profilansichten",
    "es": "visualizaciones del perfil|vistas del perfil|visitas al perfil",
    "pt": "visualizações do perfil|visualizações de perfil", "fr": "vues du profil|"
    "vues de profil", "hi": "प्रोफ़ाइल व्यू|प्रोफाइल व्यू", "it": "visualizzazioni del profilo",
    "uk": "перегляди профілю", "pl": "wyświetlenia profilu", "tr": "profil görüntülemeleri",
}  # fmt: skip
_FOLLOWERS = {
    "en": "difference in followers from previous day",
    "ru": "изменение числа подписчиков за день|разница в количестве подписчиков с предыдущим днем",
    "de": "differenz der follower zum vortag|follower unterschied zum vortag",
    "es": "diferencia de seguidores con respecto al día anterior",
    "pt": "diferença de seguidores em relação ao dia anterior",
    "fr": "différence de followers par rapport à la veille",
}  # fmt: skip
_VIEWERS = {
    "en": "new viewers|returning viewers", "ru": "новые зрители|вернувшиеся зрители",
    "de": "neue zuschauer|wiederkehrende zuschauer", "es": "espectadores nuevos",
    "pt": "novos espectadores", "fr": "nouveaux spectateurs",
}  # fmt: skip
_NOTE = _("Dates have no year here: look at the first and the last day in the report.")
_NUMBERS = ("views", "likes", "comments", "shares")


def _is_tiktok(mapped: Mapped) -> bool:
    return any("tiktok.com" in cell for cell in mapped.column("link"))


OVERVIEW = Format(
    "tiktok.overview", _("TikTok, the account day by day"), "tiktok", {"": _PROFILE}, _PROFILE,
    (("day",), _NUMBERS), order=2, note=_NOTE,
)  # fmt: skip
CONTENT = Format(
    "tiktok.content", _("TikTok, table of videos"), "tiktok",
    {"": {"en": "time", "ru": "время", "de": "zeit", "es": "hora", "pt": "hora", "fr": "heure"}},
    needs=(("link",), _NUMBERS), fits=_is_tiktok,
)  # fmt: skip
FOLLOWERS = Format(
    "tiktok.followers", _("TikTok, followers day by day"), "tiktok", {"follows": _FOLLOWERS},
    _FOLLOWERS, (("day",), ("follows",)), order=2, note=_NOTE,
)  # fmt: skip
VIEWERS = Format(
    "tiktok.viewers", _("TikTok, viewers day by day"), "tiktok", {}, _VIEWERS,
    (("day",), ("reach",)), order=2, note=_NOTE,
)  # fmt: skip

FORMATS = (OVERVIEW, CONTENT, FOLLOWERS, VIEWERS)
