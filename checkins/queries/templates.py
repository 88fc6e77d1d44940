"""The words of check-ins and other letters: the workspace's own, else ours (row 45)."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from django.db.models import OuterRef, Subquery

from checkins.enums import TemplateKind
from checkins.models import CheckInTemplate, TemplateVersion
from checkins.templates_text import DEFAULTS
from creators.rules.search import search_words
from partnerships.models import Partnership

LANGUAGES = ("en", "ru")
# The text that goes out by itself; others are chosen while somebody writes.
STANDARD = ""
MOST_PEOPLE = 8


def template_for(kind: str, language: str, name: str = STANDARD) -> CheckInTemplate:
    """The template in use; unsaved (no pk) where the workspace has not written its own."""
    row = CheckInTemplate.objects.filter(
        kind=kind, language=language, name=name, archived_at=None
    ).first()
    return row or default_template(kind, language, name)


def standard_texts() -> Mapping[tuple[str, str], CheckInTemplate]:
    """(kind, language) → the template that goes out by itself, for all; one query."""
    rows = CheckInTemplate.objects.filter(name=STANDARD, archived_at=None)
    own = {(row.kind, row.language): row for row in rows}
    return {key: own.get(key) or default_template(*key) for key in DEFAULTS}


def default_template(kind: str, language: str, name: str = STANDARD) -> CheckInTemplate:
    words = DEFAULTS[kind, language]
    return CheckInTemplate(
        kind=kind, language=language, name=name, subject=words.subject, body=words.body
    )


def pair(kind: str, name: str) -> dict[str, CheckInTemplate]:
    """Language → the template in use, for both; one query."""
    rows = CheckInTemplate.objects.filter(kind=kind, name=name, archived_at=None)
    found = {row.language: row for row in rows}
    return {code: found.get(code) or default_template(kind, code, name) for code in LANGUAGES}


def choices(kind: str, language: str) -> list[CheckInTemplate]:
    """What a letter of `kind` may begin with: the standard one first; one query."""
    rows = CheckInTemplate.objects.filter(kind=kind, language=language, archived_at=None)
    found = {row.name: row for row in rows.order_by("name")}
    first = found.pop(STANDARD, None) or default_template(kind, language)
    return [first, *found.values()]


@dataclass(frozen=True)
class Named:
    """One text of a kind in the languages it is written in."""

    name: str
    texts: dict[str, CheckInTemplate] = field(default_factory=dict)

    @property
    def pairs(self) -> list[tuple[str, CheckInTemplate | None]]:
        return [(code, self.texts.get(code)) for code in LANGUAGES]


@dataclass(frozen=True)
class KindOfText:
    kind: TemplateKind
    standard: Named
    named: list[Named]
    archived: list[CheckInTemplate]


def overview() -> list[KindOfText]:
    """Every kind with its texts, in order; one query. A saved one has `changed_at` and `changed_by`
    of its newest version."""
    newest = TemplateVersion.objects.filter(template=OuterRef("pk")).order_by("-number")
    rows = CheckInTemplate.objects.annotate(
        changed_at=Subquery(newest.values("at")[:1]),
        changed_by=Subquery(newest.values("by__name")[:1]),
    )
    by_kind: dict[str, list[CheckInTemplate]] = defaultdict(list)
    for row in rows.order_by("name", "language"):
        by_kind[row.kind].append(row)
    return [_of_kind(kind, by_kind[kind]) for kind in TemplateKind]


def _of_kind(kind: TemplateKind, rows: list[CheckInTemplate]) -> KindOfText:
    living = [row for row in rows if row.archived_at is None]
    standard = {row.language: row for row in living if row.name == STANDARD}
    return KindOfText(
        kind=kind,
        standard=Named(
            STANDARD,
            {code: standard.get(code) or default_template(kind, code) for code in LANGUAGES},
        ),
        named=list(_named(living)),
        archived=[row for row in rows if row.archived_at is not None],
    )


def _named(rows: list[CheckInTemplate]) -> Iterator[Named]:
    names = dict.fromkeys(row.name for row in rows if row.name != STANDARD)
    for name in names:
        yield Named(name, {row.language: row for row in rows if row.name == name})


def version_in_use(template: CheckInTemplate) -> TemplateVersion | None:
    """None: our own words, or words from before versions were kept."""
    if template.pk is None:
        return None
    return TemplateVersion.objects.filter(template=template, number=template.version).first()


def versions_of(template: CheckInTemplate) -> list[TemplateVersion]:
    """Newest first; one query."""
    return list(TemplateVersion.objects.filter(template=template).select_related("by"))


def people(q: str = "") -> list[Partnership]:
    """Real partnerships to look at a text with: living ones of creators that fit every word."""
    rows = Partnership.objects.living().filter(creator__archived_at=None)
    for word in search_words(q):
        rows = rows.filter(creator__search__contains=word)
    shown = rows.select_related("creator", "brand", "owner", "workspace")
    return list(shown.order_by("creator__name", "pk")[:MOST_PEOPLE])


def person(public_id: str) -> Partnership | None:
    """The one asked for, else the first by name."""
    rows = Partnership.objects.living().filter(creator__archived_at=None)
    asked = rows.filter(public_id=public_id).select_related(
        "creator", "brand", "owner", "workspace"
    )
    return asked.first() or next(iter(people()), None)
