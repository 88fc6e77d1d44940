"""What can be done to many rows at once: each room registers its BulkActs in `ready()`, the room
that owns the list registers its rows. Core knows none by name.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.functional import Promise

from core.models.bulk import BulkOutcome

if TYPE_CHECKING:
    from core.models import BulkJob, BulkRow

Text = str | Promise


class RowRefused(Exception):
    """This row is left as it is; the words say why, to the person who asked for the act."""


@dataclass(frozen=True)
class Outcome:
    """What became of a row. `before` and `after` are JSON, whatever `undo` of the act needs."""

    outcome: str = BulkOutcome.DONE
    reason: Text = ""
    before: Any = None
    after: Any = None


SAME = BulkOutcome.SAME


class BulkForm(forms.Form):
    """The fields of an act; `.options()` is what its job keeps, as JSON."""

    def options(self) -> dict[str, Any]:
        return dict(self.cleaned_data)


class BulkAct:
    """Subclass, set the words, register in `ready()`.

    `apply` and `undo` are called for one row at a time, inside the workspace's scope, in the
    language of the person who asked, in a transaction that the row's report shares. They may raise
    RowRefused, EditConflict or one of `refusals`: the row is then as it was.
    """

    kind: str = ""
    # The list it belongs to: "creators.directory".
    slot: str = ""
    title: Text = ""
    icon: str = ""
    order: int = 100
    # The words of the button that does it, and a sentence below the question.
    verb: Text = ""
    intro: Text = ""
    # A Permission of accounts; the views of the list check it.
    permission: str = "edit"
    refusals: tuple[type[Exception], ...] = ()
    # Rows of one transaction. With `whole` they are done by one call (`apply_batch`,
    # `undo_batch`), for an act that tells people of all of them at once.
    batch: int = 50
    whole: bool = False

    def form(self, data: Any, job: "BulkJob") -> BulkForm:
        return BulkForm(data)

    def describe(self, options: Mapping[str, Any]) -> str:
        """What exactly was asked for, beside the title: "+ vip, – test"."""
        return ""

    def prepare(self, job: "BulkJob") -> Any:
        """What every row needs of the options (a campaign, a new owner); handed on as `known`.
        Called once in each run, also in a resumed one. RowRefused here refuses the whole job."""
        return None

    def gather(self, job: "BulkJob", known: Any, rows: Mapping[str, Any]) -> Any:
        """Reads for one batch at once (public id → row); handed on as `batch`."""
        return None

    def apply(
        self, job: "BulkJob", known: Any, batch: Any, row: Any, *, by: Any, at: datetime
    ) -> Outcome:
        raise NotImplementedError

    def apply_batch(
        self, job: "BulkJob", known: Any, rows: Mapping[str, Any], *, by: Any, at: datetime
    ) -> Mapping[str, Outcome]:
        """Public id → outcome, for each of `rows`. An exception refuses all of them."""
        raise NotImplementedError

    def undo(self, job: "BulkJob", told: "BulkRow", row: Any, *, by: Any, at: datetime) -> None:
        """Put back exactly what was there. RowRefused if it was changed since."""
        raise NotImplementedError

    def undo_batch(
        self, job: "BulkJob", told: Sequence["BulkRow"], *, by: Any, at: datetime
    ) -> Mapping[str, str]:
        """Public id → why it was kept, for those that were. An exception keeps all of them."""
        raise NotImplementedError

    def after_undo(self, job: "BulkJob") -> None:
        """Once all rows are put back: what the act had made for them."""


Load = Callable[[Iterable[str]], Mapping[str, Any]]


@dataclass
class _Registry:
    acts: dict[str, BulkAct] = field(default_factory=dict)
    lists: dict[str, Load] = field(default_factory=dict)


_registry = _Registry()


def register_act(act: BulkAct) -> None:
    _registry.acts[act.kind] = act


def register_list(slot: str, load: Load) -> None:
    """`load(public ids)` gives public id → row; those that are gone are absent."""
    _registry.lists[slot] = load


def act_of(kind: str) -> BulkAct:
    """Raises KeyError for a kind that no room registered."""
    return _registry.acts[kind]


def acts_of(slot: str) -> list[BulkAct]:
    return sorted((a for a in _registry.acts.values() if a.slot == slot), key=lambda a: a.order)


def load_rows(slot: str, ids: Iterable[str]) -> Mapping[str, Any]:
    return _registry.lists[slot](ids)
