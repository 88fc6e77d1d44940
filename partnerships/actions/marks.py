"""What a person says of an item of the mutual-value audit (product.md, row 66)."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from core.audit import record
from partnerships.enums import AuditItem, Light
from partnerships.errors import ReasonMissing, Refused
from partnerships.models import AuditMark, Partnership


def mark_audit(
    *,
    partnership: Partnership,
    item: str,
    light: str,
    reason: str,
    by: User | None,
    at: datetime,
) -> AuditMark:
    """Stands over what is computed, which stays visible; the newest of an item counts, and none
    is ever changed. The same again, of the same person, is the mark that is there."""
    if item not in AuditItem.values or light not in Light.values:
        raise Refused(_("Choose a light."), field="light")
    if not reason.strip():
        raise ReasonMissing
    newest = AuditMark.objects.filter(partnership=partnership, item=item).first()
    if newest and (newest.light, newest.reason, newest.by) == (light, reason.strip(), by):
        return newest
    with transaction.atomic():
        mark = AuditMark.objects.create(
            workspace_id=partnership.workspace_id,
            partnership=partnership,
            item=item,
            light=light,
            reason=reason.strip(),
            at=at,
            by=by,
        )
        told = {"item": item, "light": light, "reason": mark.reason}
        record(verb="audit.marked", obj=partnership, by=by, at=at, changes=told)
    return mark
