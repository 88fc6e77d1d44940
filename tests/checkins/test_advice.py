"""Questions to advisors: asked, answered, used, never unclear in scope (product.md, row 70)."""

import re
from datetime import date, timedelta

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from checkins.actions.advice import ask_question, note_down, take_answer
from checkins.advice_emails import answer_url
from checkins.advice_wiring import hear
from checkins.errors import AddressSuppressed, AlreadyAnswered, NoAddressKnown, Refused
from checkins.models import AdvisoryQuestion, Touch
from checkins.queries.advice import advisors, log
from checkins.queries.lines.advice import advice as lines_of
from checkins.rules.advice import has_waited, months_since, quarter_start, working_days_since
from checkins.today import Asking
from core.mail.delivery import deliver
from core.mail.suppression import suppress
from core.models import OutgoingMail
from core.together import read_rounds
from core.versions import EditConflict
from partnerships.models import Partnership, Retainer
from tests import factories
from tests.checkins.conftest import NOW, agreement

SCOPE = "Два созвона в квартал и ответы на вопросы о новых линейках."


@pytest.fixture(autouse=True)
def _now():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def advisor(partnership):
    """With a running retainer."""
    paper = agreement(partnership)
    Retainer.objects.create(
        workspace=partnership.workspace, agreement=paper, amount=400, currency="USD", scope=SCOPE,
        starts_on=date(2025, 10, 10),
    )  # fmt: skip
    return partnership


@pytest.fixture
def ask(advisor, manager):
    def make(**changes):
        values = {
            "partnership": advisor, "question": "Какой формат устал?", "in_scope": True,
            "by": manager, "at": NOW, **changes,
        }  # fmt: skip
        return ask_question(**values)

    return make


@pytest.fixture
def client(client_as, manager):
    return client_as(manager)


def url(name, *args):
    return reverse(f"checkins:{name}", args=["north", *args])


def text(response):
    return re.sub(r"\s+", " ", response.content.decode())


def today(user, at=NOW, **more):
    [lines] = read_rounds([lines_of(Asking(user=user, at=at, **more))])
    return lines


def note(row, by, **changes):
    values = {"answer": "Рилс", "minutes": 20, "used": "", "expected": row.version, **changes}
    note_down(question=row, by=by, at=NOW, **values)


# Days


@pytest.mark.parametrize(
    ("asked", "now", "market", "days"),
    [
        (date(2026, 3, 3), date(2026, 3, 3), "US", 0),
        (date(2026, 3, 3), date(2026, 3, 9), "US", 4),
        (date(2026, 3, 3), date(2026, 3, 10), "US", 5),
        # Monday, 9 March is a day off in Russia.
        (date(2026, 3, 3), date(2026, 3, 10), "RU", 4),
        (date(2026, 3, 7), date(2026, 3, 8), "ZZ", 0),
        (date(2026, 3, 9), date(2026, 3, 3), "US", 0),
    ],
)
def test_working_days_are_those_of_the_advisor(asked, now, market, days):
    assert working_days_since(asked, now, market) == days
    assert has_waited(asked, now, market) is (days >= 5)


def test_months_and_quarters():
    began = date(2025, 10, 10)
    assert [months_since(began, day) for day in (began, date(2025, 11, 9), date(2025, 11, 10))] == [
        1,
        1,
        2,
    ]
    assert months_since(began, date(2025, 10, 1)) == 0
    assert [quarter_start(date(2026, m, 15)).month for m in (1, 3, 4, 12)] == [1, 1, 4, 10]


# Asking


def test_a_question_goes_out_in_their_language_and_hours_with_its_scope(ask, advisor, manager):
    row = ask()
    assert (row.mail.language, row.mail.kind, row.mail.reply_to) == ("ru", "advice", manager.email)
    assert row.mail.subject == "Вопрос к вам как к советнику North"
    assert "Это входит в вашу абонентскую плату." in row.mail.text
    touch = Touch.objects.get()
    assert (touch.kind, touch.direction, touch.asks, touch.mail) == (
        "advice",
        "out",
        True,
        row.mail,
    )
    beyond = ask(in_scope=False, scope_note="150 USD за час")
    assert "150 USD за час" in beyond.mail.html


def test_what_is_refused_writes_nothing(ask, advisor, manager):
    suppress(email="kim@example.com", reason="bounced", detail="", at=NOW)
    with pytest.raises(AddressSuppressed):
        ask()
    for changes, field in (({"question": " "}, "question"), ({"in_scope": False}, "scope_note")):
        with pytest.raises(Refused) as refused:
            ask(**changes)
        assert refused.value.field == field
    advisor.creator.email = ""
    with pytest.raises(NoAddressKnown):
        ask()
    Partnership.objects.update(stage="ended", ended_on=NOW.date())
    with pytest.raises(Refused):
        ask(partnership=Partnership.objects.select_related("creator").get(), by_mail=False)
    assert not AdvisoryQuestion.objects.exists()
    assert not OutgoingMail.objects.exists()


def test_asked_in_person_sends_nothing(ask):
    row = ask(by_mail=False)
    assert row.mail is None
    assert Touch.objects.get().source_key == f"advice:{row.public_id}"


# Answering


def test_the_first_answer_by_mail_is_filed_and_the_second_is_a_contact(ask):
    row = ask()
    for again in range(2):
        came = NOW + timedelta(hours=1 + again)
        assert hear(row.mail, "Рилс устал", came, "inbound:one") is True
    row.refresh_from_db()
    assert (row.answer, row.answered_at) == ("Рилс устал", NOW + timedelta(hours=1))
    heard = Touch.objects.get(source_key="inbound:one")
    assert (heard.kind, heard.direction, heard.awaits_answer) == ("advice", "in", True)
    assert hear(row.mail, "И ещё одно", NOW + timedelta(hours=2), "inbound:two")
    row.refresh_from_db()
    assert row.answer == "Рилс устал"
    assert Touch.objects.get(source_key="inbound:two").kind == "reply"
    assert hear(row.mail, "  ", NOW, "inbound:three") is False


def test_taking_an_answer_twice_is_refused(ask):
    row = ask()
    take_answer(question=row, text="Да", at=NOW, source_key="a", minutes=5)
    with pytest.raises(AlreadyAnswered):
        take_answer(question=row, text="Нет", at=NOW, source_key="b")
    assert (row.answer, row.minutes) == ("Да", 5)


def test_an_answer_heard_in_person_takes_the_waiting_mail_back(ask, manager):
    row = ask(at=NOW + timedelta(hours=6))  # the evening of Moscow: due tomorrow
    note(row, manager)
    row.refresh_from_db()
    assert (row.answered_at, row.mail.state) == (NOW, "cancelled")
    heard = Touch.objects.get(direction="in")
    assert (heard.by, heard.awaits_answer) == (manager, False)
    note(row, manager, answer="Рилс, точнее сериалы", used="Бриф весны")
    assert (row.answer, row.used) == ("Рилс, точнее сериалы", "Бриф весны")
    assert Touch.objects.filter(direction="in").count() == 1


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"minutes": 0}, "minutes"),
        ({"minutes": 9999}, "minutes"),
        ({"answer": "", "used": "Бриф"}, "answer"),
    ],
)
def test_half_notes_are_refused(ask, manager, changes, field):
    with pytest.raises(Refused) as refused:
        note(ask(), manager, **changes)
    assert refused.value.field == field


def test_an_answer_is_not_taken_out_and_two_edits_do_not_overwrite(ask, manager):
    row = ask()
    old = row.version
    note(row, manager)
    with pytest.raises(EditConflict):
        note(row, manager, expected=old)
    with pytest.raises(Refused):
        note(row, manager, answer=" ")


def test_a_question_that_is_answered_or_to_somebody_gone_is_not_sent(ask, manager, advisor):
    first, second = ask(), ask(question="Второй")
    AdvisoryQuestion.objects.filter(pk=first.pk).update(answered_at=NOW, answer="Да")
    assert deliver(first.mail.pk, at=NOW) == "cancelled"
    Partnership.objects.update(stage="ended", ended_on=NOW.date())
    assert deliver(second.mail.pk, at=NOW) == "cancelled"


def test_their_own_page(ask):
    row = ask()
    page = answer_url(row, NOW).partition("8000")[2]
    door = Client(enforce_csrf_checks=True)
    shown = text(door.get(page))
    assert '<html lang="ru"' in shown
    assert "Какой формат устал?" in shown
    assert door.post(page, {"answer": ""}).status_code == 422
    assert door.post(page, {"answer": "Рилс", "minutes": "30"}).status_code == 302
    # Pressed twice; and other words once an answer is there.
    assert door.post(page, {"answer": "Рилс", "minutes": "30"}).status_code == 302
    other = door.post(page, {"answer": "Другое", "used": "x"})
    assert (other.status_code, "Другое" in text(other)) == (409, True)
    row.refresh_from_db()
    assert (row.answer, row.minutes, row.used) == ("Рилс", 30, "")
    assert "Рилс" in text(door.get(page))
    assert door.get(page.replace(".", "x", 1)).status_code == 404


# The group and its log


def test_the_group_counts_months_quarters_and_what_is_open(ask, advisor, manager, in_scope):
    first = ask(at=NOW - timedelta(days=40))
    note(first, manager)
    ask(in_scope=False, scope_note="100 USD")
    [one] = advisors(NOW.date())
    assert (one.partnership, one.months) == (advisor, 5)
    assert [r.scope for r in one.retainers] == [SCOPE]
    assert (one.month.asked, one.month.answered, one.month.minutes, one.month.beyond) == (
        1,
        1,
        20,
        1,
    )
    assert (one.quarter.asked, one.quarter.answered) == (2, 1)
    assert len(one.open) == 1
    role = factories.PartnershipFactory(workspace=in_scope, brand=advisor.brand, role="advisor")
    assert {a.partnership for a in advisors(NOW.date())} == {advisor, role}
    Retainer.objects.update(ends_on=NOW.date() - timedelta(days=1))
    assert [a.partnership for a in advisors(NOW.date())] == [role]


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({}, 3), ({"state": "open"}, 1), ({"state": "answered"}, 2), ({"state": "unused"}, 1),
        ({"scope": "in"}, 2), ({"scope": "beyond"}, 1), ({"q": "РИЛС"}, 2), ({"q": "нет такого"}, 0),
        ({"partnership": "nobody"}, 0), ({"state": "odd", "scope": "odd"}, 3),
    ],
)  # fmt: skip
def test_the_log_is_narrowed(ask, manager, asked, found):
    ask(in_scope=False, scope_note="100 USD", question="Открытый")
    note(ask(), manager)
    note(ask(), manager, used="Бриф")
    assert len(log(asked)) == found


def test_the_pages(client, client_as, analyst, advisor, ask, manager):
    assert SCOPE[:20] in text(client.get(url("advice")))
    form = url("advice_ask", advisor.public_id)
    assert "write the question in Russian" in text(client.get(form))
    bad = client.post(form, {"question": "Что дальше?", "scope": "beyond", "scope_note": ""})
    assert (bad.status_code, "Что дальше?" in text(bad)) == (422, True)
    client.post(form, {"question": "Что дальше?", "scope": "in", "by_mail": "on"})
    row = AdvisoryQuestion.objects.get()
    one = url("advice_question", row.public_id)
    assert "What was asked" in text(client.get(one))
    client.post(one, {"answer": "Весна", "minutes": "15", "used": "", "version": row.version})
    late = client.post(one, {"answer": "Лето", "minutes": "", "used": "", "version": row.version})
    assert (late.status_code, "Весна" in text(late), "Лето" in text(late)) == (409, True, True)
    reader = client_as(analyst)
    assert "Весна" in text(reader.get(one))
    assert reader.post(one, {"answer": "x"}).status_code == 403
    file = client.post(f"{url('advice_export')}?state=answered", {"format": "csv"})
    assert "Весна" in b"".join(file.streaming_content).decode("utf-8-sig")


def test_nobody_advises_yet(client, partnership):
    assert "Nobody advises you yet" in text(client.get(url("advice")))


def test_the_page_costs_the_same_with_many(client, advisor, ask, in_scope):
    def cost():
        client.get(url("advice"))
        with CaptureQueriesContext(connection) as queries:
            assert client.get(url("advice")).status_code == 200
        return len(queries)

    ask()
    before = cost()
    for n in range(5):
        other = factories.PartnershipFactory(
            workspace=in_scope, brand=advisor.brand, owner=advisor.owner, role="advisor"
        )
        ask(partnership=other, question=f"{n}?")
    assert cost() == before


# Today


def test_today_asks_after_five_working_days_and_for_what_was_not_used(ask, manager, outsider):
    row = ask()
    soon, late = NOW + timedelta(days=7), NOW + timedelta(days=8)
    assert today(manager, soon) == []  # the ninth is a day off in Moscow
    [line] = today(manager, late)
    assert (line.what, line.due_on) == ("Their advice has not come yet", late.date())
    assert "asked 5 working days ago" in line.reason
    assert today(outsider, late) == []
    assert len(today(outsider, late, mine=False)) == 1
    note(row, manager)
    assert today(manager, NOW + timedelta(days=13)) == []
    [line] = today(manager, NOW + timedelta(days=14))
    assert (line.what, line.due_on) == ("Their advice waits to be used", None)
    assert today(manager, NOW + timedelta(days=400)) == []
    note(row, manager, used="Бриф весны")
    assert today(manager, NOW + timedelta(days=14)) == []


def test_the_creator_reads_questions_and_scope_in_the_portal(ask, advisor, manager, client_as):
    person = factories.UserFactory()
    advisor.creator.person, advisor.creator.portal_open = person, True
    advisor.creator.save()
    note(ask(question="Свой вопрос", in_scope=False, scope_note="150 USD"), manager, used="Тайна")
    other = factories.PartnershipFactory(workspace=advisor.workspace, brand=advisor.brand)
    ask(partnership=other, question="Чужой вопрос")
    page = client_as(person).get(reverse("portal:agreement", args=[advisor.creator.public_id]))
    shown = text(page)
    assert all(words in shown for words in ("Свой вопрос", "150 USD", "Рилс", SCOPE[:20]))
    assert not any(words in shown for words in ("Чужой вопрос", "Тайна"))
