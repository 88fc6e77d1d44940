"""Search by any part of a name stays quick at 100,000 creators: a trigram index on PostgreSQL.

Built without a lock on the table. SQLite has no such index and scans one folded column.
"""

from django.db import migrations


def make(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("CREATE EXTENSION IF NOT EXISTS pg_trgm")
        schema_editor.execute(
            "CREATE INDEX CONCURRENTLY IF NOT EXISTS creator_search_trigrams"
            " ON creators_creator USING gin (search gin_trgm_ops)"
        )


def drop(apps, schema_editor):
    # The extension stays: others may use it.
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("DROP INDEX CONCURRENTLY IF EXISTS creator_search_trigrams")


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("creators", "0001_initial")]
    operations = [migrations.RunPython(make, drop)]
