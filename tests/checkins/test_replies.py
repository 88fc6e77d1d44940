"""A reply to a mail of ours is a contact of the right partnership, once, and wants an answer."""

from datetime import timedelta

import pytest
import time_machine

from campaigns.actions.outreach import Ask, begin_outreach, send_invitation
from campaigns.outreach_emails import LATE_ANSWERS
from checkins.actions.answers import file_inbound, settle
from checkins.actions.sending import send_check_in
from checkins.actions.touches import log_touch
from checkins.errors import Refused
from checkins.models import Touch
from checkins.queries.mail_of import partnership_at, partnership_of
from checkins.queries.stops import reason_not_to_send
from checkins.replies import KINDS, to_touch
from core.mail.addresses import reply_address
from core.mail.outbox import queue_mail
from core.mail.replies import handler_of
from core.models import AuditEntry, InboundFile, InboundMail, OutgoingMail
from core.tasks import file_inbound as filing_task
from tests import factories
from tests.checkins.conftest import NOW, planned, work
from tests.factories import DeliverableFactory

LATER = NOW + timedelta(days=40)


def mail_about(row, kind="feedback", to="kim@example.com"):
    return queue_mail(
        workspace=row.workspace, key=f"{kind}:{row.public_id}", kind=kind, to=(to, "Kim"),
        language="ru", template="checkins/mail/check_in",
        context={"letter": {"subject": "Hi", "body": "How are you?"}}, about=row, at=NOW,
    )  # fmt: skip


def came(mail, text="На море!", *, key="a", at=LATER, **more):
    return InboundMail.objects.create(
        workspace=more.pop("workspace", mail.workspace if mail else None), event_key=key,
        received_at=at, from_email="kim@example.com", to_email="reply@in.example.com",
        subject="Re: Hi", text=text, answers=mail, **more,
    )  # fmt: skip


@pytest.fixture
def check_in_mail(partnership, manager) -> OutgoingMail:
    log_touch(partnership=partnership, kind="call", direction="both", at=NOW, by=manager)
    send_check_in(check_in=planned(partnership), by=manager, at=NOW + timedelta(days=1))
    return OutgoingMail.objects.get(kind="check_in")


def test_a_reply_is_filed_once_and_the_next_check_in_counts_from_it(check_in_mail, partnership):
    row = came(check_in_mail)
    with time_machine.travel(LATER, tick=False):
        assert filing_task(row.pk)
        assert not filing_task(row.pk)
        assert to_touch(check_in_mail, "На море!", LATER, f"inbound:{row.public_id}")
    touch = Touch.objects.get(kind="reply")
    assert (touch.partnership, touch.direction, touch.channel) == (partnership, "in", "email")
    assert (touch.body, touch.subject, touch.at) == ("На море!", "Re: Hi", LATER)
    assert (touch.inbound, touch.awaits_answer, touch.by) == (row, True, None)
    row.refresh_from_db()
    assert row.state == "filed"
    # 12 April and a month: 12 May.
    assert planned(partnership).due_on.isoformat() == "2026-05-12"
    assert AuditEntry.objects.filter(verb="touch.logged", object_id=touch.public_id).count() == 1


def test_every_mail_to_a_creator_is_listened_to_and_none_to_us(partnership, settings):
    settings.REPLY_DOMAIN = "in.example.com"
    for kind in (*KINDS, "summary", "correction", "brief", "ideas", "outreach"):
        assert handler_of(kind), kind
    # The answer to an introduction goes to the other creator; the rest are for members.
    for kind in ("introduction_made", "digest", "invitation", "handover_received", "ended_owner"):
        assert handler_of(kind) is None, kind
    assert reply_address(mail_about(partnership, "handover")).endswith("@in.example.com")
    assert reply_address(mail_about(partnership, "handover_given")) == ""


def test_what_a_mail_is_about_leads_to_its_partnership(partnership, manager):
    # Another one with the same address, spoken to later: what the mail is about decides.
    other = factories.PartnershipFactory(
        workspace=partnership.workspace, creator=partnership.creator, owner=manager
    )
    log_touch(partnership=other, kind="call", direction="both", at=NOW, by=manager)
    part = work(partnership)
    for row in (part, DeliverableFactory(collaboration=part), partnership):
        assert partnership_of(mail_about(row)) == partnership, row
    # A brand leads to nobody: whoever has the address, and was in touch last.
    assert partnership_of(mail_about(partnership.brand)) == other
    assert partnership_of(mail_about(partnership.brand, "x", to="nobody@example.com")) is None
    assert partnership_at("") is None


def test_an_address_belongs_to_the_living_one_and_to_the_contact_on_their_side(partnership):
    ended = factories.PartnershipFactory(
        workspace=partnership.workspace, creator=partnership.creator, stage="ended",
        ended_on=NOW.date(), contact_email="agent@example.com",
    )  # fmt: skip
    log_touch(partnership=ended, kind="call", direction="both", at=NOW, by=None)
    assert partnership_at("KIM@example.com") == partnership
    assert partnership_at("agent@example.com") == ended


def test_an_answer_without_words_counts_by_its_files_only(check_in_mail):
    row = came(check_in_mail, "")
    key = f"inbound:{row.public_id}"
    assert not to_touch(check_in_mail, " ", LATER, key)
    InboundFile.objects.create(mail=row, name="sea.jpg", content_type="image/jpeg", size=9)
    assert to_touch(check_in_mail, "", LATER, key)
    assert Touch.objects.get(kind="reply").body == ""


def test_an_answer_that_fits_nobody_is_not_taken(in_scope, partnership):
    mail = mail_about(partnership.brand, "feedback", to="nobody@example.com")
    assert not to_touch(mail, "Hello", NOW, "inbound:x")
    assert not Touch.objects.exists()


def test_a_reply_stops_the_check_in_that_is_still_queued(check_in_mail, partnership):
    assert reason_not_to_send(check_in_mail, LATER) is None
    assert to_touch(check_in_mail, "Hi", NOW + timedelta(days=1), "inbound:x")
    assert reason_not_to_send(check_in_mail, LATER) == "the creator was in touch first"


def test_an_answer_to_an_invitation_is_a_contact_that_waits_in_a_line_of_its_own(
    partnership, manager
):
    part = work(partnership)
    outreach = begin_outreach(collaboration=part, ask=Ask(), by=manager, at=NOW)
    mail = send_invitation(outreach=outreach, at=NOW)
    for _twice in range(2):
        assert handler_of("outreach")(mail, "Maybe", NOW + LATE_ANSWERS, "inbound:y")
    touch = Touch.objects.get(source_key="inbound:y")
    assert (touch.body, touch.awaits_answer) == ("Maybe", False)
    outreach.refresh_from_db()
    assert outreach.note == "Maybe"


@pytest.fixture
def waiting(partnership):
    """Two words that wait, of two days."""
    for key, hours in (("a", 5), ("b", 1)):
        log_touch(
            partnership=partnership, kind="reply", direction="in", by=None, body=f"Words {key}",
            at=NOW - timedelta(hours=hours), source_key=f"inbound:{key}", waits=True,
        )  # fmt: skip
    return partnership


def waits():
    rows = Touch.objects.filter(awaits_answer=True).order_by("at")
    return list(rows.values_list("source_key", flat=True))


@pytest.mark.parametrize(
    ("touch", "left"),
    [
        ({"kind": "message", "direction": "out"}, []),
        ({"kind": "call", "direction": "both"}, []),
        # Before the second word.
        ({"kind": "call", "direction": "both", "hours": 3}, ["inbound:b"]),
        # Theirs; nobody's; not an answer to what they said.
        ({"kind": "reply", "direction": "in"}, ["inbound:a", "inbound:b"]),
        ({"kind": "check_in", "direction": "out", "by": None}, ["inbound:a", "inbound:b"]),
        ({"kind": "letter", "direction": "out"}, ["inbound:a", "inbound:b"]),
        ({"kind": "brief", "direction": "out"}, ["inbound:a", "inbound:b"]),
    ],
)
def test_what_one_of_us_says_answers_what_was_said_before(waiting, manager, touch, left):
    fields = {"by": manager, **touch}
    at = NOW - timedelta(hours=fields.pop("hours", 0))
    log_touch(partnership=waiting, at=at, logged_at=NOW, **fields)
    assert waits() == left
    answered = Touch.objects.filter(answered_at__isnull=False)
    assert {row.answered_at for row in answered} <= {at}


def test_a_word_that_is_filed_late_waits_only_if_nobody_spoke_since(partnership, manager):
    log_touch(partnership=partnership, kind="call", direction="both", at=NOW, by=manager)
    row = came(None, "Old", at=NOW - timedelta(days=2), workspace=partnership.workspace)
    touch = file_inbound(inbound=row, partnership=partnership, by=manager, at=LATER)
    assert (touch.awaits_answer, touch.answered_at) == (False, NOW)


def test_another_partnership_keeps_waiting(waiting, manager):
    other = factories.PartnershipFactory(workspace=waiting.workspace, owner=manager)
    log_touch(partnership=other, kind="call", direction="both", at=NOW, by=manager)
    assert len(waits()) == 2


def test_no_answer_needed_settles_up_to_that_word_once(waiting, manager):
    first = Touch.objects.get(source_key="inbound:a")
    assert settle(touch=first, by=manager, at=NOW)
    assert waits() == ["inbound:b"]
    first.refresh_from_db()
    assert first.answered_at == NOW
    assert not settle(touch=first, by=manager, at=NOW)
    assert AuditEntry.objects.filter(verb="touch.settled").count() == 1


def test_a_person_files_a_mail_that_found_no_place(partnership, manager):
    row = came(None, "It is me", workspace=partnership.workspace, state="unheard")
    touch = file_inbound(inbound=row, partnership=partnership, by=manager, at=LATER)
    assert (touch.inbound, touch.body, touch.awaits_answer) == (row, "It is me", True)
    row.refresh_from_db()
    assert (row.state, row.handled_by, row.handled_at) == ("filed", manager, LATER)
    assert file_inbound(inbound=row, partnership=partnership, by=manager, at=LATER) == touch
    assert AuditEntry.objects.filter(verb="touch.filed", by=manager).count() == 1


def test_a_mail_of_another_workspace_is_not_filed_here(partnership, manager, other_workspace):
    row = came(None, "Hi", workspace=other_workspace)
    with pytest.raises(Refused):
        file_inbound(inbound=row, partnership=partnership, by=manager, at=LATER)
    assert not Touch.objects.exists()
