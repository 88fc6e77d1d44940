"""What an import of results did is taken back, row by row, unless somebody changed it since."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from django.utils import timezone

from campaigns.imports.rows import COLUMNS, told
from campaigns.models import Result
from core.imports.sentences import gettext as _
from core.models import ImportRow


def take_back(rows: Sequence[ImportRow]) -> list[str]:
    """ "" where it was done, else why the row was kept. Runs in the caller's transaction."""
    ids = [row.object_id for row in rows]
    found = Result.objects.select_for_update().in_bulk(ids, field_name="public_id")
    gone, restored = [], []
    whys: list[str] = []
    for row in rows:
        result = found.get(row.object_id)
        if result is not None and told(result) != row.after:
            whys.append(_("Kept: a later import or a person has changed it since."))
            continue
        whys.append("")
        if result is None:
            continue
        if row.before is None:
            gone.append(result.pk)
        else:
            restored.append(_put_back(result, row.before))
    Result.objects.filter(pk__in=gone).delete()
    columns = [*COLUMNS, "deliverable", "job", "source_row", "by", "updated_at"]
    Result.objects.bulk_update(restored, columns)
    return whys


def _put_back(result: Result, before: Mapping[str, Any]) -> Result:
    for name in COLUMNS:
        value = before[name]
        is_amount = name == "revenue_amount" and value is not None
        setattr(result, name, Decimal(value) if is_amount else value)
    result.deliverable_id, result.by_id = before["deliverable"], before["by"]
    result.job_id, result.source_row = before["job"], before["source_row"]
    result.updated_at = timezone.now()
    return result
