"""The quarterly business review (product.md, row 67) and what its papers say."""

import json
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from core.audit import jsonable
from core.models import AuditEntry
from core.papers import LAYOUT
from partnerships.actions import business_reviews as actions
from partnerships.enums import Metric
from partnerships.errors import ReasonMissing, Refused, WrongState
from partnerships.models import Brand, BusinessReview, Concern, Kpi
from partnerships.papers import business_review_pdf
from partnerships.papers.agreement import agreement_paper
from partnerships.papers.review import figure_sections, review_paper
from partnerships.queries.business_reviews import figures
from partnerships.rules import business_review as rules
from partnerships.rules.continuation import Measured
from partnerships.rules.facts import Figures
from partnerships.rules.terms import KpiTerm, PerformancePay, RetainerTerm
from tests import factories
from tests.core.test_papers import words_of
from tests.partnerships.conftest import AT
from tests.partnerships.pages import queries_of, text_of, url

pytestmark = pytest.mark.django_db
Q1 = date(2026, 1, 1)
TEXTS = {"challenges": "Late samples", "market": "", "focus": "Fewer, longer", "adjustments": ""}


@pytest.fixture
def review(partnership, manager):
    return actions.open_review(brand=partnership.brand, quarter=Q1, by=manager, at=AT)


@pytest.fixture
def worked(partnership):
    """A campaign of the quarter with its results."""
    campaign = factories.CampaignFactory(workspace=partnership.workspace, brand=partnership.brand)
    part = factories.CollaborationFactory(campaign=campaign, partnership=partnership)
    factories.ResultFactory(collaboration=part, reach=1000, likes=50)
    return part


# Rules


@pytest.mark.parametrize(
    ("today", "asked", "quarter"),
    [
        (date(2026, 1, 1), True, date(2025, 10, 1)),
        (date(2026, 1, 21), True, date(2025, 10, 1)),
        (date(2026, 1, 22), False, date(2025, 10, 1)),
        (date(2026, 3, 31), False, date(2025, 10, 1)),
        (date(2026, 4, 1), True, date(2026, 1, 1)),
    ],
)
def test_last_quarter_is_asked_about_for_three_weeks(today, asked, quarter):
    assert rules.is_asked_about(today) is asked
    assert rules.to_review(today) == quarter


@pytest.mark.parametrize(
    ("now", "before", "told"),
    [
        (110, 100, Decimal("0.1")),
        (50, 100, Decimal("-0.5")),
        (1, 0, None),
        (None, 1, None),
        (1, None, None),
    ],
)
def test_change_against_the_quarter_before(now, before, told):
    assert rules.change(now, before) == told


def test_markets_of_either_quarter_have_a_line_and_unknown_is_not_zero():
    us = Figures(rows=2, sums={"reach": 10}, shares={"reach": (1, 10)}, revenue={"USD": Decimal(5)})
    ru = Figures(rows=1, sums={"purchases": 0})
    lines = rules.markets([{"US": us}, {"US": us}], [{"RU": ru}])
    assert [line["market"] for line in lines] == ["RU", "US"]
    assert lines[1]["now"] == {
        "rows": 4, "reach": 20, "purchases": None, "new_customers": None, "engagement": "0.1",
        "engagement_of": "reach", "revenue": {"USD": "10"},
    }  # fmt: skip
    assert lines[0]["before"]["purchases"] == 0 and lines[0]["now"]["reach"] is None
    json.dumps(lines)


@given(st.lists(st.sampled_from([None, "0.01", "0.03", "0.09"]), max_size=8))
def test_kpis_below_the_floor_come_first(values):
    kpis = [
        Measured("US", "engagement_rate", Decimal("0.05"), Decimal("0.02"), v and Decimal(v), 3)
        for v in values
    ]
    verdicts = [line["verdict"] for line in rules.kpi_lines([(rules.Whom("p", "Maya"), kpis)])]
    order = ["end", "discuss", "unknown", "continue"]
    assert verdicts == sorted(verdicts, key=order.index)


# Actions


def test_review_is_opened_once_for_a_brand_and_once_for_a_partnership(partnership, manager, review):
    of = {"brand": partnership.brand, "quarter": Q1, "by": manager, "at": AT}
    assert actions.open_review(**of).pk == review.pk
    own = actions.open_review(**of, partnership=partnership)
    assert own.pk != review.pk and BusinessReview.objects.count() == 2


@pytest.mark.parametrize("quarter", [date(2026, 2, 1), date(2026, 4, 1)])
def test_review_needs_a_quarter_that_began(partnership, manager, quarter):
    with pytest.raises(Refused) as refused:
        actions.open_review(brand=partnership.brand, quarter=quarter, by=manager, at=AT)
    assert refused.value.field == "quarter"


def write(review, manager, **changes):
    values = {**TEXTS, **changes}
    actions.write_review(review=review, expected=review.version, values=values, by=manager, at=AT)


def test_finished_figures_stay_as_they_were(review, worked, manager):
    with pytest.raises(Refused, match="focus"):
        actions.finish_review(review=review, by=manager, at=AT)
    write(review, manager)
    actions.finish_review(review=review, by=manager, at=AT)
    factories.ResultFactory(collaboration=worked, reach=9999)
    review.refresh_from_db()
    assert review.figures["markets"][0]["now"]["reach"] == 1000
    assert figures(review, AT)["markets"][0]["now"]["reach"] == 10_999
    with pytest.raises(WrongState):
        write(review, manager, focus="Else")
    with pytest.raises(WrongState):
        actions.finish_review(review=review, by=manager, at=AT)


def test_reopening_needs_a_reason_and_keeps_what_was_frozen(review, worked, manager):
    write(review, manager)
    with pytest.raises(WrongState):
        actions.reopen_review(review=review, reason="Wrong", by=manager, at=AT)
    actions.finish_review(review=review, by=manager, at=AT)
    with pytest.raises(ReasonMissing):
        actions.reopen_review(review=review, reason=" ", by=manager, at=AT)
    actions.reopen_review(review=review, reason="Late results", by=manager, at=AT)
    told = AuditEntry.objects.get(verb="business_review.reopened").changes
    assert told["reason"] == "Late results"
    assert told["figures"][0]["markets"][0]["now"]["reach"] == 1000
    review.refresh_from_db()
    assert (review.figures, review.finished_at, review.finished_by) == ({}, None, None)


# Figures


def test_figures_are_json_and_say_what_they_come_from(review, worked, partnership):
    Concern.objects.create(
        workspace=partnership.workspace, partnership=partnership, title="Late", severity="medium",
        owner=partnership.owner, opened_at=AT, clock_from=AT,
    )  # fmt: skip
    found = figures(review, AT)
    assert found == json.loads(json.dumps(found))
    assert found["partnerships"] == 1
    assert found["work"]["now"]["campaigns"] == 1 and found["work"]["before"]["campaigns"] == 0
    assert found["work"]["now"]["fees"] == {"USD": "1000.00"}
    assert found["concerns"][0]["title"] == "Late"
    assert {one["key"] for one in found["promises"]} == {"payments", "summaries"}
    assert found["lights"][0]["partnership"] == partnership.public_id


def test_figures_of_a_partnership_leave_the_others_out(partnership, manager, worked):
    other = factories.PartnershipFactory(
        workspace=partnership.workspace, brand=partnership.brand, owner=manager
    )
    own = actions.open_review(brand=other.brand, partnership=other, quarter=Q1, by=manager, at=AT)
    found = figures(own, AT)
    assert found["partnerships"] == 1 and found["work"]["now"]["campaigns"] == 0
    assert found["budget"] is None


# Pages


@pytest.mark.usefixtures("noon")
def test_review_goes_through_its_life_on_its_pages(client, partnership, worked):
    brand = Brand.objects.get()
    listed = text_of(client.get(url("business_reviews")))
    assert "No review of Q4 2025 yet" in listed and "the whole programme" in listed
    assert client.get(url("business_review_new")).status_code == 200
    bad = client.post(url("business_review_new"), {"quarter": "2026-01-01"})
    assert bad.status_code == 422 and "Choose a brand or a partnership" in text_of(bad)
    body = {"quarter": "2026-01-01", "brand": brand.public_id}
    assert client.post(url("business_review_new"), body).status_code == 302
    pk = BusinessReview.objects.get().public_id
    page = text_of(client.get(url("business_review", pk)))
    assert "Results by market" in page and "1,000" in page
    early = client.post(url("business_review_finish", pk))
    assert early.status_code == 422 and "where you focus next" in text_of(early)
    texts = {**TEXTS, "version": 1}
    assert client.post(url("business_review_write", pk), texts).status_code == 302
    assert client.post(url("business_review_write", pk), texts).status_code == 409
    assert client.post(url("business_review_finish", pk)).status_code == 302
    assert "Finished on" in text_of(client.get(url("business_review", pk)))
    assert client.post(url("business_review_reopen", pk), {"reason": ""}).status_code == 422
    assert client.post(url("business_review_reopen", pk), {"reason": "Late"}).status_code == 302


@pytest.mark.usefixtures("noon")
def test_pages_ask_as_often_for_many_partnerships(client, review, partnership, manager, worked):
    pages = [url("business_review", review.public_id), url("business_reviews")]
    one = [queries_of(client, page) for page in pages]
    for _ in range(3):
        row = factories.PartnershipFactory(
            workspace=partnership.workspace, brand=partnership.brand, owner=manager
        )
        actions.open_review(brand=row.brand, partnership=row, quarter=Q1, by=manager, at=AT)
        factories.CollaborationFactory(campaign=worked.campaign, partnership=row)
    assert [queries_of(client, page) for page in pages] == one


# Papers


@pytest.mark.parametrize(
    ("language", "told"),
    [
        ("en", ["Business review, Q1 2026", "Late samples", "Fewer, longer", "Results by market", "United States", "1,000", "5.0%"]),
        ("ru", ["Обзор:", "Late samples", "Результаты по рынкам", "США", "1 000", "5,0 %"]),
    ],
)  # fmt: skip
def test_review_as_a_paper(review, worked, manager, language, told):
    write(review, manager)
    assert business_review_pdf(review, language).startswith(b"%PDF-")
    with translation.override(language):
        paper = review_paper(review, figures(review, AT))
    words = words_of(LAYOUT, paper).replace("\xa0", " ")
    assert [one for one in told if one not in words] == []


@pytest.mark.parametrize("language", ["en", "ru"])
def test_review_without_any_figure_is_a_paper_too(review, language):
    assert business_review_pdf(review, language).startswith(b"%PDF-")
    with translation.override(language):
        assert figure_sections(figures(review, AT))


FULL = {
    "kind": "evergreen", "ends_on": None, "uses": ["organic", "paid"], "markets": ["US", "RU"],
    "platforms": ["tiktok"], "budget_from": Decimal(1000), "budget_to": Decimal(9000),
    "rates": (("reel", "USD", Decimal(1200)), ("reel", "RUB", Decimal(90_000))),
    "tenure_steps": ((2, Decimal(5)), (3, Decimal("7.5"))), "terms": "No *scripts*.",
    "retainers": (RetainerTerm(Decimal(500), "USD", "Advice", date(2026, 4, 1)),),
    "performance_terms": (
        PerformancePay("revenue_share", percent=Decimal("2.5"), market="US"),
        PerformancePay("bonus", metric="revenue", threshold=Decimal(10_000), amount=Decimal(300), currency="USD"),
        PerformancePay("equity", note="Half a per cent of the refill line"),
    ),
    "kpis": (KpiTerm("US", "engagement_rate", Decimal("0.05"), Decimal("0.02")),),
}  # fmt: skip


@pytest.mark.parametrize(
    ("language", "told"),
    [
        ("en", ["Maya Lind", "Kettle & Co", "$1,200", "₽90,000", "$1,260", "₽94,500", "+7.5%", "Advice", "2.5% of attributed revenue", "$300 when revenue reaches $10,000", "Half a per cent", "5.0%", "2.0%", "TikTok", "No *scripts*.", "1 April 2026", "$1,000 – $9,000", "30 days, by either side"]),
        ("ru", ["Maya Lind", "1 260 $", "90 000 ₽", "+7,5 %", "2,5 %", "300 $", "5,0 %", "1 апреля 2026", "за 30 дней"]),
    ],
)  # fmt: skip
def test_agreement_as_a_paper_says_all_terms(drafted, language, told):
    agreement = drafted(**FULL)
    words = words_of(LAYOUT, agreement_paper(agreement, language)).replace("\xa0", " ")
    assert [one for one in told if one not in words] == []


def test_signed_agreement_says_who_signed_and_when(drafted):
    agreement = drafted()
    agreement.state, agreement.signed_by, agreement.signed_on = "signed", "Maya L.", AT.date()
    agreement.our_signed_by, agreement.our_signed_on = "Dan", AT.date() - timedelta(1)
    words = words_of(LAYOUT, agreement_paper(agreement, "en"))
    assert "Maya L., 3 March 2026" in words and "Dan, 2 March 2026" in words
    assert agreement_paper(agreement, "en")["mark"] == ""
    assert agreement_paper(drafted(), "en")["mark"] == "Draft"


def test_every_kind_of_kpi_is_written(review, drafted, manager, worked):
    agreement = drafted(starts_on=date(2026, 1, 1))
    agreement.state = "in_force"
    agreement.save()
    for metric in Metric.values:
        Kpi.objects.create(
            workspace=agreement.workspace, agreement=agreement, market="US", metric=metric,
            goal=Decimal("0.5"), floor=Decimal("0.1"), currency="USD",
        )  # fmt: skip
    found = figures(review, AT)
    assert len(found["kpis"]) == len(Metric)
    assert jsonable(found) == found
    words = words_of(LAYOUT, review_paper(review, found))
    assert "not measured" in words and "goal reached" in words
