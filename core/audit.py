import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.utils.functional import Promise

from core.models import AuditEntry, WorkspaceModel


class _Encoder(DjangoJSONEncoder):
    def default(self, o: Any) -> Any:
        if isinstance(o, WorkspaceModel):
            return o.public_id
        if isinstance(o, Promise):
            return str(o)
        return super().default(o)


def jsonable(value: Any) -> Any:
    """`value` as JSON will hold it: decimals and dates as text, rows as their public id."""
    return json.loads(json.dumps(value, cls=_Encoder))


def record(
    *,
    verb: str,
    obj: Any,
    by: Any,
    at: datetime,
    changes: Mapping[str, Any] | None = None,
) -> AuditEntry:
    """Append one audit row for `obj`, any row that has `workspace_id` and `public_id`.

    `by` is a user, or None for the system itself.

    `changes` maps a field to its new value, or to `[old, new]`. Called inside the action's
    transaction, so that the row stands or falls with what it tells.
    """
    return AuditEntry.objects.create(
        workspace_id=obj.workspace_id,
        at=at,
        by=by,
        verb=verb,
        object_type=obj._meta.label_lower,
        object_id=obj.public_id,
        object_name=str(obj)[:200],
        changes=jsonable(dict(changes or {})),
    )
