"""Words that come in: every charset and line break, answers above any quotation, days of an absence."""

from base64 import b64encode
from datetime import date

import pytest
from anymail.inbound import AnymailInboundMessage
from hypothesis import given
from hypothesis import strategies as st

from core.mail.away import Away, away_from
from core.mail.charsets import decode, words
from core.mail.cutting import cut, words_of
from core.mail.kinds import judge
from core.mail.mime import body_of, unflowed

SAID = "Здравствуйте! Давайте снимем на балконе, щёлкнем затвором."


@pytest.mark.parametrize(
    ("charset", "declared", "encoding"),
    [
        ("koi8-r", "koi8-r", "8bit"),
        ("koi8-r", "KOI8-R", "base64"),
        ("cp1251", "windows-1251", "quoted-printable"),
        ("cp1251", "koi8-r", "8bit"),
        ("cp1251", "x-nobody-knows", "8bit"),
        ("cp1251", "", "8bit"),
        ("utf-8", "iso-8859-1", "8bit"),
        ("utf-8", "", "8bit"),
        ("utf-16", "utf-16", "base64"),
        ("cp866", "us-ascii", "8bit"),
        ("utf-8", "zip", "base64"),
    ],
)
def test_words_of_any_charset_are_read(charset, declared, encoding):
    data = f"{SAID}\r\n\r\n> цитата\r\n".encode(charset)
    if encoding == "base64":
        data = b64encode(data)
    if encoding == "quoted-printable":
        data = b"".join(
            b"=%02X" % byte if byte > 126 or byte == 61 else bytes([byte]) for byte in data
        )
    said = f'; charset="{declared}"' if declared else ""
    head = f"From: a@b.example\r\nContent-Type: text/plain{said}\r\nContent-Transfer-Encoding: {encoding}\r\n\r\n"
    body = body_of(AnymailInboundMessage.parse_raw_mime_bytes(head.encode() + data))
    assert cut(body.text) == SAID


def test_headers_of_any_charset_are_read():
    bare = "Subject: Привет, Света".encode("koi8-r") + b"\nFrom: a@b.example\n\nx"
    assert judge(AnymailInboundMessage.parse_raw_mime_bytes(bare)).state == "received"
    split = "Привет".encode()
    halves = (
        f"=?utf-8?B?{b64encode(split[:5]).decode()}?= =?utf-8?B?{b64encode(split[5:]).decode()}?="
    )
    assert words(halves) == "Привет"
    assert words("=?nobody?Q?=CF=F0?=") == "Пр"
    assert words("=?utf-8?B?broken") == "=?utf-8?B?broken"


def test_soft_line_breaks_are_mended():
    text = "Первая часть \nвторая.\n\n> цитата \n> дальше\n-- \nСвета"
    assert unflowed(text) == "Первая часть вторая.\n\n> цитата дальше\n-- \nСвета"
    assert unflowed("сло \nво", joined=True) == "слово"


@given(st.binary(max_size=300), st.text(max_size=20))
def test_any_bytes_are_text(data, declared):
    text, _problem = decode(data, declared)
    assert "\x00" not in text
    text.encode()


LINE = st.text("абвгд еёжз abc,.!?", min_size=1, max_size=60).map(str.strip).filter(
    lambda line: line and not line.lower().startswith(("best", "a b"))
)  # fmt: skip
OURS = "\n".join(["Света, привет!", "Сможешь в мае?", "", "Ольга"])
MARKED = "\n".join(f"> {line}" for line in OURS.split("\n"))
QUOTES = [
    f"ср, 30 апр. 2025 г. в 15:19, Ольга <o@n.example>:\n{MARKED}",
    f"On Wed, Apr 30, 2025 at 3:19 PM Olga <o@n.example> wrote:\n\n{OURS}",
    f"От: Ольга <o@n.example>\nОтправлено: 30 апреля 2025 г.\nКому: Света\nТема: Май\n\n{OURS}",
    f"-----Original Message-----\n{OURS}",
    f'30.04.2025, 15:19, "Ольга" <o@n.example>:\n\n{OURS}',
    f"Среда, 30 апреля 2025, 15:19 +03:00 от Ольга <o@n.example>:\n{MARKED}",
    f"30.04.2025 15:19, Ольга пишет:\n{MARKED}",
]


@given(st.lists(LINE, min_size=1, max_size=6), st.sampled_from(QUOTES), st.booleans())
def test_a_plain_answer_above_any_quotation_is_given_back(lines, quote, crlf):
    said = "\n".join(lines)
    mail = f"{said}\n\n{quote}"
    assert cut(mail.replace("\n", "\r\n") if crlf else mail) == said


@given(st.text(max_size=400))
def test_any_text_is_cut_to_a_part_of_itself(text):
    assert len(cut(text)) <= len(text) + 3
    words_of(None, text)


RECEIVED = date(2026, 4, 28)


@pytest.mark.parametrize(
    ("said", "first", "until"),
    [
        ("Away until May 5. I am returning to the office on May 5th", (4, 28), (5, 4)),
        ("Я в отпуске с 5 по 12 мая включительно", (5, 5), (5, 12)),
        ("Я в отпуске с 28 апреля по 12 мая 2026 г.", (4, 28), (5, 12)),
        ("в отпуске до 12.05", (4, 28), (5, 12)),
        ("Вернусь 13 мая.", (4, 28), (5, 12)),
        ("back after 4 May", (4, 28), (5, 4)),
        ("from May 1 to May 10", (5, 1), (5, 10)),
        ("May 1-10", (5, 1), (5, 10)),
        ("2026-05-01 до 2026-05-04", (5, 1), (5, 4)),
        ("until 05/26/2026", (4, 28), (5, 26)),
    ],
)
def test_days_of_an_absence_are_read_where_they_are_clear(said, first, until):
    assert away_from("", said, received=RECEIVED) == Away(date(2026, *first), date(2026, *until))


@pytest.mark.parametrize(
    "said",
    [
        "until 05/06/2026",
        "до 12 марта",
        "until further notice",
        "до 31.02",
        "до 12 мая 2031 года",
        "",
    ],
)
def test_what_is_not_clear_is_no_absence(said):
    assert away_from("", said, received=RECEIVED) is None
