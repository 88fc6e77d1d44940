"""One workspace of N creators, written in bulk: two years of work, results, touches, mails."""

import random
from datetime import UTC, date, datetime, timedelta
from typing import Any

from django_scopes import scope

from accounts.models import Membership, User, Workspace
from benchmarks.multiply import multiply
from campaigns.models import Campaign, Collaboration, Deliverable, Payment, Result
from checkins.actions.standing import rebuild_last_contacts
from checkins.models import CheckIn, Touch
from core.models import OutgoingMail
from core.search import fold_all
from creators.actions.keys import fill_keys
from creators.models import AudienceSnapshot, Channel, Creator, Rate
from partnerships.models import Agreement, Brand, Partnership, TierPolicy

FIRST = ["Светлана", "Maya", "Илья", "Jordan", "Анна", "Grace", "Тимур", "Noor", "Елена", "Ben"]
LAST = ["Volkova", "Ames", "Журавлёва", "Lindqvist", "Сафин", "Okafor", "Крылова", "Haddad"]
NOW = datetime.now(UTC)
TODAY = NOW.date()
# So many are written one by one, the others are copies of them.
WRITTEN = 5_000
KEEPERS = -(-WRITTEN // 21)


def _bulk(model: Any, rows: list[Any]) -> list[Any]:
    # The guard against foreign rows asks the database where an object is not loaded; all rows of
    # this file are made of loaded objects of one workspace.
    return model._base_manager.bulk_create(rows, batch_size=2000)


def fill(size: int) -> Workspace:
    """A workspace of `size` creators, a multiple of WRITTEN if more than that."""
    if size > WRITTEN and size % WRITTEN:
        raise SystemExit(f"Choose a multiple of {WRITTEN:,}.")
    rnd = random.Random(size)
    workspace = Workspace.objects.create(name=f"Bench {size}", slug="bench")
    managers = []
    # A manager keeps 21 partnerships, however large the roster is.
    for i in range(max(2, KEEPERS * (size // WRITTEN) or size // 21)):
        user = User(email=f"m{i}@bench.example", name=f"Manager {i}", password="!")
        managers.append(user)
    User.objects.bulk_create(managers)
    Membership.objects.bulk_create(
        [Membership(workspace=workspace, user=u, role="owner") for u in managers]
    )
    with scope(workspace=workspace):
        _fill(workspace, managers, size, rnd)
        rebuild_last_contacts(workspace)
        fill_keys()
    return workspace


def _fill(ws: Workspace, managers: list[User], size: int, rnd: random.Random) -> None:
    brands = _bulk(Brand, [Brand(workspace=ws, name=f"Brand {i}") for i in range(2)])
    _bulk(
        TierPolicy,
        [
            TierPolicy(
                workspace=ws, brand=b, tier=t, cadence=c, budget_share=s,
                capacity_from=f, capacity_to=u,
            )
            for b in brands
            for t, c, s, f, u in (
                ("T1", "monthly", 40, 5, 8), ("T2", "quarterly", 40, 15, 20),
                ("T3", "none", 20, None, None),
            )
        ],
    )  # fmt: skip
    campaigns = _bulk(Campaign, [_campaign(ws, brands, managers, k) for k in range(16)])
    numbers = range(min(size, WRITTEN))
    creators = _people(ws, numbers, rnd)
    partnerships = _partnerships(ws, managers, brands, creators, numbers)
    _work(ws, campaigns, partnerships, rnd)
    _contact(ws, partnerships, rnd)
    if size > WRITTEN:
        multiply(size // WRITTEN - 1, managers=KEEPERS)


def _people(ws: Workspace, numbers: range, rnd: random.Random) -> list[Creator]:
    creators = _bulk(Creator, [_creator(ws, i, rnd) for i in numbers])
    channels = _bulk(
        Channel,
        [
            Channel(
                workspace=ws, creator=c, platform="instagram", handle=f"handle{i}",
                handle_key=f"handle{i}", followers=c.followers, engagement="0.02500",
            )
            for i, c in zip(numbers, creators, strict=True)
        ],
    )  # fmt: skip
    _bulk(
        AudienceSnapshot,
        [
            AudienceSnapshot(
                workspace=ws, channel=ch, taken_on=TODAY - timedelta(days=30 * k),
                followers=int((ch.followers or 1) * (1 - 0.02 * k)), engagement="0.02500",
            )
            for ch in channels
            for k in range(6)
        ],
    )  # fmt: skip
    _bulk(
        Rate,
        [
            Rate(workspace=ws, creator=c, format="reel", amount=1000, currency="USD",
                 valid_from=TODAY)
            for c in creators
        ],
    )  # fmt: skip
    return creators


def _creator(ws: Workspace, i: int, rnd: random.Random) -> Creator:
    name = f"{rnd.choice(FIRST)} {rnd.choice(LAST)} {i}"
    market = rnd.choice(["RU", "US"])
    return Creator(
        workspace=ws,
        name=name,
        email=f"c{i}@bench.example",
        market=market,
        language="ru" if market == "RU" else "en",
        zone="Europe/Moscow" if market == "RU" else "America/Los_Angeles",
        followers=rnd.randrange(1_000, 900_000),
        potential=rnd.randrange(20, 95),
        search=fold_all(name, f"c{i}@bench.example", f"handle{i}"),
    )


def _partnerships(
    ws: Workspace, managers: list[User], brands: list[Brand], creators: list[Creator],
    numbers: range,
) -> list[Partnership]:  # fmt: skip
    partnerships = _bulk(
        Partnership,
        [
            Partnership(
                workspace=ws, creator=c, brand=brands[i % 2], owner=managers[i // 21 % len(managers)],
                tier="T1" if i % 21 < 6 else "T2", stage="active",
                started_on=TODAY - timedelta(days=700),
            )
            for i, c in zip(numbers, creators, strict=True)
        ],
    )  # fmt: skip
    _bulk(
        Agreement,
        [
            Agreement(
                workspace=ws, partnership=p, kind="annual", state="in_force",
                starts_on=TODAY - timedelta(days=200), ends_on=TODAY + timedelta(days=164),
                campaigns_a_year=4, currency="USD",
            )
            for p in partnerships
        ],
    )  # fmt: skip
    return partnerships


def _work(
    ws: Workspace, campaigns: list[Campaign], partnerships: list[Partnership], rnd: random.Random
) -> None:
    collaborations = _bulk(
        Collaboration,
        [
            Collaboration(
                workspace=ws, campaign=c, partnership=p, sequence=n + 1, fee_amount=1000,
                fee_currency="USD", state="closed" if c.closed_at else "confirmed",
                closed_at=c.closed_at,
            )
            for p in partnerships
            for n, c in enumerate(rnd.sample([c for c in campaigns if c.brand_id == p.brand_id], 2))
        ],
    )  # fmt: skip
    _bulk(Deliverable, [_deliverable(ws, c) for c in collaborations])
    _bulk(
        Result,
        [
            Result(
                workspace=ws, collaboration=c, day=c.campaign.starts_on + timedelta(days=d),
                market="US", reach=rnd.randrange(10_000), views=rnd.randrange(20_000),
                likes=rnd.randrange(900), comments=rnd.randrange(90), purchases=rnd.randrange(9),
                source_key="typed", updated_at=NOW,
            )
            for c in collaborations
            for d in range(10)
        ],
    )  # fmt: skip
    _bulk(
        Payment,
        [
            Payment(
                workspace=ws, collaboration=c, partnership_id=c.partnership_id,
                key=f"fee:{c.public_id}", amount=1000, currency="USD",
                due_on=TODAY - timedelta(days=20), paid_on=TODAY - timedelta(days=21),
            )
            for c in collaborations
            if c.closed_at
        ],
    )  # fmt: skip


def _campaign(ws: Workspace, brands: list[Brand], managers: list[User], k: int) -> Campaign:
    start = TODAY - timedelta(days=45 * (15 - k) + 20)
    closed = None if k >= 14 else NOW - timedelta(days=45 * (15 - k) - 20)
    return Campaign(
        workspace=ws, brand=brands[k % 2], name=f"Campaign {k}", starts_on=start,
        ends_on=start + timedelta(days=30), state="closed" if closed else "live",
        owner=managers[0], closed_at=closed,
    )  # fmt: skip


def _deliverable(ws: Workspace, c: Collaboration) -> Deliverable:
    start: date = c.campaign.starts_on
    done = c.closed_at is not None
    return Deliverable(
        workspace=ws, collaboration=c, title="Reel", format="reel", platform="instagram",
        due_on=start + timedelta(days=40), state="published" if done else "due",
        link="https://instagram.com/p/x" if done else "", published_at=c.closed_at,
    )  # fmt: skip


def _contact(ws: Workspace, partnerships: list[Partnership], rnd: random.Random) -> None:
    _bulk(
        Touch,
        [
            Touch(
                workspace=ws, partnership=p, at=NOW - timedelta(days=rnd.randrange(10, 40) * (k + 1)),
                direction="in", kind="reply", channel="email",
            )
            for p in partnerships
            for k in range(4)
        ],
    )  # fmt: skip
    _bulk(
        CheckIn,
        [
            CheckIn(
                workspace=ws, partnership=p, due_on=TODAY + timedelta(days=rnd.randrange(-3, 60)),
                send_at=NOW + timedelta(days=1), slot="bench",
                reason={"rule": "cadence", "cadence": "monthly", "from": "2026-03-03",
                        "from_kind": "call", "raw": "2026-04-03", "adjusted": ""},
            )
            for p in partnerships
        ],
    )  # fmt: skip
    _bulk(
        OutgoingMail,
        [
            OutgoingMail(
                workspace=ws, key=f"bench:{p.public_id}", kind="check_in", language="en",
                from_email="a@b.example", to_email="c@d.example", subject="Hi", text="Hi",
                state="sent", created_at=NOW, due_at=NOW, sent_at=NOW,
                message_id=f"<{p.public_id}@bench>",
            )
            for p in partnerships
        ],
    )  # fmt: skip
