"""Who listens to an answer by mail: each room registers in `ready()` what it does with a reply to a
mail of a kind of its own (product.md, People: the creator answers by mail)."""

from collections.abc import Callable
from datetime import datetime

from core.models import OutgoingMail

# (the mail that was answered, the text without quotes and signature, when it came, what makes the
# answer itself) → whether it was taken. Called in the scope of the mail's workspace; the same
# `source_key` may come again, and must then change nothing.
ReplyHandler = Callable[[OutgoingMail, str, datetime, str], bool]

_handlers: dict[str, ReplyHandler] = {}


def register_reply(kind: str, handler: ReplyHandler) -> None:
    """The same `kind` again replaces: `ready()` may run twice."""
    _handlers[kind] = handler


def handler_of(kind: str) -> ReplyHandler | None:
    return _handlers.get(kind)
