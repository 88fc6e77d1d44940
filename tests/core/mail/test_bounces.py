"""Reports of mail systems, in the words of each: whom they are about, for ever or not, and what
becomes of the mail. Written here after the formats; no provider's own file is copied."""

from datetime import UTC, datetime, timedelta

import pytest
from anymail.inbound import AnymailInboundMessage

from core.mail import replies
from core.mail.addresses import reply_address
from core.mail.inbound import keep_inbound
from core.mail.kinds import judge
from core.mail.message import OWN_HEADER, build_message
from core.mail.rows import all_mails
from core.models import InboundState, MailEvent, OutgoingMail, Suppression

AT = datetime(2026, 3, 3, 12, tzinfo=UTC)
OURS = "<" + "a" * 40 + "@perennial.example>"


def parsed(source: str):
    return AnymailInboundMessage.parse_raw_mime(source)


def dsn(fields: str, *, words="It failed.", head="", returned=f"Message-ID: {OURS}\nSubject: x"):
    return parsed(f"""From: Mail Delivery System <MAILER-DAEMON@mx.example.net>
To: hello@perennial.example
Subject: Undelivered Mail Returned to Sender
Message-ID: <b1@mx.example.net>
{head}MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="BB"

--BB
Content-Type: text/plain; charset=utf-8

{words}

--BB
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example.net

{fields}

--BB
Content-Type: text/rfc822-headers

{returned}

--BB--
""")


def plain(sender: str, subject: str, text: str, head: str = ""):
    return parsed(
        f"From: {sender}\nTo: hello@perennial.example\nSubject: {subject}\n"
        f"Message-ID: <b2@mx.example.net>\n{head}MIME-Version: 1.0\n"
        f"Content-Type: text/plain; charset=utf-8\n\n{text}"
    )


ROBOT = "Mail Delivery Subsystem <mailer-daemon@googlemail.com>"
COPY = f"\n--- Below this line is a copy of the message.\n\nMessage-ID: {OURS}\nTo: x@y.example\n"
# name: (mail, whom, for ever, nobody lives there)
SYSTEMS = {
    "postfix": (dsn("Final-Recipient: rfc822; box@inner.example\nOriginal-Recipient: rfc822;sveta@example.com\n"
                    "Action: failed\nStatus: 5.1.1\nDiagnostic-Code: smtp; 550 5.1.1 User unknown"), "sveta@example.com", True, True),
    "postfix, no such host": (dsn("Final-Recipient: rfc822; sveta@example.com\nAction: failed\nStatus: 5.4.4\n"
                    "Diagnostic-Code: X-Postfix; Host or domain name not found. Name service error for name=example.com type=MX"),
                    "sveta@example.com", True, True),
    "postfix, late": (dsn("Final-Recipient: rfc822; sveta@example.com\nAction: delayed\nStatus: 4.4.1\n"
                    "Diagnostic-Code: X-Postfix; connect to mx: Connection timed out\nWill-Retry-Until: Sat, 7 Mar 2026"),
                    "sveta@example.com", False, False),
    "postfix, given up": (dsn("Final-Recipient: rfc822; sveta@example.com\nAction: failed\nStatus: 4.4.1\n"
                    "Diagnostic-Code: X-Postfix; connect to mx: Connection timed out"), "sveta@example.com", True, False),
    "gmail": (dsn("Final-Recipient: rfc822; sveta@gmail.com\nAction: failed\nStatus: 5.1.1\nDiagnostic-Code: smtp; 550-5.1.1 The "
                  "email account that you tried to reach does not exist.", head="X-Failed-Recipients: sveta@gmail.com\n"),
              "sveta@gmail.com", True, True),
    "gmail, full": (dsn("Final-Recipient: rfc822; sveta@gmail.com\nAction: failed\nStatus: 5.2.2\nDiagnostic-Code: smtp; 552-5.2.2 "
                        "The recipient's inbox is out of storage space and inactive."), "sveta@gmail.com", True, False),
    "gmail, spam": (dsn("Final-Recipient: rfc822; sveta@gmail.com\nAction: failed\nStatus: 5.7.26\nDiagnostic-Code: smtp; 550-5.7.26 "
                        "Your email has been blocked because the sender is unauthenticated."), "sveta@gmail.com", True, False),
    "exchange online": (dsn("Final-Recipient: rfc822;sveta@example.com\nAction: failed\nStatus: 5.1.10\nDiagnostic-Code: smtp;550 "
                            "5.1.10 RESOLVER.ADR.RecipientNotFound; Recipient sveta@example.com not found by SMTP address lookup"),
                        "sveta@example.com", True, True),
    "exchange, refused": (dsn("Final-Recipient: rfc822;sveta@example.com\nAction: failed\nStatus: 5.4.1\nDiagnostic-Code: smtp;550 5.4.1 "
                              "Recipient address rejected: Access denied."), "sveta@example.com", True, True),
    "exchange, policy": (dsn("Final-Recipient: rfc822;sveta@example.com\nAction: failed\nStatus: 5.7.1\nDiagnostic-Code: smtp;550 5.7.1 "
                             "RESOLVER.RST.AuthRequired; authentication required"), "sveta@example.com", True, False),
    "yandex": (dsn("Final-Recipient: rfc822; sveta@yandex.ru\nAction: failed\nStatus: 5.7.1\nDiagnostic-Code: smtp; 550 5.7.1 No such "
                   "user!"), "sveta@yandex.ru", True, True),
    "mail.ru": (dsn("Final-Recipient: rfc822;sveta@mail.ru\nAction: failed\nStatus: 5.0.0\nDiagnostic-Code: smtp; 550 Message was not "
                    "accepted -- invalid mailbox. Local mailbox sveta@mail.ru is unavailable: user not found"),
                "sveta@mail.ru", True, True),
    "mail.ru, full": (dsn("Final-Recipient: rfc822;sveta@mail.ru\nAction: failed\nStatus: 5.2.2\nDiagnostic-Code: smtp; 552 Mailbox full"),
                      "sveta@mail.ru", True, False),
    "sendmail": (dsn("Final-Recipient: RFC822; sveta@example.com\nAction: failed\nStatus: 5.1.1\nRemote-MTA: DNS; mx\n"
                     "Diagnostic-Code: SMTP; 550 5.1.1 <sveta@example.com>... User unknown"), "sveta@example.com", True, True),
    "amazon ses": (dsn("Original-Recipient: rfc822;sveta@example.com\nFinal-Recipient: rfc822;sveta@example.com\nAction: failed\n"
                       "Status: 5.1.1\nDiagnostic-Code: smtp; 550 5.1.1 user unknown", words="An error occurred while trying to deliver "
                       "the mail to the following recipients:\nsveta@example.com"), "sveta@example.com", True, True),
    "exim, with a report": (dsn("Action: failed\nFinal-Recipient: rfc822;sveta@example.com\nStatus: 5.0.0\nRemote-MTA: dns; mx\n"
                                "Diagnostic-Code: smtp; 550 5.1.1 sveta@example.com: Recipient address rejected: User unknown"),
                            "sveta@example.com", True, True),
    "exim": (plain("Mail Delivery System <Mailer-Daemon@mx.example.net>", "Mail delivery failed: returning message to sender",
                   "This message was created automatically by mail delivery software.\n\nA message that you sent could not be delivered "
                   "to one or more of its\nrecipients. This is a permanent error. The following address(es) failed:\n\n"
                   "  sveta@example.com\n    host mx.example.com [192.0.2.1]\n    SMTP error from remote mail server after RCPT TO:"
                   f"<sveta@example.com>:\n    550 5.1.1 No such user here\n\n------ This is a copy of the message ------\n\nMessage-ID: {OURS}\n",
                   "X-Failed-Recipients: sveta@example.com\nAuto-Submitted: auto-replied\n"), "sveta@example.com", True, True),
    "exim, unrouteable": (plain("Mailer-Daemon@mx.example.net", "Mail delivery failed: returning message to sender",
                                "The following address(es) failed:\n\n  sveta@nowhere.example\n    Unrouteable address\n" + COPY),
                          "sveta@nowhere.example", True, True),
    "exim, late": (plain("Mailer-Daemon@mx.example.net", "Warning: message 1abc delayed 24 hours",
                         "A message that you sent has not yet been delivered to one or more of its recipients after more than 24 hours.\n"
                         "  sveta@example.com\n    Delay reason: 450 4.2.1 mailbox temporarily disabled\nNo action is required." + COPY),
                   "sveta@example.com", False, False),
    "qmail": (plain("MAILER-DAEMON@mx.example.net", "failure notice",
                    "Hi. This is the qmail-send program at mx.example.net.\nI'm afraid I wasn't able to deliver your message to the following "
                    "addresses.\nThis is a permanent error; I've given up. Sorry it didn't work out.\n\n<sveta@example.com>:\n192.0.2.1 does "
                    "not like recipient.\nRemote host said: 550 5.1.1 unknown user\nGiving up on 192.0.2.1.\n" + COPY), "sveta@example.com", True, True),
    "qmail, over quota": (plain("MAILER-DAEMON@mx.example.net", "failure notice",
                    "Hi. This is the qmail-send program at mx.example.net.\n\n<sveta@example.com>:\nUser's mailbox is over quota, 552 "
                    "mailbox full\n" + COPY), "sveta@example.com", True, False),
    "old sendmail": (plain("Mail Delivery Subsystem <MAILER-DAEMON@mx.example.net>", "Returned mail: see transcript for details",
                           "   ----- The following addresses had permanent fatal errors -----\n<sveta@example.com>\n    (reason: 550 5.1.1 "
                           f"User unknown)\n\n   ----- Message header follows -----\nMessage-ID: {OURS}\n"), "sveta@example.com", True, True),
    "old exchange": (plain("System Administrator <postmaster@example.com>", "Undeliverable: Бриф",
                           "Your message did not reach some or all of the intended recipients.\n\nThe following recipient(s) could not be reached:\n\n"
                           "      'sveta@example.com' on 03.03.2026 12:00\n            The e-mail account does not exist at the organization "
                           "this message was sent to.  <mx.example.com #5.1.1>\n" + COPY), "sveta@example.com", True, True),
    "gmail, in words, ru": (plain(ROBOT, "Delivery Status Notification (Failure)",
                                  "Адрес не найден\n\nВаше сообщение не доставлено, так как адрес sveta@example.com не найден или не принимает "
                                  "входящую почту.\n\n550 5.1.1 The email account that you tried to reach does not exist." + COPY),
                            "sveta@example.com", True, True),
    "yandex, in words": (plain("mailer-daemon@yandex.ru", "Недоставленное сообщение",
                               "Это письмо отправлено почтовым сервером yandex.ru.\n\nК сожалению, мы вынуждены сообщить вам о том, что ваше письмо "
                               "не может быть отправлено одному или нескольким адресатам.\n\n<sveta@example.com>: host mx.example.com said: 550 5.1.1 "
                               "нет такого пользователя" + COPY), "sveta@example.com", True, True),
    "mail.ru, in words": (plain("mailer-daemon@corp.mail.ru", "Mail failure.",
                                "Это письмо создано автоматически сервером Mail.Ru, отвечать на него не нужно.\n\nК сожалению, Ваше письмо не может "
                                "быть доставлено одному или нескольким получателям:\n\n  sveta@mail.ru\n    ящик переполнен / mailbox is full" + COPY),
                          "sveta@mail.ru", True, False),
    "outlook.com, in words": (plain("postmaster@outlook.com", "Undeliverable: Brief",
                                    "Delivery has failed to these recipients or groups:\n\nsveta@example.com (sveta@example.com)\nThe email address you "
                                    "entered couldn't be found. Please check the recipient's email address.\n\nDiagnostic information:\n550 5.1.10" + COPY,
                                    "X-MS-Exchange-Message-Is-Ndr: \n"), "sveta@example.com", True, True),
}  # fmt: skip


@pytest.mark.parametrize("system", SYSTEMS)
def test_whom_it_is_about_and_for_how_long(system):
    message, whom, final, hard = SYSTEMS[system]
    judged = judge(message)
    assert judged.state == InboundState.BOUNCE
    fate = judged.report.fates[0]
    assert (fate.recipient, fate.final, fate.hard) == (whom, final, hard)
    assert OURS in judged.report.ids


def test_what_arrived_or_was_read_is_no_bounce():
    assert (
        judge(dsn("Final-Recipient: rfc822; a@b.example\nAction: delivered\nStatus: 2.0.0")).state
        == "automatic"
    )
    receipt = parsed(
        "From: sveta@example.com\nSubject: Read: Бриф\nMIME-Version: 1.0\nContent-Type: multipart/report; "
        'report-type=disposition-notification; boundary="B"\n\n--B\nContent-Type: text/plain\n\nRead.\n\n--B\n'
        "Content-Type: message/disposition-notification\n\nDisposition: manual-action; displayed\n\n--B--\n"
    )  # fmt: skip
    assert judge(receipt).state == "automatic"


def test_words_of_people_about_bounces_are_words_of_people():
    said = "Моё прошлое письмо не доставлено: 550 5.1.1. Отправляю ещё раз."
    assert judge(plain("sveta@example.com", "Re: Undeliverable", said)).state == "received"


def arf(kind="abuse", head=f"Message-ID: {OURS}"):
    return parsed(f"""From: <fbl@mail.example>
To: abuse@perennial.example
Subject: complaint about message
Message-ID: <c1@mail.example>
MIME-Version: 1.0
Content-Type: multipart/report; report-type=feedback-report; boundary="BB"

--BB
Content-Type: text/plain

This is an email abuse report.

--BB
Content-Type: message/feedback-report

Feedback-Type: {kind}
User-Agent: Yahoo!-Mail-Feedback/2.0
Version: 0.1
Original-Rcpt-To: sveta@example.com

--BB
Content-Type: message/rfc822

{head}
Subject: Hi

Hi
--BB--
""")


@pytest.fixture
def mail(workspace, settings, monkeypatch):
    settings.REPLY_DOMAIN = "in.example.com"
    monkeypatch.setattr(replies, "_handlers", {})
    replies.register_reply("brief", lambda *args: True)
    return OutgoingMail.objects.create(
        workspace=workspace, key="brief:1", kind="brief", language="ru", from_email="p@example.com",
        to_email="sveta@example.com", reply_to="olga@example.com", subject="Бриф", text="…",
        created_at=AT, due_at=AT, sent_at=AT, state="sent", message_id=OURS,
    )  # fmt: skip


def fate_of(mail):
    row = all_mails().get(pk=mail.pk)
    return row.state, [s.reason for s in Suppression.objects.filter(email=mail.to_email)]


@pytest.mark.parametrize(
    ("system", "state", "suppressed"),
    [
        ("postfix", "bounced", ["bounced"]),
        ("qmail", "bounced", ["bounced"]),
        ("gmail, full", "bounced", []),
        ("exchange, policy", "bounced", []),
        ("postfix, given up", "bounced", []),
        ("postfix, late", "sent", []),
    ],
)
def test_a_report_becomes_the_state_of_the_mail_once(mail, system, state, suppressed):
    message = SYSTEMS[system][0]
    row = keep_inbound(message=message, at=AT)
    assert (row.state, row.answers, row.workspace_id) == ("bounce", mail, mail.workspace_id)
    assert keep_inbound(message=message, at=AT) is None
    assert fate_of(mail) == (state, suppressed)
    assert MailEvent.objects.get().kind == ("deferred" if state == "sent" else "bounced")


@pytest.mark.parametrize("kind", ["abuse", "fraud", "opt-out"])
def test_a_complaint_ends_mail_to_that_address(mail, kind):
    row = keep_inbound(message=arf(kind), at=AT)
    assert (row.state, row.answers) == ("complaint", mail)
    assert fate_of(mail) == ("complained", ["complained"])


def test_a_late_bounce_does_not_undo_a_complaint(mail):
    keep_inbound(message=arf(), at=AT)
    keep_inbound(message=SYSTEMS["postfix"][0], at=AT)
    assert fate_of(mail) == ("complained", ["complained"])


def test_not_spam_is_no_complaint(mail):
    assert keep_inbound(message=arf("not-spam"), at=AT).state == "automatic"
    assert fate_of(mail) == ("sent", [])


def test_a_mail_is_known_by_our_header_and_by_the_newest_to_that_address(mail):
    report = "Final-Recipient: rfc822; other@inner.example\nAction: failed\nStatus: 5.1.1"
    by_header = dsn(report, returned=f"{OWN_HEADER}: {mail.public_id}\nSubject: x")
    assert keep_inbound(message=by_header, at=AT).answers == mail
    nameless = dsn(report.replace("other@inner.example", mail.to_email), returned="Subject: x")
    nameless.replace_header("Message-ID", "<b9@mx.example.net>")
    all_mails().update(state="delivered")
    assert keep_inbound(message=nameless, at=AT).workspace is None
    all_mails().update(state="sent", sent_at=AT - timedelta(days=8))
    nameless.replace_header("Message-ID", "<b10@mx.example.net>")
    assert keep_inbound(message=nameless, at=AT).answers is None
    all_mails().update(sent_at=AT - timedelta(days=1))
    nameless.replace_header("Message-ID", "<b11@mx.example.net>")
    assert keep_inbound(message=nameless, at=AT).answers == mail


def test_a_bounce_to_the_address_of_the_mail_itself_is_about_it(mail):
    message = plain(
        ROBOT, "Delivery Status Notification (Failure)", "Address not found: 550 5.1.1 x"
    )
    message.replace_header("To", reply_address(mail))
    assert keep_inbound(message=message, at=AT).answers == mail


def test_mails_of_ours_tell_machines_what_they_are(mail):
    letter = build_message(mail, at=AT).message()
    assert letter[OWN_HEADER] == mail.public_id
    assert letter["Auto-Submitted"] is None
    mail.kind, mail.reply_to = "code", ""
    assert build_message(mail, at=AT).message()["Auto-Submitted"] == "auto-generated"


def test_a_broken_report_breaks_nothing():
    for source in (
        "",
        "\n",
        "Content-Type: multipart/report; boundary=x\n\n--x",
        "Subject: =?x?q?",
    ):
        judge(parsed(source))
