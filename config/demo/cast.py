"""The demo's people and brands, made by the actions a manager has."""

from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from decimal import Decimal

from django.contrib.auth.hashers import make_password

from accounts.actions.members import accept_invitation, create_workspace, invite_member
from accounts.models import User, Workspace
from config.demo.numbers import followers_on
from config.demo.people import BRANDS, MEMBERS, PASSWORD, PEOPLE, SLUG, Person
from config.demo.terms import enriched
from core.money import Money
from creators.actions.channels import add_channel, record_snapshot
from creators.actions.creators import create_creator
from creators.actions.rates import set_rate
from creators.enums import TagKind
from creators.models import Creator
from creators.rules.handles import parse_handle
from partnerships.actions.agreements import (
    Terms,
    draft_agreement,
    record_signature,
    send_agreement,
)
from partnerships.actions.brands import create_brand
from partnerships.actions.notice import give_notice
from partnerships.actions.partnerships import open_partnership
from partnerships.models import Agreement, Brand, Partnership
from partnerships.rules.terms import KpiTerm


@dataclass
class Cast:
    workspace: Workspace
    now: datetime
    members: dict[str, User] = field(default_factory=dict)
    brands: dict[str, Brand] = field(default_factory=dict)
    creators: dict[str, Creator] = field(default_factory=dict)
    partnerships: dict[str, Partnership] = field(default_factory=dict)

    def ago(self, days: float, hour: int = 12) -> datetime:
        day = self.now - timedelta(days=days)
        return min(day.replace(hour=hour, minute=7, second=0, microsecond=0), self.now)


def make_members(now: datetime) -> Cast:
    users = {
        key: User.objects.create_user(email, None, name=name, language=language, zone=zone)
        for key, name, email, _role, language, zone in MEMBERS
    }
    # One hash for one password: each costs half a second, as it should.
    User.objects.filter(pk__in=[user.pk for user in users.values()]).update(
        password=make_password(PASSWORD)
    )
    start = now - timedelta(days=760)
    workspace = create_workspace(
        name="North & Steppe", slug=SLUG, by=users["olga"], at=start, currency="USD", is_demo=True
    )
    for key, _name, email, role, language, _zone in MEMBERS[1:]:
        invitation = invite_member(
            workspace=workspace, email=email, role=role, language=language, by=users["olga"],
            at=start + timedelta(hours=1),
        )  # fmt: skip
        accept_invitation(invitation=invitation, user=users[key], at=start + timedelta(hours=9))
    return Cast(workspace=workspace, now=now, members=users)


def make_brands(cast: Cast) -> None:
    for key, (name, about) in BRANDS.items():
        cast.brands[key] = create_brand(
            workspace=cast.workspace, name=name, about=about, by=cast.members["olga"],
            at=cast.ago(755),
        )  # fmt: skip


def make_creators(cast: Cast) -> None:
    for person in PEOPLE:
        joined = cast.ago(max(person.years * 365 + 20, 30))
        creator = create_creator(
            workspace=cast.workspace, values=_values(person), by=cast.members[person.owner],
            at=joined, tags={TagKind.TOPIC: person.topics},
        )  # fmt: skip
        cast.creators[person.key] = creator
        _channel(cast, person, person.platform, person.handle, person.followers)
        if person.second:
            _channel(cast, person, *person.second)
        _rates(cast, person)


def _values(person: Person) -> dict[str, object]:
    quiet = [time.fromisoformat(t) for t in person.quiet] if person.quiet else [None, None]
    return {
        "name": person.name,
        "short_name": person.call,
        "email": person.email,
        "market": person.market,
        "city": person.city,
        "language": person.language,
        "zone": person.zone,
        "briefing": person.briefing,
        "lead_days": person.lead_days,
        "quiet_from": quiet[0],
        "quiet_until": quiet[1],
        "boundaries": person.boundaries,
        "goals": person.goals,
        "payment_days": 14 if person.market == "RU" else 30,
    }


def _channel(cast: Cast, person: Person, platform: str, handle: str, followers: int) -> None:
    by = cast.members[person.owner]
    creator = cast.creators[person.key]
    channel = add_channel(
        creator=creator, handle=parse_handle(handle, platform), by=by, at=creator.created_at
    )
    months = max(4, min(24, int(person.years * 12)))
    for ago in range(months, -1, -2 if months > 12 else -1):
        at = cast.ago(ago * 30.4 + 1)
        rate = Decimal(str(round(0.031 * person.pull * (1 + 0.03 * ((ago * 7) % 5 - 2)), 5)))
        record_snapshot(
            channel=channel, taken_on=at.date(), followers=followers_on(person, followers, ago),
            engagement=rate, by=by, at=at,
        )  # fmt: skip


def _rates(cast: Cast, person: Person) -> None:
    by, creator = cast.members[person.owner], cast.creators[person.key]
    kinds = {"reel": Decimal(1), "story": Decimal("0.4"), "video": Decimal("1.8")}
    steps = [(Decimal("0.85"), creator.created_at)] if person.years >= 1 else []
    steps.append((Decimal(1), cast.ago(min(person.years * 365, 200) + 10)))
    for share, at in steps:
        for kind, times in kinds.items():
            amount = (person.price * times * share).quantize(Decimal(10))
            set_rate(
                creator=creator, format=kind, price=Money(amount.quantize(Decimal("0.01")), person.currency),
                valid_from=at.date(), by=by, at=at,
            )  # fmt: skip


def make_partnerships(cast: Cast) -> None:
    """Whoever is with us longer began one tier lower; demo/portfolio.py moves them up."""
    for person in PEOPLE:
        if not person.brand:
            continue
        by = cast.members[person.owner]
        opened = cast.ago(person.years * 365)
        first = "T3" if person.tier == "T3" or person.years < 0.8 else "T2"
        first = person.tier if person.years < 0.8 else first
        partnership = open_partnership(
            creator=cast.creators[person.key], brand=cast.brands[person.brand], tier=first,
            reason=_WHY[first], owner=by, by=by, at=opened, stage="active",
        )  # fmt: skip
        cast.partnerships[person.key] = partnership


_WHY = {
    "T1": "Delivers without reminders, the audience answers, and is a joy to work with",
    "T2": "Good first campaign; steady, on time",
    "T3": "Worth a try with one campaign",
}


def make_agreements(cast: Cast) -> None:
    for person in PEOPLE:
        if person.agreement:
            _agreement(cast, person)


def _agreement(cast: Cast, person: Person) -> None:
    by = cast.members[person.owner]
    partnership = cast.partnerships[person.key]
    kind = {"evergreen": "evergreen", "standing": "standing"}.get(person.agreement, "annual")
    signed = person.agreement not in ("draft", "sent")
    # Annual ones were signed at different times of the year: some end within weeks.
    days = {
        "jordan": 330,
        "lena": 200,
        "sofia": 120,
        "kai": 310,
        "marina": 260,
        # One is in its window to adjust, one renewed some weeks ago.
        "ben": 322,
        "timur": 420,
    }.get(person.key, 150 if kind == "standing" else 560)
    start = cast.ago(min(days, person.years * 365 - 5)) if signed else cast.ago(-20)
    drafted = start - timedelta(days=12) if signed else cast.ago(9)
    agreement = draft_agreement(
        partnership=partnership, terms=_terms(person, kind, start), by=by, at=drafted
    )
    if person.agreement == "draft":
        return
    send_agreement(agreement=agreement, by=by, at=drafted + timedelta(days=2))
    if not signed:
        return
    agreement = Agreement.objects.get(pk=agreement.pk)
    record_signature(
        agreement=agreement, signed_on=(start - timedelta(days=1)).date(), signed_by=person.name,
        by=by, at=start + timedelta(hours=1),
    )  # fmt: skip
    if person.agreement == "notice":
        agreement = Agreement.objects.get(pk=agreement.pk)
        give_notice(agreement=agreement, notice_by="creator", by=by, at=cast.ago(8))


def _terms(person: Person, kind: str, start: datetime) -> Terms:
    first = start.date()
    plain = Terms(
        kind=kind,
        starts_on=first,
        ends_on=None if kind == "evergreen" else first + timedelta(days=364),
        campaigns_a_year=_PROMISED.get(person.key, {"T1": 5, "T2": 3}.get(person.tier, 2)),
        currency=person.currency,
        rates=[
            ("reel", person.currency, person.price),
            ("story", person.currency, (person.price * Decimal("0.4")).quantize(Decimal(1))),
        ],
        guaranteed_a_year=_PROMISED.get(person.key, 4) if person.tier == "T1" else None,
        payment_days=14 if person.market == "RU" else 30,
        usage="Reposts on the brand's own channels, with credit",
        territory="Worldwide" if person.tier == "T1" else "Own market",
        exclusivity="Same category, 30 days around each publication" if person.tier == "T1" else "",
        rights_months=12,
        terms="Dates move when both of us agree to it.",
        kpis=_KPIS.get(person.key, ()),
    )
    return enriched(plain, strategic=person.tier == "T1", key=person.key)


# More than the calendar holds so far: the guarantee has to be met by the end of the year.
_PROMISED = {"kai": 6}
# What decides whether to go on (row 60): two markets for the one who is read in both.
_KPIS = {
    "anya": [
        KpiTerm("RU", "engagement_rate", Decimal("0.0200"), Decimal("0.0100")),
        KpiTerm("US", "engagement_rate", Decimal("0.0300"), Decimal("0.0200")),
    ],
    "maya": [KpiTerm("US", "engagement_rate", Decimal("0.0250"), Decimal("0.0150"))],
    "jordan": [KpiTerm("US", "engagement_rate", Decimal("0.0300"), Decimal("0.0150"))],
}
