"""What this room can do to many creators at once: add them to a campaign."""

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from campaigns.actions.collaborations import add_collaborations
from campaigns.actions.taking_back import decline_again, remove_collaboration
from campaigns.errors import CampaignClosed, Refused
from campaigns.forms.bulk import CampaignForm
from campaigns.models import Campaign
from campaigns.queries.many import (
    collaboration_by_id,
    open_campaign_or_none,
    open_campaigns,
    partners_of,
    parts_in,
)
from core.bulk.registry import SAME, BulkAct, BulkForm, Outcome, RowRefused, register_act
from core.models import BulkJob, BulkRow
from core.money import Money
from creators.models import Creator


class CampaignAct(BulkAct):
    kind = "campaigns.add"
    slot = "creators.directory"
    title = gettext_lazy("Campaign")
    icon = "megaphone"
    order = 40
    verb = gettext_lazy("Add to the campaign")
    intro = gettext_lazy("Each gets the fee that is agreed, or that of their rate card.")
    refusals = (Refused,)
    batch = 25

    def form(self, data: Any, job: BulkJob) -> BulkForm:
        return CampaignForm(data, campaigns=open_campaigns())

    def describe(self, options: Mapping[str, Any]) -> str:
        return str(options.get("campaign_name", ""))

    def prepare(self, job: BulkJob) -> Campaign:
        campaign = open_campaign_or_none(job.options["campaign"])
        if campaign is None:
            raise RowRefused(CampaignClosed.message)
        return campaign

    def gather(self, job: BulkJob, known: Campaign, rows: Mapping[str, Creator]) -> Any:
        return partners_of(known, rows.values()), parts_in(known, rows.values())

    def apply(
        self, job: BulkJob, known: Campaign, batch: Any, row: Creator, *, by: Any, at: datetime
    ) -> Outcome:
        partners, parts = batch
        partnership = partners.get(row.pk)
        if partnership is None:
            raise RowRefused(_("No partnership with %(brand)s.") % {"brand": known.brand})
        added = add_collaborations(
            campaign=known, partnerships=[partnership], by=by, at=at, state=job.options["state"]
        )
        if not added:
            return Outcome(SAME, _("Takes part already."))
        was = parts.get(partnership.pk)
        before = was and {"fee": str(was.fee_amount), "currency": was.fee_currency}
        after = {"collaboration": added[0].public_id, "version": added[0].version}
        return Outcome(before=before, after=after)

    def undo(self, job: BulkJob, told: BulkRow, row: Creator, *, by: Any, at: datetime) -> None:
        collaboration = collaboration_by_id(told.after["collaboration"])
        if collaboration is None:
            return
        expected = told.after["version"]
        if told.before is None:
            remove_collaboration(collaboration=collaboration, expected=expected, by=by, at=at)
        else:
            fee = Money(Decimal(told.before["fee"]), told.before["currency"])
            decline_again(collaboration=collaboration, expected=expected, fee=fee, by=by, at=at)


def register() -> None:
    register_act(CampaignAct())
