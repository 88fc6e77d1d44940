"""Headers that are built to break or to occupy what reads them: read in a moment, or passed by."""

from time import monotonic

import pytest
from anymail.inbound import AnymailInboundMessage

from core.mail.kinds import judge
from core.mail.mime import addresses
from core.models import InboundState

SANE = "From: Sveta <sveta@example.com>\nSubject: Re: May\n"
HOSTILE = {
    "nested comments": "To: " + "(" * 100_000 + "\n",
    "nested comments in the sender": "From: " + "(" * 5_000 + "sveta@example.com\n",
    "encoded words": "Subject: " + "=?utf-8?q?a?= " * 50_000 + "\n",
    "addresses": "To: " + '"a" <a@b.example>, ' * 50_000 + "\n",
    "the same header again": "To: a@b.example\n" * 20_000,
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_header_is_read_in_bounded_time_and_never_raises(name):
    message = AnymailInboundMessage.parse_raw_mime(f"{HOSTILE[name]}{SANE}\nYes, in May.\n")
    begun = monotonic()
    judged = judge(message)
    found = addresses(message, "To", "From", "Cc")
    assert monotonic() - begun < 5
    assert judged.state == InboundState.RECEIVED
    assert "sveta@example.com" in [address for _name, address in found]


def test_one_broken_header_does_not_hide_the_others():
    message = AnymailInboundMessage.parse_raw_mime(f"From: {'(' * 5000} x@y.example\n{SANE}\nhi")
    assert [address for _name, address in addresses(message, "From")] == [
        "x@y.example", "sveta@example.com",
    ]  # fmt: skip
