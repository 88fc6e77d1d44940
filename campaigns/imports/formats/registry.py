"""All reports that are known by their headers."""

from campaigns.imports.formats import ga4, meta, others, shops, tiktok, youtube
from campaigns.imports.formats.shape import Format

FORMATS: tuple[Format, ...] = (
    *youtube.FORMATS,
    *meta.FORMATS,
    *tiktok.FORMATS,
    *shops.FORMATS,
    *ga4.FORMATS,
    *others.FORMATS,
)
BY_KEY = {format.key: format for format in FORMATS}
