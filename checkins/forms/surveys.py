"""Forms of surveys (row 65). Questions are several small forms in one, without scripts: "another
question" sends what was typed and gets one block more."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from checkins.actions.survey_runs import LONGEST_TEXT
from checkins.actions.surveys import MOST_CHOICES, MOST_QUESTIONS, QuestionWords
from checkins.enums import QuestionKind
from checkins.models import Survey, SurveyQuestion

_WITH_CHOICES = (QuestionKind.CHOICE, QuestionKind.MULTI)


class SurveyForm(forms.Form):
    title_en = forms.CharField(label=_("Title in English"), max_length=160)
    title_ru = forms.CharField(label=_("Title in Russian"), max_length=160)
    intro_en = forms.CharField(
        label=_("Opening in English"), max_length=2000, required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )  # fmt: skip
    intro_ru = forms.CharField(
        label=_("Opening in Russian"), max_length=2000, required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )  # fmt: skip
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    once = forms.CharField(widget=forms.HiddenInput, required=False, max_length=16)

    @staticmethod
    def initial_of(row: Survey) -> dict[str, Any]:
        names = ("title_en", "title_ru", "intro_en", "intro_ru", "version")
        return {name: getattr(row, name) for name in names}

    @property
    def words(self) -> dict[str, str]:
        names = ("title_en", "title_ru", "intro_en", "intro_ru")
        return {name: self.cleaned_data[name] for name in names}


class QuestionForm(forms.Form):
    use_required_attribute = False

    key = forms.CharField(widget=forms.HiddenInput, required=False, max_length=16)
    place = forms.IntegerField(label=_("Place"), min_value=1, max_value=99, required=False)
    kind = forms.ChoiceField(label=_("Kind"), choices=QuestionKind.choices)
    text_en = forms.CharField(label=_("Question in English"), max_length=300)
    text_ru = forms.CharField(label=_("Question in Russian"), max_length=300)
    choices_en = forms.CharField(
        label=_("Answers in English, one on each line"), max_length=3000, required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )  # fmt: skip
    choices_ru = forms.CharField(
        label=_("Answers in Russian, in the same order"), max_length=3000, required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )  # fmt: skip
    required = forms.BooleanField(label=_("Must be answered"), required=False)
    remove = forms.BooleanField(label=_("Remove this question"), required=False)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        english, russian = lines(data.get("choices_en", "")), lines(data.get("choices_ru", ""))
        if data.get("kind") not in _WITH_CHOICES:
            return data
        if len(english) < 2:
            self.add_error("choices_en", _("A choice needs at least two answers."))
        elif len(english) > MOST_CHOICES:
            self.add_error("choices_en", _("Twelve answers are more than anybody reads."))
        elif len(english) != len(russian):
            self.add_error("choices_ru", _("As many lines as in English, in the same order."))
        return data

    @property
    def question(self) -> QuestionWords:
        data = self.cleaned_data
        pairs = zip(lines(data["choices_en"]), lines(data["choices_ru"]), strict=False)
        return QuestionWords(
            kind=data["kind"],
            text_en=data["text_en"],
            text_ru=data["text_ru"],
            choices=tuple(pairs) if data["kind"] in _WITH_CHOICES else (),
            required=data["required"],
            key=data["key"],
        )


class QuestionForms:
    """Blocks `q0-…` to `q<n>-…` of one page; empty ones and removed ones are no questions."""

    TYPED = ("text_en", "text_ru", "choices_en", "choices_ru")

    def __init__(
        self, data: Mapping[str, Any] | None, *, start: Iterable[dict[str, Any]] = (),
        more: bool = False,
    ) -> None:  # fmt: skip
        self.error = ""
        if data is None or more:
            rows = list(start) if data is None else [self._raw(data, n) for n in self._range(data)]
            rows += [{}] * (1 if more or not rows else 0)
            self.forms = [self._blank(n, row) for n, row in enumerate(rows[:MOST_QUESTIONS])]
            return
        self.forms = [
            QuestionForm(data, prefix=f"q{n}")
            if self._is_said(data, n)
            else self._blank(n, self._raw(data, n))
            for n in self._range(data)
        ]

    @property
    def count(self) -> int:
        return len(self.forms)

    @property
    def is_full(self) -> bool:
        return self.count >= MOST_QUESTIONS

    def is_valid(self) -> bool:
        said = [form for form in self.forms if form.is_bound]
        good = [form.is_valid() for form in said]
        if not said:
            self.error = str(_("A survey needs a question."))
        return bool(said) and all(good)

    @property
    def questions(self) -> list[QuestionWords]:
        """By place; those that share one as they stand on the page."""
        bound = [form for form in self.forms if form.is_bound]
        bound.sort(key=lambda form: form.cleaned_data.get("place") or MOST_QUESTIONS + 1)
        return [form.question for form in bound]

    def _range(self, data: Mapping[str, Any]) -> range:
        count = str(data.get("count", ""))
        n = int(count) if count.isascii() and count.isdigit() and len(count) < 4 else 0
        return range(min(n, MOST_QUESTIONS))

    def _is_said(self, data: Mapping[str, Any], n: int) -> bool:
        if data.get(f"q{n}-remove"):
            return False
        return any(str(data.get(f"q{n}-{name}", "")).strip() for name in self.TYPED)

    def _raw(self, data: Mapping[str, Any], n: int) -> dict[str, Any]:
        return {name: data.get(f"q{n}-{name}", "") for name in QuestionForm.base_fields}

    def _blank(self, n: int, row: dict[str, Any]) -> QuestionForm:
        start = {**row, "place": row.get("place") or n + 1}
        return QuestionForm(initial=start, prefix=f"q{n}")

    @staticmethod
    def start_of(questions: Iterable[SurveyQuestion]) -> list[dict[str, Any]]:
        return [
            {
                "key": row.public_id,
                "kind": row.kind,
                "text_en": row.text_en,
                "text_ru": row.text_ru,
                "choices_en": "\n".join(one["en"] for one in row.choices),
                "choices_ru": "\n".join(one["ru"] for one in row.choices),
                "required": row.required,
            }
            for row in questions
        ]


class OpenForm(forms.Form):
    """Whom to ask is ticked on the page itself (`who`)."""

    closes_on = forms.DateField(
        label=_("Open until"),
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        help_text=_("The last day on which it can be answered."),
    )
    version = forms.IntegerField(widget=forms.HiddenInput)


class SurveyAnswerForm(forms.Form):
    """The creator's own: one field for each question, in the language of the page."""

    def __init__(
        self, *args: Any, questions: Iterable[SurveyQuestion], russian: bool, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        for row in questions:
            self.fields[row.public_id] = _field(row, "ru" if russian else "en")

    def own_words(self) -> list[str]:
        """What was typed, not chosen."""
        fields = [name for name, field in self.fields.items() if type(field) is forms.CharField]
        return [words for name in fields if (words := self.data.get(name, "").strip())]

    def missing(self, keys: Iterable[str]) -> None:
        """Words beside the questions that the action wants answered."""
        keys = [key for key in keys if key in self.fields]
        for key in keys:
            if not self.has_error(key):
                self.add_error(key, _("Please answer this one."))
        if not keys:
            self.add_error(None, _("Answer at least one question."))


def _field(row: SurveyQuestion, language: str) -> forms.Field:
    label = row.text_ru if language == "ru" else row.text_en
    needed = {"required": _("Please answer this one.")}
    more: dict[str, Any] = {"label": label, "required": row.required, "error_messages": needed}
    choices = [(str(n), one[language]) for n, one in enumerate(row.choices)]
    if row.kind == QuestionKind.CHOICE:
        return forms.ChoiceField(choices=choices, widget=forms.RadioSelect, **more)
    if row.kind == QuestionKind.MULTI:
        several = {"help_text": _("Choose as many as are true."), **more}
        return forms.MultipleChoiceField(
            choices=choices, widget=forms.CheckboxSelectMultiple, **several
        )
    if row.kind == QuestionKind.SCALE:
        scale = [(str(n), str(n)) for n in range(1, 6)]
        return forms.ChoiceField(choices=scale, widget=forms.RadioSelect, **more)
    return forms.CharField(
        max_length=LONGEST_TEXT, widget=forms.Textarea(attrs={"rows": 4}), **more
    )


def lines(text: str) -> list[str]:
    return [line.strip()[:200] for line in text.splitlines() if line.strip()]
