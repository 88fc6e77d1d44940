import json
import re
from pathlib import Path
from typing import Any

from anymail.inbound import AnymailInboundMessage
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from core.mail.away import away_from
from core.mail.cutting import words_of
from core.mail.files_in import files_of
from core.mail.kinds import judge
from core.mail.mime import addresses, header
from core.models import InboundState


class Command(BaseCommand):
    help = (
        "Print how mails that come in are judged, and write nothing: sources of mails (.eml, .txt) "
        "or payloads of Postmark and Mailgun (.json)."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("files", nargs="+", metavar="FILE")
        parser.add_argument("--json", action="store_true", help="one object for each file")

    def handle(self, *args: Any, **options: Any) -> None:
        for name in options["files"]:
            path = Path(name)
            try:
                data = path.read_bytes()
            except OSError as error:
                raise CommandError(f"{name}: {error.strerror}") from error
            told = event_of(data) or told_of(message_of(data))
            if options["json"]:
                line = {"file": path.name, **told}
                self.stdout.write(json.dumps(line, ensure_ascii=False, default=str))
                continue
            self.stdout.write(f"== {path.name}")
            for key, value in told.items():
                if value not in ("", None, []):
                    self.stdout.write(f"{key}: {_shown(value)}")


def message_of(data: bytes) -> Any:
    """A message out of its source, or out of what a provider makes of it."""
    payload = _payload(data)
    if payload is None:
        text = data.lstrip(b"\xef\xbb\xbf")
        if not re.match(rb"[!-9;-~]+[ \t]*:|From ", text):
            # Words without headers.
            text = b"Content-Type: text/plain\n\n" + text
        return AnymailInboundMessage.parse_raw_mime_bytes(text)
    source = payload.get("RawEmail") or payload.get("body-mime")
    if source:
        return AnymailInboundMessage.parse_raw_mime(source)
    return AnymailInboundMessage.construct(
        headers=[(one["Name"], one["Value"]) for one in payload.get("Headers", [])],
        from_email=payload.get("From") or payload.get("from"),
        to=payload.get("To") or payload.get("recipient"),
        subject=payload.get("Subject") or payload.get("subject") or "",
        text=payload.get("TextBody") or payload.get("body-plain"),
        html=payload.get("HtmlBody") or payload.get("body-html"),
        attachments=[
            AnymailInboundMessage.construct_attachment(
                content_type=one.get("ContentType"),
                content=one.get("Content") or one.get("Data") or "",
                filename=one.get("Name"),
                content_id=one.get("ContentID"),
                base64=True,
            )
            for one in payload.get("Attachments", [])
        ],
    )


def event_of(data: bytes) -> dict[str, Any] | None:
    """What a payload tells of a mail of ours, if it is no mail itself."""
    event = (_payload(data) or {}).get("event-data")
    if not isinstance(event, dict):
        return None
    status = event.get("delivery-status") or {}
    late = event.get("severity") == "temporary"
    return {
        "judged": f"event: {event.get('event', '')}{' for now' if late else ''}",
        "whom": event.get("recipient", ""),
        "why": " · ".join(str(s) for s in (status.get("code"), status.get("message")) if s),
        "mail": (event.get("message") or {}).get("headers", {}).get("message-id", ""),
        "note": "its signature was not looked at",
    }


def told_of(message: Any) -> dict[str, Any]:
    judged = judge(message)
    words = words_of(judged.body.text, judged.body.html)
    files = [] if judged.report else list(files_of(message, judged.body.html))
    kept = any(not one.refused for one in files)
    state = judged.state
    if state == InboundState.RECEIVED and not words and not kept:
        state = InboundState.EMPTY
    away = None
    if state == InboundState.AUTOMATIC:
        received = getattr(message, "date", None) or timezone.now()
        away = away_from(header(message, "Subject"), words, received=received.date())
    return {
        "judged": "reply" if state == InboundState.RECEIVED else str(state.value),
        "why": judged.why,
        "from": " ".join(f"{name} <{address}>" for name, address in addresses(message, "From")),
        "to": ", ".join(address for _name, address in addresses(message, "To")),
        "subject": header(message, "Subject"),
        "whom": [
            f"{fate.recipient or '?'}: "
            f"{'hard' if fate.hard else 'soft' if fate.final else 'late or told of'}"
            f" {fate.status} {fate.detail}".rstrip()
            for fate in (judged.report.fates if judged.report else [])
        ],
        "mail": judged.report.ids[:3] if judged.report else [],
        "away": f"{away.first} – {away.until}" if away else "",
        "words": words,
        "files": [
            f"{one.name}, {one.content_type}, {one.size} bytes: {one.refused or 'kept'}"
            for one in files
        ],
        "problems": judged.body.problems,
    }


def _payload(data: bytes) -> dict[str, Any] | None:
    if not data.lstrip(b"\xef\xbb\xbf \r\n\t").startswith(b"{"):
        return None
    try:
        found = json.loads(data.decode("utf-8-sig"))
    except ValueError:
        return None
    return found if isinstance(found, dict) else None


def _shown(value: Any) -> str:
    if isinstance(value, list):
        return "\n  " + "\n  ".join(str(one) for one in value)
    text = str(value)
    return "\n  " + text.replace("\n", "\n  ") if "\n" in text else text
