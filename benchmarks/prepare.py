"""Fills the benchmark's database and prints sessions and pages as tab-separated lines."""

import sys

import django


def main() -> None:
    django.setup()
    from django.core.management import call_command

    call_command("migrate", run_syncdb=True, verbosity=0)
    call_command("createcachetable", verbosity=0)
    from django.db import connection

    from benchmarks.seed import fill

    workspace = fill(int(sys.argv[1]))
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    for line in lines(workspace):
        print("\t".join(line))


def lines(workspace: object) -> list[tuple[str, str, str]]:
    from django_scopes import scope

    from accounts.models import User
    from creators.models import Creator
    from partnerships.models import Partnership

    member = User.objects.get(email="m1@bench.example")
    with scope(workspace=workspace):
        partnership = Partnership.objects.filter(owner=member).first()
        person = User.objects.create(email="creator@bench.example", name="Creator", password="!")
        Creator.objects.filter(pk=partnership.creator_id).update(person=person)
        creator = partnership.creator
        small = small_campaign(workspace, member, partnership)
    base = "/w/bench"
    return [
        ("cookie", "member", session(member)),
        ("cookie", "creator", session(person)),
        ("page", "constant", "/bench/constant/"),
        ("page", "list50", f"{base}/bench/list50/"),
        ("page", "directory", f"{base}/creators/"),
        ("page", "directory filtered", f"{base}/creators/?market=RU&language=ru"),
        ("page", "directory by warmth", f"{base}/creators/?warmth=cooling"),
        ("page", "directory by contact", f"{base}/creators/?sort=-last_contact"),
        ("page", "search", f"{base}/creators/?q=svetl"),
        (
            "page",
            "search in the other script",
            f"{base}/creators/?q=%D0%B6%D1%83%D1%80%D0%B0%D0%B2%D0%BB",
        ),
        ("page", "search, two words", f"{base}/creators/?q=lindqvist+777"),
        ("page", "profile", f"{base}/creators/{creator.public_id}/"),
        ("page", "profile timeline", f"{base}/creators/{creator.public_id}/?tab=timeline"),
        ("page", "partnerships", f"{base}/partnerships/"),
        ("page", "partnership", f"{base}/partnerships/{partnership.public_id}/"),
        ("page", "campaigns", f"{base}/campaigns/"),
        ("page", "campaign", f"{base}/campaigns/{small.public_id}/"),
        ("page", "today", f"{base}/today/"),
        ("page", "portal home", f"/portal/{creator.public_id}/"),
        ("page", "portal results", f"/portal/{creator.public_id}/results/"),
    ]


def small_campaign(workspace: object, member: object, partnership: object) -> object:
    """A campaign of ten creators, as campaigns are; the seed's are as wide as the workspace."""
    from datetime import UTC, datetime, timedelta

    from campaigns.models import Campaign, Collaboration
    from partnerships.models import Partnership

    today = datetime.now(UTC).date()
    campaign = Campaign.objects.create(
        workspace=workspace, brand=partnership.brand, name="Ten creators", owner=member,
        starts_on=today - timedelta(days=9), ends_on=today + timedelta(days=20), state="live",
    )  # fmt: skip
    for p in Partnership.objects.filter(brand=partnership.brand)[:10]:
        Collaboration.objects.create(
            workspace=workspace, campaign=campaign, partnership=p, sequence=3, fee_amount=1000,
            fee_currency="USD",
        )  # fmt: skip
    return campaign


def session(user: object) -> str:
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
    from django.contrib.sessions.backends.db import SessionStore

    store = SessionStore()
    store[SESSION_KEY] = str(user.pk)
    store[BACKEND_SESSION_KEY] = "allauth.account.auth_backends.AuthenticationBackend"
    store[HASH_SESSION_KEY] = user.get_session_auth_hash()
    store.create()
    return str(store.session_key)


if __name__ == "__main__":
    main()
