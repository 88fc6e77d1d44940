"""Payments as a file for whoever pays and books them: exactly what the list shows (row 31)."""

from collections.abc import Iterator, Sequence
from typing import Any

from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import Membership
from accounts.permissions import sees_payouts
from campaigns.basis import period_of, title_of
from campaigns.models import Payment
from campaigns.queries.payment_list import listed, payments_by_id, read_wanted
from campaigns.rules.payments import PaymentState
from core.exports.registry import Cell, ExportList, Sheet, register_export
from core.models import ExportJob
from creators.actions.payouts import CannotRead, reveal_payout
from creators.models import PayoutDetails
from creators.rules.payouts import FIELDS

KIND = "payments"
DETAILS = "details"


def open_payments(job: ExportJob) -> Sheet:
    rows = _rows_of(job)
    heads = [
        _("Creator"), _("Brand"), _("What for"), _("Kind"), _("Period"), _("Amount"),
        _("Currency"), _("Due"), _("Paid"), _("Agreement"),
    ]  # fmt: skip
    details = _Details(job, rows) if DETAILS in QueryDict(job.query) else None
    if details is not None:
        heads += [_("How"), _("Payment details")]
    return Sheet(heads=heads, rows=_cells(rows, details), total=len(rows))


def _rows_of(job: ExportJob) -> list[Payment]:
    if job.selection:
        found = payments_by_id(job.selection)
        return [found[one] for one in job.selection if one in found]
    today = timezone.localdate(timezone=job.workspace.zone)
    wanted = read_wanted(QueryDict(job.query).dict(), first=PaymentState.DUE)
    return list(listed(wanted, job.created_by, today))


def _cells(rows: Sequence[Payment], details: "_Details | None") -> Iterator[Sequence[Cell]]:
    for row in rows:
        cells: list[Cell] = [
            row.partnership.creator.name,
            row.partnership.brand.name,
            title_of(row),
            str(row.get_kind_display()),
            period_of(row),
            row.amount,
            row.currency,
            row.due_on,
            row.paid_on,
            _agreement(row),
        ]
        if details is not None:
            cells += details.of(row)
        yield cells


def _agreement(row: Payment) -> str:
    if row.agreement is None:
        return ""
    return f"{row.agreement.get_kind_display()}, {row.agreement.starts_on:%Y-%m-%d}"


class _Details:
    """Where the money of each row goes, read once for each creator and currency; each look is
    written down. Nothing for whoever may not see it (any more)."""

    def __init__(self, job: ExportJob, rows: Sequence[Payment]) -> None:
        self.at = timezone.now()
        self.member = Membership.objects.filter(
            workspace_id=job.workspace_id, user=job.created_by
        ).first()
        creators = {row.partnership.creator_id for row in rows}
        may = self.member is not None and sees_payouts(self.member)
        known = PayoutDetails.objects.filter(creator__in=creators if may else [])
        self.known = {(one.creator_id, one.currency): one for one in known}
        self.read: dict[int, str] = {}

    def of(self, row: Payment) -> list[Cell]:
        payout = self.known.get((row.partnership.creator_id, row.currency))
        if payout is None:
            return [None, None]
        if payout.pk not in self.read:
            self.read[payout.pk] = self._text(payout)
        return [str(payout.get_method_display()), self.read[payout.pk]]

    def _text(self, payout: PayoutDetails) -> str:
        assert self.member is not None
        try:
            fields: dict[str, Any] = reveal_payout(
                payout=payout, member=self.member, at=self.at, why="export"
            )
        except CannotRead:
            return _("cannot be opened: see the creator's page")
        labels = {one.key: str(one.label) for one in FIELDS[payout.method]}
        return "; ".join(f"{labels.get(key, key)}: {text}" for key, text in fields.items())


def register() -> None:
    register_export(ExportList(KIND, gettext_lazy("Payments"), open_payments))
