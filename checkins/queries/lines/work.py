"""What campaigns, payments and agreements ask for. The rooms below cannot name Today, so it asks
them (product.md, row 43)."""

from datetime import date, timedelta
from operator import attrgetter

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from campaigns.basis import title_of
from campaigns.enums import CampaignState, CollaborationState, DeliverableState
from campaigns.models import Campaign, Deliverable, Payment
from checkins.queries.lines.check_ins import page
from checkins.queries.lines.known import asked, placed, with_owner
from checkins.today import LIMIT, Asking, LineAction, Lines, TodayLine
from core.money import Money, format_money
from core.prepared import Given
from partnerships.enums import AgreementState
from partnerships.models import Agreement

# Of a deliverable the creator has the next move, but for one that waits for our word.
_THEIRS = (DeliverableState.DUE, DeliverableState.REVISION, DeliverableState.APPROVED)
_PATH = ("collaboration__campaign", "collaboration__partnership__creator")
_OWNER = "collaboration__partnership__owner"
_partnership = attrgetter("collaboration.partnership")
_OVER = (CollaborationState.DECLINED, CollaborationState.CLOSED)
# A campaign that is not closed some days after its end has been forgotten.
CLOSES_WITHIN = timedelta(days=3)
RENEWS_WITHIN = timedelta(days=60)
_OPEN = gettext_lazy("Open")


def deliverables(asking: Asking) -> Lines:
    """Late, due this week, or waiting for our word."""
    [found] = yield [asked(_deliverables, asking)]
    found = placed(found, asking, _partnership)
    return [_deliverable(row, asking) for row in found]


def _deliverables(mine: bool) -> "QuerySet[Deliverable]":
    rows = (
        Deliverable.objects.filter(
            Q(state__in=_THEIRS, due_on__lte=Given("until")) | Q(state=DeliverableState.SUBMITTED)
        )
        .exclude(collaboration__state__in=_OVER)
        .exclude(collaboration__campaign__state=CampaignState.CLOSED)
        .select_related(*_PATH, *with_owner(mine, _OWNER))
    )
    if mine:
        rows = rows.filter(collaboration__partnership__owner=Given("user"))
    return rows.order_by("due_on", "pk")[:LIMIT]


def _deliverable(row: Deliverable, asking: Asking) -> TodayLine:
    partnership = row.collaboration.partnership
    campaign = row.collaboration.campaign
    local_today = asking.at.astimezone(partnership.creator.zone).date()
    ours = row.state == DeliverableState.SUBMITTED
    url = page("campaigns:detail", row, campaign.public_id)
    return TodayLine(
        key=f"deliverable:{row.public_id}:{row.state}",
        kind="review" if ours else "deliverable",
        title=str(partnership.creator),
        what=_("Look at “%(title)s”") % {"title": row.title} if ours else row.title,
        reason=_stands(row, campaign, local_today),
        url=url,
        due_on=min(row.due_on, local_today) if ours else row.due_on,
        local_today=local_today,
        overdue=row.due_on < local_today,
        waits=not ours,
        partnership=partnership,
        actions=(LineAction("open", _OPEN, url),),
    )


def _stands(row: Deliverable, campaign: Campaign, today: date) -> str:
    names = {"campaign": campaign.name, "state": row.get_state_display()}
    late = (today - row.due_on).days
    if late > 0 and row.state != DeliverableState.SUBMITTED:
        names["late"] = ngettext("%(n)d day late", "%(n)d days late", late) % {"n": late}
        return _("%(campaign)s: %(state)s, %(late)s") % names
    return _("%(campaign)s: %(state)s") % names


def payments(asking: Asking) -> Lines:
    """Not paid and due within the week, or over."""
    [found] = yield [asked(_payments, asking)]
    found = placed(found, asking, attrgetter("partnership"))
    return [_payment(row, asking) for row in found]


def _payments(mine: bool) -> "QuerySet[Payment]":
    rows = Payment.objects.filter(paid_on=None, due_on__lte=Given("until")).select_related(
        "collaboration__campaign", "partnership__creator", *with_owner(mine, "partnership__owner")
    )
    if mine:
        rows = rows.filter(partnership__owner=Given("user"))
    return rows.order_by("due_on", "pk")[:LIMIT]


def _payment(row: Payment, asking: Asking) -> TodayLine:
    partnership = row.partnership
    local_today = asking.at.astimezone(partnership.creator.zone).date()
    url = page("campaigns:payment", row, row.public_id)
    money = format_money(Money(row.amount, row.currency))
    return TodayLine(
        key=f"payment:{row.public_id}",
        kind="payment",
        title=str(partnership.creator),
        what=_("Pay %(money)s") % {"money": money},
        reason=_("For “%(campaign)s”, to be paid by %(date)s")
        % {"campaign": title_of(row), "date": _day(row.due_on, asking)},
        url=url,
        due_on=row.due_on,
        local_today=local_today,
        overdue=row.due_on < local_today,
        partnership=partnership,
        actions=(LineAction("open", _OPEN, url),),
    )


def agreements(asking: Asking) -> Lines:
    """In force and ending within 60 days with nothing to follow; or sent and not signed. What is in
    notice has lines of its own (lines/renewals.py)."""
    renewed_by = asking.today + RENEWS_WITHIN
    [rows] = yield [asked(_agreements, asking, renewed_by=renewed_by)]
    found = placed(rows, asking, attrgetter("partnership"))
    return [_agreement(row, asking) for row in found]


def _agreements(mine: bool) -> "QuerySet[Agreement]":
    following = Agreement.objects.filter(
        partnership=OuterRef("partnership"), starts_on__gt=OuterRef("starts_on")
    ).exclude(state__in=[AgreementState.ENDED, AgreementState.WITHDRAWN])
    ending = Q(
        ~Exists(following),
        state=AgreementState.IN_FORCE,
        ends_on__gte=Given("today"),
        ends_on__lte=Given("renewed_by"),
    )
    rows = Agreement.objects.filter(ending | Q(state=AgreementState.SENT)).select_related(
        "partnership__creator", "partnership__brand", *with_owner(mine, "partnership__owner")
    )
    if mine:
        rows = rows.filter(partnership__owner=Given("user"))
    return rows.order_by("ends_on", "pk")[:LIMIT]


def _agreement(row: Agreement, asking: Asking) -> TodayLine:
    sent = row.state == AgreementState.SENT
    partnership = row.partnership
    url = page("partnerships:agreement", row, row.public_id)
    return TodayLine(
        key=f"agreement:{row.public_id}:{row.state}",
        kind="signature" if sent else "agreement",
        title=str(partnership.creator),
        what=_("Sign the agreement") if sent else _("Renew the agreement"),
        reason=_sent(row, asking) if sent else _ending(row, asking),
        url=url,
        waits=sent,
        partnership=partnership,
        actions=(LineAction("open", _OPEN, url),),
    )


def _sent(row: Agreement, asking: Asking) -> str:
    brand = {"brand": row.partnership.brand}
    if row.sent_on is None:
        return _("With %(brand)s; sent, not signed yet") % brand
    days = max((asking.today - row.sent_on).days, 0)
    ago = ngettext("%(days)d day ago", "%(days)d days ago", days) % {"days": days}
    return _("With %(brand)s; sent %(ago)s, not signed yet") % {**brand, "ago": ago}


def _ending(row: Agreement, asking: Asking) -> str:
    assert row.ends_on is not None
    days = (row.ends_on - asking.today).days
    return _("With %(brand)s; ends on %(date)s, %(left)s") % {
        "brand": row.partnership.brand,
        "date": _day(row.ends_on, asking),
        "left": ngettext("%(n)d day left", "%(n)d days left", days) % {"n": days},
    }


def unclosed_campaigns(asking: Asking) -> Lines:
    """Past their end and still open: closing them starts the 72 hours."""
    [rows] = yield [asked(_unclosed, asking)]
    return [_campaign(row, asking) for row in placed(rows, asking)]


def _unclosed(mine: bool) -> "QuerySet[Campaign]":
    rows = Campaign.objects.filter(ends_on__lt=Given("today")).exclude(state=CampaignState.CLOSED)
    if mine:
        rows = rows.filter(owner=Given("user"))
    return rows.order_by("ends_on", "pk")[:LIMIT]


def _campaign(row: Campaign, asking: Asking) -> TodayLine:
    url = page("campaigns:detail", row, row.public_id)
    return TodayLine(
        key=f"campaign:{row.public_id}",
        kind="campaign",
        title=row.name,
        what=_("Close the campaign"),
        reason=_("It ended on %(date)s. Closing it makes the summaries.")
        % {"date": _day(row.ends_on, asking)},
        url=url,
        due_on=row.ends_on + timedelta(days=1),
        overdue=row.ends_on + CLOSES_WITHIN < asking.today,
        actions=(LineAction("open", _OPEN, url),),
    )


def _day(day: date, asking: Asking) -> str:
    return date_format(day, "j E" if day.year == asking.today.year else "j E Y")
