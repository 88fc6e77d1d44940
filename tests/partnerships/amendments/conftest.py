"""What the tests of this folder share."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from partnerships.actions.agreements import record_signature
from partnerships.actions.amendments import (
    draft_amendment,
    sign_amendment,
)
from partnerships.queries.terms import terms_of
from tests.partnerships.conftest import AT
from tests.partnerships.test_agreement_pages import filled

TODAY = date(2026, 3, 3)


RUNNING = {"starts_on": date(2026, 1, 1), "ends_on": date(2026, 12, 31)}


DAY = timedelta(days=1)


@pytest.fixture
def agreement(drafted, manager):
    found = drafted(**RUNNING)
    record_signature(agreement=found, signed_on=TODAY, signed_by="Maya Lind", by=manager, at=AT)
    return found


@pytest.fixture
def amend(agreement, manager):
    def make(effective_on=TODAY, at=AT, reason="We both want more", jump="", **changes):
        new = replace(terms_of(agreement), **(changes or {"campaigns_a_year": 6}))
        return draft_amendment(
            agreement=agreement, terms=new, effective_on=effective_on, reason=reason,
            by=manager, at=at, rate_jump_reason=jump,
        )  # fmt: skip

    return make


def sign(amendment, by, at=AT, **changes):
    sign_amendment(
        amendment=amendment, by=by, at=at,
        **{"signed_on": at.date(), "signed_by": "Maya Lind", **changes},
    )  # fmt: skip


def stored(row):
    return type(row).objects.get(pk=row.pk)


def amended_form(**changes):
    return filled(
        **{"rates-2-amount": "300", "effective_on": "2026-03-03", **changes},
        starts_on="2026-01-01", ends_on="2026-12-31",
        reason="More work", usage="Own channels",
    )  # fmt: skip
