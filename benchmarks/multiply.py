"""A roster made large in the database itself: a hundred thousand creators are some four million rows,
which Python makes in half an hour and PostgreSQL in a minute."""

from typing import Any

from django.db import connection, models

from campaigns.models import Collaboration, Deliverable, Payment, Result
from checkins.models import CheckIn, Touch
from core.models import OutgoingMail
from creators.models import AudienceSnapshot, Channel, Creator, Rate
from partnerships.models import Agreement, Partnership

# Whatever hangs on a creator, parents first.
MULTIPLIED: list[type[models.Model]] = [
    Creator, Channel, AudienceSnapshot, Rate, Partnership, Agreement, Collaboration, Deliverable,
    Result, Payment, Touch, CheckIn, OutgoingMail,
]  # fmt: skip
# What must stay unlike in every copy, as SQL of the column and the number of the copy.
UNLIKE = {
    "public_id": "substr(md5({column} || '{copy}'), 1, 12)",
    "email": "'{copy}' || {column}",
    "handle": "{column} || '.{copy}'",
    "handle_key": "{column} || '.{copy}'",
    # No number: names are compared word by word, in any order.
    "name": "{column} || ' k' || chr({copy} + 96)",
    "search": "{column} || ' {copy}'",
    "key": "{column} || ':{copy}'",
    "message_id": "'<{copy}' || substr({column}, 2)",
}


def multiply(copies: int, managers: int) -> None:
    """Add `copies` copies of every creator and all that hangs on them. Each copy has `managers`
    keepers of its own: those whose ids follow."""
    with connection.cursor() as cursor:
        spans = {model: _span(cursor, model) for model in MULTIPLIED}
        for copy in range(1, copies + 1):
            for model in MULTIPLIED:
                cursor.execute(_insert(model, copy, spans, managers))
        for model in MULTIPLIED:
            table = model._meta.db_table
            cursor.execute(
                f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), max(id)) FROM {table}"
            )
        # Without it, whatever is computed of these rows next is planned for a twentieth of them.
        cursor.execute("ANALYZE")


def _span(cursor: Any, model: type[models.Model]) -> int:
    cursor.execute(f"SELECT max(id) FROM {model._meta.db_table}")
    return int(cursor.fetchone()[0])


def _insert(
    model: type[models.Model], copy: int, spans: dict[type[models.Model], int], managers: int
) -> str:
    columns, values = [], []
    for field in model._meta.concrete_fields:
        if field.generated:
            continue
        column = f'"{field.column}"'
        columns.append(column)
        related = field.related_model
        if field.primary_key:
            values.append(f"{column} + {copy * spans[model]}")
        elif related in spans:
            values.append(f"{column} + {copy * spans[related]}")
        elif model is Partnership and field.name == "owner":
            values.append(f"{column} + {copy * managers}")
        elif field.name in UNLIKE:
            values.append(UNLIKE[field.name].format(column=column, copy=copy))
        else:
            values.append(column)
    table = model._meta.db_table
    return (
        f"INSERT INTO {table} ({', '.join(columns)}) SELECT {', '.join(values)} FROM {table}"
        f" WHERE id <= {spans[model]}"
    )
