"""What goes to many guests of a session answers nobody's question."""

from datetime import timedelta

import time_machine

from checkins.actions.session_holding import hold_session
from checkins.actions.touches import log_touch
from checkins.models import Session
from core.models import OutgoingMail
from tests.factories_times import NOW, START, fixed, guest_of, host, moscow


def question(partnership, at=NOW):
    return log_touch(
        partnership=partnership, kind="reply", direction="in", by=None, at=at, body="When?",
        source_key=f"inbound:{at:%d%H}", waits=True,
    )  # fmt: skip


def test_an_invitation_does_not_answer_a_question_and_the_talk_itself_does(in_scope):
    daniel = host(in_scope)
    sveta = moscow(in_scope, daniel)
    asked = question(sveta, NOW - timedelta(hours=2))
    with time_machine.travel(NOW, tick=False):
        session = fixed(in_scope, daniel, sveta)
    assert OutgoingMail.objects.filter(kind="session").exists()
    asked.refresh_from_db()
    assert asked.awaits_answer
    # One that is filed late, after the invitation went, waits as well.
    assert question(sveta, NOW - timedelta(hours=1)).awaits_answer
    row = Session.objects.get(pk=session.pk)
    later = START + timedelta(hours=2)
    hold_session(session=row, expected=row.version, came=[guest_of(session)], by=daniel, at=later)
    asked.refresh_from_db()
    assert (asked.awaits_answer, asked.answered_at) == (False, START)
