"""What the creator reads of their agreements: all terms, each price in its own currency, and what
was proposed since."""

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.template.loader import render_to_string
from django.utils import translation

from partnerships.actions.agreements import draft_agreement, record_signature, send_agreement
from partnerships.actions.amendments import draft_amendment, send_amendment
from partnerships.models import Agreement
from partnerships.queries.terms import terms_of
from partnerships.rules.terms import RetainerTerm
from portal.queries import agreements
from tests import factories
from tests.partnerships.conftest import terms

AT = datetime(2026, 3, 3, 12, tzinfo=UTC)
TODAY = AT.date()

pytestmark = pytest.mark.django_db


@pytest.fixture
def signed(in_scope):
    partnership = factories.PartnershipFactory(workspace=in_scope)
    new = terms(
        starts_on=date(2026, 1, 1), ends_on=None, kind="evergreen",
        rates=[("reel", "USD", Decimal(900)), ("reel", "RUB", Decimal(70_000))],
        retainers=[RetainerTerm(Decimal(600), "EUR", "A studio day", date(2026, 1, 1))],
    )  # fmt: skip
    by = partnership.owner
    row = draft_agreement(partnership=partnership, terms=new, by=by, at=AT)
    assert agreements(partnership.creator, TODAY) == []
    send_agreement(agreement=row, by=by, at=AT)
    record_signature(agreement=row, signed_on=TODAY, signed_by="Maya", by=by, at=AT)
    return Agreement.objects.get(pk=row.pk)


def told(agreement, language="en"):
    creator = agreement.partnership.creator
    context = {"creator": creator, "portals": [creator], "agreements": agreements(creator, TODAY)}
    with translation.override(language):
        page = render_to_string("portal/agreement.html", context)
    return page.replace("\xa0", " ").replace("\u202f", " ")


def test_every_price_stands_in_its_own_currency(signed):
    page = told(signed)
    for words in ("$900", "₽70,000", "€600 a month", "A studio day"):
        assert words in page
    assert "$70,000" not in page


def test_a_change_is_read_once_it_was_sent(signed, django_assert_num_queries):
    by = signed.partnership.owner
    change = draft_amendment(
        agreement=signed, terms=replace(terms_of(signed), campaigns_a_year=9),
        effective_on=date(2026, 5, 1), reason="More", by=by, at=AT,
    )  # fmt: skip
    assert "A change is proposed" not in told(signed)
    send_amendment(amendment=change, by=by, at=AT)
    assert "A change is proposed" in told(signed)
    assert "Предлагается изменение" in told(signed, "ru")
    with django_assert_num_queries(3):
        [one] = agreements(signed.partnership.creator, TODAY)
    assert [(line.old, line.new) for line in one.changes[0].changes] == [("4", "9")]
