"""What every row of a workspace has: the workspace, a public id, a manager that raises outside a
scope, and a guard against foreign keys into another workspace (architecture.md, tenancy)."""

from typing import Any

from django.conf import settings
from django.db import models
from django.utils import timezone
from django_scopes import ScopedManager

from core.ids import new_public_id


class ForeignRowError(Exception):
    """A row of one workspace was about to point to a row of another one."""


class WorkspaceQuerySet(models.QuerySet):
    def bulk_create(self, objs: Any, *args: Any, **kwargs: Any) -> Any:
        objs = list(objs)
        for obj in objs:
            obj.refuse_foreign_rows()
        return super().bulk_create(objs, *args, **kwargs)


def scoped(queryset: type[models.QuerySet] = WorkspaceQuerySet) -> Any:
    """The manager of a workspace model: `objects = scoped(CreatorQuerySet)`."""
    return ScopedManager(
        _manager_class=models.Manager.from_queryset(queryset), workspace="workspace"
    )


class WorkspaceModel(models.Model):
    workspace = models.ForeignKey(
        settings.WORKSPACE_MODEL, on_delete=models.CASCADE, related_name="+"
    )
    public_id = models.CharField(max_length=16, unique=True, default=new_public_id, editable=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = scoped()

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.refuse_foreign_rows()
        super().save(*args, **kwargs)

    def refuse_foreign_rows(self) -> None:
        """Raise ForeignRowError if a foreign key leads into another workspace.

        A loaded related object is compared in memory; an id alone costs one query.
        """
        for field in self._meta.concrete_fields:
            related = field.related_model
            if not isinstance(related, type) or not issubclass(related, WorkspaceModel):
                continue
            pk = getattr(self, field.attname)
            if pk is None:
                continue
            if field.is_cached(self):  # type: ignore[attr-defined]
                owner = getattr(self, field.name).workspace_id
            else:
                owner = (
                    related._base_manager.filter(pk=pk)
                    .values_list("workspace_id", flat=True)
                    .first()
                )
            if owner is not None and owner != self.workspace_id:
                raise ForeignRowError(
                    f"{type(self).__name__}.{field.name} points into another workspace"
                )


class Versioned(models.Model):
    """An editable record: `version` counts saves, see core/versions.py."""

    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        abstract = True
