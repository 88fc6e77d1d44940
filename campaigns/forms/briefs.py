from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from campaigns.models import Brief, BriefTemplate, Campaign
from campaigns.rules.autonomy import Suggestion
from campaigns.rules.briefs import LANGUAGES, SECTIONS, Section, clean_sections
from campaigns.rules.common_part import Standing, standings
from partnerships.models import Brand

LABELS = {"en": _("English"), "ru": _("Russian")}
AUTONOMY = list(Brief._meta.get_field("autonomy").choices or ())


@dataclass(frozen=True)
class SectionRow:
    """A section with its fields side by side. `standing` to the `common` part of the campaign;
    `falls_back`: what the reader's language leaves empty is shown in the other one."""

    section: Section
    fields: list[forms.BoundField]
    standing: Standing = Standing.NONE
    common: Mapping[str, str] | None = None
    falls_back: bool = False


class SectionsForm(forms.Form):
    """Both languages of each section: `goal_en`, `goal_ru`, … `version` 0: there is no row yet."""

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
    def texts(sections: Mapping[str, Any]) -> dict[str, str]:
        """Of stored sections, as the form names them."""
        return {
            f"{key}_{language}": text
            for key, both in clean_sections(sections).items()
            for language, text in both.items()
        }

    @property
    def rows(self) -> list[SectionRow]:
        return [SectionRow(section, self._fields(section)) for section in SECTIONS]

    def _fields(self, section: Section) -> list[forms.BoundField]:
        return [self[f"{section.key}_{language}"] for language in LANGUAGES]

    def shown(self) -> dict[str, dict[str, str]]:
        """The texts that stand in the fields now, typed or stored."""
        found = {
            section.key: {
                language: self[f"{section.key}_{language}"].value() for language in LANGUAGES
            }
            for section in SECTIONS
        }
        return clean_sections(found)

    def sections(self) -> dict[str, dict[str, str]]:
        data = self.cleaned_data
        return {
            section.key: {language: data[f"{section.key}_{language}"] for language in LANGUAGES}
            for section in SECTIONS
        }


class BriefForm(SectionsForm):
    autonomy = forms.ChoiceField(label=_("How free they are"), choices=AUTONOMY)

    @classmethod
    def initial_of(
        cls,
        brief: Brief | None,
        common: Mapping[str, Any] | None = None,
        suggestion: Suggestion | None = None,
    ) -> dict[str, Any]:
        """A new one begins with the campaign's `common` part and the suggested freedom."""
        if brief is None:
            level = suggestion.level if suggestion else "guided"
            return {"autonomy": level, "version": 0, **cls.texts(common or {})}
        texts = cls.texts(brief.sections)
        return {"autonomy": brief.autonomy, "version": brief.version, **texts}

    def beside(
        self, common: Mapping[str, Any], seen: Mapping[str, Any], reader: str
    ) -> list[SectionRow]:
        """The rows with how each stands to the common part and to the `reader`'s language."""
        shown, now = self.shown(), clean_sections(common)
        found = standings(shown, common, seen)
        return [
            SectionRow(
                section,
                self._fields(section),
                found[section.key],
                now[section.key],
                not shown[section.key][reader] and any(shown[section.key].values()),
            )
            for section in SECTIONS
        ]


class CommonForm(SectionsForm):
    @classmethod
    def initial_of(cls, campaign: Campaign) -> dict[str, Any]:
        return {"version": campaign.version, **cls.texts(campaign.common)}


class TemplateForm(SectionsForm):
    name = forms.CharField(label=_("Name"), max_length=120)
    autonomy = forms.ChoiceField(label=_("How free they are"), choices=AUTONOMY, initial="guided")

    def __init__(self, *args: Any, brands: QuerySet[Brand], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["brand"] = forms.ModelChoiceField(
            label=_("Brand"),
            queryset=brands,
            to_field_name="public_id",
            empty_label=_("All brands"),
            required=False,
        )

    @classmethod
    def initial_of(cls, template: BriefTemplate) -> dict[str, Any]:
        return {
            "name": template.name,
            "brand": template.brand.public_id if template.brand else "",
            "autonomy": template.autonomy,
            "version": template.version,
            **cls.texts(template.sections),
        }

    @classmethod
    def initial_from(cls, brief: Brief) -> dict[str, Any]:
        """A new template with the words of a brief."""
        brand = brief.collaboration.campaign.brand
        texts = cls.texts(brief.sections)
        return {"brand": brand.public_id, "autonomy": brief.autonomy, "version": 0, **texts}
