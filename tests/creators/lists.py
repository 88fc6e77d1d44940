"""What tests of the import say again and again."""

from datetime import UTC, datetime
from decimal import Decimal

from django.apps import apps
from django.core import serializers

from core.imports import engine, jobs
from core.models import ImportJob
from core.money import Money
from creators.models import Creator

NOON = datetime(2026, 3, 3, 12, tzinfo=UTC)
HEADER = "Name;E-mail;Instagram;Followers;ER;Location;Reel price;Topics;Notes"


def undo(job, by):
    assert jobs.start_undo(job=job, by=by, at=NOON)
    assert engine.undo_job(job.pk)
    return ImportJob.objects.get(pk=job.pk)


def counts(job):
    return {key: number for key, number in job.counts.items() if key != engine.LAST}


def reasons(job):
    return list(job.rows.values_list("outcome", "reason"))


def everything():
    """Every row of the room, as the database holds it (but for versions, which only go up)."""
    rows = [
        row
        for model in (*apps.get_app_config("creators").get_models(), Creator.tags.through)
        for row in serializers.serialize("python", model._base_manager.order_by("pk"))
    ]
    for row in rows:
        row["fields"].pop("version", None)
    return rows


def usd(amount):
    return Money(Decimal(amount), "USD")
