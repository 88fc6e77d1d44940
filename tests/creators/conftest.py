"""A creator of Perm on a Tuesday noon, for the pages of this room."""

from datetime import UTC, datetime, timedelta
from io import BytesIO

import pytest
import time_machine
from django.urls import reverse
from django_scopes import scope

from core.imports import engine, jobs
from core.models import ImportJob
from creators.actions import channels
from creators.actions import creators as actions
from creators.imports.importer import KIND
from creators.models import Channel, Creator
from creators.rules.handles import parse_handle
from tests.creators.lists import HEADER, NOON

TUESDAY = datetime(2026, 3, 3, 7, tzinfo=UTC)


@pytest.fixture
def tuesday():
    """The clock stands at noon of a Tuesday in Perm."""
    with time_machine.travel(TUESDAY, tick=False):
        yield


@pytest.fixture
def sveta(workspace):
    with scope(workspace=workspace):
        return actions.create_creator(
            workspace=workspace,
            values={
                "name": "Светлана Ёлкина",
                "email": "sveta@example.ru",
                "phone": "+74951234567",
                "market": "RU",
                "language": "ru",
                "city": "Пермь",
                "zone": "Asia/Yekaterinburg",
            },
            tags={"topic": ["Дача"]},
            channel=parse_handle("t.me/sveta_home"),
            by=None,
            at=TUESDAY,
        )


@pytest.fixture
def url(workspace):
    def make(name, *ids):
        return reverse(f"creators:{name}", args=[workspace.slug, *ids])

    return make


@pytest.fixture
def stored(workspace):
    def read(creator):
        with scope(workspace=workspace):
            return Creator.objects.get(pk=creator.pk)

    return read


@pytest.fixture
def channel(workspace, sveta):
    with scope(workspace=workspace):
        return Channel.objects.select_related("creator").get(creator=sveta)


@pytest.fixture
def grow_to():
    """`grow_to(channel, [(30, 100), (0, 110)])`: followers by days before the Tuesday."""

    def record(channel, figures):
        with scope(workspace=channel.workspace):
            for days, followers in figures:
                channels.record_snapshot(
                    channel=channel,
                    taken_on=TUESDAY.date() - timedelta(days=days),
                    followers=followers,
                    by=None,
                    at=TUESDAY,
                )

    return record


@pytest.fixture
def load(in_scope, manager, time_machine):
    """`load(*rows)`: a list uploaded, mapped by guess, checked and (unless run=False) run."""
    time_machine.move_to(NOON, tick=True)

    def make(*rows, header=HEADER, name="list.csv", content=None, options=None, run=True):
        data = content if content is not None else "\n".join([header, *rows, ""]).encode()
        job = jobs.upload_file(
            workspace=in_scope, kind=KIND, file=BytesIO(data), file_name=name, by=manager, at=NOON
        )
        chosen = {**job.options, **(options or {})}
        assert jobs.start_check(job=job, mapping=job.mapping, options=chosen) == []
        assert engine.check_job(job.pk)
        if run:
            jobs.start_run(job=job, by=manager, at=NOON)
            engine.run_job(job.pk)
        return ImportJob.objects.get(pk=job.pk)

    return make


@pytest.fixture
def tab(client_as, sveta, url):
    def read(user, key="", **more):
        query = "&".join(f"{k}={v}" for k, v in {"tab": key, **more}.items())
        return client_as(user).get(f"{url('profile', sveta.public_id)}?{query}").content.decode()

    return read


@pytest.fixture
def only(workspace):
    def read(model):
        with scope(workspace=workspace):
            return model.objects.get()

    return read
