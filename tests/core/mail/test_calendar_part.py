"""An invitation in a mail: beside the words for programs with buttons, and as a file for others."""

from email import message_from_bytes
from email.message import EmailMessage

from core.mail import ways
from core.mail.delivery import deliver
from core.mail.files_in import files_of
from core.mail.kinds import judge
from core.mail.message import build_message
from core.mail.outbox import Attachment
from core.models import MailAttachment
from tests.factories import NOON

ICS = "BEGIN:VCALENDAR\r\nMETHOD:REQUEST\r\nSUMMARY:Совет 🎉\r\nEND:VCALENDAR\r\n".encode()
FILE = Attachment("invite.ics", "text/calendar; method=REQUEST", ICS)


def test_it_arrives_beside_the_words_and_as_a_file(queue, smtp):
    deliver(queue(template="t/hello", context={"name": "Ann"}, attachments=[FILE]).pk, at=NOON)
    [got] = smtp.mails
    assert got.get_content_type() == "multipart/mixed"
    words, file = got.iter_parts()
    kinds = [part.get_content_type() for part in words.iter_parts()]
    assert kinds == ["text/plain", "text/html", "text/calendar"]
    for part in (list(words.iter_parts())[2], file):
        assert part.get_content_type() == "text/calendar"
        assert part["Content-Type"].params["method"] == "REQUEST"
        assert part["Content-Type"].params["charset"].lower() == "utf-8"
        lines = part.get_payload(decode=True).decode().splitlines()
        assert lines == ICS.decode().splitlines()
    assert (file.get_filename(), file.get_content_disposition()) == ("invite.ics", "attachment")
    # The file is the very bytes: CRLF and all.
    assert file.get_payload(decode=True) == ICS


def test_it_may_be_made_of_the_mail_itself(queue):
    mail = queue(
        attachments=lambda mail: [Attachment("a.txt", "text/plain", mail.public_id.encode())]
    )
    assert bytes(MailAttachment.objects.get(mail=mail).content) == mail.public_id.encode()


def test_providers_that_take_no_third_part_get_the_file_alone(queue):
    def fitted(name):
        message = build_message(queue(attachments=[FILE]), at=NOON)
        ways._fit(message, name)
        return [kind for _content, kind in message.alternatives], len(message.attachments)

    assert fitted("Postmark") == ([], 1)
    assert fitted("SendGrid") == (["text/calendar; method=REQUEST"], 1)


REPLY = b"BEGIN:VCALENDAR\r\nMETHOD:REPLY\r\nX-ALT-DESC:<html><body>x</body></html>\r\nEND:VCALENDAR\r\n"


def answered(method="REPLY"):
    message = EmailMessage()
    message["From"], message["To"] = "Maya <maya@example.com>", "x@in.example.com"
    message["Auto-Submitted"] = "auto-generated"
    message.set_content("Maya has accepted this invitation.")
    message.add_alternative(REPLY, maintype="text", subtype="calendar", params={"method": method})
    return message_from_bytes(message.as_bytes())


def test_the_button_of_a_calendar_is_a_persons_answer():
    assert judge(answered()).state == "received"
    assert judge(answered("PUBLISH")).state == "automatic"
    [file] = files_of(answered(), "")
    assert (file.content_type, file.refused, file.data) == ("text/calendar", "", REPLY)
