"""The words of check-ins: the workspace's own, else ours."""

from collections.abc import Mapping

from checkins.enums import CheckInKind
from checkins.models import CheckInTemplate
from checkins.templates_text import DEFAULTS
from partnerships.models import Partnership

LANGUAGES = ("en", "ru")
MOST_SAMPLES = 50


def template_for(kind: str, language: str) -> CheckInTemplate:
    """The template in use; unsaved (no pk) where the workspace has not written its own."""
    row = CheckInTemplate.objects.filter(kind=kind, language=language).first()
    return row or default_template(kind, language)


def default_template(kind: str, language: str) -> CheckInTemplate:
    words = DEFAULTS[kind, language]
    return CheckInTemplate(kind=kind, language=language, subject=words.subject, body=words.body)


def all_templates() -> Mapping[tuple[str, str], CheckInTemplate]:
    """(kind, language) → template, for all of them; one query."""
    rows = {(row.kind, row.language): row for row in CheckInTemplate.objects.all()}
    return {
        (kind, language): rows.get((kind, language)) or default_template(kind, language)
        for kind in CheckInKind.values
        for language in LANGUAGES
    }


def samples(language: str) -> list[Partnership]:
    """Real partnerships to look at a text with: of creators with that language, by name."""
    return list(
        Partnership.objects.living()
        .filter(creator__language=language, creator__archived_at=None)
        .select_related("creator", "brand", "owner")
        .order_by("creator__name", "pk")[:MOST_SAMPLES]
    )


def sample_for(people: list[Partnership], public_id: str) -> Partnership | None:
    """The one asked for, else the first."""
    asked = [row for row in people if row.public_id == public_id]
    return next(iter(asked or people), None)
