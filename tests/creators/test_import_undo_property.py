"""Whatever a list holds: imported and undone, the database has the rows it had before."""

import csv
import io
from datetime import date
from decimal import Decimal

import pytest
from django.db import transaction
from hypothesis import HealthCheck, event, example, given, settings
from hypothesis import strategies as st

from core.imports import engine
from core.models.imports import ImportState
from creators.actions.channels import record_snapshot
from creators.actions.found_by import refresh
from creators.actions.keys import fill_keys
from creators.actions.rates import set_rate
from creators.actions.style_notes import add_style_note
from creators.actions.tags import set_tags
from creators.models import Creator
from tests import factories
from tests.creators.lists import NOON, counts, everything, undo, usd

COLUMNS = {
    # Few values, so that rows of one list and creators of the workspace meet.
    "Name": ["", "Maya", "Maya Lee", "Илья Ёлкин", "=cmd()", "x" * 130, "<b>Ann</b>"],
    "E-mail": ["", "", "maya@x.example", "ilya@x.example", "new@x.example", "NEW@X.example",
               "gone@x.example", "in@x.example", "nobody at all"],
    "Instagram": ["", "", "@maya", "maya", "https://instagram.com/ilya", "@fresh", "no such name"],
    "YouTube": ["", "", "@maya", "@tube", "https://youtube.com/@tube"],
    "Followers": ["", "1.2M", "51,8 тыс.", "1 234,56", "10\u202f358", "0", "n/a", "abc", "-3"],
    "Followers YouTube": ["", "7", "1к", "2,5 млн"],
    "ER": ["", "12,5 %", "0.0139", "1,39", "NaN%", "many"],
    "Location": ["", "Austin, TX", "Москва", "Boston", "Марс"],
    "Reel price": ["", "$150", "$100", "7 768 ₽", "1.234,56 €", "100", "free"],
    "Story price": ["", "$20", "1,2 тыс. ₽"],
    "Topics": ["", "food", "food, дом; DIY", "#beauty #home"],
    "Tags": ["", "vip", "VIP, new"],
    "Phone": ["", "8 (916) 123-45-67", "+1 512 555 0199", "ask"],
    "Notes": ["", "Likes dogs", "From the list\nand more", "'; DROP TABLE"],
}  # fmt: skip
# For these a row is left out whole: most rows have none of them.
BROKEN = {"x" * 130, "nobody at all", "no such name", "1 234,56", "abc", "-3", "many", "free"}


def a_row(cells):
    return st.tuples(*map(st.sampled_from, cells)).filter(any)


WHOLE = a_row([[cell for cell in cells if cell not in BROKEN] for cells in COLUMNS.values()])
ROWS = st.lists(st.one_of(WHOLE, WHOLE, a_row(COLUMNS.values())), min_size=1, max_size=9)
TWICE = ("Maya Lee", "maya@x.example", "@fresh", "@tube", "1.2M", "7", "1,39", "Austin, TX",
         "$150", "$20", "food", "vip", "", "From the list\nand more")  # fmt: skip


@pytest.fixture
def people(in_scope, manager):
    """Creators with everything an import can touch, before, on and after the day of the list."""
    maya = factories.CreatorFactory(
        workspace=in_scope, name="Maya", email="maya@x.example", city="Boston", about="Likes dogs"
    )
    insta = factories.ChannelFactory(creator=maya, handle="maya")
    for day, followers in ((date(2026, 1, 3), 90), (date(2026, 3, 3), 100), (date(2026, 4, 1), 7)):
        record_snapshot(channel=insta, taken_on=day, followers=followers,
                        engagement=Decimal("0.05"), by=None, at=NOON)  # fmt: skip
    for kind, day in (("reel", date(2026, 1, 1)), ("story", date(2026, 3, 3))):
        set_rate(creator=maya, format=kind, price=usd(100), valid_from=day, by=None, at=NOON)
    set_tags(creator=maya, tags={"tag": ["vip"]}, by=manager, at=NOON)
    add_style_note(creator=maya, noted_on=date(2026, 2, 1), text="Short mails", by=manager,
                   at=NOON)  # fmt: skip
    ilya = factories.CreatorFactory(workspace=in_scope, name="Илья Ёлкин", city="Москва",
                                    market="RU", email="ilya@x.example")  # fmt: skip
    factories.ChannelFactory(creator=ilya, handle="ilya")
    set_rate(creator=ilya, format="reel", price=usd(5), valid_from=date(2026, 9, 1),
             by=None, at=NOON)  # fmt: skip
    factories.CreatorFactory(workspace=in_scope, name="Maya", city="Austin", email="")
    factories.CreatorFactory(workspace=in_scope, name="Gone", email="gone@x.example",
                             archived_at=NOON)  # fmt: skip
    factories.CreatorFactory(workspace=in_scope, name="In", email="in@x.example", portal_open=True)
    fill_keys()
    for creator in Creator.objects.all():
        refresh(creator)


def as_file(rows):
    text = io.StringIO()
    csv.writer(text, delimiter=";").writerows([COLUMNS, *rows])
    return text.getvalue().encode()


@given(rows=ROWS, batch=st.sampled_from([1, 2, 500]))
@example(rows=[TWICE, TWICE, ("Maya", *TWICE[1:])], batch=2)
@settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
def test_import_then_undo_gives_the_same_rows(load, people, manager, monkeypatch, rows, batch):
    monkeypatch.setattr(engine, "BATCH", batch)
    with transaction.atomic():
        before = everything()
        job = load(content=as_file(rows))
        told = counts(job)
        for outcome in told:
            event(outcome)
        assert sum(told.values()) == len(rows)
        if told.get("create") or told.get("update"):
            job = undo(job, manager)
            assert job.state == ImportState.UNDONE
            assert job.counts["kept"] == 0
        assert everything() == before
        transaction.set_rollback(True)
