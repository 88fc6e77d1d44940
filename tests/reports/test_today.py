import pytest
import time_machine
from django.utils import translation

from checkins.today import Asking, Section
from core.models import OutgoingMail
from core.together import read_rounds
from reports import tasks, today
from reports.actions.summaries import hold_summary, send_summary
from reports.queries.digests import digest_lines
from tests.reports.conftest import CLOSED, HOUR


def lines(user, hours, **asking):
    with translation.override("en"):
        [found] = read_rounds(
            [today.summary_lines(Asking(user=user, at=CLOSED + hours * HOUR, **asking))]
        )
    return found


def test_the_keeper_sees_it_from_the_start(draft, caretaker, manager):
    summary = draft()
    (line,) = lines(caretaker, 1)
    assert line.key == f"summary:{summary.public_id}"
    assert (line.title, line.what) == ("Maya Lind", "Summary of “Spring”")
    assert line.reason == "The 72 hours end on 6 March, 12:00."
    assert line.note == "Goes out by itself on 6 March, 06:00."
    assert line.url == line.actions[0].url
    assert lines(manager, 1) == []
    assert [one.key for one in lines(manager, 1, mine=False)] == [line.key]


@pytest.mark.parametrize(
    ("hours", "section"),
    [(1, Section.WEEK), (13, Section.TODAY), (71, Section.TODAY), (73, Section.OVERDUE)],
)
def test_it_moves_up(draft, caretaker, hours, section):
    draft()
    (line,) = lines(caretaker, hours)
    asking = Asking(user=caretaker, at=CLOSED + hours * HOUR)
    assert line.section(asking) == section


def test_held_without_address_and_overdue_say_so(draft, caretaker, manager):
    held = draft("Held")
    hold_summary(summary=held, reason="Sales on Friday", by=manager, at=CLOSED)
    draft("Silent", email="")
    draft("Late", email="z@x.example", at=CLOSED - 100 * HOUR)
    late, waiting, silent = lines(caretaker, 1)
    assert (late.reason, late.note) == ("The 72 hours ended on 2 March, 08:00.", "")
    assert (waiting.reason, waiting.note) == ("Maria Manager holds it: Sales on Friday", "")
    assert (silent.problem, silent.note) == ("No e-mail address: it cannot go out.", "")


def test_sent_is_gone(draft, caretaker):
    send_summary(summary=draft(), by=caretaker, at=CLOSED)
    assert lines(caretaker, 1) == []


def test_one_query(draft, caretaker, django_assert_num_queries):
    for n in range(3):
        draft(f"C{n}", email=f"m{n}@x.example")
    with django_assert_num_queries(1):
        assert len(lines(caretaker, 1)) == 3


def test_digest_says_todays_lines_in_the_members_words(draft, caretaker, in_scope, settings):
    settings.SITE_URL = "https://house.example"
    summary = draft()
    caretaker.language = "ru"
    caretaker.save()
    member = in_scope.memberships.select_related("user").get(user=caretaker)
    now = CLOSED + 20.5 * HOUR
    (line,) = [one for one in digest_lines(member, now) if "Spring" in one.title]
    assert line.title == "Maya Lind: Итоги «Spring»"
    assert line.reason == "72 часа истекают 6 марта, 12:00. Сами итоги уйдут 6 марта, 06:00."
    assert line.url == f"https://house.example/w/north/summaries/{summary.public_id}/"
    # On the day of closing it is not yet the morning's business.
    early = digest_lines(member, CLOSED + HOUR)
    assert not [one for one in early if "Spring" in one.title]
    with time_machine.travel(now, tick=False):
        assert tasks.send_digests() == 1
        assert tasks.send_digests() == 0
    mail = OutgoingMail.objects.get(kind="digest")
    assert "Maya Lind: Итоги «Spring»" in mail.text
