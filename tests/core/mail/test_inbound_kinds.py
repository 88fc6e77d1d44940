"""What comes in besides answers: automatic words, loops, strangers, floods, old addresses, other
people's addresses, files."""

import struct
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from io import StringIO
from zlib import compress, crc32

import pytest
from anymail.inbound import AnymailInboundMessage
from django.core.management import call_command
from django_scopes import scopes_disabled

from core.mail import files_in, places, replies
from core.mail.addresses import reply_address
from core.mail.inbound import keep_inbound
from core.mail.rows import all_inbound, all_mails
from core.models import InboundFile, InboundMail, OutgoingMail
from core.tasks import sweep_inbound

AT = datetime(2026, 3, 3, 12, tzinfo=UTC)


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", crc32(kind + data))


PNG = (
    b"\x89PNG\r\n\x1a\n"
    + _chunk(b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0))
    + _chunk(b"IDAT", compress(b"\x00\x00"))
    + _chunk(b"IEND", b"")
)


@pytest.fixture
def mail(workspace, settings, monkeypatch):
    settings.REPLY_DOMAIN = "in.example.com"
    monkeypatch.setattr(replies, "_handlers", {})
    replies.register_reply("brief", lambda *args: True)
    return OutgoingMail.objects.create(
        workspace=workspace, key="brief:1", kind="brief", language="ru", from_email="p@example.com",
        to_email="sveta@example.com", reply_to="olga@example.com", subject="Бриф", text="…",
        created_at=AT, due_at=AT, sent_at=AT, state="sent", message_id="<1@perennial.example>",
    )  # fmt: skip


def message_of(to, text="Да.", *, sender="Света <sveta@example.com>", id="<a@x>", files=(), **head):
    message = EmailMessage()
    message["From"], message["To"] = sender, to
    message["Subject"] = head.pop("subject", "Re: Бриф")
    message["Message-ID"] = id
    for name, value in head.items():
        message[name.replace("_", "-")] = value
    message.set_content(text)
    for name, data, kind in files:
        main, _slash, sub = kind.partition("/")
        message.add_attachment(data, maintype=main, subtype=sub, filename=name)
    return AnymailInboundMessage.parse_raw_mime_bytes(message.as_bytes())


def came(mail, text="Да.", at=AT, **more):
    to = more.pop("to", None) or reply_address(mail)
    return keep_inbound(message=message_of(to, text, **more), at=at)


@pytest.mark.parametrize(
    "head",
    [
        {"subject": "Автоответ: Бриф"},
        {"subject": "Автоматический ответ: Бриф"},
        {"subject": "Я в отпуске до 12 мая"},
        {"subject": "Automatic reply: Бриф"},
        {"subject": "Out of office: Бриф"},
        {"subject": "Абсолютно", "X_Autoreply": "yes"},
        {"X_Autorespond": "x"},
        {"Auto_Submitted": "auto-replied (vacation)"},
        {"X_MS_Exchange_Generated_Message_Source": "Mailbox Rules Agent"},
        {"Precedence": "auto_reply"},
        {"sender": "no-reply@tickets.example"},
        {"text": "Здравствуйте! Это автоматический ответ. Я вернусь 12 мая."},
        {"text": "This is an automated response. I am away."},
    ],
)
def test_automatic_words_are_kept_and_not_filed(mail, head):
    row = came(mail, **head)
    assert (row.state, row.workspace, row.answers) == ("automatic", mail.workspace, mail)
    assert row.text
    assert sweep_inbound() == 0


@pytest.mark.parametrize(
    "subject", ["Re: Автоответ: Бриф", "В отпуске снимаю больше?", "Отпуск и бриф", "Away we go"]
)
def test_a_person_may_write_about_leave(mail, subject):
    state = "automatic" if subject.startswith("В отпуске") else "received"
    assert came(mail, subject=subject).state == state


@pytest.mark.parametrize(
    "more",
    [
        {"X_Perennial_Mail": "abc"},
        {"id": "<" + "b" * 40 + "@perennial.example>"},
        {"sender": "reply+abc@in.example.com"},
        {"sender": "Perennial <hello@perennial.example>"},
        {"X_Loop": "reply+abc@in.example.com"},
        # Whom the answer goes to besides: a colleague who answered all.
        {"sender": "Ольга <olga@example.com>"},
    ],
)
def test_our_own_words_are_no_answer(mail, more):
    assert came(mail, **more).state == "loop"
    assert sweep_inbound() == 0


def test_two_machines_are_a_loop_after_five_and_a_person_ends_it(mail):
    for n in range(places.MOST_AUTOMATIC):
        at = AT + timedelta(minutes=n)
        assert came(mail, id=f"<{n}@x>", at=at, Auto_Submitted="auto-replied").state == "automatic"
    assert came(mail, id="<6@x>", at=AT + timedelta(minutes=6), Auto_Submitted="x").state == "loop"
    assert came(mail, id="<7@x>", at=AT + timedelta(minutes=7)).state == "received"
    later = AT + timedelta(minutes=8)
    assert came(mail, id="<8@x>", at=later, Auto_Submitted="x").state == "automatic"


def test_an_answer_from_another_address_is_filed_and_told(mail):
    assert came(mail, sender="Sveta@Example.com").from_known is True
    row = came(mail, id="<b@x>", sender="Агент <agent@agency.example>")
    assert (row.state, row.from_known, row.from_name) == ("received", False, "Агент")
    assert sweep_inbound() == 2


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("S.Kim+x@gmail.com", "skim@googlemail.com", True),
        ("s.kim@ya.ru", "s-kim@yandex.ru", True),
        ("s.kim@mail.ru", "skim@mail.ru", False),
        ("a@b.example", "a@c.example", False),
        ("", "", False),
    ],
)
def test_two_addresses_may_be_one_mailbox(one, other, same):
    assert places.same_person(one, other) is same


def test_an_old_address_waits_for_a_person(mail):
    assert came(mail, at=AT + places.GOOD_FOR).state == "received"
    row = came(mail, id="<b@x>", at=AT + places.GOOD_FOR + timedelta(seconds=1))
    assert (row.state, row.answers) == ("expired", mail)


def test_more_than_a_person_writes_waits(mail, monkeypatch):
    for n in range(places.MOST_OF_ONE):
        assert came(mail, id=f"<{n}@x>").state == "received"
    assert came(mail, id="<z@x>").state == "limited"
    assert came(mail, id="<y@x>", sender="other@example.com").state == "received"
    monkeypatch.setattr(places, "MOST_OF_ALL", 22)
    assert came(mail, id="<w@x>", sender="third@example.com").state == "limited"
    assert came(mail, id="<v@x>", at=AT + timedelta(hours=1)).state == "received"


def test_a_stranger_belongs_to_whoever_wrote_to_them_lately(mail):
    row = came(mail, to="hello@in.example.com")
    assert (row.state, row.workspace) == ("stranger", mail.workspace)
    assert came(mail, id="<b@x>", to="hello@x.example", sender="who@x.example").workspace is None
    late = AT + places.LATELY + timedelta(days=1)
    assert came(mail, id="<c@x>", to="hello@in.example.com", at=late).workspace is None
    all_mails().update(created_at=late)
    assert came(mail, id="<d@x>", to="hello@in.example.com", at=late).workspace == mail.workspace


def test_a_message_id_alone_files_nothing(mail):
    """It is no secret: who knows it must also be whom we wrote to, and then a person files it."""
    known = came(mail, to="hello@in.example.com", In_Reply_To="<1@perennial.example>")
    assert (known.state, known.answers) == ("stranger", mail)
    forged = came(
        mail, to="hello@in.example.com", id="<b@x>", sender="who@x.example",
        In_Reply_To="<1@perennial.example>",
    )  # fmt: skip
    assert (forged.state, forged.answers, forged.workspace) == ("stranger", None, None)


def test_spam_of_strangers_belongs_to_nobody(mail):
    message = message_of("hello@in.example.com")
    message.spam_detected = True
    row = keep_inbound(message=message, at=AT)
    assert (row.state, row.workspace, bool(row.raw)) == ("stranger", None, False)
    answer = message_of(reply_address(mail), id="<b@x>")
    answer.spam_detected = True
    assert keep_inbound(message=answer, at=AT).state == "received"


def files_of(row):
    return [(f.name, f.refused, bool(f.content)) for f in InboundFile.objects.filter(mail=row)]


def test_files_are_judged_by_their_bytes_and_refused_by_name(mail, monkeypatch):
    monkeypatch.setattr(files_in, "MOST_BYTES", 1000)
    monkeypatch.setattr(files_in, "MOST_FILES", 5)
    row = came(
        mail,
        files=[
            ("../shot.png", PNG, "application/octet-stream"),
            ("contract.pdf", b"%PDF-1.4 x", "application/pdf"),
            ("invoice.pdf", b"MZ\x90\x00 program", "application/pdf"),
            ("page.png", b"<html><script>x</script>", "image/png"),
            ("long.txt", b"x" * 1001, "application/octet-stream"),
            ("sixth.png", PNG, "image/png"),
        ],
    )
    assert row.state == "received"
    assert files_of(row) == [
        ("shot.png", "", True),
        ("contract.pdf", "", True),
        ("invoice.pdf", "type", False),
        ("page.png", "type", False),
        ("long.txt", "size", False),
        ("sixth.png", "many", False),
    ]
    assert InboundFile.objects.get(name="shot.png").content_type == "image/png"


def test_text_that_a_machine_runs_is_refused(mail):
    row = came(
        mail, files=[("run.bat", b"del *", "application/octet-stream"), ("a.eml", b"x", "text/x")]
    )
    assert files_of(row)[0] == ("run.bat", "type", False)


def test_a_picture_alone_is_an_answer_and_nothing_at_all_is_none(mail):
    assert came(mail, "", files=[("shot.png", PNG, "image/png")]).state == "received"
    assert came(mail, "", id="<b@x>").state == "empty"
    bad = [("x.exe", b"MZ\x90\x00", "application/octet-stream")]
    assert came(mail, "> бриф", id="<c@x>", files=bad).state == "empty"


def test_logos_of_signatures_and_our_own_pictures_are_no_files(mail):
    mail.attachments.create(
        name="c.png", content_type="image/png", content=PNG + b"", content_id="c"
    )
    message = EmailMessage()
    message["From"], message["To"], message["Message-ID"] = (
        "sveta@example.com",
        reply_address(mail),
        "<l@x>",
    )
    message.set_content("<p>Да</p><img src='cid:logo@x'>", subtype="html")
    logo = b"GIF89a\x01\x00\x01\x00\x80\x00\x00\x00\x00\x00\xff\xff\xff!\xf9\x04\x01\x00\x00\x00\x00,\x00\x00\x00\x00\x01\x00\x01\x00\x00\x02\x02D\x01\x00;"
    message.add_related(logo, "image", "gif", cid="<logo@x>")
    message.add_attachment(PNG, "image", "png", filename="back.png")
    row = keep_inbound(
        message=AnymailInboundMessage.parse_raw_mime_bytes(message.as_bytes()), at=AT
    )
    assert (row.text, files_of(row)) == ("Да", [])


def test_a_file_is_tried_without_writing(mail, tmp_path):
    path = tmp_path / "answer.eml"
    path.write_bytes(message_of(reply_address(mail), "Да.\n\n> цитата").as_bytes())
    bare = tmp_path / "words.txt"
    bare.write_text("Хорошо\n\nср, 30 апр. 2025 г. в 15:19, Ольга <o@x.ru>:\n\nпривет")
    payload = tmp_path / "postmark.json"
    payload.write_text('{"From": "a@b.example", "TextBody": "Yes\\n> no", "Headers": []}')
    event = tmp_path / "mailgun.json"
    event.write_text('{"event-data": {"event": "failed", "recipient": "a@b.example"}}')
    out = StringIO()
    call_command("read_mail", str(path), str(bare), str(payload), str(event), stdout=out)
    told = out.getvalue()
    assert told.count("judged: reply") == 3
    assert "words: Да." in told and "words: Хорошо" in told and "words: Yes" in told
    assert "event: failed" in told
    with scopes_disabled():
        assert not InboundMail.objects.exists()
    assert not all_inbound().exists()
