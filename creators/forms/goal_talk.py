"""“Goals talked about”: an optional part of any form on which a contact is written down (row 4).
Rooms above show it and hand it to `review_all`."""

from datetime import date, datetime
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from creators.actions.goals import review_goal
from creators.enums import GoalState
from creators.models import Creator, Goal
from creators.queries.notes import open_goals


class _TalkForm(forms.Form):
    """One goal: left at "not talked about", nothing is written of it."""

    state = forms.ChoiceField(
        choices=[("", _("Not talked about")), *GoalState.choices], required=False
    )
    note = forms.CharField(
        label=_("What they said"), max_length=5000, required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )  # fmt: skip

    def __init__(self, goal: Goal, data: Any) -> None:
        super().__init__(data, prefix=f"goal-{goal.public_id}")
        self.goal = goal
        self.fields["state"].label = goal.text

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or self.cleaned_data
        if data.get("note") and not data.get("state"):
            self.add_error("state", _("Say how the goal stands, so that the note is kept."))
        return data


class GoalTalk:
    """The forms of all open goals of a creator; one query. `data`: a POST, or None."""

    def __init__(self, creator: Creator, data: Any = None) -> None:
        self.forms = [_TalkForm(goal, data) for goal in open_goals(creator)]

    def is_valid(self) -> bool:
        # Every form is asked, so that all that is wrong is said at once.
        return not [form for form in self.forms if not form.is_valid()]

    @property
    def is_open(self) -> bool:
        """Something was chosen or refused: the part is shown unfolded."""
        return any(form.is_bound and (form.has_changed() or form.errors) for form in self.forms)

    def review_all(self, *, on: date, source_key: str, by: User | None, at: datetime) -> None:
        """A review of each goal that was talked about; the same `source_key` again adds none."""
        for form in self.forms:
            if state := form.cleaned_data["state"]:
                review_goal(
                    goal=form.goal, reviewed_on=on, state=state, note=form.cleaned_data["note"],
                    source_key=source_key, by=by, at=at,
                )  # fmt: skip
