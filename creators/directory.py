"""What the room's own list offers: its columns and filters, in the same registry as those of the
rooms above, so that shown columns and filters are one list in one order."""

from collections.abc import Callable
from functools import partial
from typing import Any

from django.utils.translation import gettext_lazy as _

from core.panels import Filter, Text, register_filter
from creators import columns
from creators.columns import LANGUAGES
from creators.enums import ContentFormat, Market, Platform, TagKind
from creators.queries import narrowing
from creators.queries.directory import SLOT
from creators.rules.potential_bands import score_choices
from creators.rules.sizes import band_choices


def register() -> None:
    columns.register()
    for one in _filters():
        register_filter(one)


def _filters() -> list[Filter]:
    who, what = _("Creator"), _("Content")
    tagged = (
        ("topic", _("Topic"), TagKind.TOPIC),
        ("expertise", _("Expertise"), TagKind.EXPERTISE),
        ("tag", _("Tag"), TagKind.TAG),
    )
    return [
        _own("market", _("Market"), narrowing.by_field("market"), lambda: Market.choices, 1, who),
        _own(
            "language", _("Language"), narrowing.by_field("language"),
            lambda: list(LANGUAGES.items()), 2, who,
        ),
        _own("size", _("Followers"), narrowing.by_size, band_choices, 3, who),
        _own("potential", _("Potential"), narrowing.by_score, score_choices, 4, who),
        _own("platform", _("Platform"), narrowing.by_platform, lambda: Platform.choices, 5, what),
        _own(
            "format", _("Priced format"), narrowing.by_format, lambda: ContentFormat.choices, 6,
            what,
        ),
        *(
            _own(key, title, narrowing.by_tag, partial(narrowing.tag_choices, kind), 7 + n, what)
            for n, (key, title, kind) in enumerate(tagged)
        ),
        _own(
            "archived", _("Archive"), narrowing.by_archive,
            lambda: [
                (narrowing.ONLY_ARCHIVED, _("Archived only")),
                (narrowing.ARCHIVED_TOO, _("Archived too")),
            ],
            10, who, several=False,
        ),
    ]  # fmt: skip


def _own(
    key: str,
    title: Text,
    narrow_all: Callable[..., Any],
    choices: Callable[[], Any],
    order: int,
    group: Text,
    *,
    several: bool = True,
) -> Filter:
    def narrow(creators: Any, value: str) -> Any:
        return narrow_all(creators, [value], {})

    return Filter(SLOT, key, title, narrow, choices, order, group, several, narrow_all)
