from core.models.audit import AuditEntry
from core.models.bulk import BulkJob, BulkOutcome, BulkRow, BulkState
from core.models.exchange import ExchangeRate
from core.models.exports import ExportJob, ExportState
from core.models.files import KeptFile
from core.models.imports import ImportJob, ImportRow
from core.models.inbound import InboundFile, InboundMail, InboundState
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
    "BulkJob",
    "BulkOutcome",
    "BulkRow",
    "BulkState",
    "ExchangeRate",
    "ExportJob",
    "ExportState",
    "ForeignRowError",
    "ImportJob",
    "ImportRow",
    "InboundFile",
    "InboundMail",
    "InboundState",
    "KeptFile",
    "MailAttachment",
    "MailEvent",
    "OutgoingMail",
    "Suppression",
    "Versioned",
    "WorkspaceModel",
    "WorkspaceQuerySet",
    "scoped",
]
