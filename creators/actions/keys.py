"""Keys of rows that were written past the actions: the demo's, the benchmark's, old ones."""

from creators.models import Creator
from creators.rules.doubles import keys_of

COLUMNS = ("name_key", "email_key")
BATCH = 2000


def fill_keys() -> int:
    """The keys of every creator of the workspace, where they are not as they should be. Returns
    how many were changed; memory does not grow with them."""
    changed = 0
    batch: list[Creator] = []
    rows = Creator.with_absorbed.only("name", "email", "workspace", *COLUMNS).order_by("pk")
    for row in rows.iterator(chunk_size=BATCH):
        keys = keys_of(row.name, row.email)
        if keys != {column: getattr(row, column) for column in COLUMNS}:
            row.name_key, row.email_key = keys["name_key"], keys["email_key"]
            batch.append(row)
        if len(batch) == BATCH:
            changed += Creator.with_absorbed.bulk_update(batch, COLUMNS)
            batch = []
    return changed + Creator.with_absorbed.bulk_update(batch, COLUMNS)
