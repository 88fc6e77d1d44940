"""The page on which a letter is written: chosen, filled, refused without losing a word (row 45)."""

import re
from datetime import date, timedelta

import pytest
import time_machine
from django.urls import reverse

from checkins.actions.planning import plan_check_ins
from checkins.actions.templates import save_template
from checkins.actions.touches import log_touch
from checkins.models import Absence, Touch
from core.mail import suppression
from core.models import OutgoingMail
from partnerships.models import Partnership
from tests import factories
from tests.checkins.conftest import NOW, planned
from tests.security.ground import PAYLOADS, wrong_in

SAID = "You let the kettle boil through the first five seconds."


@pytest.fixture(autouse=True)
def _frozen():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def client(client_as, manager):
    return client_as(manager)


@pytest.fixture
def url(partnership):
    return reverse("checkins:write", args=["north", partnership.public_id])


@pytest.fixture
def preview(partnership):
    return reverse("checkins:write_preview", args=["north", partnership.public_id])


def once_of(page: str) -> str:
    return re.search(r'name="once" value="(\w+)"', page).group(1)


def test_it_begins_with_our_words_for_this_creator(client, url, partnership):
    page = client.get(f"{url}?kind=opinion").text
    assert "Здравствуйте, Светлана!" in page and "kim@example.com" in page
    assert "Asks for a word, never for work" in page
    assert "Send now" in page and 'name="asks"' not in page and 'name="when"' not in page
    english = client.get(f"{url}?kind=opinion&language=en").text
    assert "Hi Светлана," in english
    plain = client.get(f"{url}?kind=nonsense&language=de&text=zzz&answers=zzz").text
    assert 'name="asks"' in plain and "пара слов" in plain


def test_sent_once_however_often_it_is_pressed(client, url, partnership):
    once = once_of(client.get(f"{url}?kind=comment").text)
    typed = {"subject": "Чайник", "body": SAID, "once": once, "language": "ru"}
    for _press in range(2):
        answer = client.post(f"{url}?kind=comment", typed)
        home = reverse("partnerships:detail", args=["north", partnership.public_id])
        assert (answer.status_code, answer["Location"]) == (303, home)
    assert OutgoingMail.objects.count() == Touch.objects.count() == 1
    other = client.post(f"{url}?kind=comment", {**typed, "body": f"{SAID} Truly."})
    assert other.status_code == 422 and "went out already" in other.text and "Truly." in other.text
    again = {**typed, "body": f"{SAID} Truly.", "once": once_of(other.text)}
    assert again["once"] != once
    assert client.post(f"{url}?kind=comment", again).status_code == 303
    assert OutgoingMail.objects.count() == 2


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"body": "[…] и ещё"}, "[…] still stands in the text"),
        ({"body": "Nice"}, "this would fit any post"),
        ({"body": f"{SAID} {{their_goal}}"}, "Still in brackets: {their_goal}"),
        ({"subject": ""}, "This field is required"),
    ],
)
def test_what_is_refused_stays_typed(client, url, changed, words):
    typed = {"subject": "Чайник", "body": SAID, "language": "en", "once": "abc", **changed}
    answer = client.post(f"{url}?kind=comment&next=/w/north/today/", typed)
    assert answer.status_code == 422
    assert words in answer.text and typed["body"] in answer.text
    assert not OutgoingMail.objects.exists()


def test_at_night_it_says_when_in_both_times(client, url, manager):
    type(manager).objects.filter(pk=manager.pk).update(zone="America/New_York")
    with time_machine.travel(NOW + timedelta(hours=10), tick=False):  # 1:00 in Moscow
        page = client.get(f"{url}?kind=win").text
        assert (
            'name="when"' in page and "Wed 10:00 for them" in page and "Wed 02:00 for you" in page
        )
        typed = {"subject": "x", "body": SAID, "when": "hours", "once": "a"}
        told = client.post(f"{url}?kind=win", typed, follow=True).text
        assert "Wednesday, 4 March, 10:00, their time (Wednesday, 4 March, 02:00 yours)" in told
        client.post(f"{url}?kind=win", {**typed, "when": "now", "once": "b"})
        # A page that was opened in the daytime had nothing to choose.
        client.post(f"{url}?kind=win", {"subject": "x", "body": SAID, "once": "c"})
    assert [mail.due_at.hour for mail in OutgoingMail.objects.order_by("pk")] == [7, 22, 7]


@pytest.mark.parametrize("problem", ["paused", "ended", "nobody", "suppressed"])
def test_where_no_mail_can_go_there_is_another_way(client, url, partnership, problem):
    if problem == "nobody":
        type(partnership.creator).objects.update(email="")
    elif problem == "suppressed":
        suppression.suppress(email="kim@example.com", reason="bounced", detail="", at=NOW)
    elif problem == "ended":
        Partnership.objects.update(stage="ended", ended_on=date(2026, 3, 2))
    else:
        Partnership.objects.update(stage="paused")
    page = client.get(url).text
    assert "note--bad" in page and "Log what you said elsewhere" in page
    assert not re.search(r'type="submit">.*Send', page)
    answer = client.post(url, {"subject": "x", "body": SAID})
    assert answer.status_code == 422 and SAID in answer.text


def test_away_without_an_end_goes_only_on_purpose(client, url, partnership, in_scope):
    Absence.objects.create(
        workspace=in_scope, creator=partnership.creator, kind="illness", first=date(2026, 3, 1)
    )
    assert "it goes only if you send it now" in client.get(url).text
    typed = {"subject": "x", "body": SAID, "when": "hours", "once": "a"}
    assert "Send it now on purpose" in client.post(url, typed).text
    assert client.post(url, {**typed, "when": "now"}).status_code == 303


def test_texts_of_ones_own_are_chosen_and_missing_values_named(client, url, in_scope, manager):
    save_template(
        workspace=in_scope, kind="win", language="ru", name="Big", subject="{last_post}",
        body="{name}: {personal_line} {sender}", expected=0, by=manager, at=NOW,
    )  # fmt: skip
    page = client.get(f"{url}?kind=win").text
    assert "Big" in page and "Not known for" not in page
    chosen = client.get(f"{url}?kind=win&text=Big").text
    assert "Not known for Светлана Ким: {last_post}" in chosen
    assert 'value="{last_post}"' in chosen


def test_an_answer_stands_under_what_they_said(client, url, partnership, in_scope):
    theirs = log_touch(
        partnership=partnership, kind="reply", direction="in", at=NOW, by=None, waits=True,
        subject="Как вы?", body="Снимаю чайник",
    )  # fmt: skip
    page = client.get(f"{url}?kind=message&answers={theirs.public_id}").text
    assert "Снимаю чайник" in page and 'value="Re: Как вы?"' in page and "[…]" in page
    client.post(
        f"{url}?kind=message&answers={theirs.public_id}",
        {"subject": "Re: Как вы?", "body": "Ура!", "once": "a", "asks": "on"},
    )
    theirs.refresh_from_db()
    assert not theirs.awaits_answer
    assert Touch.objects.get(direction="out").asks
    other = factories.PartnershipFactory(workspace=in_scope)
    strange = reverse("checkins:write", args=["north", other.public_id])
    assert "Снимаю чайник" not in client.get(f"{strange}?answers={theirs.public_id}").text


def test_a_letter_that_waits_is_taken_back_where_it_is_read(client, url, client_as, analyst):
    with time_machine.travel(NOW + timedelta(hours=10), tick=False):
        client.post(f"{url}?kind=message", {"subject": "x", "body": SAID, "once": "a"})
        touch = Touch.objects.get()
        page = reverse("checkins:touch", args=["north", touch.public_id])
        back = reverse("checkins:write_take_back", args=["north", touch.public_id])
        shown = client.get(page).text
        assert back in shown and "It goes on 4 March, 07:00" in shown
        assert back not in client_as(analyst).get(page).text
        assert "Taken back" in client.post(back, follow=True).text
        assert "cannot be taken back" in client.post(back, follow=True).text
        assert back not in client.get(page).text
    assert OutgoingMail.objects.get().state == "cancelled"


def test_a_check_in_that_lacks_a_word_leads_to_writing_it_by_hand(
    client, url, partnership, in_scope, manager
):
    save_template(
        workspace=in_scope, kind="cadence", language="ru", subject="{last_post}",
        body="{name} {personal_line} {sender}", expected=0, by=manager, at=NOW,
    )  # fmt: skip
    plan_check_ins(workspace=in_scope, at=NOW)
    check_in = planned(partnership)
    page = client.get(reverse("checkins:send", args=["north", check_in.public_id])).text
    assert "{last_post} is not known for Светлана Ким" in page
    assert f"{url}?kind=cadence" in page
    typed = {"subject": "Рилс", "body": "Как дела?", "once": "a"}
    assert client.post(f"{url}?kind=cadence", typed).status_code == 303
    assert Touch.objects.get().kind == "check_in"
    assert planned(partnership).due_on == date(2026, 4, 3)


def test_preview_shows_the_mail_and_writes_nothing(client, preview):
    begins = client.get(f"{preview}?kind=win")
    assert (
        "хорошая новость" in begins.text
        and "script-src 'none'" in begins["Content-Security-Policy"]
    )
    typed = client.post(f"{preview}?kind=win", {"subject": "x", "body": "Мои слова"}).text
    assert typed.count("Мои слова") == 2 and "То же простым текстом" in typed
    assert not Touch.objects.exists()


def test_buttons_lead_here(client, url, partnership):
    pages = [
        reverse("creators:profile", args=["north", partnership.creator.public_id]),
        reverse("creators:profile", args=["north", partnership.creator.public_id])
        + "?tab=timeline",
        reverse("partnerships:detail", args=["north", partnership.public_id]),
    ]
    for page in pages:
        assert url in client.get(page).text, page


@pytest.mark.parametrize("text", [" ".join(PAYLOADS[n::5])[:190] for n in range(5)])
def test_markup_in_a_letter_stays_text(client, url, preview, partnership, text):
    typed = {"subject": text, "body": f"{text}\n\n{SAID}", "once": "a", "language": "ru"}
    assert wrong_in(client.post(f"{preview}?kind=message", typed).content.decode()) == []
    assert (
        wrong_in(client.post(f"{url}?kind=message", {**typed, "subject": ""}).content.decode())
        == []
    )
    answer = client.post(f"{url}?kind=message", typed)
    assert answer.status_code == 303
    mail = OutgoingMail.objects.get()
    assert wrong_in(mail.html) == [] and text.split()[0] in mail.text
    theirs = Touch.objects.get()
    page = client.get(f"{url}?answers={theirs.public_id}").content.decode()
    assert wrong_in(page) == []
