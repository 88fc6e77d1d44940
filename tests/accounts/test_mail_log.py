"""The delivery log of a workspace, and what a person may decide over a mail."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from core.mail.suppression import suppress, suppression_of
from core.models import OutgoingMail
from tests.factories import NOON

URL = "/w/north/settings/mail/"


@pytest.fixture
def mails(workspace, other_workspace):
    def make(state="sent", n=1, ws=workspace, **fields):
        return [
            OutgoingMail.objects.create(
                **{
                    "workspace": ws, "key": f"{ws and ws.slug}:{state}:{i}", "kind": "brief",
                    "language": "en", "from_email": "a@b.example", "to_name": "Maya",
                    "to_email": f"maya{i}@example.com", "subject": f"{state} {i}", "text": "SECRET",
                    "state": state, "created_at": NOON + timedelta(minutes=i), "due_at": NOON,
                    "message_id": f"<{ws and ws.slug}{state}{i}@x>", **fields,
                }
            )
            for i in range(n)
        ]  # fmt: skip

    return make


def row(mail):
    return OutgoingMail._base_manager.get(pk=mail.pk)


def page(client, query=""):
    return client.get(URL + query).content.decode()


def test_log_is_newest_first_and_of_this_workspace(mails, client_as, manager, other_workspace):
    mails("sent", 2)
    mails("delivered", 1, ws=other_workspace, subject="THEIRS")
    mails("sent", 1, ws=None, subject="A sign-in code")
    found = page(client_as(manager))
    assert found.index("sent 1") < found.index("sent 0")
    for hidden in ("THEIRS", "A sign-in code", "SECRET"):
        assert hidden not in found


def test_log_is_filtered_by_state(mails, client_as, manager):
    mails("sent")
    mails("bounced", last_error="550 5.1.1 <b>nobody</b>")
    client = client_as(manager)
    found = page(client, "?state=bounced")
    assert "bounced 0" in found
    assert "sent 0" not in found
    assert "550 5.1.1 &lt;b&gt;nobody" in found
    assert "sent 0" in page(client, "?state=nonsense")


def test_unknown_mails_stand_on_top_with_their_two_buttons(mails, client_as, manager, analyst):
    mails("sent", 1, created_at=NOON + timedelta(days=9))
    [unknown] = mails("unknown", handed_over_at=NOON)
    found = page(client_as(manager))
    assert found.index("Did these arrive?") < found.index("unknown 0") < found.index("sent 0")
    assert found.count(f"/{unknown.public_id}/decide/") == 2
    read = page(client_as(analyst))
    assert "Did these arrive?" in read
    assert "decide" not in read


def test_empty_log_says_what_it_is_for(client_as, manager):
    assert "No mail yet" in page(client_as(manager))


def test_second_page(mails, client_as, manager):
    mails("sent", 51)
    mails("unknown", 1, created_at=NOON + timedelta(days=1))
    found = page(client_as(manager), "?page=2")
    assert "sent 0" in found
    assert "Did these arrive?" not in found


@pytest.mark.parametrize("state", ["sent", "unknown", "bounced"])
def test_log_asks_as_much_for_many_rows_as_for_one(mails, client_as, manager, state):
    client = client_as(manager)
    mails(state, 1)
    page(client)
    with CaptureQueriesContext(
        connection,
    ) as one:
        page(client)
    OutgoingMail._base_manager.all().delete()
    mails(state, 60)
    with CaptureQueriesContext(connection) as many:
        page(client)
    assert len(one) == len(many)


def decide(client, mail, decision):
    return client.post(f"{URL}{mail.public_id}/decide/", {"decision": decision}, follow=True)


@pytest.mark.parametrize(("decision", "state"), [("arrived", "sent"), ("again", "queued")])
def test_decision_over_an_unknown_mail(mails, client_as, manager, decision, state):
    [mail] = mails("unknown", handed_over_at=NOON)
    client = client_as(manager)
    assert "Noted" in decide(client, mail, decision).content.decode()
    assert row(mail).state == state
    assert "decided over this mail already" in decide(client, mail, decision).content.decode()
    assert row(mail).state == state


def test_refused_mail_is_sent_again(mails, client_as, manager):
    [mail] = mails("bounced")
    suppress(email=mail.to_email, reason="bounced", detail="", at=NOON)
    decide(client_as(manager), mail, "again")
    assert (row(mail).state, suppression_of(mail.to_email)) == ("queued", None)


@pytest.mark.parametrize("decision", ["", "delete"])
def test_other_decisions_are_refused(mails, client_as, manager, decision):
    [mail] = mails("unknown")
    assert "Choose what to do" in decide(client_as(manager), mail, decision).content.decode()
    assert row(mail).state == "unknown"


def test_sent_mail_is_not_to_be_decided_over(mails, client_as, manager):
    [mail] = mails("sent")
    for decision in ("again", "arrived"):
        decide(client_as(manager), mail, decision)
    assert row(mail).state == "sent"


def test_mail_of_another_workspace_is_not_there(mails, client_as, manager, other_workspace):
    [mail] = mails("unknown", ws=other_workspace)
    assert decide(client_as(manager), mail, "again").status_code == 404
    assert row(mail).state == "unknown"
