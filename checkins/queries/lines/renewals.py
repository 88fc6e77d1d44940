"""What the life of agreements asks for: windows to adjust, what is left to do after notice, and
what becomes of a partnership whose agreement has ended (product.md, rows 22, 23, 43)."""

from collections.abc import Iterable
from datetime import timedelta
from itertools import groupby
from operator import attrgetter

from django.db.models import Exists, OuterRef, QuerySet
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from checkins.queries.lines.check_ins import page
from checkins.queries.lines.known import asked, placed, with_owner
from checkins.today import LIMIT, Asking, LineAction, Lines, TodayLine
from core.prepared import Given
from partnerships.enums import AgreementState, AmendmentState, RenewalState, Stage
from partnerships.models import Agreement, Amendment, CloseOutTask, Renewal
from partnerships.queries.renewals import days_of

_PATH = ("agreement__partnership__creator", "agreement__partnership__brand")
_OWNER = "agreement__partnership__owner"
_partnership = attrgetter("agreement.partnership")
_OPEN = gettext_lazy("Open")
# What is due later than that, such as the end of content rights, comes back by itself.
AHEAD = timedelta(days=60)


def windows(asking: Asking) -> Lines:
    """Open, and nobody has said yet that nothing is to adjust, nor signed a change for that day."""
    [rows] = yield [asked(_windows, asking)]
    rows = placed(rows, asking, _partnership)
    return [line for row in rows if (line := _window(row, asking)) is not None]


def _windows(mine: bool) -> "QuerySet[Renewal]":
    changed = Amendment.objects.filter(
        agreement=OuterRef("agreement"),
        effective_on=OuterRef("renews_on"),
        state__in=[AmendmentState.SIGNED, AmendmentState.IN_FORCE],
    )
    rows = Renewal.objects.filter(
        ~Exists(changed),
        state=RenewalState.OPEN,
        confirmed_at=None,
        renews_on__gte=Given("today"),
        agreement__state=AgreementState.IN_FORCE,
    ).select_related(*_PATH, *with_owner(mine, _OWNER))
    if mine:
        rows = rows.filter(agreement__partnership__owner=Given("user"))
    return rows.order_by("renews_on", "pk")[:LIMIT]


def _window(row: Renewal, asking: Asking) -> TodayLine | None:
    partnership = row.agreement.partnership
    days = days_of(row)
    local_today = asking.at.astimezone(partnership.creator.zone).date()
    if days.closes_on < local_today:
        return None
    url = page("partnerships:renewal", row, row.public_id)
    return TodayLine(
        key=f"window:{row.public_id}",
        kind="window",
        title=str(partnership.creator),
        what=_("Adjust rate and frequency, or leave them"),
        reason=_("With %(brand)s; renews on %(renews)s, may be adjusted until %(closes)s")
        % {
            "brand": partnership.brand,
            "renews": date_format(days.renews_on, "j E Y"),
            "closes": date_format(days.closes_on, "j E Y"),
        },
        url=url,
        due_on=days.closes_on,
        local_today=local_today,
        partnership=partnership,
        actions=(LineAction("open", _OPEN, url),),
    )


def close_out(asking: Asking) -> Lines:
    """One line for each agreement that somebody gave notice to, until all is done."""
    soon = asking.today + AHEAD
    [rows] = yield [asked(_close_out, asking, soon=soon)]
    rows = placed(rows, asking, _partnership)
    groups = groupby(rows, key=attrgetter("agreement_id"))
    return sorted(
        (_left(list(tasks), asking) for _agreement, tasks in groups),
        key=lambda line: (line.due_on is None, line.due_on),
    )


def _close_out(mine: bool) -> "QuerySet[CloseOutTask]":
    rows = CloseOutTask.objects.filter(
        done_at=None, dropped_at=None, due_on__lte=Given("soon")
    ).select_related(*_PATH, *with_owner(mine, _OWNER))
    if mine:
        rows = rows.filter(agreement__partnership__owner=Given("user"))
    return rows.order_by("agreement", "due_on", "pk")[:LIMIT]


def _left(tasks: list[CloseOutTask], asking: Asking) -> TodayLine:
    first = tasks[0]
    partnership = first.agreement.partnership
    local_today = asking.at.astimezone(partnership.creator.zone).date()
    url = page("partnerships:agreement", first, first.agreement.public_id)
    words = ngettext(
        "With %(brand)s; %(n)d thing left to do, by %(day)s",
        "With %(brand)s; %(n)d things left to do, the first by %(day)s",
        len(tasks),
    )
    done = page("partnerships:close_out_task", first, first.public_id)
    return TodayLine(
        key=f"close_out:{first.public_id}",
        kind="close_out",
        title=str(partnership.creator),
        what=first.get_kind_display(),
        reason=words
        % {
            "brand": partnership.brand,
            "n": len(tasks),
            "day": date_format(first.due_on, "j E Y"),
        },
        url=url,
        due_on=first.due_on,
        local_today=local_today,
        overdue=first.due_on < local_today,
        partnership=partnership,
        actions=(
            LineAction("open", _("Mark as done"), done),
            LineAction("open", _OPEN, url),
        ),
    )


def afterwards(asking: Asking) -> Lines:
    """The agreement has ended and nothing follows: what becomes of the partnership is for a person
    to say. It stands here until a next agreement is drafted, or the partnership is ended."""
    [rows] = yield [asked(_ended, asking)]
    rows = placed(rows, asking, attrgetter("partnership"))
    return [_afterwards(row, asking) for row in _newest(rows)]


def _ended(mine: bool) -> "QuerySet[Agreement]":
    later = Agreement.objects.filter(
        partnership=OuterRef("partnership"), starts_on__gt=OuterRef("starts_on")
    ).exclude(state=AgreementState.WITHDRAWN)
    rows = (
        Agreement.objects.filter(~Exists(later), state=AgreementState.ENDED)
        .exclude(partnership__stage__in=[Stage.ENDED, Stage.PAUSED])
        .select_related(
            "partnership__creator", "partnership__brand", *with_owner(mine, "partnership__owner")
        )
    )
    if mine:
        rows = rows.filter(partnership__owner=Given("user"))
    return rows.order_by("ends_on", "pk")[:LIMIT]


def _newest(rows: Iterable[Agreement]) -> list[Agreement]:
    """One for each partnership."""
    return list({row.partnership_id: row for row in rows}.values())


def _afterwards(row: Agreement, asking: Asking) -> TodayLine:
    partnership = row.partnership
    assert row.ends_on is not None
    local_today = asking.at.astimezone(partnership.creator.zone).date()
    draft = page("partnerships:agreement_new", row, partnership.public_id)
    end = page("partnerships:end", row, partnership.public_id)
    return TodayLine(
        key=f"afterwards:{row.public_id}",
        kind="afterwards",
        title=str(partnership.creator),
        what=_("Say what becomes of the partnership"),
        reason=_("With %(brand)s; the agreement ended on %(day)s, nothing follows")
        % {"brand": partnership.brand, "day": date_format(row.ends_on, "j E Y")},
        url=page("partnerships:detail", row, partnership.public_id),
        due_on=row.ends_on + timedelta(days=1),
        local_today=local_today,
        partnership=partnership,
        actions=(
            LineAction("open", _("Draft the next agreement"), draft),
            LineAction("open", _("End the partnership"), end),
        ),
    )
