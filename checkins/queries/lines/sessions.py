"""Sessions that need somebody: a time to fix, guests who are silent, one today or tomorrow, one to
write down, decisions that nothing came of (rows 43, 68, 69)."""

from datetime import timedelta

from django.db.models import Count, F, Min, Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from checkins.enums import SessionState
from checkins.models import Session
from checkins.queries.lines.check_ins import page
from checkins.queries.lines.known import asked, placed
from checkins.rules.sessions import SILENT_AFTER, UNUSED_AFTER
from checkins.today import LIMIT, Asking, LineAction, Lines, TodayLine
from core.prepared import Given

_OPEN = gettext_lazy("Open")
# Of what was held longer ago nobody traces decisions any more.
_FORGOTTEN_AFTER = timedelta(days=180)
POLLED, FIXED, HELD = SessionState.POLLED, SessionState.FIXED, SessionState.HELD


def sessions(asking: Asking) -> Lines:
    """At most LIMIT, the soonest first; one query."""
    more = {
        "soon": asking.at + timedelta(days=2),
        "silent": asking.at - SILENT_AFTER,
        "unused": asking.at - UNUSED_AFTER,
        "forgotten": asking.at - _FORGOTTEN_AFTER,
        "now": asking.at,
    }
    [rows] = yield [asked(_waiting, asking, **more)]
    found = (_line(row, asking) for row in placed(rows, asking))
    return [line for line in found if line is not None]


def _waiting(mine: bool) -> "QuerySet[Session]":
    invited = Q(guests__invited_at__lte=Given("now"))
    rows = Session.objects.filter(
        Q(state=POLLED)
        | Q(state=FIXED, starts_at__lt=Given("soon"))
        | Q(state=FIXED, guests__answer="", guests__invited_at__lt=Given("silent"))
        | Q(
            state=HELD,
            held_at__lt=Given("unused"),
            held_at__gt=Given("forgotten"),
            decisions__isnull=False,
        )
    ).annotate(
        n_guests=Count("guests", distinct=True),
        n_answered=Count("guests", distinct=True, filter=~Q(guests__answer="")),
        n_silent=Count("guests", distinct=True, filter=invited & Q(guests__answer="")),
        first_asked=Min("guests__invited_at", filter=invited & Q(guests__answer="")),
        n_decisions=Count("decisions", distinct=True),
        n_used=Count("decisions", distinct=True, filter=Q(decisions__uses__isnull=False)),
    )
    if mine:
        rows = rows.filter(organizer=Given("user"))
    return rows.defer("notes", "purpose").order_by(F("starts_at").asc(nulls_last=True), "pk")[
        :LIMIT
    ]


def _line(row: Session, asking: Asking) -> TodayLine | None:
    if row.state == POLLED:
        return _polled(row, asking)
    if row.state == HELD:
        return _unused(row)
    return _fixed(row, asking)


def _polled(row: Session, asking: Asking) -> TodayLine | None:
    told = row.n_guests, row.n_answered  # type: ignore[attr-defined]
    guests, answered = told
    if guests and guests == answered:
        return _made(
            row, "fix", _("Fix the time"), _("everybody has answered"), asking=asking,
            action=LineAction("fix", gettext_lazy("Fix the time"), _url("session_fix", row)),
        )  # fmt: skip
    return _silent(row, asking)


def _silent(row: Session, asking: Asking) -> TodayLine | None:
    n, since = row.n_silent, row.first_asked  # type: ignore[attr-defined]
    if not n or since is None or since > asking.at - SILENT_AFTER:
        return None
    days = (asking.at - since).days
    ago = ngettext("asked %(n)d day ago", "asked %(n)d days ago", days) % {"n": days}
    who = ngettext("%(n)d guest is silent", "%(n)d guests are silent", n) % {"n": n}
    return _made(row, "silent", _("Session: no answer yet"), f"{who}; {ago}", waits=True)


def _fixed(row: Session, asking: Asking) -> TodayLine | None:
    assert row.starts_at is not None
    if row.starts_at + timedelta(minutes=row.minutes) <= asking.at:
        return _made(
            row, "held", _("Who came?"), _("write down who came and what was decided"),
            asking=asking,
            action=LineAction("held", gettext_lazy("Who came"), _url("session_hold", row)),
        )  # fmt: skip
    day = row.starts_at.astimezone(asking.user.zone)
    if day.date() > asking.today + timedelta(days=1):
        return _silent(row, asking)
    n = row.n_answered  # type: ignore[attr-defined]
    answered = ngettext("%(n)d guest has answered", "%(n)d guests have answered", n) % {"n": n}
    return TodayLine(
        key=f"session:{row.public_id}:day",
        kind="session",
        title=row.title,
        what=row.get_kind_display(),
        reason=_("%(time)s · %(answered)s") % {"time": f"{day:%H:%M}", "answered": answered},
        url=_url("session", row),
        due_at=row.starts_at,
        minutes=row.minutes,
        actions=(LineAction("open", _OPEN, _url("session", row)),),
    )


def _unused(row: Session) -> TodayLine | None:
    unused = row.n_decisions - row.n_used  # type: ignore[attr-defined]
    if not unused:
        return None
    words = ngettext(
        "%(n)d decision is in no brief yet", "%(n)d decisions are in no brief yet", unused
    )
    return _made(row, "unused", _("What became of it?"), words % {"n": unused})


def _made(
    row: Session,
    key: str,
    what: str,
    reason: str,
    *,
    asking: Asking | None = None,
    waits: bool = False,
    action: LineAction | None = None,
) -> TodayLine:
    """`asking`: it is for today."""
    return TodayLine(
        key=f"session:{row.public_id}:{key}",
        kind="session",
        title=row.title,
        what=what,
        reason=reason,
        url=_url("session", row),
        due_on=asking.today if asking else None,
        waits=waits,
        actions=(action or LineAction("open", _OPEN, _url("session", row)),),
    )


def _url(name: str, row: Session) -> str:
    return page(f"checkins:{name}", row, row.public_id)
