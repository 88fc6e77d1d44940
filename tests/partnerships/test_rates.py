"""The table of exchange rates: its conversions, its page, its import."""

from datetime import date
from decimal import Decimal
from io import BytesIO

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from core.exchange import RateTable
from core.imports import engine, jobs
from core.imports.registry import importer_of
from core.models import AuditEntry, ExchangeRate
from core.money import Currency, Money, totals
from partnerships.actions.commitments import commit
from partnerships.actions.rates import add_rate, correct_rate, delete_rate
from partnerships.errors import Refused, WrongState
from partnerships.imports.rates import KIND
from partnerships.models import Commitment
from partnerships.rules.rates import is_leap, is_stale, rate_of
from tests.partnerships.conftest import AT

TODAY = date(2026, 3, 3)
CODES = st.sampled_from(list(Currency.values))
DAYS = st.dates(date(2025, 1, 1), date(2026, 12, 31))
RATES = st.decimals("0.0001", "200", places=6)
ROWS = st.lists(
    st.tuples(CODES, CODES, DAYS, RATES).filter(lambda row: row[0] != row[1]),
    max_size=8,
    unique_by=lambda row: row[:3],
)
AMOUNTS = st.lists(
    st.tuples(st.builds(Money, st.decimals("0", "1000000", places=2), CODES), DAYS), max_size=10
)


@given(rows=ROWS, amounts=AMOUNTS, into=CODES)
def test_conversions_keep_the_sum_of_each_currency(rows, amounts, into):
    total = RateTable(rows).total(amounts, into)
    kept = totals([part.original for part in total.parts] + total.unknown)
    asked = totals(money for money, _day in amounts)
    assert {m.currency: m.amount for m in kept} == {m.currency: m.amount for m in asked}
    assert total.money.amount == sum((p.money.amount for p in total.parts), Decimal(0))
    assert all(part.money.currency == into for part in total.parts)
    assert into not in {money.currency for money in total.unknown}


@given(rate=RATES, amount=st.decimals("0", "1000000", places=2), on=DAYS)
def test_pair_turned_there_and_back_is_the_same_within_rounding(rate, amount, on):
    table = RateTable([("USD", "RUB", date(2025, 1, 1), rate)])
    there = table.convert(Money(amount, "RUB"), "USD", on)
    back = table.convert(there.money, "RUB", on)
    assert abs(back.money.amount - amount) <= rate * Decimal("0.005") + Decimal("0.01")


@given(rows=ROWS, on=DAYS, currency=CODES, against=CODES)
def test_the_last_day_before_counts(rows, on, currency, against):
    found = RateTable(rows).rate(currency, against, on)
    both = {(currency, against), (against, currency)}
    days = [day for one, other, day, _rate in rows if (one, other) in both and day <= on]
    if currency == against:
        assert (found.rate, found.day) == (1, None)
    elif days:
        assert found.day == max(days)
    else:
        assert found is None


@pytest.mark.parametrize(
    ("price", "nominal", "rate"),
    [("92.5", "1", "92.5"), ("11.3", "10", "1.13"), ("1", "3", "0.33333333")],
)
def test_rate_is_of_one_unit(price, nominal, rate):
    assert rate_of(Decimal(price), Decimal(nominal)) == Decimal(rate)


@pytest.mark.parametrize(("price", "nominal"), [("0", "1"), ("-1", "1"), ("1", "0"), ("1e12", "1")])
def test_rate_that_cannot_be(price, nominal):
    with pytest.raises(ValueError):
        rate_of(Decimal(price), Decimal(nominal))


def test_leap_and_staleness():
    assert not is_leap(Decimal(90), None)
    assert not is_leap(Decimal(90), Decimal(30))
    assert is_leap(Decimal("90.1"), Decimal(30))
    assert is_leap(Decimal(9), Decimal(30))
    assert not is_stale(None, TODAY)
    assert not is_stale(date(2026, 2, 1), TODAY)
    assert is_stale(date(2026, 1, 31), TODAY)


@pytest.fixture
def add(in_scope, owner):
    def make(value="90", **changes):
        values = {
            "workspace": in_scope, "currency": "USD", "against": "RUB", "day": date(2026, 3, 1),
            "rate": Decimal(value), "today": TODAY, "by": owner, "at": AT,
        }  # fmt: skip
        return add_rate(**{**values, **changes})

    return make


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"against": "USD"}, "against"),
        ({"day": date(2026, 3, 4)}, "day"),
        ({"day": date(1999, 12, 31)}, "day"),
        ({"rate": Decimal(0)}, "rate"),
        ({"rate": Decimal("1e10")}, "rate"),
    ],
)
def test_rate_that_cannot_be_is_refused_at_its_field(add, changes, field):
    with pytest.raises(Refused) as refused:
        add(**changes)
    assert refused.value.field == field
    assert not ExchangeRate.objects.exists()


def test_rate_of_a_day_is_there_once(add):
    add()
    with pytest.raises(Refused) as refused:
        add("91")
    assert refused.value.field == "day"
    assert ExchangeRate.objects.get().rate == 90


def test_rate_that_leaps_asks_to_be_sure(add):
    add()
    with pytest.raises(Refused) as refused:
        add("0.0111", day=date(2026, 3, 2))
    assert refused.value.field == "rate"
    add("0.0111", day=date(2026, 3, 2), sure=True)
    assert ExchangeRate.objects.count() == 2


def test_correction_leaves_what_was_converted(add, partnership, owner):
    row = add()
    promise = commit(
        partnership=partnership, kind="fee", key="fee:a", on=TODAY,
        money=Money(Decimal(9000), "RUB"), by=None, at=AT,
    )  # fmt: skip
    correct_rate(row=row, expected=Decimal(90), rate=Decimal(100), by=owner, at=AT)
    correct_rate(row=row, expected=Decimal(100), rate=Decimal(100), by=owner, at=AT)
    promise.refresh_from_db()
    assert promise.home_amount == 100
    with pytest.raises(WrongState):
        correct_rate(row=row, expected=Decimal(90), rate=Decimal(95), by=owner, at=AT)
    assert delete_rate(row=row, by=owner, at=AT)
    row.pk = None
    verbs = AuditEntry.objects.filter(object_type="core.exchangerate").values_list(
        "verb", flat=True
    )
    assert sorted(verbs) == ["rate.added", "rate.corrected", "rate.deleted"]


def test_rate_that_comes_later_converts_what_waited(add, partnership):
    commit(
        partnership=partnership, kind="fee", key="fee:a", on=TODAY,
        money=Money(Decimal(9000), "RUB"), by=None, at=AT,
    )  # fmt: skip
    add()
    assert Commitment.objects.get().home_amount == 100


# The page


def url(name="rates", *args):
    return reverse(f"partnerships:{name}", args=["north", *args])


def test_page_lists_rates_and_says_what_is_missing(add, client_as, owner, noon):
    row = add(day=date(2026, 1, 10))
    page = client_as(owner).get(url(), {"pair": "USD-RUB"}).content.decode()
    assert "Olga Owner" in page
    assert url("rate", row.public_id) in page
    assert "more than 30 days ago" in page
    assert "EUR has no rate in USD" in page


def test_owner_adds_corrects_and_deletes(in_scope, client_as, owner, noon):
    client = client_as(owner)
    data = {"currency": "USD", "against": "RUB", "day": "2026-03-02", "rate": "92,5"}
    assert client.post(url(), data).status_code == 302
    row = ExchangeRate.objects.get()
    assert row.rate == Decimal("92.5")
    refused = client.post(url(), data)
    assert refused.status_code == 422
    assert "has a rate of this pair already" in refused.content.decode()
    data = {"rate": "0,5", "expected": "92.5"}
    asked = client.post(url("rate", row.public_id), data)
    assert asked.status_code == 422
    assert 'name="sure"' in asked.content.decode()
    done = client.post(url("rate", row.public_id), {**data, "sure": "on"})
    assert done.status_code == 302
    assert client.post(url("rate", row.public_id), {"rate": "1", "expected": "92.5"}).url == url(
        "rate", row.public_id
    )
    assert client.get(url("rate_delete", row.public_id)).status_code == 200
    assert client.post(url("rate_delete", row.public_id)).status_code == 302
    assert not ExchangeRate.objects.exists()


@pytest.mark.parametrize("text", ["0", "-5", "abc", "", "9" * 20])
def test_rate_that_is_none_is_refused_beside_its_field(in_scope, client_as, owner, noon, text):
    data = {"currency": "USD", "against": "RUB", "day": "2026-03-02", "rate": text}
    page = client_as(owner).post(url(), data)
    assert page.status_code == 422
    assert 'id="id_rate_error"' in page.content.decode()


def test_others_look_and_do_not_write(add, client_as, manager, analyst, noon):
    row = add()
    for person in (manager, analyst):
        client = client_as(person)
        page = client.get(url())
        assert page.status_code == 200
        assert "<form" not in page.content.decode().split("<main")[1].split("</main>")[0]
        assert client.post(url(), {}).status_code == 403
        assert client.get(url("rate", row.public_id)).status_code == 403
        assert client.get(url("rates_import")).status_code == 403


def test_list_asks_the_same_questions_of_many(add, client_as, owner, noon, django_assert_max_num_queries):  # fmt: skip
    add()
    client = client_as(owner)
    client.get(url())
    for day in range(1, 29):
        add(day=date(2026, 2, day))
    with django_assert_max_num_queries(15):
        assert client.get(url()).content.decode().count("<tr>") == 30


# The import


def bring(workspace, owner, content, name="rates.csv", **options):
    content = content if isinstance(content, bytes) else content.encode()
    job = jobs.upload_file(
        workspace=workspace, kind=KIND, target_id="", file=SimpleUploadedFile(name, content),
        file_name=name, by=owner, at=AT,
    )  # fmt: skip
    problems = jobs.start_check(job=job, mapping=job.mapping, options={**job.options, **options})
    assert problems == [], problems
    assert engine.check_job(job.pk)
    job.refresh_from_db()
    assert jobs.start_run(job=job, by=owner, at=AT)
    assert engine.run_job(job.pk)
    job.refresh_from_db()
    return job


def counts(job):
    return {key: n for key, n in job.counts.items() if n and key[0] != "_"}


PLAIN = "Currency;Against;Day;Rate\nUSD;RUB;01.02.2026;90,5\nEUR;RUB;01.02.2026;101,25\n"


def test_table_comes_in_once_and_goes_by_undo(in_scope, owner, noon):
    job = bring(in_scope, owner, PLAIN)
    assert counts(job) == {"create": 2}
    assert [(r.currency, r.rate, r.job) for r in ExchangeRate.objects.order_by("currency")] == [
        ("EUR", Decimal("101.25"), job), ("USD", Decimal("90.5"), job),
    ]  # fmt: skip
    assert counts(bring(in_scope, owner, PLAIN)) == {"same": 2}
    newer = bring(in_scope, owner, PLAIN.replace("90,5", "91"))
    assert counts(newer) == {"update": 1, "same": 1}
    assert jobs.start_undo(job=newer, by=owner, at=AT)
    assert engine.undo_job(newer.pk)
    assert ExchangeRate.objects.get(currency="USD").rate == Decimal("90.5")
    assert jobs.start_undo(job=job, by=owner, at=AT)
    assert engine.undo_job(job.pk)
    assert not ExchangeRate.objects.exists()


def test_undo_keeps_what_a_person_corrected(in_scope, owner, noon):
    job = bring(in_scope, owner, PLAIN)
    row = ExchangeRate.objects.get(currency="USD")
    correct_rate(row=row, expected=row.rate, rate=Decimal(95), by=owner, at=AT)
    jobs.start_undo(job=job, by=owner, at=AT)
    engine.undo_job(job.pk)
    assert [r.rate for r in ExchangeRate.objects.all()] == [Decimal(95)]


def test_table_of_the_bank_of_russia(in_scope, owner, noon):
    text = "nominal;data;curs;cdx\n1;28.02.2026;90,5000;Доллар США\n10;28.02.2026;1012,5;Евро\n"
    assert counts(bring(in_scope, owner, text)) == {"create": 2}
    found = {(r.currency, r.against): r.rate for r in ExchangeRate.objects.all()}
    assert found == {("USD", "RUB"): Decimal("90.5"), ("EUR", "RUB"): Decimal("101.25")}


def test_daily_page_of_the_bank_in_a_workbook(in_scope, owner, noon):
    book = openpyxl.Workbook()
    for line in [
        ["Цифр. код", "Букв. код", "Единиц", "Валюта", "Курс"],
        ["840", "USD", 1, "Доллар США", 90.5],
        ["398", "KZT", 100, "Тенге", 17.2],
    ]:
        book.active.append(line)
    file = BytesIO()
    book.save(file)
    job = bring(in_scope, owner, file.getvalue(), "daily.xlsx", day="2026-03-02")
    assert counts(job) == {"create": 1, "skip": 1}
    assert "not a currency kept here" in job.rows.get(outcome="skip").reason
    assert ExchangeRate.objects.get().day == date(2026, 3, 2)


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("USD;USD;01.02.2026;1", "two different currencies"),
        ("USD;RUB;01.02.2027;90", "still to come"),
        ("USD;RUB;01.02.1999;90", "before the year 2000"),
        ("USD;RUB;-;90", "not known"),
        ("USD;RUB;01.02.2026;0", "above zero"),
        ("USD;RUB;01.02.2026;many", "is not a number"),
        ("USD;RUB;yesterday;90", "not a date"),
    ],
)
def test_line_that_cannot_be_says_why(in_scope, owner, noon, line, words):
    job = bring(in_scope, owner, f"Currency;Against;Day;Rate\n{line}\nEUR;RUB;01.02.2026;100\n")
    assert counts(job) == {"error": 1, "create": 1}
    assert words in job.rows.get(outcome="error").reason


def test_two_lines_of_one_day(in_scope, owner, noon):
    text = PLAIN + "USD;RUB;2026-02-01;90.5\nEUR;RUB;2026-02-01;99\n"
    job = bring(in_scope, owner, text)
    assert counts(job) == {"create": 2, "same": 1, "error": 1}


def test_what_no_column_says_must_be_chosen(in_scope, owner, noon):
    job = jobs.upload_file(
        workspace=in_scope, kind=KIND, target_id="",
        file=SimpleUploadedFile("r.csv", b"Rate;Note\n90,5;a\n"), file_name="r.csv",
        by=owner, at=AT,
    )  # fmt: skip
    asked = importer_of(KIND).unclear(job, {"Rate": "rate"}, {"against": "", "day": ""})
    assert len(asked) == 3
    assert importer_of(KIND).unclear(
        job, {"Rate": "rate"}, {"currency": "USD", "against": "RUB", "day": "2026-01-01"}
    ) == []  # fmt: skip
