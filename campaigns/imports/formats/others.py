"""Statistics of VK and Telegram, and any other table whose columns have usual names."""

from django.utils.translation import gettext_lazy as _

from campaigns.imports.formats.shape import Format, Mapped
from campaigns.models import METRICS

_NUMBERS = (*METRICS, "watch_hours", "watch_minutes", "watch_clock", "revenue")


def _links_to_vk(mapped: Mapped) -> bool:
    return any("vk.com" in cell or "vk.ru" in cell for cell in mapped.column("link"))


def _links_to_telegram(mapped: Mapped) -> bool:
    return any("t.me/" in cell or "tgstat" in cell for cell in mapped.column("link"))


VK_SERIES = Format(
    "vk.series", _("VK, statistics of a community"), "vk", {},
    {"ru": "критерий", "en": "criterion"}, (("day",), ("metric",), ("value",)),
)  # fmt: skip
VK_POSTS = Format(
    "vk.posts", _("VK, posts"), "vk", needs=(("link",), _NUMBERS), fits=_links_to_vk, order=5,
)  # fmt: skip
TELEGRAM_POSTS = Format(
    "telegram.posts", _("Telegram, posts"), "telegram", needs=(("link",), _NUMBERS),
    fits=_links_to_telegram, order=5,
)  # fmt: skip
LONG = Format(
    "long", _("A table with one number a row"), needs=(("metric",), ("value",)), order=8,
)  # fmt: skip
ANY = Format("any", _("A table of results"), needs=(_NUMBERS,), order=9)

FORMATS = (VK_SERIES, VK_POSTS, TELEGRAM_POSTS, LONG, ANY)
