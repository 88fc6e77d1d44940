"""The writing of a merge, noted step by step, and the way back.

A step is `{"op": "change", "model", "pks", "was", "now"}`, `{"op": "delete", "model", "rows"}` or
`{"op": "create", "model", "rows"}`; values as creators.rules.packing has them. Undo goes through
the steps from the last to the first. What was edited since is left as it is and named: undo never
guesses.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.apps import apps
from django.db import IntegrityError, models, transaction

from creators.rules.packing import pack, pack_row, unpack, unpack_row

Step = dict[str, Any]
# Columns that follow from others or count saves: never a reason to leave a row as it is.
DERIVED = frozenset(
    {
        "version", "search", "followers", "name_key", "email_key", "potential", "updated_at",
        "contacted_at", "next_contact_on",
    }
)  # fmt: skip


@dataclass
class WrittenLedger:
    """See creators.merging.Ledger. Rows that are handed in must be as the database has them."""

    at: datetime
    by: Any
    steps: list[Step] = field(default_factory=list)
    # Old public id → the public id of the row it became part of.
    addresses: dict[str, str] = field(default_factory=dict)

    def change(self, rows: Iterable[Any], **values: Any) -> None:
        """Set `values` (fields by name) on all `rows`, of one model. What is so already is left
        out."""
        alike: dict[tuple[Any, ...], list[Any]] = defaultdict(list)
        for row in rows:
            alike[tuple(_comparable(getattr(row, _attname(row, name))) for name in values)].append(
                row
            )
        for some in alike.values():
            self._change_alike(some, values)

    def _change_alike(self, rows: list[Any], values: dict[str, Any]) -> None:
        model, first = type(rows[0]), rows[0]
        was, now = {}, {}
        for name, value in values.items():
            of = model._meta.get_field(name)
            plain = value.pk if isinstance(value, models.Model) else value
            old, new = pack(of, getattr(first, of.attname)), pack(of, plain)
            if old != new:
                was[of.attname], now[of.attname] = old, new
        if not now:
            return
        pks = [row.pk for row in rows]
        found = {name: values[name] for name in values if _attname(first, name) in now}
        model._base_manager.filter(pk__in=pks).update(**found)
        for row in rows:
            for name, value in found.items():
                setattr(row, name, value)
        self.steps.append(
            {"op": "change", "model": model._meta.label, "pks": pks, "was": was, "now": now}
        )

    def delete(self, rows: Iterable[Any]) -> None:
        """Whatever hung on the rows must have moved: nothing is deleted along with them."""
        for row in list(rows):
            model = type(row)
            self.steps.append({"op": "delete", "model": model._meta.label, "rows": [pack_row(row)]})
            found = model._base_manager.filter(pk=row.pk)
            found._raw_delete(found.db)

    def became(self, old: Any, new: Any) -> None:
        """`old` is gone, its address leads to `new`."""
        self.addresses[old.public_id] = new.public_id

    def watch(self, rows: Callable[[], Any], act: Callable[[], Any]) -> None:
        """Let another action write, and note what it did to `rows()` by looking before and after.

        Rows it changed and rows it made; deleting is not watched.
        """
        before = {(type(row), row.pk): pack_row(row) for row in rows()}
        act()
        made = []
        for row in rows():
            packed, was = pack_row(row), before.get((type(row), row.pk))
            label = type(row)._meta.label
            if was is None:
                made.append({"op": "create", "model": label, "rows": [packed]})
            elif changed := {name for name, value in packed.items() if value != was[name]}:
                self.steps.append(
                    {
                        "op": "change", "model": label, "pks": [row.pk],
                        "was": {name: was[name] for name in changed},
                        "now": {name: packed[name] for name in changed},
                    }
                )  # fmt: skip
        # Undo goes backward: what was made is gone before what it replaced comes back.
        self.steps += made


@dataclass
class TakenBack:
    """How far undo came: `left` names what stays as it is, in words; `exact`: nothing was."""

    left: list[str] = field(default_factory=list)
    exact: bool = True

    def leave(self, row: Any, name: str = "") -> None:
        self.exact = False
        told = str(row)
        if name:
            label = row._meta.get_field(name.removesuffix("_id")).verbose_name
            told = f"{told}: {label}"
        if told not in self.left:
            self.left.append(told)


def take_back(steps: Iterable[Step]) -> TakenBack:
    """Undo the steps, the last first. Runs inside the action's transaction."""
    back = TakenBack()
    for step in reversed(list(steps)):
        model = apps.get_model(step["model"])
        if step["op"] == "change":
            _change_back(model, step, back)
        elif step["op"] == "delete":
            _bring_back(model, step["rows"], back)
        else:
            _remove_again(model, step["rows"], back)
    return back


def _change_back(model: Any, step: Step, back: TakenBack) -> None:
    fields = {name: model._meta.get_field(name) for name in step["now"]}
    alike: dict[tuple[str, ...], list[Any]] = defaultdict(list)
    found = list(model._base_manager.filter(pk__in=step["pks"]))
    if len(found) < len(step["pks"]):
        # Deleted since by a person: it stays deleted.
        back.exact = False
    for row in found:
        as_left = tuple(
            name for name, of in fields.items() if pack(of, getattr(row, name)) == step["now"][name]
        )
        for name in set(fields) - set(as_left):
            if name in DERIVED:
                back.exact = False
            elif pack(fields[name], getattr(row, name)) != step["was"][name]:
                back.leave(row, name)
        if as_left:
            alike[as_left].append(row)
    for names, rows in alike.items():
        was = {name: unpack(fields[name], step["was"][name]) for name in names}
        _write_back(model, rows, was, back)


def _write_back(model: Any, rows: list[Any], was: dict[str, Any], back: TakenBack) -> None:
    """All at once; if something new stands in the way of one, row by row and field by field."""
    if not _targets_exist(model, was):
        for row in rows:
            back.leave(row)
        return
    try:
        with transaction.atomic():
            model._base_manager.filter(pk__in=[row.pk for row in rows]).update(**was)
    except IntegrityError:
        if len(rows) > 1:
            for row in rows:
                _write_back(model, [row], was, back)
        elif len(was) > 1:
            for name, value in was.items():
                _write_back(model, rows, {name: value}, back)
        else:
            back.leave(rows[0], next(iter(was)))


def _bring_back(model: Any, packed: list[dict[str, Any]], back: TakenBack) -> None:
    for values in packed:
        row = unpack_row(model, values)
        try:
            if not _targets_exist(model, values):
                raise IntegrityError
            with transaction.atomic():
                model._base_manager.bulk_create([row])
        except IntegrityError:
            back.leave(row)


def _remove_again(model: Any, packed: list[dict[str, Any]], back: TakenBack) -> None:
    for values in packed:
        row = model._base_manager.filter(pk=values[model._meta.pk.attname]).first()
        if row is None:
            back.exact = False
        elif pack_row(row) == values:
            row.delete()
        else:
            back.leave(row)


def _targets_exist(model: Any, values: dict[str, Any]) -> bool:
    """Foreign keys are checked when the transaction ends, which is too late to go on."""
    for name, value in values.items():
        of = model._meta.get_field(name)
        if value is not None and isinstance(of, models.ForeignKey):
            target: Any = of.related_model
            if not target._base_manager.filter(pk=value).exists():
                return False
    return True


def _attname(row: Any, name: str) -> str:
    return str(row._meta.get_field(name).attname)


def _comparable(value: Any) -> Any:
    return repr(value) if isinstance(value, dict | list) else value
