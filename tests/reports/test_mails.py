from datetime import timedelta
from html.parser import HTMLParser

import pytest

from campaigns.models import Learning
from core.models import OutgoingMail
from reports import emails
from reports.actions import summaries as actions
from tests import factories
from tests.reports.conftest import CLOSED, HOUR

XSS = "<script>alert(1)</script> & “co”"


def texts(html: str) -> list[str]:
    found: list[str] = []

    class Reader(HTMLParser):
        def handle_data(self, data: str) -> None:
            if data.strip():
                found.append(" ".join(data.split()))

    Reader().feed(html)
    return found


@pytest.fixture
def sent(closed, manager):
    def make(**creator):
        part = closed("Spring & co", **creator)
        earlier = closed("Winter", at=CLOSED - timedelta(days=90), partnership=part.partnership)
        factories.ResultFactory(collaboration=earlier, likes=30)
        factories.ResultFactory(
            collaboration=part,
            likes=60,
            purchases=42,
            new_customers=3,
            revenue_amount="1234.50",
            revenue_currency="USD",
        )
        factories.DeliverableFactory(collaboration=part, title="Stories")
        for kind, text in (("did_not", "The code came late."), ("next_time", XSS)):
            Learning.objects.create(
                workspace=part.workspace, collaboration=part, kind=kind, text=text
            )
        summary = actions.draft_summary(collaboration=part, at=CLOSED)
        summary = actions.edit_summary(
            summary=summary,
            changes={"personal": "The balcony light!\nWhy there?"},
            expected=1,
            by=manager,
            at=CLOSED,
        )
        actions.send_summary(summary=summary, by=manager, at=CLOSED + HOUR)
        return OutgoingMail.objects.get()

    return make


def test_summary_in_english(sent):
    mail = sent()
    assert mail.subject == "Maya, how “Spring & co” went"
    assert mail.text == (
        "Hi Maya, “Spring & co” is over. Here is how your part went.\n"
        "\n"
        "The balcony light!\nWhy there?\n"
        "\n"
        "Not published yet, 1 of 1: Stories.\n"
        "\n"
        "In numbers\n"
        "- Engagement: 6.0% (your median 3.0%, last time 3.0%)\n"
        "- Reach: 1,000 (your median 1,000, last time 1,000)\n"
        "- Likes: 60 (your median 30, last time 30)\n"
        "Compared with your own 1 earlier campaign; the last one was “Winter”.\n"
        "Engagement: likes, comments, shares and saves ÷ reach, from 1 of 1 result row.\n"
        "\n"
        "For the business\n"
        "- Purchases: 42\n"
        "- New customers: 3\n"
        "- Revenue: $1,234.50\n"
        "\n"
        "What worked\n"
        "- Engagement was 6.0%, above your own median of 3.0%.\n"
        "- 42 purchases came from it.\n"
        "- 3 people bought from us for the first time.\n"
        "\n"
        "What did not\n"
        "- The code came late.\n"
        "\n"
        "Next time\n"
        f"- {XSS}\n"
        "\n"
        "How does it look from your side?\n"
        "\n"
        "Maria Manager\n"
        f"{mail_brand(mail)}\n"
        "\n"
        "-- \n"
        "North & Steppe · Perennial\n"
    )


def mail_brand(mail: OutgoingMail) -> str:
    return mail.summary.collaboration.partnership.brand.name


def test_html_says_the_same_and_runs_nothing(sent):
    mail = sent()
    assert "<script" not in mail.html
    said = texts(mail.html)
    for line in ("Engagement", "6.0%", "42", "$1,234.50", "The code came late.", "Why there?"):
        assert line in said
    assert 'alt="Engagement by campaign: Winter 3.0%; Spring &amp; co 6.0%"' in mail.html


def test_summary_in_russian(sent):
    mail = sent(language="ru", name="Светлана Ёлкина")
    assert mail.subject == "Светлана, как прошла кампания «Spring & co»"
    for line in (
        "- Вовлечённость: 6,0\u00a0% (ваша медиана 3,0\u00a0%, в прошлый раз 3,0\u00a0%)",
        "- Выручка: 1\u00a0234,50\u00a0$",
        "- Она принесла 42 покупки.",
        "- 3 человека купили у нас впервые.",
    ):
        assert line in mail.text
    latin = {"Hi", "What", "Next", "Reach", "Engagement", "Purchases", "your", "last", "Not"}
    assert not latin & set(mail.text.split())


def test_portal_link_only_for_who_has_a_portal(sent, manager, settings):
    settings.SITE_URL = "https://house.example"
    assert "/portal/" not in sent().text


def test_portal_link(sent, settings):
    settings.SITE_URL = "https://house.example"
    person = factories.UserFactory()
    mail = sent(person=person)
    creator = mail.summary.collaboration.partnership.creator
    link = f"https://house.example/portal/{creator.public_id}/results/{mail.summary.public_id}/"
    assert link in mail.text
    assert f'href="{link}"' in mail.html


def test_preview_is_the_mail_that_goes_out(draft, manager):
    summary = actions.load_summary(draft())
    words = {"personal": "Look!", "worked": "One\n\nTwo"}
    shown = emails.preview(summary, manager, words)
    assert summary.personal == ""
    actions.edit_summary(summary=summary, changes=words, expected=1, by=manager, at=CLOSED)
    sent = actions.send_summary(summary=summary, by=manager, at=CLOSED + HOUR)
    assert (shown.subject, shown.text) == (sent.mail.subject, sent.mail.text)
    assert texts(shown.html) == texts(sent.mail.html)
    assert "<li>One</li><li>Two</li>" in shown.html


def test_notices_are_in_the_readers_language_and_zone(draft, caretaker, owner):
    caretaker.language, caretaker.zone = "ru", "Europe/Moscow"
    caretaker.save()
    summary = actions.load_summary(draft())
    summary.collaboration.partnership.owner.refresh_from_db()
    sends = CLOSED + 66 * HOUR
    mail = emails.reminder(
        summary=summary,
        to=summary.collaboration.partnership.owner,
        at=CLOSED + 24 * HOUR,
        sends_at=sends,
    )
    assert mail.subject == "Maya Lind: итоги «Spring» ждут вас"
    assert "Если ничего не делать, итоги уйдут сами 6 марта, 09:00." in mail.text
    assert f"/w/north/summaries/{summary.public_id}/" in mail.text
    late = emails.escalation(summary=summary, to=owner, at=CLOSED + 48 * HOUR, sends_at=sends)
    assert late.subject == "Maya Lind still waits for the summary of “Spring”"
    assert "it goes out by itself on 6 March, 06:00." in late.text
    assert texts(late.html)[-1].endswith("Perennial")
