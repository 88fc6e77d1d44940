"""What the tests of this folder share."""

from datetime import date
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from partnerships.actions import files, sows
from partnerships.actions.agreements import record_signature
from tests.partnerships.conftest import AT

Q2 = date(2026, 4, 1)


VALUES = {
    "campaigns": 2, "budget_from": Decimal(2000), "budget_to": Decimal(3000), "currency": "USD",
    "focus": "The refill launch", "flexible": "The weeks",
}  # fmt: skip


PDF = b"%PDF-1.7 signed"


@pytest.fixture
def agreement(drafted, manager):
    row = drafted()
    record_signature(
        agreement=row, signed_on=AT.date(), signed_by="Maya", our_signed_on=AT.date(),
        our_signed_by="Dan", by=manager, at=AT,
    )  # fmt: skip
    return row


@pytest.fixture
def sow(agreement, manager):
    return sows.draft_sow(agreement=agreement, quarter=Q2, values=VALUES, by=manager, at=AT)


def form(**changes):
    return {
        "quarter": "2026-04-01", "campaigns": "2", "budget_from": "2000", "budget_to": "3000",
        "currency": "USD", "focus": "The refill launch", "flexible": "", **changes,
    }  # fmt: skip


def signed(name="signed.pdf", content=PDF):
    return SimpleUploadedFile(name, content)


def keep(agreement, manager, **more):
    values = {"upload": signed(), "name": "signed.pdf", **more}
    return files.keep_paper(agreement=agreement, by=manager, at=AT, **values)
