from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from campaigns.models import Brief
from campaigns.rules.briefs import LANGUAGES, SECTIONS, Section, clean_sections

LABELS = {"en": _("English"), "ru": _("Russian")}


class BriefForm(forms.Form):
    """Both languages of each section: `goal_en`, `goal_ru`, … `version` 0: there is no brief."""

    autonomy = forms.ChoiceField(
        label=_("How free they are"), choices=list(Brief._meta.get_field("autonomy").choices or ())
    )
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for section in SECTIONS:
            for language in LANGUAGES:
                self.fields[f"{section.key}_{language}"] = forms.CharField(
                    label=LABELS[language],
                    required=False,
                    max_length=10_000,
                    strip=False,
                    widget=forms.Textarea(attrs={"rows": 4, "lang": language}),
                )

    @staticmethod
    def initial_of(brief: Brief | None) -> dict[str, Any]:
        sections = clean_sections(brief.sections if brief else {})
        texts = {
            f"{key}_{language}": text
            for key, both in sections.items()
            for language, text in both.items()
        }
        if brief is None:
            return {"autonomy": "guided", "version": 0, **texts}
        return {"autonomy": brief.autonomy, "version": brief.version, **texts}

    @property
    def rows(self) -> list[tuple[Section, list[forms.BoundField]]]:
        """Each section with its fields side by side."""
        return [
            (section, [self[f"{section.key}_{language}"] for language in LANGUAGES])
            for section in SECTIONS
        ]

    def sections(self) -> dict[str, dict[str, str]]:
        data = self.cleaned_data
        return {
            section.key: {language: data[f"{section.key}_{language}"] for language in LANGUAGES}
            for section in SECTIONS
        }
