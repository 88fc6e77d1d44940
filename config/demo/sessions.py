"""A council whose decisions changed briefs, a paid session to come, a planning call that looks for
a time: sessions in the states a manager meets them in."""

from datetime import datetime, timedelta
from decimal import Decimal
from functools import partial

from campaigns.models import BriefVersion
from checkins.actions.session_agenda import add_item, change_item
from checkins.actions.session_decisions import add_decision, tell_outcome, use_decision
from checkins.actions.session_guests import add_guests, change_fee
from checkins.actions.session_holding import hold_session
from checkins.actions.session_times import ask_times, fix_time
from checkins.actions.sessions import create_session, record_answer
from checkins.models import AgendaItem, Session, SessionDecision, SessionGuest
from config.demo.cast import Cast
from config.demo.work import Event
from core.mail.delivery import deliver
from core.models import OutgoingMail
from core.money import Money

COUNCIL, STRATEGY, PLANNING = "Council: bare labels, tired audiences", "How to enter winter cooking", "Spring season: first look"  # fmt: skip
COUNCIL_GUESTS = ("maya", "jordan", "anya", "lena", "sofia")
AGENDA = [
    ("audience", "Who has started to ask you about ingredients this autumn, and who stopped?",
     "Maya and Anya hear it from fathers. In Moscow nobody asks about scent any more; they ask who made it."),
    ("brief", "Which of our briefs was hardest to make your own?",
     "The scripts. Lena: «Первые десять секунд по бумаге, и меня там нет»."),
    ("emerging", "What do you film now that you did not film a year ago?",
     "Hands, kitchens, other people's shelves. Less face, more doing."),
]  # fmt: skip
DECISIONS = [
    ("No scripted openings: the first ten seconds are the creator's own.", True),
    ("Ingredients are told by whoever uses them at home, not by us.", True),
    ("Ask legal whether we may name the factory.", False),
]


def session_events(cast: Cast) -> list[Event]:
    return [*_council(cast), *_strategy(cast), *_planning(cast)]


def _row(title: str) -> Session:
    return Session.objects.select_related("workspace", "organizer").get(title=title)


def _guest(cast: Cast, title: str, key: str) -> SessionGuest:
    rows = SessionGuest.objects.select_related("session__workspace", "partnership__creator")
    return rows.get(session__title=title, partnership=cast.partnerships[key])


def _make(
    cast: Cast, title: str, keys: tuple[str, ...], owner: str, at: datetime, **facts: object
) -> None:
    by = cast.members[owner]
    row = create_session(
        workspace=cast.workspace, title=title, organizer=by, by=by, at=at,
        place="https://meet.northsteppe.example/table", **facts,  # type: ignore[arg-type]
    )  # fmt: skip
    guests = [cast.partnerships[key] for key in keys]
    add_guests(session=row, partnerships=guests, by=by, at=at)


def _out(cast: Cast, title: str) -> None:
    """Mails of a session leave before their answers come."""
    ids = list(
        SessionGuest.objects.filter(session__title=title).values_list("public_id", flat=True)
    )
    for mail in OutgoingMail.objects.filter(about_id__in=ids, state="queued", due_at__lt=cast.now):
        deliver(mail.pk, at=mail.due_at)


# ----- a council, two months ago


def _council(cast: Cast) -> list[Event]:
    made, held = cast.ago(72, hour=13), cast.ago(58, hour=15).replace(minute=0)
    after, used, told = held + timedelta(hours=3), cast.ago(24, hour=14), cast.ago(23, hour=14)
    facts = {
        "kind": "council", "minutes": 90, "brand": cast.brands["birch"], "purpose":
        "What you see in your audiences, which of our briefs struggle, what is emerging. No slides.",
    }  # fmt: skip
    return [
        (made, partial(_make, cast, COUNCIL, COUNCIL_GUESTS, "daniel", made, **facts)),
        (made + timedelta(hours=1), partial(_fix_council, cast, held, made + timedelta(hours=1))),
        (made + timedelta(days=3), partial(_answers, cast, made + timedelta(days=3))),
        (after, partial(_hold, cast, after)),
        (used, partial(_use, cast, used)),
        (told, partial(_tell, cast, told)),
    ]


def _fix_council(cast: Cast, starts_at: datetime, at: datetime) -> None:
    by, row = cast.members["daniel"], _row(COUNCIL)
    for kind, text, _heard in AGENDA:
        add_item(session=row, kind=kind, text=text, by=by, at=at)
    fix_time(session=row, starts_at=starts_at, by=by, at=at)


def _answers(cast: Cast, at: datetime) -> None:
    _out(cast, COUNCIL)
    said = {"anya": ("yes", "Буду! Можно позвать и про запахи поговорить?"), "sofia": ("no", "Shooting that day.")}  # fmt: skip
    for key in COUNCIL_GUESTS:
        answer, note = said.get(key, ("yes", ""))
        guest = _guest(cast, COUNCIL, key)
        record_answer(guest=guest, answer=answer, note=note, by=None, at=at)


def _hold(cast: Cast, at: datetime) -> None:
    by, row = cast.members["daniel"], _row(COUNCIL)
    came = [_guest(cast, COUNCIL, key) for key in COUNCIL_GUESTS if key != "sofia"]
    hold_session(
        session=row, expected=row.version, came=came, by=by, at=at,
        notes="Best hour of the quarter. Lena and Jordan should do something together.",
    )  # fmt: skip
    heard = {text: words for _kind, text, words in AGENDA}
    for item in AgendaItem.objects.filter(session=row).select_related("session"):
        change_item(
            item=item, seen=(item.kind, item.text, ""), kind=item.kind, text=item.text,
            heard=heard[item.text], by=by, at=at,
        )  # fmt: skip
    for text, shared in DECISIONS:
        add_decision(session=row, text=text, shared=shared, by=by, at=at)


def _use(cast: Cast, at: datetime) -> None:
    """In the newest brief of the brand that was shared after the council."""
    row = _row(COUNCIL)
    found = BriefVersion.objects.filter(
        brief__collaboration__campaign__brand=cast.brands["birch"], shared_at__gt=row.starts_at,
        shared_at__lte=at,
    ).order_by("-shared_at", "-pk")[:2]  # fmt: skip
    notes = ["The opening is theirs; the script is gone.", "“Read the label” became “whose hands”."]
    decisions = SessionDecision.objects.filter(session=row, shared=True)
    for decision, version, note in zip(decisions, found, notes, strict=False):
        by = cast.members["daniel"]
        use_decision(decision=decision, version=version, note=note, by=by, at=at)


def _tell(cast: Cast, at: datetime) -> None:
    tell_outcome(session=_row(COUNCIL), by=cast.members["daniel"], at=at)


# ----- a paid strategy session, next week


def _strategy(cast: Cast) -> list[Event]:
    made = cast.ago(4, hour=13)
    starts = (cast.now + timedelta(days=9)).replace(hour=15, minute=0, second=0, microsecond=0)
    facts = {
        "kind": "strategy", "minutes": 120, "brand": cast.brands["kedr"],
        "fee": Money(Decimal(600), "USD"),
        "purpose": "We launch a stove for two at minus twenty. Is it a cooking story or a walking story?",
    }  # fmt: skip
    guests = ("ben", "kai", "timur", "marina")
    return [
        (made, partial(_make, cast, STRATEGY, guests, "daniel", made, **facts)),
        (made + timedelta(minutes=5), partial(_pay_in_roubles, cast, made)),
        (made + timedelta(hours=1), partial(_fix_strategy, cast, starts, made)),
        (made + timedelta(days=1), partial(_ben_comes, cast, made + timedelta(days=1))),
    ]


def _pay_in_roubles(cast: Cast, at: datetime) -> None:
    for key in ("timur", "marina"):
        guest = _guest(cast, STRATEGY, key)
        change_fee(
            guest=guest, expected=guest.version, fee=Money(Decimal(45000), "RUB"),
            by=cast.members["daniel"], at=at,
        )  # fmt: skip


def _fix_strategy(cast: Cast, starts_at: datetime, at: datetime) -> None:
    by, row = cast.members["daniel"], _row(STRATEGY)
    add_item(session=row, kind="question", text="Cooking or walking: which one would you film twice?", by=by, at=at)  # fmt: skip
    fix_time(session=row, starts_at=starts_at, by=by, at=at + timedelta(hours=1))


def _ben_comes(cast: Cast, at: datetime) -> None:
    _out(cast, STRATEGY)
    guest = _guest(cast, STRATEGY, "ben")
    record_answer(guest=guest, answer="yes", note="Walking. I will fight for it.", by=None, at=at)


# ----- the coming season: top partners first


def _planning(cast: Cast) -> list[Event]:
    made = cast.ago(1, hour=13)
    facts = {
        "kind": "planning", "minutes": 45, "brand": cast.brands["birch"],
        "purpose": "What we plan for spring, before it is fixed. Tell us what you would change.",
    }  # fmt: skip
    guests = ("maya", "anya", "grace", "ilya")
    return [
        (made, partial(_make, cast, PLANNING, guests, "daniel", made, **facts)),
        (made + timedelta(minutes=30), partial(_ask, cast, made + timedelta(minutes=30))),
        (made + timedelta(hours=6), partial(_maya_can, cast, made + timedelta(hours=6))),
    ]


def _ask(cast: Cast, at: datetime) -> None:
    # A Tuesday in two weeks.
    days = 14 + (1 - cast.now.weekday()) % 7
    first = (cast.now + timedelta(days=days)).replace(hour=15, minute=0, second=0, microsecond=0)
    times = [first, first + timedelta(days=1, hours=1), first + timedelta(days=2)]
    ask_times(session=_row(PLANNING), times=times, by=cast.members["daniel"], at=at)


def _maya_can(cast: Cast, at: datetime) -> None:
    _out(cast, PLANNING)
    times = list(_row(PLANNING).times.all())[:2]
    guest = _guest(cast, PLANNING, "maya")
    if guest.invited_at is not None:
        record_answer(guest=guest, answer="yes", suits=times, by=None, at=at)
