import re

import pytest
import time_machine
from django.urls import reverse

from core.models import OutgoingMail
from reports.actions import summaries as actions
from reports.models import Summary
from tests import factories
from tests.reports.conftest import CLOSED, HOUR, PICTURE

NOW = CLOSED + HOUR


@pytest.fixture(autouse=True)
def _now():
    with time_machine.travel(NOW, tick=False):
        yield


def url(summary, name="summary"):
    return reverse(f"reports:{name}", args=[summary.workspace.slug, summary.public_id])


def typed(summary, **changes):
    words = {name: getattr(summary, name) for name in actions.EDITABLE}
    # As a browser sends it.
    words = {name: text.replace("\n", "\r\n") for name, text in words.items()}
    return {**words, "version": summary.version, **changes}


def test_editor_shows_figures_clock_and_words(draft, manager, client_as):
    summary = draft(zone="Asia/Vladivostok")
    page = client_as(manager).get(url(summary)).content.decode()
    for text in ("71 h left", "5.0%", "Hi Maya", "1 result row", "maya@lind.example"):
        assert text in page
    assert "/campaigns/" in page
    # Noon UTC three days on is 22:00 there.
    assert re.search(r"22:00\s+where Maya lives", page)
    assert "style=" not in page


def test_save_then_send_is_one_mail_however_often_clicked(draft, manager, client_as):
    summary = draft()
    client = client_as(manager)
    words = typed(summary, personal="One\r\ntwo", do="save")
    assert client.post(url(summary), words).status_code == 302
    summary.refresh_from_db()
    assert (summary.personal, summary.version) == ("One\ntwo", 2)
    words = typed(summary, do="send")
    for _ in range(2):
        assert client.post(url(summary), words).status_code == 302
    mail = OutgoingMail.objects.get(kind="summary")
    assert "One\ntwo" in mail.text
    late = client.post(url(summary), typed(summary, personal="Late", do="save"), follow=True)
    assert "sent already" in late.content.decode()
    page = client.get(url(summary)).content.decode()
    assert "Sent on time" in page
    assert "<textarea" not in page
    assert mail.get_state_display() in page


def test_send_takes_what_is_typed(draft, manager, client_as):
    summary = draft()
    client_as(manager).post(url(summary), typed(summary, opening="Dear Maya!", do="send"))
    assert OutgoingMail.objects.get().text.startswith("Dear Maya!\n")


def test_empty_opening_is_refused_and_nothing_is_lost(draft, manager, client_as):
    summary = draft()
    response = client_as(manager).post(
        url(summary), typed(summary, opening=" ", personal="Kept", do="send")
    )
    assert response.status_code == 422
    assert "Kept" in response.content.decode()
    assert not OutgoingMail.objects.exists()


def test_conflict_shows_both_texts(draft, manager, owner, client_as):
    summary = draft()
    client_as(owner).post(url(summary), typed(summary, personal="Hers", do="save"))
    response = client_as(manager).post(url(summary), typed(summary, personal="Mine", do="send"))
    page = response.content.decode()
    assert response.status_code == 409
    assert "Olga Owner" in page
    assert "Hers" in page
    assert "Mine" in page
    assert not OutgoingMail.objects.exists()
    # The form carries the newer version: saving again keeps mine, knowingly.
    assert re.findall(r'name="version" value="(\d+)"', page) == ["2"]


def test_figures_anew_save_what_is_typed(draft, manager, client_as):
    summary = draft()
    factories.ResultFactory(collaboration=summary.collaboration, purchases=3)
    response = client_as(manager).post(
        url(summary), typed(summary, personal="Kept", do="refresh"), follow=True
    )
    assert "taken anew" in response.content.decode()
    summary.refresh_from_db()
    assert summary.personal == "Kept"
    assert "3 purchases" in summary.worked
    again = client_as(manager).post(url(summary), typed(summary, do="refresh"), follow=True)
    assert "Nothing new" in again.content.decode()


def test_no_address_is_said(draft, manager, client_as):
    summary = draft(email="")
    client = client_as(manager)
    page = client.get(url(summary)).content.decode()
    assert "There is no e-mail address of Maya Lind" in page
    assert 'value="send"' not in page
    response = client.post(url(summary), typed(summary, do="send"), follow=True)
    assert "no e-mail address to send it to" in response.content.decode()


def test_hold_and_release(draft, manager, client_as):
    summary = draft()
    client = client_as(manager)
    refused = client.post(url(summary, "summary_hold"), {"reason": ""})
    assert refused.status_code == 422
    client.post(url(summary, "summary_hold"), {"reason": "Sales come <b>Friday</b>"})
    page = client.get(url(summary)).content.decode()
    assert "Sales come &lt;b&gt;Friday&lt;/b&gt;" in page
    client.post(url(summary, "summary_release"))
    summary.refresh_from_db()
    assert summary.state == "draft"
    actions.send_summary(summary=summary, by=manager, at=NOW)
    for name in ("summary_hold", "summary_release"):
        response = client.post(url(summary, name), {"reason": "late"}, follow=True)
        assert "sent already" in response.content.decode()


def test_hold_over_an_edit_is_told(draft, manager, client_as, monkeypatch):
    from core.versions import EditConflict

    summary = draft()

    def clash(**kwargs):
        raise EditConflict(theirs=summary, mine={})

    monkeypatch.setattr(actions, "hold_summary", clash)
    response = client_as(manager).post(url(summary, "summary_hold"), {"reason": "x"}, follow=True)
    assert "Somebody changed it" in response.content.decode()


def test_preview_shows_what_is_typed_and_saves_nothing(draft, analyst, manager, client_as):
    summary = draft()
    client = client_as(analyst)
    shown = client.post(url(summary, "summary_preview"), {"personal": "<script>alert(1)</script>"})
    html = shown.content.decode()
    assert "&lt;script&gt;alert(1)" in html
    assert "<script>" not in html
    policy = shown.headers["Content-Security-Policy"]
    assert "script-src 'none'" in policy
    assert "default-src 'none'" in policy
    assert shown.headers["X-Frame-Options"] == "SAMEORIGIN"
    assert "alert(1)" not in client.get(url(summary, "summary_preview")).content.decode()
    actions.send_summary(summary=summary, by=manager, at=NOW)
    after = client.post(url(summary, "summary_preview"), {"personal": "Later"})
    assert "Later" not in after.content.decode()
    assert "Maria Manager" in after.content.decode()


def test_chart_is_shown_to_members_only(draft, analyst, outsider, client_as):
    summary = draft()
    assert client_as(analyst).get(url(summary, "summary_chart")).status_code == 404
    Summary.objects.filter(pk=summary.pk).update(chart_png=PICTURE)
    response = client_as(analyst).get(url(summary, "summary_chart"))
    assert (response["Content-Type"], response.content) == ("image/png", PICTURE)
    assert client_as(outsider).get(url(summary, "summary_chart")).status_code == 404


def test_analyst_reads_and_writes_nothing(draft, analyst, client_as):
    summary = draft()
    client = client_as(analyst)
    page = client.get(url(summary)).content.decode()
    assert "<textarea" not in page
    assert client.post(url(summary), typed(summary, do="send")).status_code == 403
    for name in ("summary_hold", "summary_release"):
        assert client.post(url(summary, name), {"reason": "x"}).status_code == 403


@pytest.mark.parametrize("page", ["summaries", "programme"])
def test_lists_cost_the_same_for_one_and_for_many(
    draft, analyst, client_as, page, django_assert_num_queries, in_scope
):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client = client_as(analyst)
    address = reverse(f"reports:{page}", args=[in_scope.slug])
    counts = []
    for number in (1, 6):
        for n in range(number):
            draft(f"C{number}{n}", email=f"m{number}{n}@x.example")
        with CaptureQueriesContext(
            connection,
        ) as queries:
            assert client.get(address).status_code == 200
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_record_filters_and_says_the_formula(draft, analyst, client_as, in_scope, manager):
    address = reverse("reports:summaries", args=[in_scope.slug])
    client = client_as(analyst)
    empty = client.get(address).content.decode()
    assert "No campaign was closed yet" in empty
    summary = draft()
    actions.send_summary(summary=summary, by=manager, at=NOW)
    draft("Waits", email="z@x.example")
    page = client.get(address).content.decode()
    assert "100%" in page
    assert "1 of 1 closed collaboration" in page
    assert "1 is still on the clock" in page
    filtered = client.get(address, {"state": "on_time"}).content.decode()
    assert "Waits" not in filtered
    assert "None of this kind" in client.get(address, {"state": "late"}).content.decode()
    assert "Waits" in client.get(address, {"state": "nonsense"}).content.decode()


def test_programme_of_nothing_and_of_something(closed, analyst, client_as, in_scope):
    address = reverse("reports:programme", args=[in_scope.slug])
    client = client_as(analyst)
    empty = client.get(address).content.decode()
    assert "nothing to divide" in empty
    assert "No results yet" in empty
    part = closed()
    again = closed("Again", partnership=part.partnership)
    factories.ResultFactory(
        collaboration=again, market="RU", revenue_amount=1000, revenue_currency="RUB"
    )
    factories.ResultFactory(collaboration=part, revenue_amount=5, revenue_currency="USD")
    page = client.get(address).content.decode()
    assert "0 with a third finished campaign of 1 with a second one" in page
    for text in ("Russia", "United States", "$5"):
        assert text in page


def test_panels(draft, closed, manager, client_as, rf):
    from reports import panels

    summary = draft()
    request = rf.get("/")
    part = summary.collaboration
    state = panels.summary_state(request, part)
    assert (state["summary"], state["overdue"]) == (summary, False)
    with time_machine.travel(CLOSED + 80 * HOUR, tick=False):
        assert panels.summary_state(rf.get("/"), part)["overdue"] is True
    undrafted = closed("Other", email="o@x.example")
    assert panels.summary_state(request, undrafted) == {"summary": None, "overdue": False}
    part.state = "confirmed"
    assert panels.summary_state(request, part) is None

    creator = summary.collaboration.partnership.creator
    shown = panels.performance(request, creator)
    assert [row["rate"] for row in shown["rows"]] == [0.05]
    assert shown["chart"].reference == 0.05
    bare = panels.performance(request, undrafted.partnership.creator)
    assert bare["chart"] is None
    assert panels.performance(request, factories.CreatorFactory(workspace=part.workspace)) is None
