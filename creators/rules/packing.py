"""A row's values as JSON keeps them, and back, exactly: what undo puts a row together from."""

from types import SimpleNamespace
from typing import Any

from django.db import models


def stored_fields(model: type[models.Model]) -> list[models.Field]:
    """The columns a row is written with: those the database computes follow by themselves."""
    return [f for f in model._meta.concrete_fields if not f.generated]


def pack(field: models.Field, value: Any) -> Any:
    """`value` (as the attribute of a loaded row has it) for JSON; None stays None."""
    if value is None or isinstance(field, models.JSONField):
        return value
    return field.value_to_string(SimpleNamespace(**{field.attname: value}))  # type: ignore[arg-type]


def unpack(field: models.Field, packed: Any) -> Any:
    if packed is None or isinstance(field, models.JSONField):
        return packed
    target = field.target_field if isinstance(field, models.ForeignKey) else field
    return target.to_python(packed)


def pack_row(row: models.Model) -> dict[str, Any]:
    """Every column by its attribute name, foreign keys as ids."""
    return {f.attname: pack(f, getattr(row, f.attname)) for f in stored_fields(type(row))}


def unpack_row(model: type[models.Model], packed: dict[str, Any]) -> models.Model:
    fields = stored_fields(model)
    values = {f.attname: unpack(f, packed[f.attname]) for f in fields if f.attname in packed}
    return model(**values)
