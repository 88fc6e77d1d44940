"""Pages of texts: both languages, a preview on a real creator, versions that can be read (row 45)."""

import pytest
import time_machine
from django.urls import reverse

from checkins.actions.planning import plan_check_ins
from checkins.actions.sending import send_check_in
from checkins.actions.templates import archive_template, save_template
from checkins.models import CheckInTemplate, TemplateVersion, Touch
from tests import factories
from tests.checkins.conftest import NOW, planned
from tests.security.ground import PAYLOADS, wrong_in

WORDS = {"subject": "Hi {name}", "body": "{name}\n\n{personal_line}\n\n{sender}"}


@pytest.fixture(autouse=True)
def _frozen():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def client(client_as, manager):
    return client_as(manager)


@pytest.fixture
def save(in_scope, manager):
    def go(expected=0, **more):
        place = {"kind": "cadence", "language": "ru", **WORDS, **more}
        return save_template(workspace=in_scope, expected=expected, by=manager, at=NOW, **place)

    return go


def url(name: str, row=None, query: str = "") -> str:
    page = reverse(f"checkins:{name}", args=["north", *([row.public_id] if row else [])])
    return page + query


def test_overview_shows_ours_own_named_and_archived(client, save, manager, client_as, analyst):
    page = client.get(url("templates")).text
    assert page.count("our words") == 16 and "Светлана" not in page
    row = save(subject="Own words")
    save(name="After a trip")
    archive_template(template=save(kind="win", name="Old"), by=manager, at=NOW)
    page = client.get(url("templates")).text
    assert page.count("our words") == 15
    for words in ("Own words", "After a trip", "no English yet", "version 1", "Restore"):
        assert words in page, words
    assert url("template_history", row) in page
    read = client_as(analyst).get(url("templates")).text
    assert "Own words" in read and "Restore" not in read and "Write it" not in read


def test_a_language_is_saved_by_its_own_form(client, partnership):
    page = url("template", query="?kind=win&name=Big")
    answer = client.post(page, {**WORDS, "version": 0, "language": "ru"})
    assert (answer.status_code, answer["Location"]) == (303, page)
    row = CheckInTemplate.objects.get()
    assert (row.kind, row.language, row.name, row.version) == ("win", "ru", "Big", 1)
    shown = client.get(page).text
    assert shown.count('name="subject"') == 2 and 'id="ru-subject"' in shown
    assert client.post(page, {**WORDS, "version": 0, "language": "de"}).status_code == 200
    assert CheckInTemplate.objects.count() == 1


def test_a_broken_variable_is_told_beside_its_field_and_nothing_is_lost(client, partnership):
    page = url("template", query="?kind=cadence")
    typed = {**WORDS, "body": "Mine {nmae}", "version": 0, "language": "en"}
    answer = client.post(page, typed)
    assert answer.status_code == 422
    assert "{nmae} is not a variable" in answer.text and "Mine {nmae}" in answer.text
    assert client.post(page, {**typed, "body": "", "subject": ""}).status_code == 422
    assert not CheckInTemplate.objects.exists()


def test_two_who_edit_see_both_texts(client, save):
    save(subject="Theirs")
    typed = {**WORDS, "subject": "Mine", "version": 0, "language": "ru"}
    answer = client.post(url("template"), typed)
    assert answer.status_code == 409
    assert "Theirs" in answer.text and "Mine" in answer.text
    # The other language has its form still.
    assert answer.text.count('name="version"') == 2


def test_preview_is_the_mail_to_the_chosen_creator(client, client_as, analyst, partnership):
    query = f"?kind=win&language=ru&with={partnership.public_id}"
    begins = client.get(url("template_preview", query=query))
    assert "Светлана" in begins.text and "хорошая новость" in begins.text
    assert "script-src 'none'" in begins["Content-Security-Policy"]
    assert begins["X-Frame-Options"] == "SAMEORIGIN"
    typed = client.post(url("template_preview", query=query), {**WORDS, "language": "en"}).text
    assert "The same as plain text" in typed and "Maria Manager" in typed
    missing = {**WORDS, "subject": "{last_post}", "language": "ru"}
    told = client.post(url("template_preview", query=query), missing).text
    assert "{last_post} is not known for Светлана Ким" in told
    broken = {**WORDS, "subject": "{", "language": "ru"}
    read = client_as(analyst).post(url("template_preview", query=query), broken).text
    assert "curly bracket" in read
    assert not CheckInTemplate.objects.exists()


def test_preview_without_anybody_says_so(client, in_scope):
    assert "comes with the first one" in client.get(url("template_preview")).text
    page = client.get(url("template", query="?kind=x&with=zzz&language=de&name=%00"))
    assert page.status_code == 200 and "Nobody to show it for yet" in page.text


def test_another_creator_is_found_by_name(client, partnership, in_scope):
    other = factories.PartnershipFactory(workspace=in_scope, creator__name="Zoe Last")
    type(other.creator).objects.filter(pk=other.creator_id).update(search="zoe last")
    page = client.get(url("template", query="?kind=win&q=zoe")).text
    assert "Zoe Last" in page and f"with={other.public_id}" in page
    assert "Nobody fits." in client.get(url("template", query="?q=qqq")).text
    chosen = client.get(url("template", query=f"?with={other.public_id}")).text
    assert "Shown as Zoe Last reads it" in chosen


def test_versions_are_read_as_differences_and_used_again(client, save):
    row = save(body="{name}\n\n{personal_line}\n\nIt was warm.\n\n{sender}")
    save(expected=1, body="{name}\n\n{personal_line}\n\nIt was cold.\n\n{sender}")
    page = client.get(url("template_history", row)).text
    assert "<del>" in page and "warm" in page and "in use" in page
    assert page.index("Version 2") < page.index("Version 1")
    first = TemplateVersion.objects.get(number=1)
    told = client.post(url("template_again", first), follow=True).text
    assert "as version 3" in told
    row.refresh_from_db()
    assert "warm" in row.body and TemplateVersion.objects.count() == 3


def test_an_old_version_that_would_be_refused_today_is_not_used(client, save):
    row = save()
    old = TemplateVersion.objects.create(
        workspace=row.workspace, template=row, number=9, subject="{gone}", body="x", at=NOW
    )
    assert "is not a variable" in client.post(url("template_again", old), follow=True).text
    assert TemplateVersion.objects.count() == 2


def test_archive_and_restore(client, save):
    row = save()
    assert "Archived." in client.post(url("template_archive", row), follow=True).text
    row.refresh_from_db()
    assert row.archived_at == NOW
    client.post(url("template_archive", row), {"restore": "1"})
    row.refresh_from_db()
    assert row.archived_at is None


def test_a_sent_check_in_shows_the_version_where_it_is_read(
    client, save, partnership, in_scope, manager
):
    row = save()
    plan_check_ins(workspace=in_scope, at=NOW)
    send_check_in(check_in=planned(partnership), by=manager, at=NOW)
    touch = Touch.objects.get(kind="check_in")
    page = client.get(reverse("checkins:touch", args=["north", touch.public_id])).text
    assert "Written from the template, version 1" in page
    assert url("template_history", row) in page


@pytest.mark.parametrize("text", [" ".join(PAYLOADS[n::5])[:190] for n in range(5)])
def test_markup_in_a_text_stays_text(client, save, partnership, text):
    safe = text.replace("{", "{{").replace("}", "}}")
    body = f"{{name}} {safe}\n\n{{personal_line}}\n\n{{sender}}"
    row = save(subject=safe[:190] if safe == text else "x", body=body)
    query = f"?kind=cadence&language=ru&with={partnership.public_id}"
    for page in (
        url("templates"), url("template"), url("template_history", row),
        url("template_preview", query=query),
    ):  # fmt: skip
        assert wrong_in(client.get(page).content.decode()) == [], page
