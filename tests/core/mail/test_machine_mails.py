"""Mail systems that name themselves by a name only, or tell it in words of their own: never a
person's answer. Written here after the formats; no provider's own file is copied."""

import pytest
from anymail.inbound import AnymailInboundMessage

from core.mail.kinds import judge
from core.models import InboundState

OURS = "<" + "b" * 40 + "@perennial.example>"
DRAGON = f"""This is the DragonFly Mail Agent v0.13 at box.example.

There was an error delivering your mail to <sveta@example.com>.

mx.example.com [192.0.2.7] did not like our RCPT TO:
550 5.1.1 <sveta@example.com>: User unknown

Message headers follow.

From: <hello@perennial.example>
To: <sveta@example.com>
Message-Id: {OURS}
"""
OPENSMTPD = """    Hi!

    This is the MAILER-DAEMON, please DO NOT REPLY to this e-mail.

    An error has occurred while attempting to deliver a message for
    the following list of recipients:

sveta@example.com: 550 5.1.1 no such user

    Below is a copy of the original message:

To: other@example.com
"""
IN_WORDS = (
    "We had trouble delivering your message.\n\n<sveta@example.com> [550 5.1.1 User unknown]\n"
)


def mail(sender: str, subject: str, text: str, head: str = ""):
    return AnymailInboundMessage.parse_raw_mime(
        f"From: {sender}\nTo: hello@perennial.example\nSubject: {subject}\n{head}"
        f"Message-ID: <c1@box.example>\n\n{text}"
    )


BOUNCES = {
    "dragonfly": mail("MAILER-DAEMON <>", "Mail delivery failed", DRAGON),
    "no angle brackets": mail("mailer-daemon", "There was an error sending your mail", IN_WORDS),
    "no domain": mail(
        "Mail Delivery Subsystem <MAILER-DAEMON>", "Returned mail: see transcript", IN_WORDS
    ),
    "another address": mail(
        "Mail Delivery System <robot7@mx.example>", "Delivery status notification", IN_WORDS
    ),
    "opensmtpd": mail("Mailer Daemon <daemon@mx.example>", "Delivery status", OPENSMTPD),
}


@pytest.mark.parametrize("system", BOUNCES)
def test_a_system_known_by_its_name_tells_what_came_back(system):
    judged = judge(BOUNCES[system])
    assert judged.state == InboundState.BOUNCE
    assert judged.report is not None
    assert [(f.recipient, f.final, f.hard) for f in judged.report.fates] == [
        ("sveta@example.com", True, True)
    ]


def test_the_mail_that_came_back_is_known_by_its_headers_in_the_words():
    report = judge(BOUNCES["dragonfly"]).report
    assert report is not None and report.ids == [OURS]


@pytest.mark.parametrize(
    "sender",
    [
        "MAILER-DAEMON <>",
        "Mailer-Daemon",
        "postmaster",
        "post_master@mx.example",
        '"Postmaster" <>',
    ],
)
def test_what_a_system_says_of_anything_else_is_no_answer_either(sender):
    judged = judge(mail(sender, "Re: May", "Your list was renewed."))
    assert judged.state == InboundState.AUTOMATIC


@pytest.mark.parametrize(
    "sender", ["Sveta Postmaster Kim <sveta@example.com>", "Daemon Black <d.black@example.com>"]
)
def test_people_with_such_names_are_people(sender):
    judged = judge(mail(sender, "Re: May", "The mail delivery failed twice, so I write again."))
    assert judged.state == InboundState.RECEIVED


def report(fields: str):
    head = 'MIME-Version: 1.0\nContent-Type: multipart/report; boundary="BB"\n'
    said = "A message could not be delivered:\n\n  sveta@example.com\n    mailbox is full\n"
    return mail(
        "Mail Delivery System <mailer-daemon@mx.example>",
        "Mail delivery failed",
        f"--BB\nContent-Type: text/plain\n\n{said}\n"
        f"--BB\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; mx\n{fields}\n--BB--\n",
        head,
    )


def test_a_report_whose_fields_name_nobody_is_read_by_its_words():
    judged = judge(report(""))
    assert judged.state == InboundState.BOUNCE
    assert judged.report is not None
    assert [(f.recipient, f.hard) for f in judged.report.fates] == [("sveta@example.com", False)]


def test_a_report_that_it_arrived_is_no_bounce_whatever_its_words():
    fields = "\nFinal-Recipient: rfc822; sveta@example.com\nAction: delivered\nStatus: 2.0.0\n"
    assert judge(report(fields)).state == InboundState.AUTOMATIC


def test_policy_is_not_the_fault_of_the_address():
    text = (
        "Delivery failed.\n\n<sveta@example.com>: 554 5.7.1 <sveta@example.com>: Recipient address"
    )
    judged = judge(
        mail("MAILER-DAEMON <>", "Undelivered", f"{text} rejected: blocked by spam policy")
    )
    assert judged.report is not None
    assert [(f.recipient, f.hard) for f in judged.report.fates] == [("sveta@example.com", False)]
