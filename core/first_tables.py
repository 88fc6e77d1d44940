"""The first migration of a room: all of its tables, made from one state of the models.

Django renders the models anew after each operation, and with them all that are related; where
everything belongs to a workspace that is everything, each time: half a minute for an empty
database. Here the state goes to the end first, and the tables are made of it.
"""

from typing import Any

from django.db import migrations
from django.db.migrations.operations import CreateModel


class FirstTables(migrations.Migration):
    """`operations` are CreateModel only, since each table is made as it is at the end. Taking it
    back and printing its SQL go Django's own way. Raises TypeError for any other operation."""

    initial = True

    def apply(self, project_state: Any, schema_editor: Any, collect_sql: bool = False) -> Any:
        if collect_sql:
            return super().apply(project_state, schema_editor, collect_sql)
        for operation in self.operations:
            if not isinstance(operation, CreateModel):
                raise TypeError(f"{self}: {operation.describe()} belongs in a migration of its own")
        # Rendered models would follow every step: without them the steps are bare notes.
        project_state.__dict__.pop("apps", None)
        for operation in self.operations:
            operation.state_forwards(self.app_label, project_state)
        for operation in self.operations:
            operation.database_forwards(self.app_label, schema_editor, project_state, project_state)
        return project_state
