from core.models.audit import AuditEntry
from core.models.imports import ImportJob, ImportRow
from core.models.mail import MailAttachment, MailEvent, OutgoingMail, Suppression
from core.models.tenancy import (
    ForeignRowError,
    Versioned,
    WorkspaceModel,
    WorkspaceQuerySet,
    scoped,
)

__all__ = [
    "AuditEntry",
    "ForeignRowError",
    "ImportJob",
    "ImportRow",
    "MailAttachment",
    "MailEvent",
    "OutgoingMail",
    "Suppression",
    "Versioned",
    "WorkspaceModel",
    "WorkspaceQuerySet",
    "scoped",
]
