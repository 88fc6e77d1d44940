"""Plausible figures from a seed: the same demo twice looks the same."""

import random
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from config.demo.people import Person


@dataclass(frozen=True)
class Day:
    day: date
    reach: int
    views: int
    likes: int
    comments: int
    shares: int
    saves: int
    clicks: int
    purchases: int
    new_customers: int
    revenue: Decimal


def followers_on(person: Person, base: int, months_ago: float) -> int:
    """Audience that many months ago, by the person's own growth with a little weather in it."""
    weather = 1 + random.Random(f"{person.key}{round(months_ago, 1)}").uniform(-0.006, 0.006)
    return max(500, int(base / (1 + person.growth) ** months_ago * weather))


def post_days(
    person: Person, published: date, until: date, sequence: int, lift: float, months_ago: float
) -> list[Day]:
    """A post's first days: most of it at once, then a tail. Repeated work with the same brand does
    better up to the fourth time, then tires a little."""
    rnd = random.Random(f"{person.key}{published}")
    practice = {1: 0.82, 2: 1.06, 3: 1.16, 4: 1.18}.get(sequence, 1.1)
    audience = followers_on(person, person.followers, months_ago)
    reach_total = audience * rnd.uniform(0.24, 0.38) * person.pull * lift
    rate = rnd.uniform(0.043, 0.058) * practice * person.pull**0.5
    price = Decimal(68 if person.market == "US" else 4900)
    days = []
    for n, share in enumerate((0.42, 0.22, 0.13, 0.08, 0.06, 0.04, 0.03, 0.02)):
        day = published + timedelta(days=n)
        if day > until:
            break
        reach = int(reach_total * share * rnd.uniform(0.9, 1.1))
        engaged = reach * rate * rnd.uniform(0.92, 1.08)
        purchases = int(reach * 0.0011 * practice * rnd.uniform(0.7, 1.3))
        days.append(
            Day(
                day=day,
                reach=reach,
                views=int(reach * rnd.uniform(1.2, 1.6)),
                likes=int(engaged * 0.8),
                comments=int(engaged * 0.07),
                shares=int(engaged * 0.05),
                saves=int(engaged * 0.08),
                clicks=int(reach * 0.018 * rnd.uniform(0.8, 1.2)),
                purchases=purchases,
                new_customers=int(purchases * rnd.uniform(0.5, 0.75)),
                revenue=(price * purchases).quantize(Decimal("0.01")),
            )
        )
    return days
