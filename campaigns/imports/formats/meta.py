"""Meta Business Suite: contents as posts and stories, and insights as daily series.

A series is a file in UTF-16 with `sep=,` first: over each table stands what its one number,
called “Primary”, is. Contents carry ids of 17 digits and `Lifetime` where the day would stand:
their numbers are of the whole life of the post and are kept on the day it was published.
"""

from collections.abc import Sequence

from django.utils.translation import gettext_lazy as _

from campaigns.imports.formats.shape import Format, Mapped

_NOTE = _("Numbers are of the whole life of a post and stand on the day it was published.")
_REACTIONS = {
    "": {
        "en": "reactions comments and shares|total clicks|other clicks|account id|page id|replies|"
        "profile visits|average seconds viewed|title|description",
        "ru": "реакции комментарии и репосты|всего кликов|посещения профиля|ответы|описание",
        "de": "reaktionen kommentare und geteilte inhalte|klicks insgesamt|profilaufrufe|antworten",
        "es": "reacciones comentarios y veces que se ha compartido|total de clics|respuestas",
        "pt": "reações comentários e compartilhamentos|total de cliques|respostas",
        "fr": "réactions commentaires et partages|total des clics|réponses",
    }
}  # fmt: skip
_NUMBERS = ("views", "reach", "likes", "impressions", "comments", "shares", "saves", "clicks")
_INSTAGRAM = {
    "en": "account username|ig media id", "ru": "имя пользователя аккаунта",
    "de": "nutzername des kontos|benutzername des kontos", "es": "nombre de usuario de la cuenta",
    "pt": "nome de usuário da conta|nome de utilizador da conta",
    "fr": "nom d utilisateur du compte", "hi": "अकाउंट यूज़रनेम", "it": "nome utente dell account",
}  # fmt: skip
_FACEBOOK = {
    "en": "page name|page id|reactions comments and shares", "ru": "название страницы|"
    "id страницы|идентификатор страницы", "de": "name der seite|seitenname|seiten id",
    "es": "nombre de la página|identificador de la página", "pt": "nome da página|"
    "identificação da página", "fr": "nom de la page|identifiant de la page",
}  # fmt: skip


def _posts_elsewhere(mapped: Mapped) -> bool:
    links: Sequence[str] = mapped.column("link")
    return not any(links) or any("facebook.com" in cell or "fb." in cell for cell in links)


def _is_stories(mapped: Mapped) -> bool:
    return any("/stories/" in cell for cell in mapped.column("link"))


def _is_instagram(mapped: Mapped) -> bool:
    return any("instagram.com" in cell for cell in mapped.column("link"))


STORIES = Format(
    "meta.stories", _("Instagram stories from Meta Business Suite"), "instagram", _REACTIONS,
    needs=(("link",), ("published", "day"), _NUMBERS), fits=_is_stories, note=_NOTE,
)  # fmt: skip
INSTAGRAM = Format(
    "meta.instagram", _("Instagram posts from Meta Business Suite"), "instagram", _REACTIONS,
    needs=(("link",), ("published", "post"), _NUMBERS), fits=_is_instagram, order=2, note=_NOTE,
)  # fmt: skip
BY_ACCOUNT = Format(
    "meta.account", _("Instagram posts from Meta Business Suite"), "instagram", _REACTIONS,
    _INSTAGRAM, (("published",), _NUMBERS), order=3, note=_NOTE,
)  # fmt: skip
FACEBOOK = Format(
    "meta.facebook", _("Facebook posts from Meta Business Suite"), "other", _REACTIONS,
    _FACEBOOK, (("published", "day"), ("link", "post"), _NUMBERS), _posts_elsewhere, order=4,
    note=_NOTE,
)  # fmt: skip
SERIES = Format(
    "meta.series", _("Meta Business Suite, day by day"), fits=lambda mapped: mapped.stack,
)  # fmt: skip

FORMATS = (STORIES, INSTAGRAM, BY_ACCOUNT, FACEBOOK, SERIES)
