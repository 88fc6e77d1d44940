"""Many payments marked paid at once, and taken back (experience.md, lists)."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from campaigns.actions.payments import mark_paid, unmark_paid
from campaigns.errors import Refused
from campaigns.forms.payments import PaidActForm
from campaigns.models import Payment
from campaigns.queries.payment_list import payments_by_id
from core.bulk.registry import (
    SAME,
    BulkAct,
    BulkForm,
    Outcome,
    RowRefused,
    register_act,
    register_list,
)
from core.models import BulkJob, BulkRow

SLOT = "campaigns.payments"


class PaidAct(BulkAct):
    kind = "payments.paid"
    slot = SLOT
    title = gettext_lazy("Mark paid")
    icon = "banknote"
    verb = gettext_lazy("Mark paid")
    intro = gettext_lazy("The creators see it in their portals.")
    refusals = (Refused,)

    def form(self, data: Any, job: BulkJob) -> BulkForm:
        return PaidActForm(data, today=timezone.localdate(timezone=job.workspace.zone))

    def describe(self, options: Mapping[str, Any]) -> str:
        day = options.get("paid_on", "")
        return date_format(date.fromisoformat(day), "j E Y") if day else ""

    def apply(
        self, job: BulkJob, known: Any, batch: Any, row: Payment, *, by: Any, at: datetime
    ) -> Outcome:
        paid_on = date.fromisoformat(job.options["paid_on"])
        if not mark_paid(payment=row, paid_on=paid_on, by=by, at=at):
            return Outcome(SAME, _("Paid already."))
        return Outcome(after={"paid_on": paid_on.isoformat(), "version": row.version})

    def undo(self, job: BulkJob, told: BulkRow, row: Payment, *, by: Any, at: datetime) -> None:
        if row.version != told.after["version"]:
            raise RowRefused(_("It was changed since."))
        unmark_paid(payment=row, by=by, at=at)


def register() -> None:
    register_list(SLOT, payments_by_id)
    register_act(PaidAct())
